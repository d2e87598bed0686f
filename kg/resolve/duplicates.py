"""Which articles carry the same text: a wire story in two papers is one voice, not two.

Whether two articles are copies depends on their two texts alone, so that adding or removing a third changes nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from kg.resolve.merge import Alike

CONTAINED = 0.6
"""Share of the shorter text's pieces that stand in the longer one, from which on the one is a copy of the other."""
_PIECE = 6  # characters: independent articles on one event share names and numbers, rarely this much between them
_FEWEST = 40  # pieces: two lines of a few words are alike by chance
_HASHES, _SEED = 128, 20260117

Signature = tuple[int, npt.NDArray[np.uint32]]


def signature(text: str) -> Signature:
    """Number of the text's different pieces, and their MinHash; width, spaces and punctuation do not count.

    >>> one, other = signature("米軍は17日、基地から撤退した。"), signature("米軍は１７日 基地から撤退した")
    >>> one[0] == other[0] and bool((one[1] == other[1]).all())
    True
    """
    letters = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
    pieces = {letters[i : i + _PIECE] for i in range(max(len(letters) - _PIECE + 1, 1))}
    sketch = RMinHash(_HASHES, _SEED)
    sketch.update(sorted(pieces))
    return len(pieces), np.asarray(sketch.digest(), dtype=np.uint32)


def contained(one: Signature, other: Signature) -> float:
    """Estimated share of the shorter text's pieces that the longer one has."""
    (size, digest), (others, theirs) = one, other
    jaccard = float((digest == theirs).mean())
    return min(jaccard * (size + others) / (1 + jaccard) / min(size, others), 1.0)


def copies(texts: Mapping[str, str]) -> Alike:
    """Says of two articles, given by id, whether one is a copy of the other; ``texts`` holds the text of each."""

    @cache
    def of(article: str) -> Signature:
        return signature(texts[article])

    def alike(one: str, other: str) -> bool:
        if one == other:
            return True
        a, b = of(one), of(other)
        return min(a[0], b[0]) >= _FEWEST and contained(a, b) >= CONTAINED

    return alike

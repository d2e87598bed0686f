"""The Japanese pipeline: GiNZA's ``ja_ginza``, for its words, dependencies and bunsetu; its names are not used.

Its NER knows no bases and mislabels ministries, so it is left out, which also saves a quarter of the time. Matrix products go through
numpy's BLAS: thinc's own took three times as long for the identical parse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

MODEL = "ja_ginza"
_LIMIT = 12_000
"""Characters Sudachi takes at once (it refuses more than 49,149 bytes)."""


@cache
def pipeline() -> Language:
    """The pipeline, loaded once."""
    nlp = spacy.load(MODEL, exclude=["ner"])
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        if hasattr(component, "model"):
            for node in component.model.walk():
                node.ops = ops
    return nlp


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """One parsed Doc a text; a text longer than Sudachi takes is cut."""
    yield from pipeline().pipe(text[:_LIMIT] for text in texts)


def words(text: str, offset: int = 0) -> Iterator[tuple[int, int, str]]:
    """Start, end and Sudachi tag of each word, without parsing; ``offset`` is where ``text`` starts.

    >>> [w[:2] for w in words("米軍が撤退")]
    [(0, 2), (2, 3), (3, 5)]
    """
    for token in pipeline().make_doc(text[:_LIMIT]):
        yield offset + token.idx, offset + token.idx + len(token), token.tag_

"""What the conditioned layers see of a trigger: the pieces near it, and where each stands relative to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEAR, FAR = 176, 80
"""Pieces before and after a trigger in which its arguments are looked for."""
BUCKETS, SENTENCES = 33, 9
"""Number of distance buckets, and of sentence distances (-4 … 4)."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger in a window: pieces ``first`` to ``last - 1``, and its event type's number."""

    window: int
    first: int
    last: int
    type: int


@dataclass(frozen=True, slots=True)
class Focus:
    """Triggers with their crops, padded to one length; all arrays but ``window`` and ``type`` have shape (triggers, pieces).

    ``window`` and ``type`` (triggers,) are numbers; ``index`` gives each piece's place in its window; ``mask`` is true where there is a
    piece, ``trigger`` on the trigger, ``here`` in its sentence; ``distance`` and ``sentence`` are bucket numbers.
    """

    window: Ints
    type: Ints
    index: Ints
    mask: Bools
    trigger: Bools
    here: Bools
    distance: Ints
    sentence: Ints


def distance_bucket(distance: Ints) -> Ints:
    """Signed distances in pieces to bucket numbers: exact up to 4, then two a doubling.

    >>> distance_bucket(np.array([-300, -5, 0, 3, 8])).tolist()
    [0, 12, 16, 19, 22]
    """
    size = np.abs(distance)
    far = 4 + np.floor(2 * np.log2(np.maximum(size, 4) / 4)).astype(np.int64)
    return 16 + np.where(size < 4, size, np.minimum(far, 16)) * np.sign(distance)


def crop(trigger: Trigger, length: int) -> tuple[int, int]:
    """Range of the window's pieces that belong to a trigger's focus."""
    return max(0, trigger.first - NEAR), min(length, trigger.last + FAR)


def focus(triggers: Sequence[Trigger], sentences: Sequence[Sequence[int]]) -> Focus:
    """Focus of ``triggers``; ``sentences`` holds the sentence number of every piece of each window."""
    crops = [crop(t, len(sentences[t.window])) for t in triggers]
    shape = (len(triggers), max(hi - lo for lo, hi in crops))
    index, distance, sentence = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    mask, trigger, here = (np.zeros(shape, dtype=np.bool_) for _ in range(3))
    for n, (t, (lo, hi)) in enumerate(zip(triggers, crops, strict=True)):
        places = np.arange(lo, hi)
        width = hi - lo
        offsets = np.array(sentences[t.window][lo:hi]) - sentences[t.window][t.first]
        index[n, :width] = places
        mask[n, :width] = True
        trigger[n, t.first - lo : t.last - lo] = True
        here[n, :width] = offsets == 0
        distance[n, :width] = np.where(places < t.first, places - t.first, np.maximum(places - t.last + 1, 0))
        sentence[n, :width] = np.clip(offsets, -4, 4) + 4
    return Focus(
        window=np.array([t.window for t in triggers]), type=np.array([t.type for t in triggers]), index=index, mask=mask,
        trigger=trigger, here=here, distance=distance_bucket(distance), sentence=sentence,
    )  # fmt: skip

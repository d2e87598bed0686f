"""The label sets of the claim model and the BIO grammar that binds them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.records import EVENT_TYPES, FACTUALITIES, ROLES

SLOTS: tuple[str, ...] = (*ROLES, "SOURCE", "DATE", "COUNT")
"""What the argument head finds for one trigger."""
TYPES = EVENT_TYPES
FACTS: tuple[str, ...] = FACTUALITIES

Floats = NDArray[np.float32]


def bio_size(names: Sequence[str]) -> int:
    """Number of BIO labels: O, then B and I of each name."""
    return 1 + 2 * len(names)


def begin(index: int) -> int:
    """Label of the first piece of name number ``index``."""
    return 1 + 2 * index


def viterbi(logits: Floats) -> list[int]:
    """Best label sequence in which I-x follows only B-x or I-x.

    ``logits`` has shape (pieces, labels); labels are O, B0, I0, B1, I1, …
    """
    n, k = logits.shape
    if n == 0:
        return []
    inside = np.arange(2, k, 2)
    score = logits[0].copy()
    score[inside] = -1e9
    back = np.zeros((n, k), dtype=np.int64)
    for i in range(1, n):
        best = int(score.argmax())
        step = np.full(k, score[best], dtype=np.float32)
        back[i] = best
        stay = np.where(score[inside] >= score[inside - 1], inside, inside - 1)
        step[inside] = score[stay]
        back[i, inside] = stay
        score = step + logits[i]
    path = [int(score.argmax())]
    for i in range(n - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def spans(labels: Sequence[int]) -> list[tuple[int, int, int]]:
    """``(first piece, last piece + 1, name index)`` of every B I* run.

    >>> spans([0, 1, 2, 0, 3])
    [(1, 3, 0), (4, 5, 1)]
    """
    out = []
    i = 0
    while i < len(labels):
        label = labels[i]
        i += 1
        if label % 2:
            start = i - 1
            while i < len(labels) and labels[i] == label + 1:
                i += 1
            out.append((start, i, label // 2))
    return out

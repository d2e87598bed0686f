import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.labels import bio_size, spans, viterbi


@given(st.integers(0, 12), st.integers(1, 4), st.integers(0, 2**31))
def test_no_inside_without_a_begin(pieces, names, seed):
    logits = np.random.default_rng(seed).normal(size=(pieces, bio_size(range(names)))).astype(np.float32)
    path = viterbi(logits)
    assert len(path) == pieces
    for before, label in zip([0, *path], path, strict=False):
        if label and label % 2 == 0:
            assert before in (label, label - 1)


@given(st.integers(1, 6), st.integers(0, 2**31))
def test_best_of_all_sequences_that_the_grammar_allows(pieces, seed):
    logits = np.random.default_rng(seed).normal(size=(pieces, 5)).astype(np.float32)

    def allowed(path):
        return all(x == 0 or x % 2 or b in (x, x - 1) for b, x in zip([0, *path], path, strict=False))

    paths = [p for p in np.ndindex(*[5] * pieces) if allowed(p)] if pieces < 5 else []
    if paths:
        best = max(sum(logits[i, x] for i, x in enumerate(p)) for p in paths)
        assert sum(logits[i, x] for i, x in enumerate(viterbi(logits))) == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([0, 0], []),
        ([1, 2, 2], [(0, 3, 0)]),
        ([1, 1], [(0, 1, 0), (1, 2, 0)]),
        ([3, 4, 1, 0], [(0, 2, 1), (2, 3, 0)]),
        ([2, 4], []),
    ],
)
def test_spans(labels, expected):
    assert spans(labels) == expected

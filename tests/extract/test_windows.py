import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import resources
from kg.extract.tokens import PieceTokenizer, normalise
from kg.extract.windows import BODY, LONGEST, sentences, windows

TEXT = st.text(alphabet="米軍はイラクからﾊﾞｸﾞﾀﾞｯﾄﾞ撤退した。、「」\n　 ABC１２!?é\u3099", max_size=400)


@pytest.fixture(scope="module")
def tokenizer():
    letters = "米軍はイラクからバグダッド撤退した。、「」▁ABC12!?"
    return PieceTokenizer(["<s>", "<pad>", "</s>", "<unk>", *letters], [0.0] * 4 + [-5.0] * len(letters))


@given(TEXT)
def test_every_character_comes_from_its_own_place(text):
    plain, origin = normalise(text)
    assert len(plain) == len(origin)
    assert all(0 <= a < b <= len(text) for a, b in origin)
    assert [a for a, _ in origin] == sorted(a for a, _ in origin)


def test_half_width_voiced_kana_compose():
    assert normalise("ﾊﾞｸﾞ") == ("バグ", [(0, 2), (2, 4)])


@given(TEXT, st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60)), max_size=3))
def test_sentences_lie_outside_skips_and_cover_the_rest(text, raw):
    skips = [(a, a + n) for a, n in raw]
    covered = [False] * len(text)
    for s in sentences(text, skips):
        assert not any(a < s.end and s.start < b for a, b in skips)
        for i in range(s.start, s.end):
            assert not covered[i]
            covered[i] = True
    skipped = [any(a <= i < b for a, b in skips) for i in range(len(text))]
    assert all(c or k or text[i].isspace() for i, (c, k) in enumerate(zip(covered, skipped, strict=True)))


@given(TEXT)
def test_bodies_hold_every_sentence_once(tokenizer, text):
    bodies = []
    for window in windows(text, tokenizer):
        assert len(window.ids) == len(window.spans) == len(window.sentences) <= LONGEST + 2
        lo, hi = window.body
        assert hi - lo <= max(BODY, max(len(tokenizer.encode(text[s.start : s.end])) for s in sentences(text)) + 1)
        bodies += window.sentences[lo:hi]
    assert bodies == sorted(bodies)
    assert set(bodies) == {n for n, s in enumerate(sentences(text)) if len(tokenizer.encode(text[s.start : s.end]))}


def test_a_literal_special_piece_in_a_text_is_text(tokenizer):
    assert not {0, 1, 2} & set(tokenizer.encode("<s>米軍</s>").ids)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("米軍は撤退した。基地は残る。", ["米軍は撤退した。", "基地は残る。"]),
        ("「帰る。」と述べた。", ["「帰る。」", "と述べた。"]),
        ("本当か?\n 本当だ", ["本当か?", "本当だ"]),
        ("\n\n", []),
    ],
)
def test_sentence_borders(text, expected):
    assert [text[s.start : s.end] for s in sentences(text)] == expected


def test_model_folder_is_known():
    assert resources.data("model").name == "model"

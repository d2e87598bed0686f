"""Where sentences start and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sentences import sentence_at


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("撤退した。残った。", "残", "残った。"),
        ("撤退した。残った", "撤", "撤退した。"),
        ("見出し\n\n 米軍が撤退した。\n次", "撤", "米軍が撤退した。"),
        ("「撤退する。残らない」と述べた。次。", "残", "「撤退する。残らない」と述べた。"),
        ("「撤退する。」と述べた。", "述", "「撤退する。」と述べた。"),
        ("(記者)「撤退する。残る。", "残", "残る。"),
        ("本当か?!撤退だ。", "撤", "撤退だ。"),
        ("行1\r\n行2撤退\r\n行3", "撤", "行2撤退"),
        ("撤退", "退", "撤退"),
    ],
)
def test_sentence(text: str, word: str, expected: str) -> None:
    found = sentence_at(text, text.index(word))
    assert found.text == expected
    assert text[found.start : found.end] == found.text


@given(st.text(alphabet="撤退。「」\n (a", min_size=1), st.data())
def test_span_is_the_text(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text) - 1))
    found = sentence_at(text, offset)
    assert text[found.start : found.end] == found.text
    assert text[offset].isspace() or found.start <= offset < found.end

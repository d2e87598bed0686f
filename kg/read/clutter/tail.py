"""The list of references at the end of a text that has lost its line breaks, found sentence by sentence."""

from __future__ import annotations

import re

from kg.read.clutter.words import any_line, words

_SENTENCE = re.compile(r"[^。]*(?:。|$)")
_LATIN = re.compile(r"[A-Za-z\s\d'\".,:;()/&\-]")


def reference_tail(text: str, start: int, end: int) -> int:
    """Where the references begin that end a paragraph; ``end`` where it has none, or nothing else.

    >>> line = "米軍は撤退した。『米軍、撤退』。朝日新聞、2008年8月7日。"
    >>> line[reference_tail(line, 0, len(line)):]
    '『米軍、撤退』。朝日新聞、2008年8月7日。'
    """
    sentences = [(m.start(), m[0].rstrip("。").strip()) for m in _SENTENCE.finditer(text, start, end) if m[0].strip()]
    tail = end
    for at, sentence in reversed(sentences):
        if is_reference(sentence):
            tail = at
        elif sentence.endswith(words().telling_ends):
            break
    return end if text[start:tail].strip() == "" else tail


def is_reference(sentence: str) -> bool:
    """Whether a sentence only names where something was written.

    >>> is_reference("毎日新聞、2008年8月7日"), is_reference("大統領は8月7日に退いた")
    (True, False)
    """
    if any_line(words().reference_notes).match(sentence):
        return True
    if sentence.endswith(words().telling_ends):
        return False
    latin = len(_LATIN.findall(sentence)) > 0.6 * len(sentence)
    return latin or bool(any_line(words().reference_sentences).match(sentence))

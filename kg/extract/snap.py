"""Spans snapped to names and words: a model reads in word pieces and can stop inside a word (ハ for ハマス)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.extract.language import words
from kg.extract.model import Reading, SlotReading
from kg.extract.windows import Sentence
from kg.lexicon import load_lexicon

NOUN, PREFIX, NUMERAL, SUFFIX = "名詞", "接頭辞", "名詞-数詞", "接尾辞-名詞的"
"""Parts of speech as Sudachi tags them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text with Sudachi's tag."""

    start: int
    end: int
    tag: str

    @property
    def joins(self) -> bool:
        """Whether a noun before it goes on with it (法廷 in イスラム法廷連合)."""
        return self.tag.startswith((NOUN, SUFFIX)) and self.tag != NUMERAL


def snap(text: str, readings: Iterable[Reading], parts: Sequence[Sentence]) -> list[Reading]:
    """Readings whose trigger and roles end where names and words end."""
    readings = list(readings)
    needed = [s for s in parts if any(_touches(s, r) for r in readings)]
    tokens = [Word(a, b, tag) for s in needed for a, b, tag in words(text[s.start : s.end], s.start)]
    names = [(span.start, span.end) for s in needed for span, _ in load_lexicon().names_in(text, s.start, s.end)]
    return [_snap(r, tokens, names) for r in readings]


def _touches(sentence: Sentence, reading: Reading) -> bool:
    spans = [(reading.start, reading.end), *((s.start, s.end) for s in reading.slots)]
    return any(sentence.start < b and a < sentence.end for a, b in spans)


def _snap(reading: Reading, tokens: Sequence[Word], names: Sequence[tuple[int, int]]) -> Reading:
    start, end = _to_words(reading.start, reading.end, tokens)
    taken = [(start, end), *((s.start, s.end) for s in reading.slots)]
    slots = tuple(_snap_slot(s, tokens, names, taken) for s in reading.slots)
    return replace(reading, start=start, end=end, slots=slots)


def _snap_slot(
    slot: SlotReading, tokens: Sequence[Word], names: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> SlotReading:
    if slot.slot in ("DATE", "COUNT"):
        return slot
    name = next((n for n in names if n[0] <= slot.start and slot.end <= n[1]), None)
    if name:
        return replace(slot, start=name[0], end=name[1])
    start, end = _to_words(slot.start, slot.end, tokens)
    others = [t for t in taken if t != (slot.start, slot.end)]
    start, end = _to_phrase(start, end, tokens, others)
    return replace(slot, start=start, end=end)


def _to_words(start: int, end: int, tokens: Sequence[Word]) -> tuple[int, int]:
    """Outward to the borders of words."""
    first = next((w.start for w in tokens if w.start <= start < w.end), start)
    last = next((w.end for w in tokens if w.start < end <= w.end), end)
    return first, last


def _to_phrase(start: int, end: int, tokens: Sequence[Word], others: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """On to the end of a compound noun and back to its prefix (各勢力), but into no other span."""

    def free(word: Word) -> bool:
        return not any(a < word.end and word.start < b for a, b in others)

    for n, word in enumerate(tokens):
        if word.start == end and word.joins and free(word) and tokens[n - 1].tag.startswith((NOUN, SUFFIX)):
            end = word.end
    before = next((w for w in tokens if w.end == start), None)
    if before and before.tag == PREFIX and free(before):
        start = before.start
    return start, end

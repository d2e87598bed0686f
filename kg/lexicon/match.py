"""Finds the names of a lexicon in a text: one automaton over normalised text, patterns beside it, the longest match wins."""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Iterable, Iterator

import ahocorasick

from kg.lexicon.normalise import key, key_map
from kg.records import Entity, Span

_TAIL = frozenset("ーッ")  # silent in the key, yet part of the word that ends here


def _script(char: str) -> str:
    """The script of a character, as far as it decides where words end: ``k`` katakana, ``l`` Latin or digit, ``-`` other."""
    if "ァ" <= char <= "ヺ" or char in "ーｰ" or "ｦ" <= char <= "ﾟ":
        return "k"
    folded = unicodedata.normalize("NFKC", char)
    return "l" if folded.isascii() and folded.isalnum() else "-"


def _joined(before: str, after: str) -> bool:
    script = _script(before)
    return script != "-" and script == _script(after)


class Matcher:
    """The names of a lexicon, compiled."""

    def __init__(self, names: dict[str, tuple[Entity, ...]]) -> None:
        """``names`` maps keys to the entities that bear them."""
        self._automaton = ahocorasick.Automaton()
        for name, entities in names.items():
            self._automaton.add_word(name, (len(name), entities))
        self._automaton.make_automaton()
        self._names = names

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Span, tuple[Entity, ...]]]:
        """Every occurrence of a name that begins and ends with a word, overlapping ones included."""
        end = len(text) if end is None else end
        normal, places = key_map(text[start:end])
        for last, (size, entities) in self._automaton.iter(normal):
            begin = places[last - size + 1]
            stop = places[last] + 1
            if (last >= size and places[last - size] == begin) or (
                last + 1 < len(places) and places[last + 1] == places[last]
            ):
                continue  # begins or ends within a character such as ㌢
            while start + stop < end and text[start + stop] in _TAIL and size > 1:
                stop += 1
            span = Span(start + begin, start + stop, text[start + begin : start + stop])
            if self._bounded(text, span):
                yield span, entities

    def _bounded(self, text: str, span: Span) -> bool:
        """Whether the match is no piece of a longer word; a name joined by a middle dot counts if its neighbour is a name too."""
        if span.start and _joined(text[span.start - 1], span.text[0]):
            return False
        if span.end < len(text) and _joined(span.text[-1], text[span.end]):
            return False
        return "\n" not in span.text and not self._dotted(text, span)

    def _dotted(self, text: str, span: Span) -> bool:
        for dot, at, step in ((span.start - 1, span.start - 2, -1), (span.end, span.end + 1, 1)):
            if 0 <= dot < len(text) and text[dot] in "・･＝" and 0 <= at < len(text) and _script(text[at]) == "k":
                stop = at
                while 0 <= stop < len(text) and _script(text[stop]) == "k":
                    stop += step
                word = text[stop + 1 : at + 1] if step < 0 else text[at:stop]
                if key(word) not in self._names and not self._led(text, at, stop, step):
                    return True
        return False

    def _led(self, text: str, at: int, stop: int, step: int) -> bool:
        """Whether the neighbour goes on with kanji (イラク・サドル派): then the dot divides two names."""
        return step > 0 and stop < len(text) and "一" <= text[stop] <= "龠"


def longest(candidates: Iterable[tuple[int, Span, tuple[Entity, ...]]]) -> Iterator[tuple[Span, tuple[Entity, ...]]]:
    """Of overlapping candidates the longest, then the one of the lower rank; in order of the text."""
    taken: list[tuple[int, int, Span, tuple[Entity, ...]]] = []
    starts: list[int] = []
    for rank, span, entities in sorted(candidates, key=lambda c: (c[1].start - c[1].end, c[0], c[1].start)):
        at = bisect.bisect_left(starts, span.start)
        if at < len(taken) and taken[at][2].start < span.end:
            continue
        if at and taken[at - 1][2].end > span.start:
            continue
        starts.insert(at, span.start)
        taken.insert(at, (span.start, rank, span, entities))
    for _, _, span, entities in taken:
        yield span, entities

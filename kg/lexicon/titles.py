"""Persons by pattern: a name before a title (``titles.yaml``), with the state between or before, as the news writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.lexicon.entries import read_yaml
from kg.records import Span

_KATA = re.compile(r"[ァ-ヴー・＝=･]+$")
_KANJI = re.compile(r"[一-龠々]{2,6}$")
_LATIN = re.compile(r"[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+)*$")
_NAME_CHARS = 24


@dataclass(frozen=True, slots=True)
class Titled:
    """A person as a text names one: the whole span, the bare name, the title, and the state that stands between."""

    span: Span
    name: str
    title: str
    state: str | None = None


class Titles:
    """Finds persons by their titles; knows which titles are offices of state."""

    def __init__(self, folder: Path, states: dict[str, str]) -> None:
        """``states`` maps names and one-character forms of states to their ids."""
        content = read_yaml(folder / "titles.yaml")
        self.offices = {title: office for office, titles in content["offices"].items() for title in titles}
        self._states = states
        self._not_names = frozenset(content["not_names"])
        self._not_ends = tuple(content["not_name_ends"])
        titles = sorted({*self.offices, *content["titles"]}, key=lambda t: (-len(t), t))
        self.titles = frozenset(titles)
        self._regex = re.compile("|".join(map(re.escape, titles)))
        self._longest_state = max(map(len, states), default=0)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Titled]:
        """Every name with a title in the stretch, the longest title first.

        >>> from kg.lexicon import load_lexicon
        >>> [(t.name, t.state, t.title) for t in load_lexicon().titles.find("ミラー米国防長官代行とエスパー長官、同国首相")]
        [('ミラー', 'united-states', '国防長官代行'), ('エスパー', None, '長官')]
        """
        end = len(text) if end is None else end
        for match in self._regex.finditer(text, start, end):
            titled = self._before(text, start, match)
            if titled is not None:
                yield titled

    def _before(self, text: str, start: int, match: re.Match[str]) -> Titled | None:
        head = text[max(start, match.start() - _NAME_CHARS) : match.start()]
        for state, rest in self._state_splits(head):
            name = self._name(rest, match.group())
            if name is not None:
                begin = match.start() - len(head) + len(rest) - len(name)
                return Titled(
                    Span(begin, match.end(), text[begin : match.end()]), name.strip("・＝="), match.group(), state
                )
        return None

    def _state_splits(self, head: str) -> Iterator[tuple[str | None, str]]:
        """The head with and without a state's name at its end (ミラー|米, ヌルガリエフ・|ロシア)."""
        for size in range(min(self._longest_state, len(head)), 0, -1):
            state = self._states.get(head[-size:])
            if state is not None:
                rest = head[:-size]
                yield state, rest[:-1] if rest.endswith("・") else rest
        yield None, head

    def _name(self, rest: str, title: str) -> str | None:
        found = _KATA.search(rest) or _KANJI.search(rest) or _LATIN.search(rest)
        if found is None:
            return None
        name = found.group().lstrip("・＝=ー")
        if len(name) < 2 or name in self._states or (found.re is _KANJI and not self._kanji_name(name)):
            return None
        return None if found.re is _KATA and self._split_state(name) else name

    def _split_state(self, name: str) -> bool:
        return any(part in self._states for part in (name, name.split("・")[-1])) and "・" not in name

    def _kanji_name(self, name: str) -> bool:
        if name in self._not_names or name.endswith(self._not_ends) or name in self.titles:
            return False
        return not any(
            name.endswith(word) or name.startswith(word)
            for word in self._not_names
            if len(word) > 1 or name[0] == word == "同"
        )

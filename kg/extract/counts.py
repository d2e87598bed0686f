"""How many people or pieces of equipment a phrase says, by the rules of ``data/rules/counts.yaml``.

約, 以上 and 余り do not change the number: the lowest and the highest are the numbers said.
数千 and fractions have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg import resources
from kg.extract.numerals import DIGIT, KANJI, number
from kg.records import Count, Span
from kg.rules import read_rules


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Words counted with one unit; without ``unit`` each word is its own."""

    words: tuple[str, ...]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class CountWords:
    """The word lists of the file; its comments say what each is for."""

    units: tuple[UnitWords, ...]
    default_unit: str
    people: tuple[str, ...]
    not_before: dict[str, tuple[str, ...]]
    not_after: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    between: tuple[str, ...]
    range: tuple[str, ...]
    lists: tuple[str, ...]
    several: tuple[str, ...]
    level: tuple[str, ...]
    reducing: tuple[str, ...]
    others: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> CountWords:
    """The words, read once; raises DataError naming file, entry and key where the file breaks the rules."""
    return read_rules(resources.data("rules", "counts.yaml"), CountWords)


def find_counts(text: str, start: int = 0, end: int | None = None) -> Iterator[Count]:
    """Every count of a stretch, with the words around its number that belong to it.

    >>> [(c.min, c.max, c.unit, c.span.text) for c in find_counts("約250から350名と戦車2両余り、数千人が残る。")]
    [(250, 350, '人', '約250から350名'), (2, 2, '両', '2両余り')]
    """
    stop = len(text) if end is None else end
    for match in _pattern().finditer(text, start, stop):
        if not _refused(match, text):
            found = _read(match, text)
            if found is not None:
                yield found


def parse_count(span: Span) -> Count | None:
    """The count a phrase says, ``None`` where it says no number; people are meant where no unit is named.

    >>> parse_count(Span(0, 6, "1万2000人"))
    Count(min=12000, max=12000, unit='人', span=Span(start=0, end=6, text='1万2000人'))
    >>> parse_count(Span(0, 3, "数千人")) is None
    True
    """
    for match in _pattern(bare=True).finditer(span.text):
        if not _several_before(match, span.text) and not span.text.startswith(words().others, match.end()):
            found = _read(match, span.text)
            return None if found is None else Count(found.min, found.max, found.unit, span)
    return None


def _any(choices: tuple[str, ...]) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(choices, key=lambda w: (-len(w), w))) + ")"


_ONE = rf"(?:[{DIGIT}]+(?:[,，][{DIGIT}]{{3}})*(?:[.．][{DIGIT}]+(?=[万億]))?|[{KANJI}]+)[千百]?"
_NUMERAL = rf"{_ONE}(?:[億万](?:{_ONE})?)*"


@lru_cache(maxsize=2)
def _pattern(bare: bool = False) -> re.Pattern[str]:
    w = words()
    units = []
    for word in (word for entry in w.units for word in entry.words):
        after = w.not_before.get(word)
        units.append(re.escape(word) + (f"(?!(?!{_any(w.after)}){_any(after)})" if after else ""))
    unit = "(?:" + "|".join(sorted(units, key=lambda u: -len(u))) + ")"
    second = f"(?:(?P<unit1>{unit})?(?:{_any(w.range)})(?:{_any(w.before)})?|{_any(w.lists)})(?P<high>{_NUMERAL})"
    missing = "" if bare else f"(?=の.{{0,3}}?{_any(w.people)})"
    return re.compile(
        f"(?:{_any(w.before)})*(?P<low>{_NUMERAL})(?:{second})?(?:{_any(w.between)})?"
        f"(?:(?P<unit>{unit})|{missing})(?:{_any(w.after)})?"
    )


def _refused(match: re.Match[str], text: str) -> bool:
    """Whether the number is part of another word, indefinite, or the level that a reduction is to reach."""
    before = text[max(0, match.start("low") - 8) : match.start("low")]
    if before.endswith(words().not_after):
        return True
    if re.search(rf"[{DIGIT}{KANJI}.．,，万億A-Za-z]$", before) and not _after_model(before, match["low"]):
        return True
    return _several_before(match, text) or _is_level(match, text)


def _after_model(before: str, low: str) -> bool:
    """Whether a number stands right behind the name of a model: B52【四】機, F-35B【10】機."""
    model = re.search(r"[A-ZＡ-Ｚ]+[-－]?[0-9０-９]+([A-ZＡ-Ｚ]?)$", before)
    return model is not None and (bool(model[1]) or low[0] in KANJI)


def _several_before(match: re.Match[str], text: str) -> bool:
    return text[: match.start("low")].endswith(words().several)


def _is_level(match: re.Match[str], text: str) -> bool:
    w = words()
    end = match.end("unit") if match["unit"] else match.end()
    rest = text[end : end + 10]
    level = next((x for x in w.level if rest.startswith(x)), None)
    return level is not None and bool(re.match(f".{{0,2}}?{_any(w.reducing)}", rest[len(level) :]))


def _read(match: re.Match[str], text: str) -> Count | None:
    low, high = number(match["low"]), number(match["high"]) if match["high"] else None
    if low is None or (match["high"] and high is None):
        return None
    start, most = match.start(), low
    if high is not None:
        low = _scaled(low, high)
        if low >= high:  # 2500人から900人に: not a range, the last number stands alone
            low, start = high, match.start("high")
        most = high
    return Count(low, most, _unit(match["unit"]), Span(start, match.end(), text[start : match.end()]))


def _scaled(low: int, high: int) -> int:
    """The first number of 二、三十 shares the unit of the second."""
    scale = 1
    while low * scale * 10 <= high and low < 10 and high % (scale * 10) == 0 and high >= 20:
        scale *= 10
    return low * scale


def _unit(word: str | None) -> str:
    w = words()
    if word is None:
        return w.default_unit
    return next(entry.unit or word for entry in w.units if word in entry.words)

"""Date expressions in the text: where they begin, how far they go, and what they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.extract.dates import patterns
from kg.extract.dates.words import words
from kg.extract.numerals import DIGIT, KANJI, number

Relation = Literal["since", "until", "over", "goal", "within", "closing"]
RELATIONS: tuple[Relation, ...] = ("goal", "until", "over", "closing", "since", "within")


@dataclass(frozen=True, slots=True)
class Point:
    """A point in time as written: the groups of the pattern that matched; ``second``: where the second of two days begins."""

    start: int
    end: int
    groups: dict[str, str]
    second: int | None = None

    def __getitem__(self, name: str) -> str | None:
        return self.groups.get(name)

    def only(self, first: bool) -> Point:
        """Of two days side by side the first or the second."""
        groups = {k: v for k, v in self.groups.items() if k != "d1"}
        return Point(self.start, self.end, groups | {"da": self.groups["d1"]} if first else groups)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as written; ``then`` narrows the time it leads to (4年前【の7月】)."""

    start: int
    end: int
    groups: dict[str, str]
    then: Point | None = None

    def __getitem__(self, name: str) -> str | None:
        return self.groups.get(name)

    @property
    def hangs(self) -> bool:
        """Whether it is counted from another time: 前, 後."""
        return "ago" in self.groups or "later" in self.groups


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: one time or two (a range), and its relation to what happens.

    ``joined``: two days side by side (29日と30日). ``gap``: where an event begins that stands between a time and its 以来.
    """

    start: int
    end: int
    first: Point | Length
    last: Point | Length | None = None
    relation: Relation | None = None
    joined: bool = False
    gap: int | None = None

    def at(self, start: int, end: int) -> Expression:
        """The expression as a given span means it: of two days joined by と, or of a range's end, only the one it covers."""
        if not isinstance(self.first, Point):
            return self
        second = self.first.second
        if self.last is None and second and (start >= second or end <= second):
            return Expression(self.start, self.end, self.first.only(end <= second), None, self.relation)
        if not isinstance(self.last, Point):
            return self
        if start >= self.first.end:
            return Expression(self.last.start, self.last.end, self.last)
        if self.joined and end <= self.last.start:
            return Expression(self.first.start, self.first.end, self.first)
        return self


def expressions(text: str, start: int, end: int) -> Iterator[Expression]:
    """Every date expression of a stretch, from left to right, none within another.

    >>> [(e.relation, e.end) for e in expressions("今週木曜日から9月までに", 0, 12)]
    [(None, 12)]
    """
    at, begin = start, patterns.starts()
    while match := begin.search(text, at, end):
        found = _parse(text, match.start(), end)
        if found is not None:
            yield found
        at = found.end if found else _past_number(text, match.start(), end)


_NUMBER = re.compile(f"[{DIGIT}][{DIGIT},，.．]*")


def _past_number(text: str, start: int, end: int) -> int:
    """Past the head of a number that begins no expression: its tail alone is no date (1億2000日)."""
    match = _NUMBER.match(text, start, end)
    return max(start + 1, match.end() - 4) if match else start + 1


def _parse(text: str, at: int, end: int) -> Expression | None:
    """The expression that begins at a place, as long as it goes."""
    first = _time(text, at, end)
    if first is None:
        return None
    ranged = _range(text, first, end)
    if ranged:
        return ranged
    for relation in RELATIONS:
        tail = patterns.tails()[relation].match(text, first.end, end)
        if tail and not _heads_a_word(text, tail):
            return Expression(at, tail.end(), first, None, relation)
    gap = patterns.since_gap().match(text, first.end, end)
    if gap and isinstance(first, Point):
        return Expression(at, gap.end(), first, None, "since", gap=first.end)
    return Expression(at, first.end, first)


def _heads_a_word(text: str, tail: re.Match[str]) -> bool:
    """Whether a tail is the head of a longer word: 5日【中】国は, 3日【内】閣は."""
    following = text[tail.end() : tail.end() + 1]
    return tail[0] in words().open_tails and bool(re.match("[一-龥]", following))


def _time(text: str, at: int, end: int) -> Point | Length | None:
    length, point = _length(text, at, end), _point(text, at, end)
    if length is None or (point and point.end > length.end):
        return point
    return point if point and "day" in point.groups and not _counts_days(length) else length


def _counts_days(length: Length) -> bool:
    """Whether 日 after a number counts days: 10日のうちに is on the 10th, 10日以内 within ten days."""
    if length["unit"] != "日" or "span" in length.groups or "loose" in length.groups:
        return True
    return "frame" not in length.groups and length["in_time"] in (None, *words().counts_days)


# ---- points ----

PLACED = ("numeric", "fiscal", "fiscal_word", "decade", "year", "now_part", "month", "week", "day", "weekday")
"""The parts that name a time by themselves."""


def _point(text: str, at: int, end: int, inherits: bool = False) -> Point | None:
    match = patterns.point().match(text, at, end)
    groups = _groups(match)
    if match is None or not groups or _refused(text, at, groups) or not _stands_alone(groups, text, match, inherits):
        return _then(text, at, end) or _now(text, at, end)
    return Point(at, match.end(), groups, match.start("da") if "d1" in groups else None)


def _groups(match: re.Match[str] | None) -> dict[str, str]:
    return {k: v for k, v in match.groupdict().items() if v is not None} if match else {}


def _then(text: str, at: int, end: int) -> Point | None:
    match = patterns.then().match(text, at, end)
    return Point(at, match.end(), {"then": match[0]}) if match else None


def _now(text: str, at: int, end: int) -> Point | None:
    match = patterns.now().match(text, at, end)
    if not match or text[max(0, at - 1) : at] in words().now_not_after:
        return None
    return Point(at, match.end(), {"now": match["now"]})


def _stands_alone(groups: dict[str, str], text: str, match: re.Match[str], inherits: bool) -> bool:
    """Whether the parts say a time; a season or 中旬 may want what goes before or after."""
    if any(name in groups for name in PLACED):
        return True
    if "season" in groups:
        before = patterns.tails()["season_before"].match(text, match.end())
        return inherits or "season_year" in groups or bool(before)
    return any(groups.get("part") in part.words for part in words().parts if part.alone)


_MOST = (("da", 31), ("d1", 31), ("mo", 12))


def _refused(text: str, at: int, groups: dict[str, str]) -> bool:
    """Whether its number is none of a date, or what stands before makes it something else (第3, 毎月, 4.5)."""
    if any((number(groups.get(name, "")) or 0) > most for name, most in _MOST):
        return True
    if "season" in groups and not any(g in groups for g in ("year", "season_year", "month")):
        return bool(re.search("[一-龥]$", text[max(0, at - 1) : at]))
    return _within_number(text, at)


def _within_number(text: str, at: int) -> bool:
    before = text[max(0, at - 2) : at]
    if before.endswith(words().not_before_number):
        return True
    if re.match(f"[{DIGIT}]", text[at]):
        return bool(re.search(f"[{DIGIT}][.,．，]?$|[A-Za-z]$", before))
    return bool(re.match(f"[{KANJI}]", text[at]) and re.search(f"[{KANJI}{DIGIT}]$", before))


# ---- lengths ----


_LONGEST = 1000
"""No length of time has so large a number: it is a year."""


def _length(text: str, at: int, end: int, follows: bool = False) -> Length | None:
    """A length of time that says when: hung on another time, looking back or ahead from now, or following から."""
    match = patterns.length().match(text, at, end)
    groups = _groups(match)
    if (number(groups.get("n1", "")) or 0) >= _LONGEST or (number(groups.get("n2", "")) or 0) >= _LONGEST:
        return None
    if match is None or not groups or _within_number(text, at) or not (follows or _says_when(groups)):
        return None
    if text.startswith(words().not_length, match.end()) and not _says_when(groups):
        return None
    if groups.get("in_time") in words().in_time_of_several and groups["n1"] not in words().several:
        return None
    narrowed = _narrowed(text, match.end(), end) if "ago" in groups or "later" in groups else None
    return Length(at, narrowed.end if narrowed else match.end(), groups, narrowed)


def _says_when(groups: dict[str, str]) -> bool:
    if any(g in groups for g in ("frame", "in_time", "ago", "later")):
        return True
    return "loose" in groups and ("whole" in groups or unit_of(groups["unit"]) in ("year", "month", "week"))


def unit_of(word: str | None) -> str | None:
    """The unit that a word counts.

    >>> unit_of("カ月"), unit_of("日間")
    ('month', 'day')
    """
    return next((u.unit for u in words().units if word in u.words), None)


def _narrowed(text: str, at: int, end: int) -> Point | None:
    """What narrows a time counted to: 4年前【の7月】, 二日後【の払暁】, 2日前【夜】."""
    start = at + text.startswith("の", at)
    match = patterns.point().match(text, start, end)
    groups = _groups(match)
    if match is None or not groups or "year" in groups:
        return None
    if start == at:
        return Point(at, match.end(), groups) if groups.keys() <= {"time", "about"} else None
    fine = any(g in groups for g in ("month", "day", "season", "part", "time", "weekday"))
    return Point(at, match.end(), groups) if fine else None


# ---- ranges ----


def _range(text: str, first: Point | Length, end: int) -> Expression | None:
    link = patterns.tails()["range"].match(text, first.end, end)
    if link:
        hour = patterns.clock_end().match(text, link.end(), end)
        if hour and first["time"]:
            return Expression(first.start, hour.end(), first)
        last = _second(text, link.end() + (text[link.end() : link.end() + 1] in ("、", "の")), end)
        if last:
            tail = patterns.tails()["range_end"].match(text, last.end, end)
            return Expression(first.start, tail.end() if tail else last.end, first, last)
    link = patterns.tails()["both"].match(text, first.end, end)
    if link and isinstance(first, Point):
        last = _second(text, link.end(), end)
        if isinstance(last, Point) and _alike(first, last):
            return Expression(first.start, last.end, first, last, joined=True)
    return None


def _second(text: str, at: int, end: int) -> Point | Length | None:
    length, point = _length(text, at, end, follows=True), _point(text, at, end, inherits=True)
    return length if length and not length.hangs and not (point and point.end >= length.end) else point


def _alike(first: Point, last: Point) -> bool:
    """Two days or two weekdays side by side are one span of time."""
    if first["weekday"]:
        return last.groups.keys() <= {"weekday", "time"}
    return first["day"] is not None and last["da"] is not None and last.groups.keys() <= {"da", "day", "time"}

"""The form of date expressions: one pattern for a point in time, one for a length of time, and how they combine.

Every word comes from ``data/rules/dates.yaml``; here stands only the order in which the parts may follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from kg.extract.dates.words import DateWords, words
from kg.extract.numerals import DIGIT, KANJI

Relation = Literal["since", "until", "over", "goal", "within", "closing"]


@dataclass(frozen=True, slots=True)
class Point:
    """A point in time as written: the groups of the pattern that matched."""

    start: int
    end: int
    groups: dict[str, str]

    def __getitem__(self, name: str) -> str | None:
        return self.groups.get(name)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as written, with the word that hangs it on another time (``ago``, ``later``, ``within``, …)."""

    start: int
    end: int
    groups: dict[str, str]
    then: Point | None = None

    def __getitem__(self, name: str) -> str | None:
        return self.groups.get(name)


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: one time or two (a range), and its relation to what happens."""

    start: int
    end: int
    first: Point | Length
    last: Point | Length | None = None
    relation: Relation | None = None
    enclosing: bool = field(default=False)


def any_of(choices: Iterable[str]) -> str:
    """An alternation that tries longer words first."""
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(choices), key=lambda w: (-len(w), w))) + ")"


def _listed(entries: Iterable[object]) -> str:
    return any_of(w for entry in entries for w in entry.words)  # type: ignore[attr-defined]


N = f"(?:[{DIGIT}]{{1,4}}|[{KANJI}]{{1,5}})"
N2 = f"(?:[{DIGIT}]{{1,2}}|[{KANJI}]{{1,3}})"


def _year(w: DateWords) -> str:
    ends = f"(?!{any_of(w.not_year)})"
    return (
        f"(?P<era>{any_of(w.eras)})(?P<era_year>{any_of(w.first_year)}|{N2})年(?!度)"
        f"|(?P<y4>[12１２][{DIGIT}]{{3}}|[一二][〇一二三四五六七八九]{{3}})年(?!代|度)"
        f"|(?P<next_year>{any_of(w.next_number)})(?P<ny>[{DIGIT}]{{2,4}})年(?!度)"
        f"|['’]?(?P<y2>[{DIGIT}]{{2}})年{ends}"
        f"|(?P<year_word>{_listed(w.years)})(?!度)"
    )


def _month(w: DateWords) -> str:
    named = f"(?:{any_of(w.named_number)})?"
    return f"{named}(?P<mo>{N2})月(?!{any_of(w.not_month)})|(?P<month_word>{_listed(w.months)})"


def _day(w: DateWords) -> str:
    before = f"(?P<same>{any_of(w.same_number)})|(?P<next_day>{any_of(w.next_number)})|{any_of(w.named_number)}"
    several = f"(?:(?P<d1>{N2})(?:日(?:{any_of(w.times)})?)?(?P<dsep>[〜～~－–―—\\-ー、，・と]|及び|および))"
    return (
        f"(?:{before})?{several}?(?P<da>{N2})(?:日(?!{any_of(w.not_day)})(?:{any_of(w.both_tails)})?|(?={any_of(w.both_tails)}){any_of(w.both_tails)})"
        f"|(?P<last_day>{any_of(w.last_day)})|(?P<holiday>{_listed(w.holidays)})|(?P<day_word>{_listed(w.days)})"
    )


def _paren(w: DateWords) -> str:
    return f"(?:[（(](?:(?P<pd>{N2})日|[^（()）]{{0,6}}?(?:[月火水木金土日]曜?日?|UTC|時間|現地|日本|協定|GMT)[^（()）]{{0,10}})[）)])"


def _clock(w: DateWords) -> str:
    unit = any_of(w.clock_units)
    return f"(?:{N2}(?<![{KANJI}]十){unit}(?!間|点|期|代)(?:{N2}{unit}(?!間))?(?:{any_of(w.clock_tails)})*)"


@lru_cache(maxsize=1)
def point_pattern() -> re.Pattern[str]:
    """The pattern of a point in time, coarse to fine; every part may be missing, the caller refuses what is then empty."""
    w = words()
    marks = any_of(w.weekday_marks)
    fiscal = f"(?P<fiscal_era>{any_of(w.eras)})?(?P<fiscal>{N})年度(?P<fiscal_end>末)?|(?P<fiscal_word>{_listed(w.fiscal_years)})(?P<fiscal_word_end>末)?"
    decade = f"(?P<decade>[{DIGIT}]{{2,4}}|[{KANJI}]{{2,4}})年代"
    season = f"(?P<season_year>{_listed(w.season_years)})?(?P<season>{_listed(w.seasons)})"
    week = f"(?P<week>{_listed(w.weeks)})(?P<weekend>末)?"
    weekday = f"(?P<same_weekday>{any_of(w.same_weekday)})?(?P<weekday>{any_of(w.weekdays)}){marks}"
    timed = f"(?:の|、)?(?:{any_of(w.zones)}の?)?(?P<time>{any_of(w.times)}の?{_clock(w)}?|{_clock(w)})(?:の?{any_of(w.times)})?"
    return re.compile(
        f"(?:{any_of(w.zones)}の?)?"
        f"(?:(?P<numeric>[{DIGIT}]{{4}}[/.\\-][{DIGIT}]{{1,2}}[/.\\-][{DIGIT}]{{1,2}}(?![{DIGIT}]))"
        f"|{fiscal}|{decade}|(?P<year>{_year(w)}))?"
        f"(?:(?P<now_part>{_listed(w.parts_of_now)}))?"
        f"(?:(?:の|、)?(?P<month>{_month(w)}))?"
        f"(?:{week})?"
        f"(?:の?(?P<day>{_day(w)}))?"
        f"{_paren(w)}?"
        f"(?:の?(?P<part>{_listed(w.parts)}))?"
        f"(?:の?{season})?"
        f"(?:の?{weekday})?"
        f"{_paren(w).replace('?P<pd>', '?:')}?"
        f"(?:{timed})?"
        f"{_paren(w).replace('?P<pd>', '?:')}?"
        f"(?P<about>{any_of(w.about)}(?!の[^、。]{{0,4}}国))?"
    )


@lru_cache(maxsize=1)
def length_pattern() -> re.Pattern[str]:
    """The pattern of a length of time and the word that hangs it on another time."""
    w = words()
    unit = _listed(w.units)
    amount = (
        f"(?P<n1>{N}|{any_of(w.several)})(?:(?:{_listed(w.units)})?(?:[〜～~、－–\\-・]|から|ないし)(?P<n2>{N}))?(?:の)?(?P<unit>{unit})"
        f"(?P<half>{any_of(w.half)})?(?:と?(?P<n3>{N})(?P<unit3>{unit}))?"
        f"|(?P<whole>{_listed(w.lengths)})"
    )
    return re.compile(
        f"(?P<reckoned>{any_of(w.reckoned_from)})?の?(?:{any_of(w.about_before)})?"
        f"(?P<frame>(?P<past>{any_of(w.past)})|(?P<coming>{any_of(w.coming)}))?の?(?:{any_of(w.about_before)})?"
        f"(?:{amount})(?P<loose>{any_of(w.loosely)})?"
        f"(?:(?P<in_time>{any_of((*w.in_time, *w.in_time_of_several))})|(?P<ago>{any_of(w.ago)})(?!進|線|後|向|半|年)|(?P<later>{any_of(w.later)})(?!方|半|進)|(?P<span>間))?"
    )


@lru_cache(maxsize=1)
def _starts() -> re.Pattern[str]:
    """The characters an expression can begin with: everything else is passed over at once."""
    w = words()
    lists: list[Iterable[str]] = [
        w.eras, w.next_number, w.same_number, w.named_number, w.now, w.several, w.about_before, w.past, w.coming,
        w.reckoned_from, w.same_weekday, w.last_day, w.zones, w.weekdays,
    ]  # fmt: skip
    groups = [
        w.years, w.months, w.weeks, w.days, w.fiscal_years, w.parts_of_now, w.seasons, w.season_years, w.holidays, w.lengths, w.then,
    ]  # fmt: skip
    first = {word[0] for words_ in lists for word in words_}
    first |= {word[0] for group in groups for entry in group for word in entry.words}
    first |= {word[0] for part in w.parts for word in part.words if len(word) > 1}
    return re.compile(f"[{DIGIT}{KANJI}'’{re.escape(''.join(sorted(first)))}]")


@lru_cache(maxsize=1)
def _then_words() -> re.Pattern[str]:
    return re.compile(_listed(words().then))


@lru_cache(maxsize=1)
def _now() -> re.Pattern[str]:
    w = words()
    return re.compile(f"(?P<now>{any_of(w.now)})(?!{any_of(w.now_not_before)})")


@lru_cache(maxsize=1)
def _tails() -> dict[str, re.Pattern[str]]:
    w = words()
    names = ("goal", "until", "over", "closing", "since", "within", "range", "range_end", "both", "season_before")
    return {name: re.compile(any_of(getattr(w, name))) for name in names}


_BARE_PARTS = re.compile("[上中下][旬]")
_POINT_GROUPS = (
    "numeric", "fiscal", "fiscal_word", "decade", "year", "now_part", "month", "week", "day", "weekday",
)  # fmt: skip


def _match_point(text: str, at: int, end: int, inherit: bool = False) -> Point | None:
    match = point_pattern().match(text, at, end)
    if not match or match.end() == at:
        return _match_now(text, at, end)
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    if not _stands_alone(groups, text, match.end(), inherit) or _refused(text, at, groups):
        return _match_now(text, at, end)
    return Point(at, match.end(), groups)


def _match_now(text: str, at: int, end: int) -> Point | None:
    match = _then_words().match(text, at, end)
    if match:
        return Point(at, match.end(), {"then": match[0]})
    match = _now().match(text, at, end)
    if not match or (at > 0 and text[at - 1] in words().now_not_after):
        return None
    return Point(at, match.end(), {"now": match["now"]})


def _stands_alone(groups: dict[str, str], text: str, end: int, inherit: bool) -> bool:
    if any(name in groups for name in _POINT_GROUPS):
        return True
    if "season" in groups:
        return inherit or "season_year" in groups or bool(_tails()["season_before"].match(text, end))
    if "part" in groups:
        return inherit or bool(_BARE_PARTS.fullmatch(groups["part"]))
    return inherit and "time" in groups and False


def _refused(text: str, at: int, groups: dict[str, str]) -> bool:
    """Whether what stands before makes the number something else (第3, 毎年, 小数)."""
    before = text[max(0, at - 2) : at]
    if any(before.endswith(w) for w in words().not_before_number):
        return True
    first = text[at]
    if re.match(f"[{DIGIT}]", first) and re.search(f"[{DIGIT}][.,．，]?$|[A-Za-z]$", before):
        return True
    if re.match(f"[{KANJI}]", first) and re.search(f"[{KANJI}{DIGIT}]$", before):
        return True
    if set(groups) <= {"weekday", "time", "about"} and before.endswith(("毎週",)):
        return True
    if "season" in groups and not any(g in groups for g in ("year", "season_year", "month")):
        return bool(re.search(r"[一-龥]$", before))
    return False


def _match_length(text: str, at: int, end: int, hung: bool = False) -> Length | None:
    """A length of time that says when: hung on another time, or looking back or ahead from now."""
    match = length_pattern().match(text, at, end)
    if not match or match.end() == at:
        return None
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    rest = text[match.end() : match.end() + 2]
    if rest.startswith(("が", "ぶり", "目", "連続", "ごと", "おき", "分", "毎")) or _refused(text, at, {}):
        return None
    if groups.get("in_time") in words().in_time_of_several and groups.get("n1") not in words().several:
        return None
    placed = any(g in groups for g in ("frame", "in_time", "ago", "later"))
    if not hung and not placed and not ("loose" in groups and _coarse(groups)):
        return None
    if not placed and groups.get("unit") in ("日", "分", "秒") and not hung:
        return None
    then = None
    if "ago" in groups or "later" in groups:
        then = _match_then(text, match.end(), end)
    return Length(at, then.end if then else match.end(), groups, then)


def _match_then(text: str, at: int, end: int) -> Point | None:
    """What narrows a year or month counted back to: 4年前【の7月】, 二日後【の払暁】."""
    if not text.startswith("の", at):
        match = point_pattern().match(text, at, end)
        timed = match and match.end() > at and set(k for k, v in match.groupdict().items() if v) <= {"time", "about"}
        return Point(at, match.end(), {}) if match and timed else None
    match = point_pattern().match(text, at + 1, end)
    if not match or match.end() == at + 1:
        return None
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    fine = any(g in groups for g in ("month", "day", "season", "part", "time", "weekday"))
    return Point(at, match.end(), groups) if fine and "year" not in groups else None


def _coarse(groups: dict[str, str]) -> bool:
    return groups.get("unit", "月")[:1] not in "日時分秒" or "whole" in groups


def _time_at(text: str, at: int, end: int) -> Point | Length | None:
    length = _match_length(text, at, end)
    point = _match_point(text, at, end)
    if length is None or (point and point.end > length.end):
        return point
    return point if point and "day" in point.groups and not _counts_days(length) else length


def _counts_days(length: Length) -> bool:
    """Whether 日 after a number counts days: 10日のうちに is on the 10th, 10日以内 within ten days."""
    if length["unit"] != "日" or "span" in length.groups or "loose" in length.groups:
        return True
    return "frame" not in length.groups and (length["in_time"] is None or length["in_time"] == words().in_time[0])


def parse_at(text: str, at: int, end: int) -> Expression | None:
    """The expression that begins at a place, as long as it goes."""
    first = _time_at(text, at, end)
    if first is None:
        return None
    ranged = _match_range(text, first, end)
    if ranged:
        return ranged
    for relation in _RELATIONS:
        tail = _tails()[relation].match(text, first.end, end)
        if tail and not _part_of_word(text, tail):
            return Expression(at, tail.end(), first, None, relation)
    gap = _since_gap().match(text, first.end, end)
    if gap and isinstance(first, Point):
        return Expression(at, gap.end(), first, None, "since")
    return Expression(at, first.end, first)


_RELATIONS: tuple[Relation, ...] = ("goal", "until", "over", "closing", "since", "within")


@lru_cache(maxsize=1)
def _since_gap() -> re.Pattern[str]:
    """An event between a time and its 以来: 1960年【の独立以来】, 2004年【に就任して以来】."""
    return re.compile(f"[のに][^、。{DIGIT}]{{1,14}}?{any_of(words().since_gap)}")


def _part_of_word(text: str, tail: re.Match[str]) -> bool:
    """Whether a tail is the head of a longer word: 5日【中】国は, 3日【内】閣は, 7日【より】多い."""
    if len(tail[0]) > 1 and not tail[0].startswith("より"):
        return False
    return tail[0] in "中内" and bool(re.match(r"[一-龥]", text[tail.end() : tail.end() + 1]))


def _match_range(text: str, first: Point | Length, end: int) -> Expression | None:
    link = _tails()["range"].match(text, first.end, end)
    if link:
        clock = _clock_end().match(text, link.end(), end)
        if clock and isinstance(first, Point) and "time" in first.groups:
            return Expression(first.start, clock.end(), first)
        at = link.end() + (1 if text[link.end() : link.end() + 1] in "、の" else 0)
        last = _second(text, at, end)
        if last:
            tail = _tails()["range_end"].match(text, last.end, end)
            return Expression(first.start, tail.end() if tail else last.end, first, last)
    link = _tails()["both"].match(text, first.end, end)
    if link and isinstance(first, Point):
        last = _second(text, link.end(), end)
        if isinstance(last, Point) and _alike(first, last, link[0]):
            return Expression(first.start, last.end, first, last)
    return None


@lru_cache(maxsize=1)
def _clock_end() -> re.Pattern[str]:
    """A time of the same day at which a range ends: 20日午前2時から【午後8時まで】."""
    w = words()
    return re.compile(f"{any_of(w.times)}?の?{_clock(w)}{any_of(w.range_end)}?")


def _second(text: str, at: int, end: int) -> Point | Length | None:
    length = _match_length(text, at, end, hung=True)
    point = _match_point(text, at, end, inherit=True)
    if length and not (point and point.end >= length.end) and not ("ago" in length.groups or "later" in length.groups):
        return length
    return point


def _alike(first: Point, last: Point, link: str) -> bool:
    """Two days or two weekdays side by side are one span of time; a comma alone joins nothing."""
    if link in "、・":
        return False
    return ("weekday" in first.groups and set(last.groups) <= {"weekday", "time"}) or (
        "day" in first.groups and set(last.groups) - {"da"} <= {"day", "time"} and "da" in last.groups
    )


def expressions(text: str, start: int, end: int) -> Iterator[Expression]:
    """Every date expression of a stretch, from left to right, none within another."""
    at = start
    begin = _starts()
    while match := begin.search(text, at, end):
        found = parse_at(text, match.start(), end)
        if found is None:
            at = match.start() + 1
            at = _past_number(text, match.start(), at, end)
        else:
            yield found
            at = found.end


_NUMBER = re.compile(f"[{DIGIT}][{DIGIT},，.．]*")


def _past_number(text: str, start: int, at: int, end: int) -> int:
    """Past the whole of a number that begins no expression: its tail must not be read as a date (1億2000日)."""
    match = _NUMBER.match(text, start, end)
    return max(at, match.end() - 4) if match and match.end() - start > 4 else at

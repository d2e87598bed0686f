"""The patterns of date expressions, put together from the words of ``data/rules/dates.yaml``.

Here stands only the order in which the parts may follow each other; the words are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from kg.extract.dates.words import DateWords, words
from kg.extract.numerals import DIGIT, KANJI

N = f"(?:[{DIGIT}]{{1,4}}|[{KANJI}]{{1,5}})"
N2 = f"(?:[{DIGIT}]{{1,2}}|[{KANJI}]{{1,3}})"


class _Listed(Protocol):
    @property
    def words(self) -> tuple[str, ...]: ...


def any_of(choices: Iterable[str]) -> str:
    """An alternation that tries longer words first.

    >>> any_of(["末", "末日"])
    '(?:末日|末)'
    """
    return "(?:" + "|".join(re.escape(w) for w in sorted(set(choices), key=lambda w: (-len(w), w))) + ")"


def _listed(entries: Iterable[_Listed]) -> str:
    return any_of(w for entry in entries for w in entry.words)


def _year(w: DateWords) -> str:
    return (
        f"(?P<era>{any_of(w.eras)})(?P<era_year>{any_of(w.first_year)}|{N2})年(?!度)"
        f"|(?P<y4>[12１２][{DIGIT}]{{3}}|[一二][〇一二三四五六七八九]{{3}})年(?!代|度)"
        f"|(?P<next_year>{any_of(w.next_number)})(?P<ny>[{DIGIT}]{{2,4}})年(?!度)"
        f"|['’]?(?P<y2>[{DIGIT}]{{2}})年(?!{any_of(w.not_year)})"
        f"|(?P<year_word>{_listed(w.years)})(?!度)"
    )


def _coarse(w: DateWords) -> str:
    """A whole date in figures, a fiscal year, a decade or a year."""
    figures = f"[{DIGIT}]{{4}}[/.\\-][{DIGIT}]{{1,2}}[/.\\-][{DIGIT}]{{1,2}}(?![{DIGIT}])"
    return (
        f"(?P<numeric>{figures})"
        f"|(?P<fiscal_era>{any_of(w.eras)})?(?P<fiscal>{N})年度(?P<fiscal_end>末)?"
        f"|(?P<fiscal_word>{_listed(w.fiscal_years)})(?P<fiscal_word_end>末)?"
        f"|(?P<decade>[{DIGIT}]{{2,4}}|[{KANJI}]{{2,4}})年代"
        f"|(?P<year>{_year(w)})"
    )


def _month(w: DateWords) -> str:
    named = f"(?P<named_month>{any_of(w.named_number)})?"
    return f"{named}(?P<mo>{N2})月(?!{any_of(w.not_month)})|(?P<month_word>{_listed(w.months)})"


def _day(w: DateWords) -> str:
    before = f"(?P<same>{any_of(w.same_number)})|(?P<next_day>{any_of(w.next_number)})|(?P<named_day>{any_of(w.named_number)})"
    several = f"(?:(?P<d1>{N2})(?:日(?:{any_of(w.times)})?)?{any_of(w.day_list)})"
    both = any_of(w.both_tails)
    return (
        f"(?:{before})?{several}?(?P<da>{N2})(?:日(?!{any_of(w.not_day)}){both}?|{both})"
        f"|(?P<last_day>{any_of(w.last_day)})|(?P<holiday>{_listed(w.holidays)})|(?P<day_word>{_listed(w.days)})"
    )


def _bracket(w: DateWords, day: str = "") -> str:
    """A bracket behind a day or a time: （14日）, (月), (UTC+12)."""
    held = f"[^（()）]{{0,6}}?{any_of(w.bracketed)}[^（()）]{{0,10}}"
    return f"(?:[（(](?:{day}{held})[）)])?"


def clock(w: DateWords) -> str:
    """A time of the clock: 9時すぎ, 10時20分ごろ."""
    unit, no = any_of(w.clock_units), any_of(w.not_clock)
    return f"(?:{N2}{unit}(?!{no})(?:{N2}{unit}(?!{no}))?(?:{any_of(w.clock_tails)})*)"


def _time(w: DateWords) -> str:
    zone, time = f"(?:{any_of(w.zones)}の?)?", any_of(w.times)
    return f"(?:(?:の|、)?{zone}(?P<time>{time}の?{clock(w)}?|{clock(w)})(?:の?{time})?)?"


@lru_cache(maxsize=1)
def point() -> re.Pattern[str]:
    """A point in time, coarse to fine; every part may be missing, the caller refuses what is then empty."""
    w = words()
    season = f"(?P<season_year>{_listed(w.season_years)})?(?P<season>{_listed(w.seasons)})"
    marks = any_of(w.weekday_marks)
    return re.compile(
        f"(?:{any_of(w.zones)}の?)?(?:{_coarse(w)})?"
        f"(?P<now_part>{_listed(w.parts_of_now)})?"
        f"(?:(?:の|、)?(?P<month>{_month(w)}))?"
        f"(?:(?P<week>{_listed(w.weeks)})(?P<weekend>末)?)?"
        f"(?:の?(?P<day>{_day(w)}))?{_bracket(w, f'(?P<pd>{N2})日|')}"
        f"(?:の?(?P<part>{_listed(w.parts)}))?"
        f"(?:の?{season}(?:の?(?P<season_part>{_listed(w.parts)}))?)?"
        f"(?:の?(?P<same_weekday>{any_of(w.same_weekday)})?(?P<weekday>{any_of(w.weekdays)}){marks})?{_bracket(w)}"
        f"{_time(w)}{_bracket(w)}(?P<about>{any_of(w.about)})?"
    )


@lru_cache(maxsize=1)
def length() -> re.Pattern[str]:
    """A length of time and the word that hangs it on another time."""
    w = words()
    unit, about = _listed(w.units), f"(?:{any_of(w.about_before)})?"
    upto = f"(?:{unit}?{any_of((*w.day_list, *w.range))}(?P<n2>{N}))?"
    amount = (
        f"(?P<n1>{N}|{any_of(w.several)}){upto}の?(?P<unit>{unit})(?P<half>{any_of(w.half)})?"
        f"(?:と?(?P<n3>{N})(?P<unit3>{unit}))?|(?P<whole>{_listed(w.lengths)})"
    )
    frame = f"(?P<frame>(?P<past>{any_of(w.past)})|(?P<coming>{any_of(w.coming)}))?"
    return re.compile(
        f"(?P<reckoned>{any_of(w.reckoned_from)})?の?{about}{frame}の?{about}(?:{amount})(?P<loose>{any_of(w.loosely)})?"
        f"(?:(?P<in_time>{any_of((*w.in_time, *w.in_time_of_several))})"
        f"|(?P<ago>{any_of(w.ago)})(?!{any_of(w.not_ago)})|(?P<later>{any_of(w.later)})(?!{any_of(w.not_later)})"
        f"|(?P<span>間))?"
    )


@lru_cache(maxsize=1)
def starts() -> re.Pattern[str]:
    """The characters an expression can begin with: everything else is passed over at once."""
    w = words()
    lists: list[Iterable[str]] = [
        w.eras, w.next_number, w.same_number, w.named_number, w.now, w.several, w.about_before, w.past, w.coming,
        w.reckoned_from, w.same_weekday, w.last_day, w.zones, w.weekdays,
    ]  # fmt: skip
    entries: list[Iterable[_Listed]] = [
        w.years, w.months, w.weeks, w.days, w.fiscal_years, w.parts_of_now, w.seasons, w.season_years, w.holidays,
        w.lengths, w.then, (p for p in w.parts if p.alone),
    ]  # fmt: skip
    first = {word[0] for listed in lists for word in listed}
    first |= {word[0] for group in entries for entry in group for word in entry.words}
    return re.compile(f"[{DIGIT}{KANJI}'’{re.escape(''.join(sorted(first)))}]")


@lru_cache(maxsize=1)
def now() -> re.Pattern[str]:
    """A word for the present."""
    w = words()
    return re.compile(f"(?P<now>{any_of(w.now)})(?!{any_of(w.now_not_before)})")


@lru_cache(maxsize=1)
def then() -> re.Pattern[str]:
    """A word for the time told before."""
    return re.compile(_listed(words().then))


@lru_cache(maxsize=1)
def tails() -> dict[str, re.Pattern[str]]:
    """What may follow a time, by the name of its list."""
    w = words()
    names = ("goal", "until", "over", "closing", "since", "within", "range", "range_end", "both", "season_before")
    return {name: re.compile(any_of(getattr(w, name))) for name in names}


@lru_cache(maxsize=1)
def since_gap() -> re.Pattern[str]:
    """An event between a time and its 以来: 1960年【の独立以来】, 2004年【に就任して以来】."""
    return re.compile(f"[のに][^、。{DIGIT}]{{1,14}}?{any_of(words().since_gap)}")


@lru_cache(maxsize=1)
def clock_end() -> re.Pattern[str]:
    """A time of the same day at which a range ends: 20日午前2時から【午後8時まで】."""
    w = words()
    return re.compile(f"{any_of(w.times)}?の?{clock(w)}{any_of(w.range_end)}?")

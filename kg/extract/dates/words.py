"""The words of ``data/rules/dates.yaml``, typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg import resources
from kg.rules import read_rules

Basis = Literal["published", "context"]
Unit = Literal["year", "month", "week", "day", "hour"]


@dataclass(frozen=True, slots=True)
class Relative:
    """Words that count years, months, weeks or days from the publication or from the date last told."""

    words: tuple[str, ...]
    shift: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """Words for a fiscal year: ``until`` reads as a limit, ``month`` narrows it to one of its months."""

    words: tuple[str, ...]
    shift: int
    basis: Basis
    until: bool = False
    month: int | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class PartOfNow:
    """Words for a part of the year, month or week at hand (年内, 月末).

    ``until`` reads as a limit, ``coming`` looks ahead across the turn of the year.
    """

    words: tuple[str, ...]
    unit: Literal["year", "month", "week", "weekend"]
    month: int | None = None
    until: bool = False
    coming: bool = False
    end: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Then:
    """Words for the time told before; ``since`` reads on from it."""

    words: tuple[str, ...]
    since: bool = False


@dataclass(frozen=True, slots=True)
class Season:
    """Words for one season, and the month it ends in."""

    words: tuple[str, ...]
    ends: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day of the year with a name of its own."""

    words: tuple[str, ...]
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Part:
    """Words for a part of a month, year or decade; ``alone`` where they may stand without it (中旬)."""

    words: tuple[str, ...]
    at: Literal["begin", "middle", "late", "end", "january"]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Words of one unit of time."""

    words: tuple[str, ...]
    unit: Unit


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in one word (半年)."""

    words: tuple[str, ...]
    unit: Unit
    number: int


@dataclass(frozen=True, slots=True)
class DateWords:
    """Every word list of the file; its comments say what each is for."""

    eras: dict[str, int]
    first_year: tuple[str, ...]
    years: tuple[Relative, ...]
    months: tuple[Relative, ...]
    weeks: tuple[Relative, ...]
    days: tuple[Relative, ...]
    this_day: tuple[str, ...]
    next_number: tuple[str, ...]
    same_number: tuple[str, ...]
    named_number: tuple[str, ...]
    fiscal_years: tuple[FiscalYear, ...]
    fiscal_start: int
    parts_of_now: tuple[PartOfNow, ...]
    now: tuple[str, ...]
    then: tuple[Then, ...]
    same_time: tuple[str, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]
    now_not_before: tuple[str, ...]
    now_not_after: tuple[str, ...]
    seasons: tuple[Season, ...]
    season_years: tuple[Relative, ...]
    season_before: tuple[str, ...]
    weekdays: dict[str, int]
    weekday_marks: tuple[str, ...]
    same_weekday: tuple[str, ...]
    holidays: tuple[Holiday, ...]
    parts: tuple[Part, ...]
    last_day: tuple[str, ...]
    times: tuple[str, ...]
    clock_units: tuple[str, ...]
    not_clock: tuple[str, ...]
    clock_tails: tuple[str, ...]
    zones: tuple[str, ...]
    bracketed: tuple[str, ...]
    about: tuple[str, ...]
    goal: tuple[str, ...]
    since: tuple[str, ...]
    since_gap: tuple[str, ...]
    until: tuple[str, ...]
    over: tuple[str, ...]
    closing: tuple[str, ...]
    within: tuple[str, ...]
    range: tuple[str, ...]
    open_tails: tuple[str, ...]
    range_end: tuple[str, ...]
    both: tuple[str, ...]
    both_tails: tuple[str, ...]
    units: tuple[UnitWords, ...]
    lengths: tuple[Length, ...]
    several: tuple[str, ...]
    half: tuple[str, ...]
    loosely: tuple[str, ...]
    about_before: tuple[str, ...]
    ago: tuple[str, ...]
    not_ago: tuple[str, ...]
    later: tuple[str, ...]
    from_now: tuple[str, ...]
    not_later: tuple[str, ...]
    counts_days: tuple[str, ...]
    in_time: tuple[str, ...]
    in_time_of_several: tuple[str, ...]
    past: tuple[str, ...]
    coming: tuple[str, ...]
    reckoned_from: tuple[str, ...]
    not_length: tuple[str, ...]
    not_year: tuple[str, ...]
    not_month: tuple[str, ...]
    not_day: tuple[str, ...]
    not_before_number: tuple[str, ...]
    day_list: tuple[str, ...]
    planned: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> DateWords:
    """The words, read once; raises DataError naming file, entry and key where the file breaks the rules."""
    return read_rules(resources.data("rules", "dates.yaml"), DateWords)

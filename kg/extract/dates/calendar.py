"""Calendar arithmetic on partial dates, and their way to and from EDTF.

A partial date is a tuple ``(year,)``, ``(year, month)`` or ``(year, month, day)``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

Partial = tuple[int, ...]

_POINT = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(~?)")


@dataclass(frozen=True, slots=True)
class When:
    """A resolved time: a point (both ends equal) or an interval; an end that is ``None`` is open."""

    first: Partial | None
    last: Partial | None
    about_first: bool = False
    about_last: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it is one partial date."""
        return self.first == self.last


def point(day: Partial | date, about: bool = False) -> When:
    """A point in time.

    >>> edtf(point((2025, 9), about=True))
    '2025-09~'
    """
    at = partial(day) if isinstance(day, date) else day
    return When(at, at, about, about)


def partial(day: date) -> Partial:
    """A day as a partial date."""
    return (day.year, day.month, day.day)


def is_valid(day: Partial) -> bool:
    """Whether month and day exist.

    >>> is_valid((2026, 2, 30)), is_valid((2024, 2, 29)), is_valid((2025, 13))
    (False, True, False)
    """
    if not 1 <= day[0] <= 9999 or (len(day) > 1 and not 1 <= day[1] <= 12):
        return False
    return len(day) < 3 or 1 <= day[2] <= monthrange(day[0], day[1])[1]


def edtf(when: When) -> str:
    """EDTF level 1.

    >>> edtf(When((2003,), (2026, 1, 17))), edtf(When(None, (2025, 9))), edtf(When((2014,), None))
    ('2003/2026-01-17', '../2025-09', '2014/..')
    """
    if when.is_point and when.first is not None:
        return _text(when.first, when.about_first or when.about_last)
    return f"{_text(when.first, when.about_first)}/{_text(when.last, when.about_last)}"


def _text(day: Partial | None, about: bool) -> str:
    if day is None:
        return ".."
    return "-".join(f"{n:02d}" if i else f"{n:04d}" for i, n in enumerate(day)) + "~" * about


def parse(text: str) -> When | None:
    """EDTF as this package writes it, read back; ``None`` for anything else.

    >>> parse("2021-08~/..")
    When(first=(2021, 8), last=None, about_first=True, about_last=False)
    """
    first, slash, last = text.partition("/")
    one = _parse_point(first)
    two = _parse_point(last) if slash else one
    if one is None or two is None:
        return None
    return When(one[0], two[0], one[1], two[1])


def _parse_point(text: str) -> tuple[Partial | None, bool] | None:
    if text == "..":
        return None, False
    match = _POINT.fullmatch(text)
    if not match:
        return None
    return tuple(int(n) for n in match.group(1, 2, 3) if n), bool(match[4])


def first_day(day: Partial) -> date:
    """The first day of a partial date."""
    return date(day[0], day[1] if len(day) > 1 else 1, day[2] if len(day) > 2 else 1)


def last_day(day: Partial) -> date:
    """The last day of a partial date.

    >>> last_day((2024, 2))
    datetime.date(2024, 2, 29)
    """
    if len(day) > 2:
        return first_day(day)
    month = day[1] if len(day) > 1 else 12
    return date(day[0], month, monthrange(day[0], month)[1])


def add_months(year: int, month: int, shift: int) -> tuple[int, int]:
    """A month some months on.

    >>> add_months(2026, 1, -1)
    (2025, 12)
    """
    months = year * 12 + month - 1 + shift
    return months // 12, months % 12 + 1


def week_of(day: date, shift: int = 0) -> tuple[date, date]:
    """Monday and Sunday of a day's week, some weeks on.

    >>> [str(d) for d in week_of(date(2022, 1, 7))]
    ['2022-01-03', '2022-01-09']
    """
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def add(day: Partial, number: int, unit: str) -> Partial:
    """A partial date some years, months, weeks or days on, as fine as the coarser of the two.

    >>> add((2026, 1, 31), 1, "month"), add((2026, 1, 31), -3, "year"), add((2026, 1, 31), 1, "week")
    ((2026, 2), (2023,), (2026, 2, 7))
    """
    if unit == "year" or len(day) == 1:
        years = {"year": number, "month": number // 12 if number >= 0 else -(-number // 12)}.get(unit, 0)
        return (day[0] + years,)
    if unit == "month" or len(day) == 2:
        return add_months(day[0], day[1], number if unit == "month" else 0)
    days = {"week": 7 * number, "day": number, "hour": number // 24 if number >= 24 else 0}[unit]
    return partial(date(*day) + timedelta(days=days))


def add_whole(day: Partial, number: int, unit: str) -> Partial:
    """A partial date some time on, as fine as it was: a month from the 18th is the 18th.

    >>> add_whole((2023, 1, 31), 1, "month"), add_whole((1996, 4), 7, "year")
    ((2023, 2, 28), (2003, 4))
    """
    if unit in ("week", "day", "hour") or len(day) == 1:
        return add(day, number, unit)
    month = add_months(day[0], day[1], number * (12 if unit == "year" else 1))
    return (*month, min(day[2], monthrange(*month)[1])) if len(day) > 2 else month

"""What an EDTF expression says about days: its bounds, its width, whether two may be the same time.

Only level 1 as the claims use it: a day, month, season or year, with ``~``, ``?`` or ``%`` behind, digits left open
(``202X``, ``2021-XX``), and an interval of two of these, either end open (``..``) or unknown (empty). The library
``edtf`` answers open ends with infinities and lets ``~`` widen a month by a season; here ``~`` never widens and an open
end is ``None``.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

Bounds = tuple[date | None, date | None]

_POINT = re.compile(r"(\d{1,4}X{0,3}|X{4})(?:-(\d\d|XX))?(?:-(\d\d|XX))?[~?%]?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}  # northern spring to winter, which ends in the next year
_OPEN = ("..", "")


@lru_cache(maxsize=8192)
def bounds(edtf: str | None) -> Bounds:
    """First and last day an expression can mean; ``None`` where a side is open, twice where there is no expression.

    >>> [str(day) for day in bounds("2025-09~")]
    ['2025-09-01', '2025-09-30']
    >>> bounds("2014/..")
    (datetime.date(2014, 1, 1), None)
    >>> [str(day) for day in bounds("2003/2026-01-17")]
    ['2003-01-01', '2026-01-17']
    >>> bounds(None)
    (None, None)

    Raises ValueError where the expression is not EDTF level 1 or runs backwards.
    """
    if edtf is None:
        return None, None
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point(edtf)
    if first in _OPEN and last in _OPEN:
        raise ValueError(f"{edtf!r} is no date: both ends are open")
    earliest = None if first in _OPEN else _point(first)[0]
    latest = None if last in _OPEN else _point(last)[1]
    if earliest and latest and earliest > latest:
        raise ValueError(f"{edtf!r} ends before it starts")
    return earliest, latest


def valid(edtf: str) -> bool:
    """Whether `bounds` can read it.

    >>> valid("2026-01-17"), valid("2026-02-30"), valid("きのう")
    (True, False, False)
    """
    try:
        bounds(edtf)
    except ValueError:
        return False
    return True


def is_interval(edtf: str | None) -> bool:
    """Whether it is an expression of two ends, ``a/b``, be one of them open.

    >>> is_interval("2014/.."), is_interval("2014"), is_interval(None)
    (True, False, False)
    """
    return edtf is not None and "/" in edtf


def width(edtf: str | None) -> int | None:
    """Days between the bounds, both counted; ``None`` where a side is open or there is no expression.

    >>> width("2026-01-17"), width("2026-01"), width("2014/..")
    (1, 31, None)
    """
    earliest, latest = bounds(edtf)
    return None if earliest is None or latest is None else (latest - earliest).days + 1


def overlap(one: str | None, other: str | None, slack: int = 0) -> bool:
    """Whether the two can mean one day, give or take ``slack`` days; without an expression any day is possible.

    >>> overlap("2026-01", "2026-01-17"), overlap("2026-01-17", "2026-01-19"), overlap("2026-01-17", "2026-01-19", 2)
    (True, False, True)
    """
    (a, b), (c, d) = bounds(one), bounds(other)
    give = timedelta(days=slack)
    return not ((a and d and a > d + give) or (c and b and c > b + give))


def _point(text: str) -> Bounds:
    """Bounds of a day, month, season or year."""
    match = _POINT.fullmatch(text)
    if not match or len(match[1]) != 4:
        raise ValueError(f"{text!r} is not an EDTF date (allowed: 2026-01-17, 2026-01, 2026, 202X, with ~, and a/b)")
    year, month, day = match.groups()
    if "X" in year:
        return _decade(year)
    if month in (None, "XX"):
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if int(month) in _SEASONS and day is None:
        return _season(int(year), int(month))
    if day in (None, "XX"):
        return date(int(year), int(month), 1), date(int(year), int(month), _days(int(year), int(month)))
    return (exact := date(int(year), int(month), int(day))), exact


def _decade(year: str) -> Bounds:
    """Bounds of a year with digits left open; of ``XXXX`` none."""
    if year == "XXXX":
        return None, None
    return date(max(int(year.replace("X", "0")), 1), 1, 1), date(int(year.replace("X", "9")), 12, 31)


def _season(year: int, season: int) -> Bounds:
    """Bounds of a season; winter runs over the turn of the year."""
    first, last = _SEASONS[season]
    ends = year + (last < first)
    return date(year, first, 1), date(ends, last, _days(ends, last))


def _days(year: int, month: int) -> int:
    """Days of a month; ValueError where there is no such month (as `date` raises)."""
    date(year, month, 1)
    return calendar.monthrange(year, month)[1]

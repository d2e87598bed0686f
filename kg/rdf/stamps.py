"""When an event can have begun and ended: SEM's four time stamps from its EDTF expression.

Only an interval of something that lasts means *throughout*; every other expression means *some time within* its bounds.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kg.edtf import bounds, is_interval
from kg.records import EventType

LASTING: frozenset[EventType] = frozenset({"Presence", "Exercise", "Unrest", "Mission"})
"""Types whose interval means the whole of it (a Mission's only where it neither starts nor ends)."""


class Stamps(NamedTuple):
    """Earliest and latest beginning, earliest and latest end; ``None`` where nothing is known."""

    earliest_begin: date | None = None
    latest_begin: date | None = None
    earliest_end: date | None = None
    latest_end: date | None = None


def stamps(edtf: str | None, event_type: EventType, turning: bool = False, reported: date | None = None) -> Stamps:
    """The four stamps of an event.

    ``turning``: the event is a start or an end (任務終了), which happens on one day even where its date is an interval.
    ``reported``: the last day of publication, up to which something that goes on (``2014/..``) is certain.

    >>> [str(day) for day in stamps("2003/2011-12-18", "Presence")]
    ['2003-01-01', '2003-12-31', '2011-12-18', '2011-12-18']
    >>> [str(day) for day in stamps("2025-09", "Withdrawal")]
    ['2025-09-01', '2025-09-30', '2025-09-01', '2025-09-30']
    >>> [str(day) for day in stamps("2014/..", "Presence", reported=date(2026, 1, 19))]
    ['2014-01-01', '2014-12-31', '2026-01-19', 'None']
    """
    earliest, latest = bounds(edtf)
    if edtf is None or not is_interval(edtf) or event_type not in LASTING or turning:
        return Stamps(earliest, latest, earliest, latest)
    first, last = (part if part not in ("", "..") else None for part in edtf.split("/"))
    begins, ends = bounds(first), bounds(last)
    if last is None and reported is not None and begins[0] is not None and reported >= begins[0]:
        return Stamps(begins[0], _earlier(begins[1], reported), reported, None)
    return Stamps(begins[0], _earlier(begins[1], ends[1]), _later(ends[0], begins[0]), ends[1])


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one


def _later(one: date | None, other: date | None) -> date | None:
    return max(one, other) if one and other else one

"""What a date expression means: its time or two, and its relation to what happens."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.dates import calendar as cal
from kg.extract.dates.calendar import When
from kg.extract.dates.grammar import PLACED, Expression, Length, Point
from kg.extract.dates.lengths import lasting, resolve_length
from kg.extract.dates.points import part_at, resolve_point, with_groups
from kg.extract.dates.setting import Setting


def resolve(expression: Expression, setting: Setting) -> When | None:
    """The time an expression means, or ``None`` where its words and the setting do not tell."""
    if expression.relation == "until" and not (setting.ahead and setting.certain):
        setting = replace(setting, ahead=True, certain=False)  # what goes on until the 20th may do so yet
    first = _time(expression.first, setting)
    if first is None:
        return None
    if expression.last is not None:
        return _checked(_range(expression, first, setting))
    return _related(expression, first, setting)


def _time(time: Point | Length, setting: Setting) -> When | None:
    return _checked(resolve_point(time, setting) if isinstance(time, Point) else resolve_length(time, setting))


def _checked(when: When | None) -> When | None:
    """``None`` for a day that does not exist (2月30日)."""
    if when is None or not all(cal.is_valid(end) for end in (when.first, when.last) if end is not None):
        return None
    return when


def _related(expression: Expression, when: When, setting: Setting) -> When:
    if expression.relation == "since":
        return When(when.first, None, when.about_first)
    if expression.relation == "until":
        return When(None, when.last, about_last=when.about_last and not _is_end(expression.first))
    if expression.relation == "over" and setting.today and when.last:
        return When(setting.today[: len(when.last)], when.last)
    if expression.relation == "within" and expression.first["week"] and setting.ahead and setting.certain:
        return When(max(setting.today or (1,), when.first or (1,)), when.last)
    if expression.relation == "goal" and when.is_point:
        return replace(when, about_first=True, about_last=True)
    return when


def _is_end(time: Point | Length) -> bool:
    """Whether まで makes it the whole of its month or year (9月末まで = ../2025-09)."""
    if not isinstance(time, Point) or time["season"]:
        return False
    return bool(time["now_part"] or time["fiscal_end"] or time["fiscal_word"]) or part_at(time["part"]) == "end"


# ---- ranges ----

_CARRIED = (
    "year", "era", "era_year", "y4", "y2", "ny", "next_year", "year_word",
    "month", "mo", "month_word", "day", "da", "day_word",
)  # fmt: skip


def _range(expression: Expression, first: When, setting: Setting) -> When | None:
    last = expression.last
    if isinstance(last, Length):
        return lasting(first, last)
    if last is None or first.first is None:
        return None
    completed = _completed(last, expression.first, first)
    second = _time(completed, setting.after(first)) if completed else None
    if second is None or second.last is None:
        return None
    if cal.last_day(second.last) < cal.first_day(first.first):
        second = _turned(second, first)
    if second.last == first.first:
        return replace(first, about_first=first.about_first or second.about_last)
    return When(first.first, second.last, first.about_first, second.about_last)


def _completed(last: Point, first: Point | Length, when: When) -> Point | None:
    """The second time of a range, with what only the first says (10月上旬から【中旬】, 3月3日から【14日】)."""
    start = when.first
    if isinstance(first, Point) and first["era"] and last["y2"]:
        return with_groups(last, era=first["era"], era_year=last["y2"])
    if not any(last[g] for g in (*PLACED, "now", "then")):
        return _inherited(last, first)
    if start is None or any(last[g] for g in ("year", "numeric", "fiscal", "day_word", "month_word", "weekday", "now")):
        return last
    if last["mo"]:
        return with_groups(last, year=str(start[0]), y4=f"{start[0]:04d}")
    if last["da"] and len(start) > 1 and not last["next_day"]:
        return with_groups(last, year=str(start[0]), y4=f"{start[0]:04d}", month=str(start[1]), mo=str(start[1]))
    return last


def _inherited(last: Point, first: Point | Length) -> Point | None:
    """A part or a season without a year of its own takes that of the first."""
    if not isinstance(first, Point):
        return None
    carried = _CARRIED[: _CARRIED.index("month")] if last["season"] else _CARRIED
    kept = {k: v for k, v in first.groups.items() if k in carried}
    return replace(last, groups=kept | last.groups) if kept or last["season"] else None


def _turned(second: When, first: When) -> When:
    """A range that would run backwards goes over the turn of the month or the year."""
    last, start = second.last, first.first
    if last is None or start is None or len(last) == 1:
        return second
    same_month = len(last) == 3 and last[:2] == start[:2]
    moved = (*cal.add_months(last[0], last[1], 1), last[2]) if same_month else (start[0] + 1, *last[1:])
    if not cal.is_valid(moved) or cal.last_day(moved) < cal.first_day(start):
        return second
    return replace(second, first=moved, last=moved)

"""What a length of time means: counted back or on from the publication or from a time told."""

from __future__ import annotations

from kg.extract.dates import calendar as cal
from kg.extract.dates.calendar import Partial, When
from kg.extract.dates.grammar import Length, Point, unit_of
from kg.extract.dates.points import resolve_point, with_groups
from kg.extract.dates.setting import Setting
from kg.extract.dates.words import words
from kg.extract.numerals import number

Amount = tuple[int, str]


def resolve_length(length: Length, s: Setting) -> When | None:
    """The time a length leads to, or ``None`` where nothing says what it is counted from."""
    amount = _amount(length)
    if amount is None:
        return _several(length, s)
    if length.hangs:
        return _hung(length, amount, s)
    if length["coming"]:
        return _from_now(amount, s)
    if length["in_time"]:
        return _in_time(length, amount, s)
    return _up_to_now(amount, s) if length["past"] or length["loose"] else None


def lasting(first: When, length: Length) -> When | None:
    """From a time for so long: 10月26日から4日間 ends on the 29th."""
    start, amount = first.first, _amount(length)
    if start is None or amount is None:
        return None
    high, unit = amount
    if length["in_time"]:
        return When(start, cal.add_whole(start, high, unit), first.about_first)
    if unit == "hour":
        high, unit = -(-high // 24), "day"
    elif unit in ("day", "week") and (length["span"] or (length["unit"] or "").endswith("間")):
        high, unit = high * (7 if unit == "week" else 1) - 1, "day"
    return When(start, cal.add_whole(start, high, unit), first.about_first, first.about_first)


def _amount(length: Length) -> Amount | None:
    """The number, the higher of two, and the unit; half years count as months. ``None`` for 数日."""
    if length["whole"]:
        whole = next(x for x in words().lengths if length["whole"] in x.words)
        return whole.number, whole.unit
    unit, high = unit_of(length["unit"]), number(length["n2"] or length["n1"] or "")
    if unit is None or high is None:
        return None
    if unit == "year" and (length["half"] or length["n3"]):
        return high * 12 + (6 if length["half"] else number(length["n3"] or "") or 0), "month"
    return high, unit


def _base(s: Setting, from_publication: bool) -> Partial | None:
    told = s.anchor(3, last=True) or s.anchor(1, last=True)
    return (s.today or told) if from_publication else (told or s.today)


def _several(length: Length, s: Setting) -> When | None:
    """Some days from a time: no day is known, but the month is; some hours are the same day."""
    if not (length.hangs or length["in_time"] or length["coming"]):
        return None
    unit = unit_of(length["unit"])
    base = _base(s, bool(length["ago"] or length["coming"]) and not length["reckoned"])
    if base is None:
        return None
    if unit == "hour":
        return cal.point(base) if len(base) == 3 else None
    if unit in ("day", "week"):
        return cal.point(base[:2], about=not length["in_time"])
    return cal.point(base[:1], about=True)


def _hung(length: Length, amount: Amount, s: Setting) -> When | None:
    """So long before or after: counted back from the publication, or on from the time told."""
    high, unit = amount
    told = None if length["later"] in words().from_now else s.nearest()
    counted_on = told.last or told.first if told and (length["reckoned"] or not length["ago"]) else None
    from_publication = length["later"] in words().from_now or (bool(length["ago"]) and not length["reckoned"])
    base = counted_on or _base(s, from_publication)
    if base is None:
        return None
    at = cal.add(base, -high if length["ago"] else high, unit)
    if length.then is not None and not length.then.groups.keys() <= {"time", "about"}:
        return _narrowed(length.then, at, s)
    return cal.point(at, about=unit in ("year", "month", "week") and base == s.today)


def _narrowed(then: Point, at: Partial, s: Setting) -> When | None:
    """A month, day or part within the year or month counted to (4年前【の7月】)."""
    groups = {"year": str(at[0]), "y4": f"{at[0]:04d}"}
    if len(at) > 1 and not then["month"] and not then["season"]:
        groups |= {"month": str(at[1]), "mo": str(at[1])}
    return resolve_point(with_groups(then, **groups), s)


def _in_time(length: Length, amount: Amount, s: Setting) -> When | None:
    """Within so long of the time just told, else of the publication."""
    high, unit = amount
    base = _just_told(s, bool(length["reckoned"])) or _base(s, True)
    if base is None:
        return None
    if unit == "hour":
        high, unit = -(-high // 24), "day"
    return When(None, cal.add_whole(base, high, unit))


def _just_told(s: Setting, reckoned: bool) -> Partial | None:
    told = next((t for t in s.told if not t.limit), None)
    if told is None or (told.sentences > 1 and not reckoned):
        return None
    return told.when.last or told.when.first


def _from_now(amount: Amount, s: Setting) -> When | None:
    if s.today is None:
        return None
    end = cal.add(s.today, *amount)
    return When(s.today[: len(end)], end)


def _up_to_now(amount: Amount, s: Setting) -> When | None:
    """For so long until today (過去20年間, 20年以上)."""
    if s.today is None:
        return None
    return When(cal.add(s.today, -amount[0], amount[1]), s.today, about_first=True)

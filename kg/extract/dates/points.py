"""What a point in time means: its parts, from the finest that names a time, read against the setting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kg.extract.dates import calendar as cal
from kg.extract.dates.calendar import Partial, When
from kg.extract.dates.grammar import Point
from kg.extract.dates.setting import Setting, month_of_day, year_of_month
from kg.extract.dates.words import PartOfNow, words
from kg.extract.numerals import number


def resolve_point(p: Point, s: Setting) -> When | None:
    """The time of a point, roughly where it says ごろ."""
    when = _by_finest_part(p, s)
    if when is not None and p["about"] and not p["time"]:
        return replace(when, about_first=True, about_last=True)
    return when


def with_groups(p: Point, **groups: str) -> Point:
    """The point with some of its parts put in or replaced."""
    return replace(p, groups=p.groups | groups)


def part_at(part: str | None) -> str | None:
    """Which part of a month or year a word names.

    >>> part_at("下旬")
    'late'
    """
    return next((x.at for x in words().parts if part in x.words), None)


def _by_finest_part(p: Point, s: Setting) -> When | None:
    if p["then"] or p["now"]:
        return _now_or_then(p, s)
    if p["numeric"]:
        return _figures(p["numeric"])
    if p["fiscal"] or p["fiscal_word"]:
        return _fiscal(p, s)
    if p["decade"]:
        return _decade(p, s)
    if p["now_part"]:
        return _now_part(p, s)
    if p["day"]:
        return _day(p, s)
    if p["weekday"]:
        return _weekday(p, s)
    if p["week"]:
        return _week(p, s)
    if p["season"] and not p["month"]:
        return _season(p, s)
    return _month_or_year(p, s)


def _month_or_year(p: Point, s: Setting) -> When | None:
    at: Partial | None
    if p["month"]:
        at = _month(p, s)
    elif p["year"]:
        year = _year(p, s)
        at = (year,) if year else None
    else:
        month = s.anchor(2)
        at = month[:2] if month else None
    return _part(at, p["part"]) if at else None


def _part(at: Partial, part: str | None) -> When:
    """A part of a month or a year, roughly."""
    if part is None:
        return cal.point(at)
    where = part_at(part)
    if len(at) == 1 and where in ("end", "january"):
        at = (at[0], 12 if where == "end" else 1)
    return cal.point(at, about=True)


def _now_or_then(p: Point, s: Setting) -> When | None:
    if p["now"]:
        return cal.point(s.published) if s.published else None
    told = s.nearest()
    since = any(t.since for t in words().then if p["then"] in t.words)
    return When(told.first, None, told.about_first) if told and since else told


def _figures(text: str) -> When:
    mark = next(c for c in "/.-" if c in text)
    return cal.point(tuple(number(n) or 0 for n in text.split(mark)))


# ---- years ----


def _year(p: Point, s: Setting) -> int | None:
    """The year that the words give, or ``None`` where they give none."""
    w = words()
    if p["era"]:
        years = 1 if p["era_year"] in w.first_year else number(p["era_year"] or "")
        return w.eras[p["era"]] + years - 1 if years else None
    if p["y4"]:
        return number(p["y4"])
    if p["ny"] or p["y2"]:
        return _short_year(number(p["ny"] or p["y2"] or "") or 0, s)
    if p["year_word"]:
        found = next(y for y in w.years if p["year_word"] in y.words)
        return _shifted_year(found.basis, found.shift, s)
    return None


def _shifted_year(basis: str, shift: int, s: Setting) -> int | None:
    base = s.today if basis == "published" else s.anchor(1)
    return base[0] + shift if base else None


def _short_year(value: int, s: Setting, fiscal: bool = False) -> int | None:
    """A year of two digits: of the era where the article counts by eras, else the latest that has come or is near."""
    if value > 99:
        return value
    if s.published is None:
        anchor = s.anchor(1)
        return anchor[0] // 100 * 100 + value if anchor else None
    latest = s.published.year + 8
    year = latest // 100 * 100 + value
    year = year if year <= latest else year - 100
    era = _era_year(value, s.published)
    if era is not None and (s.eras or (fiscal and abs(era - s.published.year) < abs(year - s.published.year))):
        return era
    return year


def _era_year(value: int, published: date) -> int | None:
    """A year of the era at hand, if it is near the publication."""
    start = max((first for first in words().eras.values() if first <= published.year), default=None)
    year = start + value - 1 if start else None
    return year if year and abs(year - published.year) <= 15 else None


def _decade(p: Point, s: Setting) -> When | None:
    value = number(p["decade"] or "")
    year = _short_year(value, s) if value is not None else None
    if year is None:
        return None
    at = part_at(p["part"])
    if at:
        return cal.point((year + {"begin": 1, "middle": 5, "late": 7, "end": 9}.get(at, 0),), about=True)
    return When((year,), (year + 9,))


def _fiscal(p: Point, s: Setting) -> When | None:
    """A fiscal year, from its first month to its last."""
    w = words()
    word = next((f for f in w.fiscal_years if p["fiscal_word"] in f.words), None)
    year = _fiscal_shifted(word.basis, word.shift, s) if word else _fiscal_number(p, s)
    if year is None:
        return None
    last = cal.add_months(year, w.fiscal_start, 11)
    if word and word.month:
        return cal.point((year + (word.month < w.fiscal_start), word.month), word.approximate)
    if word and word.until:
        return When(None, last)
    return (
        cal.point(last, about=True) if p["fiscal_end"] or p["fiscal_word_end"] else When((year, w.fiscal_start), last)
    )


def _fiscal_number(p: Point, s: Setting) -> int | None:
    value = number(p["fiscal"] or "")
    if value is None:
        return None
    return words().eras[p["fiscal_era"]] + value - 1 if p["fiscal_era"] else _short_year(value, s, fiscal=True)


def _fiscal_shifted(basis: str, shift: int, s: Setting) -> int | None:
    base = s.today if basis == "published" else s.anchor(1)
    if base is None:
        return None
    return base[0] - (len(base) > 1 and base[1] < words().fiscal_start) + shift


def _season(p: Point, s: Setting) -> When | None:
    """A season is its year, roughly; its end is the month it ends in."""
    year = _year(p, s) if p["year"] else None
    if p["season_year"]:
        found = next(y for y in words().season_years if p["season_year"] in y.words)
        year = _shifted_year(found.basis, found.shift, s)
    elif not p["year"]:
        base = s.story(1) or s.today
        year = base[0] if base else None
    if year is None:
        return None
    if part_at(p["season_part"]) == "end":
        ends = next(x.ends for x in words().seasons if p["season"] in x.words)
        return cal.point((year + (ends < 3), ends), about=True)
    return cal.point((year,), about=True)


# ---- parts of the year, month and week at hand ----


def _now_part(p: Point, s: Setting) -> When | None:
    """年内, 月末, 週末; after a year's name they are parts of that year."""
    part = next(x for x in words().parts_of_now if p["now_part"] in x.words)
    if part.unit in ("week", "weekend"):
        return _week_at_hand(part.unit, s)
    if part.unit == "month":
        month = s.today or s.anchor(2)
        return cal.point(month[:2], part.approximate) if month else None
    year = _year(p, s) if p["year"] else _year_at_hand(part, s)
    if year is None:
        return None
    if p["month"]:
        groups = {k: v for k, v in p.groups.items() if k != "now_part"}
        return _by_finest_part(with_groups(replace(p, groups=groups), year=str(year), y4=str(year)), s)
    at: Partial = (year, part.month) if part.month else (year,)
    return When(None, at) if part.until else cal.point(at, part.approximate or part.month == 12)


def _year_at_hand(part: PartOfNow, s: Setting) -> int | None:
    if s.published is None:
        return None
    turns = part.coming and part.month == 1 and s.published.month > 6 and s.ahead
    return s.published.year + turns


def _week_at_hand(unit: str, s: Setting) -> When | None:
    if s.published is None:
        return None
    monday, sunday = cal.week_of(s.published)
    if unit == "week":
        return When(cal.partial(monday), cal.partial(sunday))
    back = timedelta(days=0 if s.ahead or s.published >= sunday - timedelta(days=1) else 7)
    return When(cal.partial(sunday - timedelta(days=1) - back), cal.partial(sunday - back))


# ---- months, weeks and days ----


def _month(p: Point, s: Setting) -> tuple[int, int] | None:
    if p["month_word"]:
        found = next(m for m in words().months if p["month_word"] in m.words)
        base = s.today if found.basis == "published" else s.anchor(2)
        return cal.add_months(base[0], base[1], found.shift) if base else None
    month = number(p["mo"] or "")
    if not month:
        return None
    day = number(p["da"] or "") if p["da"] else None
    year = _year(p, s) if p["year"] else year_of_month(month, day, s, bool(p["named_month"]))
    return (year, month) if year else None


def _day(p: Point, s: Setting) -> When | None:
    if p["day_word"]:
        return _named_day(p, s) if p["pd"] else _day_word(p, s)
    if p["holiday"]:
        return _holiday(p, s)
    month = _month(p, s) if p["month"] else None
    if p["last_day"]:
        told = month or s.anchor(2)
        return cal.point(cal.last_day(told[:2])) if told else None
    day, first = number(p["da"] or ""), number(p["d1"] or "")
    if day is None or (p["month"] and month is None):
        return None
    if month is None and p["named_day"]:
        s = replace(s, told=())
    month = month or _carried_month(p, s) or month_of_day(first or day, s)
    return _days(month, first or day, day) if month else None


def _days(month: tuple[int, int], first: int, last: int) -> When | None:
    """One day, or days side by side, which may go over the turn of the month."""
    end = cal.add_months(*month, int(first > last))
    when = When((*month, first), (*end, last))
    return when if cal.is_valid((*month, first)) and cal.is_valid((*end, last)) else None


def _carried_month(p: Point, s: Setting) -> tuple[int, int] | None:
    """The month of 翌25日 and 同20日: that of the time told."""
    anchor = s.anchor(2) if p["next_day"] or p["same"] else None
    day = number(p["da"] or "") or 0
    if anchor is None:
        return None
    turns = bool(p["next_day"]) and len(anchor) > 2 and day < anchor[2]
    return cal.add_months(anchor[0], anchor[1], int(turns))


def _day_word(p: Point, s: Setting) -> When | None:
    found = next(d for d in words().days if p["day_word"] in d.words)
    if found.basis == "published":
        base = s.today
    else:
        news = s.anchor(3, last=True, news=True) if p["day_word"] in words().this_day else None
        base = news or s.just_told() or s.anchor(3, last=found.shift >= 0)
    return cal.point(cal.add(base, found.shift, "day")) if base else None


def _named_day(p: Point, s: Setting) -> When | None:
    """A day word with its number (今日(22日)): that day, nearest to what the word means."""
    base, day = _day_word(p, s), number(p["pd"] or "")
    if base is None or base.first is None or not day:
        return None
    first = cal.first_day(base.first)
    months = [cal.add_months(first.year, first.month, shift) for shift in (0, -1, 1)]
    days = [date(*month, day) for month in months if cal.is_valid((*month, day))]
    return cal.point(min(days, key=lambda d: abs((d - first).days))) if days else None


def _holiday(p: Point, s: Setting) -> When | None:
    found = next(h for h in words().holidays if p["holiday"] in h.words)
    year = _year(p, s) if p["year"] else year_of_month(found.month, found.day, s)
    return cal.point((year, found.month, found.day)) if year else None


def _weekday(p: Point, s: Setting) -> When | None:
    """A weekday: of the week named, else the last one up to the publication (the next, where it is still to come)."""
    day = words().weekdays[p["weekday"] or ""]
    if p["same_weekday"]:
        base = s.anchor(3)
        return cal.point(base) if base else None
    if p["week"]:
        week = _week_bounds(p, s)
        return cal.point(week[0] + timedelta(days=day)) if week else None
    if s.published is None:
        return None
    back = (s.published.weekday() - day) % 7
    shift = (7 - back) % 7 if s.ahead and s.certain else -back
    return cal.point(s.published + timedelta(days=shift))


def _week(p: Point, s: Setting) -> When | None:
    week = _week_bounds(p, s)
    if week is None:
        return None
    first = week[1] - timedelta(days=1) if p["weekend"] else week[0]
    return When(cal.partial(first), cal.partial(week[1]))


def _week_bounds(p: Point, s: Setting) -> tuple[date, date] | None:
    found = next(w for w in words().weeks if p["week"] in w.words)
    base = s.today if found.basis == "published" else s.anchor(3)
    return cal.week_of(date(*base), found.shift) if base else None

"""What a date expression means: forms of the grammar to times, by publication date and by what the article told before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.extract.dates import calendar as cal
from kg.extract.dates.calendar import Partial, When
from kg.extract.dates.grammar import Expression, Length, Point
from kg.extract.dates.words import DateWords, words
from kg.extract.numerals import number


@dataclass(frozen=True, slots=True)
class Told:
    """A time told earlier in the article, and how many sentences ago; ``limit`` marks one counted ahead (60日以内)."""

    when: When
    sentences: int
    limit: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against.

    ``told`` holds earlier times, nearest first. ``ahead`` says whether the words tell of something to come, ``certain``
    whether that is known and not only guessed from cue words.
    """

    published: date | None
    told: tuple[Told, ...] = ()
    ahead: bool = False
    certain: bool = False
    eras: bool = False

    def after(self, when: When) -> Setting:
        """The setting once a time has been told in the same sentence."""
        return replace(self, told=(Told(when, 0), *self.told))

    def anchor(self, parts: int, last: bool = False) -> Partial | None:
        """The nearest time told at least as fine as year (1), month (2) or day (3)."""
        for told in self.told:
            if told.limit:
                continue
            ends = (told.when.last, told.when.first) if last else (told.when.first, told.when.last)
            found = next((e for e in ends if e is not None and len(e) >= parts), None)
            if found:
                return found
        return None


def resolve(expression: Expression, setting: Setting) -> When | None:
    """The time an expression means, or ``None`` where its words and the setting do not tell."""
    first = _time(expression.first, setting)
    if expression.last is not None:
        return _range(expression, first, setting)
    if first is None:
        return None
    return _related(expression, first, setting)


def _related(expression: Expression, when: When, setting: Setting) -> When:
    if expression.relation == "since":
        return When(when.first, None, when.about_first)
    if expression.relation == "until":
        return _until(expression.first, when)
    if expression.relation == "over" and setting.published and when.last:
        return When(cal.partial(setting.published)[: len(when.last)], when.last)
    if expression.relation == "goal":
        return replace(when, about_first=True, about_last=True)
    return when


def _until(time: Point | Length, when: When) -> When:
    """By then: the end of a month or year is the whole of it (9月末まで = ../2025-09)."""
    about = when.about_last
    if isinstance(time, Point) and not time["season"] and (time["now_part"] or _part_at(time["part"]) == "end"):
        about = False
    return When(None, when.last, about_last=about)


def _range(expression: Expression, first: When | None, setting: Setting) -> When | None:
    last = expression.last
    if first is None or first.first is None or last is None:
        return None
    if isinstance(last, Length):
        return _lasting(first, last)
    assert isinstance(last, Point)
    inherited = _within(_inherit(last, expression.first), first)
    second = _time(inherited, setting.after(first)) if inherited else None
    if second is None or second.last is None:
        return None
    if cal.last_day(second.last) < cal.first_day(first.first):
        second = _turn(second, first)
    if second.last == first.first:
        return replace(first, about_first=first.about_first or second.about_last)
    return When(first.first, second.last, first.about_first, second.about_last)


def _within(last: Point | None, first: When) -> Point | None:
    """The second day or month of a range, in the month or year of the first."""
    start = first.first
    if (
        last is None
        or start is None
        or any(last[g] for g in ("year", "numeric", "day_word", "month_word", "weekday", "fiscal"))
    ):
        return last
    groups = {"year": str(start[0]), "y4": f"{start[0]:04d}"}
    if last["mo"]:
        return replace(last, groups=last.groups | groups)
    if last["da"] and len(start) > 1 and not last["next_day"]:
        return replace(last, groups=last.groups | groups | {"month": str(start[1]), "mo": str(start[1])})
    return last


def _inherit(last: Point, first: Point | Length) -> Point | None:
    """The second time of a range, with what only the first says (10月上旬から【中旬】)."""
    groups = last.groups
    if isinstance(first, Point) and not any(g in groups for g in _PLACED):
        kept = {k: v for k, v in first.groups.items() if k in _CARRIED}
        if not kept and "season" not in groups:
            return None
        if "season" in groups:
            kept = {k: v for k, v in kept.items() if k not in ("month", "mo", "month_word", "day", "da")}
        return replace(last, groups=kept | groups)
    if isinstance(first, Point) and first["era"] and last["y2"]:
        return replace(last, groups=last.groups | {"era": first["era"], "era_year": last["y2"]})
    return last


_PLACED = ("numeric", "fiscal", "fiscal_word", "decade", "year", "now_part", "month", "week", "day", "weekday", "now")
_CARRIED = (
    "year", "era", "era_year", "y4", "y2", "ny", "next_year", "year_word", "month", "mo", "month_word", "day", "da", "day_word",
)  # fmt: skip


def _turn(second: When, first: When) -> When:
    """A range that would run backwards goes over the turn of the month or year."""
    last, start = second.last, first.first
    if last is None or start is None:
        return second
    if len(last) == 3 and len(start) == 3 and last[:2] == start[:2]:
        moved = (*cal.add_months(last[0], last[1], 1), last[2])
    else:
        moved = (start[0] + 1, *last[1:]) if len(last) > 1 and start[0] >= last[0] else last
    if not cal.is_valid(moved) or cal.last_day(moved) < cal.first_day(start):
        return second
    return replace(second, first=moved, last=moved)


def _lasting(first: When, length: Length) -> When | None:
    """From a time for so long: 10月26日から4日間 ends on the 29th."""
    start = first.first
    amount = _amount(length)
    if start is None or amount is None:
        return None
    high, unit = amount[1], amount[2]
    if length["in_time"]:
        return When(start, cal.add_whole(start, high, unit), first.about_first)
    if unit == "hour":
        high, unit = -(-high // 24), "day"
    elif (unit in ("day", "week") and "span" in length.groups) or length["unit"] in ("日間", "週間"):
        high, unit = (high * 7 if unit == "week" else high) - 1, "day"
    end = cal.add_whole(start, high, unit)
    if not cal.is_valid(end):
        return None
    return When(start, end, first.about_first, first.about_first)


def _time(time: Point | Length, setting: Setting) -> When | None:
    when = _point(time, setting) if isinstance(time, Point) else _length(time, setting)
    if when is None or not all(cal.is_valid(end) for end in (when.first, when.last) if end is not None):
        return None
    return when


# ---- points -----------------------------------------------------------------------------------------------------------


def _point(p: Point, s: Setting) -> When | None:
    when = _coarse_to_fine(p, s)
    if when is not None and p["about"] and not p["time"]:
        return replace(when, about_first=True, about_last=True)
    return when


def _coarse_to_fine(p: Point, s: Setting) -> When | None:
    """The time of a point by its finest part that names one."""
    if p["then"]:
        return _then_word(p["then"], s)
    if p["now"]:
        return cal.point(s.published) if s.published else None
    if p["numeric"]:
        return _numeric(p["numeric"])
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
    if p["month"]:
        month = _month(p, s)
        return _part(month, p["part"]) if month else None
    if p["season"]:
        return _season(p, s)
    if p["year"]:
        year = _year(p, s)
        return _part((year,), p["part"]) if year else None
    if p["part"]:
        month = s.anchor(2)
        return _part(month[:2], p["part"]) if month else None
    return None


def _then_word(word: str, s: Setting) -> When | None:
    found = next(t for t in words().then if word in t.words)
    told = next((t.when for t in s.told if not t.limit and t.when.first is not None), None)
    if told is None:
        return None
    return When(told.first, None, told.about_first) if found.since else told


def _numeric(text: str) -> When | None:
    for mark in "/.-":
        if mark in text:
            return cal.point(tuple(number(n) or 0 for n in text.split(mark)))
    return None


def _year(p: Point, s: Setting) -> int | None:
    """The year that the words give, or ``None`` where they give none."""
    w = words()
    if p["era"]:
        years = 1 if p["era_year"] in w.first_year else number(p["era_year"] or "")
        return w.eras[p["era"]] + years - 1 if years else None
    if p["y4"]:
        return number(p["y4"])
    if p["ny"]:
        return _short_year(number(p["ny"]) or 0, s)
    if p["y2"]:
        return _short_year(number(p["y2"]) or 0, s)
    if p["year_word"]:
        found = next(y for y in w.years if p["year_word"] in y.words)
        base = _base_year(found.basis, s)
        return base + found.shift if base is not None else None
    return None


def _base_year(basis: str, s: Setting) -> int | None:
    if basis == "published":
        return s.published.year if s.published else None
    anchor = s.anchor(1)
    return anchor[0] if anchor else None


def _short_year(value: int, s: Setting, fiscal: bool = False) -> int | None:
    """A year of two digits: of the century told just before, else the one that fits the publication, else the era's."""
    if value > 99:
        return value
    anchor = s.anchor(1)
    if s.published is None:
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


def _fiscal(p: Point, s: Setting) -> When | None:
    w = words()
    start = w.fiscal_start
    if p["fiscal_word"]:
        found = next(f for f in w.fiscal_years if p["fiscal_word"] in f.words)
        year = _fiscal_base(found.basis, s)
        if year is None:
            return None
        year += found.shift
        if found.month:
            return cal.point((year + (found.month < start), found.month), found.approximate)
        if found.until:
            return When(None, cal.add_months(year, start, 11))
    else:
        value = number(p["fiscal"] or "")
        era = p["fiscal_era"]
        if value is None:
            return None
        year_ = w.eras[era] + value - 1 if era else _short_year(value, s, fiscal=True)
        if year_ is None:
            return None
        year = year_
    last = cal.add_months(year, start, 11)
    if p["fiscal_end"] or p["fiscal_word_end"]:
        return cal.point(last, about=True)
    return When((year, start), last)


def _fiscal_base(basis: str, s: Setting) -> int | None:
    start = words().fiscal_start
    if basis == "published":
        return s.published.year - (s.published.month < start) if s.published else None
    anchor = s.anchor(1)
    if anchor is None:
        return None
    return anchor[0] - (len(anchor) > 1 and anchor[1] < start)


def _decade(p: Point, s: Setting) -> When | None:
    value = number(p["decade"] or "")
    if value is None:
        return None
    year = value if value > 99 else _short_year(value, s)
    if year is None:
        return None
    at = _part_at(p["part"]) if p["part"] else None
    if at:
        return cal.point((year + {"begin": 1, "middle": 5, "late": 7, "end": 9, "january": 0}[at],), about=True)
    return When((year,), (year + 9,))


def _now_part(p: Point, s: Setting) -> When | None:
    """Parts of the year, month or week at hand: 年内, 月末, 週末; after a year's name they are parts of that."""
    part = next(x for x in words().parts_of_now if p["now_part"] in x.words)
    if part.unit == "week" or part.unit == "weekend":
        return _week_part(part.unit, part.until, s)
    if part.unit == "month":
        anchor = cal.partial(s.published) if s.published else s.anchor(2)
        return cal.point(anchor[:2], part.approximate) if anchor else None
    year = _year(p, s) if p["year"] else None
    if year is None:
        base = s.published.year if s.published else None
        year = base
        if base and part.coming and s.published and part.month == 1 and s.published.month > 6 and s.ahead:
            year = base + 1
    if year is None:
        return None
    if p["month"]:
        return _coarse_to_fine(
            replace(
                p, groups={k: v for k, v in p.groups.items() if k != "now_part"} | {"y4": str(year), "year": str(year)}
            ),
            s,
        )
    if part.until:
        return When(None, (year, part.month) if part.month else (year,))
    at: Partial = (year, part.month) if part.month else (year,)
    return cal.point(at, part.approximate or (part.month == 12))


def _week_part(unit: str, until: bool, s: Setting) -> When | None:
    if s.published is None:
        return None
    monday, sunday = cal.week_of(s.published)
    if unit == "week":
        return When(cal.partial(monday), cal.partial(sunday))
    saturday = monday + timedelta(days=5)
    if not s.ahead and s.published < saturday:
        saturday -= timedelta(days=7)
    return When(cal.partial(saturday), cal.partial(saturday + timedelta(days=1)))


def _month(p: Point, s: Setting) -> tuple[int, int] | None:
    if p["month_word"]:
        found = next(m for m in words().months if p["month_word"] in m.words)
        base = cal.partial(s.published) if found.basis == "published" and s.published else None
        if found.basis == "context":
            base = s.anchor(2)
        return cal.add_months(base[0], base[1], found.shift) if base else None
    value = number(p["mo"] or "")
    if value is None or not 1 <= value <= 12:
        return None
    if p["year"]:
        year = _year(p, s)
        return (year, value) if year else None
    day = number(p["da"]) if p["da"] else None
    year = _year_of_month(value, day, s)
    return (year, value) if year else None


def _year_of_month(month: int, day: int | None, s: Setting) -> int | None:
    """The year of a month told without one: that of the story it stands in, else the one nearest to the publication."""
    near = _nearest_year(month, day, s) if s.published else None
    story = _story(s, 1)
    same_sentence = bool(s.told) and s.told[0].sentences == 0 and len(story or ()) > 1
    if near is not None and s.published is not None and not same_sentence:
        if (s.ahead and s.certain) or _is_close(near, month, day, s.published):
            return near
    if story is None:
        return near
    if len(story) == 1:
        return story[0]
    back, on = (story[1] - month) % 12, (month - story[1]) % 12
    return _shifted_year(story, on if on <= 2 * back else -back)


def _nearest_year(month: int, day: int | None, s: Setting) -> int:
    """The year that brings a month nearest to the publication; what lies on the unlikely side counts three times."""
    assert s.published is not None
    here = s.published.month * 31 + (s.published.day if day else 0)

    def distance(year: int) -> int:
        days = (year - s.published.year) * 372 + month * 31 + (day or 0) - here  # type: ignore[union-attr]
        return abs(days) * (UNLIKELY if (days < 0) == s.ahead and days else 1)

    return min((s.published.year + shift for shift in (0, -1, 1)), key=distance)


UNLIKELY = 3


def _is_close(year: int, month: int, day: int | None, published: date) -> bool:
    days = (published.year - year) * 372 + (published.month - month) * 31 + published.day - (day or 0)
    return day is not None and -7 <= days <= 31


def _shifted_year(month: Partial, months: int) -> int:
    return cal.add_months(month[0], month[1], months)[0]


def _story(s: Setting, parts: int) -> Partial | None:
    """The time of the story an expression stands in, where that is not the news of the day."""
    for told in s.told:
        at = told.when.first if told.when.first is not None else told.when.last
        if at is None or len(at) < parts or told.limit:
            continue
        if s.published is None:
            return at
        within = STORY_SENTENCES[len(at)]
        return at if told.sentences <= within and told.when.last and _is_past(at, s.published) else None
    return None


STORY_SENTENCES = {1: 1, 2: 2, 3: 2}
"""How many sentences a year (1), month (2) or day (3) told carries on to expressions without one (measured on training texts)."""


def _is_past(at: Partial, published: date) -> bool:
    return (published - cal.last_day(at)).days > (31 if len(at) > 1 else 0)


def _day(p: Point, s: Setting) -> When | None:
    if p["day_word"] and not p["pd"]:
        return _day_word(p, s)
    if p["holiday"]:
        return _holiday(p, s)
    month = _month(p, s) if p["month"] else None
    if p["month"] and month is None:
        return None
    if p["last_day"]:
        month = month or s.anchor(2)  # type: ignore[assignment]
        return cal.point(cal.last_day(month[:2])) if month else None
    day = number(p["pd"] if p["pd"] and not p["da"] else p["da"] or "")
    if day is None or day > 31:
        return None
    if p["day_word"]:
        return _named_day(day, p, s)
    first = number(p["d1"]) if p["d1"] else None
    if month is None:
        month = _month_of_day(first or day, p, s)
    if month is None:
        return None
    return _days(month, first, day)


def _named_day(day: int, p: Point, s: Setting) -> When | None:
    """A day word with its number (今日(22日)): that day, nearest to what the word means."""
    base = _day_word(p, s)
    if base is None or base.first is None:
        return None
    months = [cal.add_months(base.first[0], base.first[1], shift) for shift in (0, -1, 1)]
    days = [(*month, day) for month in months if cal.is_valid((*month, day))]
    first = cal.first_day(base.first)
    return cal.point(min(days, key=lambda d: abs((cal.first_day(d) - first).days)))


def _days(month: tuple[int, int], first: int | None, day: int) -> When | None:
    start = (*month, first or day)
    end = (*month, day)
    if first and first > day:
        end = (*cal.add_months(*month, 1), day)
    return When(start, end) if cal.is_valid(start) and cal.is_valid(end) else None


def _month_of_day(day: int, p: Point, s: Setting) -> tuple[int, int] | None:
    if p["next_day"] or p["same"]:
        anchor = s.anchor(2)
        if anchor:
            turn = bool(p["next_day"]) and len(anchor) > 2 and day < anchor[2]
            return cal.add_months(anchor[0], anchor[1], int(turn))
    story = _story(s, 2)
    if story is not None and ((s.ahead and s.certain) or (len(story) == 2 and s.told[0].sentences)):
        story = None
    if story is not None:
        turn = len(story) > 2 and day < story[2] and story[2] - day > 15
        return cal.add_months(story[0], story[1], int(turn))
    return _nearest_month(day, s) if s.published else None


def _nearest_month(day: int, s: Setting) -> tuple[int, int] | None:
    """The month that brings a day nearest to the publication, before it; after it where the words look ahead."""
    assert s.published is not None
    weight = (1, BARELY) if not s.ahead else (UNLIKELY, 1) if s.certain else (1, 1)

    def distance(month: tuple[int, int]) -> int:
        days = (date(*month, day) - s.published).days  # type: ignore[operator]
        return abs(days) * weight[days > 0]

    months = [cal.add_months(s.published.year, s.published.month, shift) for shift in (0, -1, 1, -2)]
    return min((m for m in months if cal.is_valid((*m, day))), key=distance, default=None)


BARELY = 10


def _day_word(p: Point, s: Setting) -> When | None:
    found = next(d for d in words().days if p["day_word"] in d.words)
    if found.basis == "published":
        base = cal.partial(s.published) if s.published else None
    else:
        base = s.anchor(3, last=found.shift >= 0)
    return cal.point(cal.add(base, found.shift, "day")) if base else None


def _holiday(p: Point, s: Setting) -> When | None:
    found = next(h for h in words().holidays if p["holiday"] in h.words)
    year = _year(p, s) if p["year"] else _year_of_month(found.month, found.day, s)
    return cal.point((year, found.month, found.day)) if year else None


def _weekday(p: Point, s: Setting) -> When | None:
    """A weekday: of the week named, else the last one up to the publication (the next, where the words look ahead)."""
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
    if s.ahead and s.certain:
        return cal.point(s.published + timedelta(days=(7 - back) % 7))
    return cal.point(s.published - timedelta(days=back))


def _week(p: Point, s: Setting) -> When | None:
    week = _week_bounds(p, s)
    if week is None:
        return None
    if p["weekend"]:
        return When(cal.partial(week[1] - timedelta(days=1)), cal.partial(week[1]))
    return When(cal.partial(week[0]), cal.partial(week[1]))


def _week_bounds(p: Point, s: Setting) -> tuple[date, date] | None:
    found = next(w for w in words().weeks if p["week"] in w.words)
    base = s.published
    if found.basis == "context":
        anchor = s.anchor(3)
        base = date(*anchor) if anchor else None
    return cal.week_of(base, found.shift) if base else None


def _season(p: Point, s: Setting) -> When | None:
    """A season is its year, roughly."""
    year = _year(p, s) if p["year"] else None
    if p["season_year"]:
        found = next(y for y in words().season_years if p["season_year"] in y.words)
        base = _base_year(found.basis, s)
        year = base + found.shift if base is not None else None
    elif not p["year"]:
        story = _story(s, 1)
        year = story[0] if story else (s.published.year if s.published else None)
    if year and _part_at(p["part"]) == "end":
        ends = next(x.ends for x in words().seasons if p["season"] in x.words)
        return cal.point((year + (ends < 3), ends), about=True)
    return cal.point((year,), about=True) if year else None


def _part(at: Partial, part: str | None) -> When:
    """A part of a month or a year, roughly."""
    if part is None:
        return cal.point(at)
    where = _part_at(part)
    if len(at) == 1 and where in ("end", "january"):
        at = (at[0], 12 if where == "end" else 1)
    return cal.point(at, about=True)


def _part_at(part: str | None) -> str | None:
    return next((x.at for x in words().parts if part in x.words), None)


# ---- lengths ----------------------------------------------------------------------------------------------------------


def _amount(length: Length) -> tuple[int, int, str] | None:
    """Lowest and highest number and the unit; half years count as months."""
    w = words()
    if length["whole"]:
        whole = next(x for x in w.lengths if length["whole"] in x.words)
        return whole.number, whole.number, whole.unit
    unit = _unit(w, length["unit"])
    low = number(length["n1"] or "")
    if unit is None or low is None:
        return None
    high = number(length["n2"]) if length["n2"] else low
    if high is None:
        return None
    if unit == "year" and (length["half"] or length["n3"]):
        more = 6 if length["half"] else number(length["n3"] or "") or 0
        return low * 12 + more, high * 12 + more, "month"
    return low, high, unit


def _unit(w: DateWords, word: str | None) -> str | None:
    return next((u.unit for u in w.units if word in u.words), None)


def _length(length: Length, s: Setting) -> When | None:
    amount = _amount(length)
    if amount is None:
        return _several(length, s)
    if length["ago"] or length["later"]:
        return _hung(length, amount, s)
    if length["coming"]:
        return _from_now(amount, s)
    if length["in_time"]:
        return _in_time(length, amount, s)
    return _up_to_now(amount, s)


def _several(length: Length, s: Setting) -> When | None:
    """Some days or hours from a time: no day is known, but the month is; some hours are the same day."""
    unit = _unit(words(), length["unit"])
    base = _base_of_length(s, bool(length["ago"]) and not length["reckoned"])
    if base is None or not (length["ago"] or length["later"] or length["in_time"]):
        return None
    if unit == "hour":
        return cal.point(base) if len(base) == 3 else None
    if unit in ("day", "week"):
        return cal.point(base[:2], about=not length["in_time"])
    return cal.point(base[:1], about=True)


def _base_of_length(s: Setting, from_publication: bool) -> Partial | None:
    published = cal.partial(s.published) if s.published else None
    anchor = s.anchor(3, last=True) or s.anchor(1, last=True)
    return (published or anchor) if from_publication else (anchor or published)


def _hung(length: Length, amount: tuple[int, int, str], s: Setting) -> When | None:
    low, high, unit = amount
    ago = bool(length["ago"])
    told = bool(length["reckoned"]) or not ago
    base = _base_of_length(s, not told)
    if base is None or (told and not s.told and not s.published):
        return None
    shift = -high if ago else high
    at = cal.add(base, shift, unit)
    about = unit in ("year", "month", "week") and base == (cal.partial(s.published) if s.published else None)
    if length.then is not None and length.then.groups:
        fine = _then(length.then, at, s)
        if fine:
            return fine
    return cal.point(at, about)


def _then(then: Point, at: Partial, s: Setting) -> When | None:
    """A month, day or part within the year or month counted to (4年前【の7月】)."""
    groups = dict(then.groups)
    if groups.keys() <= {"time", "about"}:
        return cal.point(at)
    groups |= {"year": str(at[0]), "y4": str(at[0])}
    if len(at) > 1 and "month" not in groups and "season" not in groups:
        groups |= {"month": str(at[1]), "mo": str(at[1])}
    return _coarse_to_fine(replace(then, groups=groups), s)


def _in_time(length: Length, amount: tuple[int, int, str], s: Setting) -> When | None:
    parts = 3 if amount[2] in ("day", "week", "hour") else 1
    told = next(
        (t for t in s.told if not t.limit and max(len(t.when.first or ()), len(t.when.last or ())) >= parts), None
    )
    near = told is not None and (told.sentences < 2 or bool(length["reckoned"]))
    base = ((told.when.last or told.when.first) if told and near else None) or _base_of_length(s, True)
    if base is None:
        return None
    _, high, unit = amount
    if unit == "hour":
        high, unit = -(-high // 24), "day"
    return When(None, cal.add_whole(base, high, unit))


def _from_now(amount: tuple[int, int, str], s: Setting) -> When | None:
    if s.published is None:
        return None
    base = cal.partial(s.published)
    end = cal.add(base, amount[1], amount[2])
    return When(base[: len(end)], end)


def _up_to_now(amount: tuple[int, int, str], s: Setting) -> When | None:
    """For so long until today (過去20年間, 20年以上)."""
    if s.published is None:
        return None
    last = cal.partial(s.published)
    first = cal.add(last, -amount[1], amount[2])
    return When(first, last, about_first=True)


def mentions_era(texts: Iterable[str]) -> bool:
    """Whether a text counts years by era."""
    eras: Sequence[str] = tuple(words().eras)
    return any(era in text for text in texts for era in eras)

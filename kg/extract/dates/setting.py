"""What a date expression is read against: the publication date and the times the article has told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kg.extract.dates import calendar as cal
from kg.extract.dates.calendar import Partial, When

STORY_SENTENCES = {1: 1, 2: 2, 3: 2}
"""How many sentences a year (1), month (2) or day (3) told carries on to expressions without one.

Measured on the training texts: one sentence more or less costs half a point.
"""

UNLIKELY = 3
"""How much farther off a month may lie on the likely side of the publication (before it, or after it for a plan)."""

BARELY = 10
"""The same where the caller knows the side, and for days told as past: only the day after the publication, of another time
zone, beats that of last month."""

CLOSE_DAYS = 31
"""A day of a named month so near to the publication is the news of the day, whatever story the sentence before told."""

YESTERDAYS = 2
"""A day so near before the publication is the news, though the sentence before told a story (measured on real news)."""

NEWS_DAYS = 31
"""How old a time may be and still belong to the news of the day."""


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
    whether that is known and not only guessed from cue words. ``eras`` says whether the article counts years by era.
    """

    published: date | None
    told: tuple[Told, ...] = ()
    ahead: bool = False
    certain: bool = False
    eras: bool = False

    @property
    def today(self) -> Partial | None:
        """The publication date as a partial date."""
        return cal.partial(self.published) if self.published else None

    def after(self, when: When) -> Setting:
        """The setting once a time has been told in the same sentence."""
        return replace(self, told=(Told(when, 0), *self.told))

    def anchor(self, parts: int, last: bool = False, news: bool = False) -> Partial | None:
        """The nearest time told at least as fine as year (1), month (2) or day (3); ``news``: no story's."""
        for told in self.told:
            ends = (told.when.last, told.when.first) if last else (told.when.first, told.when.last)
            found = next((e for e in ends if e is not None and len(e) >= parts), None)
            if found and not told.limit and not (news and self.is_past(found)):
                return found
        return None

    def just_told(self) -> Partial | None:
        """The month told in the same sentence, where no day was: その日 is then a day of that month."""
        told = next((t for t in self.told if not t.limit), None)
        end = told.when.last if told and told.sentences == 0 else None
        return end if end is not None and len(end) == 2 else None

    def nearest(self) -> When | None:
        """The time told last, unless it was only a limit."""
        return next((t.when for t in self.told if not t.limit and t.when.first is not None), None)

    def is_past(self, at: Partial) -> bool:
        """Whether a time lies before the news of the day."""
        return self.published is None or (self.published - cal.last_day(at)).days > (NEWS_DAYS if len(at) > 1 else 0)

    def story(self, parts: int) -> Partial | None:
        """The time of the story an expression stands in, where that is not the news of the day."""
        for told in self.told:
            at = told.when.first if told.when.first is not None else told.when.last
            if at is None or len(at) < parts or told.limit:
                continue
            goes_on = told.sentences <= STORY_SENTENCES[len(at)] and told.when.last is not None
            return at if self.published is None or (goes_on and self.is_past(at)) else None
        return None


def year_of_month(month: int, day: int | None, s: Setting, near_only: bool = False) -> int | None:
    """The year of a month told without one: that of the story it stands in, else the one nearest to the publication."""
    story = None if near_only else s.story(1)
    near = _nearest_year(month, day, s.published, s) if s.published else None
    if story is None or near is None or s.published is None:
        return near if story is None else _year_in_story(month, story)
    told_here = len(story) > 1 and s.told[0].sentences == 0
    if not told_here and ((s.ahead and s.certain) or _is_close(near, month, day, s.published)):
        return near
    return _year_in_story(month, story)


def _year_in_story(month: int, story: Partial) -> int:
    if len(story) == 1:
        return story[0]
    back, on = (story[1] - month) % 12, (month - story[1]) % 12
    return cal.add_months(story[0], story[1], on if on <= 2 * back else -back)[0]


def _nearest_year(month: int, day: int | None, published: date, s: Setting) -> int:
    here = published.month * 31 + (published.day if day else 0)
    unlikely = BARELY if s.certain and not s.ahead else UNLIKELY

    def distance(year: int) -> int:
        days = (year - published.year) * 372 + month * 31 + (day or 0) - here
        return abs(days) * (unlikely if days and (days < 0) == s.ahead else 1)

    return min((published.year, published.year - 1, published.year + 1), key=distance)


def _is_close(year: int, month: int, day: int | None, published: date) -> bool:
    """Whether a day lies so near to the publication that no story before it matters."""
    if day is None or not cal.is_valid((year, month, day)):
        return False
    return -7 <= (published - date(year, month, day)).days <= CLOSE_DAYS


def month_of_day(day: int, s: Setting) -> tuple[int, int] | None:
    """The month of a day told without one: that of the story it stands in, else the one nearest to the publication."""
    story = s.story(2)
    near = _nearest_month(day, s.published, s) if s.published else None
    if story is None or (near is not None and _is_news((*near, day), story, s)):
        return near
    turn = len(story) > 2 and story[2] - day > 15
    return cal.add_months(story[0], story[1], int(turn))


def _is_news(day: Partial, story: Partial, s: Setting) -> bool:
    """Whether a day is the news of the day and not of the story before it: to come, or of yesterday, or after a month."""
    if s.published is None or (s.ahead and s.certain):
        return True
    if s.told[0].sentences == 0:
        return False
    return len(story) == 2 or 0 <= (s.published - date(*day)).days <= YESTERDAYS


def _nearest_month(day: int, published: date, s: Setting) -> tuple[int, int] | None:
    before, after = (1, BARELY) if not s.ahead else (UNLIKELY, 1) if s.certain else (1, 1)

    def distance(month: tuple[int, int]) -> int:
        days = (date(*month, day) - published).days
        return days * after if days > 0 else -days * before

    months = [cal.add_months(published.year, published.month, shift) for shift in (0, -1, 1, -2)]
    return min((m for m in months if cal.is_valid((*m, day))), key=distance, default=None)

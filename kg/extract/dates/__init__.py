"""Date expressions: finding them in the text and resolving them to EDTF level 1.

Rules, not a model: a model may say which words date an event, these rules say what day the words mean. Nothing is
filled in with the publication date: 「19日」 in an article of unknown date stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from kg.extract.dates import calendar as cal
from kg.extract.dates.calendar import When
from kg.extract.dates.grammar import Expression, expressions
from kg.extract.dates.patterns import any_of
from kg.extract.dates.resolve import resolve
from kg.extract.dates.setting import Setting, Told
from kg.extract.dates.words import words
from kg.records import DateSpan, Skip, Span

__all__ = ["find_dates", "resolve_date", "resolve_dates"]

_SENTENCE_END = re.compile(r"[。！？!?]|\n")
_WIDEN = 40
"""How far around a given span its whole expression is looked for, inside its clause."""


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Every date expression of a stretch, each as long as it goes, with its から or まで.

    >>> [d.text for d in find_dates("2003年から2011年まで駐留した米軍は、今週木曜日に撤収を始め、9月までに去る。")]
    ['2003年から2011年まで', '今週木曜日', '9月までに']
    """
    for found in expressions(text, start, len(text) if end is None else end):
        yield Span(found.start, found.end, text[found.start : found.end])


def resolve_date(
    span: Span,
    text: str,
    published: date | None,
    before: Sequence[DateSpan] = (),
    *,
    ahead: bool | None = None,
    event: Span | None = None,
) -> DateSpan:
    """What a date expression means, by the publication date and the dates told before it.

    ``span`` may be a little shorter or longer than the expression (as a model finds it): the expression around it is
    what counts. ``before`` holds the article's earlier dates, nearest last. ``ahead`` says whether the event is still
    to come, where the caller knows; otherwise the words of the sentence decide. ``event`` is the event's word, where the
    caller knows it: an event told between a date and its 以来 happened on that date, another goes on since.

    >>> resolve_date(Span(0, 3, "19日"), "19日、米軍が撤退した。", date(2026, 1, 21)).edtf
    '2026-01-19'
    >>> resolve_date(Span(0, 3, "19日"), "19日、米軍が撤退した。", None).edtf is None
    True
    """
    told = _told(span, text, before)
    guess = bool(ahead) or _is_ahead(text, span)
    certain = ahead is not None and guess == ahead  # what goes on may do so until a day to come (20日までの予定)
    setting = Setting(published, told, guess, certain, any(era in text for era in words().eras))
    inside = [_meant(e, span, event) for e in _expressions_in(text, span)]
    when = _resolve_all(inside, span, setting)
    return DateSpan(cal.edtf(when) if when else None, span)


def resolve_dates(text: str, published: date | None, skips: Sequence[Skip] = ()) -> tuple[DateSpan, ...]:
    """Every date of an article in order, month and year carried on; what lies in a skip is left out.

    >>> [d.edtf for d in resolve_dates("昨年12月5日に署名し、18日に発効した。", date(2024, 2, 5))]
    ['2023-12-05', '2023-12-18']
    """
    found: list[DateSpan] = []
    for span in find_dates(text):
        if not any(s.start < span.end and span.start < s.end for s in skips):
            found.append(resolve_date(span, text, published, found))
    return tuple(found)


def _resolve_all(inside: Sequence[Expression], span: Span, setting: Setting) -> When | None:
    """The expressions of one span as one time: since the first, until the last, or the first alone."""
    if not inside:
        return _same_time(span, setting)
    times = [(e, when) for e in inside if (when := resolve(e, setting)) is not None]
    if not times:
        return None
    (first, when), (last, end) = times[0], times[-1]
    if first.relation == "since" and end.first is None and end.last is not None:
        return When(when.first, end.last, when.about_first, end.about_last)
    if span.end > last.end and when.is_point and len(times) == 1:
        return _beside(span, when)
    return when


def _meant(found: Expression, span: Span, event: Span | None) -> Expression:
    """The expression as the span and the event mean it."""
    if found.gap is not None and event is not None and found.gap <= event.start < found.end:
        return replace(found, relation=None)
    return found.at(span.start, span.end)


def _beside(span: Span, when: When) -> When:
    """A span that goes on to 後 or 前 behind its date: 5月25日の核実験【後】."""
    if span.text.endswith(words().after):
        return When(when.first, None, when.about_first)
    if span.text.endswith(words().before):
        return When(None, when.last, about_last=when.about_last)
    return when


def _same_time(span: Span, setting: Setting) -> When | None:
    """A time of day, or a word for the time just told, given as a date: the day or time told before."""
    w = words()
    if any(word in span.text for word in w.same_time):
        told = setting.nearest()
        if told and any(word in span.text for word in (*w.since, *w.after)) and told.is_point:
            return When(told.first, None, told.about_first)
        return told
    day = setting.anchor(3)
    timed = any(word in span.text for word in (*w.times, w.clock_units[0]))
    return cal.point(day) if day and timed else None


def _told(span: Span, text: str, before: Sequence[DateSpan]) -> tuple[Told, ...]:
    """The dates told before a span, nearest first; 現在 and the like tell nothing."""
    told = []
    for earlier in reversed(before):
        if earlier.edtf is None or earlier.span is None or earlier.span.start >= span.start:
            continue
        when = cal.parse(earlier.edtf)
        if when is not None and earlier.span.text not in words().now:
            sentences = len(_SENTENCE_END.findall(text, earlier.span.end, span.start))
            told.append(Told(when, sentences, bool(_limit().search(earlier.span.text))))
    return tuple(told)


def _expressions_in(text: str, span: Span) -> list[Expression]:
    """The expressions that the span overlaps, found in the clause around it."""
    start = max(0, span.start - _WIDEN)
    for mark in "。\n、":
        start = max(start, text.rfind(mark, start, span.start) + 1)
    around = expressions(text, start, min(len(text), span.end + _WIDEN))
    return [e for e in around if e.start < span.end and span.start < e.end]


@lru_cache(maxsize=1)
def _limit() -> re.Pattern[str]:
    return re.compile(any_of(words().in_time))


@lru_cache(maxsize=1)
def _planned() -> re.Pattern[str]:
    return re.compile(any_of(words().planned))


def _is_ahead(text: str, span: Span) -> bool:
    """Whether the words up to the next date or the end of the sentence tell of something still to come."""
    stop = _SENTENCE_END.search(text, span.end)
    end = stop.start() if stop else len(text)
    following = next(expressions(text, span.end, end), None)
    return bool(_planned().search(text, span.end, following.start if following else end))

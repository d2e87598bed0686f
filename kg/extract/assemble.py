"""What the model reads at a trigger becomes a claim: roles the type allows, spans cleaned, dates and counts by rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.extract.counts import parse_count
from kg.extract.dates import resolve_date, resolve_dates
from kg.extract.grammar import allowed_role
from kg.extract.model import Reading, SlotReading
from kg.records import Argument, Article, Claim, Count, DateSpan, Source, Span
from kg.rules import read_rules

AHEAD = {"planned": True, "possible": True, "actual": False}
"""Whether an event of this factuality is still to come, so that 「20日」 is the next such day; unknown for what is denied."""


@dataclass(frozen=True)
class SpanRules:
    """What never belongs to a span: characters around it, and endings that a name does not have."""

    strip: str
    openers: str
    closers: str
    tails: tuple[str, ...]


@cache
def span_rules() -> SpanRules:
    """The rules of ``data/rules/spans.yaml``."""
    return read_rules(resources.data("rules", "spans.yaml"), SpanRules)


def clean_span(text: str, start: int, end: int) -> Span | None:
    """The stretch without the brackets, particles and spaces around it; None where nothing is left.

    >>> clean_span("「米軍は", 0, 4)
    Span(start=1, end=3, text='米軍')
    """
    rules = span_rules()
    changed = True
    while changed and start < end:
        changed = False
        piece = text[start:end]
        if piece[0] in rules.strip or (piece[0] in rules.openers and not _closed(piece)):
            start, changed = start + 1, True
        elif piece[-1] in rules.strip or (piece[-1] in rules.closers and not _closed(piece)):
            end, changed = end - 1, True
        elif cut := next((len(t) for t in rules.tails if piece.endswith(t) and _ends_word(piece[: -len(t)])), 0):
            end, changed = end - cut, True
    return Span(start, end, text[start:end]) if start < end else None


def _ends_word(piece: str) -> bool:
    """Whether a particle may follow: after hiragana it may be the end of the word itself (子ども)."""
    return bool(piece) and not "ぁ" <= piece[-1] <= "ん"


def _closed(piece: str) -> bool:
    """Whether brackets in the piece match one another, and do not enclose all of it."""
    rules = span_rules()
    opened = sum(piece.count(c) for c in rules.openers)
    closed = sum(piece.count(c) for c in rules.closers)
    return opened == closed and not (piece[0] in rules.openers and piece[-1] in rules.closers)


def assemble(article: Article, readings: Iterable[Reading]) -> tuple[Claim, ...]:
    """Claims of an article from the model's readings, in order of the text; entities are not named yet."""
    text = article.text
    claims = []
    told = resolve_dates(text, article.published, article.skips)
    for reading in sorted(readings, key=lambda r: (r.start, r.end)):
        trigger = clean_span(text, reading.start, reading.end)
        if trigger is None or article.skipped(trigger.start, trigger.end):
            continue
        claims.append(
            Claim(
                article=article.id,
                type=reading.type,
                trigger=trigger,
                factuality=reading.factuality,
                args=_arguments(text, reading),
                date=_date(article, reading, trigger, told),
                source=_source(text, reading),
                count=_count(text, reading),
                confidence=reading.probability,
            )
        )
    return tuple(claims)


def _arguments(text: str, reading: Reading) -> tuple[Argument, ...]:
    found: list[Argument] = []
    for slot in reading.slots:
        role = allowed_role(reading.type, slot.slot)
        span = clean_span(text, slot.start, slot.end) if role else None
        if role and span and not any(a.span == span and a.role == role for a in found):
            found.append(Argument(role, span))
    return tuple(found)


def _best(reading: Reading, slot: str) -> Sequence[SlotReading]:
    return sorted((s for s in reading.slots if s.slot == slot), key=lambda s: -s.probability)


def _source(text: str, reading: Reading) -> Source | None:
    for slot in _best(reading, "SOURCE"):
        span = clean_span(text, slot.start, slot.end)
        if span:
            return Source(span)
    return None


def _count(text: str, reading: Reading) -> Count | None:
    for slot in _best(reading, "COUNT"):
        count = parse_count(Span(slot.start, slot.end, text[slot.start : slot.end]))
        if count:
            return count
    return None


def _date(article: Article, reading: Reading, trigger: Span, told: Sequence[DateSpan]) -> DateSpan | None:
    for slot in _best(reading, "DATE"):
        span = Span(slot.start, slot.end, article.text[slot.start : slot.end])
        before = [d for d in told if d.span and d.span.end <= span.start]
        ahead = AHEAD.get(reading.factuality)
        return resolve_date(span, article.text, article.published, before, ahead=ahead, event=trigger)
    return None

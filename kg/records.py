"""The records that pass between the stages: frozen, plain, and carrying the words that say so.

Every offset counts Unicode characters of ``Article.text``; ``article.text[span.start:span.end] == span.text`` always holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

EventType = Literal[
    "Deployment", "Withdrawal", "Presence", "BaseTransfer", "BaseChange", "Mission", "Attack",
    "Evacuation", "Exercise", "Support", "Agreement", "Meeting", "Request", "Unrest",
]  # fmt: skip
Role = Literal[
    "agent", "force", "recipient", "target", "evacuee", "origin", "destination", "place", "base", "agreement"
]  # fmt: skip
Factuality = Literal["actual", "planned", "possible", "denied"]
EntityKind = Literal[
    "state", "armed-force", "organisation", "armed-group", "office", "person", "base", "place", "agreement", "equipment"
]  # fmt: skip

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
ROLES: tuple[Role, ...] = get_args(Role)
FACTUALITIES: tuple[Factuality, ...] = get_args(Factuality)
ENTITY_KINDS: tuple[EntityKind, ...] = get_args(EntityKind)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text."""

    start: int
    end: int
    text: str

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Skip:
    """A stretch that is not running text, and why (``title``, ``heading``, ``caption``, ``comment``, ``related``, …)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read: its text is never changed, what is not running text is marked in ``skips``."""

    id: str
    text: str
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    skips: tuple[Skip, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of the text in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def skipped(self, start: int, end: int) -> bool:
        """Whether any character of the stretch is not running text."""
        return any(s.start < end and start < s.end for s in self.skips)


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor, base, place, agreement or kind of equipment under its one identity.

    ``id`` is the lexicon's id, else made of kind and normalised name (``in_lexicon`` tells which). ``name`` is the English name an
    encyclopaedia would use, or the fullest form the articles give. ``part_of`` and ``member_of`` hold ids of other entities.
    """

    id: str
    kind: EntityKind
    name: str
    label_ja: str | None = None
    aliases: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    in_lexicon: bool = True


@dataclass(frozen=True, slots=True)
class Argument:
    """A mention that plays a role in a claim, and the thing it stands for (``None`` where it is unspecific)."""

    role: Role
    span: Span
    entity: Entity | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it."""

    span: Span
    entity: Entity | None = None


@dataclass(frozen=True, slots=True)
class DateSpan:
    """When: an EDTF level 1 expression (``None`` where the words do not tell the day), and the words, where there are any."""

    edtf: str | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many people or pieces of equipment."""

    min: int
    max: int
    unit: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One event, as one article reports it."""

    article: str
    type: EventType
    trigger: Span
    factuality: Factuality
    args: tuple[Argument, ...] = ()
    date: DateSpan | None = None
    source: Source | None = None
    count: Count | None = None
    confidence: float | None = None

    @property
    def edtf(self) -> str | None:
        """The date's EDTF expression, if it has one."""
        return self.date.edtf if self.date else None

    def role(self, role: Role) -> tuple[Argument, ...]:
        """The arguments of one role, in order of the text."""
        return tuple(a for a in self.args if a.role == role)

    def spans(self) -> Iterator[Span]:
        """Every stretch of text the claim rests on: trigger, arguments, date, source, count."""
        yield self.trigger
        yield from (a.span for a in self.args)
        for part in (self.date, self.source, self.count):
            if part is not None and part.span is not None:
                yield part.span


@dataclass(frozen=True, slots=True)
class Report:
    """A claim with what merging needs of its article: the claim's id, the day of publication, where its sentence starts.

    ``corrected`` says what an analyst did to it, who and why. Reports that have a value of ``joined`` in common tell one
    event by an analyst's word, those that have one of ``split`` in common do not.
    """

    id: str
    claim: Claim
    published: date | None = None
    sentence: int | None = None
    corrected: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    split: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What claims that tell the same event have in common; every claim is kept, disagreements too.

    ``roles`` holds for each role the ids of its entities. ``disagreements`` names the fields in which claims differ
    (``date``, ``count`` or a role) beyond refinement. ``independent`` counts articles that are not copies of one another.
    ``count`` is the lowest, the best and the highest number told, in ``count_unit``. ``reported`` is the first and the last
    day of publication, of the articles that have one. ``block`` is the block its claims share.
    """

    id: str
    type: EventType
    factuality: Factuality
    claims: tuple[str, ...]
    roles: tuple[tuple[Role, tuple[str, ...]], ...] = ()
    edtf: str | None = None
    count: tuple[int, int, int] | None = None
    independent: int = 1
    disagreements: tuple[str, ...] = ()
    fulfils: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    maybe_same: tuple[str, ...] = ()
    count_unit: str | None = None
    reported: tuple[date, date] | None = None
    block: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """One article and what was read from it."""

    article: Article
    claims: tuple[Claim, ...] = ()
    notes: dict[str, Any] = field(default_factory=dict, compare=False)

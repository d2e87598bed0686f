"""What the pages show: one document of articles, claims, events and entities, made from a store or from records.

Ids are those of the graph without its base. The front end gets the document as JSON under the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from kg.records import Article, Claim, Entity, EntityKind, EventType, Factuality
from kg.sentences import sentence_at


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with its whole text; ``skips`` are stretches that are not running text, and why."""

    id: str
    text: str
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    skips: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MentionView:
    """Where a claim's trigger, argument, date, source or count stands in its article."""

    role: str
    start: int
    end: int
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One event as one article tells it; ``start`` and ``sentence`` are the sentence of its trigger."""

    id: str
    article: str
    type: EventType
    factuality: Factuality
    start: int
    sentence: str
    mentions: tuple[MentionView, ...] = ()
    edtf: str | None = None
    date_text: str | None = None
    source_text: str | None = None
    source: str | None = None
    count: tuple[int, int, str] | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class EventView:
    """What claims have in common.

    ``earliest`` and ``latest`` are the outer bounds of its date; ``sure`` is the stretch in which it certainly went on,
    where there is one. ``count`` is the lowest, the best and the highest number told.
    """

    id: str
    type: EventType
    factuality: Factuality
    claims: tuple[str, ...]
    ja: str
    en: str
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    edtf: str | None = None
    earliest: date | None = None
    latest: date | None = None
    sure: tuple[date, date] | None = None
    count: tuple[int, int, int] | None = None
    unit: str | None = None
    independent: int = 1
    reported: tuple[date, date] | None = None
    disagrees: tuple[str, ...] = ()
    fulfils: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    maybe_same: tuple[str, ...] = ()

    @property
    def things(self) -> tuple[str, ...]:
        """Ids of its entities, each once, in order of their roles."""
        return tuple(dict.fromkeys(id for _, ids in self.roles for id in ids))


@dataclass(frozen=True, slots=True)
class EntityView:
    """An actor, base, place, agreement or kind of equipment."""

    id: str
    kind: EntityKind
    ja: str
    en: str
    aliases: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    wikidata: str | None = None
    icao: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the network: an event and a thing with a role in it, or two events of which one fulfils or denies the other."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class View:
    """All that a page shows, and how many events it leaves out."""

    articles: tuple[ArticleView, ...] = ()
    claims: tuple[ClaimView, ...] = ()
    events: tuple[EventView, ...] = ()
    entities: tuple[EntityView, ...] = ()
    left_out: int = 0

    def edges(self) -> Iterator[Edge]:
        """The lines between events and things, and between events, whose both ends are shown."""
        things, events = {e.id for e in self.entities}, {e.id for e in self.events}
        for event in self.events:
            for role, ids in event.roles:
                yield from (Edge(event.id, id, role) for id in ids if id in things)
            for label, others in (
                ("fulfils", event.fulfils),
                ("denies", event.denies),
                ("maybeSame", event.maybe_same),
            ):
                yield from (Edge(event.id, other, label) for other in others if other in events)


def to_json(thing: Any) -> Any:
    """Records as plain JSON values; what is empty is left out.

    >>> to_json(EntityView("iraq", "state", "イラク", "Iraq", lat=33.0))
    {'id': 'iraq', 'kind': 'state', 'ja': 'イラク', 'en': 'Iraq', 'lat': 33.0}
    """
    if isinstance(thing, date):
        return thing.isoformat()
    if is_dataclass(thing):
        parts = ((f.name, getattr(thing, f.name)) for f in fields(thing))
        return {name: to_json(value) for name, value in parts if value is not None and value != ()}
    if isinstance(thing, tuple | list):
        return [to_json(part) for part in thing]
    return thing


def view_of_article(article: Article, claims: Sequence[Claim]) -> View:
    """An article and its claims alone, as ``kg article`` shows them: no events, so nothing of other articles."""
    told = tuple(claim_view(f"{article.id}/{n}", claim, article.text) for n, claim in enumerate(claims, 1))
    return View((article_view(article),), told, entities=tuple(map(entity_view, entities_of(claims))))


def article_view(article: Article) -> ArticleView:
    """An article as the pages show it."""
    skips = tuple((s.start, s.end, s.reason) for s in article.skips)
    return ArticleView(
        article.id, article.text, article.published, article.publisher, article.url, article.title, skips
    )


def entities_of(claims: Iterable[Claim]) -> list[Entity]:
    """The entities that claims mention, each once, in order of their ids."""
    found = {a.entity.id: a.entity for claim in claims for a in claim.args if a.entity}
    found |= {c.source.entity.id: c.source.entity for c in claims if c.source and c.source.entity}
    return [found[id] for id in sorted(found)]


def claim_view(id: str, claim: Claim, text: str) -> ClaimView:
    """A claim as the pages show it; ``text`` is that of its article."""
    sentence = sentence_at(text, claim.trigger.start)
    source, count = claim.source, claim.count
    return ClaimView(
        id=id,
        article=claim.article,
        type=claim.type,
        factuality=claim.factuality,
        start=sentence.start,
        sentence=sentence.text,
        mentions=tuple(_mentions(claim)),
        edtf=claim.edtf,
        date_text=claim.date.span.text if claim.date and claim.date.span else None,
        source_text=source.span.text if source else None,
        source=source.entity.id if source and source.entity else None,
        count=(count.min, count.max, count.unit) if count else None,
        confidence=claim.confidence,
    )


def _mentions(claim: Claim) -> Iterator[MentionView]:
    yield MentionView("trigger", claim.trigger.start, claim.trigger.end)
    for part in claim.args:
        yield MentionView(part.role, part.span.start, part.span.end, part.entity.id if part.entity else None)
    if claim.date and claim.date.span:
        yield MentionView("date", claim.date.span.start, claim.date.span.end)
    if claim.source:
        source = claim.source
        yield MentionView("source", source.span.start, source.span.end, source.entity.id if source.entity else None)
    if claim.count and claim.count.span:
        yield MentionView("count", claim.count.span.start, claim.count.span.end)


def entity_view(entity: Entity) -> EntityView:
    """An entity as the pages show it."""
    ids = dict(entity.identifiers)
    return EntityView(
        id=entity.id,
        kind=entity.kind,
        ja=entity.label_ja or entity.name,
        en=entity.name,
        aliases=entity.aliases,
        part_of=entity.part_of,
        country=entity.country,
        lat=entity.lat,
        lon=entity.lon,
        wikidata=ids.get("wikidata"),
        icao=ids.get("icao"),
    )

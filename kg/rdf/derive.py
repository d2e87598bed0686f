"""The default graph after some articles' graphs have changed: events of the anchors they touch, entities they mention.

Everything here is a function of the articles' graphs as they are now; what was there before only says what may differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import pyoxigraph as ox
from rdflib.namespace import RDF

from kg.errors import KgError
from kg.rdf.describe import describe_entity, describe_event
from kg.rdf.recall import Recall
from kg.rdf.store import Draft
from kg.rdf.terms import MIL, Iris, node
from kg.rdf.validate import check_derived
from kg.records import Entity, Report
from kg.resolve.duplicates import copies
from kg.resolve.merge import Alike, link, merge

_DEFAULT = ox.DefaultGraph()
_CHECKED = 2_000  # events that are checked together: a graph of them is built in memory
_SHOWN = 3  # violations told of before "and N more"


class Lexicon(Protocol):
    """What the derived graph asks of the lexicon."""

    def get(self, id: str) -> Entity:
        """The entity of an id; KeyError where there is none."""

    def ancestors(self, entity: Entity) -> tuple[Entity, ...]:
        """All the entity is part of, upwards."""

    def country(self, entity: Entity) -> Entity | None:
        """The state it belongs to."""


def known(lexicon: Lexicon, id: str) -> Entity | None:
    """The lexicon's entity of an id, if it has one."""
    try:
        return lexicon.get(id)
    except KeyError:
        return None


class BuildError(KgError):
    """A graph that breaks its own shapes: the program's fault, not the user's."""


@dataclass
class Touched:
    """What a change of articles may change in the default graph."""

    anchors: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)

    def add(self, memory: Recall, article: str) -> None:
        """Adds what an article's graph touches."""
        self.anchors |= memory.anchors(article)
        self.entities |= memory.mentioned(article)


def derive(work: Draft, touched: Touched, lexicon: Lexicon) -> None:
    """Recomputes the touched part of the default graph; raises BuildError where the outcome breaks a shape."""
    if not touched.anchors and not touched.entities:
        return
    before, now = (Recall(store, work.iris, lambda id: known(lexicon, id)) for store in (work.before, work.store))
    _swap_entities(work, _Things(before, now).of(touched.entities))
    alike, checked, late = copies(_Texts(now)), _Checked(work), list[ox.Quad]()

    def events(anchor: str) -> list[ox.Quad]:
        reports = now.reports_of_anchor(anchor)
        made = list(_events(reports, lexicon, alike, work.iris))
        checked.add(made, reports)
        return made

    old = {
        anchor: set(_event_quads(work.before, work.iris, before.reports_of_anchor(anchor)))
        for anchor in touched.anchors
    }
    for anchor in sorted(anchor for anchor in old if old[anchor]):
        new = events(anchor)
        work.remove(old[anchor].difference(new))
        late += [quad for quad in new if quad not in old[anchor]]
    work.add(late)  # an event may go from one anchor to another: it is removed there before it is added here
    for anchor in sorted(anchor for anchor in old if not old[anchor]):
        work.add(events(anchor))
    checked.cut()


def _swap_entities(work: Draft, entities: Mapping[str, Entity | None]) -> None:
    for id, entity in entities.items():
        old = set(_entity_quads(work.before, work.iris, id))
        new = set(describe_entity(entity, work.iris)) if entity else set()
        work.remove(old - new)
        work.add(new - old)


def _events(reports: list[Report], lexicon: Lexicon, alike: Alike, iris: Iris) -> Iterator[ox.Quad]:
    """The events of one type and anchor."""
    by_id = {report.id: report for report in reports}
    for event in link(merge(reports, lexicon, alike), reports, lexicon):
        yield from describe_event(event, by_id, iris)


def _event_quads(store: ox.Store, iris: Iris, reports: Iterable[Report]) -> Iterator[ox.Quad]:
    """The quads of the events that rest on the reports."""
    claims = (iris.claim(report.id) for report in reports)
    events = {q.subject for c in claims for q in store.quads_for_pattern(None, node(MIL.reportedBy), c, _DEFAULT)}
    for event in events:
        yield from store.quads_for_pattern(event, None, None, _DEFAULT)


def _entity_quads(store: ox.Store, iris: Iris, id: str) -> Iterator[ox.Quad]:
    """The quads of an entity, those of its geometry included."""
    iri = iris.entity(id)
    yield from store.quads_for_pattern(iri, None, None, _DEFAULT)
    yield from store.quads_for_pattern(ox.NamedNode(f"{iri.value}/geometry"), None, None, _DEFAULT)


class _Things:
    """Which entities are in the default graph, and how: those that claims mention, and the wholes of these."""

    def __init__(self, before: Recall, now: Recall):
        self._before, self._now = before, now
        self._forms: dict[str, Entity | None] = {}
        self._alive: dict[str, bool] = {}

    def of(self, touched: Iterable[str]) -> Mapping[str, Entity | None]:
        """The touched entities, all they are or were part of, and what only articles know to be part of them."""
        candidates: set[str] = set()
        queue = sorted(touched)
        while queue:
            id = queue.pop()
            if id not in candidates:
                candidates.add(id)
                queue += sorted({*self._wholes(id), *self._before.wholes(id), *self._now.own_parts(id)})
        return {id: self._form(id) if self._is_alive(id, candidates, set()) else None for id in sorted(candidates)}

    def _form(self, id: str) -> Entity | None:
        """The entity as it is described: its wholes are such as the graph can hold."""
        if id not in self._forms:
            entity = self._now.entity(id)
            if entity:
                wholes = tuple(whole for whole in entity.part_of if self._now.entity(whole))
                country = entity.country if entity.country and self._now.entity(entity.country) else None
                entity = replace(entity, part_of=wholes, country=country)
            self._forms[id] = entity
        return self._forms[id]

    def _wholes(self, id: str) -> set[str]:
        entity = self._form(id)
        return {*entity.part_of, *([entity.country] if entity.country else [])} - {id} if entity else set()

    def _is_alive(self, id: str, candidates: set[str], asking: set[str]) -> bool:
        """Whether a claim mentions it or something that is part of it."""
        if id not in self._alive:
            parts = {part for part in self._before.parts(id) | candidates if part not in asking and part != id}
            self._alive[id] = self._now.is_mentioned(id) or any(
                part not in candidates or (id in self._wholes(part) and self._is_alive(part, candidates, asking | {id}))
                for part in sorted(parts)
            )
        return self._alive[id]


class _Texts(Mapping[str, str]):
    """The texts of the articles in the store, read when they are asked for."""

    def __init__(self, memory: Recall):
        self._memory = memory

    def __getitem__(self, id: str) -> str:
        article = self._memory.article(id)
        if article is None:
            raise KeyError(id)
        return article.text

    def __iter__(self) -> Iterator[str]:
        return iter(self._memory.article_ids())

    def __len__(self) -> int:
        return len(self._memory.article_ids())


class _Checked:
    """Collects events, their claims and their entities for SHACL, and checks them some thousand at a time."""

    def __init__(self, work: Draft):
        self._work = work
        self._quads: list[ox.Quad] = []
        self._count = 0

    def add(self, quads: list[ox.Quad], reports: list[Report]) -> None:
        """Adds the events of an anchor, and checks when there are many."""
        self._quads += quads
        claims = (self._work.iris.claim(report.id) for report in reports)
        self._quads += [ox.Quad(claim, node(RDF.type), node(MIL.Claim), _DEFAULT) for claim in claims]
        self._count += len(reports)
        if self._count >= _CHECKED:
            self.cut()

    def cut(self) -> None:
        """Checks what has come together; raises BuildError where a shape is broken."""
        things = {q.object for q in self._quads if isinstance(q.object, ox.NamedNode)}
        found = check_derived([*self._quads, *_with_wholes(self._work.store, things)])
        if found:
            shown = "; ".join(map(str, found[:_SHOWN]))
            more = f" (and {len(found) - _SHOWN} more)" if len(found) > _SHOWN else ""
            raise BuildError(f"the graph breaks its own shapes, please report it: {shown}{more}; nothing was changed")
        self._quads, self._count = [], 0


def _with_wholes(store: ox.Store, things: Iterable[Any]) -> Iterator[ox.Quad]:
    """The quads of entities and of all they are part of."""
    seen: set[str] = set()
    queue = list(things)
    while queue:
        iri = queue.pop()
        if iri.value in seen or "/entity/" not in iri.value:
            continue
        seen.add(iri.value)
        for quad in store.quads_for_pattern(iri, None, None, _DEFAULT):
            yield quad
            if quad.predicate.value in (str(MIL.partOf), str(MIL.country)):
                queue.append(quad.object)

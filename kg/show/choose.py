"""Which part of a view is shown: by actor, base, place, type and time, around a thing, or the most connected part."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from math import log

from kg.errors import QueryError
from kg.records import EVENT_TYPES
from kg.show.model import EntityView, EventView, View

_PLACE_ROLES = ("place", "base", "origin", "destination", "target")
_ACTOR_ROLES = ("agent", "force", "recipient", "target", "evacuee")


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show; an empty choice shows everything up to ``limit`` events.

    ``actor``, ``base`` and ``place`` name things by id, label or alias in Japanese or English, their parts included
    (米軍 for its Marines, シリア for its bases). ``types`` are event types. ``since`` and ``until`` keep events that can
    have happened in that window; events without a date are then left out. ``around`` names things of any kind: shown are
    the events up to ``hops`` steps away, a step going from a thing to all its events and on to their things. Of more
    than ``limit`` events the most connected are kept; 0 keeps all.
    """

    actor: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    around: tuple[str, ...] = ()
    hops: int = 1
    limit: int = 3000


def choose(view: View, choice: Choice) -> View:
    """The part of a view that a choice names; raises QueryError where it names a thing or type that is not there."""
    if unknown := [t for t in choice.types if t not in EVENT_TYPES]:
        raise QueryError(f"no event type {unknown[0]!r}; the types are: {', '.join(EVENT_TYPES)}")
    names = _Names(view.entities)
    tests: list[Callable[[EventView], bool]] = []
    for wanted, roles in ((choice.actor, _ACTOR_ROLES), (choice.base + choice.place, _PLACE_ROLES)):
        if wanted:
            tests.append(_plays(frozenset[str]().union(*map(names.with_parts, wanted)), roles))
    if choice.types:
        tests.append(lambda event: event.type in choice.types)
    if choice.since or choice.until:
        tests.append(lambda event: _within(event, choice.since, choice.until))
    events = [event for event in view.events if all(test(event) for test in tests)]
    if choice.around:
        events = _around(events, frozenset[str]().union(*map(names.with_parts, choice.around)), choice.hops)
    return _limited(view, events, choice.limit)


class _Names:
    """Things by what they are called, and what is part of them."""

    def __init__(self, entities: Iterable[EntityView]):
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[str, set[str]] = defaultdict(set)
        for entity in entities:
            for name in (entity.id, entity.ja, entity.en, *entity.aliases):
                self._ids[_key(name)].add(entity.id)
            for whole in (*entity.part_of, *([entity.country] if entity.country else [])):
                self._parts[whole].add(entity.id)

    def with_parts(self, name: str) -> frozenset[str]:
        """The things of a name with all their parts; raises QueryError where there is none."""
        found = set(self._ids.get(_key(name), ()))
        if not found:
            raise QueryError(
                f"nothing in the graph is called {name!r}; kg ask and the page's search show the names there are"
            )
        waiting = list(found)
        while waiting:
            for part in self._parts[waiting.pop()] - found:
                found.add(part)
                waiting.append(part)
        return frozenset(found)


def _key(name: str) -> str:
    """A name without differences of width, case, ・ and ー."""
    return unicodedata.normalize("NFKC", name).casefold().replace("・", "").replace("ー", "").replace(" ", "")


def _plays(things: frozenset[str], roles: tuple[str, ...]) -> Callable[[EventView], bool]:
    return lambda event: any(role in roles and not things.isdisjoint(ids) for role, ids in event.roles)


def _within(event: EventView, since: date | None, until: date | None) -> bool:
    """Whether it can have happened in the window."""
    if event.earliest is None and event.latest is None:
        return False
    return not (
        (since and event.latest and event.latest < since) or (until and event.earliest and event.earliest > until)
    )


def _around(events: list[EventView], things: frozenset[str], hops: int) -> list[EventView]:
    """The events up to so many steps from some things; a step goes from a thing to all its events."""
    kept: list[EventView] = []
    reached, rest = set(things), events
    for _ in range(max(hops, 1)):
        near = [event for event in rest if not reached.isdisjoint(event.things)]
        rest = [event for event in rest if reached.isdisjoint(event.things)]
        kept += near
        reached |= {thing for event in near for thing in event.things}
    return kept


def _limited(view: View, events: list[EventView], limit: int) -> View:
    """A view of some events and what belongs to them, the most connected of them where they are too many."""
    kept = events
    if limit and len(events) > limit:
        degree = Counter(thing for event in events for thing in event.things)
        kept = sorted(events, key=lambda e: (-_weight(e, degree), e.id))[:limit]
    ids = {event.id for event in kept}
    claims = {claim for event in kept for claim in event.claims}
    shown = tuple(claim for claim in view.claims if claim.id in claims)
    articles = {claim.article for claim in shown}
    mentioned = {thing for event in kept for thing in event.things} | {c.source for c in shown if c.source}
    return replace(
        view,
        articles=tuple(article for article in view.articles if article.id in articles),
        claims=shown,
        events=tuple(event for event in view.events if event.id in ids),
        entities=_with_wholes(view.entities, mentioned),
        left_out=view.left_out + len(events) - len(kept),
    )


def _weight(event: EventView, degree: Counter[str]) -> float:
    """How connected an event is: by the events of its things, and by how many articles tell it."""
    return sum(log(1 + degree[thing]) for thing in event.things) + log(1 + event.independent)


def _with_wholes(entities: tuple[EntityView, ...], ids: set[str]) -> tuple[EntityView, ...]:
    """The entities of some ids with all that they are part of and their countries."""
    by_id = {entity.id: entity for entity in entities}
    found: set[str] = set()
    waiting = sorted(ids)
    while waiting:
        id = waiting.pop()
        if id in by_id and id not in found:
            found.add(id)
            entity = by_id[id]
            waiting += [*entity.part_of, *([entity.country] if entity.country else [])]
    return tuple(entity for entity in entities if entity.id in found)

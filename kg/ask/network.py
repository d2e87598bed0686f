"""The graph as a network: who acts on whom, where, when, and on whose word."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Literal

import networkx as nx

from kg.ask.names import Store, labels_of
from kg.rdf.terms import KIND_OF_CLASS, local_name
from kg.rdf.values import Iri

Kind = Literal["actors", "bases", "full"]

_ACTORS = frozenset({"state", "armed-force", "organisation", "armed-group", "office", "person"})
_PLACES = frozenset({"base", "place", "state"})
_TO_WHOM = ("recipient", "target", "evacuee", "force")
_WHERE = ("base", "place", "origin", "destination", "target")

_EVENTS = """
SELECT ?event ?type ?factuality ?edtf ?earliest ?latest ?reported ?articles ?role ?thing ?kind WHERE {
  VALUES ?role { mil:agent mil:force mil:recipient mil:target mil:evacuee mil:origin mil:destination mil:place mil:base mil:agreement }
  ?event a ?type ; mil:factuality ?factuality ; mil:independentArticles ?articles ; ?role ?thing .
  ?thing a ?kind .
  OPTIONAL { ?event mil:edtf ?edtf }
  OPTIONAL { ?event mil:earliest ?earliest }
  OPTIONAL { ?event mil:latest ?latest }
  OPTIONAL { ?event mil:firstReported ?reported }
}
"""
_QUOTES = """
SELECT ?event ?published ?id ?start ?sentence WHERE {
  ?event mil:reportedBy ?claim .
  GRAPH ?article {
    ?claim mil:sentence ?sentence ; mil:sentenceStart ?start . ?article schema:identifier ?id .
    OPTIONAL { ?article schema:datePublished ?published }
  }
}
"""
_LINKS = """
SELECT ?event ?link ?other WHERE { VALUES ?link { mil:fulfils mil:denies mil:maybeSame } ?event ?link ?other }
"""


@dataclass
class _Event:
    facts: dict[str, Any]
    things: dict[str, set[Iri]]


def network(
    store: Store,
    kind: Kind = "actors",
    *,
    earliest: date | None = None,
    latest: date | None = None,
    factuality: tuple[str, ...] = ("actual",),
    language: str = "ja",
) -> Any:
    """The events of a time window as a `networkx.MultiDiGraph`.

    ``actors``: an edge from who acts to whom it is done to, given or sent; between parties of the same act, one edge.
    ``bases``: an edge from each actor to the base or place. ``full``: events are nodes too, with an edge to each thing in
    its role, and to the plan fulfilled or the event denied. Nodes have ``label`` and ``kind``; edges have ``event``,
    ``type``, ``role``, ``factuality``, ``edtf``, ``earliest``, ``latest``, ``reported``, ``articles`` and ``quote`` (the
    evidence). An event without a date is in no window.
    """
    kinds: dict[Iri, str] = {}
    events = {
        event: told
        for event, told in _events(store, kinds).items()
        if told.facts["factuality"] in factuality and _within(told.facts, earliest, latest)
    }
    for event, quote in _quotes(store).items():
        if event in events:
            events[event].facts["quote"] = quote
    graph: Any = nx.MultiDiGraph()
    for event, told in sorted(events.items()):
        for source, target, role in _edges(kind, event, told, kinds):
            graph.add_edge(source, target, role=role, **told.facts)
    if kind == "full":
        _add_links(graph, store, set(events))
    _describe(graph, store, events, kinds, language)
    return graph


def _events(store: Store, kinds: dict[Iri, str]) -> dict[Iri, _Event]:
    """Every event with its facts and the things in its roles; fills in what kind each thing is."""
    found: dict[Iri, _Event] = {}
    for row in store.select(_EVENTS).records():
        event, thing = Iri(str(row["event"])), Iri(str(row["thing"]))
        if event not in found:
            facts = {name: row[name] for name in ("edtf", "earliest", "latest", "reported", "articles")}
            facts |= {"event": str(event), "quote": None}
            facts |= {name: local_name(str(row[name])) for name in ("type", "factuality")}
            found[event] = _Event(facts, defaultdict(set))
        found[event].things[local_name(str(row["role"]))].add(thing)
        kinds[thing] = KIND_OF_CLASS.get(str(row["kind"]), "thing")
    return found


def _quotes(store: Store) -> dict[Iri, str]:
    """The first sentence of each event: of the article published first, the first in it."""
    best: dict[Iri, tuple[str, str, int, str]] = {}
    for row in store.select(_QUOTES).records():
        event = Iri(str(row["event"]))
        told = str(row["published"] or "9999"), str(row["id"]), int(str(row["start"])), str(row["sentence"])
        best[event] = min(best.get(event, told), told)
    return {event: told[3] for event, told in best.items()}


def _within(facts: dict[str, Any], earliest: date | None, latest: date | None) -> bool:
    """Whether an event may lie in a window."""
    if earliest is None and latest is None:
        return True
    first, last = facts["earliest"], facts["latest"]
    if first is None and last is None:
        return False
    return not ((earliest and last and last < earliest) or (latest and first and first > latest))


def _edges(kind: Kind, event: Iri, told: _Event, kinds: dict[Iri, str]) -> list[tuple[Iri, Iri, str]]:
    """The edges an event makes."""
    things = told.things
    if kind == "full":
        return sorted((event, thing, role) for role, all_of in things.items() for thing in all_of)
    actors = {thing for thing in things.get("agent", ()) if kinds[thing] in _ACTORS}
    if kind == "bases":
        movers = actors or {t for t in (*things.get("force", ()), *things.get("recipient", ())) if kinds[t] in _ACTORS}
        places = {(t, role) for role in _WHERE for t in things.get(role, ()) if kinds[t] in _PLACES}
        return sorted((a, place, role) for a in movers for place, role in places if a != place)
    whom = {(t, role) for role in _TO_WHOM for t in things.get(role, ()) if kinds[t] in _ACTORS}
    edges = [(a, b, role) for a in actors for b, role in whom if a != b]
    return sorted([*edges, *((a, b, "with") for a, b in combinations(sorted(actors), 2))])


def _add_links(graph: Any, store: Store, events: set[Iri]) -> None:
    """Edges from event to event."""
    for row in store.select(_LINKS).records():
        ends = Iri(str(row["event"])), Iri(str(row["other"]))
        if set(ends) <= events:
            graph.add_edge(*ends, role=local_name(str(row["link"])))


def _describe(graph: Any, store: Store, events: dict[Iri, _Event], kinds: dict[Iri, str], language: str) -> None:
    """Labels and kinds of the nodes."""
    labels = labels_of(store, graph.nodes, language)
    for node, data in graph.nodes(data=True):
        data["label"] = labels.get(node, str(node))
        data["kind"] = "event" if node in events else kinds[node]
        if node in events:
            data |= events[node].facts

"""Questions in which Python has the last word: shortest paths and centrality, over the rows that the query found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from itertools import combinations, islice
from typing import Any

import networkx as nx

from kg.ask.names import Store, parts_of
from kg.ask.questions import Question, Step
from kg.errors import QueryError
from kg.rdf.values import Iri, Table

_PATHS = 20
Stepper = Callable[[Store, Question, Table, Mapping[str, Iri]], Table]


def paths(store: Store, question: Question, table: Table, taken: Mapping[str, Iri]) -> Table:
    """The shortest paths between two actors, from event to event; an event links all who take part in it."""
    if not {"one", "other"} <= taken.keys():
        raise QueryError(f"{question.name} needs two actors: give --one and --other")
    sides = {part: name for name in ("one", "other") for part in parts_of(store, taken[name])}
    network: Any = nx.Graph()
    told = {str(record["event"]): record for record in table.records()}
    for event, record in told.items():
        for participant in str(record["linked"]).split("\n"):
            actor = ("actor", sides.get(Iri(participant), participant))
            network.add_edge(actor, ("event", event), named=participant)
    rows: list[dict[str, Any]] = []
    for number, path in enumerate(_shortest(network), 1):
        for step, (before, link, after) in enumerate(zip(path[::2], path[1::2], path[2::2], strict=False), 1):
            ends = network.edges[before, link]["named"], network.edges[link, after]["named"]
            rows.append({**told[link[1]], "path": number, "step": step, "linked": "\n".join(ends)})
    return _tabled(question, rows)


def _shortest(network: Any) -> list[list[tuple[str, str]]]:
    """The shortest paths, in an order that depends on the network alone."""
    ends = ("actor", "one"), ("actor", "other")
    if not all(end in network for end in ends) or not nx.has_path(network, *ends):
        return []
    found = islice(nx.all_shortest_paths(network, *ends), _PATHS * 10)
    return sorted(found)[:_PATHS]


def centrality(store: Store, question: Question, table: Table, taken: Mapping[str, Iri]) -> Table:
    """Of each actor and year the number of events, and its place among those who take part in the same events."""
    years: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for record in table.records():
        years[record["year"]].append(record)
    wanted = parts_of(store, taken["actor"]) if "actor" in taken else None
    rows = [row for year in sorted(years, key=lambda y: (y is None, y)) for row in _of_year(year, years[year])]
    rows = [row for row in rows if wanted is None or row["actor"] in wanted]
    return _tabled(question, rows)


def _of_year(year: Any, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The actors of one year, the most active first."""
    network: Any = nx.Graph()
    active: dict[Iri, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        actors = sorted(str(record["linked"]).split("\n"))
        network.add_nodes_from(actors)
        network.add_edges_from(combinations(actors, 2))
        for actor in actors:
            active[Iri(actor)].append(record)
    between = nx.betweenness_centrality(network)
    rows = [
        {
            "year": year,
            "actor": actor,
            "events": len(told),
            "degree": network.degree[str(actor)],
            "betweenness": round(between[str(actor)], 4),
            **_summary(told),
        }
        for actor, told in active.items()
    ]
    return sorted(rows, key=lambda row: (-row["events"], -row["degree"], row["actor"]))


def _summary(records: list[dict[str, Any]]) -> dict[str, Any]:
    """Several events in one row: the span of days, who says so, the first sentence."""

    def days(name: str) -> list[date]:
        return [record[name] for record in records if record[name] is not None]

    return {
        "earliest": min(days("earliest"), default=None),
        "latest": max(days("latest"), default=None),
        "factuality": ", ".join(sorted({str(record["factuality"]).rpartition("#")[2] for record in records})),
        "says": "\n".join(
            sorted({line for record in records for line in str(record["says"] or "").split("\n") if line})
        ),
        "reported": min(days("reported"), default=None),
        "articles": max(int(record["articles"]) for record in records),
        "quote": min(str(record["quote"]) for record in records),
    }


def _tabled(question: Question, rows: list[dict[str, Any]]) -> Table:
    names = tuple(column.name for column in question.columns if column.kind != "article")
    return Table(names, tuple(tuple(row[name] for name in names) for row in rows))


STEPS: Mapping[Step, Stepper] = {"paths": paths, "centrality": centrality}
"""What a question's ``then`` may name."""

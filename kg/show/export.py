"""What other programs open: GEXF for Gephi, GeoJSON for QGIS, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import networkx as nx

from kg.show.drawing import network_svg
from kg.show.layout import layout
from kg.show.model import ClaimView, EntityView, EventView, View

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_STAMP = re.compile(r' lastmodifieddate="[^"]*"')  # the day of writing: the same graph would not give the same file
_PLACE_ROLES = ("place", "base", "destination", "origin", "target")
_COLUMNS = (
    "event", "type", "factuality", "label_ja", "label_en", "date", "earliest", "latest",
    "agent", "force", "recipient", "target", "evacuee", "origin", "destination", "place", "base", "agreement",
    "count_low", "count_best", "count_high", "unit", "independent_articles", "first_reported", "last_reported",
    "disagrees_on", "articles", "sentence",
)  # fmt: skip


def to_gexf(view: View) -> str:
    """The network as GEXF 1.2 with places, kinds and dates, for Gephi."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    places = layout(view)
    for entity in view.entities:
        if entity.id in places:
            graph.add_node(
                f"entity/{entity.id}", **_node(entity.ja, entity.kind, places[entity.id]), label_en=_clean(entity.en)
            )
    for event in view.events:
        days = {"date": event.edtf, "earliest": event.earliest, "latest": event.latest, "factuality": event.factuality}
        said = {key: str(value) for key, value in days.items() if value is not None}
        graph.add_node(
            f"event/{event.id}", **_node(event.ja, event.type, places[event.id]), label_en=_clean(event.en), **said
        )
    events = {event.id for event in view.events}
    for edge in view.edges():
        target = f"event/{edge.target}" if edge.label in _LINKS and edge.target in events else f"entity/{edge.target}"
        graph.add_edge(f"event/{edge.source}", target, label=edge.label)
    lines = (_STAMP.sub("", line) for line in nx.generate_gexf(graph, version="1.2draft"))
    return "\n".join(lines) + "\n"


_LINKS = ("fulfils", "denies", "maybeSame")


def _node(label: str, kind: str, place: tuple[float, float]) -> dict[str, Any]:
    """Attributes of a node; Gephi's y axis points up."""
    return {"label": _clean(label), "kind": kind, "viz": {"position": {"x": place[0], "y": -place[1], "z": 0.0}}}


def _clean(text: str) -> str:
    """Text that XML can hold."""
    return _CONTROLS.sub("\ufffd", text)


def to_geojson(view: View) -> str:
    """Events where they happen, as points, and movements as lines from origin to destination; for QGIS.

    An event without a place of its own stands at the nearest whole that has one, with ``exact`` false; one that has neither is left out.
    """
    features = list(_features(view))
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"


def _features(view: View) -> Iterator[dict[str, Any]]:
    entities = {entity.id: entity for entity in view.entities}
    for event in view.events:
        roles = dict(event.roles)
        spots = {role: [spot for id in roles.get(role, ()) if (spot := spot_of(id, entities))] for role in _PLACE_ROLES}
        for start in spots["origin"]:
            for end in spots["destination"]:
                line = [[start[0].lon, start[0].lat], [end[0].lon, end[0].lat]]
                yield _feature(
                    "LineString", line, event, "movement", start[1] and end[1], f"{start[0].ja} → {end[0].ja}"
                )
        for role, found in spots.items():
            for entity, exact in found:
                yield _feature("Point", [entity.lon, entity.lat], event, role, exact, entity.ja)


def spot_of(id: str, entities: dict[str, EntityView]) -> tuple[EntityView, bool] | None:
    """The thing that says where another lies, itself or the nearest whole, and whether that is exact (a country's middle is not)."""
    level, seen = [id], set[str]()
    while level:
        known = [entities[one] for one in level if one in entities]
        for entity in known:
            if entity.lat is not None and entity.lon is not None:
                return entity, entity.id == id and entity.kind != "state"
        seen |= set(level)
        wholes = [one for entity in known for one in (*entity.part_of, entity.country) if one and one not in seen]
        level = list(dict.fromkeys(wholes))
    return None


def _feature(shape: str, at: Any, event: EventView, role: str, exact: bool, where: str) -> dict[str, Any]:
    properties = {
        "event": event.id,
        "type": event.type,
        "factuality": event.factuality,
        "label": event.ja,
        "label_en": event.en,
        "date": event.edtf,
        "earliest": event.earliest.isoformat() if event.earliest else None,
        "latest": event.latest.isoformat() if event.latest else None,
        "role": role,
        "where": where,
        "exact": exact,
        "count": event.count[1] if event.count else None,
        "articles": event.independent,
    }
    return {"type": "Feature", "geometry": {"type": shape, "coordinates": at}, "properties": properties}


def to_csv(view: View) -> str:
    """One row an event, for spreadsheets: things by their Japanese labels, the first sentence that says so.

    Write it as ``utf-8-sig`` for Excel. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    entities = {entity.id: entity for entity in view.entities}
    claims = {claim.id: claim for claim in view.claims}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for event in view.events:
        told = [claims[id] for id in event.claims if id in claims]
        writer.writerow([_cell(value) for value in _row(event, told, entities)])
    return out.getvalue()


def _row(event: EventView, told: list[ClaimView], entities: dict[str, EntityView]) -> Iterable[object]:
    roles = dict(event.roles)
    low, best, high = event.count or ("", "", "")
    first, last = event.reported or ("", "")
    yield from (event.id, event.type, event.factuality, event.ja, event.en, event.edtf, event.earliest, event.latest)
    for role in _COLUMNS[8:18]:
        yield "; ".join(entities[id].ja if id in entities else id for id in roles.get(role, ()))
    yield from (low, best, high, event.unit, event.independent, first, last, "; ".join(event.disagrees))
    yield "; ".join(sorted({claim.article for claim in told}))
    yield min(told, key=lambda claim: (claim.article, claim.start)).sentence if told else ""


def _cell(value: object) -> str:
    r"""
    A value as a cell; nothing in it starts a formula.

    >>> _cell("=1+1"), _cell(None), _cell("\n撤退")
    ("'=1+1", '', "'\n撤退")
    """
    text = "" if value is None else _clean(str(value))
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


FORMATS: Mapping[str, Callable[[View], str]] = {
    "gexf": to_gexf,
    "geojson": to_geojson,
    "csv": to_csv,
    "svg": network_svg,
}
"""Formats of text by their names; a picture in PNG is `kg.show.drawing.network_png`'s."""

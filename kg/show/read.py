"""A view from a store, by SPARQL alone: six plain questions, put together here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from kg.rdf.terms import KIND_OF_CLASS, Iris, local_name
from kg.rdf.values import Table, Text
from kg.records import EVENT_TYPES, ROLES, Skip
from kg.show.model import ArticleView, ClaimView, EntityView, EventView, MentionView, View

Marker = Callable[[str, str | None], Sequence[Skip]]
"""Marks what is not running text in a text with a title (``kg.read.mark_clutter``)."""

_EVENTS = "SELECT ?s ?p ?o WHERE { ?s mil:factuality ?any ; ?p ?o }"
_ENTITIES = "SELECT ?s ?p ?o WHERE { ?s mil:inLexicon ?any ; ?p ?o }"
_CLAIMS = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s mil:eventType ?any ; ?p ?o . FILTER(?p != mil:mention) } }"
_ARTICLES = "SELECT ?s ?p ?o WHERE { GRAPH ?s { ?s a schema:NewsArticle ; ?p ?o } }"
_MENTIONS = """SELECT ?claim ?role ?start ?end ?entity WHERE { GRAPH ?g {
  ?claim mil:mention ?mention . ?mention mil:mentionRole ?role ; oa:hasSelector ?at . ?at oa:start ?start ; oa:end ?end .
  OPTIONAL { ?mention mil:entity ?entity } } }"""


class Store(Protocol):
    """What is asked of a store: `kg.rdf.store.Reader` is one."""

    @property
    def iris(self) -> Iris:
        """Maker of its IRIs."""

    def select(self, sparql: str) -> Table:
        """The rows of a SELECT query."""


_Things = dict[str, dict[str, list[Any]]]


def read_view(store: Store, mark: Marker | None = None) -> View:
    """Everything a store holds, as the pages show it; ``mark`` finds the stretches to grey out in article texts."""
    iris = store.iris
    mentions = _mentions(store)
    claims = tuple(_claim(iris, id, of, mentions[id]) for id, of in _things(store, _CLAIMS).items())
    return View(
        articles=tuple(_article(of, mark) for of in _things(store, _ARTICLES).values()),
        claims=tuple(sorted(claims, key=lambda c: (c.article, c.start, c.id))),
        events=tuple(_event(iris, id, of) for id, of in _things(store, _EVENTS).items()),
        entities=tuple(_entity(iris, id, of) for id, of in _things(store, _ENTITIES).items()),
    )


def _things(store: Store, sparql: str) -> _Things:
    """What a query of subject, predicate and object says of each subject, in order of their ids."""
    found: _Things = defaultdict(lambda: defaultdict(list))
    for *graph, subject, predicate, value in store.select(sparql).rows:
        of = found[store.iris.id(str(subject))]
        of[local_name(str(predicate))].append(value)
        if graph:
            of["graph"] = graph
    return {id: found[id] for id in sorted(found)}


def _mentions(store: Store) -> dict[str, list[MentionView]]:
    found: dict[str, list[MentionView]] = defaultdict(list)
    for claim, role, start, end, entity in store.select(_MENTIONS).rows:
        thing = store.iris.id(str(entity)) if entity else None
        found[store.iris.id(str(claim))].append(
            MentionView(local_name(str(role)), int(str(start)), int(str(end)), thing)
        )
    return found


def _article(of: dict[str, list[Any]], mark: Marker | None) -> ArticleView:
    one = _one(of)
    title = one("headline")
    view = ArticleView(
        str(one("identifier")), str(one("text")), one("datePublished"), one("publisher"), one("url"), title
    )
    if mark is None:
        return view
    return replace(view, skips=tuple((s.start, s.end, s.reason) for s in mark(view.text, title)))


def _claim(iris: Iris, id: str, of: dict[str, list[Any]], mentions: list[MentionView]) -> ClaimView:
    one = _one(of)
    speaker, confidence = one("accordingTo"), one("confidence")
    low, high, unit = one("countMin"), one("countMax"), one("countUnit")
    return ClaimView(
        id=id,
        article=iris.id(of["graph"][0]),
        type=local_name(one("eventType")),  # type: ignore[arg-type]
        factuality=local_name(one("factuality")),  # type: ignore[arg-type]
        start=one("sentenceStart"),
        sentence=str(one("sentence")),
        mentions=tuple(sorted(mentions, key=lambda m: (m.start, m.end, m.role, m.entity or ""))),
        edtf=one("edtf"),
        date_text=one("dateText"),
        source_text=one("sourceText"),
        source=iris.id(speaker) if speaker else None,
        count=(low, high, str(unit or "")) if low is not None else None,
        confidence=float(confidence) if isinstance(confidence, Decimal | float | int) else None,
    )


def _event(iris: Iris, id: str, of: dict[str, list[Any]]) -> EventView:
    one, label = _one(of), _labels(of.get("label", ()))
    low, best, high = one("countLow"), one("countBest"), one("countHigh")
    first, last = one("firstReported"), one("lastReported")

    def ids(name: str) -> tuple[str, ...]:
        return tuple(sorted(map(iris.id, of.get(name, ()))))

    return EventView(
        id=id,
        type=next(name for name in map(local_name, of["type"]) if name in EVENT_TYPES),
        factuality=local_name(one("factuality")),  # type: ignore[arg-type]
        claims=ids("reportedBy"),
        ja=label["ja"],
        en=label["en"],
        roles=tuple((role, ids(role)) for role in ROLES if role in of),
        edtf=one("edtf"),
        earliest=one("earliest"),
        latest=one("latest"),
        sure=_sure(one("hasLatestBeginTimeStamp"), one("hasEarliestEndTimeStamp")),
        count=(low, best, high) if best is not None else None,
        unit=one("countUnit"),
        independent=one("independentArticles") or 1,
        reported=(first, last) if first and last else None,
        disagrees=tuple(sorted(map(str, of.get("disagreesOn", ())))),
        fulfils=ids("fulfils"),
        denies=ids("denies"),
        maybe_same=ids("maybeSame"),
    )


def _sure(begun: date | None, over: date | None) -> tuple[date, date] | None:
    """The stretch in which it certainly went on: from its latest beginning to its earliest end."""
    return (begun, over) if begun and over and begun <= over else None


def _entity(iris: Iris, id: str, of: dict[str, list[Any]]) -> EntityView:
    one, label = _one(of), _labels(of["label"])
    lat, lon, country = one("lat"), one("long"), one("country")
    return EntityView(
        id=id,
        kind=next(KIND_OF_CLASS[str(c)] for c in of["type"] if str(c) in KIND_OF_CLASS),
        ja=label["ja"],
        en=label["en"],
        aliases=tuple(sorted(map(str, of.get("altLabel", ())))),
        part_of=tuple(sorted(map(iris.id, of.get("partOf", ())))),
        country=iris.id(country) if country else None,
        lat=float(lat) if lat is not None else None,
        lon=float(lon) if lon is not None else None,
        wikidata=one("wikidata"),
        icao=one("icao"),
    )


def _labels(texts: Sequence[Any]) -> dict[str, str]:
    """A label for both languages: one stands in for a missing other."""
    found = {text.language: str(text) for text in texts if isinstance(text, Text)}
    some = next(iter(sorted(found.values())), "?")
    return {language: found.get(language, some) for language in ("ja", "en")}


def _one(of: dict[str, list[Any]]) -> Callable[[str], Any]:
    def one(name: str) -> Any:
        return next(iter(of.get(name, ())), None)

    return one

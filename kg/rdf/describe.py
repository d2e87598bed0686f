"""Records as quads. Pure: the same records give the same quads, and no blank node is among them.

An article and its claims go into the article's named graph, events and entities into the default graph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from rdflib.namespace import PROV, RDF, RDFS, SKOS, XSD

from kg import resources
from kg.edtf import bounds
from kg.rdf import ontology
from kg.rdf.stamps import stamps
from kg.rdf.terms import CLASS_OF_KIND, GEO, IDENTIFIERS, MIL, OA, SCHEMA, SEM, Iris, node, term
from kg.records import Article, Claim, Entity, Event, Report, Span
from kg.rules import read_rules
from kg.sentences import sentence_at

Graph = NamedNode | DefaultGraph
Object = NamedNode | Literal
_Adder = Callable[..., Iterator[Quad]]

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]")
_STAMPS = (
    SEM.hasEarliestBeginTimeStamp,
    SEM.hasLatestBeginTimeStamp,
    SEM.hasEarliestEndTimeStamp,
    SEM.hasLatestEndTimeStamp,
)
_LABELLED = 3  # entities named in an event's label


def describe_article(
    article: Article,
    reports: Iterable[Report],
    iris: Iris,
    *,
    block: Callable[[Report], str],
    built_with: str,
    corrected: Iterable[str] = (),
) -> Iterator[Quad]:
    """The named graph of an article: the article, its claims, and the entities that only articles know.

    ``corrected`` says which of its claims an analyst rejected, who and why.
    """
    graph = iris.article(article.id)
    add = _adder(graph)
    yield from add(graph, RDF.type, node(SCHEMA.NewsArticle))
    yield from add(graph, SCHEMA.identifier, article.id)
    yield from add(graph, SCHEMA.text, article.text)
    yield from add(graph, MIL.sha256, article.sha256)
    yield from add(graph, SCHEMA.datePublished, article.published)
    yield from add(graph, SCHEMA.publisher, article.publisher)
    yield from add(graph, SCHEMA.url, Literal(article.url, datatype=node(XSD.anyURI)) if article.url else None)
    yield from add(graph, SCHEMA.headline, article.title)
    yield from add(graph, MIL.builtWith, built_with)
    yield from add(graph, MIL.corrected, *corrected)
    own: set[Entity] = set()
    for report in reports:
        yield from _claim(report, article.text, block(report), iris, graph)
        own |= {entity for entity in entities_of(report.claim) if not entity.in_lexicon}
    for entity in own:
        yield from describe_entity(entity, iris, graph)


def entities_of(claim: Claim) -> Iterator[Entity]:
    """The entities that a claim mentions: of its arguments and of its source."""
    yield from (a.entity for a in claim.args if a.entity)
    if claim.source and claim.source.entity:
        yield claim.source.entity


def _claim(report: Report, text: str, block: str, iris: Iris, graph: NamedNode) -> Iterator[Quad]:
    claim, iri, add = report.claim, iris.claim(report.id), _adder(graph)
    sentence = sentence_at(text, claim.trigger.start)
    yield from add(iri, RDF.type, node(MIL.Claim), node(PROV.Entity))
    yield from add(iri, PROV.wasDerivedFrom, graph)
    yield from add(iri, MIL.eventType, term(claim.type))
    yield from add(iri, MIL.factuality, term(claim.factuality))
    yield from add(iri, MIL.block, block)
    yield from add(iri, MIL.anchor, block.rpartition("|")[0])
    yield from add(iri, MIL.sentence, sentence.text)
    yield from add(iri, MIL.sentenceStart, sentence.start)
    yield from add(iri, MIL.confidence, None if claim.confidence is None else _decimal(round(claim.confidence, 4)))
    yield from add(iri, MIL.corrected, *report.corrected)
    yield from add(iri, MIL.joined, *report.joined)
    yield from add(iri, MIL.split, *report.split)
    yield from _date(iri, claim.edtf, add)
    if claim.date and claim.date.span:
        yield from add(iri, MIL.dateText, claim.date.span.text)
    if claim.source:
        yield from add(iri, MIL.sourceText, claim.source.span.text)
        yield from add(iri, MIL.accordingTo, _entity_iri(claim.source.entity, iris))
    if claim.count:
        yield from add(iri, MIL.countMin, claim.count.min)
        yield from add(iri, MIL.countMax, claim.count.max)
        yield from add(iri, MIL.countUnit, claim.count.unit)
    for argument in claim.args:
        yield from add(iri, MIL[argument.role], _entity_iri(argument.entity, iris))
    yield from _mentions(claim, iri, iris, add)


def _mentions(claim: Claim, iri: NamedNode, iris: Iris, add: _Adder) -> Iterator[Quad]:
    """A mention for the trigger, each argument, and the words of date, source and count."""
    seen: Counter[str] = Counter()
    for role, span, entity in _parts(claim):
        name = f"{iri.value}/{role}-{span.start}-{span.end}"
        seen[name] += 1
        mention = NamedNode(name if seen[name] == 1 else f"{name}-{seen[name]}")
        position, quote = NamedNode(f"{mention.value}/position"), NamedNode(f"{mention.value}/quote")
        yield from add(iri, MIL.mention, mention)
        yield from add(mention, RDF.type, node(MIL.Mention))
        yield from add(mention, MIL.mentionRole, term(role))
        yield from add(mention, MIL.entity, _entity_iri(entity, iris))
        yield from add(mention, OA.hasSelector, position, quote)
        yield from add(position, RDF.type, node(OA.TextPositionSelector))
        yield from add(position, OA.start, span.start)
        yield from add(position, OA.end, span.end)
        yield from add(quote, RDF.type, node(OA.TextQuoteSelector))
        yield from add(quote, OA.exact, span.text)


def _parts(claim: Claim) -> Iterator[tuple[str, Span, Entity | None]]:
    """Role, words and entity of each part of a claim, in an order that depends on the claim alone."""
    yield "trigger", claim.trigger, None
    parts = [(a.role, a.span, a.entity) for a in claim.args]
    yield from sorted(parts, key=lambda part: (part[0], part[1], part[2].id if part[2] else ""))
    if claim.date and claim.date.span:
        yield "date", claim.date.span, None
    if claim.source:
        yield "source", claim.source.span, claim.source.entity
    if claim.count and claim.count.span:
        yield "count", claim.count.span, None


def describe_event(event: Event, reports: Mapping[str, Report], iris: Iris) -> Iterator[Quad]:
    """An event of the default graph; ``reports`` holds those of its claims."""
    iri, add = iris.event(event.id), _adder(DefaultGraph())
    behind = [reports[claim] for claim in event.claims]
    first, last = event.reported or (None, None)
    yield from add(iri, RDF.type, term(event.type))
    yield from add(iri, RDFS.label, *event_labels(event, behind))
    yield from add(iri, MIL.factuality, term(event.factuality))
    for role, ids in event.roles:
        yield from add(iri, MIL[role], *map(iris.entity, ids))
    yield from _date(iri, event.edtf, add)
    for predicate, day in zip(_STAMPS, stamps(event.edtf, event.type, _turns(behind), last), strict=True):
        yield from add(iri, predicate, day)
    if event.count:
        low, best, high = event.count
        yield from add(iri, MIL.countLow, low)
        yield from add(iri, MIL.countBest, best)
        yield from add(iri, MIL.countHigh, high)
        yield from add(iri, MIL.countUnit, event.count_unit)
    yield from add(iri, MIL.reportedBy, *map(iris.claim, event.claims))
    yield from add(iri, MIL.independentArticles, event.independent)
    yield from add(iri, MIL.firstReported, first)
    yield from add(iri, MIL.lastReported, last)
    yield from add(iri, MIL.disagreesOn, *event.disagreements)
    yield from add(iri, MIL.fulfils, *map(iris.event, event.fulfils))
    yield from add(iri, MIL.denies, *map(iris.event, event.denies))
    yield from add(iri, MIL.maybeSame, *map(iris.event, event.maybe_same))


def event_labels(event: Event, behind: Iterable[Report]) -> tuple[Literal, Literal]:
    """What an event is called, in Japanese and in English: its type, who and where, its date."""
    things: dict[str, set[Entity]] = {}
    for report in behind:
        for entity in entities_of(report.claim):
            things.setdefault(entity.id, set()).add(entity)
    named = list(dict.fromkeys(id for _, ids in event.roles for id in ids))[:_LABELLED]
    chosen = [min(things[id], key=repr) for id in named]
    return (
        Literal(_event_label(event, [e.label_ja or e.name for e in chosen], "ja", "、"), language="ja"),
        Literal(_event_label(event, [e.name for e in chosen], "en", ", "), language="en"),
    )


def _event_label(event: Event, names: list[str], language: str, comma: str) -> str:
    status = "" if event.factuality == "actual" else f" ({ontology.label(event.factuality, language)})"
    about = f": {comma.join(names)}" if names else ""
    when = f" ({event.edtf})" if event.edtf else ""
    return f"{ontology.label(event.type, language)}{status}{about}{when}"


def describe_entity(entity: Entity, iris: Iris, graph: Graph | None = None) -> Iterator[Quad]:
    """An entity, in the default graph or in that of the article that alone knows it."""
    iri, add = iris.entity(entity.id), _adder(graph or DefaultGraph())
    labels, others = entity_labels(entity)
    yield from add(iri, RDF.type, node(CLASS_OF_KIND[entity.kind]))
    yield from add(iri, RDFS.label, *labels)
    yield from add(iri, SKOS.altLabel, *others)
    yield from add(iri, MIL.partOf, *map(iris.entity, entity.part_of))
    yield from add(iri, MIL.memberOf, *map(iris.entity, entity.member_of))
    yield from add(iri, MIL.country, iris.entity(entity.country) if entity.country else None)
    yield from add(iri, MIL.inLexicon, entity.in_lexicon)
    for scheme, value in entity.identifiers:
        if scheme in IDENTIFIERS:
            yield from add(iri, IDENTIFIERS[scheme], value)
    if entity.lat is not None and entity.lon is not None:
        lat, lon = _decimal(entity.lat), _decimal(entity.lon)
        geometry = NamedNode(f"{iri.value}/geometry")
        yield from add(iri, MIL.lat, lat)
        yield from add(iri, MIL.long, lon)
        yield from add(iri, GEO.hasGeometry, geometry)
        yield from add(geometry, RDF.type, node(GEO.Geometry))
        wkt = f"POINT({lon.value} {lat.value})" if lat and lon else ""
        yield from add(geometry, GEO.asWKT, Literal(wkt, datatype=node(GEO.wktLiteral)))


def entity_labels(entity: Entity) -> tuple[list[Literal], list[Literal]]:
    """The labels of an entity, at most one a language, and its other names."""
    label = {_language(entity.name): entity.name}
    if entity.label_ja:
        label["ja"] = entity.label_ja
    names = {entity.name, *entity.aliases} - set(label.values())
    return (
        [Literal(text, language=language) for language, text in sorted(label.items())],
        [Literal(text, language=_language(text)) for text in sorted(names)],
    )


def _language(text: str) -> str:
    return "ja" if _JAPANESE.search(text) else "en"


def _date(iri: NamedNode, edtf: str | None, add: _Adder) -> Iterator[Quad]:
    """An expression and its bounds."""
    earliest, latest = bounds(edtf)
    yield from add(iri, MIL.edtf, edtf)
    yield from add(iri, MIL.earliest, earliest)
    yield from add(iri, MIL.latest, latest)


def _entity_iri(entity: Entity | None, iris: Iris) -> NamedNode | None:
    return iris.entity(entity.id) if entity else None


def _decimal(number: float | None) -> Literal | None:
    """A decimal in the one form that a store gives back unchanged."""
    if number is None:
        return None
    text = f"{Decimal(str(round(number, 6))):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Literal("0" if text in ("-0", "") else text, datatype=node(XSD.decimal))


@dataclass(frozen=True)
class _Turning:
    words: tuple[str, ...]


@cache
def _turning() -> _Turning:
    return read_rules(resources.data("rules", "turning.yaml"), _Turning)


def _turns(behind: Iterable[Report]) -> bool:
    """Whether a report calls it a start or an end."""
    return any(word in report.claim.trigger.text for report in behind for word in _turning().words)


def _adder(graph: Graph) -> _Adder:
    """Makes quads of one graph from Python values; ``None`` makes none."""

    def add(subject: NamedNode, predicate: str, *objects: Object | str | int | bool | date | None) -> Iterator[Quad]:
        for value in objects:
            if value is not None:
                yield Quad(subject, node(predicate), _object(value), graph)

    return add


def _object(value: Object | str | int | bool | date) -> Object:
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=node(XSD.date))
    return value if isinstance(value, NamedNode | Literal) else Literal(value)

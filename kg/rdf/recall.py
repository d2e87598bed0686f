"""Quads back to records: articles, claims and entities as they were described."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS, SKOS

from kg.rdf.terms import IDENTIFIERS, KIND_OF_CLASS, MIL, OA, SCHEMA, Iris, local_name, node
from kg.records import Argument, Article, Claim, Count, DateSpan, Entity, Report, Role, Source, Span

_ROLES = frozenset(get_args(Role))
_BY_HAND = (str(MIL.corrected), str(MIL.joined), str(MIL.split))
_SCHEMES = {str(iri): scheme for scheme, iri in IDENTIFIERS.items()}


class Recall:
    """Reads records from a store; remembers the entities it has met, so make one for each state of the store."""

    def __init__(self, store: ox.Store, iris: Iris, known: Callable[[str], Entity | None]):
        """``known`` gives the lexicon's entity of an id."""
        self._store, self._iris, self._known = store, iris, known
        self._own: dict[tuple[str, str], Entity] = {}
        self._published: dict[str, date | None] = {}

    # ------------------------------------------------------------ articles

    def article_ids(self) -> list[str]:
        """Ids of all articles, sorted."""
        return sorted(self._iris.id(str(graph.value)) for graph in self._store.named_graphs())

    def article(self, id: str) -> Article | None:
        """An article as it was read, without its skips; ``None`` where the store has none of this id."""
        graph = self._iris.article(id)
        of = self._values(graph, graph)
        if not of:
            return None
        day = of.get(str(SCHEMA.datePublished))
        return Article(
            id,
            of[str(SCHEMA.text)],
            date.fromisoformat(day) if day else None,
            of.get(str(SCHEMA.publisher)),
            of.get(str(SCHEMA.url)),
            of.get(str(SCHEMA.headline)),
        )

    def built_with(self, id: str) -> str | None:
        """What read an article; ``None`` where it is not in the store."""
        graph = self._iris.article(id)
        return self._value(graph, MIL.builtWith, graph)

    def corrected(self, id: str) -> tuple[str, ...]:
        """Which claims of an article an analyst rejected, who and why."""
        graph = self._iris.article(id)
        return tuple(sorted(quad.object.value for quad in self._match(graph, node(MIL.corrected), None, graph)))

    def noted(self, note: str, id: str | None = None) -> int:
        """How often a correction stands in the graph of an article, or in all of them."""
        graph = self._iris.article(id) if id is not None else None
        return sum(1 for _ in self._match(None, node(MIL.corrected), ox.Literal(note), graph))

    def joined(self, key: str) -> list[Report]:
        """The claims that an analyst joined, in order of their ids."""
        found = self._match(None, node(MIL.joined), ox.Literal(key), None)
        return sorted((self._report(quad.subject, quad.graph_name) for quad in found), key=lambda report: report.id)

    def published(self, id: str) -> date | None:
        """The day an article was published."""
        if id not in self._published:
            graph = self._iris.article(id)
            day = self._value(graph, SCHEMA.datePublished, graph)
            self._published[id] = date.fromisoformat(day) if day else None
        return self._published[id]

    # ------------------------------------------------------------ claims

    def unresolved(self, id: str) -> int:
        """How many of an article's claims have a date in words that could not be resolved."""
        graph = self._iris.article(id)
        worded, dated = (
            {quad.subject.value for quad in self._match(None, node(predicate), None, graph)}
            for predicate in (MIL.dateText, MIL.edtf)
        )
        return len(worded - dated)

    def reports(self, id: str) -> list[Report]:
        """All claims of an article, in order of their ids."""
        graph = self._iris.article(id)
        claims = self._match(None, node(RDF.type), node(MIL.Claim), graph)
        return sorted((self._report(quad.subject, graph) for quad in claims), key=lambda report: report.id)

    def anchors(self, id: str) -> set[str]:
        """The anchors of an article's claims."""
        graph = self._iris.article(id)
        return {quad.object.value for quad in self._match(None, node(MIL.anchor), None, graph)}

    def reports_of_anchor(self, anchor: str) -> list[Report]:
        """All claims of one type and anchor, in order of their ids."""
        found = self._match(None, node(MIL.anchor), ox.Literal(anchor), None)
        return sorted((self._report(quad.subject, quad.graph_name) for quad in found), key=lambda report: report.id)

    def _report(self, iri: Any, graph: Any) -> Report:
        article = self._iris.id(graph)
        of: dict[str, Any] = {}
        mentions, by_hand = [], dict[str, list[str]]()
        for quad in self._match(iri, None, None, graph):
            if quad.predicate.value == str(MIL.mention):
                mentions.append(self._mention(quad.object, graph))
            elif quad.predicate.value in _BY_HAND:
                by_hand.setdefault(quad.predicate.value, []).append(quad.object.value)
            else:
                of[quad.predicate.value] = quad.object.value
        words = {role: (span, entity) for role, span, entity in mentions if role not in _ROLES}
        claim = Claim(
            article,
            local_name(of[str(MIL.eventType)]),  # type: ignore[arg-type]
            words["trigger"][0],
            local_name(of[str(MIL.factuality)]),  # type: ignore[arg-type]
            tuple(Argument(*mention) for mention in sorted(mentions, key=_order) if mention[0] in _ROLES),
            _date(of.get(str(MIL.edtf)), words.get("date")),
            Source(*words["source"]) if "source" in words else None,
            _count(of, words.get("count")),
            float(of[str(MIL.confidence)]) if str(MIL.confidence) in of else None,
        )
        notes = (tuple(sorted(by_hand.get(predicate, ()))) for predicate in _BY_HAND)
        return Report(self._iris.id(iri), claim, self.published(article), int(of[str(MIL.sentenceStart)]), *notes)

    def _mention(self, mention: Any, graph: Any) -> tuple[Any, Span, Entity | None]:
        of = self._values(mention, graph)
        position = self._values(ox.NamedNode(f"{mention.value}/position"), graph)
        quote = self._values(ox.NamedNode(f"{mention.value}/quote"), graph)
        span = Span(int(position[str(OA.start)]), int(position[str(OA.end)]), quote[str(OA.exact)])
        entity = of.get(str(MIL.entity))
        return local_name(of[str(MIL.mentionRole)]), span, self._entity(entity, graph) if entity else None

    # ------------------------------------------------------------ entities

    def mentioned(self, id: str) -> set[str]:
        """Ids of the entities that an article mentions."""
        graph = self._iris.article(id)
        found = self._match(None, node(MIL.entity), None, graph)
        return {self._iris.id(quad.object.value) for quad in found}

    def is_mentioned(self, entity: str) -> bool:
        """Whether a claim mentions the entity."""
        found = self._match(None, node(MIL.entity), self._iris.entity(entity), None)
        return next(iter(found), None) is not None

    def parts(self, entity: str) -> set[str]:
        """Ids of the entities of the default graph that have this one as whole or country."""
        iri, default = self._iris.entity(entity), ox.DefaultGraph()
        return {
            self._iris.id(quad.subject.value)
            for predicate in (MIL.partOf, MIL.country)
            for quad in self._match(None, node(predicate), iri, default)
        }

    def wholes(self, entity: str) -> set[str]:
        """Ids of what the default graph has as the entity's wholes and country."""
        iri, default = self._iris.entity(entity), ox.DefaultGraph()
        return {
            self._iris.id(quad.object.value)
            for predicate in (MIL.partOf, MIL.country)
            for quad in self._match(iri, node(predicate), None, default)
        }

    def own_parts(self, entity: str) -> set[str]:
        """Ids of the entities that only articles know, and know as part of this one."""
        found = self._match(None, node(MIL.partOf), self._iris.entity(entity), None)
        return {self._iris.id(q.subject.value) for q in found if isinstance(q.graph_name, ox.NamedNode)}

    def entity(self, id: str) -> Entity | None:
        """An entity as all articles together know it: from the lexicon, else the form most articles give."""
        if (known := self._known(id)) is not None:
            return known
        iri = self._iris.entity(id)
        found = self._match(iri, node(MIL.inLexicon), None, None)
        forms = Counter(self._entity(iri.value, q.graph_name) for q in found if isinstance(q.graph_name, ox.NamedNode))
        return _united(forms) if forms else None

    def _entity(self, iri: str, graph: Any) -> Entity:
        """An entity as one article knows it."""
        id = self._iris.id(iri)
        if (known := self._known(id)) is not None:
            return known
        if (id, graph.value) not in self._own:
            quads = list(self._match(ox.NamedNode(iri), None, None, graph))
            self._own[id, graph.value] = read_entity(id, quads, self._iris)
        return self._own[id, graph.value]

    # ------------------------------------------------------------ plain values

    def _match(self, subject: Any, predicate: Any, object: Any, graph: Any) -> Iterator[Any]:
        return self._store.quads_for_pattern(subject, predicate, object, graph)

    def _values(self, subject: Any, graph: Any) -> dict[str, str]:
        return {q.predicate.value: q.object.value for q in self._match(subject, None, None, graph)}

    def _value(self, subject: Any, predicate: str, graph: Any) -> str | None:
        quad = next(iter(self._match(subject, node(predicate), None, graph)), None)
        return quad.object.value if quad else None


def read_entity(id: str, quads: Iterable[Any], iris: Iris) -> Entity:
    """An entity from the quads of which it is the subject."""
    of: dict[str, list[Any]] = {}
    for quad in quads:
        of.setdefault(quad.predicate.value, []).append(quad.object)

    def ids(predicate: str) -> tuple[str, ...]:
        return tuple(sorted(iris.id(thing.value) for thing in of.get(predicate, ())))

    labels = {text.language: text.value for text in of[str(RDFS.label)]}
    kind = next(KIND_OF_CLASS[c.value] for c in of[str(RDF.type)] if c.value in KIND_OF_CLASS)
    lat, lon = of.get(str(MIL.lat)), of.get(str(MIL.long))
    return Entity(
        id=id,
        kind=kind,
        name=labels.get("en") or labels["ja"],
        label_ja=labels.get("ja"),
        aliases=tuple(sorted(text.value for text in of.get(str(SKOS.altLabel), ()))),
        part_of=ids(str(MIL.partOf)),
        member_of=ids(str(MIL.memberOf)),
        country=next(iter(ids(str(MIL.country))), None),
        lat=float(lat[0].value) if lat else None,
        lon=float(lon[0].value) if lon else None,
        identifiers=tuple(sorted((_SCHEMES[p], o.value) for p, os in of.items() if p in _SCHEMES for o in os)),
        in_lexicon=of[str(MIL.inLexicon)][0].value == "true",
    )


def _united(forms: Counter[Entity]) -> Entity:
    """One entity from the forms that articles give it: the most frequent form, the others' names as aliases."""
    best = min(forms, key=lambda entity: (-forms[entity], repr(entity)))
    names = {n for e in forms for n in (e.name, e.label_ja, *e.aliases) if n} - {best.name, best.label_ja}
    wholes = best.part_of or tuple(sorted({whole for entity in forms for whole in entity.part_of}))
    country = best.country or min((entity.country for entity in forms if entity.country), default=None)
    return Entity(best.id, best.kind, best.name, best.label_ja, tuple(sorted(names)), wholes, best.member_of, country,
        best.lat, best.lon, best.identifiers, best.in_lexicon)  # fmt: skip


def _order(mention: tuple[Any, Span, Entity | None]) -> tuple[Span, str, str]:
    role, span, entity = mention
    return span, role, entity.id if entity else ""


def _date(edtf: str | None, words: tuple[Span, Entity | None] | None) -> DateSpan | None:
    return DateSpan(edtf, words[0] if words else None) if edtf or words else None


def _count(of: dict[str, str], words: tuple[Span, Entity | None] | None) -> Count | None:
    if str(MIL.countMin) not in of:
        return None
    span = words[0] if words else None
    return Count(int(of[str(MIL.countMin)]), int(of[str(MIL.countMax)]), of[str(MIL.countUnit)], span)


def canonical(claim: Claim) -> Claim:
    """The claim as it comes back from the graph: arguments in order of the text, confidence rounded."""
    args = sorted(((a.role, a.span, a.entity) for a in claim.args), key=_order)
    sure = None if claim.confidence is None else round(claim.confidence, 4)
    return replace(claim, args=tuple(Argument(*part) for part in args), confidence=sure)

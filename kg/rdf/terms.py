"""The words of the graph: our ontology's terms, the vocabularies it leans on, and the IRIs of things.

``ontology/kg.ttl`` says what each term means; a test holds this list and that file together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode
from rdflib import Namespace, URIRef
from rdflib.namespace import OWL, PROV, RDF, RDFS, SKOS, XSD, DefinedNamespace

from kg.records import EntityKind, EventType, Factuality, Role

SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
OA = Namespace("http://www.w3.org/ns/oa#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
SCHEMA = Namespace("https://schema.org/")

DEFAULT_BASE = "https://w3id.org/milkg/id/"


class MIL(DefinedNamespace):
    """Our ontology, https://w3id.org/milkg/ontology#."""

    _NS = Namespace("https://w3id.org/milkg/ontology#")
    _fail = True

    # events
    Event: URIRef
    Deployment: URIRef
    Withdrawal: URIRef
    Presence: URIRef
    BaseTransfer: URIRef
    BaseChange: URIRef
    Mission: URIRef
    Attack: URIRef
    Evacuation: URIRef
    Exercise: URIRef
    Support: URIRef
    Agreement: URIRef
    Meeting: URIRef
    Request: URIRef
    Unrest: URIRef
    # things
    Entity: URIRef
    Actor: URIRef
    Location: URIRef
    State: URIRef
    ArmedForce: URIRef
    Organisation: URIRef
    ArmedGroup: URIRef
    Office: URIRef
    Person: URIRef
    Base: URIRef
    Place: URIRef
    Accord: URIRef
    Equipment: URIRef
    # what articles say
    Claim: URIRef
    Mention: URIRef
    Factuality: URIRef
    factualities: URIRef
    actual: URIRef
    planned: URIRef
    possible: URIRef
    denied: URIRef
    MentionRole: URIRef
    trigger: URIRef
    date: URIRef
    source: URIRef
    count: URIRef
    # roles
    role: URIRef
    agent: URIRef
    force: URIRef
    recipient: URIRef
    target: URIRef
    evacuee: URIRef
    origin: URIRef
    destination: URIRef
    place: URIRef
    base: URIRef
    agreement: URIRef
    # when
    factuality: URIRef
    edtf: URIRef
    earliest: URIRef
    latest: URIRef
    # of events
    countLow: URIRef
    countBest: URIRef
    countHigh: URIRef
    reportedBy: URIRef
    independentArticles: URIRef
    firstReported: URIRef
    lastReported: URIRef
    disagreesOn: URIRef
    fulfils: URIRef
    denies: URIRef
    maybeSame: URIRef
    # of claims and mentions
    eventType: URIRef
    dateText: URIRef
    accordingTo: URIRef
    sourceText: URIRef
    countMin: URIRef
    countMax: URIRef
    countUnit: URIRef
    confidence: URIRef
    block: URIRef
    anchor: URIRef
    sentence: URIRef
    sentenceStart: URIRef
    corrected: URIRef
    joined: URIRef
    split: URIRef
    mention: URIRef
    mentionRole: URIRef
    entity: URIRef
    # of articles
    sha256: URIRef
    builtWith: URIRef
    # of entities
    partOf: URIRef
    memberOf: URIRef
    country: URIRef
    lat: URIRef
    long: URIRef
    iso3166: URIRef
    icao: URIRef
    wikidata: URIRef
    inLexicon: URIRef
    # annotation
    plover: URIRef


PREFIXES: Mapping[str, str] = {
    "mil": str(MIL._NS),
    "geo": str(GEO),
    "oa": str(OA),
    "owl": str(OWL._NS),
    "prov": str(PROV._NS),
    "rdf": str(RDF._NS),
    "rdfs": str(RDFS._NS),
    "schema": str(SCHEMA),
    "sem": str(SEM),
    "skos": str(SKOS._NS),
    "xsd": str(XSD._NS),
}
"""Prefixes that every query and export may use."""

CLASS_OF_KIND: Mapping[EntityKind, URIRef] = {
    "state": MIL.State,
    "armed-force": MIL.ArmedForce,
    "organisation": MIL.Organisation,
    "armed-group": MIL.ArmedGroup,
    "office": MIL.Office,
    "person": MIL.Person,
    "base": MIL.Base,
    "place": MIL.Place,
    "agreement": MIL.Accord,
    "equipment": MIL.Equipment,
}
KIND_OF_CLASS: Mapping[str, EntityKind] = {str(iri): kind for kind, iri in CLASS_OF_KIND.items()}
IDENTIFIERS: Mapping[str, URIRef] = {"iso3166": MIL.iso3166, "icao": MIL.icao, "wikidata": MIL.wikidata}
"""Kinds of identifiers of an entity."""


@lru_cache(maxsize=4096)
def node(term: str) -> NamedNode:
    """An IRI as Oxigraph wants it."""
    return NamedNode(str(term))


@lru_cache(maxsize=256)
def term(name: EventType | Factuality | Role | str) -> NamedNode:
    """The term of our ontology that bears a name; AttributeError where there is none.

    >>> term("Withdrawal").value
    'https://w3id.org/milkg/ontology#Withdrawal'
    """
    return node(getattr(MIL, name))


def local_name(iri: str) -> str:
    """The last part of a term's IRI.

    >>> local_name("https://w3id.org/milkg/ontology#Withdrawal")
    'Withdrawal'
    """
    return re.split(r"[#/]", iri)[-1]


@dataclass(frozen=True, slots=True)
class Iris:
    """IRIs of articles, claims, events and entities under one base, and the ids in them.

    Letters of any script stay as they are; every other character that an IRI may not hold is percent-encoded.

    >>> iris = Iris("https://example.org/")
    >>> iris.entity("base:アイン・アサード空軍基地").value
    'https://example.org/entity/base:アイン%E3%83%BBアサード空軍基地'
    >>> iris.id(iris.entity("base:アイン・アサード空軍基地"))
    'base:アイン・アサード空軍基地'
    """

    base: str = DEFAULT_BASE

    def article(self, id: str) -> NamedNode:
        """IRI of an article, which is also that of its named graph."""
        return NamedNode(f"{self.base}article/{_encode(id)}")

    def claim(self, id: str) -> NamedNode:
        """IRI of a claim."""
        return NamedNode(f"{self.base}claim/{_encode(id)}")

    def event(self, id: str) -> NamedNode:
        """IRI of an event."""
        return NamedNode(f"{self.base}event/{_encode(id)}")

    def entity(self, id: str) -> NamedNode:
        """IRI of an entity."""
        return NamedNode(f"{self.base}entity/{_encode(id)}")

    def id(self, iri: NamedNode | str) -> str:
        """The id in an IRI made here."""
        text = iri.value if isinstance(iri, NamedNode) else str(iri)
        return unquote(text.removeprefix(self.base).partition("/")[2])


def _encode(id: str) -> str:
    return "".join(c if c.isalnum() and c.isprintable() else quote(c, safe="/:-._~") for c in id)

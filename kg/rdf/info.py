"""What a store holds, and whether all of it keeps the shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kg.rdf import ontology
from kg.rdf.recall import read_entity
from kg.rdf.store import Reader, counts
from kg.rdf.terms import MIL, local_name, node
from kg.rdf.validate import Violation, check_article, check_derived
from kg.records import EVENT_TYPES, FACTUALITIES, Entity

_EVENTS = "SELECT ?type ?factuality (COUNT(*) AS ?n) WHERE { ?event a ?type ; mil:factuality ?factuality } GROUP BY ?type ?factuality"
_SPANS = """SELECT (MIN(?day) AS ?first) (MAX(?day) AS ?last) (COUNT(?day) AS ?dated) WHERE {
  GRAPH ?article { ?article schema:identifier ?id ; schema:datePublished ?day } }"""
_OWN = "SELECT (COUNT(*) AS ?n) WHERE { ?entity mil:inLexicon false }"
_ARTICLES = """SELECT ?id ?published ?publisher (COUNT(?claim) AS ?claims) ?title WHERE { GRAPH ?article {
  ?article schema:identifier ?id . OPTIONAL { ?article schema:datePublished ?published }
  OPTIONAL { ?article schema:publisher ?publisher } OPTIONAL { ?article schema:headline ?title }
  OPTIONAL { ?claim mil:eventType ?type } } } GROUP BY ?id ?published ?publisher ?title ORDER BY ?id"""


def describe_store(reader: Reader) -> list[str]:
    """The store in a few lines."""
    articles, claims, events, entities = counts(reader.store)
    ((first, last, dated),) = reader.select(_SPANS).rows
    ((own,),) = reader.select(_OWN).rows
    published = f", published {first} to {last}" if dated else ""
    undated = f", {articles - int(str(dated))} on an unknown day" if articles != dated else ""
    return [
        f"store     {reader.path} (version {int(reader.pointer.version)})",
        f"base      {reader.pointer.base}",
        f"articles  {articles}{published}{undated}",
        f"claims    {claims}",
        f"events    {events}",
        f"entities  {entities} ({own} of them not in the lexicon)",
    ]


def event_rows(reader: Reader, language: str) -> tuple[list[str], list[list[str]]]:
    """Titles and rows of a table: how many events of each type and factuality."""
    number = {(local_name(str(t)), local_name(str(f))): str(n) for t, f, n in reader.select(_EVENTS).rows}
    titles = ["", *(ontology.label(factuality, language) for factuality in FACTUALITIES)]
    rows = [
        [ontology.label(kind, language), *(number.get((kind, factuality), "") for factuality in FACTUALITIES)]
        for kind in EVENT_TYPES
    ]
    return titles, [row for row in rows if any(row[1:])]


def article_rows(reader: Reader) -> list[list[str]]:
    """A row an article: id, published, publisher, number of claims, title."""
    return [["" if value is None else str(value) for value in row] for row in reader.select(_ARTICLES).rows]


def own_entities(reader: Reader) -> list[Entity]:
    """The entities that the lexicon does not have, as all articles together know them, in order of their ids."""
    default = ox.DefaultGraph()
    found = reader.store.quads_for_pattern(None, node(MIL.inLexicon), ox.Literal(False), default)
    iris = sorted(str(quad.subject.value) for quad in found if isinstance(quad.subject, ox.NamedNode))
    return [
        read_entity(
            reader.iris.id(iri), reader.store.quads_for_pattern(ox.NamedNode(iri), None, None, default), reader.iris
        )
        for iri in iris
    ]


def check_store(reader: Reader) -> list[Violation]:
    """What in the whole store breaks a shape."""
    found: list[Violation] = []
    claims: list[ox.Quad] = []
    for graph in reader.store.named_graphs():
        quads = list(reader.store.quads_for_pattern(None, None, None, graph))
        found += check_article(quads)
        claims += _types(quads)
    derived = reader.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return sorted([*found, *check_derived([*derived, *claims])])


def _types(quads: list[Any]) -> Iterator[ox.Quad]:
    """What says of claims that they are claims."""
    return (quad for quad in quads if local_name(getattr(quad.object, "value", "")) == "Claim")

"""Answers of any query form as bytes: the media types of the SPARQL 1.1 Protocol, and a query on the graphs it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.rdf.terms import PREFIXES

ROWS: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
TRIPLES: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


def are_triples(found: Any) -> bool:
    """Whether an answer is a graph (CONSTRUCT, DESCRIBE) and not rows or a truth value."""
    return isinstance(found, ox.QueryTriples)


def write_answer(found: Any, media: str, out: IO[bytes]) -> None:
    """Write an answer in a media type of ``ROWS`` or ``TRIPLES``."""
    if media in TRIPLES:
        prefixes = dict(PREFIXES) if TRIPLES[media].supports_datasets is not None else None
        ox.serialize(found, out, TRIPLES[media], prefixes=prefixes)
    else:
        found.serialize(out, ROWS[media])


def query_graphs(store: ox.Store, sparql: str, default: Sequence[str], named: Sequence[str]) -> Any:
    """A query on the graphs that the protocol names; raises QueryError where it cannot be read."""
    try:
        return store.query(
            sparql,
            prefixes=dict(PREFIXES),
            default_graph=[ox.NamedNode(iri) for iri in default] or [],
            named_graphs=[ox.NamedNode(iri) for iri in named],
        )
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the query cannot be read: {' '.join(str(error).split())}") from error

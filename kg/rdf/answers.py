"""What a query of any form answers, written in the formats of the SPARQL standards."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.rdf.terms import PREFIXES
from kg.rdf.values import read_solutions

_ROWS = {"csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV, "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML}  # fmt: skip
_TRIPLES = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES}


def rows_of(found: Any) -> tuple[list[str], list[list[str]]]:
    """Titles and rows of text, for a table on a terminal: of solutions, of triples, or of a yes or no."""
    if isinstance(found, ox.QueryBoolean):
        return ["answer"], [["yes" if found else "no"]]
    if isinstance(found, ox.QueryTriples):
        return ["subject", "predicate", "object"], [
            [_short(t.subject), _short(t.predicate), _short(t.object)] for t in found
        ]
    table = read_solutions(found)
    return list(table.columns), [["" if value is None else shorten(str(value)) for value in row] for row in table.rows]


def _short(term: Any) -> str:
    return shorten(str(getattr(term, "value", term)))


def shorten(text: str) -> str:
    """An IRI with its prefix, where it has one of ours; other text as it is.

    >>> shorten("https://w3id.org/milkg/ontology#Withdrawal")
    'mil:Withdrawal'
    """
    prefix = next((name for name, iri in PREFIXES.items() if text.startswith(iri)), None)
    return text if prefix is None else f"{prefix}:{text.removeprefix(PREFIXES[prefix])}"


def write_answer(found: Any, format: str) -> str:
    """The answer in a format; raises QueryError where the format cannot hold it."""
    if isinstance(found, ox.QueryTriples):
        if format not in _TRIPLES:
            raise QueryError(f"the query makes triples, which {format} cannot hold (give {' or '.join(_TRIPLES)})")
        return _text(ox.serialize(found, format=_TRIPLES[format], prefixes=dict(PREFIXES)))
    if format not in _ROWS:
        raise QueryError(f"the query finds rows, which {format} cannot hold (give {', '.join(_ROWS)})")
    return _text(found.serialize(format=_ROWS[format]))


def _text(written: bytes | None) -> str:
    return (written or b"").decode("utf-8")

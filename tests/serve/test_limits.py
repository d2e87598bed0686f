"""What a query may not do, what an answer may not be, and which form of it is chosen."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.rdf.results import ROWS, TRIPLES
from kg.serve.limits import Bounded, Limits, TooMuch, refuse_service
from kg.serve.media import PAGES, choose

CALL = "<http://example.org/> { ?s ?p ?o }"


@pytest.mark.parametrize(
    "sparql",
    [
        f"SELECT * {{ SERVICE {CALL} }}",
        f"select * {{ service silent {CALL} }}",
        f"SELECT * {{ ?s ?p ?o . SERVICE\n{CALL} }}",
        f"SELECT * {{ ?s ?p 'it\\'s' . SERVICE {CALL} }}",
        f"SELECT * {{ # <x\nSERVICE {CALL} }}",
        "SELECT * { VALUES ?u { <http://example.org/> } SERVICE ?u { ?s ?p ?o } }",
        f"SELECT * {{ FILTER(1 < 2) SERVICE {CALL} FILTER(2 > 1) }}",
        f"SELECT * {{ ?s ?p '''x' ''' . SERVICE {CALL} }}",
        f"SELECT * {{}}SERVICE{CALL}",
    ],
)
def test_service_is_refused(sparql: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        refuse_service(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * { ?s rdfs:label "SERVICE <x> {}" }',
        "SELECT * { ?service ?p ?o }",
        "SELECT * { ?s ex:service ?o }",
        "PREFIX service: <http://x/> SELECT * { ?s service:of ?o }",
        "SELECT * { <http://example.org/SERVICE> ?p ?o } # SERVICE <x> {}",
        "SELECT * { ?s rdfs:label '''SERVICE\n<x>''' }",
    ],
)
def test_what_only_looks_like_it_is_not(sparql: str) -> None:
    refuse_service(sparql)


def test_bounded() -> None:
    rows = Bounded(Limits(rows=2), b"\n")
    rows.write(b"head\n1\n2\n")
    assert rows.content == b"head\n1\n2\n"
    with pytest.raises(TooMuch, match="more than 2 rows"):
        rows.write(b"3\n")
    with pytest.raises(TooMuch, match="more than 3 bytes"):
        Bounded(Limits(answer_bytes=3), b"").write(b"1234")


@pytest.mark.parametrize(
    ("offered", "accept", "format", "expected"),
    [
        (ROWS, "", None, "application/sparql-results+json"),
        (ROWS, "text/csv", None, "text/csv"),
        (ROWS, "text/csv;q=0.2, text/tab-separated-values", None, "text/tab-separated-values"),
        (ROWS, "application/json", None, "application/sparql-results+json"),
        (ROWS, "application/xml", None, "application/sparql-results+xml"),
        (ROWS, "text/html,application/xhtml+xml,*/*;q=0.8", None, "application/sparql-results+json"),
        (ROWS, "text/*", None, "text/csv"),
        (ROWS, "image/png", None, None),
        (ROWS, "text/csv;q=0", None, None),
        (ROWS, "text/csv;q=x", None, None),
        (ROWS, "text/html", "json", "application/sparql-results+json"),
        (ROWS, "text/html", "ttl", None),
        (TRIPLES, "*/*", None, "text/turtle"),
        (TRIPLES, "application/n-triples", None, "application/n-triples"),
        (PAGES, "text/turtle", None, "text/turtle"),
        (PAGES, "text/html, */*;q=0.1", None, "text/html"),
    ],
)
def test_choose(offered: dict[str, object], accept: str, format: str | None, expected: str | None) -> None:
    assert choose(tuple(offered), accept, format) == expected

"""The routes with the worker in this process: forms of the protocol, pages, refusals; what comes from outside stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kg import resources
from kg.ask import load_questions
from kg.claims_json import read_claims
from kg.lexicon import load_lexicon
from kg.pipeline import Reading, build
from kg.rdf.terms import DEFAULT_BASE
from kg.resolve.naming import entity_for_name
from kg.serve.app import make_app
from kg.serve.limits import Limits
from kg.serve.worker import Desk, Outcome, Task

SELECT = "SELECT ?event ?day WHERE { ?event a mil:Withdrawal ; mil:earliest ?day } ORDER BY ?day ?event LIMIT 2"
TYPE = {"Content-Type": "application/sparql-query"}


class OneDesk:
    """A pool of one worker that is no process."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def answer(self, task: Task) -> Outcome:
        return self.desk.answer(task)

    def close(self) -> None:
        self.desk.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lexicon, path = load_lexicon(), tmp_path_factory.mktemp("serve") / "store"
    claims = read_claims(resources.data("gold"), lambda name, role: entity_for_name(name, role, lexicon))
    build([resources.data("articles")], path, reading=Reading(lexicon, claims=claims))
    return path


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    limits = Limits(rows=500, request_bytes=10_000)
    app = make_app(OneDesk(Desk(str(store), limits)), limits, DEFAULT_BASE, hosts=("testserver",))  # type: ignore[arg-type]
    with TestClient(app, raise_server_exceptions=True) as client:
        yield client


def test_the_three_forms_of_the_protocol_answer_alike(client: TestClient) -> None:
    accept = {"Accept": "text/csv"}
    by_get = client.get("/sparql", params={"query": SELECT}, headers=accept)
    by_form = client.post("/sparql", data={"query": SELECT}, headers=accept)
    by_body = client.post("/sparql", content=SELECT.encode(), headers=accept | TYPE)
    assert by_get.text == by_form.text == by_body.text
    assert by_get.text.startswith("event,day") and by_get.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize(
    ("accept", "starts"),
    [
        ("application/sparql-results+json", '{"head"'),
        ("application/sparql-results+xml", "<?xml"),
        ("text/csv", "event,day"),
        ("text/tab-separated-values", "?event\t?day"),
    ],
)
def test_rows_in_every_form(client: TestClient, accept: str, starts: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == accept and answer.text.startswith(starts)


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_triples_in_every_form(client: TestClient, accept: str) -> None:
    query = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l } LIMIT 3"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (
        answer.status_code == 200
        and answer.headers["content-type"].partition(";")[0] == accept
        and len(answer.text) > 50
    )


def test_graphs_named_by_the_protocol(client: TestClient) -> None:
    graph = f"{DEFAULT_BASE}article/h001"
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?claim a mil:Claim }"
    assert client.get("/sparql", params={"query": query, "format": "csv"}).text.split() == ["n", "0"]
    given = {"query": query, "default-graph-uri": graph, "format": "csv"}
    assert client.get("/sparql", params=given).text.split() == ["n", "6"]


@pytest.mark.parametrize(
    ("why", "request_", "status", "says"),
    [
        ("syntax", {"params": {"query": "SELECT"}}, 400, "cannot be read"),
        ("service", {"params": {"query": "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"}}, 400, "SERVICE"),
        ("update as query", {"params": {"query": "DELETE WHERE { ?s ?p ?o }"}}, 400, "cannot be read"),
        ("update", {"data": {"update": "DELETE WHERE { ?s ?p ?o }"}}, 403, "updates"),
        ("update body", {"content": b"x", "headers": {"Content-Type": "application/sparql-update"}}, 403, "updates"),
        ("load", {"data": {"update": "LOAD <file:///etc/passwd>"}}, 403, "updates"),
        ("two queries", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400, "one query"),
        ("no query", {"data": {"x": "y"}}, 400, "one query"),
        ("another type", {"content": b"<x/>", "headers": {"Content-Type": "text/xml"}}, 415, "form"),
        ("not UTF-8", {"content": b"\xff", "headers": TYPE}, 400, "UTF-8"),
        ("too long", {"content": b"#" * 20_000, "headers": TYPE}, 413, "10000 bytes"),
        ("too many rows", {"params": {"query": "SELECT * { ?s ?p ?o }"}}, 413, "more than 500 rows"),
        ("no such form", {"params": {"query": SELECT}, "headers": {"Accept": "image/png"}}, 406, "offered"),
        ("bad graph", {"params": {"query": SELECT, "default-graph-uri": "not an iri"}}, 400, "cannot be read"),
    ],
)
def test_refusals_say_why(client: TestClient, why: str, request_: dict[str, object], status: int, says: str) -> None:
    method = "GET" if "params" in request_ else "POST"
    answer = client.request(method, "/sparql", **request_)  # type: ignore[arg-type]
    assert (answer.status_code, says in answer.text) == (status, True), (why, answer.text)


def test_service_description(client: TestClient) -> None:
    answer = client.get("/sparql")
    assert answer.headers["content-type"].startswith("text/turtle") and "sd:endpoint" in answer.text


@pytest.mark.parametrize("name", load_questions())
def test_every_question_has_its_page(client: TestClient, name: str) -> None:
    answer = client.get(f"/ask/{name}", headers={"Accept": "text/html"})
    assert answer.status_code == (400 if name == "connections" else 200)
    assert f'action="/ask/{name}"' in answer.text and "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_question_as_a_url(client: TestClient) -> None:
    given = {"actor": "米軍", "factuality": "actual", "format": "csv", "lang": "en"}
    answer = client.get("/ask/withdrawals", params=given)
    assert answer.headers["content-type"].startswith("text/csv")
    assert "United States Armed Forces" in answer.text and "Nigerien Air Base 101" in answer.text
    assert client.get("/ask/withdrawals", params=given | {"format": "json"}).json()[0]["factuality"] == "actual"


def test_a_question_put_wrongly(client: TestClient) -> None:
    answer = client.get("/ask/withdrawals", params={"actor": "<script>x</script>"}, headers={"Accept": "text/html"})
    assert answer.status_code == 400 and "<script>x" not in answer.text and "&lt;script&gt;x" in answer.text
    assert client.get("/ask/withdrawals?nonsense=1&format=csv").status_code == 400
    assert client.get("/ask/nothing").status_code == 404


def test_a_thing_as_page_and_as_turtle(client: TestClient) -> None:
    page = client.get("/id/entity/united-states", headers={"Accept": "text/html"})
    assert "<h1>" in page.text and "米国" in page.text
    assert "mil:State" in client.get("/id/entity/united-states", headers={"Accept": "text/turtle"}).text
    article = client.get("/id/article/h001", headers={"Accept": "text/html"})
    assert "アフガニスタンに展開する米軍が" in article.text
    for path in ("/id/entity/nothing", "/id/entity/%3E%20x", "/id/"):
        assert client.get(path, headers={"Accept": "text/html"}).status_code == 404, path


def test_pages_that_need_no_network(client: TestClient) -> None:
    for path in ("/", "/query", "/ask", "/ontology", "/static/query.js", "/static/style.css"):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 200, path
        loaded = re.findall(r'<(?:script|img|iframe)[^>]*src="([^"]*)"|<link[^>]*href="([^"]*)"', answer.text)
        assert all(url.startswith("/static/") for pair in loaded for url in pair if url), (path, loaded)


def test_ontology_and_shapes(client: TestClient) -> None:
    assert client.get("/ontology", headers={"Accept": "text/turtle"}).text.startswith("@prefix mil:")
    assert "sh:NodeShape" in client.get("/ontology/shapes").text


def test_health_and_readiness(client: TestClient, tmp_path: Path) -> None:
    assert client.get("/health").text == "ok\n" and client.get("/ready").text == "000001"
    limits = Limits()
    empty = make_app(OneDesk(Desk(str(tmp_path / "none"), limits)), limits, DEFAULT_BASE)  # type: ignore[arg-type]
    with TestClient(empty) as other:
        assert other.get("/health").status_code == 200 and other.get("/ready").status_code == 503


def test_no_other_site_may_ask_unless_allowed(client: TestClient, store: Path) -> None:
    asking = {"Origin": "https://example.org"}
    assert "access-control-allow-origin" not in client.get("/health", headers=asking).headers
    assert client.get("/health", headers={"Host": "evil.example"}).status_code == 400
    limits = Limits()
    desk = OneDesk(Desk(str(store), limits))
    with TestClient(make_app(desk, limits, DEFAULT_BASE, cors=("https://example.org",))) as other:  # type: ignore[arg-type]
        assert other.get("/health", headers=asking).headers["access-control-allow-origin"] == "https://example.org"

"""What is exported reads back as the same graph."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from things import THINGS, article, gold

from kg.pipeline import Reading, build_articles
from kg.rdf.answers import rows_of, write_answer
from kg.rdf.export import export
from kg.rdf.info import check_store, describe_store, event_rows
from kg.rdf.store import Reader
from kg.records import Article

GOLD = gold()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    store = tmp_path_factory.mktemp("export") / "store"
    articles = [article(id) for id in GOLD]
    articles[0] = replace(articles[0], title='"題"\x0b\n<&>', url="https://example.org/?a=1&b=2")
    build_articles(articles, store, reading=Reading(THINGS, claims=GOLD))
    with Reader(store) as opened:
        yield opened


def lines(text: str, format: ox.RdfFormat) -> set[str]:
    return set(map(str, ox.parse(text, format=format)))


def test_quads(reader: Reader) -> None:
    text = export(reader, "nq")
    assert text == export(reader, "nq") and text.splitlines() == sorted(text.splitlines())
    assert lines(text, ox.RdfFormat.N_QUADS) == set(map(str, reader.store))
    assert lines(export(reader, "trig"), ox.RdfFormat.TRIG) == set(map(str, reader.store))


def test_turtle(reader: Reader) -> None:
    text = export(reader, "ttl")
    assert {str(q.triple) for q in ox.parse(text, format=ox.RdfFormat.TURTLE)} == {str(q.triple) for q in reader.store}  # type: ignore[union-attr]
    assert "@prefix mil: <https://w3id.org/milkg/ontology#>" in text


def test_json_ld(reader: Reader) -> None:
    read = rdflib.Dataset().parse(data=export(reader, "jsonld"), format="json-ld")
    quads = read.serialize(format="nquads")
    default = f" <{rdflib.graph.DATASET_DEFAULT_GRAPH_ID}> ."
    found = {line.replace(default, " .") for line in quads.split("\n") if line}
    assert lines("\n".join(found), ox.RdfFormat.N_QUADS) == set(map(str, reader.store))


def test_graphml(reader: Reader, tmp_path: Path) -> None:
    text = export(reader, "graphml")
    ET.fromstring(text)
    (tmp_path / "x.graphml").write_text(text, encoding="utf-8")
    network = nx.read_graphml(tmp_path / "x.graphml")
    groups = [data["group"] for _, data in network.nodes(data=True)]
    events, entities = groups.count("event"), groups.count("entity")
    assert events == len(event_iris(reader)) and entities > 20
    assert {data["role"] for _, _, data in network.edges(data=True)} >= {"agent", "origin", "partOf"}
    assert all(data["label"] for _, data in network.nodes(data=True))


def event_iris(reader: Reader) -> set[object]:
    return {row[0] for row in reader.select("SELECT ?e { ?e mil:factuality ?f }").rows}


def test_answers(reader: Reader) -> None:
    select = "SELECT ?type (COUNT(*) AS ?n) { ?e a ?type ; mil:factuality mil:planned } GROUP BY ?type ORDER BY ?type"
    titles, rows = rows_of(reader.query(select))
    assert titles == ["type", "n"] and ["mil:Agreement", "2"] in rows
    assert write_answer(reader.query(select), "csv").startswith("type,n\r\n")
    assert rows_of(reader.query("ASK { ?e a mil:Withdrawal }")) == (["answer"], [["yes"]])
    assert '"boolean":true' in write_answer(reader.query("ASK { ?e a mil:Withdrawal }"), "json").replace(" ", "")
    construct = "CONSTRUCT { ?e a mil:Event } WHERE { ?e a mil:Unrest }"
    assert write_answer(reader.query(construct), "ttl").endswith("a mil:Event .\n")
    assert rows_of(reader.query(construct))[1][0][1:] == ["rdf:type", "mil:Event"]


def test_info(reader: Reader) -> None:
    assert describe_store(reader)[2:4] == [
        "articles  16, 16 on an unknown day",
        f"claims    {sum(map(len, GOLD.values()))}",
    ]
    titles, rows = event_rows(reader, "en")
    assert titles == ["", "actual", "planned", "possible", "denied"] and "Withdrawal" in [row[0] for row in rows]
    assert check_store(reader) == []


def test_an_article_of_hostile_text(tmp_path: Path) -> None:
    hostile = Article("a/../b <x>", '撤退。"\\\n\r\n\t</script>\u202e\u0085\x0b😀', title="'\"")
    build_articles([hostile], tmp_path, reading=Reading(THINGS, claims={}))
    with Reader(tmp_path) as opened:
        assert lines(export(opened, "nq"), ox.RdfFormat.N_QUADS) == set(map(str, opened.store))
        ET.fromstring(export(opened, "graphml"))
        ((text,),) = opened.select("SELECT ?text { GRAPH ?a { ?a schema:text ?text } }").rows
        assert text == hostile.text

"""The Python side: DataFrames with intervals, networks with evidence, the rdflib Dataset, an article as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

import kg
from kg import resources
from kg.ask.frames import intervals
from kg.errors import QueryError, StoreError
from kg.graph import Graph, highlighted
from kg.rdf.store import Reader
from kg.records import Argument, Claim, Entity, Span


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    store = tmp_path_factory.mktemp("graph") / "store"
    with kg.build(resources.data("articles"), store, claims=resources.data("gold"), language="en") as built:
        yield built


def test_build_tells_what_it_did_and_open_opens_it(graph: Graph) -> None:
    assert graph.summary is not None and graph.summary.articles == 16
    assert isinstance(graph.reader, Reader)
    with kg.open(graph.reader.path) as again:
        assert again.articles() == graph.articles()
    with pytest.raises(StoreError, match="no store here"):
        kg.open("/nowhere/store")


def test_ask_gives_dates_as_intervals(graph: Graph) -> None:
    frame = graph.ask("withdrawals", actor="米国", to="2024-12")
    assert frame.attrs["taken"] == ["actor: 米国 → 米国 (state, with its parts)"]
    row = frame[frame.edtf == "2024-07-07"].iloc[0]
    assert row["when"] == pd.Interval(pd.Timestamp("2024-07-07"), pd.Timestamp("2024-07-07"), closed="both")
    assert row["earliest"] == row["latest"] == pd.Timestamp("2024-07-07")
    july = pd.Interval(pd.Timestamp("2024-07-01"), pd.Timestamp("2024-07-31"), closed="both")
    assert set(frame[frame["when"].array.overlaps(july)].edtf) == {"2024-07-07", "../2024-09-15"}
    assert str(frame.dtypes["low"]) == "Int64" and str(frame.dtypes["reported"]).startswith("datetime64")


def test_intervals_open_ends_and_missing() -> None:
    when = intervals([pd.Timestamp("2014-01-01"), pd.NaT, pd.NaT], [pd.NaT, pd.Timestamp("2020-07-13"), pd.NaT])
    assert when[0].left == pd.Timestamp("2014-01-01") and when[0].right.year == 2261
    assert when[1].left.year == 1678 and when[1].right == pd.Timestamp("2020-07-13")
    assert pd.isna(when[2])


@pytest.mark.parametrize("question", ["evacuations", "said-and-done", "actors", "disagreements", "new"])
def test_every_kind_of_answer_becomes_a_frame(graph: Graph, question: str) -> None:
    frame = graph.ask(question)
    assert list(frame.columns) and (question == "evacuations") == frame.empty


def test_query(graph: Graph) -> None:
    frame = graph.query("SELECT ?event ?day WHERE { ?event a mil:Withdrawal ; mil:earliest ?day } ORDER BY ?day")
    assert list(frame.columns) == ["event", "day"] and frame.day.is_monotonic_increasing
    with pytest.raises(QueryError):
        graph.query("SELECT ?x WHERE { nonsense")
    with pytest.raises(QueryError):
        graph.query("ASK { ?x ?y ?z }")


def test_network_edges_carry_evidence(graph: Graph) -> None:
    actors = graph.network("actors", factuality=("actual", "planned"))
    assert isinstance(actors, nx.MultiDiGraph)
    labels = {data["label"]: node for node, data in actors.nodes(data=True)}
    edges = actors.get_edge_data(labels["China"], labels["Cambodia"])
    assert {edge["type"] for edge in edges.values()} == {"Support"}
    assert all(edge["quote"] and edge["reported"] and edge["factuality"] == "actual" for edge in edges.values())
    assert all(
        data["kind"] in ("state", "armed-force", "organisation", "armed-group", "office", "person")
        for _, data in actors.nodes(data=True)
    )


def test_network_of_a_time_window(graph: Graph) -> None:
    bases = graph.network("bases", from_="2024-07", to=date(2024, 7, 31))
    assert {edge["edtf"] for *_, edge in bases.edges(data=True)} == {"2023-12~/..", "2024-07-07"}
    full = graph.network("full", factuality=("actual", "planned", "possible", "denied"))
    assert {"fulfils", "denies"} <= {edge["role"] for *_, edge in full.edges(data=True)}
    assert {data["kind"] for _, data in full.nodes(data=True)} >= {"event", "state"}


def test_network_as_of_a_day(graph: Graph) -> None:
    whole, early = graph.network("full"), graph.network("full", as_of_day="2024-07")
    assert set(early) < set(whole)
    assert max(edge["reported"] for *_, edge in early.edges(data=True) if "reported" in edge) <= date(2024, 7, 31)


def test_rdf_is_an_rdflib_dataset(graph: Graph) -> None:
    rows = list(graph.rdf.query("SELECT ?event WHERE { ?event a mil:Withdrawal } LIMIT 2"))
    assert len(rows) == 2


def test_article_shows_its_claims(graph: Graph) -> None:
    page = graph.article("h007")
    assert "ニアメー" in page.text and repr(page) == "<article h007, 2024-07-08, 10 claims>"
    assert 'title="Withdrawal, actual, 2024-07-07">引き揚げ</mark>' in page._repr_html_()
    with pytest.raises(QueryError, match="no article 'x'"):
        graph.article("x")


def test_show_is_a_page_in_a_frame(graph: Graph, tmp_path: Path) -> None:
    page = graph.show(actor="China")
    assert "srcdoc=" in page._repr_html_() and "<script" not in page._repr_html_()
    page.save(tmp_path / "graph.html")
    assert "Cambodia" in (tmp_path / "graph.html").read_text(encoding="utf-8")


def test_hostile_text_stays_text() -> None:
    text = '<script>alert(1)</script>"米軍"'
    state = Entity("x", "state", '"><img onerror=alert(1)>')
    claim = Claim("a", "Attack", Span(0, 8, "<script>"), "actual", (Argument("agent", Span(26, 28, "米軍"), state),))
    out = highlighted(text, [claim])
    assert "<script>" not in out and "<img" not in out and "&lt;script&gt;" in out


def test_questions_are_listed(graph: Graph) -> None:
    assert "actor" in graph.questions().loc["withdrawals", "parameters"]


@pytest.mark.slow
def test_extract_reads_a_sentence() -> None:
    claims = kg.extract("米軍は2024年8月5日、ニジェールから撤退した。")
    assert [(c.type, c.factuality, c.edtf) for c in claims] == [("Withdrawal", "actual", "2024-08-05")]


def test_paths_may_be_strings(tmp_path: Path) -> None:
    file = resources.data("articles") / "h001.txt"
    with kg.build([str(file)], str(tmp_path / "store"), claims=resources.data("gold")) as one:
        assert one.articles() == ["h001"]

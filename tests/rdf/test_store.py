"""Versions of a store: made beside the published one, swapped in at once, kept while they are read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError
from kg.rdf.dataset import as_dataset
from kg.rdf.store import Reader, draft
from kg.rdf.values import Iri


def quad(number: int) -> ox.Quad:
    thing = ox.NamedNode(f"https://example.org/{number}")
    return ox.Quad(thing, thing, ox.Literal(str(number)), ox.NamedNode("https://example.org/g"))


def put(path: Path, *numbers: int) -> None:
    with draft(path) as work:
        work.add(map(quad, numbers))
        work.publish("")


def held(reader: Reader) -> list[int]:
    return sorted(int(q.object.value) for q in reader.store)  # type: ignore[union-attr]


def versions(path: Path) -> list[str]:
    return sorted(p.name for p in (path / "versions").iterdir() if p.is_dir())


def test_a_draft_is_seen_only_when_published(tmp_path: Path) -> None:
    put(tmp_path, 1)
    with draft(tmp_path) as work:
        work.add([quad(2)])
        assert work.store.contains_named_graph(ox.NamedNode("https://example.org/g"))
        with Reader(tmp_path) as reader:
            assert held(reader) == [1]
        work.publish("")
    with Reader(tmp_path) as reader:
        assert held(reader) == [1, 2]
    assert versions(tmp_path) == ["000002"]


def test_a_draft_that_fails_leaves_nothing(tmp_path: Path) -> None:
    put(tmp_path, 1)
    with pytest.raises(ZeroDivisionError), draft(tmp_path) as work:
        work.add([quad(2)])
        raise ZeroDivisionError
    with Reader(tmp_path) as reader:
        assert held(reader) == [1]
    assert versions(tmp_path) == ["000001"]


def test_an_empty_draft_makes_no_version(tmp_path: Path) -> None:
    put(tmp_path, 1)
    before = (tmp_path / "store.json").stat()
    put(tmp_path)
    assert (tmp_path / "store.json").stat() == before


def test_a_reader_keeps_its_version(tmp_path: Path) -> None:
    put(tmp_path, 1)
    reader = Reader(tmp_path)
    put(tmp_path, 2)
    put(tmp_path, 3)
    assert held(reader) == [1]
    assert versions(tmp_path) == ["000001", "000003"]
    reader.close()
    put(tmp_path, 4)
    assert versions(tmp_path) == ["000004"]


def test_one_build_at_a_time(tmp_path: Path) -> None:
    with draft(tmp_path), pytest.raises(StoreError, match="another build is at work"), draft(tmp_path):
        pass


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    put(tmp_path, 1)
    script = (
        "import os, sys; from pathlib import Path; from kg.rdf.store import draft; import pyoxigraph as ox\n"
        "with draft(Path(sys.argv[1])) as work:\n"
        "    work.add([ox.Quad(ox.NamedNode('x:x'), ox.NamedNode('x:x'), ox.NamedNode('x:x'))]); work.store; os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False).returncode == 9
    assert versions(tmp_path) == ["000001", "000002"]
    put(tmp_path, 3)
    assert versions(tmp_path) == ["000002"]
    with Reader(tmp_path) as reader:
        assert held(reader) == [1, 3]


def test_much_at_once(tmp_path: Path) -> None:
    put(tmp_path, *range(30_000))
    with Reader(tmp_path) as reader:
        assert held(reader) == list(range(30_000))


def test_not_a_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here; build one with"):
        Reader(tmp_path / "none")
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(StoreError, match="a folder with other files"), draft(tmp_path):
        pass
    with pytest.raises(StoreError, match="no store can be made here"), draft(tmp_path / "letter.txt"):
        pass
    (tmp_path / "store.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StoreError, match="not the pointer of a store"):
        Reader(tmp_path)
    (tmp_path / "store.json").write_text(json.dumps({"format": 99}), encoding="utf-8")
    with pytest.raises(StoreError, match="a store of format 99"):
        Reader(tmp_path)


def test_queries(tmp_path: Path) -> None:
    put(tmp_path, 1, 2)
    with Reader(tmp_path) as reader:
        table = reader.select("SELECT ?thing { GRAPH ?g { ?thing ?p '1' } } ORDER BY ?thing")
        assert table.columns == ("thing",) and table.rows == ((Iri("https://example.org/1"),),)
        assert reader.select("SELECT ?x { ?x a mil:Withdrawal, sem:Event, schema:NewsArticle }").rows == ()
        with pytest.raises(QueryError, match="the query cannot be read"):
            reader.query("SELECT WHAT")
        with pytest.raises(QueryError, match="a SELECT query is wanted"):
            reader.select("ASK { ?s ?p ?o }")
        assert len(list(as_dataset(reader.store).quads((None, None, None, None)))) == 2

"""The server and a foreign SPARQL server as processes of their own: limits, a build meanwhile, signals, the same answers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from kg import resources
from kg.ask import ask
from kg.claims_json import read_claims
from kg.errors import KgError, StoreError
from kg.lexicon import load_lexicon
from kg.pipeline import Reading, build, remove
from kg.rdf.remote import Remote
from kg.rdf.store import Reader
from kg.resolve.naming import entity_for_name

pytestmark = pytest.mark.slow
CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "ask" / "cases.yaml").read_text(encoding="utf-8")
)
LONG = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SHORT = "SELECT (COUNT(*) AS ?n) WHERE { ?event a mil:Withdrawal }"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(command: Callable[[int], list[str]], ready: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server on a free port, once it answers; ended afterwards if it has not ended itself."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(command(port))
    try:
        for _ in range(600):
            try:
                if httpx.get(f"{url}{ready}", timeout=60).status_code < 500:
                    break
            except httpx.HTTPError:
                pass
            assert process.poll() is None, "the server ended"
            time.sleep(0.2)
        yield url, process
    finally:
        process.kill()
        process.wait()


def kg_serve(store: object, *more: str) -> Callable[[int], list[str]]:
    start = "from kg.cli import main; main()"
    return lambda port: [sys.executable, "-c", start, "serve", "--store", str(store), "--port", str(port), *more]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lexicon, path = load_lexicon(), tmp_path_factory.mktemp("process") / "store"
    claims = read_claims(resources.data("gold"), lambda name, role: entity_for_name(name, role, lexicon))
    build([resources.data("articles")], path, reading=Reading(lexicon, claims=claims))
    return path


def children(pid: int) -> list[int]:
    return [
        int(child) for listed in Path(f"/proc/{pid}/task").glob("*/children") for child in listed.read_text().split()
    ]


def test_limits_swap_and_stop(store: Path, tmp_path: Path) -> None:
    served = tmp_path / "store"
    shutil.copytree(store, served)
    with running(kg_serve(served, "--seconds", "3", "--workers", "1"), "/ready") as (url, process):
        begun = time.monotonic()
        stopped = httpx.get(f"{url}/sparql", params={"query": LONG}, timeout=60)
        assert stopped.status_code == 503 and "longer than 3 seconds" in stopped.text
        assert time.monotonic() - begun < 10
        answer = httpx.get(f"{url}/sparql", params={"query": SHORT, "format": "csv"}, timeout=60)
        assert answer.status_code == 200
        before = int(answer.text.split()[1])
        remove(served, ["h007", "h008"], load_lexicon())
        after = httpx.get(f"{url}/sparql", params={"query": SHORT, "format": "csv"}, timeout=60)
        assert int(after.text.split()[1]) < before
        assert httpx.get(f"{url}/ready", timeout=60).text == "000002"
        workers = children(process.pid)
        assert workers
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        assert process.returncode in (0, -signal.SIGTERM)
        time.sleep(0.5)
        assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


@pytest.fixture(scope="module")
def oxigraph(store: Path) -> Iterator[str]:
    """The oxigraph server, filled through SPARQL Update."""
    binary = shutil.which("oxigraph") or str(Path(sys.executable).parent / "oxigraph")
    if not os.access(binary, os.X_OK):
        pytest.skip("no oxigraph binary (pip install oxigraph)")
    with running(lambda port: [binary, "serve", "--bind", f"127.0.0.1:{port}"], "/") as (url, _):
        with Reader(store) as reader, Remote(f"{url}/query", update=f"{url}/update") as remote:
            assert remote.load(reader.store) == len(reader.store)
        yield f"{url}/query"


@pytest.mark.parametrize("case", CASES)
def test_the_same_answers_from_a_remote_store(case: str, store: Path, oxigraph: str) -> None:
    given = dict(CASES[case])
    name = given.pop("question", case)
    lexicon = load_lexicon()
    with Reader(store) as own, Remote(oxigraph) as remote:
        assert (
            ask(remote, name, dict(given), lexicon=lexicon).csv() == ask(own, name, dict(given), lexicon=lexicon).csv()
        )


def test_remote_stores_in_python_and_served(oxigraph: str, store: Path) -> None:
    import kg

    with kg.open(oxigraph) as graph, kg.open(store) as own:
        assert graph.articles() == own.articles()
        assert graph.article("h001").text == own.article("h001").text
        assert graph.ask("withdrawals", as_of="2024-07").equals(own.ask("withdrawals", as_of="2024-07"))
        assert len(graph.network("full")) == len(own.network("full"))
    with running(kg_serve(oxigraph), "/ready") as (url, _):
        given = {"actor": "米軍", "format": "csv"}
        assert "h007" in httpx.get(f"{url}/ask/withdrawals", params=given, timeout=120).text
        query = {"query": "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l } LIMIT 2"}
        assert httpx.get(f"{url}/sparql", params=query, timeout=60).text.count("rdfs:label") >= 1


def test_what_a_remote_store_cannot_do_is_said(oxigraph: str) -> None:
    with Remote(f"http://127.0.0.1:{free_port()}/query") as nobody, pytest.raises(StoreError, match="is it running"):
        nobody.select("SELECT * { ?s ?p ?o } LIMIT 1")
    with Remote(oxigraph) as remote:
        with pytest.raises(KgError, match="KG_STORE_UPDATE"):
            remote.update("DELETE WHERE { ?s ?p ?o }")
        with pytest.raises(KgError):
            remote.select("SELECT nonsense")

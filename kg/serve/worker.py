"""The process in which queries run: it can be killed without anything being lost.

It opens the store that is published when a question comes, so that a build that swaps in a new one is seen at once.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any, cast

from kg.errors import KgError, QueryError, StoreError
from kg.lexicon import Lexicon, load_lexicon
from kg.rdf.open import open_store
from kg.rdf.remote import Remote
from kg.rdf.results import ROWS, TRIPLES, are_triples, query_graphs, write_answer
from kg.rdf.store import Reader, query, read_pointer
from kg.rdf.values import Iri, write_term
from kg.serve.limits import Bounded, Limits, TooMuch, refuse_service
from kg.serve.media import TABLES, choose

READY = "ready"
_BETWEEN = {
    "application/sparql-results+json": b"}},{",
    "application/sparql-results+xml": b"<result>",
    "text/csv": b"\n",
    "text/tab-separated-values": b"\n",
}


@dataclass(frozen=True)
class Task:
    """A question for the worker: what to do, and with what."""

    kind: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of it, ready to be sent, or data for the page that was asked for."""

    status: int
    media: str
    body: bytes = b""
    data: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def fault(status: int, reason: str) -> Outcome:
    """What to send where something is wrong: the reason in a line of text."""
    return Outcome(status, "text/plain", f"{reason}\n".encode())


class Desk:
    """Answers tasks from a store, in whatever version is published."""

    def __init__(self, where: str, limits: Limits, lexicon: Path | None = None) -> None:
        self._where, self._limits, self._lexicon_path = where, limits, lexicon
        self._open: Reader | Remote | None = None
        self._lexicon: Lexicon | None = None

    def warm(self) -> None:
        """Loads what the first question would have to wait for."""
        with suppress(KgError):
            from kg.ask.names import names_of

            names_of(self._store(), self._words())

    def answer(self, task: Task) -> Outcome:
        """The outcome of a task; what the user can mend is an outcome too."""
        try:
            match task.kind:
                case "sparql":
                    return self._sparql(**task.arguments)
                case "ask":
                    return self._ask(**task.arguments)
                case "thing":
                    return self._thing(**task.arguments)
                case "explorer":
                    return self._explorer(**task.arguments)
                case _:
                    return Outcome(200, "text/plain", self._version().encode())
        except TooMuch as error:
            return fault(413, str(error))
        except QueryError as error:
            return fault(400, str(error))
        except StoreError as error:
            return fault(503, str(error))
        except KgError as error:
            return fault(500, str(error))

    def close(self) -> None:
        """Lets go of the store."""
        if self._open:
            self._open.close()
            self._open = None

    def _store(self) -> Reader | Remote:
        """The store as it is published now."""
        if isinstance(self._open, Reader) and read_pointer(self._open.path) != self._open.pointer:
            self._open.close()
            self._open = None
        if self._open is None:
            self._open = open_store(self._where)
        return self._open

    def _version(self) -> str:
        store = self._store()
        if isinstance(store, Reader):
            return store.pointer.version
        store.query("ASK { ?s ?p ?o }")
        return "remote"

    def _words(self) -> Lexicon:
        self._lexicon = self._lexicon or load_lexicon(self._lexicon_path)
        return self._lexicon

    def _sparql(self, sparql: str, accept: str, format: str | None, default: list[str], named: list[str]) -> Outcome:
        """Any form of query, in the form the client wants."""
        refuse_service(sparql)
        store = self._store()
        if isinstance(store, Reader):
            found = (
                query_graphs(store.store, sparql, default, named) if default or named else query(store.store, sparql)
            )
        elif default or named:
            raise QueryError("default-graph-uri and named-graph-uri are not passed on to another endpoint; write FROM")
        else:
            found = store.query(sparql)
        triples = are_triples(found)
        media = choose(tuple(TRIPLES if triples else ROWS), accept, format)
        if media is None:
            return fault(406, f"offered are {', '.join(TRIPLES if triples else ROWS)}")
        return Outcome(200, media, self._written(found, media))

    def _written(self, found: Any, media: str) -> bytes:
        """The answer as bytes, as long as it keeps the limits."""
        out = Bounded(self._limits, _BETWEEN.get(media, b""))
        try:
            write_answer(found, media, cast(IO[bytes], out))
        except (OSError, TooMuch) as error:
            raise TooMuch(out.refused or str(error)) from error
        return out.content

    def _ask(self, name: str, given: dict[str, str], language: str, accept: str, format: str | None) -> Outcome:
        """A saved question as a table, or its rows for the page."""
        from kg.ask import ask

        media = choose(TABLES, accept, format)
        if media is None:
            return fault(406, f"offered are {', '.join(TABLES)}")
        answer = ask(self._store(), name, dict(given), lexicon=self._words(), language=language)
        if len(answer.rows) > self._limits.rows:
            raise TooMuch(f"more than {self._limits.rows} rows; narrow the question")
        if media == "text/html":
            return Outcome(200, media, data=answer)
        text = {"text/csv": answer.csv, "application/json": answer.json, "application/x-ndjson": answer.jsonl}[media]()
        return Outcome(200, media, text.encode())

    def _thing(self, path: str, accept: str, format: str | None) -> Outcome:
        """What the graph says of a thing: its own triples, and those that point at it."""
        from kg.serve.media import PAGES

        media = choose(PAGES, accept, format)
        if media is None:
            return fault(406, f"offered are {', '.join(PAGES)}")
        store = self._store()
        try:
            term = write_term(Iri(store.iris.base + path))
        except ValueError:
            return fault(404, f"no thing is called {path!r}")
        if media != "text/html":
            found = store.query(_DESCRIBE.replace("THING", term))
            body = self._written(found, media)
            return (
                Outcome(200, media, body) if _says_something(body) else fault(404, f"the graph says nothing of {term}")
            )
        rows = store.select(_FACTS.replace("THING", term)).rows
        if not rows:
            return fault(404, f"the graph says nothing of {term}")
        return Outcome(200, media, data={"iri": store.iris.base + path, "base": store.iris.base, "rows": rows})

    def _explorer(self, language: str) -> Outcome:
        from kg.read import mark_clutter
        from kg.show import Choice, choose, explorer_html, read_view

        view = choose(read_view(self._store(), mark_clutter), Choice())
        return Outcome(200, "text/html", explorer_html(view, "en" if language == "en" else "ja").encode())


_DESCRIBE = """CONSTRUCT { ?s ?p ?o } WHERE {
  { BIND(THING AS ?s) ?s ?p ?o } UNION { BIND(THING AS ?s) GRAPH ?g { ?s ?p ?o } } UNION { BIND(THING AS ?o) ?s ?p ?o }
}"""
_FACTS = """SELECT ?way ?p ?value ?label WHERE {
  { THING ?p ?value . BIND("out" AS ?way) } UNION { GRAPH ?g { THING ?p ?value } BIND("out" AS ?way) }
  UNION { ?value ?p THING . BIND("in" AS ?way) }
  OPTIONAL { ?value rdfs:label ?label }
} ORDER BY DESC(?way) ?p ?label ?value LIMIT 2000"""


def _says_something(body: bytes) -> bool:
    """Whether a description holds more than declarations."""
    return any(line.strip() and not line.startswith((b"@prefix", b"PREFIX", b"[]")) for line in body.splitlines())


def run(line: Connection) -> None:
    """The worker's life: a task in, an outcome out, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the server says when to go
    try:
        desk = Desk(*line.recv())
        desk.warm()
        line.send(READY)
        while True:
            line.send(desk.answer(line.recv()))
    except (EOFError, OSError):
        return  # the server is gone


def main() -> None:
    """Runs a worker on the line that is open under the number given."""
    run(Connection(int(sys.argv[1])))

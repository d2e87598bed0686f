"""A SPARQL 1.1 endpoint as a store: questions go to it as they go to one of ours."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any

import httpx
import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.rdf.store import Queried
from kg.rdf.terms import DEFAULT_BASE, PREFIXES, Iris

_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES = "application/n-triples, text/turtle;q=0.8"
_FORM = re.compile(r"(?i)\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b")
_NOISE = re.compile(r"<[^<>\"{}|^`\\\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*")
_CHUNK = 5_000


def is_remote(where: object) -> bool:
    """Whether a store is named by a URL, be it one that passed through a path and lost a slash.

    >>> is_remote("https://example.org/query"), is_remote("out/store")
    (True, False)
    """
    return re.match(r"https?:/", str(where)) is not None


class Remote(Queried):
    """A SPARQL endpoint; who may use it, and where updates go, is in the environment.

    ``KG_STORE_UPDATE`` (URL for updates), ``KG_STORE_USER`` and ``KG_STORE_PASSWORD``, or ``KG_STORE_TOKEN``, and
    ``KG_STORE_BASE`` (base of the IRIs, where it is not the default).
    """

    def __init__(self, url: object, *, update: str | None = None, seconds: float = 60) -> None:
        self.url = re.sub(r"^(https?):/+", r"\1://", str(url))
        self.update_url = update or os.environ.get("KG_STORE_UPDATE")
        self.iris = Iris(os.environ.get("KG_STORE_BASE", DEFAULT_BASE))
        token, user = os.environ.get("KG_STORE_TOKEN"), os.environ.get("KG_STORE_USER")
        self._client = httpx.Client(
            timeout=seconds,
            follow_redirects=False,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            auth=httpx.BasicAuth(user, os.environ.get("KG_STORE_PASSWORD", "")) if user and not token else None,
        )

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes its connections."""
        self._client.close()

    def query(self, sparql: str) -> Any:
        """Solutions, a boolean or triples, as Oxigraph gives them; raises QueryError or StoreError."""
        form = _FORM.search(_NOISE.sub(" ", sparql))
        graph = form is not None and form[1].upper() in ("CONSTRUCT", "DESCRIBE")
        answer = self._post(self.url, "application/sparql-query", declared(sparql), _TRIPLES if graph else _ROWS)
        media = answer.headers.get("content-type", "").partition(";")[0].strip()
        try:
            if graph:
                copy = ox.Store()
                copy.load(answer.content, format=ox.RdfFormat.from_media_type(media) or ox.RdfFormat.N_TRIPLES)
                return copy.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
            return ox.parse_query_results(answer.content, ox.QueryResultsFormat.from_media_type(media))
        except (ValueError, SyntaxError) as error:
            raise StoreError(f"{self.url}: its answer ({media}) cannot be read: {error}") from error

    def update(self, sparql: str) -> None:
        """Runs an update; raises StoreError."""
        if not self.update_url:
            raise StoreError(f"{self.url}: no URL for updates; set KG_STORE_UPDATE")
        self._post(self.update_url, "application/sparql-update", sparql, "*/*")

    def load(self, quads: Iterable[ox.Quad]) -> int:
        """Adds quads by updates of some thousand each; gives back how many."""
        pending, count = iter(quads), 0
        while chunk := list(islice(pending, _CHUNK)):
            self.update("INSERT DATA {\n" + "\n".join(map(_data, chunk)) + "\n}")
            count += len(chunk)
        return count

    @cached_property
    def store(self) -> ox.Store:  # type: ignore[override]
        """A copy in memory of all it holds, for what cannot be asked in SPARQL (as-of, whole articles)."""
        copy = ox.Store()
        copy.bulk_extend(self._quads())
        return copy

    def _quads(self) -> Iterator[ox.Quad]:
        found = self.query("SELECT ?s ?p ?o ?g WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")
        for s, p, o, g in found:
            yield ox.Quad(s, p, o, g if g is not None else ox.DefaultGraph())

    def _post(self, url: str, media: str, text: str, accept: str) -> httpx.Response:
        headers = {"Content-Type": f"{media}; charset=utf-8", "Accept": accept}
        try:
            answer = self._client.post(url, content=text.encode(), headers=headers)
        except httpx.HTTPError as error:
            raise StoreError(f"{url}: does not answer ({type(error).__name__}: {error}); is it running?") from error
        if answer.status_code in (401, 403):
            raise StoreError(
                f"{url}: refuses us ({answer.status_code}); set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN"
            )
        if answer.status_code == 400:
            raise QueryError(f"{url}: {' '.join(answer.text.split())[:300]}")
        if answer.status_code >= 300:
            raise StoreError(f"{url}: answers {answer.status_code}: {' '.join(answer.text.split())[:300]}")
        return answer


def declared(sparql: str) -> str:
    """The query with the usual prefixes before it; its own come later and win."""
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items()) + sparql


def _data(quad: ox.Quad) -> str:
    triple = f"{quad.subject} {quad.predicate} {quad.object} ."
    return triple if isinstance(quad.graph_name, ox.DefaultGraph) else f"GRAPH {quad.graph_name} {{ {triple} }}"

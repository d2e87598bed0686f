"""The routes: Starlette reads requests, a worker answers them, nothing here touches the store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg import resources
from kg.ask.questions import load_questions
from kg.serve import pages
from kg.serve.limits import Limits
from kg.serve.media import choose
from kg.serve.pool import Pool
from kg.serve.worker import Outcome, Task

_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<{url}> a sd:Service ;
    dcterms:conformsTo <{ontology}> ;
    sd:endpoint <{url}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV ,
        formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:RDF_XML .
"""


def make_app(
    pool: Pool, limits: Limits, base: str, cors: tuple[str, ...] = (), hosts: tuple[str, ...] = ("*",)
) -> Starlette:
    """The application; ``base`` is that of the graph's IRIs, ``cors`` the origins of other sites that may ask."""
    site = _Site(pool, limits, base)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(pool.close)

    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))]
    if cors:
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=list(cors), allow_methods=["GET", "POST"], allow_headers=["*"])
        )
    routes = [
        Route("/", site.explorer),
        Route("/query", site.query),
        Route("/sparql", site.sparql, methods=["GET", "POST"]),
        Route("/ask", site.questions),
        Route("/ask/{name}", site.ask),
        Route("/id/{path:path}", site.thing),
        Route("/ontology", site.ontology),
        Route("/ontology/shapes", site.shapes),
        Route("/health", site.health),
        Route("/ready", site.ready),
        Mount("/static", StaticFiles(directory=pages.WEB)),
    ]
    return Starlette(
        routes=routes, middleware=middleware, lifespan=lifespan, exception_handlers={HTTPException: _fault}
    )


async def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail}\n", error.status_code, headers={**_SAFE, **(error.headers or {})})


class _Site:
    """What the routes do."""

    def __init__(self, pool: Pool, limits: Limits, base: str) -> None:
        self._pool, self._limits, self._base = pool, limits, base
        self._explorers: dict[str, tuple[bytes, bytes]] = {}

    async def _work(self, kind: str, **arguments: Any) -> Outcome:
        return await run_in_threadpool(self._pool.answer, Task(kind, arguments))

    # ------------------------------------------------------------ SPARQL

    async def sparql(self, request: Request) -> Response:
        """The SPARQL 1.1 Protocol's query operation, in its three forms; without a query, the service description."""
        parameters = await self._parameters(request)
        if "update" in parameters:
            raise HTTPException(403, "updates are not allowed here")
        queries = parameters.get("query", [])
        if not queries and request.method == "GET":
            return self._description(request)
        if len(queries) != 1:
            raise HTTPException(400, "give one query, as ?query=, as a form, or as a body of application/sparql-query")
        outcome = await self._work(
            "sparql",
            sparql=queries[0],
            accept=request.headers.get("accept", ""),
            format=next(iter(parameters.get("format", [])), None),
            default=parameters.get("default-graph-uri", []),
            named=parameters.get("named-graph-uri", []),
        )
        return _response(outcome)

    async def _parameters(self, request: Request) -> dict[str, list[str]]:
        """Parameters of the URL and, of a POST, of its body; raises HTTPException where the body is none we know."""
        found = {key: request.query_params.getlist(key) for key in request.query_params}
        if request.method == "GET":
            return found
        body = await self._body(request)
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media == "application/sparql-query":
            return found | {"query": [body]}
        if media == "application/sparql-update":
            return found | {"update": [body]}
        if media != "application/x-www-form-urlencoded":
            raise HTTPException(415, "a POST is a form or application/sparql-query")
        return found | parse_qs(body, keep_blank_values=True)

    async def _body(self, request: Request) -> str:
        """The body, as long as it is not too long."""
        size = 0
        parts = []
        async for part in request.stream():
            size += len(part)
            if size > self._limits.request_bytes:
                raise HTTPException(413, f"a request may bring {self._limits.request_bytes} bytes")
            parts.append(part)
        try:
            return b"".join(parts).decode()
        except UnicodeDecodeError as error:
            raise HTTPException(400, "the body is not UTF-8") from error

    def _description(self, request: Request) -> Response:
        url = str(request.url.replace(query=""))
        text = _DESCRIPTION.format(url=url, ontology=pages._ONTOLOGY.rstrip("#"))
        return Response(text, media_type="text/turtle", headers=_SAFE)

    # ------------------------------------------------------------ questions

    async def questions(self, request: Request) -> Response:
        """The saved questions."""
        language, listed = _language(request), load_questions().values()
        if (
            choose(
                ("text/html", "application/json"), request.headers.get("accept", ""), request.query_params.get("format")
            )
            != "text/html"
        ):
            return JSONResponse(
                [
                    {
                        "name": q.name, "title": q.title.get(language), "meaning": q.meaning.get(language),
                        "parameters": [p.option for p in q.parameters], "columns": [c.name for c in q.columns],
                    }
                    for q in listed
                ],
                headers=_SAFE,
            )  # fmt: skip
        return _html(pages.questions_page(listed, language))

    async def ask(self, request: Request) -> Response:
        """The answer to a saved question."""
        name, language = request.path_params["name"], _language(request)
        question = load_questions().get(name)
        if question is None:
            raise HTTPException(404, f"no question is called {name!r}; see /ask")
        own = ("lang", "format")
        given = {key: value for key, value in request.query_params.items() if value and key not in own}
        accept, format = request.headers.get("accept", ""), request.query_params.get("format")
        outcome = await self._work("ask", name=name, given=given, language=language, accept=accept, format=format)
        if outcome.data is not None:
            return _html(pages.answer_page(outcome.data, given, language, self._base))
        if outcome.status != 200 and choose(("text/plain", "text/html"), accept, format) == "text/html":
            return _html(pages.fault_page(question, given, language, outcome.body.decode().strip()), outcome.status)
        return _response(outcome)

    async def query(self, request: Request) -> Response:
        """The query editor."""
        return _html(pages.query_page(load_questions().values(), _language(request), self._base))

    # ------------------------------------------------------------ things

    async def thing(self, request: Request) -> Response:
        """A thing in the graph."""
        accept, format = request.headers.get("accept", ""), request.query_params.get("format")
        outcome = await self._work("thing", path=request.path_params["path"], accept=accept, format=format)
        if outcome.data is not None:
            return _html(pages.thing_page(outcome.data, _language(request)))
        return _response(outcome)

    async def explorer(self, request: Request) -> Response:
        """The explorer, made once for each version of the store."""
        language = _language(request)
        version = (await self._work("version")).body
        kept = self._explorers.get(language)
        if kept is None or kept[0] != version or version == b"remote":
            outcome = await self._work("explorer", language=language)
            if outcome.status != 200:
                return _response(outcome)
            kept = self._explorers[language] = version, outcome.body
        return HTMLResponse(kept[1], headers=_SAFE)  # the page brings its own, stricter policy

    async def ontology(self, request: Request) -> Response:
        """The ontology, for people and for programs."""
        turtle = resources.ontology("kg.ttl").read_text(encoding="utf-8")
        media = choose(
            ("text/turtle", "text/html"), request.headers.get("accept", ""), request.query_params.get("format")
        )
        if media == "text/html":
            return _html(pages.ontology_page(turtle, _language(request)))
        return Response(turtle, media_type="text/turtle", headers=_SAFE)

    async def shapes(self, request: Request) -> Response:
        """The SHACL shapes."""
        return Response(resources.ontology("shapes.ttl").read_bytes(), media_type="text/turtle", headers=_SAFE)

    # ------------------------------------------------------------ for who watches over it

    async def health(self, request: Request) -> Response:
        """Whether the server runs."""
        return PlainTextResponse("ok\n", headers=_SAFE)

    async def ready(self, request: Request) -> Response:
        """Whether questions can be answered, and from which version of the store."""
        return _response(await self._work("version"))


def _language(request: Request) -> str:
    return "en" if request.query_params.get("lang") == "en" else "ja"


def _html(text: str, status: int = 200) -> Response:
    return HTMLResponse(text, status, headers={**_SAFE, "Content-Security-Policy": _POLICY})


def _response(outcome: Outcome) -> Response:
    headers = {**_SAFE, **outcome.headers, "Vary": "Accept"}
    return Response(outcome.body, outcome.status, media_type=outcome.media, headers=headers)

"""Running the server until it is told to stop."""

from __future__ import annotations

from pathlib import Path

import uvicorn

from kg.rdf.open import open_store
from kg.serve.app import make_app
from kg.serve.limits import Limits
from kg.serve.pool import Pool

_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]", "testserver")


def serve(
    store: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    cors: tuple[str, ...] = (),
    hosts: tuple[str, ...] = (),
    lexicon: Path | None = None,
) -> None:
    """Serves a store (a folder or the URL of a SPARQL endpoint) until SIGTERM or SIGINT; raises StoreError where there is none.

    On loopback only requests to ``localhost`` are answered, so that no other site's name can be made to point here; elsewhere
    give the names it goes by in ``hosts``.
    """
    limits = limits or Limits()
    with open_store(store) as found:
        base = found.iris.base
    allowed = hosts or (_LOOPBACK if host in _LOOPBACK else ("*",))
    pool = Pool(str(store), limits, lexicon)
    try:
        app = make_app(pool, limits, base, cors, allowed)
        uvicorn.run(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=5, server_header=False)
    finally:
        pool.close()

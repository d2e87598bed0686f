"""The command that serves a store: serve."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import STORE, LexiconOption, StoreOption


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(serve)


def serve(
    store: StoreOption = STORE,
    host: Annotated[
        str, typer.Option(help="Address to listen on; the default is seen from this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    seconds: Annotated[float, typer.Option(help="A query that runs longer is stopped.")] = 30,
    rows: Annotated[int, typer.Option(help="An answer of more rows is refused.")] = 100_000,
    workers: Annotated[int, typer.Option(help="Queries that run side by side.")] = 2,
    cors: Annotated[list[str] | None, typer.Option("--cors", help="Origin of another site that may ask, or *.")] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="Host name it goes by, where that is not localhost.")
    ] = None,
    lexicon: LexiconOption = None,
) -> None:
    """Serve the store: explorer at /, SPARQL at /sparql, questions at /ask, things at /id; read-only."""
    from kg.serve import Limits
    from kg.serve import serve as run

    limits = Limits(seconds=seconds, rows=rows, workers=workers)
    typer.echo(f"serving {store} at http://{host}:{port}/ (stop with Ctrl+C)", err=True)
    run(store, host=host, port=port, limits=limits, cors=tuple(cors or ()), hosts=tuple(name or ()), lexicon=lexicon)

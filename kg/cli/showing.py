"""Commands that hand the graph on: export."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kg.cli.options import STORE, OutputOption, StoreOption, write


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(export)


def export(
    store: StoreOption = STORE,
    format: Annotated[
        Literal["ttl", "trig", "nq", "jsonld", "csv", "graphml"],
        typer.Option(
            "--format",
            "-f",
            help="trig, nq and jsonld keep who says what; csv has a row an event; graphml is for Gephi or yEd.",
        ),
    ] = "ttl",
    output: OutputOption = None,
) -> None:
    """Write the graph in a form that other programs read."""
    from kg.rdf.export import export as exported
    from kg.rdf.store import Reader

    with Reader(store) as reader:
        text = exported(reader, format)
    write(text, output)

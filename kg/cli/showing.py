"""Commands that show the graph or hand it on: graph, article, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.options import (
    STORE,
    LanguageOption,
    OutputOption,
    PublishedOption,
    StoreOption,
    parse_day,
    write,
    write_bytes,
)

if TYPE_CHECKING:
    from kg.records import Article, Claim


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(graph)
    app.command()(article)
    app.command()(export)


Names = list[str] | None


def graph(
    output: Annotated[Path, typer.Option("--output", "-o", help="HTML file to write.")] = Path("out/graph.html"),
    store: StoreOption = STORE,
    actor: Annotated[Names, typer.Option(help="Only what this actor, or a part of it, does; may be repeated.")] = None,
    base: Annotated[Names, typer.Option(help="Only events at this base; may be repeated.")] = None,
    place: Annotated[
        Names, typer.Option(help="Only events in this place, its parts included; may be repeated.")
    ] = None,
    type: Annotated[Names, typer.Option(help="Only events of this type, such as Withdrawal; may be repeated.")] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only events that can be on or after this day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Only events that can be on or before this day.")
    ] = None,
    around: Annotated[Names, typer.Option(help="Only what is near this thing; may be repeated.")] = None,
    hops: Annotated[int, typer.Option(min=1, help="How many steps from --around.")] = 1,
    limit: Annotated[int, typer.Option(min=0, help="At most so many events, the most connected; 0 for all.")] = 3000,
    lang: LanguageOption = "ja",
    plain: Annotated[bool, typer.Option("--pyvis", help="The network alone, as a pyvis page.")] = False,
) -> None:
    """Write the interactive graph as one HTML file that needs no network."""
    from kg.ask.given import first_day, last_day
    from kg.rdf.open import open_store
    from kg.read import mark_clutter
    from kg.show import Choice, choose, read_view, write_explorer

    choice = Choice(
        actor=tuple(actor or ()),
        base=tuple(base or ()),
        place=tuple(place or ()),
        types=tuple(type or ()),
        since=first_day("from", since) if since else None,
        until=last_day("to", until) if until else None,
        around=tuple(around or ()),
        hops=hops,
        limit=limit,
    )
    with open_store(store) as reader:
        output.parent.mkdir(parents=True, exist_ok=True)
        if plain:
            from kg.show.vis import pyvis_html

            view = choose(read_view(reader, mark_clutter), choice)
            output.write_text(pyvis_html(view, lang), encoding="utf-8")
        else:
            view = write_explorer(reader, output, choice, lang, mark_clutter)
    left = f", {view.left_out} less connected ones left out (--limit)" if view.left_out else ""
    typer.echo(f"{len(view.events)} events and {len(view.entities)} things written to {output}{left}")


def article(
    article: Annotated[
        str, typer.Argument(help="Id of an article in the store, or a file to read now.", show_default=False)
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="HTML file to write.")] = Path("out/article.html"),
    store: StoreOption = STORE,
    published: PublishedOption = None,
    lang: LanguageOption = "ja",
) -> None:
    """Write an article with its claims underlined and what was skipped in grey, to check the extraction."""
    from kg.show import article_html

    found, claims = _read_now(Path(article), published) if Path(article).is_file() else _stored(store, article)
    write(article_html(found, claims, lang), output)


def _read_now(path: Path, published: str | None) -> tuple[Article, tuple[Claim, ...]]:
    from kg.graph import default_reading
    from kg.read import read_articles

    (found,) = read_articles([path], parse_day(published))
    return found, default_reading().read(found)


def _stored(store: Path, id: str) -> tuple[Article, tuple[Claim, ...]]:
    from dataclasses import replace

    from kg.graph import open_graph
    from kg.read import mark_clutter

    with open_graph(store) as opened:
        page = opened.article(id)
    return replace(page.article, skips=mark_clutter(page.article.text, page.article.title)), page.claims


def export(
    store: StoreOption = STORE,
    format: Annotated[
        Literal["ttl", "trig", "nq", "jsonld", "graphml", "gexf", "geojson", "csv", "svg", "png"],
        typer.Option(
            "--format",
            "-f",
            help="RDF (trig, nq and jsonld keep who says what), networks (graphml, gexf), maps (geojson), tables (csv), pictures.",
        ),
    ] = "ttl",
    output: OutputOption = None,
) -> None:
    """Write the graph in a form that other programs read."""
    from kg.rdf.export import FORMATS
    from kg.rdf.export import export as exported
    from kg.rdf.open import open_store
    from kg.rdf.store import Reader

    if format in FORMATS:
        with Reader(store) as reader:
            write(exported(reader, format), output)
        return

    from kg.show.export import FORMATS as OF_VIEWS
    from kg.show.read import read_view

    with open_store(store) as asked:
        view = read_view(asked, None)
    if format == "png":
        from kg.show.drawing import network_png

        write_bytes(network_png(view), output)
    else:
        write(OF_VIEWS[format](view), output)

"""Commands that make a store or claims: build, remove, extract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import STORE, LexiconOption, OutputOption, PublishedOption, StoreOption, parse_day, write

if TYPE_CHECKING:
    from kg.pipeline import Reading, Summary

ArticlesArgument = Annotated[list[Path], typer.Argument(help="Article files, or folders of them.", show_default=False)]
ClaimsOption = Annotated[
    Path | None,
    typer.Option("--claims", help="Claims to build from, instead of extracting them: .json, .jsonl or a folder."),
]
CorrectionsOption = Annotated[
    Path | None,
    typer.Option("--corrections", help="File of corrections; default: corrections.yaml beside the articles."),
]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(build)
    app.command()(remove)
    app.command()(extract)


def build(
    articles: ArticlesArgument,
    store: StoreOption = STORE,
    claims: ClaimsOption = None,
    published: PublishedOption = None,
    corrections: CorrectionsOption = None,
    lexicon: LexiconOption = None,
    base: Annotated[str | None, typer.Option(help="Base of the graph's IRIs; for a new store only.")] = None,
) -> None:
    """Read articles into the store; unchanged ones are left as they are."""
    from kg import pipeline

    day = parse_day(published)
    from kg.graph import find_corrections

    reading = reading_of(claims, lexicon, corrections or find_corrections(articles))
    with progress(articles) as step:
        summary = pipeline.build(articles, store, reading=reading, published=day, base=base, progress=step)
    for line in summary_lines(summary):
        typer.echo(line)
    for line in _faults(summary):
        typer.echo(f"kg: {line}", err=True)
    if summary.failed:
        raise typer.Exit(1)


def remove(
    articles: Annotated[list[str], typer.Argument(help="Ids of articles.", show_default=False)],
    store: StoreOption = STORE,
    lexicon: LexiconOption = None,
) -> None:
    """Take articles out of the store, with all that only they said."""
    from kg import pipeline
    from kg.lexicon import load_lexicon

    summary = pipeline.remove(store, articles, load_lexicon(lexicon))
    for line in summary_lines(summary):
        typer.echo(line)


def extract(
    articles: ArticlesArgument,
    output: OutputOption = None,
    published: PublishedOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what was skipped and what each claim rests on, instead of JSON.")
    ] = False,
    lexicon: LexiconOption = None,
) -> None:
    """Write the claims of articles, one JSON object an article."""
    import json

    from kg.claims_json import article_to_json
    from kg.cli.explain import explain_article
    from kg.read import read_articles

    day, failed = parse_day(published), list[str]()
    reading, written = reading_of(None, lexicon), list[str]()
    with progress(articles) as step:
        for article in read_articles(articles, day, lambda error: failed.append(str(error))):
            claims = reading.read(article)
            if explain:
                written.append(explain_article(article, claims))
            else:
                record = article_to_json(article.id, article.published, claims)
                written.append(json.dumps(record, ensure_ascii=False) + "\n")
            step(article.id)
    write("".join(written), output)
    for line in failed:
        typer.echo(f"kg: {line}", err=True)
    if failed:
        raise typer.Exit(1)


def reading_of(claims: Path | None, lexicon: Path | None, corrections: Path | None = None) -> Reading:
    """How the articles are to be read."""
    from kg.graph import default_reading

    return default_reading(lexicon, claims, corrections)


@contextmanager
def progress(articles: list[Path]) -> Iterator[Callable[[str], None]]:
    """A bar on the terminal, which is told of each article done; nothing where there is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=_count(articles))
        yield lambda id: bar.update(task, advance=1, description=id)


def _count(paths: list[Path]) -> int:
    from kg.read import READERS

    folders = (p.rglob("*") if p.is_dir() else [p] for p in paths)
    return sum(file.suffix.lower() in READERS for files in folders for file in files)


def summary_lines(summary: Summary) -> list[str]:
    """What a build did, for the terminal."""
    done = [(len(summary.built), "new or changed"), (summary.unchanged, "unchanged"), (len(summary.removed), "removed")]
    lines = [
        f"articles  {summary.articles} in the store ({', '.join(f'{n} {what}' for n, what in done if n) or 'none read'})",
        f"claims    {summary.claims}",
        f"events    {summary.events}",
        f"entities  {summary.entities}",
    ]
    if summary.read:
        skipped = ", ".join(f"{reason} {n}" for reason, n in summary.skipped.most_common())
        lines.append(
            f"skipped   {summary.skipped.total()} characters that are not running text"
            + (f" ({skipped})" if skipped else "")
        )
        lines.append(f"dates     {sum(summary.unresolved.values())} that name no day or year could not be resolved")
        lines += [f"          {line}" for line in _open_dates(summary)]
    refused = f"{len(summary.refused)} articles refused" if summary.refused else "articles and events keep the shapes"
    lines.append(f"SHACL     {refused}")
    return [*lines, *summary.notes]


def _open_dates(summary: Summary) -> Iterator[str]:
    for id, count in sorted(summary.unresolved.items()):
        if id in summary.undated:
            yield f"{id}: {count}, its day of publication is not known: give --published or a row in articles.csv"
        elif count:
            yield f"{id}: {count}, see: kg extract --explain"


def _faults(summary: Summary) -> Iterator[str]:
    yield from summary.unreadable
    for id, reason in summary.refused.items():
        yield f"{id}: refused, {reason}"

"""Commands that ask a store: ask, query, info, names, validate."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.options import STORE, LanguageOption, LexiconOption, OutputOption, StoreOption, write

if TYPE_CHECKING:
    from kg.ask.answer import Answer
    from kg.ask.questions import Question

_QUIET = frozenset({"earliest", "latest", "event"})  # columns that a table on the terminal leaves to --wide
_WIDTH = 180  # columns of text where the output is no terminal


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    extra = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": list[str]()}
    app.command(context_settings=extra)(ask)
    app.command()(query)
    app.command()(info)
    app.command()(names)
    app.command()(validate)


def ask(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(help="Name of a saved question; without it, they are listed.")
    ] = None,
    store: StoreOption = STORE,
    format: Annotated[
        Literal["table", "csv", "json", "jsonl"], typer.Option("--format", "-f", help="Form of the answer.")
    ] = "table",
    output: OutputOption = None,
    lang: LanguageOption = "ja",
    wide: Annotated[bool, typer.Option("--wide", help="All columns in the table.")] = False,
    lexicon: LexiconOption = None,
) -> None:
    """Answer a saved question, such as: kg ask withdrawals --actor 米軍 --from 2024.

    Each question has parameters of its own; kg ask QUESTION --help lists them.
    """
    from kg.ask import load_questions
    from kg.ask.questions import find_question

    wants_help = bool({"-h", "--help"} & set(context.args)) or question in ("-h", "--help")
    if question is None or (wants_help and question.startswith("-")):
        typer.echo(context.get_help() if wants_help else _listed(list(load_questions().values()), lang))
        return
    asked = find_question(question)
    if wants_help:
        typer.echo(_help(asked, lang))
        return
    given = _given(asked, list(context.args))

    from kg.ask import ask as answer_to
    from kg.lexicon import load_lexicon
    from kg.rdf.open import open_store

    with open_store(store) as reader:
        answer = answer_to(reader, question, dict(given), lexicon=load_lexicon(lexicon), language=lang)
    for line in (*(str(taken) for taken in answer.taken), *answer.notes):
        typer.echo(line, err=True)
    text = (
        _table(answer, lang, wide)
        if format == "table"
        else {"csv": answer.csv, "json": answer.json, "jsonl": answer.jsonl}[format]()
    )
    write(text, output)


def _given(question: Question, args: list[str]) -> dict[str, str]:
    """Parameters from what stands behind the options that every question has."""
    given: dict[str, str] = {}
    while args:
        option = args.pop(0)
        if not option.startswith("--"):
            raise typer.BadParameter(f"{option!r} stands alone; parameters are given as --name value")
        name, equals, value = option[2:].partition("=")
        parameter = question.parameter(name)
        if not equals:
            flag = parameter is not None and parameter.type == "boolean"
            if not flag and not args:
                raise typer.BadParameter(f"--{name} wants a value")
            value = "true" if flag else args.pop(0)
        given[name] = value
    return given


def _listed(questions: list[Question], language: str) -> str:
    width = max(len(question.name) for question in questions)
    lines = [f"{q.name:{width}}  {q.title.get(language)}: {q.meaning.get(language)}" for q in questions]
    return "\n".join([*lines, "", "kg ask QUESTION --help lists the parameters of one."])


def _help(question: Question, language: str) -> str:
    lines = [f"{question.name}: {question.title.get(language)}", question.meaning.get(language), ""]
    options = [
        (f"--{p.option} {'' if p.type == 'boolean' else p.type.upper()}", p.help.get(language))
        for p in question.parameters
    ]
    width = max((len(option) for option, _ in options), default=0)
    return "\n".join([*lines, *(f"  {option:{width}}  {text}" for option, text in options)])


def _table(answer: Answer, language: str, wide: bool) -> str:
    """The answer as a table that fits the terminal; columns without a value are left out."""
    rows = list(answer.texts())
    shown = [
        (number, title)
        for number, (name, title) in enumerate(zip(answer.names(), answer.titles(language), strict=True))
        if wide or (name not in _QUIET and any(row[number] for row in rows))
    ]
    table = _print([title for _, title in shown], [[row[number] for number, _ in shown] for row in rows])
    count = f"{len(rows)} rows" if len(rows) != 1 else "1 row"
    return f"{answer.question.title.get(language)}\n{table}{count}\n"


def _print(titles: list[str], rows: list[list[str]]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    table = Table(box=box.SIMPLE, pad_edge=False)
    for title in titles:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def query(
    sparql: Annotated[str, typer.Argument(help="A SPARQL query, or the file that holds one.", show_default=False)],
    store: StoreOption = STORE,
    format: Annotated[
        Literal["table", "csv", "tsv", "json", "xml", "ttl", "nt"],
        typer.Option("--format", "-f", help="table, csv, tsv, json, xml for rows; ttl, nt for triples."),
    ] = "table",
    output: OutputOption = None,
) -> None:
    """Run a SPARQL query; the usual prefixes (mil:, rdfs:, schema: …) need no declaration."""
    from kg.rdf.answers import rows_of, write_answer
    from kg.rdf.open import open_store

    text = _query_text(sparql)
    with open_store(store) as reader:
        found = reader.query(text)
        table = rows_of(found) if format == "table" else None
        written = _print(*table) if table else write_answer(found, format)
    write(written, output)


def _query_text(sparql: str) -> str:
    """The text of a query that is given itself or by the name of its file."""
    from kg.errors import QueryError

    if "{" in sparql:
        return sparql
    try:
        return Path(sparql).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{sparql}: neither a SPARQL query nor a file that can be read ({error})") from error


def info(
    store: StoreOption = STORE,
    articles: Annotated[bool, typer.Option("--articles", help="List the articles.")] = False,
    lang: LanguageOption = "ja",
) -> None:
    """Say what the store holds."""
    from kg.rdf.info import article_rows, describe_store, event_rows
    from kg.rdf.store import Reader

    with Reader(store) as reader:
        if articles:
            typer.echo(_print(["article", "published", "publisher", "claims", "title"], article_rows(reader)), nl=False)
            return
        for line in describe_store(reader):
            typer.echo(line)
        titles, rows = event_rows(reader, lang)
        typer.echo(_print(titles, rows), nl=False)


def names(
    store: StoreOption = STORE,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="List pairs of names that may mean one thing, the likest first.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="At most N names or pairs.")] = 100,
    lexicon: LexiconOption = None,
) -> None:
    """List the names in the store that the lexicon does not have, or pairs of them that may mean one thing.

    Nothing is merged: a pair that is one thing goes into corrections.yaml (under same) or into the lexicon as an alias.
    """
    from kg.lexicon import load_lexicon
    from kg.rdf.info import own_entities
    from kg.rdf.store import Reader
    from kg.resolve.suggest import suggest as pairs

    known = load_lexicon(lexicon)
    with Reader(store) as reader:
        own = own_entities(reader)
    if suggest:
        found = pairs(own, known, limit)
        rows = [[s.name, s.other, s.entity, f"{s.score:.0f}"] for s in found]
        typer.echo(_print(["name", "like", "entity", "likeness"], rows), nl=False)
        return
    rows = [[entity.name, entity.kind, entity.id] for entity in own[:limit]]
    typer.echo(_print(["name", "kind", "entity"], rows), nl=False)


def validate(store: StoreOption = STORE) -> None:
    """Check everything in the store against the SHACL shapes."""
    from kg.rdf.info import check_store
    from kg.rdf.store import Reader

    with Reader(store) as reader:
        violations = check_store(reader)
    for violation in violations:
        typer.echo(str(violation))
    typer.echo(
        f"{len(violations)} violations" if violations else "articles, claims, events and entities keep the shapes"
    )
    if violations:
        raise typer.Exit(1)

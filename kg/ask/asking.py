"""Asking a saved question: names and dates are understood, the query runs, its rows come back typed and labelled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from kg.ask.answer import Answer, Cell, Quote
from kg.ask.given import Given, known_on, spread_on, write_value
from kg.ask.names import Store, Taken, Thing, labels_of, names_of
from kg.ask.questions import NAMED, Column, Parameter, Question, find_question
from kg.ask.steps import STEPS
from kg.ask.view import as_of
from kg.errors import DataError, QueryError
from kg.lexicon import Lexicon
from kg.rdf.terms import local_name
from kg.rdf.values import Iri, Table, Value, write_term


def ask(
    store: Store,
    name: str,
    given: dict[str, Given] | None = None,
    *,
    lexicon: Lexicon | None = None,
    language: str = "ja",
    folder: Path | None = None,
) -> Answer:
    """The answer to a saved question.

    ``given`` holds values by parameter (``actor``, ``from``, …): names as people write them, dates as EDTF or `date`;
    ``as_of`` answers any question from what had been published by a day (a question about a ``day`` always does).
    Raises QueryError where the question, a parameter or a name is not known, or a name is in doubt.
    """
    question = find_question(name, folder)
    wanted = spread_on(question, given or {})
    if day := known_on(question, wanted):
        store = as_of(store, day, lexicon)
    terms: dict[str, str] = {}
    taken: list[Taken] = []
    for option, value in wanted.items():
        parameter = _parameter(question, option)
        if parameter.name in terms:
            raise QueryError(f"{question.name}: {parameter.option} is given twice")
        if parameter.type in NAMED:
            taken.append(names_of(store, lexicon).find(parameter.option, parameter.type, str(value)))
            terms[parameter.name] = write_term(taken[-1].known.iri)
        elif parameter.type == "event":
            terms[parameter.name] = write_term(_event(store, parameter, str(value)))
        else:
            terms[parameter.name] = write_value(parameter, value)
    sparql = question.fill(terms)
    table = store.select(sparql)
    if question.then:
        table = STEPS[question.then](store, question, table, {t.parameter: t.known.iri for t in taken})
    return Answer(question, question.columns, _read(store, question, table, language), tuple(taken), sparql=sparql)


def _parameter(question: Question, option: str) -> Parameter:
    parameter = question.parameter(option)
    if parameter is None:
        allowed = ", ".join(p.option for p in question.parameters)
        raise QueryError(f"{question.name} has no parameter {option!r} (it has: {allowed})")
    return parameter


def _event(store: Store, parameter: Parameter, text: str) -> Iri:
    """An event by its IRI, or by the start of its id."""
    if "://" in text:
        return Iri(text)
    found = [
        event
        for (event,) in store.select("SELECT DISTINCT ?event WHERE { ?event mil:reportedBy ?claim }").rows
        if isinstance(event, Iri) and local_name(event).startswith(text)
    ]
    if len(found) != 1:
        raise QueryError(f"{parameter.option}: {len(found)} events have an id that starts with {text!r}")
    return found[0]


def _read(store: Store, question: Question, table: Table, language: str) -> tuple[tuple[Cell, ...], ...]:
    """Rows with their cells as the columns' kinds want them."""
    columns = [column for column in question.columns if column.kind != "article"]
    missing = [column.name for column in columns if column.name not in table.columns]
    if missing:
        raise DataError(f"queries/{question.name}.rq: its SELECT lacks {', '.join(missing)}, which its header names")
    raw = [[(column, record[column.name]) for column in columns] for record in table.records()]
    labels = labels_of(
        store, (Iri(part) for row in raw for column, value in row for part in _iris(column, value)), language
    )

    def thing(text: str) -> Thing | str:
        return Thing(Iri(text), labels.get(Iri(text), text)) if _is_iri(text) else text

    return tuple(tuple(cell for column, value in row for cell in _cells(column, value, thing)) for row in raw)


def _is_iri(text: str) -> bool:
    return text.startswith(("http://", "https://", "urn:"))


def _lines(value: Value | None) -> list[str]:
    """The parts of a cell of several, without empty ones."""
    return [line for line in str(value).split("\n") if line] if value is not None else []


def _iris(column: Column, value: Value | None) -> Iterable[str]:
    return (line for line in _lines(value) if _is_iri(line)) if column.kind in ("thing", "things") else ()


def _cells(column: Column, value: Value | None, thing: Callable[[str], Thing | str]) -> Sequence[Cell]:
    """The cell of a column; of a quote also that of its article."""
    if column.kind != "quote":
        return (_cell(column, value, thing),)
    quote = _quote(value)
    return quote, quote.article if quote else None


def _cell(column: Column, value: Value | None, thing: Callable[[str], Thing | str]) -> Cell:
    """A value as its column's kind wants it."""
    if column.kind == "things":
        return tuple(
            sorted((thing(line) for line in _lines(value)), key=lambda t: t.label if isinstance(t, Thing) else t)
        )
    if column.kind == "terms":
        return tuple(sorted(local_name(line) for line in _lines(value)))
    if value is None or value == "":
        return None
    if column.kind == "thing":
        return thing(str(value))
    if column.kind == "event":
        return Thing(Iri(str(value)), local_name(str(value)))
    if column.kind == "term":
        return local_name(str(value))
    return value if not isinstance(value, Iri) else str(value)


def _quote(value: Value | None) -> Quote | None:
    """A sentence from what the query puts together: day, article, offset, sentence, a line each."""
    parts = str(value).split("\n", 3) if value is not None else []
    if len(parts) < 4:
        return None
    published = date.fromisoformat(parts[0]) if parts[0] < "9999" else None
    return Quote(parts[3], parts[1], published)


def relabel(answer: Answer, notes: Iterable[str]) -> Answer:
    """The answer with further notes."""
    return replace(answer, notes=(*answer.notes, *notes))

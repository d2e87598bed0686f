"""RDF terms as plain Python values, and back: the border between what a store answers and all that reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = {f"{_XSD}{name}" for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")}
_FLOATS = {f"{_XSD}double", f"{_XSD}float"}


class Iri(str):
    """An IRI, to tell it from text."""

    __slots__ = ()


class Text(str):
    """Text in a language; equal to the plain string."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Text:
        """Text and its language tag."""
        self = super().__new__(cls, text)
        self.language = language
        return self

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str(self), self.language


Value = Iri | Text | str | bool | int | Decimal | float | date | datetime


@dataclass(frozen=True, slots=True)
class Table:
    """What a SELECT query found: names of columns, and rows of values (``None`` where unbound)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]

    def records(self) -> list[dict[str, Value | None]]:
        """Each row with its column names."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def read_solutions(solutions: Iterable[Any]) -> Table:
    """A table from the solutions of a SELECT query, be they a store's or parsed from a server's answer."""
    columns = tuple(variable.value for variable in solutions.variables)  # type: ignore[attr-defined]
    rows = tuple(tuple(read_term(term) for term in solution) for solution in solutions)
    return Table(columns, rows)


def read_term(term: Any) -> Value | None:
    """A term as a Python value; a literal that is not what its datatype says stays text.

    >>> read_term(ox.Literal("2026-01-17", datatype=ox.NamedNode(_XSD + "date")))
    datetime.date(2026, 1, 17)
    >>> read_term(ox.Literal("米軍", language="ja")).language
    'ja'
    """
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return Iri(f"_:{term.value}")
    if not isinstance(term, ox.Literal):
        return str(term)
    if term.language:
        return Text(term.value, term.language)
    try:
        return _typed(term.value, term.datatype.value)
    except (ValueError, ArithmeticError):
        return term.value


def _typed(text: str, datatype: str) -> Value:
    """A literal's value by its datatype."""
    if datatype in _INTEGERS:
        return int(text)
    if datatype == f"{_XSD}decimal":
        return Decimal(text)
    if datatype in _FLOATS:
        return float(text)
    if datatype == f"{_XSD}boolean":
        return text in ("true", "1")
    if datatype == f"{_XSD}date":
        return date.fromisoformat(text[:10])
    if datatype == f"{_XSD}dateTime":
        return datetime.fromisoformat(text)
    return text


def write_term(value: Value) -> str:
    r"""A Python value as SPARQL and N-Triples write it.

    >>> write_term(Iri("https://w3id.org/milkg/id/entity/us")), write_term(date(2026, 1, 17))
    ('<https://w3id.org/milkg/id/entity/us>', '"2026-01-17"^^<http://www.w3.org/2001/XMLSchema#date>')
    >>> write_term('"米軍"')
    '"\\"米軍\\""'
    """
    if isinstance(value, Iri):
        return str(ox.NamedNode(value))
    if isinstance(value, Text):
        return str(ox.Literal(str(value), language=value.language))
    if isinstance(value, str):
        return str(ox.Literal(value))
    if isinstance(value, bool):
        return str(ox.Literal(value))
    if isinstance(value, Decimal):
        return str(ox.Literal(str(value), datatype=ox.NamedNode(f"{_XSD}decimal")))
    if isinstance(value, datetime):
        return str(ox.Literal(value.isoformat(), datatype=ox.NamedNode(f"{_XSD}dateTime")))
    if isinstance(value, date):
        return str(ox.Literal(value.isoformat(), datatype=ox.NamedNode(f"{_XSD}date")))
    return str(ox.Literal(value))

"""What a question answers: typed columns, rows of values, and what the names given were taken to mean."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kg.ask.names import Taken, Thing
from kg.ask.questions import Column, Question

SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, and the article that says it."""

    text: str
    article: str
    published: date | None = None


Cell = str | int | Decimal | float | bool | date | Thing | tuple[Thing | str, ...] | Quote | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question."""

    question: Question
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    taken: tuple[Taken, ...] = ()
    notes: tuple[str, ...] = ()
    sparql: str = field(default="", repr=False)

    def names(self) -> list[str]:
        """Names of the columns."""
        return [column.name for column in self.columns]

    def titles(self, language: str) -> list[str]:
        """Titles of the columns in a language."""
        return [column.title.get(language) for column in self.columns]

    def texts(self) -> Iterator[list[str]]:
        """Each row as text."""
        for row in self.rows:
            yield [text_of(cell) for cell in row]

    def records(self) -> list[dict[str, Any]]:
        """Each row as plain values by column: numbers, text, lists of labels."""
        return [dict(zip(self.names(), map(plain, row), strict=True)) for row in self.rows]

    def csv(self) -> str:
        """The answer as CSV (RFC 4180), with a line of names first."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(self.names())
        writer.writerows(self.texts())
        return out.getvalue()

    def json(self) -> str:
        """The answer as a JSON array of objects."""
        return json.dumps(self.records(), ensure_ascii=False, indent=1) + "\n"

    def jsonl(self) -> str:
        """The answer as JSON, an object a line."""
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in self.records())


def text_of(cell: Cell) -> str:
    """A cell as text.

    >>> text_of(date(2026, 1, 17)), text_of(None), text_of(("米軍", "イラク軍"))
    ('2026-01-17', '', '米軍; イラク軍')
    """
    if cell is None:
        return ""
    if isinstance(cell, Thing):
        return cell.label
    if isinstance(cell, Quote):
        return cell.text
    if isinstance(cell, tuple):
        return SEPARATOR.join(text_of(part) for part in cell)
    if isinstance(cell, float):
        return f"{cell:.4g}"
    return str(cell)


def plain(cell: Cell) -> Any:
    """A cell as JSON has it."""
    if isinstance(cell, tuple):
        return [text_of(part) for part in cell]
    if isinstance(cell, Decimal):
        return float(cell)
    return cell if isinstance(cell, str | int | float | bool | None) else text_of(cell)

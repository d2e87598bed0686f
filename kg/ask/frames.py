"""Answers and query results as DataFrames: dates as intervals beside the EDTF expression, numbers as nullable integers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from kg.ask.answer import Answer, plain, text_of
from kg.rdf.values import Table

_FIRST, _LAST = pd.Timestamp("1678-01-01"), pd.Timestamp("2261-12-31")
"""What an open end becomes: the ends of what a Timestamp can say."""


def answer_frame(answer: Answer) -> pd.DataFrame:
    """An answer as a DataFrame, labels as text (several joined with ``; ``).

    Beside ``edtf``, ``earliest`` and ``latest`` there is ``when``, an interval that can be compared and asked for overlaps;
    an open end reaches to 1678 or 2261, and an event without a date has none. The same for ``then_``.
    """
    frame = pd.DataFrame([[_cell(cell) for cell in row] for row in answer.rows], columns=answer.names())
    for column in answer.columns:
        if column.kind == "date":
            frame[column.name] = days(frame[column.name])
        elif column.kind == "number":
            frame[column.name] = _numbers(frame[column.name])
    for prefix in ("", "then_"):
        ends = [f"{prefix}{end}" for end in ("earliest", "latest")]
        if set(ends) <= set(frame.columns):
            when = intervals(frame[ends[0]], frame[ends[1]])
            place = frame.columns.get_loc(ends[1])
            assert isinstance(place, int)
            frame.insert(place + 1, f"{prefix}when", when)  # type: ignore[arg-type]
    frame.attrs["question"] = answer.question.name
    frame.attrs["taken"] = [taken.line() for taken in answer.taken]
    return frame


def table_frame(table: Table) -> pd.DataFrame:
    """The rows of a SELECT query as a DataFrame; a column of days becomes one of timestamps."""
    frame = pd.DataFrame([[_plain(value) for value in row] for row in table.rows], columns=list(table.columns))
    for name in frame.columns:
        values = [value for value in frame[name] if value is not None]
        if values and all(isinstance(value, date) for value in values):
            frame[name] = days(frame[name])
    return frame


def days(values: Iterable[date | None]) -> pd.Series[Any]:
    """Days as timestamps, ``NaT`` where there is none; what a Timestamp cannot say is moved to its ends."""
    return pd.Series([_stamp(value) for value in values], dtype="datetime64[ns]")


def intervals(
    earliest: Sequence[Any] | pd.Series[Any], latest: Sequence[Any] | pd.Series[Any]
) -> pd.arrays.IntervalArray:
    """Closed intervals between two columns of days; missing where both ends are open."""
    pairs = zip(earliest, latest, strict=True)
    found = [
        None
        if pd.isna(first) and pd.isna(last)
        else (_FIRST if pd.isna(first) else first, _LAST if pd.isna(last) else last)
        for first, last in pairs
    ]
    return pd.arrays.IntervalArray.from_tuples(
        found,  # type: ignore[arg-type]
        closed="both",
        dtype=pd.IntervalDtype("datetime64[ns]", "both"),
    )


def _stamp(value: date | None) -> Any:
    if value is None or pd.isna(value):
        return pd.NaT
    return min(max(pd.Timestamp(value).as_unit("s"), _FIRST.as_unit("s")), _LAST.as_unit("s")).as_unit("ns")


def _numbers(values: pd.Series[Any]) -> pd.Series[Any]:
    whole = all(isinstance(value, int) for value in values if value is not None)
    return pd.Series(list(values), dtype="Int64" if whole else "Float64", index=values.index)


def _cell(cell: Any) -> Any:
    if isinstance(cell, date):
        return cell
    return text_of(cell) if isinstance(cell, tuple) else plain(cell)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value

"""Each saved question on gold claims answers what a reader of the articles wrote down by hand (expected/*.csv)."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.ask import ask, load_questions
from kg.ask.answer import Answer
from kg.lexicon import Lexicon
from kg.rdf.store import Reader

HERE = Path(__file__).parent
CASES: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))


def expected_rows(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        return list(reader.fieldnames or ()), list(reader)


def compared(answer: Answer, columns: list[str], expected: list[dict[str, str]]) -> list[dict[str, str]]:
    """The answer's rows with the columns compared, quotes cut to the length that is written down where they begin so."""
    rows = []
    names = answer.names()
    for texts in answer.texts():
        row = {name: text for name, text in zip(names, texts, strict=True) if name in columns}
        for name in ("quote", "then_quote"):
            starts = [want[name] for want in expected if want.get(name) and row.get(name, "").startswith(want[name])]
            row |= {name: max(starts, key=len)} if starts else {}
        rows.append(row)
    return rows


def sorted_rows(rows: list[dict[str, str]]) -> list[str]:
    return sorted(str(sorted(row.items())) for row in rows)


@pytest.mark.parametrize("case", CASES)
def test_gold_answers_as_written_by_hand(case: str, gold: Reader, lexicon: Lexicon) -> None:
    given = dict(CASES[case])
    answer = ask(gold, given.pop("question", case), given, lexicon=lexicon, language="en")
    columns, expected = expected_rows(HERE / "expected" / f"{case}.csv")
    assert set(columns) <= set(answer.names())
    assert sorted_rows(compared(answer, columns, expected)) == sorted_rows(expected)


def test_every_question_has_a_case() -> None:
    assert {case.get("question", name) for name, case in CASES.items()} == set(load_questions())


TEN: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "ten.yaml").read_text(encoding="utf-8"))


@pytest.mark.shared
@pytest.mark.parametrize("case", TEN)
def test_the_ten_questions(case: str, real: Reader, lexicon: Lexicon) -> None:
    given = dict(TEN[case])
    answer = ask(real, given.pop("question"), given, lexicon=lexicon, language="en")
    columns, expected = expected_rows(HERE / "ten" / f"{case}.csv")
    assert set(columns) <= set(answer.names())
    assert sorted_rows(compared(answer, columns, expected)) == sorted_rows(expected)

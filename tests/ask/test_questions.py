"""Questions as files: each header agrees with its query, what several share is the same, and mistakes are named."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg import resources
from kg.ask.given import known_on, spread_on, write_value
from kg.ask.questions import Parameter, find_question, load_questions
from kg.errors import DataError, QueryError

QUESTIONS = load_questions()
STANDARD = {"factuality", "quote", "article"}
WHEN = ({"edtf", "earliest", "latest"}, {"earliest", "latest"})
WANTED = {
    "withdrawals", "deployments", "presence", "base-history", "transfers", "agreements", "said-and-done", "outlook",
    "disagreements", "denied", "requests", "attacks", "troop-numbers", "evacuations", "exercises", "connections", "actors",
    "sources", "timeline", "new", "evidence",
}  # fmt: skip


def test_all_are_there() -> None:
    assert set(QUESTIONS) == WANTED


@pytest.mark.parametrize("name", sorted(WANTED))
def test_every_question_says_when_how_sure_who_and_in_which_words(name: str) -> None:
    columns = {column.name for column in QUESTIONS[name].columns}
    assert columns >= STANDARD | {"says", "reported", "articles"}
    assert any(when <= columns for when in WHEN)
    assert QUESTIONS[name].title.ja and QUESTIONS[name].title.en != QUESTIONS[name].title.ja


@pytest.mark.parametrize("name", sorted(WANTED))
def test_every_values_line_of_one_variable_is_a_parameter(name: str) -> None:
    lines = re.findall(r"(?m)^\s*VALUES \?(\w+) \{ .* \}\s*$", QUESTIONS[name].sparql)
    own = {"then_type"}  # not asked for: the types that can be an answer
    assert set(lines) - own == {p.name for p in QUESTIONS[name].parameters}


def test_what_several_share_is_the_same_text() -> None:
    for start in ("  # in the window: possibly, by its bounds; for certain, wholly\n", "  FILTER(COALESCE(?confidence"):
        found = {text[text.index(start) :].split("\n  #")[0].split("\n}")[0].split("\n  GRAPH")[0].splitlines()[0]
                 for q in QUESTIONS.values() if start in (text := q.sparql)}  # fmt: skip
        assert len(found) == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("common.yaml", "transfers.rq"):
        shutil.copy(resources.data("queries", name), tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("# parameters: [actor,", "# parameters: [actr,", "transfers.rq: unknown parameter 'actr'"),
        ("VALUES ?base { UNDEF }", "VALUES ?base {UNDEF}", "transfers.rq: parameter 'base' needs one line"),
        ("#   en: Bases that", "#   english: Bases that", "transfers.rq, title: unknown key 'english'"),
        ("# title:", "# title: [", "leading comment lines are not YAML"),
        ("bases, actors,", "bases, actrs,", "transfers.rq: unknown column 'actrs'"),
    ],
)
def test_a_wrong_file_is_named(folder: Path, old: str, new: str, says: str) -> None:
    file = folder / "transfers.rq"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(says)):
        load_questions(folder)


def test_an_unknown_question_lists_those_there_are() -> None:
    with pytest.raises(QueryError, match="withdrawals"):
        find_question("withdrawl")


def parameter(name: str, question: str = "withdrawals") -> Parameter:
    found = QUESTIONS[question].parameter(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("from", "2024", '"2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("to", "2025-06", '"2025-06-30"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("certain", "yes", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("min-confidence", "0.5", '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("factuality", "Planned", "<https://w3id.org/milkg/ontology#planned>"),
    ],
)
def test_values(name: str, value: str, expected: str) -> None:
    assert write_value(parameter(name), value) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "きのう"),
        ("to", "2025-13"),
        ("certain", "maybe"),
        ("min-confidence", "x"),
        ("factuality", "sure, x"),
        ("from", ".."),
    ],
)
def test_values_that_are_none(name: str, value: str) -> None:
    with pytest.raises(QueryError, match=name):
        write_value(parameter(name), value)


def test_any_factuality_is_all_four() -> None:
    assert write_value(parameter("factuality"), "any").count("<") == 4


def test_a_value_cannot_leave_its_place() -> None:
    text = write_value(parameter("event", "evidence"), 'x" } DROP ALL #\n')
    assert text == '"x\\" } DROP ALL #\\n"'
    assert find_question("evidence").fill({"event": text}).count("DROP") == 1


def test_on_and_as_of() -> None:
    withdrawals, outlook = QUESTIONS["withdrawals"], QUESTIONS["outlook"]
    assert spread_on(withdrawals, {"on": "2026-01"}) == {"from": "2026-01", "to": "2026-01"}
    assert spread_on(QUESTIONS["presence"], {"on": "2026-01"}) == {"on": "2026-01"}
    given: dict[str, object] = {"as-of": "2025", "actor": "x"}
    assert str(known_on(withdrawals, given)) == "2025-12-31" and given == {"actor": "x"}  # type: ignore[arg-type]
    given = {"as_of": "2025-10-01"}
    assert str(known_on(outlook, given)) == "2025-10-01" and given == {"day": "2025-10-01"}  # type: ignore[arg-type]
    assert known_on(withdrawals, {}) is None

"""Names as people write them, windows of time, answers as of a day, and what is said where a question is put wrongly."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.ask import ask
from kg.errors import QueryError
from kg.lexicon import Lexicon
from kg.rdf.store import Reader


@pytest.fixture(scope="module")
def asked(gold: Reader, lexicon: Lexicon) -> Any:
    def run(question: str, language: str = "en", **given: Any) -> Any:
        return ask(gold, question, {k.rstrip("_"): v for k, v in given.items()}, lexicon=lexicon, language=language)

    return run


@pytest.mark.parametrize(
    ("question", "option", "name", "taken"),
    [
        ("withdrawals", "actor", "米軍", "United States Armed Forces"),
        ("withdrawals", "actor", "アメリカ", "United States"),
        ("withdrawals", "actor", "United States", "United States"),
        ("withdrawals", "actor", "united states armed forces", "United States Armed Forces"),
        ("withdrawals", "place", "ニジェール", "Niger"),
        ("withdrawals", "base", "Air Base 101", "Nigerien Air Base 101"),
        ("base-history", "base", "リアム", "Ream Naval Base"),
        ("timeline", "about", "ドーハ合意", "United States–Taliban deal"),
        ("withdrawals", "actor", "https://w3id.org/milkg/id/entity/united-states", "United States"),
    ],
)
def test_names(asked: Any, question: str, option: str, name: str, taken: str) -> None:
    answer = asked(question, **{option: name})
    assert [t.known.label("en") for t in answer.taken] == [taken]


@pytest.mark.parametrize(
    ("question", "given", "says"),
    [
        ("withdrawals", {"actor": "オーストラリヤ"}, "nothing is called 'オーストラリヤ'"),
        ("withdrawals", {"actor": "Camboda"}, "is it Cambodia"),
        ("withdrawals", {"actor": "Nigerien Air Base 101"}, "is Nigerien Air Base 101 (base), none of state"),
        ("withdrawals", {"place": "Nigerien Air Base"}, "may be"),
        ("withdrawals", {"actor": "https://example.org/x"}, "the store has no"),
        ("withdrawals", {"actr": "米軍"}, "has no parameter 'actr' (it has: actor,"),
        ("withdrawals", {"place": "ニジェール", "base": "ニジェール"}, "given twice"),
        ("evidence", {"event": "zzz"}, "0 events have an id"),
        ("connections", {"one": "米国"}, "needs two actors"),
        ("withdrawals", {"as_of": "いつか"}, "as-of: 'いつか' is not a date"),
    ],
)
def test_what_is_said_where_it_is_put_wrongly(asked: Any, question: str, given: dict[str, str], says: str) -> None:
    with pytest.raises(QueryError) as error:
        asked(question, **given)
    assert says in str(error.value)


def dates(answer: Any) -> set[str]:
    at = answer.names().index("edtf")
    return {row[at] or "" for row in answer.rows}


def test_parts_are_included_unless_exact(asked: Any) -> None:
    whole, exact = asked("withdrawals", actor="米国"), asked("withdrawals", actor="米国", exact=True)
    actors = [{row[1] for row in ([r[0], "; ".join(t.label for t in r[4])] for r in a.rows)} for a in (whole, exact)]
    assert "United States Armed Forces" in actors[0] and "United States Armed Forces" not in actors[1]
    assert len(asked("withdrawals", place="ニジェール").rows) > len(
        asked("withdrawals", place="ニジェール", exact=True).rows
    )


def test_windows_match_by_bounds_and_certain_narrows(asked: Any) -> None:
    possible = asked("withdrawals", actor="米国", from_="2024-07", to="2024-08")
    certain = asked("withdrawals", actor="米国", from_="2024-07", to="2024-08", certain=True)
    assert dates(possible) == {"2024-07-07", "../2024-09-15"}
    assert dates(certain) == {"2024-07-07"}
    assert dates(asked("withdrawals", actor="米国", on="2024-07-07")) == {"2024-07-07", "../2024-09-15"}
    assert dates(asked("withdrawals", actor="米国", from_="2026-02")) == {"2025-12~/.."}


def test_as_of_knows_nothing_of_later_articles(asked: Any) -> None:
    before, after = (
        asked("said-and-done", place="Nigerien Air Base 201", as_of=day) for day in ("2024-07-31", "2024-08-31")
    )
    outcome = before.names().index("outcome")
    assert {row[outcome] for row in before.rows} == {"open"} and {row[outcome] for row in after.rows} == {"done"}
    assert all(row[before.names().index("articles")] == 1 for row in before.rows)
    assert not asked("withdrawals", as_of="2001").rows


def test_labels_follow_the_language(asked: Any) -> None:
    assert "ニジェール" in asked("withdrawals", "ja", place="Niger").csv()
    assert "Niger" in asked("withdrawals", "en", place="Niger").csv()


def test_forms_of_an_answer(asked: Any) -> None:
    answer = asked("withdrawals", place="ニジェール", factuality="actual")
    records = json.loads(answer.json())
    assert len(records) == len(answer.rows) == len(answer.jsonl().splitlines()) == answer.csv().count("\r\n") - 1
    assert records[0]["origins"] and isinstance(records[0]["actors"], list)
    assert records[0]["article"] in ("h007", "h008") and answer.titles("ja")[0] == "日付"


def test_min_confidence_keeps_claims_checked_by_hand(asked: Any) -> None:
    assert asked("withdrawals", min_confidence="0.9").rows == asked("withdrawals").rows

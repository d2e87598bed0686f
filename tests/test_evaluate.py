"""The figures are those of the reference scorer, on the same input."""

from __future__ import annotations

import importlib.util
import json
import random
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from things import article

from kg.claims_json import article_to_json, read_claims
from kg.errors import DataError
from kg.evaluate import check_spans, evaluate, read_texts
from kg.records import Argument, Claim, DateSpan, Entity, Span

SHARED = Path(__file__).parents[2] / "shared"


def namer(name: str, role: str) -> Entity:
    return Entity(name, "place", name)


GOLD = read_claims(Path(__file__).parents[1] / "data" / "gold", namer)
TEXTS = {id: article(id).text for id in GOLD}


def test_gold_against_itself() -> None:
    scores = evaluate(GOLD, GOLD, TEXTS)
    assert {scores.fact.f1, scores.event.f1, scores.argument.f1, scores.entity_b3_f1, scores.factuality_accuracy} == {
        1.0
    }
    assert scores.differences == ()


def test_nothing_found() -> None:
    scores = evaluate(GOLD, {}, TEXTS)
    assert scores.fact.f1 == 0.0 and scores.fact.gold > 400
    assert {difference.kind for difference in scores.differences} == {"missed"}


def spoiled(claims: tuple[Claim, ...], text: str, dice: random.Random) -> tuple[Claim, ...]:
    """Claims with every kind of error in them."""
    out = []
    for claim in claims:
        match dice.randrange(9):
            case 0:
                continue
            case 1:
                claim = replace(claim, factuality="possible")
            case 2:
                claim = replace(claim, args=claim.args[1:])
            case 3:
                claim = replace(claim, date=DateSpan("2024"), source=None)
            case 4:
                end = min(len(text), claim.trigger.end + 30)
                claim = replace(
                    claim, args=tuple(Argument(a.role, Span(0, end, text[:end]), a.entity) for a in claim.args)
                )
            case 5:
                claim = replace(claim, args=tuple(replace(a, entity=None) for a in claim.args), count=None)
            case 6:
                start = dice.randrange(len(text) - 2)
                claim = replace(claim, trigger=Span(start, start + 2, text[start : start + 2]))
            case 7:
                out.append(replace(claim, type="Attack"))
        out.append(claim)
    return tuple(out)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="no folder ../shared with the reference scorer beside the checkout")
@pytest.mark.parametrize("seed", range(6))
def test_the_reference_scorer_says_the_same(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    gold, texts = _shared()
    found = {id: spoiled(claims, texts[id], dice) for id, claims in gold.items() if dice.random() > 0.1}
    ours = asdict(evaluate(gold, found, texts))
    del ours["differences"]
    assert ours == _reference(_plain(gold), _plain(found), texts)


def _shared() -> tuple[dict[str, tuple[Claim, ...]], dict[str, str]]:
    gold = read_claims(SHARED / "gold" / "dev", namer)
    return gold, read_texts(SHARED / "dev" / "articles", gold)


def _plain(claims: dict[str, tuple[Claim, ...]]) -> dict[str, list[dict[str, Any]]]:
    return {id: json.loads(json.dumps(article_to_json(id, None, items)))["claims"] for id, items in claims.items()}


def _reference(gold: Any, found: Any, texts: dict[str, str]) -> Any:
    spec = importlib.util.spec_from_file_location("reference_scorer", SHARED / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score(gold, found, texts)[0]


def test_lines() -> None:
    lines = evaluate(GOLD, GOLD, TEXTS).lines()
    assert lines[0] == "16 articles" and lines[1].startswith("fact       P 1.000  R 1.000  F1 1.000  (gold ")
    assert lines[-1].startswith("by_role: agent 1.00/")


def test_other_texts_are_told() -> None:
    with pytest.raises(DataError, match="h001: characters"):
        check_spans(GOLD, {**TEXTS, "h001": "別の文"})
    with pytest.raises(DataError, match="no readable text for the gold claims of h999"):
        read_texts(Path("none"), ["h999"])

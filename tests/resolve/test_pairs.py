"""The table of pairs: do two claims tell the same event? Run with ``-s`` to see the figures."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.records import ROLES, Argument, Claim, Count, DateSpan, Entity, Report, Role, Source, Span
from kg.resolve.merge import merge

TABLE = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text(encoding="utf-8"))
PAIRS = TABLE["pairs"]


class Things:
    """A lexicon of the table's own things."""

    def entity(self, name: str) -> Entity:
        kind = "person" if name in TABLE["persons"] else "state" if name in TABLE["states"] else "place"
        return Entity(name, kind, name, part_of=tuple(TABLE["wholes"][name][:1]))  # type: ignore[arg-type]

    def ancestors(self, entity: Entity) -> tuple[Entity, ...]:
        return tuple(self.entity(name) for name in TABLE["wholes"].get(entity.id, ()))

    def country(self, entity: Entity) -> Entity | None:
        chain = [entity.id, *TABLE["wholes"].get(entity.id, ()), TABLE["persons"].get(entity.id)]
        return next((self.entity(name) for name in chain if name in TABLE["states"]), None)


THINGS = Things()


def read_report(row: dict[str, Any], event_type: str, article: str, start: int) -> Report:
    """A report from a row of the table; its spans are made up."""
    article = row.get("in", article)
    places = itertools.count(start)

    def span(text: str) -> Span:
        at = next(places)
        return Span(at, at + len(text), text)

    def arguments(role: Role) -> list[Argument]:
        names = row.get(role, [])
        return [Argument(role, span(n), THINGS.entity(n)) for n in ([names] if isinstance(names, str) else names)]

    claim = Claim(
        article=article,
        type=row.get("type", event_type),
        trigger=span("退"),
        factuality=row.get("f", "actual"),
        args=tuple(argument for role in ROLES for argument in arguments(role)),
        date=DateSpan(row["date"]) if "date" in row else None,
        source=Source(span(row["by"]), THINGS.entity(row["by"])) if "by" in row else None,
        count=Count(row["n"], row["n"], row.get("unit", "人")) if "n" in row else None,
    )
    published = date.fromisoformat(row["pub"]) if "pub" in row else None
    return Report(f"{article}/{claim.type}-{start}", claim, published, row.get("s"))


def says_same(pair: dict[str, Any]) -> bool:
    a, b = read_report(pair["a"], pair["type"], "a", 0), read_report(pair["b"], pair["type"], "b", 100)
    outcomes = {len(merge(order, THINGS)) for order in ((a, b), (b, a))}
    assert len(outcomes) == 1, "the order of the claims must not matter"
    return outcomes == {1}


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["why"] for pair in PAIRS])
def test_pair(pair: dict[str, Any]) -> None:
    right = says_same(pair) is pair["same"]
    assert right is ("known" not in pair), "a known miss is right now: take `known` away" if right else "wrong"


def test_figures(capsys: pytest.CaptureFixture[str]) -> None:
    table = Counter((pair["same"], says_same(pair)) for pair in PAIRS)
    hit, false, missed = table[True, True], table[False, True], table[True, False]
    precision, recall = hit / (hit + false), hit / (hit + missed)
    with capsys.disabled():
        print(f"\n{len(PAIRS)} pairs: precision {precision:.3f}, recall {recall:.3f}, {dict(table)}")
    assert len(PAIRS) >= 60
    assert false == 0
    assert recall >= 0.85

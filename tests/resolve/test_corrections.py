"""Corrections by hand: same and different things, claims rejected and set, entries that meet nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.lexicon import load_lexicon, own_entity
from kg.records import Argument, Article, Claim, DateSpan, Entity, Span
from kg.resolve.corrections import Corrections, read_corrections

TEXT = "米軍はカルバンダ基地を撤退。バルカンダ空軍基地を攻撃。"
ARTICLE = Article("a", TEXT)
WHO = "who: Sato, why: seen"


def corrections(tmp_path: Path, text: str) -> Corrections:
    file = tmp_path / "corrections.yaml"
    file.write_text(text, encoding="utf-8")
    return read_corrections(file, load_lexicon())


def left(fixes: Corrections) -> list[str]:
    """The entries that meet nothing in the article."""
    notes = [note for one in fixes.corrected(ARTICLE, claims()) for note in one.notes]
    return fixes.unmatched(lambda note, article: notes.count(note), {"a"})


def base(name: str) -> Entity:
    return own_entity("base", name)


def claims() -> list[Claim]:
    one = Argument("origin", Span(3, 10, "カルバンダ基地"), base("カルバンダ基地"))
    other = Argument("target", Span(14, 23, "バルカンダ空軍基地"), base("バルカンダ空軍基地"))
    return [
        Claim("a", "Withdrawal", Span(11, 13, "撤退"), "actual", (one,)),
        Claim("a", "Attack", Span(24, 26, "攻撃"), "actual", (other,), DateSpan("2024")),
    ]


def test_same(tmp_path: Path) -> None:
    fixes = corrections(tmp_path, f"same:\n- {{names: [カルバンダ基地, バルカンダ空軍基地], {WHO}}}\n")
    done = fixes.apply(ARTICLE, claims())
    assert {a.entity.id for c in done for a in c.args if a.entity} == {base("カルバンダ基地").id}
    assert left(fixes) == []
    assert list(fixes.notes(ARTICLE, claims()).values()) == ["Sato: seen (names: カルバンダ基地, バルカンダ空軍基地)"]


def test_same_as_the_lexicon_knows_it(tmp_path: Path) -> None:
    fixes = corrections(tmp_path, f"same:\n- {{names: [タジ基地, カルバンダ基地], {WHO}}}\n")
    assert [a.entity.id for a in fixes.apply(ARTICLE, claims())[0].args if a.entity] == ["camp-taji"]


def test_different(tmp_path: Path) -> None:
    taji = load_lexicon().get("camp-taji")
    claim = Claim(
        "a", "Withdrawal", Span(11, 13, "撤退"), "actual", (Argument("origin", Span(3, 10, "カルバンダ基地"), taji),)
    )
    fixes = corrections(tmp_path, f"different:\n- {{names: [タジ基地, カルバンダ基地], {WHO}}}\n")
    (done,) = fixes.apply(ARTICLE, [claim])
    assert done.args[0].entity == own_entity("base", "カルバンダ基地", load_lexicon().get("iraq"))


def test_reject_and_set(tmp_path: Path) -> None:
    fixes = corrections(
        tmp_path,
        f"reject:\n- {{claim: a/Withdrawal-11, {WHO}}}\n"
        f"set:\n- {{claim: a/Attack-24, factuality: denied, date: '2025-01', entities: {{バルカンダ空軍基地: タジ基地}}, {WHO}}}\n",
    )
    (done,) = fixes.apply(ARTICLE, claims())
    assert (done.type, done.factuality, done.edtf) == ("Attack", "denied", "2025-01")
    assert [a.entity.id for a in done.args if a.entity] == ["camp-taji"]
    assert left(fixes) == []


def test_events(tmp_path: Path) -> None:
    text = f"join:\n- {{claims: [a/Attack-24, b/Attack-1], {WHO}}}\nsplit:\n- {{claims: [a/Attack-24, a/Withdrawal-9], {WHO}}}\n"
    fixes = corrections(tmp_path, text)
    assert fixes.apply(ARTICLE, claims()) == tuple(claims())
    told = fixes.corrected(ARTICLE, claims())
    assert [one.joined for one in told] == [(), ("a/Attack-24 b/Attack-1",)]
    assert [one.split for one in told] == [(), ("a/Attack-24 a/Withdrawal-9",)]
    assert [line.split(":")[0] for line in left(fixes)] == ["corrections.yaml, split, entry 1"]


def test_unmatched(tmp_path: Path) -> None:
    fixes = corrections(
        tmp_path,
        f"same:\n- {{names: [ナナメ基地, ナナメー港], {WHO}}}\n"
        f"reject:\n- {{claim: a/Attack-99, {WHO}}}\n- {{claim: elsewhere/Attack-1, {WHO}}}\n",
    )
    lines = left(fixes)
    assert len(lines) == 2
    assert lines[1].startswith("corrections.yaml, reject, entry 1: a/Attack-99 is no claim of its article any more")


def test_fingerprint_follows_the_content(tmp_path: Path) -> None:
    one = corrections(tmp_path, f"same:\n- {{names: [ナナメ基地, ナナメ港], {WHO}}}\n")
    other = corrections(tmp_path, f"same:\n- {{names: [ナナメ基地, ナナメ湾], {WHO}}}\n")
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("same:\n- {names: [A, B], who: x}\n", "key 'why' is missing"),
        ("sames: []\n", "unknown key 'sames'"),
        (f"set:\n- {{claim: a/Attack-1, factuality: maybe, {WHO}}}\n", "'maybe' is none of actual"),
        (f"same:\n- {{names: [ナナメ基地], {WHO}}}\n", "needs two names"),
        (
            f"same:\n- {{names: [甲基地, 乙基地], {WHO}}}\n- {{names: [丙基地, 乙基地], {WHO}}}\n",
            "already the same as '甲基地'",
        ),
        (f"join:\n- {{claims: [a/Attack-1], {WHO}}}\n", "needs two claims"),
        (
            f"join:\n- {{claims: [a/A-1, a/A-2], {WHO}}}\n- {{claims: [a/A-2, a/A-3], {WHO}}}\n"
            f"split:\n- {{claims: [a/A-1, a/A-3], {WHO}}}\n",
            "split, entry 1: two of its claims are joined",
        ),
    ],
)
def test_wrong_files(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        corrections(tmp_path, text)

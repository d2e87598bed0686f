"""Corrections in a build: what they do to events, what the graph says of them, and that history leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import cast

import pytest
from things import THINGS
from typer.testing import CliRunner

from kg import resources
from kg.cli import app
from kg.graph import find_corrections
from kg.lexicon import Lexicon, own_entity
from kg.pipeline import Reading, Summary, build_articles
from kg.rdf.recall import Recall
from kg.rdf.store import Reader
from kg.records import Argument, Article, Claim, DateSpan, Entity, Event, Report, Span
from kg.resolve.corrections import Corrections, read_corrections
from kg.resolve.merge import link, merge

TEXT = "米軍は基地を攻撃した。"
WHO = "who: Sato, why: seen"
US, IRAQ, NIGER = (THINGS.get(id) for id in ("united-states", "iraq", "niger"))


def claim(id: str, edtf: str = "2025-03-01", place: Entity = IRAQ) -> Claim:
    args = (Argument("agent", Span(0, 2, "米軍"), US), Argument("place", Span(3, 5, "基地"), place))
    return Claim(id, "Attack", Span(6, 8, "攻撃"), "actual", args, DateSpan(edtf))


CLAIMS = {
    "a": (claim("a"),),
    "b": (claim("b"),),
    "c": (claim("c", "2025-06-07"),),
    "d": (claim("d", "2024-12-30"),),
    "e": (claim("e", place=NIGER),),
}
ARTICLES = {id: Article(id, TEXT + id, date(2025, 7, 1)) for id in CLAIMS}


def fixes(tmp_path: Path, text: str) -> Corrections:
    file = tmp_path / "corrections.yaml"
    file.write_text(text, encoding="utf-8")
    return read_corrections(file, cast(Lexicon, THINGS))


def put(store: Path, ids: str, by_hand: Corrections | None = None) -> Summary:
    articles = [ARTICLES[id] for id in ids]
    return build_articles(articles, store, reading=Reading(THINGS, claims=CLAIMS, corrections=by_hand))


def events(store: Path) -> set[str]:
    """Of each event the articles that tell it."""
    with Reader(store) as reader:
        rows = reader.select("SELECT ?e ?c { ?e mil:reportedBy ?c } ORDER BY ?c").rows
    told: dict[str, str] = {}
    for event, said in rows:
        told[str(event)] = told.get(str(event), "") + str(said).split("/")[-2]
    return set(told.values())


def lines(store: Path) -> list[str]:
    with Reader(store) as reader:
        return sorted(map(str, reader.store))


# ---------------------------------------------------------------- events joined and split


def test_without_corrections(tmp_path: Path) -> None:
    put(tmp_path / "s", "abcde")
    assert events(tmp_path / "s") == {"ab", "c", "d", "e"}


def test_split(tmp_path: Path) -> None:
    summary = put(tmp_path / "s", "abcde", fixes(tmp_path, f"split:\n- {{claims: [a/Attack-6, b/Attack-6], {WHO}}}\n"))
    assert events(tmp_path / "s") == {"a", "b", "c", "d", "e"} and summary.notes == []
    with Reader(tmp_path / "s") as reader:
        assert reader.select("SELECT ?e { ?e mil:maybeSame ?f . ?e mil:reportedBy ?c FILTER(CONTAINS(STR(?c), '/a/')) "
                             "?f mil:reportedBy ?d FILTER(CONTAINS(STR(?d), '/b/')) }").rows == ()  # fmt: skip


@pytest.mark.parametrize(("other", "outcome"), [("c", {"abc", "d", "e"}), ("d", {"abd", "c", "e"})])
def test_join_takes_the_others_of_the_event_along(tmp_path: Path, other: str, outcome: set[str]) -> None:
    text = f"join:\n- {{claims: [a/Attack-6, {other}/Attack-6], {WHO}}}\n"
    summary = put(tmp_path / "s", "abcde", fixes(tmp_path, text))
    assert events(tmp_path / "s") == outcome and summary.notes == []


def test_what_cannot_be_one_event_is_said(tmp_path: Path) -> None:
    summary = put(tmp_path / "s", "abcde", fixes(tmp_path, f"join:\n- {{claims: [a/Attack-6, e/Attack-6], {WHO}}}\n"))
    assert events(tmp_path / "s") == {"ab", "c", "d", "e"}
    (line,) = summary.notes
    assert line == (
        "corrections.yaml, join, entry 1: no one event can have claims of different type, country or factuality "
        "(a/Attack-6 is of Attack|iraq, actual; e/Attack-6 is of Attack|niger, actual); set these first"
    )


def test_any_order_gives_the_same_events() -> None:
    def told(id: str, **more: tuple[str, ...]) -> Report:
        return Report(f"{id}/Attack-6", CLAIMS[id][0], date(2025, 7, 1), 0, **more)

    reports = [
        told("a", joined=("k",)),
        told("b", split=("x",)),
        told("c", joined=("k", "l"), split=("x",)),
        told("d", joined=("l",)),
    ]
    outcomes: set[tuple[Event, ...]] = {link(merge(order, THINGS), order, THINGS) for order in permutations(reports)}
    (made,) = outcomes
    assert sorted("".join(sorted(c[0] for c in event.claims)) for event in made) == ["acd", "b"]


# ---------------------------------------------------------------- shown in the graph, and no trace of history

EVERY = f"""
same: [{{names: [United States, イラク], who: Ito, why: test}}]
reject: [{{claim: e/Attack-6, {WHO}}}]
set: [{{claim: d/Attack-6, type: Withdrawal, {WHO}}}]
join: [{{claims: [a/Attack-6, c/Attack-6], {WHO}}}]
split: [{{claims: [a/Attack-6, b/Attack-6], {WHO}}}]
"""
FEW = EVERY[EVERY.index("reject") :]


def test_the_graph_says_who_and_why(tmp_path: Path) -> None:
    put(tmp_path / "s", "abcde", fixes(tmp_path, FEW))
    with Reader(tmp_path / "s") as reader:
        rows = reader.select("SELECT ?t ?n { GRAPH ?g { ?t mil:corrected ?n } }").rows
        notes = {(str(thing).partition("/id/")[2], str(note)) for thing, note in rows}
        memory = Recall(reader.store, reader.iris, THINGS.entities.get)
        assert [r.joined for r in memory.reports("a")] == [("a/Attack-6 c/Attack-6",)]
    assert ("article/e", "Sato: seen (rejected: e/Attack-6)") in notes
    assert ("claim/d/Withdrawal-6", "Sato: seen (set: d/Attack-6, type Withdrawal)") in notes
    assert ("claim/b/Attack-6", "Sato: seen (events: a/Attack-6 b/Attack-6)") in notes
    assert len(notes) == 6


def test_history_leaves_no_trace(tmp_path: Path) -> None:
    by_hand = fixes(tmp_path, FEW)
    put(tmp_path / "fresh", "abcde", by_hand)
    put(tmp_path / "grown", "abcde")
    put(tmp_path / "grown", "ab", by_hand)
    put(tmp_path / "grown", "c")  # without the file: the others keep what was corrected
    assert "rejected" not in "".join(lines(tmp_path / "grown"))
    for ids in ("edc", "ab"):
        put(tmp_path / "grown", ids, by_hand)
    assert lines(tmp_path / "grown") == lines(tmp_path / "fresh")
    put(tmp_path / "grown", "abcde")
    put(tmp_path / "plain", "abcde")
    assert lines(tmp_path / "grown") == lines(tmp_path / "plain")


def test_entries_that_meet_nothing_are_told_at_every_build(tmp_path: Path) -> None:
    text = f"reject:\n- {{claim: a/Attack-99, {WHO}}}\n- {{claim: b/Attack-6, {WHO}}}\n- {{claim: z/Attack-1, {WHO}}}\n"
    for _ in range(2):
        (line,) = put(tmp_path / "s", "ab", fixes(tmp_path, text)).notes
        assert line.startswith("corrections.yaml, reject, entry 1: a/Attack-99 is no claim of its article")


def test_the_command(tmp_path: Path) -> None:
    from shutil import copytree

    folder, file = tmp_path / "articles", tmp_path / "articles" / "corrections.yaml"
    copytree(resources.data("articles"), folder)
    file.write_text(f"reject:\n- {{claim: h001/Attack-99999, {WHO}}}\n", encoding="utf-8")
    arguments = ["build", str(folder), "--claims", str(resources.data("gold")), "--store", str(tmp_path / "s")]
    assert "corrections.yaml, reject, entry 1: h001/Attack-99999 is" in CliRunner().invoke(app, arguments).output
    other = tmp_path / "other.yaml"
    other.write_text("{}", encoding="utf-8")
    result = CliRunner().invoke(app, [*arguments, "--corrections", str(other)])
    assert result.exit_code == 0 and "corrections.yaml" not in result.output
    assert find_corrections([folder, folder / "h001.txt"]) == file and find_corrections([tmp_path]) is None


def test_names(tmp_path: Path) -> None:
    things = [own_entity("base", name) for name in ("バグラーン空軍基地", "ナナメ演習場")]
    made = replace(CLAIMS["a"][0], args=tuple(Argument("base", Span(3, 5, "基地"), thing) for thing in things))
    build_articles([ARTICLES["a"]], tmp_path, reading=Reading(THINGS, claims={"a": (made,)}))
    listed = CliRunner().invoke(app, ["names", "--store", str(tmp_path)]).output
    assert "バグラーン空軍基地" in listed and "ナナメ演習場" in listed
    suggested = CliRunner().invoke(app, ["names", "--suggest", "--store", str(tmp_path)]).output
    assert "Bagram Airfield" in suggested and "ナナメ演習場" not in suggested


def test_one_more_article_reads_the_claims_of_its_anchors_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "abcd")
    asked: list[str] = []
    reports_of_anchor = Recall.reports_of_anchor

    def counted(self: Recall, anchor: str) -> list[Report]:
        asked.append(anchor)
        return reports_of_anchor(self, anchor)

    monkeypatch.setattr(Recall, "reports_of_anchor", counted)
    put(tmp_path, "e")
    assert set(asked) == {"Attack|niger"}


def test_the_page_on_the_format_is_right(tmp_path: Path) -> None:
    page = Path(__file__).parent.parent / "docs" / "corrections.md"
    entries = fixes(tmp_path, page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]).entries
    assert (len(entries.same), len(entries.different), len(entries.reject), len(entries.set)) == (1, 1, 1, 2)
    assert entries.set[0].date == "2026-01" and entries.set[0].entities == {"同基地": "タジ基地"}

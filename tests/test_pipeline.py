"""The store is a function of the articles in it, whatever led to it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from things import THINGS, article, gold

from kg import pipeline, resources
from kg.errors import StoreError
from kg.graph import default_reading
from kg.pipeline import Reading, build_articles, remove
from kg.rdf import validate
from kg.rdf.store import Reader
from kg.records import Article, Claim, Entity, Span

GOLD = gold()
PUBLISHED = {
    id: date.fromisoformat(json.loads(resources.data("gold", f"{id}.json").read_text(encoding="utf-8"))["published"])
    for id in GOLD
}
ARTICLES = {id: article(id, PUBLISHED[id]) for id in GOLD}
READING = Reading(THINGS, claims=GOLD)


def lines(store: Path) -> list[str]:
    with Reader(store) as reader:
        return sorted(map(str, reader.store))


def put(store: Path, articles: Iterable[Article], reading: Reading = READING) -> pipeline.Summary:
    return build_articles(articles, store, reading=reading)


# ---------------------------------------------------------------- any order ends in the same bytes


@pytest.fixture
def quick_shacl(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles' graphs that were checked once need no second look; nor do events, after the first test."""
    checked = cache(lambda quads: validate.check_article(quads))
    monkeypatch.setattr(pipeline, "check_article", lambda quads: checked(frozenset(quads)))
    monkeypatch.setattr("kg.rdf.derive.check_derived", lambda quads: ())


def changed(one: Article, how: int) -> Article:
    """The article with another day of publication, without one, or with another text (and its claims moved)."""
    if how == 0:
        return one
    if how == 1:
        return replace(one, published=None)
    if how == 2:
        return replace(one, published=date(2030, 1, 1), publisher="通信")
    return replace(one, text="※" + one.text)


def moved(claim: Claim) -> Claim:
    def move(span: Span | None) -> Span | None:
        return Span(span.start + 1, span.end + 1, span.text) if span else None

    return replace(
        claim,
        trigger=move(claim.trigger),  # type: ignore[arg-type]
        args=tuple(replace(a, span=move(a.span)) for a in claim.args),  # type: ignore[arg-type]
        date=replace(claim.date, span=move(claim.date.span)) if claim.date else None,
        source=replace(claim.source, span=move(claim.source.span)) if claim.source else None,  # type: ignore[arg-type]
        count=replace(claim.count, span=move(claim.count.span)) if claim.count else None,
    )


def renamed(claim: Claim) -> Claim:
    """The same claim, its things known by other names to this article alone."""

    def other(entity: Entity | None) -> Entity | None:
        if entity is None or entity.in_lexicon:
            return entity
        return replace(entity, name=f"The {entity.name}", part_of=("united-states",), country="united-states")

    return replace(claim, args=tuple(replace(a, entity=other(a.entity)) for a in claim.args))


def state(version: dict[str, int]) -> tuple[list[Article], Reading]:
    """The articles, each in one of its versions, and the claims that go with them."""
    articles = [changed(ARTICLES[id], how) for id, how in version.items()]
    claims = {id: GOLD[id] for id in GOLD}
    for id, how in version.items():
        if how == 3:
            claims[id] = tuple(map(moved, GOLD[id]))
        if how == 2:
            claims[id] = tuple(map(renamed, GOLD[id]))
    return articles, replace(READING, claims=claims)


steps = st.lists(
    st.tuples(st.sampled_from(sorted(GOLD)), st.sampled_from((0, 0, 1, 2, 3, None))), min_size=1, max_size=12
).flatmap(lambda all_of: st.tuples(st.just(all_of), st.lists(st.integers(1, 4), min_size=12, max_size=12)))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_any_history_ends_in_the_same_graph(
    steps: tuple[list[tuple[str, int | None]], list[int]], quick_shacl: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("history")
    changes, sizes = list(steps[0]), list(steps[1])
    version: dict[str, int] = {}
    while changes:
        batch, changes = dict(changes[: sizes[0]]), changes[sizes[0] :]
        sizes = sizes[1:]
        gone = [id for id, how in batch.items() if how is None and id in version]
        put_in = {id: how for id, how in batch.items() if how is not None}
        version = {id: how for id, how in {**version, **put_in}.items() if id not in gone}
        if put_in:
            put(folder / "grown", *state(put_in))
        if gone:
            remove(folder / "grown", gone, THINGS)
    put(folder / "fresh", *state(dict(sorted(version.items()))))
    grown = lines(folder / "grown") if (folder / "grown").exists() else []
    assert grown == lines(folder / "fresh")


def test_one_history(tmp_path: Path) -> None:
    ids = sorted(GOLD)
    put(tmp_path / "a", *state(dict.fromkeys(ids, 0)))
    for id in reversed(ids):
        put(tmp_path / "b", *state({id: ids.index(id) % 4}))
    remove(tmp_path / "b", ids[:5], THINGS)
    put(tmp_path / "b", *state(dict.fromkeys(ids, 0)))
    assert lines(tmp_path / "a") == lines(tmp_path / "b")
    remove(tmp_path / "b", ids, THINGS)
    assert lines(tmp_path / "b") == []


# ---------------------------------------------------------------- what a build does and says


def test_a_second_build_changes_nothing(tmp_path: Path) -> None:
    first = put(tmp_path, ARTICLES.values())
    pointer = (tmp_path / "store.json").read_text(encoding="utf-8")
    second = put(tmp_path, ARTICLES.values())
    assert (len(first.built), first.unchanged) == (16, 0) and first.articles == 16 and not first.failed
    assert (len(second.built), second.unchanged) == (0, 16)
    assert (tmp_path / "store.json").read_text(encoding="utf-8") == pointer
    assert [p.name for p in (tmp_path / "versions").iterdir() if p.is_dir()] == [json.loads(pointer)["version"]]
    assert (first.claims, first.events, first.entities) == (second.claims, second.events, second.entities)
    assert first.claims == sum(map(len, GOLD.values())) and 0 < first.events <= first.claims
    assert first.unresolved == second.unresolved


def test_refused_articles_are_named_and_leave_the_store(tmp_path: Path) -> None:
    put(tmp_path, ARTICLES.values())
    broken = replace(ARTICLES["h001"], text="別の" + ARTICLES["h001"].text)
    summary = put(tmp_path, [broken, ARTICLES["h002"]])
    assert list(summary.refused) == ["h001"] and "belong to another text" in summary.refused["h001"]
    assert summary.failed and summary.articles == 15
    fresh = tmp_path / "fresh"
    put(fresh, [one for id, one in ARTICLES.items() if id != "h001"])
    assert lines(fresh) == lines(tmp_path)


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (replace(GOLD["h001"][0], type="Picnic"), "'Picnic' is no event type"),  # type: ignore[arg-type]
        (replace(GOLD["h001"][0], factuality="maybe"), "'maybe' is no factuality"),  # type: ignore[arg-type]
        (replace(GOLD["h001"][1], date=replace(GOLD["h001"][1].date, edtf="きのう")), "'きのう' is no EDTF date"),  # type: ignore[type-var]
        (replace(GOLD["h001"][0], args=(replace(GOLD["h001"][0].args[0], role="cook"),)), "'cook' is no role"),  # type: ignore[arg-type]
    ],
)
def test_claims_that_make_no_sense_are_refused(claim: Claim, reason: str, tmp_path: Path) -> None:
    summary = put(tmp_path, [ARTICLES["h001"]], replace(READING, claims={"h001": (claim,)}))
    assert summary.refused["h001"].startswith(reason)


def test_an_id_given_twice_is_an_error(tmp_path: Path) -> None:
    summary = put(tmp_path, [ARTICLES["h001"], ARTICLES["h001"]])
    assert summary.unreadable == ["h001: a second article of this id; rename the file"] and summary.articles == 1


def test_removing_what_is_not_there(tmp_path: Path) -> None:
    put(tmp_path, [ARTICLES["h001"]])
    with pytest.raises(StoreError, match="no article h002, h003"):
        remove(tmp_path, ["h001", "h002", "h003"], THINGS)
    assert put(tmp_path, [ARTICLES["h001"]]).unchanged == 1


def test_a_change_of_knowledge_reads_the_rest_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, ARTICLES.values())
    monkeypatch.setattr("kg.fingerprint.describing", lambda: "changed")
    summary = put(tmp_path, [ARTICLES["h001"]])
    assert len(summary.built) == 16 and summary.read == 1
    with Reader(tmp_path) as reader:
        table = reader.select("SELECT DISTINCT (STRAFTER(?how, ' ') AS ?graph) { GRAPH ?a { ?a mil:builtWith ?how } }")
    assert table.rows == (("graph:changed",),)
    assert put(tmp_path, [ARTICLES["h001"]]).built == []


def test_a_base_is_kept(tmp_path: Path) -> None:
    build_articles([ARTICLES["h001"]], tmp_path, reading=READING, base="https://example.org/")
    put(tmp_path, [ARTICLES["h002"]])
    assert any("<https://example.org/article/h002>" in line for line in lines(tmp_path))
    with pytest.raises(StoreError, match="its base IRI is"):
        build_articles([ARTICLES["h001"]], tmp_path, reading=READING, base="https://example.com/")


# ---------------------------------------------------------------- killed at any moment

_BUILD = """
import sys
sys.path[:0] = [{tests!r}]
from pathlib import Path
from test_pipeline import ARTICLES, READING, put, state
print("ready", flush=True)
put(Path(sys.argv[1]), *state(dict.fromkeys(ARTICLES, 0)))
"""


@pytest.mark.slow
def test_a_killed_build_leaves_the_old_store_or_the_new_one(tmp_path: Path) -> None:
    store, script = tmp_path / "store", _BUILD.format(tests=str(Path(__file__).parent))
    ids = sorted(GOLD)
    before = state(dict.fromkeys(ids[:9], 3))
    put(tmp_path / "new", *state(dict.fromkeys(ids, 0)))
    put(tmp_path / "old", *before)
    new, old = lines(tmp_path / "new"), lines(tmp_path / "old")
    moments, outcomes = random.Random(20260117), list[str]()
    took = _timed(script, tmp_path / "timed")
    for _ in range(20):
        put(store, *before)
        if outcomes[-1:] == ["new"]:
            remove(store, ids[9:], THINGS)
        assert lines(store) == old
        with subprocess.Popen([sys.executable, "-c", script, str(store)], stdout=subprocess.PIPE) as process:
            assert process.stdout and process.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0, took * 1.1))
            os.kill(process.pid, signal.SIGKILL)
        found = lines(store)
        assert found in (old, new)
        outcomes.append("new" if found == new else "old")
    assert "old" in outcomes
    put(store, *state(dict.fromkeys(ids, 0)))
    assert lines(store) == new
    assert len([p for p in (store / "versions").iterdir() if p.is_dir()]) == 1, "what the killed left is swept"


def _timed(script: str, store: Path) -> float:
    with subprocess.Popen([sys.executable, "-c", script, str(store)], stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.readline() == b"ready\n"
        start = time.monotonic()
        process.wait()
    return time.monotonic() - start


# ---------------------------------------------------------------- through the extractor


@pytest.mark.slow
def test_a_history_through_the_extractor(tmp_path: Path) -> None:
    folder, fresh = tmp_path / "articles", tmp_path / "fresh"
    folder.mkdir()
    reading = default_reading()

    def copy(id: str, text: str | None = None) -> None:
        text = text or ARTICLES[id].text
        (folder / f"{id}.txt").write_text(text, encoding="utf-8", newline="")

    for id in ("h007", "h013", "h020"):
        copy(id)
    pipeline.build([folder], tmp_path / "grown", reading=reading)
    copy("h013", ARTICLES["h013"].text + "\n米軍は3日、ポーランドに兵士200人を派遣した。\n")
    copy("h008")
    pipeline.build([folder], tmp_path / "grown", reading=reading)
    copy("h013")
    (folder / "h020.txt").unlink()
    remove(tmp_path / "grown", ["h020"], reading.lexicon)
    summary = pipeline.build([folder], tmp_path / "grown", reading=reading)
    assert summary.built == ["h013"] and summary.unchanged == 2
    pipeline.build([folder], fresh, reading=reading)
    assert lines(tmp_path / "grown") == lines(fresh)
    assert summary.claims > 10

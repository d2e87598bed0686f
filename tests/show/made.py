"""Stores in memory made from articles and given claims, through the same functions as a build."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from kg.claims_json import read_claims
from kg.lexicon import load_lexicon
from kg.rdf.describe import describe_article, describe_entity, describe_event, entities_of
from kg.rdf.store import query
from kg.rdf.terms import Iris
from kg.rdf.values import Table, read_solutions
from kg.records import Article, Claim, Entity, Report
from kg.resolve.merge import anchor, block, claim_ids, link, merge
from kg.sentences import sentence_at

KIND_OF_ROLE = {"agent": "organisation", "recipient": "organisation", "source": "person", "base": "base",
                "agreement": "agreement", "force": "armed-force", "evacuee": "person"}  # fmt: skip


class Made:
    """A store in memory that answers as a `Reader` does."""

    def __init__(self, iris: Iris = Iris()):  # noqa: B008
        self.store, self.iris = ox.Store(), iris

    def select(self, sparql: str) -> Table:
        found: Table = read_solutions(query(self.store, sparql))
        return found


def named(name: str, role: str) -> Entity:
    """The lexicon's entity of a name, else one of its own."""
    if known := load_lexicon().find(name):
        return known[0]
    kind = KIND_OF_ROLE.get(role, "place")
    return Entity(f"{kind}:{name}", kind, name, in_lexicon=False)  # type: ignore[arg-type]


def store_of(articles: Sequence[Article], claims: Mapping[str, Sequence[Claim]]) -> Made:
    """The whole graph of some articles and their claims."""
    lexicon, made = load_lexicon(), Made()
    behind: dict[str, Report] = {}
    entities: dict[str, Entity] = {}
    for article in articles:
        told = list(claims.get(article.id, ()))
        reports = [
            Report(id, claim, article.published, sentence_at(article.text, claim.trigger.start).start)
            for id, claim in zip(claim_ids(told), told, strict=True)
        ]
        behind |= {report.id: report for report in reports}
        where = partial(_block, published=article.published)
        made.store.extend(describe_article(article, reports, made.iris, block=where, built_with="test"))
        for entity in (entity for report in reports for entity in entities_of(report.claim)):
            entities |= {e.id: e for e in (entity, *lexicon.ancestors(entity))}
    anchors = defaultdict(list)
    for event in merge(behind.values(), lexicon):
        anchors[anchor(event.block)].append(event)
    for events in anchors.values():
        for event in link(events, behind.values(), lexicon):
            made.store.extend(describe_event(event, behind, made.iris))
    for entity in entities.values():
        made.store.extend(describe_entity(entity, made.iris))
    return made


def _block(report: Report, published: date | None) -> str:
    return block(report.claim, published, load_lexicon())


def gold_store(articles: Path, gold: Path) -> Made:
    """The graph of a folder of articles with their gold claims."""
    rows = {}
    if (articles / "articles.csv").is_file():
        with open(articles / "articles.csv", encoding="utf-8", newline="") as file:
            rows = {row["article"]: row for row in csv.DictReader(file)}
    found = []
    for path in sorted(articles.glob("*.txt")):
        row = rows.get(path.stem, {})
        day = row.get("published")
        text = path.read_bytes().decode("utf-8")
        found.append(
            Article(
                path.stem,
                text,
                date.fromisoformat(day) if day else None,
                row.get("publisher") or None,
                row.get("url") or None,
                row.get("title") or None,
            )
        )
    return store_of(found, read_claims(gold, named))

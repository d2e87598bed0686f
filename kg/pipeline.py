"""The whole flow: articles are read, claims extracted and named, described as quads, merged to events, and stored.

The store after a build is a function of the articles in it, not of the order or the number of builds that led to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

from kg import fingerprint
from kg.edtf import valid
from kg.errors import ReadError, StoreError
from kg.rdf.derive import Lexicon, Touched, derive, known
from kg.rdf.describe import describe_article
from kg.rdf.recall import Recall, canonical
from kg.rdf.store import Draft, draft
from kg.rdf.validate import check_article
from kg.records import EVENT_TYPES, FACTUALITIES, ROLES, Article, Claim, Report
from kg.resolve.merge import block, claim_ids
from kg.sentences import sentence_at


class Extractor(Protocol):
    """Finds the claims of an article; it names no mention."""

    def extract(self, article: Article) -> tuple[Claim, ...]:
        """The claims of an article."""


Claims = Mapping[str, tuple[Claim, ...]]
"""Given claims of each article, named."""
Namer = Callable[[Article, Sequence[Claim]], tuple[Claim, ...]]


@dataclass
class Summary:
    """What a build did, and what the store holds after it."""

    read: int = 0
    built: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    """Characters that are not running text, by reason."""
    unresolved: dict[str, int] = field(default_factory=dict)
    """Dates in words that could not be resolved, by article."""
    undated: list[str] = field(default_factory=list)
    """Articles without a day of publication."""
    notes: list[str] = field(default_factory=list)
    articles: int = 0
    claims: int = 0
    events: int = 0
    entities: int = 0

    @property
    def failed(self) -> bool:
        """Whether an article could not be taken in."""
        return bool(self.refused or self.unreadable)


@dataclass(frozen=True)
class Reading:
    """How an article becomes named claims: from those given for it, else by the extractor."""

    lexicon: Lexicon
    extractor: Extractor | None = None
    claims: Claims | None = None
    corrections: Any = None
    name: Namer | None = None

    def how(self, id: str) -> str:
        """Fingerprint of what reads an article."""
        return f"{self._source(id)} {self.describing}"

    @property
    def describing(self) -> str:
        """Fingerprint of what comes after the claims."""
        return f"graph:{fingerprint.describing()}" + (f"+{self.corrections.fingerprint}" if self.corrections else "")

    def _source(self, id: str) -> str:
        if self.claims is not None and (self.extractor is None or id in self.claims):
            return f"claims:{fingerprint.of_text(repr(self.claims.get(id, ())))}"
        return f"text:{fingerprint.reading()}-{fingerprint.of_text(repr(getattr(self.extractor, 'settings', '')))}"

    def read(self, article: Article) -> tuple[Claim, ...]:
        """The article's claims, named and corrected."""
        if self.claims is not None and (self.extractor is None or article.id in self.claims):
            return self.finish(article, self.claims.get(article.id, ()))
        if self.extractor is None:
            raise StoreError("an extractor or claims are wanted to read articles")
        claims = self.extractor.extract(article)
        return self.finish(article, self.name(article, claims) if self.name else claims)

    def finish(self, article: Article, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """The claims in the one form that the graph gives back, corrections applied."""
        if self.corrections:
            claims = self.corrections.apply(article, claims)
        return tuple(map(canonical, claims))


def build(
    paths: Sequence[Path],
    store: Path,
    *,
    reading: Reading,
    published: date | None = None,
    base: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Summary:
    """Reads files and folders into a store; what is in it already and has not changed is left as it is."""
    from kg.read import read_articles

    summary = Summary()

    def unreadable(error: ReadError) -> None:
        summary.unreadable.append(str(error))

    articles = read_articles(paths, published, unreadable)
    return build_articles(articles, store, reading=reading, base=base, progress=progress, summary=summary)


def build_articles(
    articles: Iterable[Article],
    store: Path,
    *,
    reading: Reading,
    base: str | None = None,
    progress: Callable[[str], None] | None = None,
    summary: Summary | None = None,
) -> Summary:
    """Takes articles into a store; those in it that were read with something older are read anew."""
    summary = summary or Summary()
    touched, seen = Touched(), set[str]()
    with draft(store, base) as work:
        before = Recall(work.before, work.iris, lambda id: known(reading.lexicon, id))
        for article, how, claims in chain(_given(articles, reading, summary, seen), _stale(before, reading, seen)):
            if _is_same(article, how, before):
                summary.unchanged += 1
            else:
                _replace(work, before, touched, article, how, claims(article), reading, summary)
            _note(article, before, summary)
            if progress:
                progress(article.id)
        derive(work, touched, reading.lexicon)
        _count(work, summary)
        work.publish(reading.describing)
    return summary


def remove(store: Path, ids: Sequence[str], lexicon: Lexicon) -> Summary:
    """Takes articles out of a store, with all that only they said."""
    summary, touched = Summary(), Touched()
    with draft(store) as work:
        before = Recall(work.before, work.iris, lambda id: known(lexicon, id))
        missing = [id for id in ids if before.built_with(id) is None]
        if missing:
            raise StoreError(f"{store}: no article {', '.join(missing)} in it; kg info --articles lists them")
        for id in dict.fromkeys(ids):
            touched.add(before, id)
            work.remove_graph(work.iris.article(id))
            summary.removed.append(id)
        derive(work, touched, lexicon)
        _count(work, summary)
        work.publish(work.live.derived_with if work.live else "")
    return summary


_Step = tuple[Article, str, Callable[[Article], tuple[Claim, ...]]]


def _given(articles: Iterable[Article], reading: Reading, summary: Summary, seen: set[str]) -> Iterator[_Step]:
    """The articles of this build, each id once, with how they are read."""
    for article in articles:
        if article.id in seen:
            summary.unreadable.append(f"{article.id}: a second article of this id; rename the file")
            continue
        seen.add(article.id)
        summary.read += 1
        for skip in article.skips:
            summary.skipped[skip.reason] += skip.end - skip.start
        yield article, reading.how(article.id), reading.read


def _stale(before: Recall, reading: Reading, seen: set[str]) -> Iterator[_Step]:
    """Articles of the store that are not in this build but were read with something older.

    Those read from their text are read again; of those whose claims were given, the claims are taken from the graph.
    """
    for id in before.article_ids():
        source, _, describing = (before.built_with(id) or "").partition(" ")
        again = source.startswith("text:") and reading.extractor is not None
        how = (
            Reading(reading.lexicon, reading.extractor, corrections=reading.corrections).how(id)
            if again
            else f"{source} {reading.describing}"
        )
        if id in seen or how == f"{source} {describing}":
            continue
        article = before.article(id)
        if article is None:
            continue
        if again:
            yield _with_skips(article), how, replace(reading, claims=None).read
        else:
            yield article, how, lambda one: tuple(report.claim for report in before.reports(one.id))


def _with_skips(article: Article) -> Article:
    from kg.read import mark_clutter

    return replace(article, skips=mark_clutter(article.text, article.title))


def _is_same(article: Article, how: str, before: Recall) -> bool:
    return before.built_with(article.id) == how and before.article(article.id) == replace(article, skips=())


def _replace(
    work: Draft,
    before: Recall,
    touched: Touched,
    article: Article,
    how: str,
    claims: tuple[Claim, ...],
    reading: Reading,
    summary: Summary,
) -> None:
    """Swaps the graph of one article; one that breaks the rules is refused, and its former self goes too."""
    if before.built_with(article.id) is not None:
        touched.add(before, article.id)
        work.remove_graph(work.iris.article(article.id))
    reason = _misfit(article, claims)
    reports = _reports(article, claims) if reason is None else []
    blocks = {report.id: block(report.claim, report.published, reading.lexicon) for report in reports}
    quads = list(describe_article(article, reports, work.iris, block=lambda r: blocks[r.id], built_with=how))
    violations = check_article(quads) if reason is None else ()
    if reason or violations:
        summary.refused[article.id] = reason or "; ".join(dict.fromkeys(map(str, violations)))
        return
    work.add(quads)
    touched.anchors |= {where.rpartition("|")[0] for where in blocks.values()}
    touched.entities |= {e.id for c in claims for e in (*(a.entity for a in c.args), c.source and c.source.entity) if e}
    summary.built.append(article.id)
    summary.unresolved[article.id] = sum(bool(c.date and c.date.span and not c.date.edtf) for c in claims)


def _reports(article: Article, claims: tuple[Claim, ...]) -> list[Report]:
    return [
        Report(id, claim, article.published, sentence_at(article.text, claim.trigger.start).start)
        for id, claim in zip(claim_ids(claims), claims, strict=True)
    ]


def _misfit(article: Article, claims: Iterable[Claim]) -> str | None:
    """Why claims cannot be those of the article."""
    if not article.text.strip():
        return "no text"
    for claim in claims:
        for span in claim.spans():
            if article.text[span.start : span.end] != span.text:
                there = article.text[span.start : span.end]
                return f"its claims belong to another text: characters {span.start}-{span.end} are {there!r}, not {span.text!r}"
        if claim.type not in EVENT_TYPES:
            return f"{claim.type!r} is no event type (allowed: {', '.join(EVENT_TYPES)})"
        if claim.factuality not in FACTUALITIES:
            return f"{claim.factuality!r} is no factuality (allowed: {', '.join(FACTUALITIES)})"
        if wrong := [a.role for a in claim.args if a.role not in ROLES]:
            return f"{wrong[0]!r} is no role (allowed: {', '.join(ROLES)})"
        if claim.edtf is not None and not valid(claim.edtf):
            return f"{claim.edtf!r} is no EDTF date of level 1, such as 2026-01-17, 2025-09, 2014/.."
    return None


def _note(article: Article, before: Recall, summary: Summary) -> None:
    """Takes down which dates stayed open, and in which article."""
    count = summary.unresolved.pop(article.id, None)
    count = before.unresolved(article.id) if count is None and article.id not in summary.refused else count
    if count:
        summary.unresolved[article.id] = count
        if article.published is None:
            summary.undated.append(article.id)


def _count(work: Draft, summary: Summary) -> None:
    summary.articles, summary.claims, summary.events, summary.entities = work.counts()

"""The whole flow: articles are read, claims extracted and named, described as quads, merged to events, and stored.

The store after a build is a function of the articles in it, not of the order or the number of builds that led to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kg.errors import ReadError, StoreError
from kg.intake import Extractor, Reading, Summary, Told, misfit
from kg.rdf.derive import Lexicon, Touched, derive, known
from kg.rdf.describe import describe_article, entities_of
from kg.rdf.recall import Recall
from kg.rdf.store import Draft, draft
from kg.rdf.validate import check_article
from kg.read import mark_clutter, read_articles
from kg.records import Article
from kg.resolve.merge import anchor, block

__all__ = ["Extractor", "Progress", "Reading", "Summary", "build", "build_articles", "remove"]

Progress = Callable[[str], None]
"""Is told the id of each article that is done."""


def build(
    paths: Sequence[Path],
    store: Path,
    *,
    reading: Reading,
    published: date | None = None,
    base: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Reads files and folders into a store; what is in it already and has not changed is left as it is."""
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
    progress: Progress | None = None,
    summary: Summary | None = None,
) -> Summary:
    """Takes articles into a store; those in it that were read with something older are read anew."""
    with draft(store, base) as work:
        intake = _Intake(work, reading, summary or Summary())
        for article, how, claims in intake.steps(articles):
            intake.take(article, how, claims)
            if progress:
                progress(article.id)
        return intake.finish(reading.describing)


def remove(store: Path, ids: Sequence[str], lexicon: Lexicon) -> Summary:
    """Takes articles out of a store, with all that only they said."""
    with draft(store) as work:
        intake = _Intake(work, Reading(lexicon), Summary())
        intake.drop(ids)
        return intake.finish(work.live.derived_with if work.live else "")


_Read = Callable[[Article], Told]


@dataclass
class _Intake:
    """One build: the articles' graphs that it swaps, and what these touch."""

    work: Draft
    reading: Reading
    summary: Summary
    touched: Touched = field(default_factory=Touched)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.before = Recall(self.work.before, self.work.iris, lambda id: known(self.reading.lexicon, id))

    def steps(self, articles: Iterable[Article]) -> Iterator[tuple[Article, str, _Read]]:
        """The articles to look at, how each is read, and the function that reads it."""
        for article in articles:
            if article.id in self.seen:
                self.summary.unreadable.append(f"{article.id}: a second article of this id; rename the file")
                continue
            self.seen.add(article.id)
            self.summary.read += 1
            for skip in article.skips:
                self.summary.skipped[skip.reason] += skip.end - skip.start
            yield article, self.reading.how(article.id), self.reading.told
        yield from self._stale()

    def _stale(self) -> Iterator[tuple[Article, str, _Read]]:
        """Articles of the store that this build was not given and that were read with something older.

        Those read from their text are read again; of those whose claims were given, the claims are taken from the graph.
        """
        for id in self.before.article_ids():
            was = self.before.built_with(id) or ""
            how = self.reading.renewed(was)
            article = self.before.article(id) if id not in self.seen and how != was else None
            if article is None:
                continue
            if self.reading.reads_again(was):
                yield replace(article, skips=mark_clutter(article.text, article.title)), how, self.reading.told_by_text
            else:
                yield (
                    article,
                    how,
                    lambda one: Told(tuple(self.before.reports(one.id)), self.before.corrected(one.id)),
                )

    def take(self, article: Article, how: str, read: _Read) -> None:
        """Swaps the graph of an article, if anything in it can have changed."""
        was = self.before.built_with(article.id)
        if was == how and self.before.article(article.id) == replace(article, skips=()):
            self.summary.unchanged += 1
            self._note(article, self.before.unresolved(article.id))
            return
        if was is not None:
            self._take_out(article.id)
        told = read(article)
        if reason := misfit(article, told.claims) or self._put_in(article, told, how):
            self.summary.refused[article.id] = reason
        else:
            self.summary.built.append(article.id)
            self._note(article, sum(bool(c.date and c.date.span and not c.date.edtf) for c in told.claims))

    def _take_out(self, id: str) -> None:
        self.touched.add(self.before, id)
        self.work.remove_graph(self.work.iris.article(id))

    def _put_in(self, article: Article, told: Told, how: str) -> str | None:
        """Adds the graph of an article, unless it breaks a shape; then says which."""
        blocks = {report.id: block(report.claim, report.published, self.reading.lexicon) for report in told.reports}
        quads = list(
            describe_article(
                article,
                told.reports,
                self.work.iris,
                block=lambda report: blocks[report.id],
                built_with=how,
                corrected=told.corrected,
            )
        )
        if violations := check_article(quads):
            return "; ".join(dict.fromkeys(map(str, violations)))
        self.work.add(quads)
        self.touched.anchors |= set(map(anchor, blocks.values()))
        self.touched.entities |= {entity.id for claim in told.claims for entity in entities_of(claim)}
        return None

    def _note(self, article: Article, unresolved: int) -> None:
        """Takes down how many dates stayed open, and whether a day of publication would help."""
        if unresolved:
            self.summary.unresolved[article.id] = unresolved
            if article.published is None:
                self.summary.undated.append(article.id)

    def _note_corrections(self) -> None:
        """Says which corrections met nothing, which claims cannot be joined, and which articles keep older corrections."""
        if (by_hand := self.reading.corrections) is None:
            return
        now = Recall(self.work.store, self.work.iris, lambda id: known(self.reading.lexicon, id))
        self.summary.notes += by_hand.unmatched(now.noted, frozenset(now.article_ids()))
        for entry, key in by_hand.joins():
            where = {
                f"{anchor(block(r.claim, r.published, self.reading.lexicon))}, {r.claim.factuality}": r.id
                for r in reversed(now.joined(key))
            }
            if len(where) > 1:
                told = "; ".join(f"{id} is of {place}" for place, id in sorted(where.items(), key=lambda pair: pair[1]))
                self.summary.notes.append(
                    f"{entry}: no one event can have claims of different type, country or factuality ({told}); set these first"
                )

    def drop(self, ids: Sequence[str]) -> None:
        """Takes articles out; raises StoreError where one is not there."""
        if missing := [id for id in ids if self.before.built_with(id) is None]:
            raise StoreError(f"{self.work.path}: no article {', '.join(missing)} in it; kg info --articles lists them")
        for id in dict.fromkeys(ids):
            self._take_out(id)
            self.summary.removed.append(id)

    def finish(self, derived_with: str) -> Summary:
        """Recomputes what is derived, publishes, and counts."""
        derive(self.work, self.touched, self.reading.lexicon)
        self._note_corrections()
        counts = self.work.counts()
        self.summary.articles, self.summary.claims, self.summary.events, self.summary.entities = counts
        self.work.publish(derived_with)
        return self.summary

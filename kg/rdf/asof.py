"""The graph as it would be if only the articles published by a day had been read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pyoxigraph as ox

from kg.rdf.describe import describe_event
from kg.rdf.recall import Recall
from kg.rdf.terms import MIL, Iris, node
from kg.records import Entity
from kg.resolve.compatible import Lexicon
from kg.resolve.duplicates import copies
from kg.resolve.merge import link, merge

_DEFAULT = ox.DefaultGraph()


def known_by(
    day: date, store: ox.Store, iris: Iris, lexicon: Lexicon, known: Callable[[str], Entity | None]
) -> ox.Store:
    """A store in memory with the articles published by a day, and the events that these alone tell.

    An article without a day of publication is left out: nobody can say that it was known. ``known`` gives the lexicon's
    entity of an id.
    """
    memory = Recall(store, iris, known)
    articles = memory.article_ids()
    late = {id for id in articles if (published := memory.published(id)) is None or published > day}
    anchors = {anchor for id in late for anchor in memory.anchors(id)}
    gone = {event for id in late for event in _events_of(store, iris, memory, id)}
    gone |= {event for anchor in anchors for event in _events_of_anchor(store, iris, memory, anchor)}
    view = ox.Store()
    view.bulk_extend(quad for quad in store.quads_for_pattern(None, None, None, _DEFAULT) if quad.subject not in gone)
    for id in articles:
        if id not in late:
            view.bulk_extend(store.quads_for_pattern(None, None, None, iris.article(id)))
    view.extend(_events(view, iris, lexicon, known, anchors))
    return view


def _events(
    view: ox.Store, iris: Iris, lexicon: Lexicon, known: Callable[[str], Entity | None], anchors: set[str]
) -> Iterator[ox.Quad]:
    """The events of the anchors, as the articles in the view tell them."""
    memory = Recall(view, iris, known)
    texts = {id: article.text for id in memory.article_ids() if (article := memory.article(id))}
    alike = copies(texts)
    for anchor in sorted(anchors):
        reports = memory.reports_of_anchor(anchor)
        by_id = {report.id: report for report in reports}
        for event in link(merge(reports, lexicon, alike), reports, lexicon):
            yield from describe_event(event, by_id, iris)


def _events_of(store: ox.Store, iris: Iris, memory: Recall, article: str) -> Iterator[ox.NamedNode]:
    for report in memory.reports(article):
        yield from _told_by(store, iris, report.id)


def _events_of_anchor(store: ox.Store, iris: Iris, memory: Recall, anchor: str) -> Iterator[ox.NamedNode]:
    for report in memory.reports_of_anchor(anchor):
        yield from _told_by(store, iris, report.id)


def _told_by(store: ox.Store, iris: Iris, claim: str) -> Iterator[ox.NamedNode]:
    for quad in store.quads_for_pattern(None, node(MIL.reportedBy), iris.claim(claim), _DEFAULT):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject

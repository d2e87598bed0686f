"""A store as it stood on a day: what the articles published by then tell, and nothing that became known later."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from typing import Protocol, runtime_checkable
from weakref import WeakKeyDictionary

import pyoxigraph as ox

from kg.ask.names import Store
from kg.errors import QueryError
from kg.lexicon import Lexicon, load_lexicon
from kg.rdf.asof import known_by
from kg.rdf.store import query
from kg.rdf.terms import Iris
from kg.rdf.values import Table, read_solutions
from kg.records import Entity

_KEPT = 4


@runtime_checkable
class Readable(Protocol):
    """A store whose quads can be read: one of ours, or a copy in memory."""

    iris: Iris
    store: ox.Store


class View:
    """A store in memory, for questions."""

    def __init__(self, store: ox.Store, iris: Iris) -> None:
        self.store, self.iris = store, iris

    def select(self, sparql: str) -> Table:
        """The rows of a SELECT query; raises QueryError."""
        found = query(self.store, sparql)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("a SELECT query is wanted here")
        return read_solutions(found)


_VIEWS: WeakKeyDictionary[Store, OrderedDict[date, View]] = WeakKeyDictionary()


def as_of(store: Store, day: date, lexicon: Lexicon | None = None) -> View:
    """The store as it stood on a day; the last few days asked for are kept.

    Raises QueryError where the store's quads cannot be read.
    """
    if not isinstance(store, Readable):
        raise QueryError("as-of needs a store on this machine; build one, or ask this one without it")
    kept = _VIEWS.setdefault(store, OrderedDict())
    if day not in kept:
        words = lexicon or load_lexicon()

        def known(id: str) -> Entity | None:
            return words.entities.get(id)

        kept[day] = View(known_by(day, store.store, store.iris, words, known), store.iris)
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    kept.move_to_end(day)
    return kept[day]

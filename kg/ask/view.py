"""A store as it stood on a day: what the articles published by then tell, and nothing that became known later."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from weakref import WeakKeyDictionary

from kg.ask.names import Store
from kg.errors import QueryError
from kg.lexicon import Lexicon, load_lexicon
from kg.rdf.asof import known_by
from kg.rdf.store import InMemory, Queried
from kg.records import Entity

_KEPT = 4


_VIEWS: WeakKeyDictionary[Store, OrderedDict[date, InMemory]] = WeakKeyDictionary()


def as_of(store: Store, day: date, lexicon: Lexicon | None = None) -> InMemory:
    """The store as it stood on a day; the last few days asked for are kept.

    Raises QueryError where the store's quads cannot be read.
    """
    if not isinstance(store, Queried):
        raise QueryError("as-of needs a store on this machine; build one, or ask this one without it")
    kept = _VIEWS.setdefault(store, OrderedDict())
    if day not in kept:
        words = lexicon or load_lexicon()

        def known(id: str) -> Entity | None:
            return words.entities.get(id)

        kept[day] = InMemory(known_by(day, store.store, store.iris, words, known), store.iris)
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    kept.move_to_end(day)
    return kept[day]

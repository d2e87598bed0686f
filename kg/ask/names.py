"""Names as people write them, to things in the graph: through the lexicon, and through the labels the store itself has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakKeyDictionary

from rapidfuzz import fuzz, process

from kg.ask.questions import ParameterType
from kg.errors import QueryError
from kg.lexicon import Lexicon, key
from kg.rdf.terms import CLASS_OF_KIND, KIND_OF_CLASS, Iris
from kg.rdf.values import Iri, Table, Text, write_term
from kg.records import Entity, EntityKind

_ACTORS: tuple[EntityKind, ...] = ("state", "armed-force", "organisation", "armed-group", "office", "person")
KINDS: dict[ParameterType, tuple[EntityKind, ...]] = {
    "actor": _ACTORS,
    "base": ("base", "place"),
    "place": ("base", "place", "state"),
    "agreement": ("agreement",),
    "thing": tuple(CLASS_OF_KIND),
}
"""Kinds of things that a parameter's name can mean."""
_SHOWN = 8
_ALIKE = 75

_LABELS = """
SELECT ?thing ?kind ?label ?main WHERE {
  VALUES ?kind { CLASSES }
  ?thing a ?kind .
  { ?thing rdfs:label ?label . BIND(true AS ?main) } UNION { ?thing skos:altLabel ?label . BIND(false AS ?main) }
}
""".replace("CLASSES", " ".join(write_term(Iri(str(iri))) for iri in CLASS_OF_KIND.values()))


class Store(Protocol):
    """A store that can be asked: one of ours, or a SPARQL endpoint."""

    iris: Iris

    def select(self, sparql: str) -> Table:
        """The rows of a SELECT query."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing in the graph and what it is called."""

    iri: Iri
    label: str


@dataclass(frozen=True, slots=True)
class Known:
    """A thing that can be meant: its kind, its labels, whether the graph has it."""

    iri: Iri
    kind: EntityKind
    ja: str | None = None
    en: str | None = None
    in_store: bool = True

    def label(self, language: str) -> str:
        """What it is called in a language, or in the other one."""
        own, other = (self.ja, self.en) if language == "ja" else (self.en, self.ja)
        return own or other or str(self.iri)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a name was taken to mean, and what else it could have been."""

    parameter: str
    given: str
    known: Known
    others: tuple[Known, ...] = ()

    def __str__(self) -> str:
        return self.line()

    def line(self, language: str = "ja", exact: bool = False) -> str:
        """One line that says so."""
        text = f"{self.parameter}: {self.given} → {self.known.label(language)} ({self.known.kind}"
        text += ")" if exact else ", with its parts)"
        if not self.known.in_store:
            text += "; no article mentions it"
        if self.others:
            text += "; not " + ", ".join(k.label(language) for k in self.others[:_SHOWN])
        return text


class Names:
    """The names that a store and the lexicon know."""

    def __init__(self, store: Store, lexicon: Lexicon | None) -> None:
        self._iris, self._lexicon = store.iris, lexicon
        self.known: dict[Iri, Known] = {}
        self._main: dict[str, set[Iri]] = {}
        self._any: dict[str, set[Iri]] = {}
        labels: dict[Iri, dict[str, str]] = {}
        kinds: dict[Iri, EntityKind] = {}
        for thing, kind, label, main in store.select(_LABELS).rows:
            assert isinstance(thing, Iri)
            kinds[thing] = KIND_OF_CLASS[str(kind)]
            self._any.setdefault(key(str(label)), set()).add(thing)
            if main:
                self._main.setdefault(key(str(label)), set()).add(thing)
                labels.setdefault(thing, {})[label.language if isinstance(label, Text) else "en"] = str(label)
        for thing, kind in kinds.items():
            self.known[thing] = Known(thing, kind, labels.get(thing, {}).get("ja"), labels.get(thing, {}).get("en"))

    def find(self, parameter: str, kind: ParameterType, name: str) -> Taken:
        """The thing meant by a name; raises QueryError with the candidates where that is in doubt."""
        kinds = KINDS[kind]
        if name.startswith(("http://", "https://", "urn:")):
            if Iri(name) not in self.known:
                raise QueryError(f"{parameter}: the store has no {name}")
            return Taken(parameter, name, self.known[Iri(name)])
        for found in (self._exactly(name), self._containing(name)):
            fitting = [k for k in found if k.kind in kinds]
            if fitting:
                return self._choose(parameter, name, fitting, kinds)
            if found:
                wrong = ", ".join(f"{k.label('en')} ({k.kind})" for k in found[:_SHOWN])
                raise QueryError(f"{parameter}: {name!r} is {wrong}, none of {', '.join(kinds)}")
        raise QueryError(f"{parameter}: nothing is called {name!r}{self._alike(name, kinds)}")

    def _choose(self, parameter: str, name: str, fitting: list[Known], kinds: tuple[EntityKind, ...]) -> Taken:
        """The only one; else the only one in the graph, the only one of the foremost kind, of which it is the main name."""
        narrowed = fitting
        for better in (
            [k for k in narrowed if k.in_store],
            [k for k in narrowed if k.in_store and k.iri in self._main.get(key(name), ())],
            [k for k in narrowed if k.in_store and k.kind == "state" and "state" in kinds],
        ):
            if len(narrowed) > 1 and better:
                narrowed = better
        if len(narrowed) > 1:
            listed = "; ".join(f"{k.label('ja')} / {k.label('en')} ({k.kind})" for k in narrowed[:_SHOWN])
            more = f" and {len(narrowed) - _SHOWN} more" if len(narrowed) > _SHOWN else ""
            raise QueryError(f"{parameter}: {name!r} may be {listed}{more}; give the full name or the IRI")
        return Taken(parameter, name, narrowed[0], tuple(k for k in fitting if k is not narrowed[0] and k.in_store))

    def _exactly(self, name: str) -> list[Known]:
        """Things that bear the name, the store's own first, then the lexicon's."""
        found = {iri: self.known[iri] for iri in sorted(self._any.get(key(name), ()))}
        for entity in self._lexicon.find(name) if self._lexicon else ():
            iri = Iri(self._iris.entity(entity.id).value)
            found.setdefault(iri, self.known.get(iri) or _from_lexicon(iri, entity))
        return list(found.values())

    def _containing(self, name: str) -> list[Known]:
        """Things of which a name holds this one."""
        part = key(name)
        if len(part) < 2:
            return []
        return [self.known[iri] for iri in sorted({iri for k, iris in self._any.items() if part in k for iri in iris})]

    def _alike(self, name: str, kinds: tuple[EntityKind, ...]) -> str:
        """Things with a name that looks like it, as a question back."""
        found = process.extract(key(name), list(self._any), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_SHOWN)
        things = dict.fromkeys(
            iri for k, _, _ in found for iri in sorted(self._any[k]) if self.known[iri].kind in kinds
        )
        if not things:
            return "; see the labels with: kg query 'SELECT * { ?thing rdfs:label ?label }'"
        return "; is it " + ", ".join(self.known[iri].label("en") for iri in things) + "?"


_NAMES: WeakKeyDictionary[Store, tuple[Lexicon | None, Names]] = WeakKeyDictionary()


def names_of(store: Store, lexicon: Lexicon | None) -> Names:
    """The names that a store knows; read once for each store."""
    kept = _NAMES.get(store)
    if kept is None or kept[0] is not lexicon:
        kept = (lexicon, Names(store, lexicon))
        _NAMES[store] = kept
    return kept[1]


def parts_of(store: Store, iri: Iri) -> frozenset[Iri]:
    """A thing and all that is part of it."""
    rows = store.select(f"SELECT ?part WHERE {{ ?part mil:partOf* {write_term(iri)} }}").rows
    return frozenset({iri, *(part for (part,) in rows if isinstance(part, Iri))})


def labels_of(store: Store, iris: Iterable[Iri], language: str) -> dict[Iri, str]:
    """What things are called in a language, or in another where they have no label in it."""
    found: dict[Iri, dict[str, str]] = {}
    for some in _chunks(sorted(set(iris)), 500):
        terms = " ".join(write_term(iri) for iri in some)
        for thing, label in store.select(
            f"SELECT ?thing ?label WHERE {{ VALUES ?thing {{ {terms} }} ?thing rdfs:label ?label }}"
        ).rows:
            if isinstance(thing, Iri) and isinstance(label, str):
                found.setdefault(thing, {})[label.language if isinstance(label, Text) else ""] = str(label)
    return {iri: texts.get(language) or min(texts.items())[1] for iri, texts in found.items()}


def _chunks(items: list[Iri], size: int) -> Iterator[list[Iri]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _from_lexicon(iri: Iri, entity: Entity) -> Known:
    return Known(iri, entity.kind, entity.label_ja, entity.name, in_store=False)

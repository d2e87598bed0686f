"""What the program knows by name: states and their forces, organisations, groups, bases, places, agreements, equipment, persons.

>>> lexicon = load_lexicon()
>>> [(span.text, entities[0].name) for span, entities in lexicon.names_in("米軍はアイン・アサード空軍基地から撤退した")]
[('米軍', 'United States Armed Forces'), ('アイン・アサード空軍基地', 'Al Asad Airbase')]
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kg import resources
from kg.errors import DataError
from kg.lexicon.entries import Entry, located, read_entities, read_located, read_places
from kg.lexicon.match import Matcher, longest
from kg.lexicon.normalise import key, slug
from kg.lexicon.patterns import Patterns, find_patterns, own_entity, read_patterns
from kg.lexicon.states import States, read_states
from kg.lexicon.titles import Titles
from kg.records import Entity, Span

__all__ = ["Lexicon", "key", "load_lexicon", "own_entity", "slug"]


class Lexicon:
    """Entities by id and by name; the matcher that finds their names in a text."""

    def __init__(self, entries: Iterable[Entry], states: States, patterns: Patterns, folder: Path) -> None:
        """The entries of all files; raises DataError where two share an id, or a name and kind."""
        self.entities: dict[str, Entity] = {}
        self._where: dict[str, str] = {}
        self._names: dict[str, tuple[Entity, ...]] = {}
        self.capital_of: dict[str, str] = {}
        self.short: dict[str, Entity] = {}
        self._bare: dict[str, tuple[Entity, ...]] = {}
        self._institutions = states.institutions
        self.state_ids = states.ids
        self.bounds = states.bounds
        self._states = frozenset(states.ids.values())
        for entry in entries:
            self._add(entry)
        for city, state in self.capital_of.items():
            entity = self.entities[city]
            for name in (entity.name, entity.label_ja, *entity.aliases):
                if name and self.entities[state] not in self._names[key(name)]:
                    self._names[key(name)] += (self.entities[state],)
        self._patterns = patterns
        self._matcher = Matcher({k: v for k, v in self._names.items() if len(k) > 1})
        self.titles = Titles(folder, self._state_names() | self._organisation_names())
        self._check()

    def _state_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for entity in self.entities.values():
            if entity.kind == "state":
                names |= {n: entity.id for n in (entity.label_ja, *entity.aliases) if n and not n.isascii()}
        return names

    def _organisation_names(self) -> dict[str, str]:
        """Short names of organisations, which stand before titles too (アナン国連事務総長)."""
        found: dict[str, str] = {}
        for entity in self.entities.values():
            if entity.kind == "armed-group" or (entity.kind == "organisation" and not entity.country):
                found |= {n: entity.id for n in (entity.name, entity.label_ja, *entity.aliases) if n and len(n) <= 8}
        return found

    def _add(self, entry: Entry) -> None:
        entity = entry.entity
        if entity.id in self.entities:
            raise DataError(f"{entry.where}: id {entity.id!r} is already that of {self._where[entity.id]}")
        owner = self.entities.get(entity.country or "")
        if (
            owner is not None and owner.kind != "state"
        ):  # a territory, as Guam: its bases lie in the state that it belongs to
            entity = replace(entity, country=owner.country)
        self.entities[entity.id] = entity
        self._where[entity.id] = entry.where
        if entry.capital_of:
            self.capital_of[entity.id] = entry.capital_of
        for char in entry.short:
            self.short[char] = entity
        names = {key(n): n for n in (entity.name, entity.label_ja, *entity.aliases) if n and n not in entry.short}
        for normal, name in names.items():
            self._bear(normal, name, entity, entry)
        for name in entry.bare:
            self._bare[key(name)] = (*self._bare.get(key(name), ()), entity)
        for name in entry.stands_for:
            normal = key(name)
            if normal not in self._names:
                self._names[normal] = (entity,)

    def _bear(self, normal: str, name: str, entity: Entity, entry: Entry) -> None:
        if not normal:
            raise DataError(f"{entry.where}: {name!r} is no name")
        others = self._names.get(normal, ())
        if same := [
            o
            for o in others
            if o.kind == entity.kind and normal in map(key, filter(None, (o.name, o.label_ja, *o.aliases)))
        ]:
            raise DataError(
                f"{entry.where}: the name {name!r} is also one of {same[0].name!r} ({self._where[same[0].id]}); keep it in one"
            )
        owned = tuple(o for o in others if normal in map(key, filter(None, (o.name, o.label_ja, *o.aliases))))
        self._names[normal] = (*owned, entity)

    def _check(self) -> None:
        bounds = self.bounds
        for entity in self.entities.values():
            where = f"{self._where[entity.id]}"
            for other in (*entity.part_of, *entity.member_of):
                if other not in self.entities:
                    raise DataError(f"{where}: part_of or member_of {other!r} is no id of the lexicon")
            if (
                entity.lat is not None
                and entity.lon is not None
                and entity.country in bounds
                and entity.kind != "state"
            ):
                territory = next((p for p in entity.part_of if p in bounds), entity.country)
                box = bounds.get(entity.id) or bounds[territory]
                if not box.holds(entity.lat, entity.lon):
                    raise DataError(
                        f"{where}: {entity.lat}, {entity.lon} lies outside {territory}; check the coordinates or the country"
                    )

    def get(self, id: str) -> Entity:
        """The entity of an id; KeyError where there is none."""
        return self.entities[id]

    def find(self, name: str) -> tuple[Entity, ...]:
        """The entities that bear a name, spelling variants allowed, the likeliest first.

        >>> [e.name for e in load_lexicon().find("アラブ首長国連邦")]
        ['United Arab Emirates']
        """
        if len(name) == 1 and name in self.short:
            return (self.short[name],)
        normal = key(name)
        found = self._names.get(normal) or self._bare.get(normal, ())
        if len(found) < 2:
            return found
        exact = tuple(e for e in found if name in (e.name, e.label_ja, *e.aliases))
        return exact + tuple(e for e in found if e not in exact)

    def names_in(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[Span, tuple[Entity, ...]]]:
        """Names in a stretch of text, the longest where they overlap, in order, with the entities that each may mean.

        >>> text = "トランプ米大統領と日米両政府、シリア北東部の第82空挺師団"
        >>> [(s.text, e[0].name, e[0].kind) for s, e in load_lexicon().names_in(text)]  # doctest: +NORMALIZE_WHITESPACE
        [('トランプ米大統領', 'Donald Trump', 'person'), ('日', 'Japan', 'state'), ('米', 'United States', 'state'),
         ('シリア北東部', 'Northeastern Syria', 'place'), ('第82空挺師団', '82nd Airborne Division', 'armed-force')]
        """
        end = len(text) if end is None else end
        return longest(self._candidates(text, start, end))

    def _candidates(self, text: str, start: int, end: int) -> Iterator[tuple[int, Span, tuple[Entity, ...]]]:
        for span, entities in self._matcher.find(text, start, end):
            if text.startswith(self._patterns.not_before, span.end):
                continue
            yield 0, span, entities
            if part := self._part(text, span, entities[0], end):
                yield 0, *part
        for span, pattern, word in find_patterns(text, self._patterns, start, end):
            if pattern.kind in _NEED_A_NAME and any(e.kind == "state" for e in self.find(word)):
                continue
            known = tuple(e for e in self.find(span.text) if e.kind == pattern.kind)
            yield (
                1,
                span,
                known or (own_entity(pattern.kind, span.text, self._leading_state(span.text), pattern.part_of),),
            )
        for titled in self.titles.find(text, start, end):
            yield 1, titled.span, (self.person(titled.name, titled.state, titled.title),)
        yield from self._short_names(text, start, end)

    def person(self, name: str, state: str | None = None, title: str | None = None) -> Entity:
        """The person of a name, known or not, with the state and office that the text gives."""
        for spelling in (f"{name}{title}" if title else name, name):
            for entity in self.find(spelling):
                if entity.kind == "person" and (
                    state is None or entity.country in (None, state) or state not in self._states
                ):
                    return entity
        holder = self.entities.get(state) if state else None
        country = holder if holder is not None and holder.kind == "state" else None
        office = self.office(title, country) if title else None
        made = own_entity("person", name, country)
        return made if office is None else _with_office(made, office)

    def office(self, title: str, state: Entity | None) -> Entity | None:
        """The office of state that a title names (国防長官 of the United States)."""
        kind = self.titles.offices.get(title)
        if kind is None or state is None:
            return None
        return self.institution(state, kind)

    def institution(self, state: Entity, kind: str) -> Entity | None:
        """What a state calls one of its institutions (``forces``, ``defence``, … as in derived.yaml).

        >>> lexicon = load_lexicon()
        >>> lexicon.institution(lexicon.get("israel"), "forces").name
        'Israel Defense Forces'
        """
        found = self._institutions.get((state.id, kind))
        return self.entities[found] if found else None

    def _part(self, text: str, span: Span, entity: Entity, end: int) -> tuple[Span, tuple[Entity, ...]] | None:
        """A country's or place's part named by its direction: イラク北部."""
        if entity.kind not in ("state", "place"):
            return None
        for word in self._patterns.parts:
            for joint in ("", "の"):
                stop = span.end + len(joint) + len(word)
                part = self.part(word, entity) if text.startswith(joint + word, span.end) else None
                if stop <= end and part is not None:
                    return Span(span.start, stop, text[span.start : stop]), (part,)
        return None

    def part(self, word: str, whole: Entity) -> Entity | None:
        """The part of a country or place that a direction names (南部 of Lebanon → Southern Lebanon)."""
        adjective = self._patterns.parts.get(word)
        if adjective is None:
            return None
        name = f"{adjective} {whole.name}"
        known = self.find(name)
        country = self.country(whole)
        made = Entity(
            slug(name), "place", name, f"{whole.label_ja or whole.name}{word}", part_of=(whole.id,),
            country=country.id if country else None, in_lexicon=False,
        )  # fmt: skip
        return known[0] if known else made

    def _leading_state(self, name: str) -> Entity | None:
        if name[:1] in self.short:
            return self.short[name[:1]]
        for size in range(min(len(name), 12), 1, -1):
            for entity in self._names.get(key(name[:size]), ()):
                if entity.kind == "state":
                    return entity
        return None

    def _short_names(self, text: str, start: int, end: int) -> Iterator[tuple[int, Span, tuple[Entity, ...]]]:
        """One-character names of states that stand together or alone (日米両政府, 米英仏軍, 米、撤退へ)."""
        at = start
        while at < end:
            if text[at] not in self.short:
                at += 1
                continue
            stop = at
            while stop < end and text[stop] in self.short:
                stop += 1
            if self._free(text, at, stop):
                for place in range(at, stop):
                    yield 2, Span(place, place + 1, text[place]), (self.short[text[place]],)
            at = stop

    def _free(self, text: str, start: int, stop: int) -> bool:
        """Whether one-character names stand free of the words around them."""
        before, after, words = text[start - 1 : start], text[stop : stop + 8], self._patterns
        if before and ("一" <= before <= "龠" or _is_word(before)):
            return False
        joined = bool(after) and ("一" <= after[0] <= "龠" or after[0] in "々ヶ" or _is_word(after[0]))
        if stop - start > 1:
            return after.startswith(words.after_short) or not joined or after[:1] == "両"
        if text[start] in words.weak:
            return after.startswith(words.marks) and (before in words.marks or after.startswith(words.of_two))
        return after.startswith((*words.after_alone, *words.of_state, *words.of_two)) or not after

    def ancestors(self, entity: Entity) -> tuple[Entity, ...]:
        """What the entity is part of, the nearest first.

        >>> [e.name for e in load_lexicon().ancestors(load_lexicon().find("米海兵隊")[0])]
        ['United States Navy', 'United States Armed Forces', 'United States']
        """
        found: dict[str, Entity] = {}
        queue = [entity]
        while queue:
            for above in queue.pop(0).part_of:
                whole = self.entities.get(above)
                if whole is not None and above not in found and above != entity.id:
                    found[above] = whole
                    queue.append(whole)
        return tuple(found.values())

    def country(self, entity: Entity) -> Entity | None:
        """The state an entity belongs to or lies in; itself, if it is one."""
        if entity.kind == "state":
            return entity
        if entity.country:
            return self.entities.get(entity.country)
        return next((a for a in self.ancestors(entity) if a.kind == "state"), None)

    def suggest(self, name: str, limit: int = 3) -> tuple[tuple[Entity, float], ...]:
        """Entities with a name that looks like this one, and how much (0–100): a proposal for an analyst, never a merge."""
        from rapidfuzz import fuzz, process

        found = process.extract(key(name), list(self._names), scorer=fuzz.ratio, score_cutoff=80, limit=limit * 3)
        best: dict[str, tuple[Entity, float]] = {}
        for normal, score, _ in found:
            entity = self._names[normal][0]
            best.setdefault(entity.id, (entity, float(score)))
        return tuple(best.values())[:limit]


def _is_word(char: str) -> bool:
    return "ァ" <= char <= "ヺ" or char == "ー" or (char.isalnum() and char.isascii())


def _with_office(person: Entity, office: Entity) -> Entity:
    return replace(person, part_of=(office.id,))


def read_lexicon(folder: Path, extra: Path | None = None) -> Lexicon:
    """The lexicon of a folder, and of a further file or folder of entities that a user keeps."""
    states = read_states(folder)
    entries = list(states.entries)
    for path in sorted(folder.glob("*.yaml")):
        if path.stem not in _NOT_ENTITIES:
            entries += read_entities(path, states.ids)
    for path in sorted(folder.glob("places*.csv")):
        entries += read_places(path, states.ids)
    if extra is not None:
        for path in sorted(extra.glob("*.yaml")) if extra.is_dir() else [extra]:
            entries += read_entities(path, states.ids)
    rows = read_located(folder / "located.csv")
    entries = [replace(e, entity=located(e.entity, rows[e.entity.id])) if e.entity.id in rows else e for e in entries]
    return Lexicon(entries, states, read_patterns(folder), folder)


_NEED_A_NAME = frozenset({"organisation", "armed-group"})  # トルコ紙, イラク民兵 are none
_NOT_ENTITIES = frozenset({"states", "derived", "forces", "patterns", "titles", "anaphors", "heads", "naming"})


@lru_cache(maxsize=4)
def load_lexicon(extra: Path | None = None) -> Lexicon:
    """The shipped lexicon, with a file or folder of the user's own entities where one is given; read once."""
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand objects that all stay: collecting among them costs a fifth of the time
    try:
        return read_lexicon(resources.data("lexicon"), extra)
    finally:
        if collecting:
            gc.enable()

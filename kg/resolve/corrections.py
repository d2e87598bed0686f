"""What an analyst has put right by hand (``corrections.yaml``): same thing or not, claims rejected or set, events joined or kept apart.

    same:      [{names: [カーディシーヤ基地, アイン・アル・アサド空軍基地], who: Sato, why: renamed}]
    different: [{names: [タジ基地, タージ兵站基地], who: Sato, why: two sites}]
    reject:    [{claim: iraq-2026/Withdrawal-317, who: Sato, why: of 2020}]
    set:       [{claim: iraq-2026/Attack-98, factuality: denied, date: 2026-01, entities: {同基地: タジ基地}, who: Sato, why: …}]
    join:      [{claims: [a/Attack-10, b/Attack-98], who: Sato, why: one strike}]
    split:     [{claims: [a/Attack-10, c/Attack-77], who: Sato, why: two strikes}]

A claim is named by its id, as ``kg ask`` and ``kg export`` show it. In ``same`` and ``different`` the first name is the one kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import DataError
from kg.lexicon import Lexicon, key, own_entity
from kg.records import Argument, Article, Claim, DateSpan, Entity, EntityKind, EventType, Factuality, Source, Span
from kg.resolve.merge import claim_ids
from kg.rules import read_rules


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one thing (``same``), or of things that look like one (``different``)."""

    names: tuple[str, ...]
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A claim that the article does not make."""

    claim: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Set:
    """Fields of a claim as they should be; ``entities`` gives for words of the claim the name of what they stand for."""

    claim: str
    who: str
    why: str
    type: EventType | None = None
    factuality: Factuality | None = None
    date: str | None = None
    entities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Together:
    """Claims that tell one event (``join``), or do not (``split``)."""

    claims: tuple[str, ...]
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Entries:
    """The file as written."""

    same: tuple[Names, ...] = ()
    different: tuple[Names, ...] = ()
    reject: tuple[Reject, ...] = ()
    set: tuple[Set, ...] = ()
    join: tuple[Together, ...] = ()
    split: tuple[Together, ...] = ()


Entry = Names | Reject | Set | Together


class Corrections:
    """A file of corrections, applied to the claims of one article after another; remembers which entries met something."""

    def __init__(self, entries: Entries, lexicon: Lexicon) -> None:
        """Raises DataError where an entry contradicts another, or a kept name is too short to be one."""
        self.entries = entries
        self.fingerprint = hashlib.sha256(repr(entries).encode()).hexdigest()[:12]
        self._lexicon = lexicon
        self._kept = {key(name): entry for entry in entries.same for name in entry.names}
        self._met: dict[str, set[str]] = {}
        _check(entries)

    def apply(self, article: Article, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """The claims of an article, corrected; what was done to each stands in ``notes``."""
        return tuple(claim for claim, _ in self._corrected(article, claims) if claim is not None)

    def notes(self, article: Article, claims: Sequence[Claim]) -> dict[Claim, str]:
        """For each corrected claim as it is afterwards, who corrected it and why."""
        return {
            claim: "; ".join(notes) for claim, notes in self._corrected(article, claims) if claim is not None and notes
        }

    def _corrected(self, article: Article, claims: Sequence[Claim]) -> Iterator[tuple[Claim | None, list[str]]]:
        self._met[article.id] = set()
        rejected = {entry.claim: entry for entry in self.entries.reject}
        fixes: dict[str, list[Set]] = {}
        for entry in self.entries.set:
            fixes.setdefault(entry.claim, []).append(entry)
        for id, claim in zip(claim_ids(claims), claims, strict=True):
            notes: list[str] = []
            if id in rejected:
                self._meet(article.id, rejected[id], notes)
                yield None, notes
                continue
            for entry in fixes.get(id, ()):
                claim = self._set(claim, entry)
                self._meet(article.id, entry, notes)
            for together in (*self.entries.join, *self.entries.split):
                if id in together.claims:
                    self._meet(article.id, together, notes, id)
            yield self._renamed(article.id, claim, notes), notes

    def _meet(self, article: str, entry: Entry, notes: list[str], part: str = "") -> None:
        self._met[article].add(f"{entry!r} {part}")
        notes.append(f"{entry.who}: {entry.why}")

    def _set(self, claim: Claim, entry: Set) -> Claim:
        changed = replace(claim, type=entry.type or claim.type, factuality=entry.factuality or claim.factuality)
        if entry.date is not None:
            changed = replace(changed, date=DateSpan(entry.date, claim.date.span if claim.date else None))
        if not entry.entities:
            return changed

        def named(span: Span, entity: Entity | None, role: str) -> Entity | None:
            name = entry.entities.get(span.text)
            return entity if name is None else self._entity(name, _kind(entity, role))

        return _each_entity(changed, named)

    def _entity(self, name: str, kind: EntityKind) -> Entity:
        found = self._lexicon.find(name)
        return next((e for e in found if e.kind == kind), found[0] if found else own_entity(kind, name))

    def _renamed(self, article: str, claim: Claim, notes: list[str]) -> Claim:
        def named(span: Span, entity: Entity | None, role: str) -> Entity | None:
            if entity is None:
                return None
            for apart in self.entries.different:
                if key(span.text) in map(key, apart.names[1:]) and entity == self._entity(apart.names[0], entity.kind):
                    self._meet(article, apart, notes)
                    return own_entity(entity.kind, span.text, self._lexicon.country(entity))
            same = next((self._kept[k] for k in _keys(entity) if k in self._kept), None)
            if same is None:
                return entity
            kept = self._entity(same.names[0], entity.kind)
            if kept != entity:
                self._meet(article, same, notes)
            return kept

        return _each_entity(claim, named)

    def together(self) -> tuple[tuple[str, ...], ...]:
        """Ids of claims that must end in one event."""
        return tuple(entry.claims for entry in self.entries.join)

    def apart(self) -> tuple[tuple[str, ...], ...]:
        """Ids of claims that must not end in one event."""
        return tuple(entry.claims for entry in self.entries.split)

    def unmatched(self) -> list[str]:
        """One line for each entry that met nothing: of claims only where their article was read, of names where anything was."""
        met = set().union(*self._met.values())
        lines = []
        for kind in ("same", "different", "reject", "set", "join", "split"):
            for number, entry in enumerate(getattr(self.entries, kind), 1):
                lines += [f"corrections.yaml, {kind}, entry {number}: {what}" for what in self._missing(entry, met)]
        return lines

    def _missing(self, entry: Entry, met: set[str]) -> Iterator[str]:
        if isinstance(entry, Names):
            if self._met and f"{entry!r} " not in met:
                yield f"no claim names {entry.names[0]} otherwise; drop the entry, or check the spelling"
            return
        ids = entry.claims if isinstance(entry, Together) else (entry.claim,)
        for id in ids:
            part = id if isinstance(entry, Together) else ""
            if id.rpartition("/")[0] in self._met and f"{entry!r} {part}" not in met:
                yield f"{id} is no claim of its article any more; see 'kg article {id.rpartition('/')[0]}'"


def read_corrections(path: Path, lexicon: Lexicon) -> Corrections:
    """The corrections of a file; raises DataError naming file, entry and key where it is not as it should be."""
    return Corrections(read_rules(path, Entries), lexicon)


def _check(entries: Entries) -> None:
    twice: dict[str, str] = {}
    for number, entry in enumerate(entries.same, 1):
        for name in entry.names:
            normal = key(name)
            if len(normal) < 2:
                raise DataError(f"corrections.yaml, same, entry {number}: {name!r} is too short to be a name")
            if twice.setdefault(normal, entry.names[0]) != entry.names[0]:
                raise DataError(
                    f"corrections.yaml, same, entry {number}: {name!r} is already the same as {twice[normal]!r}"
                )
    for kind, groups in (("same", entries.same), ("different", entries.different)):
        for number, entry in enumerate(groups, 1):
            if len(entry.names) < 2:
                raise DataError(f"corrections.yaml, {kind}, entry {number}: needs two names or more")


def _keys(entity: Entity) -> Iterator[str]:
    yield from (key(name) for name in (entity.name, entity.label_ja, *entity.aliases) if name)


def _kind(entity: Entity | None, role: str) -> EntityKind:
    if entity is not None:
        return entity.kind
    kinds: dict[str, EntityKind] = {"base": "base", "agreement": "agreement", "force": "armed-force"}
    return kinds.get(role, "place" if role in ("place", "origin", "destination") else "organisation")


def _each_entity(claim: Claim, named: Callable[[Span, Entity | None, str], Entity | None]) -> Claim:
    args = tuple(Argument(a.role, a.span, named(a.span, a.entity, a.role)) for a in claim.args)
    source = claim.source and Source(claim.source.span, named(claim.source.span, claim.source.entity, "source"))
    return claim if args == claim.args and source == claim.source else replace(claim, args=args, source=source)

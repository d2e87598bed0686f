"""What an analyst has put right by hand (``corrections.yaml``): same thing or not, claims rejected or set, events joined or kept apart.

    same:      [{names: [カーディシーヤ基地, アイン・アル・アサド空軍基地], who: Sato, why: renamed}]
    different: [{names: [タジ基地, タージ兵站基地], who: Sato, why: two sites}]
    reject:    [{claim: iraq-2026/Withdrawal-317, who: Sato, why: of 2020}]
    set:       [{claim: iraq-2026/Attack-98, factuality: denied, date: 2026-01, entities: {同基地: タジ基地}, who: Sato, why: …}]
    join:      [{claims: [a/Attack-10, b/Attack-98], who: Sato, why: one strike}]
    split:     [{claims: [a/Attack-10, c/Attack-77], who: Sato, why: two strikes}]

A claim is named by the id it has without corrections, as ``kg export`` shows it (the end of its IRI).
In ``same`` and ``different`` the first name is the one kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

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


_E = TypeVar("_E", Set, Together)
Entry = Names | Reject | Set | Together


@dataclass(frozen=True, slots=True)
class Corrected:
    """A claim after correction (``None`` where it is rejected), what was done to it, and the events it is joined to or kept from."""

    claim: Claim | None
    notes: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    split: tuple[str, ...] = ()


Noted = Callable[[str, str | None], int]
"""How many claims a note stands at: in an article, or (``None``) in all."""


class Corrections:
    """A file of corrections, applied to the claims of one article after another."""

    def __init__(self, entries: Entries, lexicon: Lexicon, name: str = "corrections.yaml") -> None:
        """Raises DataError where an entry contradicts another, or a kept name is too short to be one."""
        self.entries = entries
        self.fingerprint = hashlib.sha256(repr(entries).encode()).hexdigest()[:12]
        self._name = name
        self._lexicon = lexicon
        self._kept = {key(name): entry for entry in entries.same for name in entry.names}
        self._rejected = {entry.claim: entry for entry in entries.reject}
        self._fixes = _by_claim(entries.set, lambda entry: (entry.claim,))
        self._joins = _by_claim(entries.join, lambda entry: entry.claims)
        self._splits = _by_claim(entries.split, lambda entry: entry.claims)
        _check(entries, name)

    def apply(self, article: Article, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """The claims of an article, corrected; what was done to each stands in ``notes``."""
        return tuple(one.claim for one in self.corrected(article, claims) if one.claim is not None)

    def notes(self, article: Article, claims: Sequence[Claim]) -> dict[Claim, str]:
        """For each corrected claim as it is afterwards, what was corrected, who did it and why."""
        found = self.corrected(article, claims)
        return {one.claim: "; ".join(one.notes) for one in found if one.claim is not None and one.notes}

    def corrected(self, article: Article, claims: Sequence[Claim]) -> tuple[Corrected, ...]:
        """Each claim of an article as the entries would have it; they name it by its id before any correction."""
        ids = claim_ids(claims)
        return tuple(self._corrected(id, claim) for id, claim in zip(ids, claims, strict=True))

    def _corrected(self, id: str, claim: Claim) -> Corrected:
        if id in self._rejected:
            return Corrected(None, (_note(self._rejected[id]),))
        entries: list[Entry] = []
        for fix in self._fixes.get(id, ()):
            claim = self._set(claim, fix)
            entries.append(fix)
        joins, splits = self._joins.get(id, ()), self._splits.get(id, ())
        entries += [*joins, *splits]
        claim = self._renamed(claim, entries)
        return Corrected(
            claim,
            tuple(sorted(set(map(_note, entries)))),
            tuple(sorted(set(map(together, joins)))),
            tuple(sorted(set(map(together, splits)))),
        )

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

    def _renamed(self, claim: Claim, met: list[Entry]) -> Claim:
        def named(span: Span, entity: Entity | None, role: str) -> Entity | None:
            if entity is None:
                return None
            for apart in self.entries.different:
                if key(span.text) in map(key, apart.names[1:]) and entity == self._entity(apart.names[0], entity.kind):
                    met.append(apart)
                    return own_entity(entity.kind, span.text, self._lexicon.country(entity))
            same = next((self._kept[k] for k in _keys(entity) if k in self._kept), None)
            if same is None:
                return entity
            kept = self._entity(same.names[0], entity.kind)
            if kept != entity:
                met.append(same)
            return kept

        return _each_entity(claim, named)

    def joins(self) -> Iterator[tuple[str, str]]:
        """Name of each entry that joins claims, and the value of ``joined`` that its claims have."""
        for number, entry in enumerate(self.entries.join, 1):
            yield f"{self._name}, join, entry {number}", together(entry)

    def unmatched(self, noted: Noted, articles: Container[str]) -> list[str]:
        """One line for each entry that meets nothing in a store: of claims only where their article is there.

        ``noted`` counts the claims of the store at which a note stands, ``articles`` holds the ids of its articles.
        """
        lines = []
        for kind in ("same", "different", "reject", "set", "join", "split"):
            for number, entry in enumerate(getattr(self.entries, kind), 1):
                lines += [f"{self._name}, {kind}, entry {number}: {what}" for what in _missing(entry, noted, articles)]
        return lines


def _missing(entry: Entry, noted: Noted, articles: Container[str]) -> Iterator[str]:
    if isinstance(entry, Names):
        if not noted(_note(entry), None):
            yield f"no claim names {entry.names[0]} otherwise; drop the entry, or check the spelling"
        return
    ids = dict.fromkeys(entry.claims if isinstance(entry, Together) else (entry.claim,))
    of: dict[str, list[str]] = {}
    for id in ids:
        of.setdefault(id.rpartition("/")[0], []).append(id)
    for article, wanted in of.items():
        if article in articles and noted(_note(entry), article) < len(wanted):
            yield f"{' or '.join(wanted)} is no claim of its article any more; kg export shows the ids of its claims"


def together(entry: Together) -> str:
    """The value by which the claims of an entry know one another."""
    return " ".join(sorted(set(entry.claims)))


def _note(entry: Entry) -> str:
    """What an entry does, who wrote it and why."""
    match entry:
        case Names():
            what = f"names: {', '.join(entry.names)}"
        case Reject():
            what = f"rejected: {entry.claim}"
        case Set():
            fields = {"type": entry.type, "factuality": entry.factuality, "date": entry.date, **entry.entities}
            told = ", ".join(f"{name} {value}" for name, value in fields.items() if value is not None)
            what = f"set: {entry.claim}, {told}"
        case Together():
            what = f"events: {together(entry)}"
    return f"{entry.who}: {entry.why} ({what})"


def _by_claim(entries: Sequence[_E], claims: Callable[[_E], Iterable[str]]) -> dict[str, list[_E]]:
    found: dict[str, list[_E]] = {}
    for entry in entries:
        for claim in dict.fromkeys(claims(entry)):
            found.setdefault(claim, []).append(entry)
    return found


def read_corrections(path: Path, lexicon: Lexicon) -> Corrections:
    """The corrections of a file; raises DataError naming file, entry and key where it is not as it should be."""
    return Corrections(read_rules(path, Entries), lexicon, path.name)


def _check(entries: Entries, file: str) -> None:
    twice: dict[str, str] = {}
    for number, entry in enumerate(entries.same, 1):
        for name in entry.names:
            normal = key(name)
            if len(normal) < 2:
                raise DataError(f"{file}, same, entry {number}: {name!r} is too short to be a name")
            if twice.setdefault(normal, entry.names[0]) != entry.names[0]:
                raise DataError(f"{file}, same, entry {number}: {name!r} is already the same as {twice[normal]!r}")
    for kind, groups in (("same", entries.same), ("different", entries.different)):
        for number, entry in enumerate(groups, 1):
            if len(entry.names) < 2:
                raise DataError(f"{file}, {kind}, entry {number}: needs two names or more")
    _check_events(entries, file)


def _check_events(entries: Entries, file: str) -> None:
    """Joined claims are one event, whatever entry joins them; no entry may keep two of them apart."""
    group: dict[str, str] = {}
    for kind, all_of in (("join", entries.join), ("split", entries.split)):
        for number, entry in enumerate(all_of, 1):
            if len(set(entry.claims)) < 2:
                raise DataError(f"{file}, {kind}, entry {number}: needs two claims or more")
            groups = {group.get(claim, claim) for claim in entry.claims}
            if kind == "join":
                group |= {claim: min(groups) for claim in (*group, *entry.claims) if group.get(claim, claim) in groups}
            elif len(groups) < len(set(entry.claims)):
                raise DataError(f"{file}, split, entry {number}: two of its claims are joined by another entry")


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

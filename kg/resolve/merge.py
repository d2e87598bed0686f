"""Reports that tell the same event become one event: a function of their set, never of the order they came in.

Reports meet only inside a block (type, anchor, year). There, factuality by factuality, they are taken from the most to
the least definite; each joins the one event whose reports are all compatible with it, else founds its own. Reports that
an analyst joined (of one anchor, whatever year) go together, and an event takes none that is split from one of its own.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from kg.edtf import bounds, overlap, width
from kg.records import ROLES, Claim, Entity, Event, EventType, Report, Role
from kg.resolve.compatible import MUTUAL, Facts, Lexicon, Reader, clash, counts_differ, covers
from kg.resolve.links import link

__all__ = ["Alike", "anchor", "block", "claim_ids", "link", "merge"]

Alike = Callable[[str, str], bool]
"""Whether two articles, given by id, are copies of one text."""

_ANCHORS: tuple[Role, ...] = ("place", "base", "origin", "target", "recipient", "evacuee", "agent", "force")
_MOVED = tuple("destination" if role == "origin" else role for role in _ANCHORS)
_ASKED = ("agent", *(role for role in _ANCHORS if role != "agent"))
_ANCHORLESS: frozenset[EventType] = frozenset({"Agreement", "Meeting"})
_LASTING: frozenset[EventType] = frozenset({"Presence", "Mission", "Exercise", "Unrest"})
_NONE = "-"


def block(claim: Claim, published: date | None, lexicon: Lexicon) -> str:
    """The block of a claim, ``type|anchor|year``: only claims of one block can tell the same event.

    The anchor is the country, else the topmost whole, of the first argument that is resolved; the year that of the
    latest day the date allows, else that of publication; ``-`` where there is none.
    """
    latest = bounds(claim.edtf)[1] or published
    return f"{claim.type}|{_anchor(claim, lexicon) or _NONE}|{latest.year if latest else _NONE}"


def anchor(block: str) -> str:
    """Type and anchor of a block: links run between the events that share it, whatever their year.

    >>> anchor("Withdrawal|iraq|2026")
    'Withdrawal|iraq'
    """
    return block.rpartition("|")[0]


def claim_ids(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Ids of all claims of one article: ``article/type-offset``, and ``-2`` and so on where a trigger has more.

    The result does not depend on the order in which the claims are given.
    """
    order = sorted(range(len(claims)), key=lambda i: _content(claims[i]))
    seen: Counter[str] = Counter()
    ids = [""] * len(claims)
    for i in order:
        name = f"{claims[i].article}/{claims[i].type}-{claims[i].trigger.start}"
        seen[name] += 1
        ids[i] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return tuple(ids)


def merge(reports: Iterable[Report], lexicon: Lexicon, alike: Alike | None = None) -> tuple[Event, ...]:
    """The events that the reports tell, in order of their ids.

    Give all reports of the blocks in question: the outcome for a block depends on these alone. ``alike`` says which
    articles carry the same text; they count once as evidence.
    """
    reader = Reader(lexicon)
    anchors: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    for report in reports:
        where = block(report.claim, report.published, lexicon)
        anchors[anchor(where), report.claim.factuality].append(_Told(report, reader.facts(report), where))
    blocks: dict[tuple[str, str], list[list[_Told]]] = defaultdict(list)
    for (_, factuality), told in anchors.items():
        for unit in _joined(told):
            blocks[unit[0].where, factuality].append(unit)
    same = alike or (lambda one, other: one == other)
    events = [_event(told, where, same) for (where, _), units in blocks.items() for told in _grouped(units)]
    return tuple(sorted(events, key=lambda event: event.id))


@dataclass(frozen=True, slots=True)
class _Told:
    report: Report
    facts: Facts
    where: str

    @property
    def definite(self) -> tuple[int, int, int, date, str, int, str]:
        """Sorts the most definite first: narrow date, many and specific arguments, early, then by place in the text."""
        days = width(self.facts.edtf)
        tier = (0, days) if days is not None else (1 if self.facts.edtf else 2, 0)
        depth = sum(len(ups) for wholes in self.facts.roles.values() for ups in wholes.values())
        return (*tier, -depth, *_first(self.report))


def _first(report: Report) -> tuple[date, str, int, str]:
    """Sorts by publication, unknown last, then by place in the text."""
    return report.published or date.max, report.claim.article, report.claim.trigger.start, report.id


def _joined(told: list[_Told]) -> list[list[_Told]]:
    """The reports of one anchor and factuality, those that are joined by hand together; the most definite first in each.

    Joined reports go where the most definite of them belongs, be they of different years.
    """
    units: list[list[_Told]] = []
    keyed: dict[str, list[_Told]] = {}
    for one in sorted(told, key=lambda t: t.definite):
        homes = {id(unit): unit for key in one.report.joined if (unit := keyed.get(key))}
        unit = [other for home in units if id(home) in homes for other in home] + [one]
        units = [home for home in units if id(home) not in homes] + [unit]
        keyed |= {key: unit for other in unit for key in other.report.joined}
    return [sorted(unit, key=lambda t: t.definite) for unit in units]


def _grouped(units: list[list[_Told]]) -> list[list[_Told]]:
    """The reports of one block and factuality, event by event; what is joined by hand joins an event as one."""
    events: list[list[list[_Told]]] = []
    for unit in sorted(units, key=lambda unit: unit[0].definite):
        homes = [event for event in events if all(_fits(unit, other) for other in event)]
        home = _only(homes, unit)
        if home is None:
            events.append([unit])
        else:
            home.append(unit)
    return [[one for unit in event for one in unit] for event in events]


def _fits(unit: list[_Told], other: list[_Told]) -> bool:
    """Whether two units can be of one event: none of the one is split from one of the other, and some do not clash."""
    apart = {key for one in unit for key in one.report.split}
    if any(key in apart for one in other for key in one.report.split):
        return False
    return any(clash(a.facts, b.facts) is None for a in unit for b in other)


def _only(homes: list[list[list[_Told]]], unit: list[_Told]) -> list[list[_Told]] | None:
    """The event to join: the only one possible, or the only one left that says just this, or this number, and so on."""
    same: tuple[Callable[[Facts, Facts], bool], ...] = (
        lambda a, b: a.told == b.told,
        lambda a, b: a.count is not None and a.count == b.count,
        lambda a, b: a.told[1] == b.told[1],
        lambda a, b: a.article == b.article,
    )

    def any_alike(alike: Callable[[Facts, Facts], bool], home: list[list[_Told]]) -> bool:
        return any(alike(one.facts, other.facts) for one in unit for others in home for other in others)

    for alike in same:
        homes = [home for home in homes if any_alike(alike, home)] or homes
    if any(any_alike(same[0], home) for home in homes):
        return max(
            homes, key=lambda home: sum(map(len, home))
        )  # no better and no worse than the next: a third event would say it once more
    return homes[0] if len(homes) == 1 else None


def _event(told: list[_Told], where: str, alike: Alike) -> Event:
    """One event from its reports."""
    ordered = sorted(told, key=lambda t: _first(t.report))
    first = ordered[0].report
    days = sorted(t.report.published for t in ordered if t.report.published)
    number, unit = _count(ordered)
    return Event(
        id=hashlib.sha256(first.id.encode()).hexdigest()[:16],
        type=first.claim.type,
        factuality=first.claim.factuality,
        claims=tuple(t.report.id for t in ordered),
        roles=_roles(ordered),
        edtf=_date([t.facts for t in ordered]),
        count=number,
        count_unit=unit,
        independent=_origins({t.facts.article for t in ordered}, alike),
        disagreements=tuple(_disagreements([t.facts for t in ordered])),
        reported=(days[0], days[-1]) if days else None,
        block=where,
    )


def _roles(told: Sequence[_Told]) -> tuple[tuple[Role, tuple[str, ...]], ...]:
    """Of each role the entities told, without those of which a part is told as well."""
    roles = []
    for role in ROLES:
        wholes = {entity: ups for t in told for entity, ups in t.facts.roles.get(role, {}).items()}
        parts = sorted(e for e in wholes if not any(e in ups for part, ups in wholes.items() if part != e))
        if parts:
            roles.append((role, tuple(parts)))
    return tuple(roles)


def _date(facts: Sequence[Facts]) -> str | None:
    """The narrowest date, of several the most told, then the first; where the narrowest clash, the stretch they span.

    Of an event whose interval would mean *throughout* no stretch is made.
    """
    dated = [f.edtf for f in facts if f.edtf]
    if not dated:
        return None
    best = min(width(edtf) or 10**9 for edtf in dated)
    narrow = [edtf for edtf in dated if (width(edtf) or 10**9) == best]
    if facts[0].type in _LASTING or all(overlap(a, b) for a, b in combinations(set(narrow), 2)):
        counted = Counter(narrow)
        return min(counted, key=lambda edtf: (-counted[edtf], narrow.index(edtf)))
    ends = [day for edtf in narrow for day in bounds(edtf) if day]
    return f"{min(ends)}/{max(ends)}"


def _count(told: Sequence[_Told]) -> tuple[tuple[int, int, int] | None, str | None]:
    """Lowest, best and highest number, of the unit most used; best is the middle of the most told, else the first."""
    counts = [t.facts.count for t in told if t.facts.count]
    if not counts:
        return None, None
    units = Counter(unit for _, _, unit in counts)
    unit = min(units, key=lambda u: (-units[u], u))
    numbers = [(low, high) for low, high, of in counts if of == unit]
    used = Counter(numbers)
    low, high = min(used, key=lambda n: (-used[n], numbers.index(n)))
    return (min(n for n, _ in numbers), (low + high) // 2, max(n for _, n in numbers)), unit


def _disagreements(facts: Sequence[Facts]) -> Iterable[str]:
    """Fields in which two reports differ by more than that one says less."""
    pairs = list(combinations(facts, 2))
    if any(not overlap(a.edtf, b.edtf) for a, b in pairs):
        yield "date"
    if any(counts_differ(a.count, b.count) for a, b in pairs):
        yield "count"
    for role in ROLES:
        sides = [f.roles[role] for f in facts if role in f.roles]
        if any(not covers(a, b) and not covers(b, a) for a, b in combinations(sides, 2)):
            yield role


def _origins(articles: set[str], alike: Alike) -> int:
    """How many texts the articles carry, copies counted once (a copy of a copy is a copy)."""
    origins: list[set[str]] = []
    for article in sorted(articles):
        same = [origin for origin in origins if any(alike(article, other) for other in origin)]
        origins = [origin for origin in origins if origin not in same] + [{article}.union(*same)]
    return len(origins)


def _anchor(claim: Claim, lexicon: Lexicon) -> str | None:
    """Id of the country, else the topmost whole, of the first resolved argument."""
    if claim.type in _ANCHORLESS:
        return None
    order = {"Deployment": _MOVED, "Request": _ASKED}.get(claim.type, _ANCHORS)
    for role in order:
        if role == "agent" and claim.type in MUTUAL:
            return None  # which of the parties are named differs from article to article
        tops = sorted(_top(a.entity, lexicon) for a in claim.args if a.role == role and a.entity)
        if tops:
            return tops[0]
    return None


def _top(entity: Entity, lexicon: Lexicon) -> str:
    """Id of the entity's country, else of the last of its wholes, else its own."""
    country = lexicon.country(entity)
    return country.id if country else [entity, *lexicon.ancestors(entity)][-1].id


def _content(claim: Claim) -> tuple[int, str, str]:
    """Sorts the claims of an article whatever order they come in."""
    args = sorted((a.role, a.span.start, a.span.end, a.entity.id if a.entity else "") for a in claim.args)
    return (
        claim.trigger.start,
        claim.type,
        repr((args, claim.edtf, claim.factuality, claim.date, claim.count, claim.source)),
    )

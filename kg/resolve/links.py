"""Links between events that stay apart: a plan and its execution, a denial and what it denies, two that may be one.

A function of the events of one type and anchor, of all years, and of the reports behind them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from kg.edtf import bounds, overlap
from kg.records import Event, Report, Role
from kg.resolve.compatible import (
    MOMENTARY,
    MONTH,
    MUTUAL,
    SLACK,
    Facts,
    Lexicon,
    Reader,
    counts_differ,
    disjoint_role,
    other_scope,
    shares_spot,
    shares_where,
    states,
)

LATE = 366
"""Days by which an execution may come after the day it was planned for."""
EARLY = 31
"""Days by which it may come before."""
_PLACES: tuple[Role, ...] = ("place", "base", "origin", "destination", "target")


@dataclass(frozen=True, slots=True)
class _Seen:
    event: Event
    facts: Facts
    first: date | None
    last: date | None
    sentences: frozenset[tuple[str, int]]
    split: frozenset[str]

    @property
    def articles(self) -> frozenset[str]:
        """The articles that tell it."""
        return frozenset(article for article, _ in self.sentences)


def link(events: Sequence[Event], reports: Iterable[Report], lexicon: Lexicon) -> tuple[Event, ...]:
    """The same events, in the same order, with ``fulfils``, ``denies`` and ``maybe_same`` filled.

    Give all events of a type and anchor (or of several at once: only events of one ``anchor`` are linked), and the
    reports that they were merged from.
    """
    by_id = {report.id: report for report in reports}
    reader = Reader(lexicon)
    seen = [_see(event, by_id, reader) for event in events]
    fulfils, denies, same = (defaultdict[str, set[str]](set) for _ in range(3))
    for one, other in _pairs(seen):
        for a, b in ((one, other), (other, one)):
            if _fulfils(a, b):
                fulfils[a.event.id].add(b.event.id)
            if _denies(a, b):
                denies[a.event.id].add(b.event.id)
        if not one.split & other.split and _maybe_same(one, other):
            same[one.event.id].add(other.event.id)
            same[other.event.id].add(one.event.id)
    return tuple(
        replace(
            event,
            fulfils=tuple(sorted(fulfils[event.id])),
            denies=tuple(sorted(denies[event.id])),
            maybe_same=tuple(sorted(same[event.id])),
        )
        for event in events
    )


def _see(event: Event, reports: dict[str, Report], reader: Reader) -> _Seen:
    """An event with the facts to compare it by."""
    behind = [reports[claim] for claim in event.claims]
    claims = [report.claim for report in behind]
    told = reader.roles(claims)
    facts = Facts(
        type=event.type,
        factuality=event.factuality,
        edtf=event.edtf,
        roles={role: {entity: told[role][entity] for entity in entities} for role, entities in event.roles},
        states=states(claims),
        count=(event.count[0], event.count[2], event.count_unit or "") if event.count else None,
    )
    first, last = event.reported or (None, None)
    sentences = {(report.claim.article, report.sentence) for report in behind if report.sentence is not None}
    split = {key for report in behind for key in report.split}
    return _Seen(event, facts, first, last, frozenset(sentences), frozenset(split))


def _pairs(seen: Sequence[_Seen]) -> Iterator[tuple[_Seen, _Seen]]:
    """Pairs of one type and anchor that have an actor, place or thing in common: others cannot be linked."""
    keyed: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(seen):
        ids = {up for wholes in one.facts.roles.values() for ups in wholes.values() for up in ups}
        for entity in ids:
            keyed[one.event.block.rpartition("|")[0], entity].append(number)
    met = {pair for numbers in keyed.values() for pair in combinations(numbers, 2)}
    for a, b in sorted(met):
        yield seen[a], seen[b]


def _alike(one: _Seen, other: _Seen) -> bool:
    """Whether no role is disjoint, and they share where it happens, or (told without a place) who does it."""
    a, b = one.facts, other.facts
    if disjoint_role(a, b):
        return False
    return shares_where(a, b) or (bool(set(a.roles) & set(b.roles)) and not (_placed(a) and _placed(b)))


def _placed(facts: Facts) -> bool:
    return any(role in facts.roles for role in _PLACES)


def _fulfils(done: _Seen, plan: _Seen) -> bool:
    """Whether ``done`` carries out ``plan``: alike, planned before, and not too far from the day planned."""
    if done.event.factuality != "actual" or plan.event.factuality not in ("planned", "possible"):
        return False
    if not _alike(done, plan) or _wider(done.facts, plan.facts):
        return False
    begins, ends = bounds(done.event.edtf)
    begins, ends = begins or ends or done.first, ends or done.last
    if begins is None or ends is None:
        return False
    first, last = bounds(plan.event.edtf)
    if first is None and last is None:
        return _follows(begins, ends, plan.first)
    if plan.first is None or plan.first < ends:
        first = first - timedelta(days=EARLY) if first else None
    elif plan.first > ends and last and last > plan.first:
        return False  # announced after the deed, for a day still to come: the next one
    return not (first and ends < first) and (last is None or begins <= last + timedelta(days=LATE))


def _wider(done: Facts, plan: Facts) -> bool:
    """Whether the deed is told of a whole (a country) and the plan of a part of it: that part may be still to come."""
    for role in _PLACES:
        here, there = done.roles.get(role, {}), plan.roles.get(role, {})
        if here and there and not any(b in ups for ups in here.values() for b in there):
            return True
    return False


def _follows(begins: date, ends: date, announced: date | None) -> bool:
    """Whether a deed came in the year after a plan without a date was announced."""
    if announced is None:
        return False
    return announced < ends and announced - timedelta(days=EARLY) <= begins <= announced + timedelta(days=LATE)


def _denies(denial: _Seen, event: _Seen) -> bool:
    """Whether ``denial`` says that ``event`` is not so: alike, of the same time, reported within a year."""
    if denial.event.factuality != "denied" or event.event.factuality == "denied" or not _alike(denial, event):
        return False
    if not overlap(denial.event.edtf, event.event.edtf, 0 if event.event.type in MOMENTARY else SLACK):
        return False
    dated = denial.event.edtf is not None and event.event.edtf is not None
    return dated or _reported_within(denial, event, LATE)


def _maybe_same(one: _Seen, other: _Seen) -> bool:
    """Whether two events of one factuality may be the same: alike, and told of days, or in news, near each other."""
    a, b = one.facts, other.facts
    if a.factuality != b.factuality or not _alike(one, other):
        return False
    if counts_differ(a.count, b.count) or other_scope(a, b) or one.sentences & other.sentences:
        return False
    near = SLACK if a.type in MOMENTARY else MONTH
    if not (a.vague or b.vague):
        return overlap(a.edtf, b.edtf, near)
    told_alike = shares_spot(a, b) or a.type in MUTUAL or bool(one.articles & other.articles)
    return told_alike and overlap(a.edtf, b.edtf) and _reported_within(one, other, near)


def _reported_within(one: _Seen, other: _Seen, days: int) -> bool:
    """Whether the two were in the news within so many days."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    return max(one.first - other.last, other.first - one.last) <= timedelta(days=days)

"""Whether two reports can tell one event: what of them is compared, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from kg.edtf import bounds, overlap, width
from kg.records import Claim, Entity, EventType, Factuality, Report, Role

SLACK = 2
"""Days by which two dates of one event may miss each other: time zones, the day of the act or of its announcement."""
MONTH = 31
"""A date wider than this many days says too little to tell events apart."""
MOMENTARY: frozenset[EventType] = frozenset({"Attack", "Unrest", "Exercise", "Meeting"})
"""Types that come again on the next day: their dates must meet exactly, and undated ones are tied to the day's news."""
MUTUAL: frozenset[EventType] = frozenset({"Agreement", "Meeting", "Exercise"})
"""Types whose agents are the parties: one party in common is not yet the same event."""
WHERE: tuple[Role, ...] = ("place", "base", "origin", "destination", "target", "agreement")
"""Roles that pin an event down where its date does not."""

Wholes = Mapping[str, frozenset[str]]
"""Of each entity in a role: its id and the ids of all it is part of."""


class Lexicon(Protocol):
    """What merging asks of the lexicon."""

    def ancestors(self, entity: Entity) -> tuple[Entity, ...]:
        """All the entity is part of, upwards."""

    def country(self, entity: Entity) -> Entity | None:
        """The state it belongs to."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a report, or of a whole event, is compared."""

    type: EventType
    factuality: Factuality
    edtf: str | None
    roles: Mapping[Role, Wholes]
    states: frozenset[str] = frozenset()
    published: date | None = None
    article: str = ""
    sentence: int | None = None
    count: tuple[int, int, str] | None = None
    speaker: str | None = None

    @property
    def vague(self) -> bool:
        """Whether the date is missing, open or wider than a month."""
        days = width(self.edtf)
        return days is None or days > MONTH

    @property
    def told(self) -> tuple[str | None, frozenset[tuple[Role, str]]]:
        """Date and resolved arguments: equal in two claims that say the same."""
        return self.edtf, frozenset((role, entity) for role, wholes in self.roles.items() for entity in wholes)


class Reader:
    """Turns reports into facts; remembers the wholes of entities it has seen."""

    def __init__(self, lexicon: Lexicon):
        self._lexicon = lexicon
        self._wholes: dict[str, frozenset[str]] = {}

    def wholes(self, entity: Entity) -> frozenset[str]:
        """Ids of the entity and of all it is part of; a person or an office also stands for its state."""
        if entity.id not in self._wholes:
            ids = {entity.id, *entity.part_of, *(whole.id for whole in self._lexicon.ancestors(entity))}
            if entity.kind in ("person", "office") and (state := self._lexicon.country(entity)):
                ids.add(state.id)
            self._wholes[entity.id] = frozenset(ids)
        return self._wholes[entity.id]

    def roles(self, claims: Iterable[Claim]) -> dict[Role, dict[str, frozenset[str]]]:
        """The resolved arguments of claims, role by role."""
        found: dict[Role, dict[str, frozenset[str]]] = {}
        for claim in claims:
            for argument in claim.args:
                if argument.entity:
                    found.setdefault(argument.role, {})[argument.entity.id] = self.wholes(argument.entity)
        return found

    def facts(self, report: Report) -> Facts:
        """What of a report is compared."""
        claim = report.claim
        source, count = claim.source, claim.count
        return Facts(
            type=claim.type,
            factuality=claim.factuality,
            edtf=claim.edtf,
            roles=self.roles((claim,)),
            states=states((claim,)),
            published=report.published,
            article=claim.article,
            sentence=report.sentence,
            count=(count.min, count.max, count.unit) if count else None,
            speaker=(source.entity.id if source.entity else source.span.text) if source else None,
        )


def states(claims: Iterable[Claim]) -> frozenset[str]:
    """Ids of the arguments that are states, which say less of where something happened than a base or a town."""
    return frozenset(a.entity.id for claim in claims for a in claim.args if a.entity and a.entity.kind == "state")


def clash(one: Facts, other: Facts) -> str | None:
    """What keeps the two from telling one event, in a word; ``None`` where nothing does.

    ``sentence`` (a sentence makes one claim an event), a role, ``date``, ``published`` (told as done before it
    happened), ``count``, or ``vague`` (too little in common to tell).
    """
    if one.article == other.article and one.sentence is not None and one.sentence == other.sentence:
        return "sentence"
    if (role := disjoint_role(one, other)) and not (role == "agent" and _disputed(one, other)):
        return role
    if not overlap(one.edtf, other.edtf, 0 if one.type in MOMENTARY else SLACK):
        return "date"
    if _foretold(one, other) or _foretold(other, one):
        return "published"
    if _two_counts(one, other):
        return "count"
    return "vague" if _too_vague(one, other) else None


def compatible(one: Facts, other: Facts) -> bool:
    """Whether nothing keeps the two from telling one event."""
    return clash(one, other) is None


def disjoint_role(one: Facts, other: Facts) -> Role | None:
    """The first role that both fill with things unrelated as part and whole."""
    for role, wholes in one.roles.items():
        others = other.roles.get(role)
        if not others:
            continue
        shared = common(wholes, others)
        if not shared or (role == "agent" and one.type in MUTUAL and not _same_parties(wholes, others)):
            return role
    return None


def _disputed(one: Facts, other: Facts) -> bool:
    """Whether two attackers are named of one attack: on one and the same day, on one and the same base or town."""
    day = one.edtf is not None and width(one.edtf) == 1 and bounds(one.edtf) == bounds(other.edtf)
    return one.type == "Attack" and day and shares_spot(one, other)


def common(one: Wholes, other: Wholes) -> set[str]:
    """Ids of the entities, of both sides, that are the same as or part or whole of one on the other side."""
    pairs = [(a, b) for a, ups in one.items() for b, theirs in other.items() if a in theirs or b in ups]
    return {entity for pair in pairs for entity in pair}


def covers(one: Wholes, other: Wholes) -> bool:
    """Whether each entity of ``other`` has its like in ``one``."""
    return all(any(a in theirs or b in ups for a, ups in one.items()) for b, theirs in other.items())


def _same_parties(one: Wholes, other: Wholes) -> bool:
    """Parties agree where one side only names fewer, or where at least two are common."""
    if covers(one, other) or covers(other, one):
        return True
    return sum(any(b in ups or a in theirs for b, theirs in other.items()) for a, ups in one.items()) > 1


def _foretold(one: Facts, other: Facts) -> bool:
    """Whether ``one`` was published, as done, before ``other`` can have happened; what was still going on may be."""
    if one.factuality != "actual" or one.published is None:
        return False
    until = bounds(one.edtf)[1]
    if one.edtf is not None and (until is None or until > one.published):
        return False
    earliest, _ = bounds(other.edtf)
    return earliest is not None and one.published + timedelta(days=SLACK) < earliest


def _two_counts(one: Facts, other: Facts) -> bool:
    """Whether different numbers mean different events: of different days or places, or by one voice in one article."""
    if one.count is None or other.count is None:
        return False
    one_voice = one.article == other.article and (None in (one.speaker, other.speaker) or one.speaker == other.speaker)
    if not counts_differ(one.count, other.count):
        return one_voice and one.count[2] != other.count[2]
    return one_voice or not overlap(one.edtf, other.edtf) or _whole_and_part(one, other)


def counts_differ(one: tuple[int, int, str] | None, other: tuple[int, int, str] | None) -> bool:
    """Whether two numbers of the same unit have no value in common."""
    if one is None or other is None or one[2] != other[2]:
        return False
    return one[1] < other[0] or other[1] < one[0]


def _too_vague(one: Facts, other: Facts) -> bool:
    """Whether a missing or wide date leaves the two without enough in common."""
    if not (one.vague or other.vague):
        return False
    if one.article == other.article and one.told == other.told:
        return False
    if not shares_where(one, other) or _other_actors(one, other):
        return True
    if other_scope(one, other):
        return True
    undated = one.edtf is None or other.edtf is None
    return undated and one.article != other.article and not _in_the_same_news(one, other)


def _other_actors(one: Facts, other: Facts) -> bool:
    """Whether both name who acts or moves, in whichever role, and none of them is related."""
    actors, others = ({**facts.roles.get("agent", {}), **facts.roles.get("force", {})} for facts in (one, other))
    return bool(actors and others) and not common(actors, others)


def other_scope(one: Facts, other: Facts) -> bool:
    """Whether one gives a number for a country, say, and the other, without a number, tells of a base in it."""
    if (one.count is None) == (other.count is None) or not _whole_and_part(one, other):
        return False
    counted, bare = (one, other) if one.count else (other, one)
    return any(
        whole in ups
        for role in WHERE
        for whole in counted.roles.get(role, {})
        for ups in bare.roles.get(role, {}).values()
    )  # fmt: skip


def _whole_and_part(one: Facts, other: Facts) -> bool:
    """Whether both say where, and never the same: the one a country, say, the other a base in it."""
    sides = [{(role, a) for role in WHERE for a in facts.roles.get(role, {})} for facts in (one, other)]
    return all(sides) and not sides[0] & sides[1]


def shares_where(one: Facts, other: Facts) -> bool:
    """Whether they have a place, base, target or agreement in common, two parties of a mutual act, or who asks whom."""
    if any(common(one.roles.get(role, {}), other.roles.get(role, {})) for role in WHERE):
        return True
    if one.type == "Request":
        return all(common(one.roles.get(r, {}), other.roles.get(r, {})) for r in ("agent", "recipient"))
    if one.type not in MUTUAL:
        return False
    parties, others = one.roles.get("agent", {}), other.roles.get("agent", {})
    return min(len(parties), len(others)) > 1 and _same_parties(parties, others)


def shares_spot(one: Facts, other: Facts) -> bool:
    """Whether they have something narrower than a state in common: a base, a town, an agreement."""
    known = one.states | other.states
    return any(
        a not in known and a in other.roles.get(role, {})
        for role in WHERE
        for a in one.roles.get(role, {})
    )  # fmt: skip


def _in_the_same_news(one: Facts, other: Facts) -> bool:
    """Whether an undated report is near enough in time to be about the other; of a base left once, any time will do."""
    if one.type not in MOMENTARY and one.factuality == "actual" and shares_spot(one, other):
        return True
    days = timedelta(days=7 if one.type in MOMENTARY else MONTH if one.factuality == "actual" else 3 * MONTH)
    undated, dated = (one, other) if one.edtf is None else (other, one)
    if undated.published is None:
        return False
    latest = bounds(dated.edtf)[1]
    if dated.edtf is not None and one.factuality == "actual":
        return latest is None or undated.published <= latest + days
    if dated.published is None or (latest and latest < undated.published):
        return False
    return abs(undated.published - dated.published) <= days

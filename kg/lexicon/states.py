"""States, and the forces, ministries and offices that every state has, derived by rule (``derived.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.lexicon.entries import Entry, read_csv, read_yaml
from kg.lexicon.normalise import slug
from kg.records import Entity, EntityKind

_STATE_KEYS = frozenset({"name", "adj", "ja", "also", "short", "capital", "seat"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """The box a country lies in, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float, margin: float = 0.5) -> bool:
        """Whether the point lies in the box, give or take the margin (islands, and bases at sea)."""
        return self.south - margin <= lat <= self.north + margin and self.west - margin <= lon <= self.east + margin


@dataclass(frozen=True, slots=True)
class States:
    """The states' and their institutions' entries, the ids of states by ISO code, and the bounds of countries by id."""

    entries: tuple[Entry, ...]
    ids: dict[str, str]
    bounds: dict[str, Bounds]
    institutions: dict[tuple[str, str], str]


def _capital(names: list[str], code: str, state: Entity, where: str) -> Entry:
    name, *ja = names
    city = Entity(
        slug(name), "place", name, ja[0] if ja else None, tuple(ja[1:]), part_of=(state.id,), country=state.id,
    )  # fmt: skip
    return Entry(city, f"{where}, capital", capital_of=state.id)


def _state(code: str, row: dict[str, str], record: dict[str, Any], rules: dict[str, Any]) -> Entry:
    label = record.get("ja") or row["ja"]
    names = tuple(dict.fromkeys(n for n in (*record.get("also", ()), row["ja"]) if n != label))
    every, short = (label, *names), tuple(record.get("short", ()))
    seat = tuple(record.get("seat", ()))
    entity = Entity(
        slug(record["name"]), "state", record["name"], label, (*names, *short), country=slug(record["name"]),
        lat=float(row["lat"]), lon=float(row["lon"]),
        identifiers=(("iso3166", row["iso3"]), ("wikidata", row["wikidata"])),
    )  # fmt: skip
    stands = [rule.replace("{n}", n) for rule in rules["stands_for"] for n in (*every, *short)]
    return Entry(entity, f"lexicon/states.yaml, {code}", (*stands, *seat), short)


def _institution(key: str, rule: dict[str, Any], state: Entry, adj: str, own: Any, ids: dict[str, str]) -> Entry:
    own = {"name": own} if isinstance(own, str) else own or {}
    entity = state.entity
    name = own.get("name") or rule["name"].replace("{adj}", adj).replace("{name}", entity.name)
    forms = [e for e in (entity.label_ja, *entity.aliases) if e and not e.isascii()]
    names = [r.replace("{n}", f) for r in rule["ja"] for f in forms]
    names = list(dict.fromkeys([*own.get("ja", ()), *names]))
    label, stand_ins = names[0], names[1:]
    above = rule.get("part_of", "state")
    part_of = entity.id if above == "state" else ids.get(above, ids.get("forces", entity.id))
    kind: EntityKind = rule["kind"]
    made = Entity(slug(name), kind, name, label, tuple(own.get("ja", ()))[1:], part_of=(part_of,), country=entity.id)
    return Entry(made, f"lexicon/derived.yaml, {key} of {entity.name}", tuple(stand_ins))


def _institutions(
    code: str, state: Entry, adj: str, rules: dict[str, Any], own: dict[str, Any]
) -> Iterator[tuple[str, Entry]]:
    ids: dict[str, str] = {}
    for key, rule in rules["institutions"].items():
        if (key in own and own[key] is None) or (code not in rule.get("only", (code,)) and key not in own):
            continue
        entry = _institution(key, rule, state, adj, own.get(key), ids)
        ids[key] = entry.entity.id
        yield key, entry


def _territory(row: dict[str, str], owner: str) -> Entry:
    name = row["en"].replace(" SAR China", "").replace("&", "and")
    ja = row["ja"].replace("中華人民共和国", "").replace("特別行政区", "")
    entity = Entity(
        slug(name), "place", name, ja, part_of=(owner,) if owner else (), country=owner or None,
        lat=float(row["lat"]), lon=float(row["lon"]),
        identifiers=(("iso3166", row["iso3"]), ("wikidata", row["wikidata"])),
    )  # fmt: skip
    return Entry(entity, f"lexicon/states.csv, {row['iso2']}")


def read_states(folder: Path) -> States:
    """Every state, territory, capital and derived institution."""
    curated, rules, own = (read_yaml(folder / f"{name}.yaml") for name in ("states", "derived", "forces"))
    rows = {row["iso2"]: row for row in read_csv(folder / "states.csv")}
    ids = {code: slug(record["name"]) for code, record in curated.items()}
    entries: list[Entry] = []
    institutions: dict[tuple[str, str], str] = {}
    for code, record in curated.items():
        if unknown := set(record) - _STATE_KEYS:
            allowed = ", ".join(sorted(_STATE_KEYS))
            raise DataError(f"lexicon/states.yaml, {code}: unknown key {sorted(unknown)[0]!r} (allowed: {allowed})")
        if code not in rows:
            raise DataError(f"lexicon/states.yaml, {code}: not in states.csv; is it an ISO 3166 code?")
        state = _state(code, rows[code], record, rules)
        entries.append(state)
        for kind, entry in _institutions(code, state, record["adj"], rules, own.get(code) or {}):
            entries.append(entry)
            institutions[state.entity.id, kind] = entry.entity.id
        if record.get("capital"):
            entries.append(_capital(record["capital"], code, state.entity, f"lexicon/states.yaml, {code}"))
    if unknown := set(own) - set(curated):
        raise DataError(f"lexicon/forces.yaml: {sorted(unknown)[0]!r} is no state of states.yaml")
    for code, row in rows.items():
        if code not in curated:
            entries.append(_territory(row, ids.get(row["owner"], "")))
    territories = {
        code: slug(r["en"].replace(" SAR China", "").replace("&", "and"))
        for code, r in rows.items()
        if code not in curated
    }
    ids = territories | ids
    bounds = {ids[c]: Bounds(*(float(r[k]) for k in ("south", "west", "north", "east"))) for c, r in rows.items()}
    return States(tuple(entries), ids, bounds, institutions)

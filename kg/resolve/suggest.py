"""Pairs of names worth an alias: a reading list for an analyst, never a merge (オーストリア is not オーストラリア)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.lexicon import Lexicon, key
from kg.records import Entity

_LIKE = 82.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that no list has, a known or other name like it, and how like (0–100)."""

    name: str
    other: str
    entity: str
    score: float


def suggest(entities: Iterable[Entity], lexicon: Lexicon, limit: int = 100) -> list[Suggestion]:
    """For each entity that is not in the lexicon, the name like it: of the lexicon, or of another such entity of its kind.

    >>> from kg.lexicon import load_lexicon, own_entity
    >>> [(s.name, s.other) for s in suggest([own_entity("base", "アイン・アルアサッド空軍基地")], load_lexicon())]
    []
    >>> [(s.name, s.other) for s in suggest([own_entity("base", "バグラーン空軍基地")], load_lexicon())]
    [('バグラーン空軍基地', 'Bagram Airfield')]
    """
    from rapidfuzz import fuzz

    unknown = sorted(
        {e.id: e for e in entities if not e.in_lexicon and not lexicon.find(e.name)}.values(), key=lambda e: e.id
    )
    found: list[Suggestion] = []
    by_kind: dict[str, list[Entity]] = defaultdict(list)
    for entity in unknown:
        for known, score in lexicon.suggest(entity.name):
            if known.kind == entity.kind and score >= _LIKE:
                found.append(Suggestion(entity.name, known.name, known.id, round(score, 1)))
                break
        for other in by_kind[entity.kind]:
            score = fuzz.ratio(key(entity.name), key(other.name))
            if score >= _LIKE and (entity.country is None or other.country in (None, entity.country)):
                found.append(Suggestion(entity.name, other.name, other.id, round(score, 1)))
        by_kind[entity.kind].append(entity)
    return sorted(found, key=lambda s: (-s.score, s.name, s.other))[:limit]

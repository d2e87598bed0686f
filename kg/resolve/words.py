"""The words by which mentions point back or stay unspecific (``data/lexicon/naming.yaml``), read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg import resources
from kg.errors import DataError
from kg.lexicon.entries import read_yaml

_KEYS = frozenset(
    {
        "same", "anaphors", "heads", "institutions", "officials", "troops", "vague", "stationed", "quantity", "around",
        "common_katakana", "coordination", "definition", "salience", "topic_marks", "subject_marks", "pairs", "our", "usual", "governments",
        "towns", "regions", "missions", "vague_ends", "unnamed_media",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """How much an earlier mention counts, by sort and distance."""

    fade: float
    state: float
    force: float
    place: float
    person: float
    topic: float
    later: float
    same: float


@dataclass(frozen=True, slots=True)
class Words:
    """What ``naming.yaml`` holds: each word mapped to what it asks for."""

    same: tuple[str, ...]
    anaphors: Mapping[str, str]
    heads: Mapping[str, str]
    institutions: Mapping[str, str]
    officials: tuple[str, ...]
    troops: tuple[str, ...]
    vague: frozenset[str]
    stationed: tuple[str, ...]
    around: frozenset[str]
    common: re.Pattern[str]
    quantity: re.Pattern[str]
    definition: re.Pattern[str]
    salience: Mapping[str, Weights]
    topic_marks: tuple[str, ...]
    subject_marks: tuple[str, ...]
    pairs: Mapping[str, list[str]]
    our: str
    usual: Mapping[str, str]
    governments: tuple[str, ...]
    towns: frozenset[str]
    regions: tuple[str, ...]
    missions: Mapping[str, list[str]]
    vague_ends: tuple[str, ...]
    unnamed_media: frozenset[str]

    def head(self, text: str) -> str | None:
        """The sort of thing that the last words of a mention name.

        >>> read_words().head("ウォロンジュ空軍基地"), read_words().head("ミンスク合意"), read_words().head("習近平")
        ('base', 'agreement', None)
        """
        return next((self.heads[text[at:]] for at in range(len(text)) if text[at:] in self.heads), None)


def _by_word(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: name for name, words in groups.items() for word in words}


def _longest_first(words: list[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


def _whole_words(words: list[str]) -> str:
    return f"(?<![ァ-ヴー])(?:{'|'.join(map(re.escape, _longest_first(words)))})(?![ァ-ヴー])"


@lru_cache(maxsize=1)
def read_words() -> Words:
    """The shipped words; raises DataError where the file has an unknown key."""
    content = read_yaml(resources.data("lexicon", "naming.yaml"))
    if unknown := set(content) - _KEYS:
        raise DataError(
            f"lexicon/naming.yaml: unknown key {sorted(unknown)[0]!r} (allowed: {', '.join(sorted(_KEYS))})"
        )
    return Words(
        same=_longest_first(content["same"]),
        anaphors=_by_word(content["anaphors"]),
        heads=_by_word(content["heads"]),
        institutions=_by_word(content["institutions"]),
        officials=_longest_first(content["officials"]),
        troops=_longest_first(content["troops"]),
        vague=frozenset(content["vague"]),
        stationed=tuple(content["stationed"]),
        around=frozenset(content["around"]),
        common=re.compile(_whole_words(content["common_katakana"])),
        quantity=re.compile(content["quantity"]),
        definition=re.compile(content["definition"]),
        salience={name: Weights(**weights) for name, weights in content["salience"].items()},
        topic_marks=tuple(content["topic_marks"]),
        subject_marks=tuple(content["subject_marks"]),
        pairs=content["pairs"],
        our=content["our"],
        usual=content["usual"],
        governments=_longest_first(content["governments"]),
        towns=frozenset(content["towns"]),
        regions=tuple(content["regions"]),
        missions=content["missions"],
        vague_ends=tuple(content["vague_ends"]),
        unnamed_media=frozenset(content["unnamed_media"]),
    )

"""Names of a form (第3海兵師団, ○○空軍基地, F-35戦闘機, 2024年合意): things of a kind though no list has them (``patterns.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.lexicon.entries import read_yaml
from kg.lexicon.normalise import key, slug
from kg.records import Entity, EntityKind, Span


@dataclass(frozen=True, slots=True)
class Pattern:
    """One form of name, and the kind of thing that bears it."""

    kind: EntityKind
    regex: re.Pattern[str]
    unless: frozenset[str]
    part_of: str | None


@dataclass(frozen=True, slots=True)
class Patterns:
    """What ``patterns.yaml`` holds."""

    patterns: tuple[Pattern, ...]
    parts: dict[str, str]
    after_short: tuple[str, ...]
    after_alone: tuple[str, ...]
    marks: tuple[str, ...]
    weak: frozenset[str]
    of_state: tuple[str, ...]
    of_two: tuple[str, ...]
    not_before: tuple[str, ...]


def own_entity(kind: EntityKind, name: str, country: Entity | None = None, part_of: str | None = None) -> Entity:
    """An entity that no list has: typed, under its normalised name, marked as not in the lexicon.

    >>> own_entity("base", "アル・ナジム空軍基地").id
    'base-アルナジム空軍基地'
    """
    normal = slug(name) if name.isascii() else key(name)
    above = part_of or (country.id if country else None)
    label = None if name.isascii() else name
    return Entity(
        f"{kind}-{normal or slug(repr(name))}", kind, name, label, part_of=(above,) if above else (),
        country=country.id if country else None, in_lexicon=False,
    )  # fmt: skip


def read_patterns(folder: Path) -> Patterns:
    """The patterns of ``patterns.yaml``; raises DataError naming the entry that is wrong."""
    content = read_yaml(folder / "patterns.yaml")
    patterns = []
    for number, record in enumerate(content["patterns"], 1):
        where = f"lexicon/patterns.yaml, pattern {number}"
        if unknown := set(record) - {"kind", "regex", "unless", "part_of"}:
            raise DataError(f"{where}: unknown key {sorted(unknown)[0]!r} (allowed: kind, part_of, regex, unless)")
        text = record["regex"]
        for name, fragment in content["fragments"].items():
            named = f"(?P<{name}>{fragment})" if text.count(f"{{{name}}}") == 1 else fragment
            text = text.replace(f"{{{name}}}", named)
        try:
            compiled = re.compile(text)
        except re.error as error:
            raise DataError(f"{where}: not a regular expression: {error}") from error
        patterns.append(Pattern(record["kind"], compiled, frozenset(record.get("unless", ())), record.get("part_of")))
    lists = ("after_short", "after_alone", "marks", "of_state", "of_two", "not_before")
    words = {name: tuple(content[name]) for name in lists}
    return Patterns(tuple(patterns), content["parts"], weak=frozenset(content["weak"]), **words)


def _word(match: re.Match[str]) -> str:
    """The part of the name that is its own (ウォロンジュ of ウォロンジュ空軍基地)."""
    groups = match.groupdict()
    return groups.get("kata") or groups.get("kanji") or ""


def find_patterns(text: str, patterns: Patterns, start: int, end: int) -> Iterator[tuple[Span, Pattern, str]]:
    """Every name of a known form in the stretch, and the part that is its own."""
    for pattern in patterns.patterns:
        for match in pattern.regex.finditer(text, start, end):
            word = _word(match)
            if not (word and pattern.unless and word.endswith(tuple(pattern.unless))):
                yield Span(match.start(), match.end(), match.group()), pattern, word

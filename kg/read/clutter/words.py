"""The words and patterns of ``data/rules/clutter.yaml``, typed and compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg import resources
from kg.errors import DataError
from kg.rules import read_rules

Reason = Literal["comment", "related", "references", "author", "caption", "credit", "share", "notice", "navigation"]


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that open a stretch of clutter, and how far it goes."""

    reason: Reason
    until: Literal["end", "prose"]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Single lines that are clutter."""

    reason: Reason
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClutterWords:
    """The lists of the file; its comments say what each is for."""

    eras: dict[str, int]
    first_year: str
    body_marks: tuple[str, ...]
    sections: tuple[Section, ...]
    lines: tuple[Lines, ...]
    menu_words: tuple[str, ...]
    comment_heads: tuple[str, ...]
    list_marks: tuple[str, ...]
    dialogue_marks: tuple[str, ...]
    heading_marks: tuple[str, ...]
    sentence_ends: tuple[str, ...]
    longest_heading: int
    shortest_prose: int
    shortest_paragraph: int
    garbled_strong: int
    garbled_weak: int
    garbled_share: float
    garbled_gap: int
    reference_sentences: tuple[str, ...]
    reference_notes: tuple[str, ...]
    telling_ends: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> ClutterWords:
    """The words, read once; raises DataError naming file, entry and key where the file breaks the rules."""
    return read_rules(resources.data("rules", "clutter.yaml"), ClutterWords)


@lru_cache(maxsize=256)
def any_line(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that matches a whole line where any of the patterns does; raises DataError for one that is none."""
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise DataError(f"rules/clutter.yaml: '{pattern}' is no regular expression ({error})") from error
    return re.compile("(?:" + "|".join(f"(?:{p})" for p in patterns) + r")\Z")


@lru_cache(maxsize=1)
def menu_line() -> re.Pattern[str]:
    """A line of nothing but menu words, digits and signs."""
    listed = "|".join(re.escape(w) for w in sorted(words().menu_words, key=len, reverse=True))
    return re.compile(rf"(?:{listed}|[\W\d_])+\Z")

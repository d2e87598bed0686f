"""Lines of an article: what each looks like, and what it is by its own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.read.clutter.words import Section, any_line, menu_line, words

_JAPANESE = re.compile("[ぁ-んァ-ヴ一-龥]")
_INDENT = " \t　\xa0"


@dataclass(frozen=True)
class Line:
    """One line of the text, from its first to its last character that is no space; ``plain`` is its NFKC form."""

    start: int
    end: int
    plain: str
    raw: str

    @cached_property
    def is_prose(self) -> bool:
        """Whether it is a paragraph of running text: a sentence that ends as one, or more than a line of them."""
        w = words()
        if "。" not in self.plain or len(self.plain) < w.shortest_prose:
            return False
        return self.plain.endswith(w.sentence_ends) or len(self.plain) >= w.shortest_paragraph

    @cached_property
    def is_paragraph_of_many(self) -> bool:
        """Whether it holds several sentences."""
        return self.plain.count("。") > 1

    @cached_property
    def is_dialogue(self) -> bool:
        """A question or an answer of an interview."""
        marks = "|".join(re.escape(m) for m in words().dialogue_marks)
        return bool(re.match(rf"(?:{marks})\s*\d*\s*[.:、]?\s*\S", self.plain)) and self.plain.endswith(
            ("?", "。", "…")
        )

    @cached_property
    def is_listed(self) -> bool:
        """An entry of a list."""
        return self.plain.startswith(words().list_marks)

    @property
    def is_speech(self) -> bool:
        """Words of somebody alone on their line."""
        return bool(re.fullmatch("「[^「」]+」|『[^『』]+』", self.plain))

    @property
    def belongs(self) -> bool:
        """Whether it may end the running text though it is no paragraph: an answer, or a sentence."""
        return self.is_dialogue or (self.plain.endswith("。") and len(self.plain) > 8)

    @property
    def is_body_mark(self) -> bool:
        """Whether it says that the running text begins below."""
        return bool(any_line(words().body_marks).match(self.plain))

    def is_title(self, title: str) -> bool:
        """Whether it reads as the title."""
        return _letters(self.plain) == _letters(unicodedata.normalize("NFKC", title))


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def split_lines(text: str) -> list[Line]:
    """The lines of a text, whatever their ends; blank ones keep their place with an empty ``plain``."""
    lines = []
    for piece in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", text):
        raw = piece[0].rstrip("\r\n")
        inner = raw.strip(_INDENT)
        start = piece.start() + (raw.index(inner) if inner else 0)
        lines.append(Line(start, start + len(inner), unicodedata.normalize("NFKC", inner).strip(), raw))
    return lines


@lru_cache(maxsize=4096)
def _reason(plain: str) -> str | None:
    if menu_line().match(plain):
        return "navigation"
    found = next((entry.reason for entry in words().lines if any_line(entry.lines).match(plain)), None)
    if found:
        return found
    return None if _JAPANESE.search(plain) else "foreign"


def clutter_reason(line: Line) -> str | None:
    """What clutter a line is by its own words, ``None`` where nothing tells."""
    if line.is_body_mark:
        return "navigation"
    if line.is_paragraph_of_many and len(line.plain) >= words().shortest_paragraph:
        return None
    return _reason(line.plain)


def opens_section(line: Line) -> Section | None:
    """The section of clutter that a line opens behind the running text.

    A name with a time opens comments too, but a good paragraph behind them is running text again (a report by the minute).
    """
    w = words()
    opened = next((s for s in w.sections if any_line(s.lines).match(line.plain)), None)
    if opened or line.is_prose or menu_line().match(line.plain) or not any_line(w.comment_heads).match(line.plain):
        return opened
    return Section("comment", "prose", ())


def resumes(line: Line) -> bool:
    """Whether a line is running text again behind a list: a paragraph of some length that is itself no clutter."""
    return line.is_prose and len(line.plain) >= words().shortest_paragraph and clutter_reason(line) is None


def is_heading(lines: Sequence[Line], n: int) -> bool:
    """Whether a line between paragraphs is a heading: short, no sentence, and no entry of a list, speech or dialogue."""
    line = lines[n]
    if not line.plain or "。" in line.plain or len(line.plain) > words().longest_heading:
        return False
    if line.is_dialogue or line.is_listed or line.is_speech or _is_entry(lines, n):
        return False
    return not (_goes_on(lines, n - 1) or (_goes_on(lines, n) and _goes_on(lines, n + 1)))


def _goes_on(lines: Sequence[Line], n: int) -> bool:
    """Whether a line breaks off within a sentence that the next line goes on with, as in text wrapped by hand."""
    if not 0 <= n < len(lines) - 1 or not lines[n].plain or not lines[n + 1].plain:
        return False
    line = lines[n]
    if line.is_listed or _is_entry(lines, n) or clutter_reason(line) is not None:
        return False
    return len(line.plain) >= words().shortest_prose and not line.plain.endswith(words().sentence_ends)


def _is_entry(lines: Sequence[Line], n: int) -> bool:
    """Whether a line stands right beside one with the same mark: then both are entries of a list."""
    mark = lines[n].plain[0]
    beside = [lines[m].plain[:1] for m in (n - 1, n + 1) if 0 <= m < len(lines)]
    return mark in beside and mark in words().heading_marks

"""What of an article is not running text: marked, never changed.

An article is a head (title, date, menus), running text with headings and captions in it, and a tail (lists of other articles,
references, comments, menus). The head ends where the first paragraph of running text begins, the tail begins after the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.read.clutter.garble import garbled
from kg.read.clutter.lines import Line, clutter_reason, is_heading, opens_section, resumes, split_lines
from kg.read.clutter.tail import reference_tail
from kg.read.clutter.words import Section
from kg.records import Skip

__all__ = ["mark_clutter"]


def mark_clutter(text: str, title: str | None = None) -> tuple[Skip, ...]:
    """The stretches that are not running text, in order, each with its reason.

    >>> [(s.reason, s.end) for s in mark_clutter("基地を返還\\n\\n米軍は十九日、西部の基地をイラク軍に引き渡して撤退した。")]
    [('title', 5)]
    """
    lines = split_lines(text)
    reasons = _reasons(lines, title)
    skips = [
        Skip(line.start, line.end, reason) for line, reason in zip(lines, reasons, strict=True) if reason and line.plain
    ]
    for line, reason in zip(lines, reasons, strict=True):
        if reason is None and line.plain:
            skips.extend(_within(text, line))
    return tuple(sorted(skips, key=lambda s: (s.start, s.end)))


def _within(text: str, line: Line) -> Iterator[Skip]:
    """What is no running text within a line of it: garbled filler, and references that end it."""
    tail = reference_tail(text, line.start, line.end)
    yield from garbled(text, line.start, tail)
    if tail < line.end:
        yield Skip(tail, line.end, "references")


def _reasons(lines: Sequence[Line], title: str | None) -> list[str | None]:
    reasons = _marked(lines)
    prose = [n for n, line in enumerate(lines) if reasons[n] is None and line.is_prose]
    if not prose:
        return _titled(lines, reasons, title)
    first, last = _body_start(lines, prose[0]), _body_end(lines, reasons, prose[-1])
    for n in range(len(lines)):
        if n < first:
            reasons[n] = reasons[n] or "head"
        elif n > last:
            reasons[n] = reasons[n] or "footer"
        elif reasons[n] is None and is_heading(lines, n):
            reasons[n] = "heading"
    return _titled(lines, reasons, title)


def _body_start(lines: Sequence[Line], first: int) -> int:
    """The line of the first running text: after 本文, and with the question that a first answer answers."""
    mark = next((n for n, line in enumerate(lines) if line.is_body_mark), None)
    if mark is not None and mark < len(lines) // 2:
        return mark + 1
    before = first
    while before > 0 and lines[before - 1].is_dialogue:
        before -= 1
    return before


def _body_end(lines: Sequence[Line], reasons: Sequence[str | None], last: int) -> int:
    """The last line of running text: lists and dialogue right behind the last paragraph belong to it."""
    while last + 1 < len(lines) and reasons[last + 1] is None and lines[last + 1].belongs:
        last += 1
    return last


def _titled(lines: Sequence[Line], reasons: list[str | None], title: str | None) -> list[str | None]:
    """The title's line: the one that reads as the title given, else the first of the head."""
    for n, line in enumerate(lines):
        if line.plain and (title is None or line.is_title(title)):
            if reasons[n] in ("head", "heading", None) and (title is not None or reasons[n] == "head"):
                reasons[n] = "title"
                break
            if title is None and reasons[n] is None:
                break
    return reasons


def _marked(lines: Sequence[Line]) -> list[str | None]:
    """The reasons that lines have by their own words, by the section they stand in, or as a caption told again."""
    reasons: list[str | None] = [None] * len(lines)
    told = Counter(line.plain for line in lines if line.plain and not line.is_prose)
    section: Section | None = None
    begun = False
    for n, line in enumerate(lines):
        if not line.plain:
            continue
        section = _section_at(line, section) if begun else None
        repeated = "caption" if told[line.plain] > 1 and not line.belongs else None
        own = section.reason if section else clutter_reason(line) or repeated
        reasons[n] = own or _credited(lines, n)
        begun = begun or (reasons[n] is None and line.is_prose)
    return reasons


def _section_at(line: Line, section: Section | None) -> Section | None:
    """The section of clutter a line stands in, by the one that the line before it stood in."""
    if section and section.until == "end":
        return section
    opened = opens_section(line)
    if opened and not (section and section.reason == opened.reason):
        return opened
    return None if section and resumes(line) else section


def _credited(lines: Sequence[Line], n: int) -> str | None:
    """A short line right above a line of credit is the caption of the picture."""
    below = lines[n + 1] if n + 1 < len(lines) else None
    credited = below is not None and clutter_reason(below) == "credit" and not lines[n].is_paragraph_of_many
    return "caption" if credited else None

"""The day of publication as an article's head gives it: 19/01/2026, 2026年1月17日, 「RT 2022年01月07日」."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from kg.read.clutter.words import words
from kg.records import Skip

_NOT_OURS = ("caption", "credit", "comment", "related", "references")
"""Lines before the running text that may carry dates of something else."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def published_in(text: str, skips: Sequence[Skip]) -> date | None:
    """The first date that stands in the lines before the running text, ``None`` where there is none.

    >>> published_in("世界 / 中東\\n19/01/2026\\n米軍は撤退した。", [Skip(0, 18, "head")])
    datetime.date(2026, 1, 19)
    """
    end = _head_end(text, skips)
    for skip in skips:
        if skip.start < end and skip.reason not in _NOT_OURS:
            for line in text[skip.start : skip.end].splitlines():
                found = _date_in(line)
                if found:
                    return found
    return None


def _head_end(text: str, skips: Sequence[Skip]) -> int:
    """Where the running text begins: the first character but space that no skip holds."""
    at = 0
    for skip in sorted(skips, key=lambda s: s.start):
        if text[at : skip.start].strip():
            break
        at = max(at, skip.end)
    return at


def _date_in(line: str) -> date | None:
    plain = unicodedata.normalize("NFKC", line)
    if "。" in plain:
        return None
    found = [(match.start(), day) for form, read in _forms() for match in form.finditer(plain) if (day := read(match))]
    return min(found, default=(0, None))[1]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def _year_first(match: re.Match[str]) -> date | None:
    return _day(int(match[1]), int(match[2]), int(match[3]))


def _year_last(match: re.Match[str]) -> date | None:
    """Day and month before the year, in the order that can be; ``None`` where both orders can (03/04/2026)."""
    first, second, year = (int(n) for n in match.groups())
    if first > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else None


def _era(match: re.Match[str]) -> date | None:
    years = 1 if match[2] == words().first_year else int(match[2])
    return _day(words().eras[match[1]] + years - 1, int(match[3]), int(match[4]))


def _month_name(match: re.Match[str]) -> date | None:
    month, day, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    return _day(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...]:
    """The ways to write a day, each with what reads it."""
    names, eras = "|".join(_MONTHS), "|".join(words().eras)
    english = (
        rf"\b((?:{names})[a-z]*)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})"
        rf"|\b(\d{{1,2}})\s+((?:{names})[a-z]*)\.?,?\s+(\d{{4}})"
    )
    return (
        (re.compile(r"(?<!\d)(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})(?!\d)"), _year_first),
        (re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)"), _year_first),
        (re.compile(r"(?<![\d/.\-])(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)"), _year_last),
        (re.compile(rf"({eras})\s*(\d{{1,2}}|{words().first_year})年\s*(\d{{1,2}})月\s*(\d{{1,2}})日"), _era),
        (re.compile(english, re.IGNORECASE), _month_name),
    )

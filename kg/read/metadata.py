"""What is known of articles from an ``articles.csv`` beside them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kg.errors import ReadError

COLUMNS = ("article", "published", "publisher", "url", "title")


@dataclass(frozen=True, slots=True)
class Known:
    """What a row says of one article; ``None`` where it says nothing."""

    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None


def known_of(folder: Path) -> Mapping[str, Known]:
    """What the folder's ``articles.csv`` says of each article, by id; empty where there is no such file.

    Raises ReadError naming file and line where a row breaks the rules.
    """
    path = folder / "articles.csv"
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return {}
    return _read(path, stamp)


@lru_cache(maxsize=64)
def _read(path: Path, stamp: int) -> Mapping[str, Known]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            _check_header(path, rows.fieldnames)
            known: dict[str, Known] = {}
            for row in rows:
                _add(known, row, f"{path}, line {rows.line_num}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"{path}: cannot be read ({error}); it must be CSV in UTF-8") from error
    return known


def _check_header(path: Path, names: object) -> None:
    given = list(names) if isinstance(names, list) else []
    unknown = [name for name in given if name not in COLUMNS]
    if "article" not in given or unknown:
        problem = f"unknown column '{unknown[0]}'" if unknown else "no column 'article'"
        raise ReadError(f"{path}, line 1: {problem} (the columns are {', '.join(COLUMNS)})")


def _add(known: dict[str, Known], row: Mapping[str, str | None], place: str) -> None:
    article = (row.get("article") or "").strip()
    if not article:
        raise ReadError(f"{place}: no article id")
    if article in known:
        raise ReadError(f"{place}: a second row for article {article}; keep one")
    published, publisher, url, title = ((row.get(c) or "").strip() or None for c in COLUMNS[1:])
    known[article] = Known(_day(published, place) if published else None, publisher, url, title)


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ReadError(f"{place}: '{text}' is no day; write it as 2026-01-17") from error

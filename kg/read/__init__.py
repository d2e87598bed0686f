"""Files to articles: one reader a format, what is known of an article from beside it or from its head, clutter marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from kg.errors import ReadError
from kg.read.clutter import mark_clutter
from kg.read.metadata import Known, known_of
from kg.read.published import published_in
from kg.read.text import read_text
from kg.records import Article

__all__ = ["READERS", "mark_clutter", "read_articles"]

Reader = Callable[[Path], Iterator[Article]]

READERS: dict[str, Reader] = {".txt": read_text}
"""The reader of each format, by the file's suffix; a reader gives articles as they are, not yet cleaned."""


def _raise(error: ReadError) -> None:
    raise error


def read_articles(
    paths: Sequence[Path],
    published: date | None = None,
    on_error: Callable[[ReadError], None] = _raise,
) -> Iterator[Article]:
    """The articles of files and folders (searched with their subfolders), in order of their paths, clutter marked.

    What an ``articles.csv`` in the file's folder says of an article holds; else ``published``, else the date in its head.
    A file that cannot be read, or a second file with the same id, is given to ``on_error``, and the others go on.
    """
    seen: dict[str, Path] = {}
    tables: dict[Path, Mapping[str, Known] | None] = {}
    for path in _once(_files(paths, on_error)):
        try:
            if path.parent not in tables:
                tables[path.parent] = None  # what follows fails once for the folder, not once a file
                tables[path.parent] = known_of(path.parent)
            known = tables[path.parent]
            if known is None:
                continue
            for article in READERS[path.suffix.lower()](path):
                _refuse_twice(article, path, seen)
                yield _cleaned(article, known, published)
        except ReadError as error:
            on_error(error)


def _once(paths: Iterator[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() not in seen:
            seen.add(path.resolve())
            yield path


def _files(paths: Sequence[Path], on_error: Callable[[ReadError], None]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(
                p for p in path.rglob("*") if p.suffix.lower() in READERS and p.is_file() and _visible(p, path)
            )
            if not found:
                on_error(ReadError(f"{path}: no articles in this folder ({_formats()} files are read)"))
            yield from found
        elif not path.exists():
            on_error(ReadError(f"{path}: no such file or folder"))
        elif path.suffix.lower() not in READERS:
            on_error(ReadError(f"{path}: no reader for this format ({_formats()} files are read)"))
        else:
            yield path


def _visible(path: Path, root: Path) -> bool:
    return not any(part.startswith(".") for part in path.relative_to(root).parts)


def _formats() -> str:
    return ", ".join(READERS)


def _refuse_twice(article: Article, path: Path, seen: dict[str, Path]) -> None:
    first = seen.setdefault(article.id, path)
    if first != path:
        raise ReadError(f"{path}: article {article.id} was read from {first} already; rename one of the two")


def _cleaned(article: Article, known: Mapping[str, Known], published: date | None) -> Article:
    row = known.get(article.id, Known())
    skips = mark_clutter(article.text, row.title or article.title)
    title = next((article.text[s.start : s.end].strip() for s in skips if s.reason == "title"), None)
    return replace(
        article,
        published=row.published or published or article.published or published_in(article.text, skips),
        publisher=row.publisher or article.publisher,
        url=row.url or article.url,
        title=row.title or article.title or title,
        skips=skips,
    )

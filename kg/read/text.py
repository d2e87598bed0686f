"""Plain text: one article a file, its stem the id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import ReadError
from kg.records import Article


def read_text(path: Path) -> Iterator[Article]:
    """The article of a text file, its line ends as they are.

    Raises ReadError where the file cannot be opened, is not UTF-8 or holds no text.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReadError(f"{path}: cannot be opened ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{path}: not UTF-8 (byte {error.start}); convert it, for example with iconv -f SHIFT_JIS -t UTF-8"
        ) from error
    if "\0" in text:
        raise ReadError(f"{path}: holds binary data, not text")
    if not text.strip():
        raise ReadError(f"{path}: is empty")
    yield Article(id=path.stem, text=text)

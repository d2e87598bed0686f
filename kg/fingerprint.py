"""What an article was read with, as a short hash: it is read anew when code, model, rules or lexicon have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg import resources

_CODE = Path(__file__).parent
_READING = ("records.py", "edtf.py", "rules.py", "read", "extract", "lexicon")
_DESCRIBING = ("records.py", "edtf.py", "sentences.py", "intake.py", "pipeline.py", "lexicon", "resolve", "rdf")


@cache
def reading() -> str:
    """Of all that turns an article into claims."""
    return _hash(
        [*(_CODE / name for name in _READING), *(resources.data(name) for name in ("model", "rules", "lexicon"))]
    )


@cache
def describing() -> str:
    """Of all that names claims, makes events of them and describes both."""
    return _hash([*(_CODE / name for name in _DESCRIBING), *(resources.data(name) for name in ("lexicon", "rules"))])


def of_text(text: str) -> str:
    """Of a text.

    >>> of_text("撤退")
    'f2adfafb5b50'
    """
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _hash(paths: Iterable[Path]) -> str:
    """Of the contents and names of files and of the files in folders, wherever those lie."""
    digest = hashlib.sha256()
    for top in paths:
        files = sorted(p for p in top.rglob("*") if p.is_file()) if top.is_dir() else [top] if top.exists() else []
        for file in files:
            if "__pycache__" not in file.parts:
                digest.update(f"{top.name}/{file.relative_to(top)}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]

"""A store by where it is: a folder of ours, or the URL of a SPARQL endpoint."""

from __future__ import annotations

from pathlib import Path

from kg.rdf.remote import Remote, is_remote
from kg.rdf.store import Reader


def open_store(where: str | Path) -> Reader | Remote:
    """The store at a path or URL, for questions; raises StoreError where there is none."""
    return Remote(where) if is_remote(where) else Reader(Path(where))

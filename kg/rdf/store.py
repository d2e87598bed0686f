"""A store on disk that always holds one finished graph: a build makes a new version beside it and swaps it in.

``store/store.json`` names the published version, ``store/versions/N`` holds it. A published version is never written
to: a build copies it (hard links), writes to the copy, and replaces ``store.json``. A build killed at any moment leaves
the old version or the new one. Readers keep theirs (by a lock on ``versions/N.lock``) until they close; a version that
is not published and that nobody reads is removed by the next build.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.rdf.terms import DEFAULT_BASE, PREFIXES, Iris
from kg.rdf.values import Table, read_solutions

FORMAT = 1
"""Raised when the layout of a store, or the shape of its graph, changes so that older ones cannot be built upon."""
_POINTER, _VERSIONS, _LOCK = "store.json", "versions", "build.lock"


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``store.json`` says: the published version, the base of its IRIs, what its derived part was made with."""

    version: str
    base: str = DEFAULT_BASE
    derived_with: str = ""


def read_pointer(path: Path) -> Pointer | None:
    """The pointer of a store; ``None`` where there is no store yet; StoreError where it is none of ours."""
    file = path / _POINTER
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise StoreError(
                f"{file}: a store of format {found['format']}, this kg makes {FORMAT}; build it anew in another folder"
            )
        return Pointer(found["version"], found["base"], found["derived_with"])
    except FileNotFoundError:
        if path.is_dir() and any(p.name not in (_VERSIONS, _LOCK) for p in path.iterdir()):
            raise StoreError(
                f"{path}: a folder with other files in it, not a store; name another one with --store"
            ) from None
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{file}: not the pointer of a store ({error}); name another one with --store") from error


class Queried:
    """Something with quads, to be queried."""

    iris: Iris
    store: ox.Store

    def select(self, sparql: str) -> Table:
        """The rows of a SELECT query; the usual prefixes need no declaration. Raises QueryError."""
        found = self.query(sparql)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("a SELECT query is wanted here")
        return read_solutions(found)

    def query(self, sparql: str) -> Any:
        """What Oxigraph answers to a query of any form; raises QueryError where it cannot be read."""
        return query(self.store, sparql)


class InMemory(Queried):
    """Quads in memory, for questions."""

    def __init__(self, store: ox.Store, iris: Iris) -> None:
        self.store, self.iris = store, iris


class Reader(Queried):
    """The published version of a store, for questions; it stays the same until closed, whatever is built meanwhile."""

    def __init__(self, path: Path):
        """Opens the store; raises StoreError where there is none."""
        self.path = path
        while True:
            pointer = read_pointer(path)
            if pointer is None:
                raise StoreError(f"{path}: no store here; build one with: kg build ARTICLES --store {path}")
            lease = _lease(path, pointer.version, fcntl.LOCK_SH)
            if lease is not None and read_pointer(path) == pointer:
                break  # else a build swapped it between the two looks
            if lease is not None:
                lease.close()
        self.pointer, self._lease = pointer, lease
        self.iris = Iris(pointer.base)
        try:
            self.store = ox.Store.read_only(str(_folder(path, pointer.version)))
        except (OSError, ValueError) as error:
            lease.close()
            raise StoreError(f"{path}: cannot be opened ({error}); build it anew in another folder") from error

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the version."""
        del self.store
        self._lease.close()


def query(store: ox.Store, sparql: str) -> Any:
    """What Oxigraph answers to a query; the usual prefixes need no declaration. Raises QueryError."""
    try:
        return store.query(sparql, prefixes=dict(PREFIXES))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the query cannot be read: {' '.join(str(error).split())}") from error


def counts(store: ox.Store) -> tuple[int, int, int, int]:
    """How many articles, claims, events and entities a store holds."""

    def number(pattern: str) -> int:
        (solution,) = query(store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
        return int(solution["n"].value)

    return (
        sum(1 for _ in store.named_graphs()),
        number("GRAPH ?article { ?claim a mil:Claim }"),
        number("?event mil:independentArticles ?n"),
        number("?entity mil:inLexicon ?known"),
    )


@dataclass
class Draft:
    """A version being made: quads go in, and ``publish`` says whether it becomes the store's content.

    The copy is made on the first write, so that a build that finds nothing to do leaves no trace.
    """

    path: Path
    live: Pointer | None
    iris: Iris
    _version: str = ""
    _store: ox.Store | None = None
    _before: ox.Store | None = None
    _pending: list[ox.Quad] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return self._store is not None

    @property
    def store(self) -> ox.Store:
        """The version as it is, for reading; everything written so far is in it."""
        if self._store is None:
            return self.before
        self._settle()
        return self._store

    @property
    def before(self) -> ox.Store:
        """The version that this draft is based on; an empty store for the first."""
        if self._before is None:
            self._before = ox.Store.read_only(str(_folder(self.path, self.live.version))) if self.live else ox.Store()
        return self._before

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Adds quads."""
        self._pending.extend(quads)
        if self._pending:
            self._open()
        if len(self._pending) >= 100_000:
            self._settle()

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Removes quads."""
        for quad in quads:
            store = self._open()
            self._settle()
            store.remove(quad)

    def remove_graph(self, graph: ox.NamedNode) -> None:
        """Removes a named graph."""
        store = self._open()
        self._settle()
        store.remove_graph(graph)

    def counts(self) -> tuple[int, int, int, int]:
        """How many articles, claims, events and entities the version holds."""
        return counts(self.store)

    def publish(self, derived_with: str) -> None:
        """Makes the version, if anything was written, the one that readers open from now on."""
        if self._store is None and self.live is not None and self.live.derived_with == derived_with:
            return
        self._open()
        self._settle()
        assert self._store is not None
        self._store.flush()
        self.close()
        _write_pointer(self.path, Pointer(self._version, self.iris.base, derived_with))

    def close(self) -> None:
        """Closes the files; what was not published is lost."""
        self._store = self._before = None  # Oxigraph closes a store with its last reference
        self._pending = []

    def _open(self) -> ox.Store:
        if self._store is None:
            self._version = _next_version(self.path, self.live)
            folder = _folder(self.path, self._version)
            if self.live is not None:
                self.before.backup(str(folder))
            self._store = ox.Store(str(folder))
        return self._store

    def _settle(self) -> None:
        """Writes what waits: much of it at once as new files, little of it into the log."""
        if self._pending and self._store is not None:
            (self._store.bulk_extend if len(self._pending) > 20_000 else self._store.extend)(self._pending)
            self._pending = []


@contextmanager
def draft(path: Path, base: str | None = None) -> Iterator[Draft]:
    """A draft of the store's next version, alone: raises StoreError where another build is at work.

    ``base`` is wanted for a store's first version only; one that differs from the store's is a StoreError.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        read_pointer(path)  # before anything is written into a folder that is not ours
        (path / _VERSIONS).mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: no store can be made here ({error.strerror}); name another folder") from error
    with open(path / _LOCK, "a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(f"{path}: another build is at work on it; wait for its end") from error
        live = read_pointer(path)
        if live and base and base != live.base:
            raise StoreError(
                f"{path}: its base IRI is {live.base}, not {base}; leave --base out or build another store"
            )
        _sweep(path, live)
        work = Draft(path, live, Iris(live.base if live else base or DEFAULT_BASE))
        try:
            yield work
        finally:
            work.close()
            _sweep(path, read_pointer(path))


def _folder(path: Path, version: str) -> Path:
    return path / _VERSIONS / version


def _next_version(path: Path, live: Pointer | None) -> str:
    """A number above all that are there, be they only left behind."""
    taken = [int(p.name) for p in (path / _VERSIONS).iterdir() if p.name.isdigit()]
    return f"{max([*taken, int(live.version) if live else 0]) + 1:06}"


def _write_pointer(path: Path, pointer: Pointer) -> None:
    """Replaces the pointer in one step, and makes sure that it is on the disk."""
    made = {"format": FORMAT, "version": pointer.version, "base": pointer.base, "derived_with": pointer.derived_with}
    new = path / _VERSIONS / f"{pointer.version}.json"
    with open(new, "w", encoding="utf-8") as file:
        json.dump(made, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path / _POINTER)


def _lease(path: Path, version: str, kind: int) -> IO[str] | None:
    """A lock on a version, held until closed; ``None`` where it is another's or the version is gone."""
    folder = _folder(path, version)
    try:
        lease = _open_lock(folder.with_suffix(".lock"))
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lease, kind | fcntl.LOCK_NB)
    except OSError:
        lease.close()
        return None
    if not folder.is_dir():
        lease.close()
        return None
    return lease


def _open_lock(file: Path) -> IO[str]:
    """A lock file; on a read-only disk, where nothing is ever removed, any file will do."""
    try:
        return open(file, "a+", encoding="utf-8")
    except FileNotFoundError:
        raise
    except OSError:
        return open(file if file.exists() else os.devnull, encoding="utf-8")


def _sweep(path: Path, live: Pointer | None) -> None:
    """Removes versions that are not published and that nobody reads; call it with the build lock held."""
    for folder in sorted((path / _VERSIONS).iterdir()):
        if not folder.is_dir() or (live and folder.name == live.version):
            continue
        lease = _lease(path, folder.name, fcntl.LOCK_EX)
        if lease is not None:
            shutil.rmtree(folder)
            folder.with_suffix(".lock").unlink(missing_ok=True)
            folder.with_suffix(".json").unlink(missing_ok=True)
            lease.close()

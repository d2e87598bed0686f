"""What a query may cost, and what it may not do at all."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from kg.errors import QueryError

_NOISE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n]*",
    re.DOTALL,
)
_SERVICE = re.compile(r"(?i)(?<![\w:?$@.-])SERVICE(?![\w:-])")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds a query may run, rows and bytes it may answer, bytes a request may bring, queries that run side by side."""

    seconds: float = 30
    rows: int = 100_000
    answer_bytes: int = 50_000_000
    request_bytes: int = 1_000_000
    workers: int = 2


class TooMuch(QueryError):
    """An answer that is larger than allowed."""


def refuse_service(sparql: str) -> None:
    """Raises QueryError where a query would send another server a query.

    >>> refuse_service('SELECT * { ?s rdfs:label "SERVICE <x>" } # SERVICE')
    >>> refuse_service("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.errors.QueryError: SERVICE is not allowed here
    """
    if _SERVICE.search(_NOISE.sub(" ", sparql)):
        raise QueryError("SERVICE is not allowed here")


class Bounded(io.RawIOBase):
    """A buffer that refuses to grow beyond a number of bytes, or of rows (counted by what stands between two)."""

    def __init__(self, limits: Limits, between: bytes) -> None:
        self.parts: list[bytes] = []
        self.refused: str | None = None
        self._limits, self._between = limits, between
        self._size = self._rows = 0

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def write(self, data: object) -> int:
        """Keeps the data; raises TooMuch at the limit."""
        piece = bytes(data)  # type: ignore[call-overload]
        self._size += len(piece)
        self._rows += piece.count(self._between) if self._between else 0
        if self._rows > self._limits.rows + 1:
            self.refused = f"more than {self._limits.rows} rows; add LIMIT and OFFSET"
        elif self._size > self._limits.answer_bytes:
            self.refused = f"more than {self._limits.answer_bytes} bytes; add LIMIT and OFFSET"
        if self.refused:
            raise TooMuch(self.refused)
        self.parts.append(piece)
        return len(piece)

    @property
    def content(self) -> bytes:
        """All that was written."""
        return b"".join(self.parts)

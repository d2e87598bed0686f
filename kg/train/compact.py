"""The compact form in which people write annotated texts, read into articles and claims.

A block is ``#id``, ``#published``, ``#title`` lines, the body, ``#claims``, then one claim a line::

    type | trigger | EDTF "text" | factuality | source=entity | role:text=entity ; … | min-maxUNIT "text" | @ substring

``-`` stands for none. A trigger that occurs twice needs the ``@`` field: a unique substring that holds it. Other spans are taken from
that substring if they stand there, else from the trigger's sentence, else the nearest before it, else after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.records import EVENT_TYPES, FACTUALITIES, ROLES

_HEAD = re.compile(r"(\S+)\s*\n#published (\S+)\s*\n#title ([^\n]*)\n(.*)", re.S)
_DATE = re.compile(r'(\S+)(?:\s+"(.*)")?$')
_COUNT = re.compile(r'(\d+)(?:-(\d+))?(\S*)\s+"(.*)"$')


@dataclass(frozen=True)
class AnnotatedText:
    """An article and its claims as JSON objects (format of the gold files)."""

    id: str
    published: str | None
    text: str
    claims: list[dict[str, Any]]


def read_compact(file: Path) -> Iterator[AnnotatedText]:
    """Every block of a file; raises DataError naming file, article and line where one is malformed."""
    for block in re.split(r"(?m)^#id ", file.read_text(encoding="utf-8"))[1:]:
        head, _, claims = block.partition("\n#claims")
        match = _HEAD.match(head)
        if not match:
            raise DataError(f"{file}: bad header {block[:40]!r}; give #id, #published, #title lines, then the body")
        id, published, title, body = match.groups()
        text = f"{title.strip()}\n\n{body.strip()}\n"
        lines = [line.strip() for line in claims.strip().splitlines()]
        read = [
            _claim(text, len(title.strip()) + 2, line, f"{file}, {id}")
            for line in lines
            if line and not line.startswith("//")
        ]
        read.sort(key=lambda c: int(c["trigger"]["start"]))
        yield AnnotatedText(id, None if published in ("-", "null") else published, text, read)


def _claim(text: str, body: int, line: str, place: str) -> dict[str, Any]:
    def fail(problem: str) -> DataError:
        return DataError(f"{place}: {problem} in {line[:80]!r}")

    fields = [f.strip() for f in line.split("|")]
    if len(fields) < 7:
        raise fail("fewer than 7 fields")
    kind, trigger, when, fact, source, args, count = fields[:7]
    if kind not in EVENT_TYPES or fact not in FACTUALITIES:
        raise fail("unknown type or factuality")
    inside = fields[7][1:].strip() if len(fields) > 7 and fields[7].startswith("@") else None
    base = text.find(inside, body) if inside else body
    at = text.find(trigger, base) if base >= 0 else -1
    if at < 0 or (inside and at + len(trigger) > base + len(inside)):
        raise fail("trigger not found")
    span = _finder(text, at, (base, base + len(inside)) if inside else None, fail)
    claim: dict[str, Any] = {"type": kind, "trigger": span(trigger, at), "factuality": fact}
    claim["date"] = _date(when, span, fail)
    claim["source"] = _named(source, span) if source not in ("-", "") else None
    claim["args"] = [_argument(a, span, fail) for a in args.split(";")] if args not in ("-", "") else []
    claim["count"] = _count(count, span, fail) if count not in ("-", "") else None
    return claim


Finder = Callable[..., dict[str, Any]]


def _finder(text: str, trigger: int, inside: tuple[int, int] | None, fail: Callable[[str], DataError]) -> Finder:
    start = max(text.rfind("。", 0, trigger), text.rfind("\n", 0, trigger)) + 1
    stop = text.find("。", trigger)
    end = len(text) if stop < 0 else stop + 1

    def span(words: str, at: int | None = None) -> dict[str, Any]:
        places = [] if at is not None else [text.find(words, *inside)] if inside else []
        if at is None:
            places += [text.find(words, start, end), text.rfind(words, 0, start), text.find(words, end)]
            at = next((p for p in places if p >= 0), -1)
        if at < 0 or not words:
            raise fail(f"{words!r} not found")
        return {"start": at, "end": at + len(words), "text": words}

    return span


def _named(field: str, span: Finder) -> dict[str, Any]:
    words, _, entity = field.partition("=")
    return {"entity": None if entity.strip() in ("", "-") else entity.strip(), **span(words.strip())}


def _argument(field: str, span: Finder, fail: Callable[[str], DataError]) -> dict[str, Any]:
    role, _, rest = field.strip().partition(":")
    if role not in ROLES:
        raise fail(f"unknown role {role!r}")
    return {"role": role, **_named(rest, span)}


def _date(field: str, span: Finder, fail: Callable[[str], DataError]) -> dict[str, Any] | None:
    if field in ("-", ""):
        return None
    match = _DATE.match(field)
    if not match:
        raise fail("malformed date")
    if not match[2]:
        return {"edtf": match[1], "start": None, "end": None, "text": None}
    return {"edtf": match[1], **span(match[2])}


def _count(field: str, span: Finder, fail: Callable[[str], DataError]) -> dict[str, Any]:
    match = _COUNT.match(field)
    if not match:
        raise fail("malformed count")
    low = int(match[1])
    return {"min": low, "max": int(match[2] or low), "unit": match[3] or "人", **span(match[4])}

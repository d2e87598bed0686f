"""Claims to and from the JSON of the gold files: one object an article.

``{"article", "published", "claims": [{"id", "type", "trigger", "date", "factuality", "source", "args", "count"}]}``, a span being
``{"start", "end", "text"}`` and an entity its name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.records import Argument, Claim, Count, DateSpan, Entity, Source, Span

Namer = Callable[[str, str], Entity]
"""Finds the entity of a name; its second argument is the role it plays (``source`` for a speaker)."""


def _span(record: Any) -> dict[str, Any]:
    return (
        {"start": record.start, "end": record.end, "text": record.text}
        if record
        else {"start": None, "end": None, "text": None}
    )


def claim_to_json(claim: Claim, number: int) -> dict[str, Any]:
    """One claim as a JSON object; ``number`` counts the article's claims from 1."""
    source, count, when = claim.source, claim.count, claim.date
    out: dict[str, Any] = {
        "id": f"{claim.article}-{number}",
        "type": claim.type,
        "trigger": _span(claim.trigger),
        "date": {"edtf": when.edtf, **_span(when.span)} if when else None,
        "factuality": claim.factuality,
        "source": {**_span(source.span), "entity": source.entity.name if source.entity else None} if source else None,
        "args": [{"role": a.role, **_span(a.span), "entity": a.entity.name if a.entity else None} for a in claim.args],
        "count": {"min": count.min, "max": count.max, "unit": count.unit, **_span(count.span)} if count else None,
    }
    if claim.confidence is not None:
        out["confidence"] = round(claim.confidence, 4)
    return out


def article_to_json(article: str, published: date | None, claims: Iterable[Claim]) -> dict[str, Any]:
    """All claims of one article as the JSON object of a gold file."""
    return {
        "article": article,
        "published": published.isoformat() if published else None,
        "claims": [claim_to_json(c, n) for n, c in enumerate(claims, 1)],
    }


def _read_span(record: dict[str, Any] | None) -> Span | None:
    if not record or record.get("start") is None:
        return None
    return Span(record["start"], record["end"], record["text"])


def claim_from_json(article: str, record: dict[str, Any], namer: Namer) -> Claim:
    """One claim from its JSON object; raises KeyError or TypeError where a field is missing."""

    def entity(name: str | None, role: str) -> Entity | None:
        return namer(name, role) if name else None

    when, source, count = record.get("date"), record.get("source"), record.get("count")
    trigger = _read_span(record["trigger"])
    source_span = _read_span(source)
    if trigger is None:
        raise KeyError("trigger")
    args = [
        Argument(a["role"], span, entity(a.get("entity"), a["role"]))
        for a in record.get("args") or ()
        if (span := _read_span(a)) is not None
    ]
    return Claim(
        article=article,
        type=record["type"],
        trigger=trigger,
        factuality=record["factuality"],
        args=tuple(args),
        date=DateSpan(when.get("edtf"), _read_span(when)) if when else None,
        source=Source(source_span, entity(source.get("entity"), "source")) if source and source_span else None,
        count=Count(count["min"], count["max"], count["unit"], _read_span(count)) if count else None,
        confidence=record.get("confidence"),
    )


def _objects(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each JSON object of a file with the place it stands at."""
    text = file.read_text(encoding="utf-8")
    try:
        if file.suffix == ".jsonl":
            for number, line in enumerate(text.splitlines(), 1):
                if line.strip():
                    yield f"{file}, line {number}", json.loads(line)
        else:
            yield str(file), json.loads(text)
    except json.JSONDecodeError as error:
        raise DataError(f"{file}: not JSON ({error}); give a .json or .jsonl file of claims") from error


def read_claims(path: Path, namer: Namer) -> dict[str, tuple[Claim, ...]]:
    """Claims of each article from a ``.json`` or ``.jsonl`` file or a folder of them.

    Raises DataError naming file and place where a claim is not in the format.
    """
    files = sorted([*path.glob("*.json"), *path.glob("*.jsonl")]) if path.is_dir() else [path]
    found: dict[str, tuple[Claim, ...]] = {}
    for file in files:
        for place, record in _objects(file):
            try:
                claims = tuple(claim_from_json(record["article"], c, namer) for c in record["claims"])
            except (KeyError, TypeError, AttributeError) as error:
                raise DataError(
                    f"{place}: a claim lacks or misuses field {error}; see the claim format in README"
                ) from error
            found[record["article"]] = found.get(record["article"], ()) + claims
    return found

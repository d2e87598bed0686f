"""Where training texts come from: our own in ``data/train/texts`` (compact form), and stand-off annotations of Wikinews.

``data/train/wikinews.jsonl.gz`` holds ids, offsets and labels but no text; the texts are read from a Wikinews file the user has.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg import resources
from kg.read import mark_clutter
from kg.train.compact import AnnotatedText, read_compact

Claims = list[dict[str, Any]]


def own_texts() -> Iterator[AnnotatedText]:
    """Every text of ``data/train/texts``, in order of file name."""
    for file in sorted(resources.data("train", "texts").glob("*.txt")):
        yield from read_compact(file)


def wikinews_texts(articles: Path) -> Iterator[AnnotatedText]:
    """Annotated Wikinews articles; ``articles`` is a gzipped JSON-lines file with ``article`` and ``text``.

    Raises ValueError where a text is not the one that was annotated.
    """
    with gzip.open(articles, "rt", encoding="utf-8") as handle:
        texts = {record["article"]: record["text"] for record in map(json.loads, handle)}
    with gzip.open(resources.data("train", "wikinews.jsonl.gz"), "rt", encoding="utf-8") as handle:
        for record in map(json.loads, handle):
            text = texts.get(record["article"])
            if text is None or text_hash(text) != record["sha256"]:
                raise ValueError(
                    f"{articles}: article {record['article']} is missing or not the text that was annotated"
                )
            yield AnnotatedText(
                record["article"], record["published"], text, [_filled(c, text) for c in record["claims"]]
            )


def text_hash(text: str) -> str:
    """What tells that a text is the annotated one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def stand_off(claims: Iterable[dict[str, Any]]) -> Claims:
    """Claims without the words of the text."""

    def bare(span: dict[str, Any] | None) -> dict[str, Any] | None:
        return {k: v for k, v in span.items() if k != "text"} if span else None

    return [
        {
            "type": c["type"],
            "trigger": bare(c["trigger"]),
            "factuality": c["factuality"],
            "date": bare(c["date"]),
            "source": bare(c["source"]),
            "args": [bare(a) for a in c["args"]],
            "count": bare(c["count"]),
        }
        for c in claims
    ]


def _filled(claim: dict[str, Any], text: str) -> dict[str, Any]:
    def full(span: dict[str, Any] | None) -> dict[str, Any] | None:
        if not span or span.get("start") is None:
            return span
        return {**span, "text": text[span["start"] : span["end"]]}

    spans = {k: full(claim[k]) for k in ("trigger", "date", "source", "count")}
    return {**claim, **spans, "args": [full(a) for a in claim["args"]]}


def clutter(text: AnnotatedText) -> list[tuple[int, int]]:
    """What is not running text, but nothing that holds an annotated trigger."""
    triggers = [(c["trigger"]["start"], c["trigger"]["end"]) for c in text.claims]
    return [
        (s.start, s.end)
        for s in mark_clutter(text.text, None)
        if not any(s.start < end and start < s.end for start, end in triggers)
    ]

"""An article's running text as windows that fit the encoder: a body to read claims from, between context.

Training and extraction cut in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.tokens import BOS, EOS, PieceTokenizer, Tokens

SENTENCE = re.compile(r"[^\n。！？!?]*[。！？!?]+[」』）)]*|[^\n。！？!?]+")
BODY, BEFORE, AFTER, LONGEST = 300, 128, 40, 506
"""In pieces: the longest body, context before and after it, and the longest window without its two special pieces."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the running text: where it stands, and whether it opens a line."""

    start: int
    end: int
    opens_line: bool


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder reads at once.

    ``ids`` and ``spans`` begin and end with a special piece (span of no width); ``sentences`` holds each piece's sentence number in
    the article; ``body`` is the range of pieces in which triggers are looked for.
    """

    ids: list[int]
    spans: list[tuple[int, int]]
    sentences: list[int]
    body: tuple[int, int]


def sentences(text: str, skips: Sequence[tuple[int, int]] = ()) -> list[Sentence]:
    """Sentences of the running text; a stretch in ``skips`` is cut out.

    >>> [text[s.start:s.end] for text in ["米軍は撤退した。 基地は残る。"] for s in sentences(text)]
    ['米軍は撤退した。', '基地は残る。']
    """
    found: list[Sentence] = []
    for match in SENTENCE.finditer(text):
        for start, end in _without(match.start(), match.end(), skips):
            piece = text[start:end]
            start += len(piece) - len(piece.lstrip())
            end -= len(piece) - len(piece.rstrip())
            if start < end:
                line = text[text.rfind("\n", 0, start) + 1 : start]
                found.append(Sentence(start, end, not line.strip() or not found))
    return found


def _without(start: int, end: int, skips: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for a, b in sorted(skips):
        if a < end and start < b:
            if start < a:
                yield start, a
            start = min(max(start, b), end)
    if start < end:
        yield start, end


def windows(text: str, tokenizer: PieceTokenizer, skips: Sequence[tuple[int, int]] = ()) -> list[Window]:
    """Windows whose bodies cover every sentence once, in order."""
    parts = [tokenizer.encode(text[s.start : s.end], s.start, s.opens_line) for s in sentences(text, skips)]
    pieces = [_clip(p) for p in parts]
    out, first = [], 0
    while first < len(pieces):
        last, size = first, 0
        while last < len(pieces) and (last == first or size + len(pieces[last]) <= BODY):
            size += len(pieces[last])
            last += 1
        out.append(_window(pieces, first, last, size))
        first = last
    return out


def _clip(tokens: Tokens) -> Tokens:
    return Tokens(tokens.ids[:LONGEST], tokens.spans[:LONGEST])


def _window(pieces: Sequence[Tokens], first: int, last: int, size: int) -> Window:
    room = LONGEST - size
    lo, used = first, 0
    while lo > 0 and used + len(pieces[lo - 1]) <= min(BEFORE, room):
        lo -= 1
        used += len(pieces[lo])
    hi, after = last, 0
    while hi < len(pieces) and after + len(pieces[hi]) <= min(AFTER, room - used):
        after += len(pieces[hi])
        hi += 1
    ids, spans, numbers = [BOS], [(pieces[lo].spans[0][0],) * 2 if len(pieces[lo]) else (0, 0)], [lo]
    for n in range(lo, hi):
        ids += pieces[n].ids
        spans += pieces[n].spans
        numbers += [n] * len(pieces[n])
    ids.append(EOS)
    spans.append((spans[-1][1],) * 2)
    numbers.append(hi - 1)
    return Window(ids, spans, numbers, (1 + used, 1 + used + size))

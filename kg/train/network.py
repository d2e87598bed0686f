"""The claim network: one encoding of a window, light heads on it."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from kg.extract.focus import BUCKETS, SENTENCES, Focus
from kg.extract.labels import FACTS, SLOTS, TYPES, bio_size
from kg.train.encoder import Encoder, Layer

WIDTH = 256
CASES = ("ガ", "ヲ", "ニ", "デ", "カラ", "ヘ", "ト", "マデ", "時間", "ニヨッテ", "ノ")
NAMES = ("人名", "法人名", "政治的組織名", "その他の組織名", "地名", "施設名", "製品名", "イベント名")
PREDICATE = len(TYPES)
"""Type number of a predicate of the auxiliary task."""


class ClaimNet(nn.Module):
    """Triggers from the window, arguments and factuality from a trigger's neighbourhood on the same encoding."""

    def __init__(self, encoder: Encoder, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        wide = encoder.word.weight.shape[1]
        self.drop = nn.Dropout(dropout)
        self.triggers = nn.Linear(wide, bio_size(TYPES))
        self.names = nn.Linear(wide, bio_size(NAMES))
        self.conditioned = Conditioned(wide)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Hidden states (windows, pieces, width), with dropout for the heads."""
        hidden: Tensor = self.drop(self.encoder(ids, mask))
        return hidden


class Conditioned(nn.Module):
    """The trigger-conditioned layers and the heads on them."""

    def __init__(self, wide: int) -> None:
        super().__init__()
        self.token = nn.Linear(wide, WIDTH)
        self.anchor = nn.Linear(wide, WIDTH)
        self.distance = nn.Embedding(BUCKETS, WIDTH)
        self.sentence = nn.Embedding(SENTENCES, WIDTH)
        self.kind = nn.Embedding(len(TYPES) + 1, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer(WIDTH, 4, 2 * WIDTH, 1e-5) for _ in range(2))
        self.slots = nn.Linear(WIDTH, bio_size(SLOTS))
        self.cases = nn.Linear(WIDTH, bio_size(CASES))
        self.fact = nn.Sequential(nn.Linear(2 * WIDTH, WIDTH // 2), nn.GELU(), nn.Linear(WIDTH // 2, len(FACTS)))
        for table in (self.distance, self.sentence, self.kind):
            nn.init.normal_(table.weight, std=0.1)

    def forward(
        self, near: Tensor, kind: Tensor, mask: Tensor, trigger: Tensor, distance: Tensor, sentence: Tensor
    ) -> Tensor:
        """States (triggers, pieces, WIDTH) of the hidden states ``near`` (triggers, pieces, wide); the rest as in ``Focus``."""
        anchor = self.anchor(mean(near, trigger))[:, None]
        token = self.token(near)
        x = token + anchor + token * anchor + self.distance(distance) + self.sentence(sentence)
        x = self.norm(x + self.kind(kind)[:, None])
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        states: Tensor = x
        return states

    def factuality(self, x: Tensor, trigger: Tensor, here: Tensor) -> Tensor:
        """Logits (triggers, factualities) from the means of the trigger and of its sentence."""
        logits: Tensor = self.fact(torch.cat([mean(x, trigger), mean(x, here)], -1))
        return logits


def mean(x: Tensor, where: Tensor) -> Tensor:
    """Mean of ``x`` (n, pieces, width) over the pieces where ``where`` is true."""
    weight = where.to(x.dtype)[..., None]
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1)


def tensors(focus: Focus) -> dict[str, Tensor]:
    """A focus as tensors, by field name."""
    return {name: torch.from_numpy(getattr(focus, name)) for name in Focus.__slots__}


def condition(net: Conditioned, hidden: Tensor, f: dict[str, Tensor]) -> Tensor:
    """Conditioned states of a focus given as tensors."""
    near = hidden[f["window"][:, None], f["index"]]
    x: Tensor = net(near, f["type"], f["mask"], f["trigger"], f["distance"], f["sentence"])
    return x

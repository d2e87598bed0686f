"""The network run by PyTorch, as the extractor's decoder expects it: for trials before export."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from kg.extract.focus import Focus
from kg.extract.labels import Floats
from kg.train.network import ClaimNet, condition, tensors


class TorchNetwork:
    """Adapter of ``ClaimNet`` to ``kg.extract.model.Network``."""

    def __init__(self, net: ClaimNet) -> None:
        self._net = net.eval()

    @torch.no_grad()
    def encode(self, ids: Sequence[int]) -> tuple[Floats, Floats]:
        """Hidden states and trigger logits of one window."""
        x = torch.tensor([list(ids)])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self._net(x, torch.ones_like(x, dtype=torch.bool))
            logits = self._net.triggers(hidden)
        return hidden[0].float().numpy(), logits[0].float().numpy()

    @torch.no_grad()
    def condition(self, hidden: Floats, focus: Focus) -> tuple[Floats, Floats]:
        """Slot and factuality logits of a window's triggers."""
        f = tensors(focus)
        net = self._net.conditioned
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = condition(net, torch.from_numpy(hidden)[None], f)
            slots, facts = net.slots(x), net.factuality(x, f["trigger"], f["here"])
        return slots.float().numpy(), facts.float().numpy()

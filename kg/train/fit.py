"""The training loop: one stage is a set of examples, a number of epochs and the learning rates."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from kg.train.data import IGNORE, Example, batches, collate, focus_labels
from kg.train.network import ClaimNet, condition, tensors

EVERY = 4
"""Steps between updates of the moving average."""


@dataclass(frozen=True)
class Stage:
    """How to train; rates are the peaks of a warm-up and linear decay to ``floor`` of the peak."""

    name: str
    epochs: float
    encoder_rate: float = 6e-5
    head_rate: float = 5e-4
    batch: int = 8
    warmup: int = 150
    floor: float = 0.0
    blank: float = 0.0
    average: float = 0.0
    frozen_layers: int = 0
    minutes: float | None = None


def losses(net: ClaimNet, batch: Sequence[Example], rng: random.Random, blank: float) -> dict[str, Tensor]:
    """The losses of a batch, by head."""
    data = collate(batch, rng, blank)
    hidden = net(data["ids"], data["mask"])
    task = batch[0].task
    out = {}
    if task == "claims":
        out["trigger"] = 2 * _loss(net.triggers(hidden), data["labels"])
    elif task == "names":
        out["names"] = _loss(net.names(hidden), data["labels"])
    answers = focus_labels(batch)
    if answers:
        focus, labels, facts = answers
        f = tensors(focus)
        states = net.drop(condition(net.conditioned, hidden, f))
        if task == "claims":
            out["slots"] = 3 * _loss(net.conditioned.slots(states), labels)
            out["fact"] = 0.3 * _loss(net.conditioned.factuality(states, f["trigger"], f["here"]), facts)
        else:
            out["cases"] = _loss(net.conditioned.cases(states), labels)
    return out


def _loss(logits: Tensor, labels: Tensor) -> Tensor:
    return F.cross_entropy(logits.float().flatten(0, -2), labels.flatten(), ignore_index=IGNORE)


def parameters(net: ClaimNet, stage: Stage) -> list[dict[str, object]]:
    """Optimiser groups: the encoder slower than the heads, no decay on biases and norms, embeddings frozen."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, p in net.named_parameters():
        layer = int(name.split(".")[2]) if name.startswith("encoder.layers") else -1
        p.requires_grad = not (
            name.startswith(("encoder.word", "encoder.position"))
            or (name.startswith("encoder.") and layer < stage.frozen_layers)
        )
        if p.requires_grad:
            groups.setdefault((name.startswith("encoder"), p.dim() > 1), []).append(p)
    return [
        {"params": ps, "lr": stage.encoder_rate if slow else stage.head_rate, "weight_decay": 0.01 if decay else 0.0}
        for (slow, decay), ps in groups.items()
    ]


def train(
    net: ClaimNet,
    examples: Sequence[Example],
    stage: Stage,
    seed: int = 0,
    log: Callable[[str], None] = print,
    after_epoch: Callable[[ClaimNet, int], None] | None = None,
) -> ClaimNet:
    """Train ``net`` in place for one stage; returns it, or the moving average of its weights where the stage asks for one."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    optimiser = torch.optim.AdamW(parameters(net, stage), fused=True)
    peaks = [g["lr"] for g in optimiser.param_groups]
    total = max(1, int(stage.epochs * len(batches(examples, stage.batch, random.Random(seed)))))
    averaged = copy.deepcopy(net) if stage.average else None
    step, epoch, begun = 0, 0, time.monotonic()
    sums: dict[str, tuple[float, int]] = {}
    while step < total:
        for batch in batches(examples, stage.batch, rng):
            progress = step / total
            if stage.minutes:
                progress = max(progress, (time.monotonic() - begun) / 60 / stage.minutes)
            if progress >= 1:
                step = total
                break
            scale = min(1.0, (step + 1) / stage.warmup) * (stage.floor + (1 - stage.floor) * (1 - progress))
            for group, peak in zip(optimiser.param_groups, peaks, strict=True):
                group["lr"] = peak * scale
            net.train()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                parts = losses(net, batch, rng, stage.blank)
            optimiser.zero_grad(set_to_none=True)
            sum(parts.values()).backward()  # type: ignore[union-attr]
            nn.utils.clip_grad_norm_([p for p in net.parameters() if p.requires_grad], 1.0)
            optimiser.step()
            step += 1
            if averaged is not None and step % EVERY == 0:
                _average(averaged, net, min(stage.average**EVERY, step / (step + 10)))
            for name, value in parts.items():
                total_loss, n = sums.get(name, (0.0, 0))
                sums[name] = (total_loss + float(value.detach()), n + 1)
            if step % 25 == 0:
                shown = " ".join(f"{k} {v / n:.3f}" for k, (v, n) in sums.items())
                log(f"{stage.name} {step}/{total} {time.monotonic() - begun:.0f}s {shown}")
                sums = {}
        epoch += 1
        if after_epoch:
            after_epoch(averaged or net, epoch)
    return averaged or net


@torch.no_grad()
def _average(averaged: ClaimNet, net: ClaimNet, decay: float) -> None:
    for kept, new in zip(averaged.parameters(), net.parameters(), strict=True):
        if new.requires_grad:
            kept.lerp_(new, 1 - decay)

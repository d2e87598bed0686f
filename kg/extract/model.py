"""The claim model: reads a window once, finds triggers, then each trigger's arguments, source, date, count and factuality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kg.extract.focus import Focus, Trigger, crop, focus
from kg.extract.labels import SLOTS, TYPES, Floats, begin, spans, viterbi
from kg.extract.windows import Window
from kg.records import FACTUALITIES, EventType, Factuality


@dataclass(frozen=True, slots=True)
class SlotReading:
    """A stretch of the text that fills a slot (a role, ``SOURCE``, ``DATE`` or ``COUNT``), and how sure the model is of it."""

    slot: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model reads at one trigger; ``facts`` holds the probability of each factuality."""

    type: EventType
    start: int
    end: int
    probability: float
    slots: tuple[SlotReading, ...]
    facts: tuple[float, ...]

    @property
    def factuality(self) -> Factuality:
        """The likeliest factuality."""
        return FACTUALITIES[max(range(len(FACTUALITIES)), key=self.facts.__getitem__)]


class Network(Protocol):
    """The trained network, whatever runs it."""

    def encode(self, ids: Sequence[int]) -> tuple[Floats, Floats]:
        """Hidden states (pieces, width) and trigger logits (pieces, labels) of one window."""

    def condition(self, hidden: Floats, focus: Focus) -> tuple[Floats, Floats]:
        """Slot logits (triggers, pieces, labels) and factuality logits (triggers, factualities)."""


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    chances: Floats = shifted / shifted.sum(-1, keepdims=True)
    return chances


@dataclass(frozen=True, slots=True)
class Hint:
    """A word of the text that tells an event of a type in a ``share`` of the places where it stands."""

    start: int
    end: int
    type: str
    share: float


@dataclass(frozen=True, slots=True)
class Leaning:
    """What is added to the network's logits, all chosen on the dev sets.

    ``trigger`` is taken from "no trigger", ``slot`` from "no slot": above 0 they find more. ``hint`` times the word's share (plus
    ``floor``) is added to an event type where a word hints at it.
    """

    trigger: float = 0.0
    slot: float = 0.0
    hint: float = 0.0
    floor: float = 0.0


def read_window(
    network: Network, window: Window, leaning: Leaning = Leaning(), hints: Sequence[Hint] = ()
) -> Iterator[Reading]:
    """Every claim the network finds in the body of a window."""
    hidden, logits = network.encode(window.ids)
    lo, hi = window.body
    logits = logits[lo:hi].copy()
    logits[:, 0] -= leaning.trigger
    if leaning.hint:
        _lean(logits, window.spans[lo:hi], hints, leaning)
    chances = softmax(logits)
    found = [(lo + a, lo + b, kind) for a, b, kind in spans(viterbi(logits))]
    if not found:
        return
    triggers = [Trigger(0, a, b, kind) for a, b, kind in found]
    slot_logits, fact_logits = network.condition(hidden, focus(triggers, [window.sentences]))
    for n, t in enumerate(triggers):
        start, end = window.spans[t.first][0], window.spans[t.last - 1][1]
        chance = float(np.mean([1 - chances[i - lo, 0] for i in range(t.first, t.last)]))
        yield Reading(
            TYPES[t.type], start, end, chance,
            tuple(_slots(window, crop(t, len(window.ids)), slot_logits[n], leaning.slot)),
            tuple(float(p) for p in softmax(fact_logits[n])),
        )  # fmt: skip


def _lean(logits: Floats, spans: Sequence[tuple[int, int]], hints: Sequence[Hint], leaning: Leaning) -> None:
    """Add to B of a hinted type on the first piece of the word, to I on the others."""
    for hint in hints:
        label = begin(TYPES.index(hint.type))
        hit = [i for i, (a, b) in enumerate(spans) if a < hint.end and hint.start < b]
        for n, i in enumerate(hit):
            logits[i, label + (n > 0)] += leaning.hint * (hint.share + leaning.floor)


def _slots(window: Window, cut: tuple[int, int], logits: Floats, bias: float) -> Iterator[SlotReading]:
    lo, hi = cut
    logits = logits[: hi - lo].copy()
    logits[:, 0] -= bias
    chances = softmax(logits)
    for a, b, slot in spans(viterbi(logits)):
        chance = float(np.mean([chances[i, 1 + 2 * slot] + chances[i, 2 + 2 * slot] for i in range(a, b)]))
        yield SlotReading(SLOTS[slot], window.spans[lo + a][0], window.spans[lo + b - 1][1], chance)

"""Annotated texts to training examples: windows with trigger labels, and each trigger's argument labels."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from kg.extract.focus import Focus, Trigger, crop, focus
from kg.extract.labels import FACTS, SLOTS, TYPES, begin
from kg.extract.tokens import BOS, EOS, PAD, UNK, PieceTokenizer
from kg.extract.windows import Window, windows
from kg.train.network import CASES, NAMES, PREDICATE

IGNORE = -100


@dataclass
class Answer:
    """What is known of a trigger in a window: its pieces, type, argument labels of the whole window, factuality."""

    first: int
    last: int
    type: int
    slots: list[tuple[int, int, int]]
    fact: int = IGNORE


@dataclass
class Example:
    """A window and what is to be learnt from it; ``task`` is ``claims``, ``cases`` or ``names``."""

    ids: list[int]
    sentences: list[int]
    labels: list[int]
    triggers: list[Answer] = field(default_factory=list)
    task: str = "claims"


def cover(window: Window, start: int, end: int) -> tuple[int, int] | None:
    """Range of the window's pieces that a stretch of text touches."""
    hit = [i for i, (a, b) in enumerate(window.spans) if a < end and start < b]
    return (hit[0], hit[-1] + 1) if hit else None


def paint(labels: list[int], first: int, last: int, name: int) -> None:
    """Write B I I … of one span."""
    labels[first] = begin(name)
    for i in range(first + 1, last):
        labels[i] = begin(name) + 1


def claim_examples(
    text: str, claims: Sequence[dict[str, Any]], tokenizer: PieceTokenizer, skips: Sequence[tuple[int, int]] = ()
) -> list[Example]:
    """Examples of one annotated article."""
    out = []
    for window in windows(text, tokenizer, skips):
        labels = [IGNORE] * len(window.ids)
        labels[window.body[0] : window.body[1]] = [0] * (window.body[1] - window.body[0])
        example = Example(window.ids, window.sentences, labels)
        for claim in claims:
            at = cover(window, claim["trigger"]["start"], claim["trigger"]["end"])
            if at is None or not window.body[0] <= at[0] < window.body[1]:
                continue
            if not claim["args"]:  # tells of no one in particular: neither a claim nor a counterexample
                labels[at[0] : at[1]] = [IGNORE] * (at[1] - at[0])
                continue
            paint(labels, *at, TYPES.index(claim["type"]))
            example.triggers.append(
                Answer(*at, TYPES.index(claim["type"]), _slots(window, claim), FACTS.index(claim["factuality"]))
            )
        out.append(example)
    return out


def _slots(window: Window, claim: dict[str, Any]) -> list[tuple[int, int, int]]:
    wanted = [(a["role"], a) for a in claim["args"]]
    wanted += [("SOURCE", claim["source"]), ("DATE", claim["date"]), ("COUNT", claim["count"])]
    found: list[tuple[int, int, int]] = []
    for slot, span in wanted:
        if span and span.get("start") is not None:
            at = cover(window, span["start"], span["end"])
            if at and all(at[1] <= first or last <= at[0] for first, last, _ in found):
                found.append((*at, SLOTS.index(slot)))
    return found


def case_examples(file: Path, tokenizer: PieceTokenizer, seed: int = 0) -> list[Example]:
    """Predicate–argument examples of the Wikipedia Annotated Corpus: up to 8 predicates a document."""
    rng = random.Random(seed)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [e for line in lines if (e := _case_example(json.loads(line), tokenizer, rng))]


def _case_example(document: dict[str, Any], tokenizer: PieceTokenizer, rng: random.Random) -> Example | None:
    text, starts = "", []
    for sentence in document["sents"]:
        starts.append(len(text))
        text += sentence["text"] + "\n"
    window = next(iter(windows(text, tokenizer)), None)
    if window is None:
        return None
    triggers = []
    for s, sentence in enumerate(document["sents"]):
        for pas in sentence["pas"]:
            base = sentence["bps"][pas["b"]]
            at = cover(window, starts[s] + base["hs"], starts[s] + base["hs"] + len(base["head"]))
            slots: list[tuple[int, int, int]] = []
            for case, where, number, _ in pas["args"]:
                if case in CASES and 0 <= where < len(starts):
                    lo, hi = _phrase(document["sents"][where]["bps"], number)
                    span = cover(window, starts[where] + lo, starts[where] + hi)
                    if span and all(span[1] <= first or last <= span[0] for first, last, _ in slots):
                        slots.append((*span, CASES.index(case)))
            if at and slots:
                triggers.append(Answer(*at, PREDICATE, slots))
    if not triggers:
        return None
    rng.shuffle(triggers)
    return Example(window.ids, window.sentences, [IGNORE] * len(window.ids), triggers[:8], "cases")


def _phrase(bases: Sequence[dict[str, Any]], number: int) -> tuple[int, int]:
    """The noun phrase whose head is base phrase ``number``: compounds to its left belong to it."""
    first = number
    while first > 0 and bases[first - 1]["par"] == first and bases[first - 1]["text"] == bases[first - 1]["head"]:
        first -= 1
    return bases[first]["s"], bases[number]["hs"] + len(bases[number]["head"])


def name_examples(file: Path, tokenizer: PieceTokenizer) -> list[Example]:
    """Name examples of the Wikipedia NER data set, several sentences a window."""
    out: list[Example] = []
    ids, labels = [BOS], [0]
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for record in records:
        tokens = tokenizer.encode(record["text"], 0, True)
        own = [0] * len(tokens)
        for entity in record["entities"]:
            hit = [i for i, (a, b) in enumerate(tokens.spans) if a < entity["span"][1] and entity["span"][0] < b]
            if hit:
                paint(own, hit[0], hit[-1] + 1, NAMES.index(entity["type"]))
        if len(ids) + len(tokens) > 320:
            out.append(Example([*ids, EOS], [0] * (len(ids) + 1), [*labels, 0], [], "names"))
            ids, labels = [BOS], [0]
        ids, labels = ids + tokens.ids[:500], labels + own[:500]
    return out


def read_gold(articles: Path, gold: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """``(id, text, claims)`` of each gold file whose article is there."""
    for file in sorted(gold.glob("*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        text = (articles / f"{record['article']}.txt").read_bytes().decode("utf-8")
        yield record["article"], text, record["claims"]


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Batches of one task and like length, in random order."""
    out = []
    for task in sorted({e.task for e in examples}):
        own = [e for e in examples if e.task == task]
        own.sort(key=lambda e: len(e.ids) + rng.uniform(0, 40))
        out += [own[i : i + size] for i in range(0, len(own), size)]
    rng.shuffle(out)
    return out


def collate(batch: Sequence[Example], rng: random.Random | None = None, blank: float = 0.0) -> dict[str, Tensor]:
    """Padded ids, mask and labels; with ``blank`` some pieces are replaced by the unknown piece, as regularisation."""
    length = max(len(e.ids) for e in batch)
    ids = torch.full((len(batch), length), PAD)
    labels = torch.full((len(batch), length), IGNORE)
    for row, example in enumerate(batch):
        own = list(example.ids)
        if rng and blank:
            own = [UNK if 0 < i < len(own) - 1 and rng.random() < blank else x for i, x in enumerate(own)]
        ids[row, : len(own)] = torch.tensor(own)
        labels[row, : len(own)] = torch.tensor(example.labels)
    return {"ids": ids, "mask": ids != PAD, "labels": labels}


def focus_labels(batch: Sequence[Example]) -> tuple[Focus, Tensor, Tensor] | None:
    """Focus, slot labels and factualities of all triggers of a batch."""
    known = [(Trigger(n, t.first, t.last, t.type), t) for n, e in enumerate(batch) for t in e.triggers]
    if not known:
        return None
    seen = focus([t for t, _ in known], [e.sentences for e in batch])
    labels = torch.full(seen.index.shape, IGNORE)
    for n, (trigger, answer) in enumerate(known):
        lo, hi = crop(trigger, len(batch[trigger.window].sentences))
        own = [0] * (hi - lo)
        for first, last, slot in answer.slots:
            if lo <= first and last <= hi:
                paint(own, first - lo, last - lo, slot)
        labels[n, : hi - lo] = torch.tensor(own)
    return seen, labels, torch.tensor([t.fact for _, t in known])

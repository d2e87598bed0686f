"""Claims against gold: how much of what a careful reader takes from a text was found, and how much of what was found is right.

A claim is a bundle of facts: its type, its factuality, each argument with its role, its date, source and count. Claims of
one type and sentence are aligned one to one, those that share most facts first; a fact counts where the aligned claim has it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.errors import DataError
from kg.records import Argument, Claim, Source

Claims = Mapping[str, Sequence[Claim]]

_SENTENCE_END = re.compile(r"(?<=[。！？!?])|\n")
_UNSEEN = re.compile(r"[\s・·\-–—'\"「」『』()（）、,.]")
_PARTS = ("fact", "event", "argument", "date", "source", "count")


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision, recall and F1, rounded to three digits, and how many there are in gold."""

    p: float
    r: float
    f1: float
    gold: int

    @classmethod
    def of(cls, hits: int, found: int, gold: int) -> Figure:
        """From the numbers of hits, of things found, and of things in gold."""
        p, r = hits / found if found else 0.0, hits / gold if gold else 0.0
        return cls(round(p, 3), round(r, 3), round(2 * p * r / (p + r) if p + r else 0.0, 3), gold)


@dataclass(frozen=True, slots=True)
class Difference:
    """A gold claim that was missed, a claim that gold lacks, or a pair that does not agree."""

    kind: Literal["missed", "spurious", "differs"]
    article: str
    gold: Claim | None
    found: Claim | None


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures; ``fact`` is the headline."""

    articles: int
    fact: Figure
    event: Figure
    argument: Figure
    date: Figure
    source: Figure
    count: Figure
    factuality_accuracy: float
    entity_b3_f1: float
    by_type: Mapping[str, Figure]
    by_role: Mapping[str, Figure]
    differences: tuple[Difference, ...] = ()

    def lines(self) -> list[str]:
        """The figures as lines of text."""
        figures = [(name, getattr(self, name)) for name in _PARTS]
        return [
            f"{self.articles} articles",
            *(f"{name:10} P {f.p:.3f}  R {f.r:.3f}  F1 {f.f1:.3f}  (gold {f.gold})" for name, f in figures),
            f"factuality accuracy {self.factuality_accuracy:.3f}   entity B3 F1 {self.entity_b3_f1:.3f}",
            *(
                f"{name}: " + "  ".join(f"{key} {f.f1:.2f}/{f.gold}" for key, f in group.items())
                for name, group in (("by_type", self.by_type), ("by_role", self.by_role))
            ),
        ]


def evaluate(gold: Claims, found: Claims, texts: Mapping[str, str]) -> Scores:
    """The figures for all articles of gold; one that was not read counts as empty."""
    tally = _Tally()
    for article, wanted in gold.items():
        tally.add(article, list(wanted), list(found.get(article, ())), texts[article])
    return tally.scores(len(gold))


def read_texts(folder: Path, articles: Iterable[str]) -> dict[str, str]:
    """The texts of articles, line ends as they are; raises DataError where one is missing."""
    texts = {}
    for article in articles:
        path = folder / f"{article}.txt"
        try:
            texts[article] = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"{path}: no readable text for the gold claims of {article} ({error})") from error
    return texts


def check_spans(claims: Claims, texts: Mapping[str, str]) -> None:
    """Raises DataError where a span is not the text it says it is."""
    for article, items in claims.items():
        for span in (span for claim in items for span in claim.spans()):
            there = texts[article][span.start : span.end] if article in texts else span.text
            if there != span.text:
                raise DataError(
                    f"{article}: characters {span.start}-{span.end} are {there!r}, not {span.text!r}; other text?"
                )


def normal(text: str | None) -> str:
    """A name without what spellings differ in.

    >>> normal("アイン・アサード（基地）")
    'アインアサード基地'
    """
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text or "").casefold())


def same_thing(gold: Argument | Source | None, found: Argument | Source | None) -> bool:
    """Whether two mentions overlap, read alike or stand for the same name; a span twice as long as gold's does not overlap."""
    if gold is None or found is None:
        return False
    length, limit = found.span.end - found.span.start, 2 * (gold.span.end - gold.span.start) + 4
    if gold.span.overlaps(found.span) and length <= limit:
        return True
    if normal(gold.span.text) and normal(gold.span.text) == normal(found.span.text):
        return True
    return bool(_name(gold)) and _name(gold) == _name(found)


def _name(mention: Argument | Source) -> str:
    return normal(mention.entity.name) if mention.entity else ""


def _pairs_of_arguments(gold: Claim, found: Claim) -> list[tuple[Argument, Argument]]:
    pairs, left = [], list(found.args)
    for wanted in gold.args:
        match = next((a for a in left if a.role == wanted.role and same_thing(wanted, a)), None)
        if match is not None:
            left.remove(match)
            pairs.append((wanted, match))
    return pairs


def _same_date(gold: Claim, found: Claim) -> bool:
    return bool(gold.edtf) and gold.edtf == found.edtf


def _same_count(gold: Claim, found: Claim) -> bool:
    return bool(gold.count and found.count) and _numbers(gold) == _numbers(found)


def _numbers(claim: Claim) -> tuple[int, int] | None:
    return (claim.count.min, claim.count.max) if claim.count else None


def _facts(claim: Claim) -> int:
    """Number of facts: type, factuality, arguments, date, source, count."""
    return 2 + len(claim.args) + bool(claim.edtf) + bool(claim.source) + bool(claim.count)


def _agreed(gold: Claim, found: Claim) -> int:
    """Number of facts that two claims of one type share."""
    return (
        1
        + len(_pairs_of_arguments(gold, found))
        + (gold.factuality == found.factuality)
        + _same_date(gold, found)
        + same_thing(gold.source, found.source)
        + _same_count(gold, found)
    )


def _sentence_of(text: str) -> Callable[[Claim], int]:
    """Says in which sentence of the text a claim's trigger stands."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return lambda claim: bisect_right(ends, claim.trigger.start)


def _align(gold: list[Claim], found: list[Claim], text: str) -> list[tuple[int, int]]:
    """Pairs of indices, the best first, each claim once."""
    sentence = _sentence_of(text)
    candidates = []
    for i, one in enumerate(gold):
        for j, other in enumerate(found):
            touching = one.trigger.overlaps(other.trigger)
            if one.type == other.type and (touching or sentence(one) == sentence(other)):
                candidates.append((-_agreed(one, other), -touching, i, j))
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in sorted(candidates):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


class _Tally:
    """Counts hits (``tp``), things found (``p``) and things in gold (``g``), part by part."""

    def __init__(self) -> None:
        self.total: Counter[tuple[str, str]] = Counter()
        self.types: dict[str, Counter[str]] = defaultdict(Counter)
        self.roles: dict[str, Counter[str]] = defaultdict(Counter)
        self.factuality = 0
        self.links: list[tuple[str, str]] = []
        self.differences: list[Difference] = []

    def add(self, article: str, gold: list[Claim], found: list[Claim], text: str) -> None:
        """Counts one article."""
        for side, claims in (("g", gold), ("p", found)):
            for claim in claims:
                self._side(side, claim)
        pairs = _align(gold, found, text)
        for i, j in pairs:
            self._pair(gold[i], found[j])
        met_gold, met_found = {i for i, _ in pairs}, {j for _, j in pairs}
        self.differences += [Difference("missed", article, c, None) for i, c in enumerate(gold) if i not in met_gold]
        self.differences += [
            Difference("spurious", article, None, c) for j, c in enumerate(found) if j not in met_found
        ]
        self.differences += [
            Difference("differs", article, gold[i], found[j]) for i, j in pairs if _differ(gold[i], found[j])
        ]

    def _side(self, side: str, claim: Claim) -> None:
        self.total["fact", side] += _facts(claim)
        self.total["event", side] += 1
        self.total["argument", side] += len(claim.args)
        self.total["date", side] += bool(claim.edtf)
        self.total["source", side] += bool(claim.source)
        self.total["count", side] += bool(claim.count)
        self.types[claim.type][side] += 1
        for argument in claim.args:
            self.roles[argument.role][side] += 1

    def _pair(self, gold: Claim, found: Claim) -> None:
        arguments = _pairs_of_arguments(gold, found)
        self.total["fact", "tp"] += _agreed(gold, found)
        self.total["event", "tp"] += 1
        self.total["argument", "tp"] += len(arguments)
        self.total["date", "tp"] += _same_date(gold, found)
        self.total["source", "tp"] += same_thing(gold.source, found.source)
        self.total["count", "tp"] += _same_count(gold, found)
        self.factuality += gold.factuality == found.factuality
        self.types[gold.type]["tp"] += 1
        for wanted, match in arguments:
            self.roles[wanted.role]["tp"] += 1
            if wanted.entity:
                self.links.append((_name(wanted), _name(match) or normal(match.span.text)))

    def scores(self, articles: int) -> Scores:
        """The figures of all that was counted."""
        parts = {name: Figure.of(*(self.total[name, side] for side in ("tp", "p", "g"))) for name in _PARTS}
        aligned = self.total["event", "tp"]
        return Scores(
            articles=articles,
            **parts,
            factuality_accuracy=round(self.factuality / aligned, 3) if aligned else 0.0,
            entity_b3_f1=b_cubed(self.links),
            by_type={name: Figure.of(c["tp"], c["p"], c["g"]) for name, c in sorted(self.types.items())},
            by_role={name: Figure.of(c["tp"], c["p"], c["g"]) for name, c in sorted(self.roles.items())},
            differences=tuple(self.differences),
        )


def _differ(gold: Claim, found: Claim) -> bool:
    missed = len(gold.args) > len(_pairs_of_arguments(gold, found))
    return missed or (gold.edtf or None) != (found.edtf or None) or gold.factuality != found.factuality


def b_cubed(links: Sequence[tuple[str, str]]) -> float:
    """B³ F1 of names found against gold names, over the matched arguments that gold resolves.

    >>> b_cubed([("iraq", "イラク"), ("iraq", "同国"), ("us", "米国")])
    0.8
    """
    if not links:
        return 0.0
    gold, found, both = Counter(g for g, _ in links), Counter(f for _, f in links), Counter(links)
    precision = sum(both[link] / found[link[1]] for link in links) / len(links)
    recall = sum(both[link] / gold[link[0]] for link in links) / len(links)
    return round(2 * precision * recall / (precision + recall), 3)

"""The extractor: model readings, rule readings where the model has none, assembled to claims."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from kg import resources
from kg.extract.assemble import assemble
from kg.extract.dates import find_dates
from kg.extract.frames import SURE, hints, read_frames, speaker_before
from kg.extract.language import parse
from kg.extract.model import Leaning, Network, Reading, SlotReading, read_window
from kg.extract.snap import snap
from kg.extract.tidy import tidy
from kg.extract.tokens import PieceTokenizer
from kg.extract.windows import Sentence, sentences, windows
from kg.records import Article, Claim
from kg.rules import read_rules


@dataclass(frozen=True)
class Calibration:
    """From the model's probability to the share of claims that are right: a logistic curve on the logit, fitted on the dev sets."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, probability: float) -> float:
        """The calibrated probability."""
        p = min(max(probability, 1e-4), 1 - 1e-4)
        return 1 / (1 + math.exp(-(self.slope * math.log(p / (1 - p)) + self.shift)))


@dataclass(frozen=True)
class Settings:
    """How eager the extractor is; values in ``data/model/settings.yaml`` were chosen on the dev sets.

    ``leaning`` shifts the model's logits, ``calibration`` makes its probabilities mean something. ``rules`` is ``off`` (model
    alone), ``fill`` (event words hint to the model, and frames read sentences in which it finds nothing) or ``only``.
    """

    leaning: Leaning = field(default_factory=Leaning)
    calibration: Calibration = field(default_factory=Calibration)
    rules: Literal["off", "fill", "only"] = "fill"


@dataclass(frozen=True)
class Extractor:
    """Reads claims from articles; holds the network, so make one and keep it."""

    network: Network | None
    tokenizer: PieceTokenizer | None
    settings: Settings = field(default_factory=Settings)

    def extract(self, article: Article) -> tuple[Claim, ...]:
        """The claims of an article, in order of its text; mentions are not named."""
        parts = sentences(article.text, [(s.start, s.end) for s in article.skips])
        readings = snap(article.text, self.readings(article), parts)
        if self.settings.rules != "off":
            readings = [_with_date(_with_speaker(r, article.text, parts), article.text, parts) for r in readings]
        return tidy(assemble(article, readings), parts)

    def readings(self, article: Article) -> list[Reading]:
        """What model and rules read, before it is made into claims."""
        skips = [(s.start, s.end) for s in article.skips]
        found: list[Reading] = []
        if self.network and self.tokenizer and self.settings.rules != "only":
            words = hints(article.text) if self.settings.rules == "fill" else []
            for window in windows(article.text, self.tokenizer, skips):
                found += read_window(self.network, window, self.settings.leaning, words)
        found = [replace(r, probability=self.settings.calibration(r.probability)) for r in found]
        if self.settings.rules != "off":
            found += _rule_readings(article.text, sentences(article.text, skips), found)
        return found

    def with_settings(self, **changes: Any) -> Extractor:
        """The same extractor with other settings."""
        return replace(self, settings=replace(self.settings, **changes))


def _with_speaker(reading: Reading, text: str, parts: Sequence[Sentence]) -> Reading:
    """The reading with the speaker its sentence's form gives, where it has none."""
    home = next((s for s in parts if s.start <= reading.start < s.end), None)
    if home is None or any(slot.slot == "SOURCE" for slot in reading.slots):
        return reading
    speaker = speaker_before(text[home.start : home.end], reading.start - home.start)
    if speaker is None:
        return reading
    slot = SlotReading("SOURCE", home.start + speaker[0], home.start + speaker[1], SURE)
    return replace(reading, slots=(*reading.slots, slot))


def _with_date(reading: Reading, text: str, parts: Sequence[Sentence]) -> Reading:
    """The reading with the only date of its sentence, where it has none and no one speaks (who may have spoken that day)."""
    home = next((s for s in parts if s.start <= reading.start < s.end), None)
    if home is None or any(slot.slot in ("DATE", "SOURCE") for slot in reading.slots):
        return reading
    dates = list(find_dates(text, home.start, home.end))
    if len(dates) != 1 or dates[0].end > reading.start:
        return reading
    return replace(reading, slots=(*reading.slots, SlotReading("DATE", dates[0].start, dates[0].end, SURE)))


def _rule_readings(text: str, parts: Sequence[Sentence], known: Sequence[Reading]) -> Iterator[Reading]:
    """Rule readings of the sentences with an event word where ``known`` has no reading."""
    silent = [s for s in parts if not any(s.start <= r.start < s.end for r in known) and hints(text[s.start : s.end])]
    for sentence, doc in zip(silent, parse([text[s.start : s.end] for s in silent]), strict=True):
        yield from read_frames(doc, sentence.start)


@cache
def default_extractor() -> Extractor:
    """The extractor with the shipped model and settings."""
    from kg.extract.onnx_network import OnnxNetwork

    folder = resources.data("model")
    settings = read_rules(folder / "settings.yaml", Settings)
    return Extractor(OnnxNetwork(folder), PieceTokenizer.load(folder / "vocabulary.json.gz"), settings)

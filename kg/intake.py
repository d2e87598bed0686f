"""How an article becomes named claims, whether these can be taken in, and what a build says it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kg import fingerprint
from kg.edtf import valid
from kg.errors import KgError
from kg.rdf.derive import Lexicon
from kg.rdf.recall import canonical
from kg.records import EVENT_TYPES, FACTUALITIES, ROLES, Article, Claim, Report
from kg.resolve.corrections import Corrected, Corrections
from kg.resolve.merge import claim_ids
from kg.sentences import sentence_at

Claims = Mapping[str, tuple[Claim, ...]]
"""Given claims of each article, named."""
Namer = Callable[[Article, Sequence[Claim]], tuple[Claim, ...]]


class Extractor(Protocol):
    """Finds the claims of an article; it names no mention."""

    def extract(self, article: Article) -> tuple[Claim, ...]:
        """The claims of an article."""


@dataclass
class Summary:
    """What a build did, and what the store holds after it."""

    read: int = 0
    built: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    """Characters that are not running text, by reason."""
    unresolved: dict[str, int] = field(default_factory=dict)
    """Dates in words that could not be resolved, by article."""
    undated: list[str] = field(default_factory=list)
    """Articles with such dates that have no day of publication."""
    notes: list[str] = field(default_factory=list)
    articles: int = 0
    claims: int = 0
    events: int = 0
    entities: int = 0

    @property
    def failed(self) -> bool:
        """Whether an article could not be taken in."""
        return bool(self.refused or self.unreadable)


@dataclass(frozen=True)
class Told:
    """What an article says, and which of its claims an analyst rejected, who and why."""

    reports: tuple[Report, ...]
    corrected: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims alone."""
        return tuple(report.claim for report in self.reports)


@dataclass(frozen=True)
class Reading:
    """How an article becomes named claims: from those given for it, else by the extractor."""

    lexicon: Lexicon
    extractor: Extractor | None = None
    claims: Claims | None = None
    corrections: Corrections | None = None
    name: Namer | None = None

    def how(self, id: str) -> str:
        """Fingerprint of what reads an article, and of what comes after."""
        return f"{self._source(id)} {self.describing}"

    @property
    def describing(self) -> str:
        """Fingerprint of what comes after the claims."""
        return f"graph:{fingerprint.describing()}" + (f"+{self.corrections.fingerprint}" if self.corrections else "")

    def renewed(self, how: str) -> str:
        """The fingerprint an article should have that was read ``how``: what read and corrected it stays, where it cannot be done again."""
        if self.reads_again(how):
            return f"{self._text_source()} {self.describing}"
        corrected = how.partition("+")[2]
        return f"{how.partition(' ')[0]} graph:{fingerprint.describing()}" + (f"+{corrected}" if corrected else "")

    def reads_again(self, how: str) -> bool:
        """Whether an article that was read ``how`` can be read from its text again, and corrected if it was."""
        return how.startswith("text:") and self.extractor is not None and ("+" not in how or bool(self.corrections))

    def read(self, article: Article) -> tuple[Claim, ...]:
        """The article's claims, named, corrected, and in the one form that the graph gives back."""
        return self.told(article).claims

    def told(self, article: Article) -> Told:
        """What the article says: the claims given for it, else those that the extractor finds."""
        if self._is_given(article.id):
            return self._finished(article, (self.claims or {}).get(article.id, ()))
        return self.told_by_text(article)

    def told_by_text(self, article: Article) -> Told:
        """What the extractor finds the article to say, whether claims are given or not."""
        if self.extractor is None:
            raise KgError(f"{article.id}: neither claims nor an extractor to read it with")
        claims = self.extractor.extract(article)
        return self._finished(article, self.name(article, claims) if self.name else claims)

    def _finished(self, article: Article, claims: Sequence[Claim]) -> Told:
        done = self.corrections.corrected(article, claims) if self.corrections else tuple(map(Corrected, claims))
        kept = [(canonical(one.claim), one) for one in done if one.claim is not None]
        ids = claim_ids([claim for claim, _ in kept])
        reports = (
            Report(
                id,
                claim,
                article.published,
                sentence_at(article.text, claim.trigger.start).start,
                one.notes,
                one.joined,
                one.split,
            )
            for id, (claim, one) in zip(ids, kept, strict=True)
        )
        rejected = {note for one in done if one.claim is None for note in one.notes}
        return Told(tuple(reports), tuple(sorted(rejected)))

    def _is_given(self, id: str) -> bool:
        return self.claims is not None and (self.extractor is None or id in self.claims)

    def _source(self, id: str) -> str:
        if self._is_given(id):
            return f"claims:{fingerprint.of_text(repr((self.claims or {}).get(id, ())))}"
        return self._text_source()

    def _text_source(self) -> str:
        settings = repr(getattr(self.extractor, "settings", ""))
        return f"text:{fingerprint.reading()}-{fingerprint.of_text(settings)}"


def misfit(article: Article, claims: Iterable[Claim]) -> str | None:
    """Why claims cannot be those of the article; ``None`` where they can."""
    if not article.text.strip():
        return "no text"
    return next((reason for claim in claims if (reason := _misfit(article.text, claim))), None)


def _misfit(text: str, claim: Claim) -> str | None:
    for span in claim.spans():
        if text[span.start : span.end] != span.text:
            where, there = f"{span.start}-{span.end}", text[span.start : span.end]
            return f"its claims belong to another text: characters {where} are {there!r}, not {span.text!r}"
    for value, allowed, what in (
        (claim.type, EVENT_TYPES, "event type"),
        (claim.factuality, FACTUALITIES, "factuality"),
        *((argument.role, ROLES, "role") for argument in claim.args),
    ):
        if value not in allowed:
            return f"{value!r} is no {what} (allowed: {', '.join(allowed)})"
    if claim.edtf is not None and not valid(claim.edtf):
        return f"{claim.edtf!r} is no EDTF date of level 1, such as 2026-01-17, 2025-09, 2014/.."
    return None

"""Events by rule: an event word of ``data/rules/frames.yaml`` with what depends on it in GiNZA's parse.

Plain constructions only; they stand in where the model is switched off, and fill in where it finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Token

from kg import resources
from kg.extract.counts import find_counts
from kg.extract.dates import find_dates
from kg.extract.model import Hint, Reading, SlotReading
from kg.records import FACTUALITIES, Count, EventType, Factuality, Role
from kg.rules import read_entries, read_rules

SURE = 0.5
"""Probability given to what a rule finds: it is right about every second time on real news."""

OVERRULES = 0.6
"""From this share on, what the training texts use a word for goes before its frame."""


@dataclass(frozen=True)
class Frame:
    """An event type's words, and the roles its particles mark."""

    type: EventType
    words: tuple[str, ...]
    roles: dict[str, Role]
    noun: dict[str, Role]
    needs: tuple[Role, ...]


@dataclass(frozen=True)
class Cue:
    """Words that give an event a factuality."""

    value: Factuality
    words: tuple[str, ...]


@dataclass(frozen=True)
class SpeakerCues:
    """Words that make a name the speaker; ``patterns`` are regular expressions of a sentence whose group is the speaker."""

    following: tuple[str, ...]
    verbs: tuple[str, ...]
    quotative: tuple[str, ...]
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Cues:
    """The cues of ``data/rules/cues.yaml``."""

    factuality: tuple[Cue, ...]
    source: SpeakerCues = field(default_factory=lambda: SpeakerCues((), (), (), ()))


@cache
def frames() -> dict[str, Frame]:
    """Frame of each event word."""
    return {w: f for f in read_entries(resources.data("rules", "frames.yaml"), Frame) for w in f.words}


@cache
def cues() -> Cues:
    """The cues of factuality and speakers."""
    return read_rules(resources.data("rules", "cues.yaml"), Cues)


def read_frames(doc: Doc, offset: int = 0) -> Iterator[Reading]:
    """Every event a frame finds in a parsed sentence whose first character stands at ``offset``."""
    for token in doc:
        frame, first = _frame(token)
        if frame is None:
            continue
        slots = list(_arguments(token, first, frame))
        if not any(slot.slot in frame.needs for slot in slots):
            continue
        if (speaker := _speaker(doc)) is not None:
            slots.append(_slot("SOURCE", *speaker))
        start = doc[first].idx
        if (when := _date(doc.text, start)) is not None:
            slots.append(when)
        slots += [_slot("COUNT", c.span.start, c.span.end) for c in _counts(doc.text, slots) if c.span]
        shifted = tuple(SlotReading(s.slot, s.start + offset, s.end + offset, s.probability) for s in slots)
        facts = tuple(float(f == factuality(doc, token)) for f in FACTUALITIES)
        yield Reading(frame.type, start + offset, token.idx + len(token) + offset, SURE, shifted, facts)


def _frame(token: Token) -> tuple[Frame | None, int]:
    """Frame of an event word that ends at ``token``, compounds (共同+訓練) before plain words, and its first token."""
    if token.pos_ not in ("NOUN", "VERB", "PROPN"):
        return None, token.i
    if token.i + 1 < len(token.doc) and token.nbor().dep_ != "case" and token.nbor().pos_ in ("NOUN", "PROPN"):
        return None, token.i  # the word modifies a longer name: 派遣部隊, 攻撃機
    for first in range(max(0, token.i - 2), token.i):
        frame = frames().get(token.doc[first : token.i + 1].text)
        if frame:
            return frame, first
    return frames().get(token.lemma_) or frames().get(token.text), token.i


def _arguments(token: Token, first: int, frame: Frame) -> Iterator[SlotReading]:
    taken: set[Role] = set()
    head = _light_verb_head(token)
    dependents = [(c, frame.noun) for c in token.children] + [(c, frame.roles) for c in token.children]
    if head is not None:
        dependents += [(c, frame.roles) for c in head.children if c.i != token.i]
    has_subject = any(particle(c) == "が" for c, _ in dependents)
    for child, roles in dependents:
        if child.i >= first and child.i <= token.i:
            continue
        mark = particle(child)
        if mark in ("は", "も"):
            mark = "" if has_subject else "が"
        role = roles.get(mark)
        if role and child.pos_ in ("NOUN", "PROPN", "PRON") and (role not in taken or role == "agent"):
            taken.add(role)
            yield _slot(role, *_phrase(child))
            # GiNZA joins 韓国軍と日本海で; where the type has partners (と), the first is one
            partner = frame.roles.get("と", role)
            yield from (_slot(partner, *name) for name in _coordinated(child))


def _light_verb_head(token: Token) -> Token | None:
    """The verb that carries an event noun (攻撃を行う, 派遣が始まる), where its arguments hang."""
    if token.pos_ != "VERB" and token.dep_ in ("obj", "nsubj", "obl") and token.head.pos_ == "VERB":
        return token.head
    return None


def particle(token: Token) -> str:
    """The particles after a dependent, joined (への, に対する), without a は or も after another."""
    cases = [c.text for c in token.children if c.i > token.i and c.dep_ in ("case", "fixed")]
    cases += [c.text for t in token.children if t.dep_ == "case" for c in t.children if c.dep_ == "fixed"]
    joined = "".join(cases)
    return joined if joined in ("は", "も") else joined.removesuffix("は").removesuffix("も")


def _coordinated(token: Token) -> Iterator[tuple[int, int]]:
    """Character ranges of the nouns that と or や joins to a noun."""
    for child in token.children:
        if child.dep_ in ("conj", "nmod") and particle(child) in ("と", "や", "および"):
            yield _phrase(child)


def _phrase(token: Token) -> tuple[int, int]:
    first = token
    while first.i > 0 and first.nbor(-1).dep_ == "compound" and first.nbor(-1).head.i <= token.i:
        first = first.nbor(-1)
    return first.idx, token.idx + len(token)


def _slot(slot: str, start: int, end: int) -> SlotReading:
    return SlotReading(slot, start, end, SURE)


def _date(text: str, trigger: int) -> SlotReading | None:
    """The last date expression before the event word in its sentence."""
    before = [d for d in find_dates(text) if d.end <= trigger]
    return _slot("DATE", before[-1].start, before[-1].end) if before else None


def _counts(text: str, slots: Sequence[SlotReading]) -> list[Count]:
    """Numbers that stand right before what is moved (約250人の部隊), the first of them."""
    forces = [s for s in slots if s.slot in ("force", "evacuee")]
    found = [
        c
        for c in find_counts(text)
        if c.span and any(0 <= f.start - c.span.end <= 2 or c.span.start == f.start for f in forces)
    ]
    return found[:1]


def _speaker(doc: Doc) -> tuple[int, int] | None:
    """Who says the sentence: 「…」によると, or the subject of a quoting verb."""
    rules = cues().source
    for token in doc:
        after = doc.text[token.idx + len(token) :]
        if token.pos_ in ("NOUN", "PROPN") and after.startswith(rules.following):
            return _phrase(token)
    for token in doc:
        if token.lemma_ in rules.verbs and token.i > 0 and _quotes(token, rules.quotative):
            subject = next(
                (c for c in token.children if c.dep_ in ("nsubj", "obl") and particle(c) in ("が", "は")), None
            )
            if subject is not None:
                return _phrase(subject)
    return None


def speaker_before(sentence: str, trigger: int) -> tuple[int, int] | None:
    """Character range of the speaker that a sentence's form gives, if named before its event word at ``trigger``.

    >>> speaker_before("AP通信によると、米軍が撤退した。", 11)
    (0, 4)
    """
    for pattern in _speaker_patterns():
        found = pattern.search(sentence)
        if found and found.end(1) <= trigger:
            return found.span(1)
    return None


@cache
def _speaker_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, cues().source.patterns))


def _quotes(token: Token, marks: Sequence[str]) -> bool:
    return any(t.text in marks for c in token.children for t in c.children if t.dep_ in ("case", "mark"))


def factuality(doc: Doc, token: Token) -> Factuality:
    """Factuality by the cues that follow the event word, up to the end of its sentence."""
    after = doc.text[token.idx + len(token) :]
    places = [
        (min(p for w in c.words if (p := after.find(w)) >= 0), c.value)
        for c in cues().factuality
        if any(w in after for w in c.words)
    ]
    near = [(p, v) for p, v in places if p < 30]
    return min(near)[1] if near else "actual"


@dataclass(frozen=True)
class EventWord:
    """What a word tells, and in what share of the places where it stands."""

    type: EventType
    share: float


@dataclass(frozen=True)
class EventWords:
    """The generated file as it stands: each word's entry."""

    words: dict[str, EventWord]


def hints(text: str) -> list[Hint]:
    """Every event word of the text, longer words before the shorter ones in them.

    >>> [(h.type, h.end - h.start) for h in hints("共同訓練の後に撤退した")]
    [('Exercise', 4), ('Withdrawal', 2)]
    """
    pattern, words = _event_words()
    return [Hint(m.start(), m.end(), words[m[0]].type, words[m[0]].share) for m in pattern.finditer(text)]


@cache
def _event_words() -> tuple[re.Pattern[str], dict[str, EventWord]]:
    """One pattern of all event words as they stand in texts: those of the training texts, and the stems of the frames."""
    words = dict(read_rules(resources.data("rules", "event_words.yaml"), EventWords).words)
    for word, frame in frames().items():
        learnt = words.get(stem(word))
        if learnt is None or (learnt.type != frame.type and learnt.share < OVERRULES):
            words[stem(word)] = EventWord(frame.type, SURE)
    longest_first = sorted(words, key=lambda s: (-len(s), s))
    return re.compile("|".join(map(re.escape, longest_first))), words


def stem(word: str) -> str:
    """The part of a verb that stays: all but its last kana."""
    return word.removesuffix("する") if word.endswith("する") else word[:-1] if "ぁ" <= word[-1] <= "ん" else word

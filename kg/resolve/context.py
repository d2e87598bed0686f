"""What an article has named so far: the memory that short forms and anaphors are looked up in."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kg.lexicon import Lexicon, key
from kg.records import Article, Entity, Span
from kg.resolve.words import Weights, Words

_SENTENCE_END = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the article, and what it names."""

    span: Span
    entity: Entity


class Context:
    """The names of one article in order; own entities gathered under their fullest form."""

    def __init__(self, article: Article, lexicon: Lexicon, words: Words) -> None:
        """Reads the article's names, definitions and persons."""
        self.text = article.text
        self.lexicon = lexicon
        self.words = words
        self._ends = [m.end() for m in _SENTENCE_END.finditer(self.text)]
        found = [(s, e) for s, e in lexicon.names_in(self.text) if not _only_heading(article, s)]
        self.mentions = [Mention(span, entities[0]) for span, entities in found]
        self._starts = [m.span.start for m in self.mentions]
        self.aliases: dict[str, Entity] = {}
        self._canon = self._gather()
        self.mentions = [Mention(m.span, self.canonical(m.entity)) for m in self.mentions]
        self._define(article)

    def add(self, span: Span, entity: Entity) -> None:
        """Remember that this stretch names this thing (mentions of claims, as they are resolved)."""
        at = bisect.bisect_left(self._starts, span.start)
        self._starts.insert(at, span.start)
        self.mentions.insert(at, Mention(span, entity))

    def canonical(self, entity: Entity) -> Entity:
        """The fullest form under which the article names an own entity."""
        return self._canon.get(entity.id, entity)

    def _gather(self) -> dict[str, Entity]:
        """Own entities whose short form another one contains (井原市長 → 井原勝介) take that one's name."""
        own = list(
            {
                m.entity.id: m.entity for m in self.mentions if not m.entity.in_lexicon and m.entity.kind != "agreement"
            }.values()
        )
        own.sort(key=lambda e: (-len(e.name), e.name))
        every = {m.entity.id: m.entity for m in self.mentions}
        canon: dict[str, Entity] = {}
        for entity in own:
            full = next(
                (o for o in every.values() if o.id != entity.id and o.id not in canon and self._short_for(entity, o)),
                None,
            )
            if full is not None:
                canon[entity.id] = canon.get(full.id, full)
        return canon

    def _short_for(self, short: Entity, full: Entity) -> bool:
        if short.kind != full.kind or (short.country and full.country and short.country != full.country):
            return False
        name = short.name
        forms = [f for f in (full.name, full.label_ja, *full.aliases) if f and not f.isascii()]
        if short.kind == "person":
            return any(_surname_of(name, form) for form in forms)
        if short.kind in ("base", "place"):
            core = self.core(name)
            return len(core) > 2 and any(
                core in _pieces(self.core(form)) and len(key(form)) >= len(key(name)) for form in forms
            )
        return False

    def core(self, name: str) -> str:
        """A name's key without the head noun at its end (プリンス・スルタン空軍基地 → プリンス・スルタン)."""
        for at in range(1, len(name)):
            if name[at:] in self.words.heads:
                return name[:at]
        return name

    def _define(self, article: Article) -> None:
        """Names that the article gives a short form: シリア民主軍(SDF), NATO(北大西洋条約機構)."""
        for mention in list(self.mentions):
            match = self.words.definition.match(self.text, mention.span.end)
            if match and "\n" not in match.group():
                alias = match.group(1)
                known = self.lexicon.find(alias)
                if not known:
                    self.aliases[key(alias)] = mention.entity
                elif not mention.entity.in_lexicon and known[0].kind == mention.entity.kind:
                    self._canon[mention.entity.id] = known[0]
                    self.aliases[key(mention.span.text)] = known[0]

    def sentence(self, at: int) -> tuple[int, int]:
        """Where the sentence of a character begins and ends."""
        index = bisect.bisect_right(self._ends, at)
        start = self._ends[index - 1] if index else 0
        return start, self._ends[index] if index < len(self._ends) else len(self.text)

    def before(self, at: int, test: Callable[[Mention], bool]) -> Mention | None:
        """The nearest earlier mention that passes the test."""
        return next((m for m in self.backwards(at) if test(m)), None)

    def backwards(self, at: int, start: int = 0) -> Iterator[Mention]:
        """Mentions that end before a place, the nearest first, back to ``start``."""
        for index in range(bisect.bisect_left(self._starts, at) - 1, -1, -1):
            mention = self.mentions[index]
            if mention.span.start < start:
                return
            if mention.span.end <= at:
                yield mention

    def after(self, at: int, test: Callable[[Mention], bool]) -> Mention | None:
        """The nearest later mention that passes the test."""
        index = bisect.bisect_left(self._starts, at)
        return next((m for m in self.mentions[index:] if test(m)), None)

    def state_at(self, at: int, sort: str = "place", without: frozenset[str] = frozenset()) -> Entity | None:
        """The state that the article is about at this place, as weighed for a sort of word (同国 as a place, 政府, 軍, 首都)."""
        return next(iter(self.states_at(at, sort, without)), None)

    def states_at(self, at: int, sort: str, without: frozenset[str] = frozenset()) -> list[Entity]:
        """States by how much the text around a place is about them."""
        weighed = self.weigh(at, sort, lambda m: c.id if (c := self.lexicon.country(m.entity)) else None)
        return [self.lexicon.get(i) for i, _ in weighed if i not in without]

    def actors_at(self, at: int, kinds: frozenset[str], sort: str = "sides") -> list[Entity]:
        """Entities of some kinds by how much the text around a place is about them."""
        found = {m.entity.id: m.entity for m in self.mentions if m.entity.kind in kinds}
        weighed = self.weigh(at, sort, lambda m: m.entity.id if m.entity.kind in kinds else None)
        return [found[i] for i, score in weighed if score]

    def sides_at(self, at: int) -> list[Entity]:
        """The parties around a place: armed groups, and states with all that is theirs."""

        def party(mention: Mention) -> str | None:
            if mention.entity.kind == "armed-group":
                return mention.entity.id
            country = self.lexicon.country(mention.entity)
            return country.id if country else None

        groups = {m.entity.id: m.entity for m in self.mentions if m.entity.kind == "armed-group"}
        return [groups.get(i) or self.lexicon.get(i) for i, _ in self.weigh(at, "sides", party)]

    def in_order(self, entities: list[Entity]) -> list[Entity]:
        """Entities in the order in which the article first names them or what is theirs."""
        first: dict[str, int] = {}
        for mention in self.mentions:
            country = self.lexicon.country(mention.entity)
            for id in (mention.entity.id, country.id if country else None):
                if id is not None:
                    first.setdefault(id, mention.span.start)
        return sorted(entities, key=lambda e: first.get(e.id, 0))

    def weigh(self, at: int, sort: str, of: Callable[[Mention], str | None]) -> list[tuple[str, float]]:
        """How much the mentions around a place weigh, summed by what ``of`` makes of them; ties go to the one mentioned first."""
        weights = self.words.salience[sort]
        here = self._number(at)
        total: dict[str, float] = {}
        for mention in self.mentions:
            thing = of(mention)
            weight = _weight(weights, mention.entity.kind)
            if thing is None or not weight:
                continue
            if self.text.startswith(self.words.topic_marks, mention.span.end):
                weight *= weights.topic
            distance = here - self._number(mention.span.start)
            near = weights.same if distance == 0 else weights.fade**distance
            total[thing] = total.get(thing, 0.0) + weight * (near if mention.span.end <= at else weights.later)
        return sorted(total.items(), key=lambda item: -item[1])

    def distance(self, one: int, other: int) -> int:
        """How many sentence ends lie between two places."""
        return abs(self._number(one) - self._number(other))

    def _number(self, at: int) -> int:
        return bisect.bisect_right(self._ends, at)


def _weight(weights: Weights, kind: str) -> float:
    sorts = {
        "state": weights.state,
        "place": weights.place,
        "base": weights.place,
        "person": weights.person,
        "equipment": 0.0,
    }
    return sorts.get(kind, weights.force)


def _only_heading(article: Article, span: Span) -> bool:
    return any(
        s.start < span.end and span.start < s.end and s.reason not in ("title", "heading", "caption")
        for s in article.skips
    )


def _pieces(core: str) -> set[str]:
    parts = re.split("[・＝]", core)
    return {"・".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)} | {core}


def _surname_of(short: str, full: str) -> bool:
    """Whether a person's short name is a part of the full one (トカエフ, 井原, カシムジョマルト・トカエフ)."""
    if "・" in full:
        return key(short) in {key(p) for p in _pieces(full)}
    return "一" <= short[0] <= "龠" and len(short) >= 2 and full.startswith(short) and short != full


def renamed(entity: Entity, name: str) -> Entity:
    """The same entity under a fuller name."""
    return replace(entity, name=name, label_ja=name)

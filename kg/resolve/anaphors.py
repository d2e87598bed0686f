"""Words that point back in an article (同国, 両国, 現地, 同基地, 軍, 政府, 大統領): what they stand for there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.records import Claim, Entity, Span
from kg.resolve.context import Context, Mention

_NEAR = 6  # sentences over which ここ looks back for a base
_FORCES = frozenset({"forces", "army", "navy", "air", "marines", "guard", "security", "police"})
_SORT_KINDS: dict[str, frozenset[str]] = {
    "base": frozenset({"base"}),
    "place": frozenset({"place"}),
    "agreement": frozenset({"agreement"}),
    "equipment": frozenset({"equipment"}),
    "unit": frozenset({"armed-force", "organisation"}),
    "media": frozenset({"organisation"}),
    "group": frozenset({"armed-group"}),
    "organisation": frozenset({"organisation"}),
}


class Anaphors:
    """Looks up in an article's context what words that are no names stand for; each look-up gives None where it is not its business."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.lexicon = context.lexicon
        self.words = context.words
        self._doers: dict[Span, frozenset[str]] = {}

    def note_doers(self, claims: Sequence[Claim]) -> None:
        """For every mention, the states whose forces or governments act in its claims beside it."""
        for claim in claims:
            acting = [a for a in claim.args if a.role in ("agent", "force")]
            for arg in claim.args:
                named = [self.lexicon.find(a.span.text) for a in acting if a.span != arg.span]
                states = frozenset(c.id for found in named if found and (c := self.lexicon.country(found[0])))
                self._doers[arg.span] = self._doers.get(arg.span, frozenset()) | states

    def by_word(self, text: str, span: Span, role: str) -> list[Entity] | None:
        """What a word that points back means by itself (同国, 両国, 現地, 南北, 海兵隊)."""
        at = span.start
        if text in self.words.pairs:
            return [self.lexicon.get(i) for i in self.words.pairs[text]]
        usual = self.lexicon.get(self.words.usual[text]) if text in self.words.usual else None
        if usual is not None and self._usual(usual, span):
            return [usual]
        sort = self.words.anaphors.get(text)
        if sort is None:
            return None
        if sort in ("state", "own-state", "our-state"):
            return _one(self._state_at(span, role, sort))
        if sort in ("two", "two-states", "three-states"):
            return self._sides(at, 3 if sort == "three-states" else 2, sort == "two")
        if sort == "two-forces":
            forces = self.context.actors_at(at, frozenset({"armed-force", "armed-group"}))[:2]
            states = self.context.states_at(at, "pair")[:2]
            return forces if len(forces) == 2 else [f for s in states if (f := self.lexicon.institution(s, "forces"))]
        if sort in ("two-persons", "three-persons"):
            return self.context.actors_at(at, frozenset({"person"}))[: 2 if sort == "two-persons" else 3]
        if sort == "capital":
            return _one(self._capital(at))
        if sort in ("there", "here"):
            return _one((self._here(span) if sort == "here" else None) or self._there(span))
        if sort == "person":
            return _one(self._back(at, lambda m: m.entity.kind == "person"))
        if sort == "they":
            return _one(self._back(at, lambda m: m.entity.kind in ("armed-group", "armed-force")))
        return []

    def _there(self, span: Span) -> Entity | None:
        """The base, place or state that the text around is most about, but for the states that act there."""
        away = self._doers.get(span, frozenset())
        found = self.context.actors_at(span.start, frozenset({"base", "place", "state"}), "there")
        return next((e for e in found if e.id not in away), None)

    def _here(self, span: Span) -> Entity | None:
        """The base named in the sentence or the few before it."""
        base = self.context.before(span.start, lambda m: m.entity.kind == "base")
        return base.entity if base and self.context.distance(base.span.start, span.start) <= _NEAR else None

    def _usual(self, entity: Entity, span: Span) -> bool:
        """Whether the article names the state of what a word usually means, and the sentence no other one before the word."""
        country = self.lexicon.country(entity)
        start, _ = self.context.sentence(span.start)
        named = [self.lexicon.country(m.entity) for m in self.context.mentions if m.entity.kind != "person"]
        before = [c for m in self.context.backwards(span.start, start) if (c := self.lexicon.country(m.entity))]
        return country in named and (entity.kind != "state" or not before or country in before)

    def _state_at(self, span: Span, role: str, sort: str) -> Entity | None:
        """Which state 同国, 国内 or 自国 means: where something happens it is not the state whose forces do it."""
        if sort == "own-state":
            return self._speaker(span) or self.context.state_at(span.start, "own")
        if sort == "our-state":
            usual = self.lexicon.get(self.words.our)
            return usual if self._usual(usual, span) else self.context.state_at(span.start, "government")
        if role in ("agent", "source", "force"):
            return self.context.state_at(span.start, "actor")
        return self.context.state_at(span.start, "place", self._doers.get(span, frozenset()) | self._subjects(span))

    def _speaker(self, span: Span) -> Entity | None:
        """The state of what the sentence is about (ポーランドの国防相は…自国に)."""
        start, _ = self.context.sentence(span.start)
        for mention in self.context.backwards(span.start, start):
            if self.context.text.startswith(self.words.topic_marks, mention.span.end):
                return self.lexicon.country(mention.entity)
        return None

    def _subjects(self, span: Span) -> frozenset[str]:
        """States that the sentence has acting before a mention (ロシア軍は同国に)."""
        start, _ = self.context.sentence(span.start)
        acting = (m for m in self.context.backwards(span.start, start) if m.entity.kind == "armed-force")
        marked = (m for m in acting if self.context.text.startswith(self.words.subject_marks, m.span.end))
        return frozenset(c.id for m in marked if (c := self.lexicon.country(m.entity)))

    def _sides(self, at: int, many: int, groups: bool) -> list[Entity]:
        """両国, 双方, 3カ国: the states the article is most about, or the actors around."""
        if groups:
            actors = self.context.sides_at(at)[:many]
            if len(actors) == many:
                return self.context.in_order(actors)
        states = self.context.states_at(at, "pair")[:many]
        return self.context.in_order(states) if len(states) == many else []

    def _capital(self, at: int) -> Entity | None:
        state = self.context.state_at(at, "capital")
        city = next((c for c, s in self.lexicon.capital_of.items() if state and s == state.id), None)
        return self.lexicon.get(city) if city else None

    def _back(self, at: int, test: Callable[[Mention], bool]) -> Entity | None:
        found = self.context.before(at, test)
        return found.entity if found else None

    def by_head(self, text: str, span: Span, role: str) -> list[Entity] | None:
        """同基地, この島, 同大統領, and a bare head noun (基地, 協定): the last such thing."""
        pointing = next((s for s in self.words.same if text.startswith(s) and len(text) > len(s)), "")
        head = text[len(pointing) :]
        if head in self.words.vague and not pointing:
            return []
        if head in self.lexicon.titles.titles:
            return self._holder(head, span, bool(pointing))
        if (
            not pointing
            and (state := self.context.state_at(span.start, "place"))
            and (part := self.lexicon.part(head, state))
        ):
            return [part]
        if head in self.words.missions and head not in self.words.heads:
            return _one(self._mission(head, span))
        sort = self.words.heads.get(head)
        if sort is None:
            return None
        kinds = _SORT_KINDS[sort]
        named = self._back(span.start, lambda m: m.entity.kind in kinds and self._ends(m, head))
        if not pointing and sort in ("unit", "equipment", "group", "media", "organisation"):
            if named and head not in self.words.vague and sort != "equipment":
                return [named]
            if head in self.words.missions and (mission := self._mission(head, span)) is not None:
                return [mission]
            return [] if sort in ("unit", "equipment") else None
        town = head in self.words.towns
        found = named or self._back(span.start, lambda m: m.entity.kind in kinds and not (town and self._region(m)))
        if found is None and sort in ("base", "place", "agreement"):
            later = self.context.after(span.end, lambda m: m.entity.kind in kinds and self._ends(m, head))
            found = later.entity if later else None
        return [found] if found else []

    def _mission(self, word: str, span: Span) -> Entity | None:
        marks = self.words.missions[word]

        def fits(mention: Mention) -> bool:
            return mention.entity.kind in ("armed-force", "organisation") and any(
                w in (mention.entity.label_ja or "") for w in marks
            )

        if (named := self._back(span.start, fits)) is not None:
            return named
        later = self.context.after(span.end, fits)
        return later.entity if later else None

    def _region(self, mention: Mention) -> bool:
        return (mention.entity.label_ja or mention.entity.name).endswith(self.words.regions)

    def _ends(self, mention: Mention, head: str) -> bool:
        return mention.span.text.endswith(head) or (mention.entity.label_ja or "").endswith(head)

    def _holder(self, title: str, span: Span, pointing: bool) -> list[Entity]:
        """Who a title alone means: the person the article names with it, else the office of the state it is about."""

        def bears(mention: Mention) -> bool:
            return (
                mention.entity.kind == "person"
                and title in self.context.text[mention.span.start : mention.span.end + len(title) + 1]
            )

        person = self._back(span.start, bears)
        if person is None and (later := self.context.after(span.end, bears)):
            person = later.entity
        if person is None and pointing:
            person = self._back(span.start, lambda m: m.entity.kind == "person")
        office = None if person else self.lexicon.office(title, self.context.state_at(span.start, "government"))
        return [e for e in (person, office) if e is not None]

    def by_institution(self, text: str, span: Span, role: str) -> list[Entity] | None:
        """軍, 政府, 国防省 without their state: those of the state the text is about."""
        kind = self.words.institutions.get(text)
        if kind is None:
            return None
        if kind == "same-forces":
            back = self._back(span.start, lambda m: m.entity.kind == "armed-force")
            if back is not None:
                return [back]
            kind = "forces"
        state = self.context.state_at(span.start, "forces" if kind in _FORCES else "government")
        if state is None:
            return []
        return _one(state if kind == "state" else self.lexicon.institution(state, kind))


def _one(entity: Entity | None) -> list[Entity]:
    return [entity] if entity is not None else []

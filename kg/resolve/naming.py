"""Mentions to entities: in an article, full name → short form → anaphor; what stays unspecific gets none.

>>> from kg.lexicon import load_lexicon
>>> from kg.records import Article, Claim, Argument, Span
>>> article = Article("a", "米軍はアイン・アサード空軍基地を出た。同基地はイラク軍に渡った。")
>>> claim = Claim("a", "BaseTransfer", Span(29, 32, "渡った"), "actual", (Argument("base", Span(19, 22, "同基地")),))
>>> name_claims(article, [claim], load_lexicon())[0].args[0].entity.name
'Al Asad Airbase'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.lexicon import Lexicon, key, own_entity
from kg.records import Argument, Article, Claim, Entity, EntityKind, Source, Span
from kg.resolve.anaphors import Anaphors
from kg.resolve.context import Context
from kg.resolve.words import Words, read_words

_PLACE_ROLES = frozenset({"place", "origin", "destination", "base", "target"})
_QUOTES = "「」『』“”\"'"
_PARENTHESIS = re.compile(r"^(.+?)\s*[(（＝=]\s*([^()（）＝=]+?)\s*[)）]?$")
_KATAKANA = re.compile(r"[ァ-ヴ][ァ-ヴー・＝=]+")
_LATIN = re.compile(r"[A-ZＡ-Ｚ][A-Za-zＡ-Ｚａ-ｚ]")
_ROLE_KINDS: dict[str, EntityKind] = {
    "agent": "organisation", "recipient": "organisation", "source": "organisation", "target": "place", "evacuee": "organisation",
    "force": "armed-force", "origin": "place", "destination": "place", "place": "place", "base": "base", "agreement": "agreement",
}  # fmt: skip
_SORT_KIND: dict[str, EntityKind] = {
    "base": "base", "place": "place", "agreement": "agreement", "equipment": "equipment", "unit": "armed-force",
    "media": "organisation", "group": "armed-group", "organisation": "organisation",
}  # fmt: skip


def name_claims(article: Article, claims: Sequence[Claim], lexicon: Lexicon) -> tuple[Claim, ...]:
    """The claims with every argument's and source's entity filled in; a mention that stands for two things becomes two arguments."""
    namer = _Namer(Context(article, lexicon, read_words()), lexicon)
    return namer.name(claims)


def entity_for_name(name: str, role: str, lexicon: Lexicon) -> Entity:
    """The entity of a name that is given (``Iraq`` in a file of claims): the lexicon's, else an own one typed by its role.

    >>> from kg.lexicon import load_lexicon
    >>> entity_for_name("Iraq", "place", load_lexicon()).id, entity_for_name("Camp Nowhere", "base", load_lexicon()).id
    ('iraq', 'base-camp-nowhere')
    """
    exact = [e for e in lexicon.find(name) if key(name) in map(key, (e.name, e.label_ja or "", *e.aliases))]
    found = exact or list(lexicon.find(name))
    wanted = [e for e in found if _fits(e, role)]
    if found:
        return (wanted or found)[0]
    kind = _ROLE_KINDS.get(role, "organisation")
    return own_entity(kind, name)


def _fits(entity: Entity, role: str) -> bool:
    if role in _PLACE_ROLES:
        return entity.kind in ("place", "base", "state")
    return entity.kind not in ("place", "base")


class _Namer:
    """Names one article's claims, mention by mention in order of the text."""

    def __init__(self, context: Context, lexicon: Lexicon) -> None:
        self.context = context
        self.lexicon = lexicon
        self.words: Words = context.words
        self.anaphors = Anaphors(context)

    def name(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """Resolve every mention of the claims once, first to last."""
        self.anaphors.note_doers(claims)
        wanted = {(a.span, a.role) for c in claims for a in c.args} | {
            (c.source.span, "source") for c in claims if c.source
        }
        found = {w: self.resolve(*w) for w in sorted(wanted)}
        return tuple(self._filled(claim, found) for claim in claims)

    def _filled(self, claim: Claim, found: dict[tuple[Span, str], list[Entity]]) -> Claim:
        args: list[Argument] = []
        seen: dict[tuple[str, Span], int] = {}
        given = [(a.role, a.span) for a in claim.args]
        for arg in claim.args:
            entities = [self.context.canonical(e) for e in found[arg.span, arg.role]]
            times = seen.setdefault((arg.role, arg.span), 0)
            seen[arg.role, arg.span] += 1
            if given.count((arg.role, arg.span)) > 1:
                args.append(replace(arg, entity=entities[times % len(entities)] if entities else None))
            else:
                args += [replace(arg, entity=e) for e in entities] or [replace(arg, entity=None)]
        source = claim.source
        if source is not None:
            entities = found[source.span, "source"]
            source = Source(source.span, self.context.canonical(entities[0]) if entities else None)
        return replace(claim, args=tuple(args), source=source)

    def resolve(self, span: Span, role: str) -> list[Entity]:
        """What a mention stands for: nothing (unspecific), one thing, or two (両国)."""
        text = _unquoted(span.text)
        text = self.words.quantity.sub("", text).removeprefix("の") or text
        for step in (
            self.anaphors.by_word,
            self._person,
            self._exact,
            self._parted,
            self.anaphors.by_institution,
            self.anaphors.by_head,
            self._states,
            self._inside,
        ):
            found = step(text, span, role)
            if found is not None:
                found = [self.context.canonical(e) for e in found]
                if len(found) == 1:
                    self.context.add(span, found[0])
                return found
        own = self._own(text, role, span.start)
        if own is None:
            return []
        own = self.context.canonical(own)
        self.context.add(span, own)
        return [own]

    def _person(self, text: str, span: Span, role: str) -> list[Entity] | None:
        last = None
        for titled in self.lexicon.titles.find(text):
            last = titled
        if last is None or last.span.end != len(text) or last.title == text:
            return None
        return [self.lexicon.person(last.name, last.state, last.title)]

    def _exact(self, text: str, span: Span, role: str) -> list[Entity] | None:
        found = self.lexicon.find(text)
        if found:
            return [self._pick(found, role)]
        alias = self.context.aliases.get(key(text))
        return [alias] if alias else None

    def _pick(self, found: Sequence[Entity], role: str) -> Entity:
        """Of what a name may mean, what the role asks for: a capital acts as its state, and happens as a city."""
        return next((e for e in found if _fits(e, role)), found[0])

    def _parted(self, text: str, span: Span, role: str) -> list[Entity] | None:
        """NATO(北大西洋条約機構): either name."""
        match = _PARENTHESIS.match(text)
        if match is None:
            return None
        for part in (match.group(1), match.group(2)):
            found = self._exact(part.strip(_QUOTES), span, role)
            if found:
                return found
        return None

    def _states(self, text: str, span: Span, role: str) -> list[Entity] | None:
        """日米両政府, 米英仏, 日米韓3カ国: each state."""
        names: list[Entity] = []
        at = 0
        while at < len(text) and text[at] in self.lexicon.short:
            names.append(self.lexicon.short[text[at]])
            at += 1
        rest = text[at:].removeprefix("両")
        if len(names) < 2:
            return None
        kind = self.words.institutions.get(rest, self.words.institutions.get(rest[:-1]))
        if rest == "軍" or kind == "forces":
            return [f for s in names if (f := self.lexicon.institution(s, "forces"))]
        if kind not in (None, "state"):
            return [f for s in names if kind and (f := self.lexicon.institution(s, kind))]
        return names if len(rest) <= 4 else None

    def _inside(self, text: str, span: Span, role: str) -> list[Entity] | None:
        """A mention that holds a name: what follows it says whether it is that thing, one of its institutions, or nothing."""
        names = list(self.lexicon.names_in(text))
        if not names:
            return None
        last, found = names[-1]
        rest = text[last.end :].lstrip(_QUOTES).rstrip(_QUOTES)
        entity = self._pick(found, role)
        if not rest:
            return [entity]
        if any(rest.endswith(word) for word in self.words.officials) or text.endswith(self.words.vague_ends):
            return []
        if entity.kind == "state" and rest in self.words.unnamed_media:
            return []
        rest = rest.removeprefix("の")
        if entity.kind == "person" and rest in self.words.governments:
            return _one(self.lexicon.country(entity) or self.context.state_at(span.start, "government"))
        if rest in self.words.around:
            return [entity]
        if rest in self.lexicon.titles.titles:
            office = self.lexicon.office(rest, self.lexicon.country(entity))
            return _one(office)
        return self._after_name(text, last, entity, rest, role)

    def _after_name(self, text: str, name: Span, entity: Entity, rest: str, role: str) -> list[Entity] | None:
        kind = self.words.institutions.get(rest)
        state = self.lexicon.country(entity) if entity.kind in ("state", "place") else None
        if kind and state:
            return _one(state if kind == "state" else self.lexicon.institution(state, kind))
        if any(rest.endswith(word) for word in self.words.troops) or any(w in rest for w in self.words.stationed):
            if entity.kind == "state":
                return _one(self.lexicon.institution(entity, "forces"))
            return [entity] if entity.kind in ("armed-force", "armed-group", "organisation") else []
        sort = self.words.head(rest)
        if sort in ("base", "place", "agreement") and (own := self._place_named(entity, sort)) is not None:
            return [own]
        if sort in ("base", "agreement"):
            return [own_entity(_SORT_KIND[sort], text, self.lexicon.country(entity))]
        if sort == "equipment" and entity.kind == "equipment":
            return [entity]
        return None

    def _place_named(self, entity: Entity, sort: str) -> Entity | None:
        """The base that bears a place's name, or lies there (マンタの飛行場), among those that the article names."""
        if sort != "base":
            return None
        bases = (m.entity for m in self.context.mentions if m.entity.kind == "base" and entity.kind == "place")
        return next((b for b in bases if entity.id in b.part_of[:1]), None)

    def _own(self, text: str, role: str, at: int) -> Entity | None:
        """An entity of its own for a specific name that no list has; none for what is not a name."""
        if not self._specific(text):
            return None
        if text.endswith(self.words.governments):
            return self.context.state_at(at, "government")
        sort = self.words.head(text)
        kind = _SORT_KIND[sort] if sort else _ROLE_KINDS.get(role, "organisation")
        if (
            role in ("agent", "source", "recipient", "target")
            and sort is None
            and "・" in text
            and _KATAKANA.fullmatch(text)
        ):
            kind = "person"
        return own_entity(kind, text)

    def _specific(self, text: str) -> bool:
        if text in self.words.vague or text.endswith((*self.words.officials, *self.words.vague_ends)):
            return False
        bare = self.words.common.sub("", text)
        return bool(_KATAKANA.search(bare) or _LATIN.search(bare))


def _unquoted(text: str) -> str:
    """The text without quotes that enclose all of it (not those of 護衛艦「たかなみ」)."""
    pair = text[:1] + text[-1:]
    return (
        text[1:-1]
        if len(text) > 2 and pair in ("「」", "『』", "“”", '""', "''") and text[0] not in text[1:-1]
        else text
    )


def _one(entity: Entity | None) -> list[Entity]:
    return [entity] if entity is not None else []

"""What grammar knows better than the model: claims that are none are dropped, doubled ones joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract.windows import Sentence
from kg.records import Argument, Claim, Role


def tidy(claims: Iterable[Claim], sentences: Sequence[Sentence]) -> tuple[Claim, ...]:
    """Claims with someone or something in them, one of those that tell one event twice in a sentence.

    米軍は撤退を完了し、基地を去った: 去った adds nothing to 撤退, so it is the same event.
    """
    kept: list[Claim] = []
    for claim in claims:
        if not claim.args:
            continue
        twin = next((k for k in kept if _same_event(k, claim, sentences)), None)
        if twin is None:
            kept.append(claim)
        elif _weight(claim) > _weight(twin):
            kept[kept.index(twin)] = claim
    return tuple(kept)


def _same_event(a: Claim, b: Claim, sentences: Sequence[Sentence]) -> bool:
    """Whether two claims of a sentence have the same type, factuality and date and one's arguments are all the other's."""
    if (a.type, a.factuality) != (b.type, b.factuality) or not _one_sentence(a, b, sentences):
        return False
    if (a.count and b.count and a.count != b.count) or (a.date and b.date and a.date != b.date):
        return False
    one, other = {_key(x) for x in a.args}, {_key(x) for x in b.args}
    return one <= other or other <= one


def _one_sentence(a: Claim, b: Claim, sentences: Sequence[Sentence]) -> bool:
    return any(s.start <= a.trigger.start < s.end and s.start <= b.trigger.start < s.end for s in sentences)


def _key(argument: Argument) -> tuple[Role, str]:
    return argument.role, argument.span.text


def _weight(claim: Claim) -> tuple[int, float]:
    return len(claim.args), claim.confidence or 0.0

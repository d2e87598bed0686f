"""An article's claims in words: what was skipped, and what each claim rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.records import Article, Claim, Entity
from kg.sentences import sentence_at

_SHOWN = 40  # characters of a skipped stretch that are shown


def explain_article(article: Article, claims: Sequence[Claim]) -> str:
    """The explanation of one article."""
    published = article.published.isoformat() if article.published else "on an unknown day"
    lines = [f"{article.id}, published {published}, {len(claims)} claims"]
    for skip in article.skips:
        text = " ".join(article.text[skip.start : skip.end].split())
        lines.append(
            f"  skipped {skip.start}-{skip.end} {skip.reason}: {text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}"
        )
    for number, claim in enumerate(claims, 1):
        lines += ["", f"  {number}  {sentence_at(article.text, claim.trigger.start).text}", *_claim(claim)]
    return "\n".join(lines) + "\n\n"


def _claim(claim: Claim) -> Iterator[str]:
    sure = f"  confidence {claim.confidence:.2f}" if claim.confidence is not None else ""
    yield f"     {claim.type}, {claim.factuality}: {claim.trigger.text}{sure}"
    for argument in claim.args:
        yield f"     {argument.role:12} {argument.span.text}{_named(argument.entity)}"
    if claim.date:
        words = claim.date.span.text if claim.date.span else "(from context)"
        yield f"     {'date':12} {words} = {claim.date.edtf or 'unresolved'}"
    if claim.source:
        yield f"     {'source':12} {claim.source.span.text}{_named(claim.source.entity)}"
    if claim.count:
        number = f"{claim.count.min}" if claim.count.min == claim.count.max else f"{claim.count.min}-{claim.count.max}"
        words = claim.count.span.text if claim.count.span else ""
        yield f"     {'count':12} {words} = {number} {claim.count.unit}"


def _named(entity: Entity | None) -> str:
    if entity is None:
        return " (unspecific)"
    return f" = {entity.name}" + ("" if entity.in_lexicon else " (not in the lexicon)")

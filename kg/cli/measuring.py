"""The command that measures: eval."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.building import progress, reading_of
from kg.cli.options import LexiconOption

if TYPE_CHECKING:
    from kg.records import Claim


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(name="eval")(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold claims: .json, .jsonl or a folder of them.", show_default=False)],
    articles: Annotated[Path, typer.Argument(help="Folder of the articles.", show_default=False)],
    claims: Annotated[
        Path | None, typer.Option("--claims", help="Claims to measure, instead of extracting them.")
    ] = None,
    errors: Annotated[int, typer.Option("--errors", metavar="N", help="Also show N errors of each kind.")] = 0,
    rules: Annotated[
        Literal["fill", "off", "only"] | None,
        typer.Option("--rules", help="off: the model alone; only: the rules alone; fill: both, as it is by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as JSON.")] = False,
    lexicon: LexiconOption = None,
) -> None:
    """Measure extracted claims against gold claims."""
    from dataclasses import asdict

    from kg.claims_json import read_claims
    from kg.evaluate import check_spans, read_texts
    from kg.evaluate import evaluate as figures
    from kg.records import Entity

    def name_only(name: str, role: str) -> Entity:
        return Entity(name, "place", name)

    wanted = read_claims(gold, name_only)
    texts = read_texts(articles, wanted)
    found: dict[str, tuple[Claim, ...]]
    found = read_claims(claims, name_only) if claims else _extracted(articles, set(wanted), lexicon, rules)
    check_spans(wanted, texts)
    check_spans(found, texts)
    scores = figures(wanted, found, texts)
    if as_json:
        typer.echo(
            json.dumps({k: v for k, v in asdict(scores).items() if k != "differences"}, ensure_ascii=False, indent=1)
        )
    else:
        typer.echo("\n".join(scores.lines()))
    for kind in ("missed", "spurious", "differs"):
        for difference in [d for d in scores.differences if d.kind == kind][:errors]:
            sides = (("gold", difference.gold), ("found", difference.found))
            typer.echo(f"{kind} {difference.article} " + "  ".join(f"{side}: {_short(c)}" for side, c in sides if c))


def _extracted(
    articles: Path, wanted: set[str], lexicon: Path | None, rules: str | None
) -> dict[str, tuple[Claim, ...]]:
    """The claims of the wanted articles, extracted now."""
    from dataclasses import replace

    from kg.extract import default_extractor
    from kg.read import read_articles

    reading = reading_of(None, lexicon)
    if rules:
        reading = replace(reading, extractor=default_extractor().with_settings(rules=rules))
    found: dict[str, tuple[Claim, ...]] = {}
    with progress([articles]) as step:
        for article in read_articles([articles], None, lambda error: typer.echo(f"kg: {error}", err=True)):
            if article.id in wanted:
                found[article.id] = reading.read(article)
            step(article.id)
    return found


def _short(claim: Claim) -> str:
    from kg.claims_json import claim_to_json

    record = claim_to_json(claim, 0)
    return json.dumps({k: v for k, v in record.items() if k != "id"}, ensure_ascii=False)

"""Naming the gold mentions of two measured sets: B-cubed, pairs found, pairs wrongly merged, and the list of confusions (``-s``)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.claims_json import claim_from_json
from kg.lexicon import load_lexicon
from kg.records import Argument, Article, Claim
from kg.resolve.naming import name_claims

SHARED = Path(__file__).parents[3] / "shared"
SETS = {
    "articles": [("gold/dev", "dev/articles"), ("gold/real", "articles")],
    "wikinews": [("wikinews/dev/gold", "wikinews/dev/articles")],
}
pytestmark = pytest.mark.shared


def norm(text: str | None) -> str:
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return re.sub(r"[\s・·\-–—'\"「」『』()（）、,.]", "", folded)


def links(gold: Path, texts: Path) -> Iterator[tuple[str, str, str]]:
    """Of each mention that gold resolves: gold's name, the id we give (the words, where we give none), and the words."""
    lexicon = load_lexicon()
    for file in sorted(gold.glob("*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        text = (texts / f"{record['article']}.txt").read_bytes().decode()
        claims = [claim_from_json(record["article"], c, _unnamed) for c in record["claims"]]
        day = date.fromisoformat(record["published"]) if record.get("published") else None
        for given, claim in zip(
            record["claims"], name_claims(Article(record["article"], text, day), claims, lexicon), strict=True
        ):
            yield from _of_claim(given, claim)


def _unnamed(name: str, role: str) -> Any:
    return None


def _of_claim(given: dict[str, Any], claim: Claim) -> Iterator[tuple[str, str, str]]:
    left: list[Argument] = list(claim.args)
    for arg in given["args"]:
        same = [a for a in left if (a.role, a.span.start, a.span.end) == (arg["role"], arg["start"], arg["end"])]
        ours = next(
            (a for a in same if a.entity and norm(a.entity.name) == norm(arg["entity"])), same[0] if same else None
        )
        if ours is not None:
            left.remove(ours)
        if arg["entity"]:
            yield norm(arg["entity"]), ours.entity.id if ours and ours.entity else norm(arg["text"]), arg["text"]
    source = given.get("source")
    if source and source.get("entity") and claim.source:
        entity = claim.source.entity
        yield norm(source["entity"]), entity.id if entity else norm(source["text"]), source["text"]


def pairs(counts: Counter[Any]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())


@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared beside the checkout")
@pytest.mark.parametrize("name", SETS)
def test_entities(name: str) -> None:
    found = [link for gold, texts in SETS[name] for link in links(SHARED / gold, SHARED / texts)]
    gold, ours, both = (
        Counter(k) for k in ([g for g, _, _ in found], [o for _, o, _ in found], [(g, o) for g, o, _ in found])
    )
    precision = sum(both[g, o] / ours[o] for g, o, _ in found) / len(found)
    recall = sum(both[g, o] / gold[g] for g, o, _ in found) / len(found)
    f1 = 2 * precision * recall / (precision + recall)
    every = len(found) * (len(found) - 1) // 2
    merged, same = (pairs(ours) - pairs(both)) / every, pairs(both) / pairs(gold)
    print(f"\n{name}: {len(found)} mentions, B3 P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
    print(f"pairs found {same:.3f}, falsely merged {merged:.4%}")
    usual = {g: Counter(o for h, o, _ in found if h == g).most_common(1)[0][0] for g in gold}
    confused: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for g, o, text in found:
        if usual[g] != o:
            confused[g, o][text] += 1
    for (g, o), texts in sorted(confused.items(), key=lambda item: -sum(item[1].values())):
        print(f"  {sum(texts.values())} {g} as {o}: {' '.join(texts)}")
    assert f1 >= 0.95
    assert same >= 0.9
    assert merged <= 0.01

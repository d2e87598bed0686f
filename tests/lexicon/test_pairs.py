"""Names that mean the same thing and names that do not, hard in both ways."""

from pathlib import Path

import pytest
import yaml

from kg.lexicon import Lexicon, load_lexicon
from kg.records import Argument, Article, Claim, Entity, Span
from kg.resolve.naming import name_claims

PAIRS = yaml.safe_load((Path(__file__).parent / "pairs.yaml").read_text(encoding="utf-8"))


def named(name: str, role: str, lexicon: Lexicon) -> Entity | None:
    """What the name alone, as an article's only words, is resolved to."""
    claim = Claim(
        "a", "Attack", Span(len(name), len(name) + 1, "。"), "actual", (Argument(role, Span(0, len(name), name)),)
    )
    return name_claims(Article("a", f"{name}。"), [claim], lexicon)[0].args[0].entity


def test_enough_pairs() -> None:
    assert len(PAIRS["same"]) + len(PAIRS["different"]) >= 200


@pytest.mark.parametrize(("role", "one", "other"), PAIRS["same"])
def test_same(role: str, one: str, other: str) -> None:
    lexicon = load_lexicon()
    a, b = named(one, role, lexicon), named(other, role, lexicon)
    assert a is not None and b is not None
    assert a.id == b.id


@pytest.mark.parametrize(("role", "one", "other"), PAIRS["different"])
def test_different(role: str, one: str, other: str) -> None:
    lexicon = load_lexicon()
    a, b = named(one, role, lexicon), named(other, role, lexicon)
    assert a is not None and b is not None
    assert a.id != b.id

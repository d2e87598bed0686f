"""Stores built from claims known to be right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import resources
from kg.claims_json import read_claims
from kg.lexicon import Lexicon, load_lexicon
from kg.pipeline import Reading, build
from kg.rdf.store import Reader
from kg.resolve.naming import entity_for_name

SHARED = Path(__file__).parents[3] / "shared"


def built_from_gold(articles: list[Path], gold: list[Path], store: Path) -> Path:
    """A store of articles with their gold claims."""
    lexicon = load_lexicon()
    claims = {
        article: told
        for folder in gold
        for article, told in read_claims(folder, lambda name, role: entity_for_name(name, role, lexicon)).items()
    }
    summary = build(articles, store, reading=Reading(lexicon, claims=claims))
    assert not summary.failed, summary
    return store


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def gold_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples that ship, with their gold claims."""
    store = tmp_path_factory.mktemp("gold") / "store"
    return built_from_gold([resources.data("articles")], [resources.data("gold")], store)


@pytest.fixture(scope="session")
def gold(gold_path: Path) -> Iterator[Reader]:
    with Reader(gold_path) as reader:
        yield reader


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The two real articles and the samples, with gold claims."""
    if not SHARED.is_dir():
        pytest.skip("no shared articles beside the checkout")
    store = tmp_path_factory.mktemp("real") / "store"
    folders = [SHARED / "articles", resources.data("articles")]
    with Reader(built_from_gold(folders, [SHARED / "gold" / "real", resources.data("gold")], store)) as reader:
        yield reader

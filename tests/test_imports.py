"""Imports go one way, and each heavy library is known in one place only."""

from __future__ import annotations

import ast
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "kg"
LAYERS = (
    {
        "__init__",
        "errors",
        "records",
        "resources",
        "edtf",
        "rules",
        "sentences",
        "claims_json",
        "evaluate",
        "fingerprint",
        "lexicon",
    },
    {"read", "extract", "resolve"},
    {"rdf"},
    {"ask"},
    {"show", "serve"},
    {"pipeline", "graph", "intake"},
    {"cli"},
)
"""A module may import from its own layer and from those before it."""
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
ONLY_IN = {
    "spacy": {"extract", "train"}, "ginza": {"extract"}, "sudachipy": {"extract", "lexicon", "resolve"},
    "onnxruntime": {"extract", "train"}, "torch": {"train"}, "rdflib": {"rdf"}, "pyoxigraph": {"rdf"}, "oxrdflib": {"rdf"},
    "pyshacl": {"rdf"}, "typer": {"cli"},
}  # fmt: skip
FILES = sorted(path for path in ROOT.rglob("*.py") if "train" not in path.parts)


def imports(path: Path) -> Iterator[str]:
    """Dotted names of all that a file imports, also inside functions; not what it names for type checkers alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(dotted: str) -> str:
    """The part of kg that a dotted name is in."""
    names = dotted.split(".")
    return names[1] if len(names) > 1 and names[1] in LEVEL else "__init__"


def part_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_with_the_arrow(path: Path) -> None:
    own = part_of(path)
    assert own in LEVEL, f"{own} has no layer: put it into LAYERS"
    for name in imports(path):
        top = name.split(".")[0]
        if top == "kg":
            assert "train" not in name.split("."), f"{path} imports the training"
            assert LEVEL[part(name)] <= LEVEL[own] or (own == "__init__" and part(name) != "cli"), f"{path}: {name}"
        assert own in ONLY_IN.get(top, {own}), f"{path}: {top} is known only in {ONLY_IN[top]}"


def test_no_part_imports_another_in_a_circle() -> None:
    needs: dict[str, set[str]] = {}
    for path in FILES:
        others = {part(name) for name in imports(path) if name.split(".")[0] == "kg"} - {part_of(path), "__init__"}
        needs.setdefault(part_of(path), set()).update(others)
    needs.pop("__init__", None)

    def above(name: str, seen: tuple[str, ...] = ()) -> None:
        assert name not in seen, " -> ".join([*seen, name])
        for other in sorted(needs.get(name, ())):
            above(other, (*seen, name))

    for name in needs:
        above(name)


def test_help_is_quick() -> None:
    code = (
        "import sys; from kg.cli import app; heavy = {'spacy', 'rdflib', 'pandas', 'numpy', 'networkx', 'onnxruntime', 'pyoxigraph'}; "
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"the command line imports {done.stderr}"
    assert time.monotonic() - start < 5  # far below a second on an idle machine

"""A knowledge graph of military deployments read from Japanese news.

``kg.open("store")`` opens a graph, ``kg.build([...])`` makes one, ``kg.extract("…")`` reads the claims of a text. Each is
loaded when it is first used, so that ``import kg`` stays quick.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.graph import build_graph as build
    from kg.graph import extract_claims as extract
    from kg.graph import open_graph as open

__all__ = ["Graph", "build", "extract", "open"]

_LAZY = {"open": "open_graph", "build": "build_graph", "Graph": "Graph"}


def __getattr__(name: str) -> Any:
    """What is loaded when it is asked for."""
    if name in _LAZY:
        from kg import graph

        return getattr(graph, _LAZY[name])
    if name == "extract":
        return importlib.import_module("kg.extract")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Callable(ModuleType):
    """The package ``kg.extract``, which can also be called: ``kg.extract("米軍は撤退した")``."""

    def __call__(self, text: str, **more: Any) -> Any:
        """The claims of a text; see `kg.graph.extract_claims`."""
        from kg.graph import extract_claims

        return extract_claims(text, **more)


class _Package(ModuleType):
    """This package: when Python hangs ``kg.extract`` on it, it becomes callable."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "extract" and type(value) is ModuleType:
            value.__class__ = _Callable
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

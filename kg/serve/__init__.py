"""The graph over HTTP: SPARQL 1.1 Protocol, saved questions as URLs, the explorer, and a page for every thing."""

from kg.serve.limits import Limits
from kg.serve.server import serve

__all__ = ["Limits", "serve"]

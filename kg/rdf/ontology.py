"""What the ontology file says about its own terms: labels, for people who read a graph or a page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox
from rdflib.namespace import RDFS

from kg import resources
from kg.rdf.terms import MIL


@cache
def triples() -> tuple[ox.Quad, ...]:
    """The triples of ``ontology/kg.ttl``."""
    return tuple(ox.parse(path=str(resources.ontology("kg.ttl")), format=ox.RdfFormat.TURTLE))


@cache
def _texts(predicate: str) -> Mapping[tuple[str, str], str]:
    return {
        (quad.subject.value, quad.object.language): quad.object.value  # type: ignore[union-attr, misc]
        for quad in triples()
        if quad.predicate.value == predicate
    }


def label(name: str, language: str) -> str:
    """The label of a term of ours in ``ja`` or ``en``; KeyError where there is none.

    >>> label("Withdrawal", "ja"), label("planned", "en")
    ('撤退', 'planned')
    """
    return _texts(str(RDFS.label))[str(getattr(MIL, name)), language]


def comment(name: str, language: str) -> str:
    """The comment of a term of ours in ``ja`` or ``en``."""
    return _texts(str(RDFS.comment))[str(getattr(MIL, name)), language]

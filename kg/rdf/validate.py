"""SHACL: what the shapes say of an article's own graph, and of the events that a build touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
import pyshacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from kg import resources
from kg.rdf.terms import MIL


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A shape that something breaks."""

    focus: str
    path: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.focus}: {self.message}" + (f" (found {self.value})" if self.value else "")


def check_article(quads: Iterable[ox.Quad]) -> tuple[Violation, ...]:
    """What an article's own quads break; nothing else is looked at, so that no order of articles matters."""
    return _check(to_rdflib(quads), _shapes(derived=False), None)


def check_derived(quads: Iterable[ox.Quad]) -> tuple[Violation, ...]:
    """What events break, given with their claims and entities; the ontology tells which class is whose."""
    return _check(to_rdflib(quads), _shapes(derived=True), ontology())


def _check(data: Graph, shapes: Graph, known: Graph | None) -> tuple[Violation, ...]:
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=known, inplace=True)
    except TypeError as error:  # pyshacl compares ill-typed dates as they are
        return (Violation("", "", f"values that are not what their datatype says ({error})"),)
    if not isinstance(report, Graph):
        raise RuntimeError(f"SHACL failed: {report!r}")
    return tuple(sorted(_read(report)))


def _read(report: Graph) -> Iterable[Violation]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        if report.value(result, SH.resultSeverity) == SH.Violation:
            parts = (report.value(result, p) for p in (SH.focusNode, SH.resultPath, SH.resultMessage, SH.value))
            yield Violation(*("" if part is None else str(part) for part in parts))


def to_rdflib(quads: Iterable[ox.Quad]) -> Graph:
    """Quads as one plain graph in memory (pyshacl on a store itself is twenty times slower)."""
    graph = Graph()
    add = graph.store.add
    for quad in quads:
        add((_term(quad.subject), _term(quad.predicate), _term(quad.object)), graph)
    return graph


def _term(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        return Literal(term.value, datatype=URIRef(term.datatype.value))
    raise TypeError(f"{term!r} is no term of ours")


_DERIVED = {MIL.Event, MIL.Entity}


@cache
def _shapes(derived: bool) -> Graph:
    """The shapes of what is derived, or of what articles say: the others are left without a target."""
    shapes = Graph().parse(resources.ontology("shapes.ttl"))
    for shape, target in list(shapes.subject_objects(SH.targetClass)):
        if (target in _DERIVED) is not derived:
            shapes.remove((shape, SH.targetClass, target))
    return shapes


@cache
def ontology() -> Graph:
    """The ontology."""
    return Graph().parse(resources.ontology("kg.ttl"))

"""The ontology, its list of terms in Python, its context and its shapes speak of the same things."""

from __future__ import annotations

import json

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH

from kg import resources
from kg.rdf.terms import CLASS_OF_KIND, MIL, PREFIXES
from kg.records import ENTITY_KINDS, EVENT_TYPES, FACTUALITIES, ROLES

ONTOLOGY = Graph().parse(resources.ontology("kg.ttl"))
TERMS = sorted({str(s) for s in ONTOLOGY.subjects() if str(s).startswith(str(MIL._NS))})
NAMES = sorted(name for name in MIL.__annotations__ if not name.startswith("_"))


def test_terms_are_those_of_the_ontology() -> None:
    assert [str(MIL._NS) + name for name in NAMES] == TERMS


@pytest.mark.parametrize("name", NAMES)
def test_term_is_documented_in_both_languages(name: str) -> None:
    for predicate in (RDFS.label, RDFS.comment):
        texts = list(ONTOLOGY.objects(MIL[name], predicate))
        assert sorted(text.language for text in texts) == ["en", "ja"], predicate  # type: ignore[union-attr]
        assert all(str(text).strip() for text in texts)


def test_records_and_ontology_agree() -> None:
    for event_type in EVENT_TYPES:
        assert (MIL[event_type], RDFS.subClassOf, MIL.Event) in ONTOLOGY
    for role in ROLES:
        assert (MIL[role], RDFS.subPropertyOf, MIL.role) in ONTOLOGY
    for value in FACTUALITIES:
        assert (MIL[value], RDF.type, MIL.Factuality) in ONTOLOGY
    for kind in ENTITY_KINDS:
        above = set(ONTOLOGY.transitive_objects(CLASS_OF_KIND[kind], RDFS.subClassOf))
        assert MIL.Entity in above


def test_classes_are_not_circular() -> None:
    for child, parent in ONTOLOGY.subject_objects(RDFS.subClassOf):
        assert child not in set(ONTOLOGY.transitive_objects(parent, RDFS.subClassOf))


def test_everything_is_a_class_property_or_named_thing() -> None:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    for name in NAMES:
        types = set(ONTOLOGY.objects(MIL[name], RDF.type))
        assert types & kinds or types & {MIL.Factuality, MIL.MentionRole} or name == "factualities", name


def test_shapes_use_terms_that_exist() -> None:
    shapes = Graph().parse(resources.ontology("shapes.ttl"))
    used = {term for triple in shapes for term in triple if isinstance(term, URIRef) and term.startswith(str(MIL._NS))}
    assert used and {str(term) for term in used} <= set(TERMS)
    shape = URIRef("https://w3id.org/milkg/shapes#")
    for name in ("Article", "Claim", "Mention", "Position", "Quote", "Event", "Entity"):
        for constraint in shapes.objects(shape + name, SH.property):
            assert shapes.value(constraint, SH.message), "every constraint says in words what is wrong"


def test_context_knows_the_properties() -> None:
    context = json.loads(resources.ontology("context.jsonld").read_text(encoding="utf-8"))["@context"]
    for name in NAMES:
        if (MIL[name], RDF.type, OWL.ObjectProperty) in ONTOLOGY or (
            MIL[name],
            RDF.type,
            OWL.DatatypeProperty,
        ) in ONTOLOGY:
            assert context[name]["@id"] == f"mil:{name}"
    assert {prefix: context[prefix] for prefix in PREFIXES} == dict(PREFIXES)

"""Records become quads, and come back the same."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.namespace import RDF
from things import THINGS, article, gold

from kg import resources
from kg.rdf.describe import describe_article, describe_entity, describe_event
from kg.rdf.recall import Recall, canonical, read_entity
from kg.rdf.terms import MIL, PREFIXES, Iris
from kg.rdf.validate import check_article, check_derived
from kg.records import Argument, Article, Claim, Count, DateSpan, Entity, Event, Report, Source, Span
from kg.resolve.merge import block, claim_ids, link, merge
from kg.sentences import sentence_at

IRIS = Iris()
GOLD = gold()
TEXT = "米軍は17日、約300人がアイン・アサード空軍基地から撤退したとBBCが伝えた。"
ASAD = Entity("base:アイン・アサード空軍基地", "base", "アイン・アサード空軍基地", in_lexicon=False)


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words), words)


CLAIM = Claim(
    "a b/ü",
    "Withdrawal",
    span("撤退"),
    "actual",
    (
        Argument("agent", span("米軍"), THINGS.name("United States Armed Forces", "agent")),
        Argument("origin", span("アイン・アサード空軍基地"), ASAD),
        Argument("force", span("300人")),
    ),
    DateSpan("2026-01-17", span("17日")),
    Source(span("BBC"), Entity("organisation:bbc", "organisation", "BBC", in_lexicon=False)),
    Count(300, 300, "人", span("約300人")),
    0.87652,
)
ARTICLE = Article(CLAIM.article, TEXT, date(2026, 1, 19), "テレビ", "https://example.org/a?b=1&c=2", "見出し")


def reports(one: Article, claims: tuple[Claim, ...]) -> list[Report]:
    return [
        Report(id, claim, one.published, sentence_at(one.text, claim.trigger.start).start)
        for id, claim in zip(claim_ids(claims), claims, strict=True)
    ]


def quads_of(one: Article, claims: tuple[Claim, ...]) -> list[ox.Quad]:
    def of(report: Report) -> str:
        return block(report.claim, report.published, THINGS)

    return list(describe_article(one, reports(one, claims), IRIS, block=of, built_with="test"))


def recall(quads: list[ox.Quad]) -> Recall:
    store = ox.Store()
    store.extend(quads)
    return Recall(store, IRIS, THINGS.entities.get)


def test_what_a_claim_says() -> None:
    quads = quads_of(ARTICLE, (CLAIM,))
    assert {quad.graph_name for quad in quads} == {IRIS.article(ARTICLE.id)}
    assert len(quads) == len(set(quads))
    claim = IRIS.claim(f"a b/ü/Withdrawal-{TEXT.index('撤退')}")
    told = {
        quad.predicate.value.rpartition("#")[2]: getattr(quad.object, "value", None)
        for quad in quads
        if quad.subject == claim
        and quad.predicate.value.startswith(str(MIL._NS))
        and "mention" not in quad.predicate.value
    }
    base = IRIS.base
    assert told == {
        "eventType": str(MIL.Withdrawal), "factuality": str(MIL.actual), "edtf": "2026-01-17", "earliest": "2026-01-17",
        "latest": "2026-01-17", "dateText": "17日", "sourceText": "BBC", "accordingTo": f"{base}entity/organisation:bbc",
        "countMin": "300", "countMax": "300", "countUnit": "人", "confidence": "0.8765", "sentence": TEXT, "sentenceStart": "0",
        "block": "Withdrawal|base:アイン・アサード空軍基地|2026", "anchor": "Withdrawal|base:アイン・アサード空軍基地",
        "agent": f"{base}entity/united-states-armed-forces",
        "origin": f"{base}entity/base:アイン%E3%83%BBアサード空軍基地",
    }  # fmt: skip
    assert check_article(quads) == ()


def test_an_article_comes_back() -> None:
    memory = recall(quads_of(ARTICLE, (CLAIM,)))
    assert memory.article_ids() == [ARTICLE.id]
    assert memory.article(ARTICLE.id) == ARTICLE
    assert memory.article("other") is None
    assert memory.built_with(ARTICLE.id) == "test"


@pytest.mark.parametrize("id", sorted(GOLD))
def test_gold_claims_come_back(id: str) -> None:
    one = article(id, date(2024, 5, 1))
    memory = recall(quads_of(one, GOLD[id]))
    found = memory.reports(id)
    expected = reports(one, tuple(map(canonical, GOLD[id])))
    assert found == sorted(expected, key=lambda report: report.id)
    by_anchor = [report for anchor in memory.anchors(id) for report in memory.reports_of_anchor(anchor)]
    assert sorted(by_anchor, key=lambda report: report.id) == found


@pytest.mark.parametrize("id", sorted(GOLD))
def test_gold_articles_keep_the_shapes(id: str) -> None:
    assert check_article(quads_of(article(id), GOLD[id])) == ()


def test_the_whole_of_gold_as_a_graph() -> None:
    articles = {id: article(id, date(2024, 5, 1)) for id in GOLD}
    told = [report for id, claims in GOLD.items() for report in reports(articles[id], tuple(map(canonical, claims)))]
    events = link(merge(told, THINGS), told, THINGS)
    by_id = {report.id: report for report in told}
    quads = [quad for id in GOLD for quad in quads_of(articles[id], GOLD[id])]
    memory = recall(quads)
    for event in events:
        quads += describe_event(event, by_id, IRIS)
    for id in {id for article_id in GOLD for id in memory.mentioned(article_id)}:
        entity = memory.entity(id)
        assert entity is not None
        for one in (entity, *THINGS.ancestors(entity)):
            quads += describe_entity(one, IRIS)
    assert check_derived(quads) == ()
    check_terms(quads)


def check_terms(quads: list[ox.Quad]) -> None:
    """Every term of ours that the graph uses is in the ontology, and no node is blank."""
    known = {str(subject) for subject in Graph().parse(resources.ontology("kg.ttl")).subjects()}
    used = {
        term.value
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(str(MIL._NS))
    }
    assert len(used) > 50 and used <= known
    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in quad)
    vocabularies = (*PREFIXES.values(), IRIS.base)
    assert all(quad.predicate.value.startswith(vocabularies) for quad in quads)


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (("factuality", None), "a claim is actual, planned, possible or denied"),
        (("eventType", ox.NamedNode(MIL.Event)), "a claim has one of the 14 event types"),
        (("countMax", ox.Literal(1)), "a claim's lower count is a number from 0 to its upper one"),
        (("latest", ox.Literal("2025-01-01", datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))),
         "a claim's earliest day is a real day not after its latest"),
        (("earliest", ox.Literal("2026-02", datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))),
         "values that are not what their datatype says ('<=' not supported between instances of 'Literal' and 'Literal')"),
        (("sha256", ox.Literal("x")), "an article has the hash of its text"),
        (("mentionRole", ox.NamedNode(MIL.edtf)), "a mention has one role"),
    ],
)  # fmt: skip
def test_shapes_refuse(break_it: tuple[str, ox.NamedNode | ox.Literal | None], message: str) -> None:
    name, value = break_it
    quads = []
    for quad in quads_of(ARTICLE, (CLAIM,)):
        if quad.predicate.value != str(MIL[name]):
            quads.append(quad)
        elif value is not None:
            quads.append(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name))
    assert message in {violation.message for violation in check_article(quads)}


def test_shapes_of_events_refuse() -> None:
    told = reports(ARTICLE, (canonical(CLAIM),))
    (event,) = merge(told, THINGS)
    quads = list(describe_event(event, {told[0].id: told[0]}, IRIS))
    assert {violation.message for violation in check_derived(quads)} == {
        "an event rests on claims that are in the graph",
        "the agent of an event is an entity in the graph",
        "the origin of an event is an entity in the graph",
    }


def test_labels() -> None:
    told = reports(ARTICLE, (canonical(CLAIM),))
    (event,) = merge(told, THINGS)
    labels = {
        quad.object.language: quad.object.value  # type: ignore[union-attr]
        for quad in describe_event(event, {told[0].id: told[0]}, IRIS)
        if quad.predicate.value.endswith("#label")
    }
    assert labels == {
        "ja": "撤退: 米軍、アイン・アサード空軍基地 (2026-01-17)",
        "en": "Withdrawal: United States Armed Forces, アイン・アサード空軍基地 (2026-01-17)",
    }


@pytest.mark.parametrize(
    ("words", "edtf", "begins"),
    [("駐留", "2014/2020", "2014-12-31"), ("作戦", "2014/2020", "2014-12-31"), ("作戦終了", "2014/2020", "2020-12-31")],
)
def test_a_mission_that_ends_does_so_on_one_day(words: str, edtf: str, begins: str) -> None:
    claim = Claim("a", "Mission", Span(0, len(words), words), "actual", (), DateSpan(edtf))
    event = Event("e", "Mission", "actual", ("a/x",), edtf=edtf)
    quads = describe_event(event, {"a/x": Report("a/x", claim)}, IRIS)
    found = [quad.object.value for quad in quads if quad.predicate.value.endswith("hasLatestBeginTimeStamp")]  # type: ignore[union-attr]
    assert found == [begins]


entities = st.builds(
    Entity,
    id=st.text(min_size=1, max_size=8).filter(str.strip),
    kind=st.sampled_from(("base", "state", "person")),
    name=st.sampled_from(("Al Asad", "アサド", 'a"b\\c')),
    label_ja=st.none() | st.just("アサド基地"),
    aliases=st.sets(st.sampled_from(("x", "基地"))).map(sorted).map(tuple),
    part_of=st.sets(st.sampled_from(("us", "a:b c", "日本"))).map(sorted).map(tuple),
    country=st.none() | st.just("us"),
    in_lexicon=st.booleans(),
)


@given(entities)
def test_entities_come_back(entity: Entity) -> None:
    quads = list(describe_entity(entity, IRIS))
    iri = IRIS.entity(entity.id)
    found = read_entity(entity.id, [quad for quad in quads if quad.subject == iri], IRIS)
    again = list(describe_entity(found, IRIS))
    assert sorted(map(str, again)) == sorted(map(str, quads))
    assert (found.id, found.kind, found.part_of, found.country) == (
        entity.id,
        entity.kind,
        entity.part_of,
        entity.country,
    )
    assert IRIS.id(iri) == entity.id


def test_graph_types() -> None:
    kinds = {quad.object.value for quad in quads_of(ARTICLE, (CLAIM,)) if quad.predicate.value == str(RDF.type)}  # type: ignore[union-attr]
    assert str(MIL.Withdrawal) not in kinds

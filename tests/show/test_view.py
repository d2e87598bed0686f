"""The view model, what is chosen of it, where it lies and what is exported: without a browser."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

import kg.read
import kg.show
from kg import resources
from kg.errors import QueryError
from kg.show import Choice, article_html, choose, explorer_html, read_view, view_of_article
from kg.show.drawing import network_png, network_svg
from kg.show.export import spot_of, to_csv, to_geojson, to_gexf
from kg.show.layout import layout
from kg.show.model import View, claim_view, to_json
from kg.show.page import bundle
from tests.show.made import gold_store
from tests.show.views import ENTITIES, HOSTILE, hostile, many, small

SHARED = Path(__file__).parents[3] / "shared"
shared = pytest.mark.skipif(not (SHARED / "gold" / "dev").is_dir(), reason="no shared folder beside the checkout")


@pytest.mark.shared
@shared
def test_a_store_s_view_holds_each_claim_with_its_words() -> None:
    view = read_view(gold_store(SHARED / "dev" / "articles", SHARED / "gold" / "dev"), lambda text, title: ())
    texts = {article.id: article.text for article in view.articles}
    gold = sum(
        len(json.loads(path.read_text(encoding="utf-8"))["claims"]) for path in (SHARED / "gold" / "dev").glob("*.json")
    )
    assert len(view.claims) == gold
    assert sorted(id for event in view.events for id in event.claims) == sorted(claim.id for claim in view.claims)
    for claim in view.claims:
        text = texts[claim.article]
        assert text[claim.start : claim.start + len(claim.sentence)] == claim.sentence
        trigger = next(mention for mention in claim.mentions if mention.role == "trigger")
        assert claim.start <= trigger.start < trigger.end <= claim.start + len(claim.sentence)
    ids = {entity.id for entity in view.entities}
    assert all(thing in ids for event in view.events for thing in event.things)


def test_an_article_s_view_is_that_of_its_claims() -> None:
    from kg.records import Argument, Article, Claim, DateSpan, Entity, Skip, Span

    us = Entity("us-forces", "armed-force", "United States Armed Forces", "米軍")
    claim = Claim(
        "x",
        "Withdrawal",
        Span(5, 7, "撤退"),
        "actual",
        (Argument("agent", Span(0, 2, "米軍"), us),),
        DateSpan("2026-01-17"),
    )
    view = view_of_article(Article("x", "米軍がX撤退した。", skips=(Skip(0, 1, "title"),)), [claim])
    assert (view.articles[0].skips, [e.ja for e in view.entities]) == (((0, 1, "title"),), ["米軍"])
    assert view.claims == (claim_view("x/1", claim, "米軍がX撤退した。"),)


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (Choice(), ["e1", "e2", "e3", "e4"]),
        (Choice(actor=("米軍",)), ["e1", "e3", "e4"]),
        (Choice(actor=("Iraq",)), ["e2"]),
        (Choice(base=("アインアルアサド空軍基地",)), ["e1", "e2", "e3"]),
        (Choice(place=("イラク",), types=("Withdrawal",)), ["e1", "e3"]),
        (Choice(since=date(2026, 1, 1)), ["e1", "e2"]),
        (Choice(until=date(2025, 12, 31)), ["e3"]),
        (Choice(around=("クウェート",)), ["e1"]),
        (Choice(around=("クウェート",), hops=2), ["e1", "e2", "e3", "e4"]),
        (Choice(limit=1), ["e1"]),
    ],
)
def test_what_is_chosen(choice: Choice, kept: list[str]) -> None:
    view = choose(small(), choice)
    assert [event.id for event in view.events] == kept
    assert {claim.id for claim in view.claims} == {id for event in view.events for id in event.claims}
    assert {thing for event in view.events for thing in event.things} <= {entity.id for entity in view.entities}
    assert view.left_out == (3 if choice.limit == 1 else 0)


@pytest.mark.parametrize(
    ("choice", "said"), [(Choice(actor=("火星軍",)), "火星軍"), (Choice(types=("War",)), "Deployment, Withdrawal")]
)
def test_a_name_or_type_that_is_not_there_is_said(choice: Choice, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        choose(small(), choice)


def test_every_node_has_its_own_place() -> None:
    view = many(300)
    places = layout(view)
    assert places == layout(view)
    assert set(places) == {e.id for e in view.events} | {thing for event in view.events for thing in event.things}
    spots = [places[event.id] for event in view.events]
    near = sum((x - u) ** 2 + (y - v) ** 2 < 12**2 for n, (x, y) in enumerate(spots) for u, v in spots[n + 1 :])
    assert near < len(spots) / 20
    assert layout(View()) == {}


@pytest.mark.parametrize("html", [explorer_html(hostile()), explorer_html(hostile(), "en")])
def test_hostile_text_cannot_leave_its_block(html: str) -> None:
    scripts = re.findall(r"<script[^>]*>", html)
    blocks = [f'<script type="application/json" id="{id}">' for id in ("look", "data", "land")]
    assert scripts == [*blocks, "<script>"]
    assert html.count("</script>") == 4
    assert "<script>parent" not in html.replace("\\u003c", "<").split('id="data">')[0]
    block = html.split('id="data">')[1].split("</script>")[0]
    assert json.loads(block)["view"]["articles"][0]["title"] == HOSTILE
    assert not set("<>&") & set(block)


def test_the_page_asks_for_nothing() -> None:
    html = explorer_html(small())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy and policy[1].startswith("default-src 'none'; script-src 'sha256-") and "unsafe" not in policy[1]
    assert not re.search(r"<[^>]+\s(?:src|href)=[\"'](?!#)", html.split("<script")[0])
    assert not re.search(r"<[^>]+\son\w+=", html.split("<script")[0])
    for word in ("eval(", "innerHTML", "document.write", "fetch(", "XMLHttpRequest", "import("):
        assert word not in bundle()


def test_all_words_of_the_page_are_there_in_both_languages() -> None:
    html = explorer_html(small())
    words = json.loads(html.split('id="data">')[1].split("</script>")[0])["words"]
    used = set(re.findall(r'\bt\("([^"]+)"[,)]', bundle())) | set(
        re.findall(r'data-t(?:-label)?="([^"]+)"', html.split("<script")[0])
    )
    assert used - set(words) == set()
    assert all(word["ja"] and word["en"] for word in words.values())


def test_each_reason_to_skip_has_words() -> None:
    rules = resources.data("rules", "clutter.yaml").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in Path(kg.read.__file__).parent.glob("*.py"))
    reasons = set(re.findall(r"reason: ([a-z]+)", rules)) | {
        r for r in ("title", "heading", "head", "garbled", "foreign") if f'"{r}"' in code
    }
    words = json.loads((Path(kg.show.__file__).parent / "web" / "words.json").read_text(encoding="utf-8"))
    assert {f"skip.{reason}" for reason in reasons} - set(words) == set()


def test_an_article_page_of_none_and_of_no_claims() -> None:
    from kg.records import Article

    assert '"mode":"article"' in article_html(Article("x", "本文。"), [])


def test_gexf_is_read_back() -> None:
    view = hostile()
    text = to_gexf(view)
    assert text == to_gexf(view) and "lastmodified" not in text
    ET.fromstring(text)
    graph = nx.read_gexf(io.StringIO(text))
    assert len(graph.nodes) == len({e.id for e in view.events} | {t for e in view.events for t in e.things})
    assert len(graph.edges) == len(list(view.edges()))


def test_geojson_has_places_and_movements() -> None:
    found = json.loads(to_geojson(small()))["features"]
    lines = [feature for feature in found if feature["geometry"]["type"] == "LineString"]
    assert [line["geometry"]["coordinates"] for line in lines] == [[[42.44, 33.79], [47.6, 29.3]]]
    assert {feature["properties"]["where"] for feature in found if feature["properties"]["event"] == "e2"} == {
        "アイン・アル・アサド空軍基地"
    }


def test_where_a_thing_lies() -> None:
    by_id = {entity.id: entity for entity in ENTITIES}
    found = {id: spot_of(id, by_id) for id in ("asad", "iraqi-forces", "iraq", "nowhere")}
    assert {id: spot and (spot[0].id, spot[1]) for id, spot in found.items()} == {
        "asad": ("asad", True), "iraqi-forces": ("iraq", False), "iraq": ("iraq", False), "nowhere": None,
    }  # fmt: skip


def test_csv_has_a_row_an_event_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(small()))))
    first = [rows[0][column] for column in ("event", "date", "agent", "count_low", "articles")]
    assert first == ["e1", "2026-01-17", "米軍", "250", "a1; a2"]
    assert rows[0]["sentence"].startswith("米軍は17日")
    view = View(events=small().events, entities=tuple(type(e)(e.id, e.kind, "=HYPERLINK(1)", "x") for e in ENTITIES))
    assert all(not cell.startswith("=") for row in csv.reader(io.StringIO(to_csv(view))) for cell in row)


def test_svg_is_xml_and_labels_do_not_overlap() -> None:
    root = ET.fromstring(network_svg(hostile()))
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert ET.fromstring(network_svg(View())).tag.endswith("svg")
    texts = [
        element.text for element in ET.fromstring(network_svg(small(), "en")).iter() if element.tag.endswith("text")
    ]
    assert "Al Asad Airbase" in texts


def test_png() -> None:
    pytest.importorskip("resvg_py", reason="PNG needs resvg-py")
    assert network_png(small())[:4] == b"\x89PNG"


def test_empty_fields_are_left_out_of_the_document() -> None:
    assert to_json(small().events[3]) == {
        "id": "e4", "type": "Deployment", "factuality": "denied", "claims": ["a1/4"], "ja": "派遣", "en": "Deployment",
        "roles": [["agent", ["us-forces"]]], "independent": 1,
    }  # fmt: skip

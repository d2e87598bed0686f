"""The explorer in a real browser, opened from disk, offline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.records import Argument, Article, Claim, Entity, Skip, Span
from kg.show import Choice, article_html, choose, explorer_html
from tests.show.views import HOSTILE, SENTENCES, TEXT, hostile, many, small

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
VIEWS = ["overview", "network", "timeline", "map", "list", "article"]


def place(page: Any, id: str) -> list[float]:
    """Where a node of the network is drawn."""
    at: list[float] = page.js(
        f"""(() => {{ const {{ camera, places, stage }} = explorer.views.network; const {{ x, y }} = places.get("{id}");
        const box = stage.canvas.getBoundingClientRect();
        return [box.left + x * camera.k + camera.x, box.top + y * camera.k + camera.y]; }})()"""
    )
    return at


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_opens_without_a_request_or_complaint(open_page: Open, view: str) -> None:
    page = open_page(small(), f"view={view}")
    assert page.js("document.body.dataset.view") == view


def test_clicked_event_shows_its_sentences_and_who_says_so(open_page: Open) -> None:
    page = open_page(small(), "view=network")
    page.page.mouse.click(*place(page, "e1"))
    assert page.js("explorer.state.selected") == {"kind": "event", "id": "e1"}
    quotes = page.page.locator("#evidence blockquote .sentence").all_inner_texts()
    assert quotes == [SENTENCES[0], SENTENCES[0]]
    assert page.page.locator("#evidence mark.trigger").all_inner_texts() == ["撤退", "撤退"]
    assert "イラク国防省による" in page.evidence
    assert page.page.get_attribute("#evidence .source a", "href") == "https://example.org/a1?x=1&y=2"


def test_what_claims_disagree_on_stands_side_by_side(open_page: Open) -> None:
    page = open_page(small(), "sel=event:e1")
    assert page.page.locator(".disagree td").all_inner_texts() == ["250–350人", "400人"]


def test_a_link_of_another_scheme_stays_text(open_page: Open) -> None:
    page = open_page(small(), "sel=article:a2")
    assert "javascript:alert(1)" in page.evidence
    assert page.page.locator("#evidence a").count() == 0


def test_one_selection_in_all_views(open_page: Open) -> None:
    page = open_page(small())
    page.page.locator("#tab-list").click()
    page.page.locator("tr[data-event=e2]").click()
    assert page.js("[...explorer.state.lit.events].map((event) => event.id)") == ["e2"]
    page.page.keyboard.press("Escape")
    assert page.js("explorer.state.lit") is None
    page.js('explorer.state.select("entity", "iraqi-forces")')
    assert page.page.locator("#list tbody tr").count() == 1


def test_a_click_on_the_timeline_and_on_the_map(open_page: Open) -> None:
    page = open_page(small(), "view=timeline")
    x, y = page.js(
        """(() => { const { stage, drawn } = explorer.views.timeline; const box = stage.canvas.getBoundingClientRect();
        const bar = drawn.find((one) => one.event.id === "e2"); return [box.left + (bar.a + bar.b) / 2, box.top + bar.y + 6]; })()"""
    )
    page.page.mouse.click(x, y)
    assert page.js("explorer.state.selected.id") == "e2"
    page.page.locator("#tab-map").click()
    page.page.wait_for_timeout(100)
    x, y = page.js(
        """(() => { const { stage, marks, camera } = explorer.views.map; const box = stage.canvas.getBoundingClientRect();
        const { at } = marks.find((one) => one.entity.id === "asad");
        return [box.left + at[0] * camera.k + camera.x, box.top + at[1] * camera.k + camera.y]; })()"""
    )
    page.page.mouse.click(x, y)
    assert page.js("explorer.state.selected") == {"kind": "entity", "id": "asad"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("アメリカ軍", ["e1", "e3", "e4"]),
        ("ｱﾒﾘｶ軍", ["e1", "e3", "e4"]),
        ("あめりか軍", ["e1", "e3", "e4"]),
        ("al asad", ["e1", "e2", "e3"]),
        ("アインアルアサド", ["e1", "e2", "e3", "e4"]),
        ("oraa 引き継いだ", ["e2"]),
        ("大統領", []),
    ],
)
def test_search_in_both_languages_and_all_kana(open_page: Open, query: str, found: list[str]) -> None:
    page = open_page(small())
    page.page.fill("#search", query)
    page.page.wait_for_timeout(120)
    assert page.shown() == found


def test_filters_agree_across_the_views(open_page: Open) -> None:
    page = open_page(small(), "view=list")
    page.page.locator(".check.planned input").uncheck()
    assert page.shown() == ["e1", "e2", "e4"]
    drawn = {
        "network": "explorer.views.network.marks.map((mark) => mark.id)",
        "timeline": "explorer.views.timeline.lanes.flatMap((lane) => lane.events).map((event) => event.id)",
        "map": "[...new Set(explorer.views.map.marks.flatMap((mark) => mark.events).map((event) => event.id))]",
        "list": "[...document.querySelectorAll('#list tbody tr')].map((row) => row.dataset.event)",
    }
    seen = {view: sorted(page.js(expression)) for view, expression in drawn.items()}
    assert seen == {
        "network": ["e1", "e2", "e4"],
        "timeline": ["e1", "e2"],
        "map": ["e1", "e2"],
        "list": ["e1", "e2", "e4"],
    }
    assert (
        page.page.inner_text("#undated") == "日付のない出来事 1 件" or page.js("explorer.views.timeline.undated") == 1
    )
    page.page.fill(".dates label:nth-child(1) input", "2026-01-10")
    page.page.locator(".dates label:nth-child(1) input").blur()
    assert page.shown() == ["e1", "e2"]
    page.page.select_option("#f-actor", "us-forces")
    assert page.shown() == ["e1"]
    page.page.click("#filters .summary button")
    assert page.shown() == ["e1", "e2", "e3", "e4"]


def test_an_actor_filter_takes_the_parts_in(open_page: Open) -> None:
    page = open_page(small(), "actor=iraq")
    assert page.shown() == ["e1", "e2", "e3"]


def test_the_address_keeps_the_view(open_page: Open) -> None:
    page = open_page(small(), "view=timeline&type=Withdrawal&fact=actual&sel=event%3Ae1&lanes=place&theme=dark&lang=en")
    assert (page.shown(), page.js("document.documentElement.dataset.theme")) == (["e1"], "dark")
    assert page.page.inner_text("#tab-timeline") == "Timeline"
    page.page.click("#lang")
    page.page.click("#tab-map")
    fragment = page.js("location.hash")
    other = open_page(small(), fragment[1:])
    assert (other.js("document.body.dataset.view"), other.shown(), other.js("location.hash")) == (
        "map",
        ["e1"],
        fragment,
    )


def test_an_address_with_nonsense_opens_the_usual_view(open_page: Open) -> None:
    page = open_page(small(), "view=<b>&sel=event:nobody&from=yesterday&actor=%00&read=../../etc")
    assert (page.js("document.body.dataset.view"), len(page.shown())) == ("overview", 4)


def test_all_by_keys(open_page: Open) -> None:
    page = open_page(small())
    keys = page.page.keyboard
    keys.press("2")
    assert page.js("document.body.dataset.view") == "network"
    keys.press("n")
    first = page.js("explorer.state.selected.id")
    keys.press("n")
    keys.press("p")
    assert page.js("explorer.state.selected.id") == first
    keys.press("/")
    keys.type("アサド")
    assert page.page.input_value("#search") == "アサド"
    page.page.focus("#network canvas")
    before = page.js("explorer.views.network.camera.x")
    keys.press("ArrowLeft")
    keys.press("+")
    assert page.js("explorer.views.network.camera.x") != before
    page.page.focus("#tab-network")
    keys.press("ArrowRight")
    assert page.js("document.activeElement.id") == "tab-timeline"


def test_a_node_is_dragged(open_page: Open) -> None:
    page = open_page(small(), "view=network")
    at = place(page, "asad")
    before = page.js('explorer.views.network.places.get("asad").x * explorer.views.network.camera.k')
    page.page.mouse.move(*at)
    page.page.mouse.down()
    page.page.mouse.move(at[0] + 40, at[1] + 10, steps=4)
    page.page.mouse.up()
    after = page.js('explorer.views.network.places.get("asad").x * explorer.views.network.camera.k')
    assert 35 < after - before < 45
    assert page.js("explorer.state.selected") is None


def test_uncertain_dates_are_wide_and_open_ones_fade(open_page: Open) -> None:
    page = open_page(small(), "view=timeline&from=2025-08-01&to=2026-02-15")
    bars = {
        bar["id"]: bar
        for bar in page.js(
            "explorer.views.timeline.drawn.map(({ event, a, b, openStart }) => ({ id: event.id, wide: b - a, openStart }))"
        )
    }
    assert bars["e2"]["wide"] > 4 * bars["e1"]["wide"]
    assert bars["e3"]["openStart"] and not bars["e1"]["openStart"]


def test_movements_are_arcs(open_page: Open) -> None:
    page = open_page(small(), "view=map")
    assert page.js("explorer.views.map.arcs.map((arc) => arc.event.id)") == ["e1"]


def test_hostile_text_is_text(open_page: Open) -> None:
    page = open_page(hostile())
    for view in VIEWS:
        page.page.click(f"#tab-{view}")
        for selection in ("event:e1", "event:e4", "entity:us-forces", "claim:a1/1", "article:a1"):
            kind, _, id = selection.partition(":")
            page.js(f"explorer.state.set({{ selected: {{ kind: '{kind}', id: '{id}' }} }})")
            page.page.wait_for_timeout(20)
    assert page.js("typeof hit") == "undefined"
    assert (
        page.js("document.querySelectorAll('img, iframe, object, embed, #evidence script, #article script').length")
        == 0
    )
    assert "<script>parent.hit=1</script>" in page.page.inner_text("#article")
    assert "‹U+202E›" in page.page.inner_text("#article")
    assert page.js("/[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.innerText)") is False


def test_the_policy_stops_what_is_not_the_page_s_own(open_page: Open) -> None:
    page = open_page(small())
    page.js("""(() => { const script = document.createElement("script");
        script.textContent = "globalThis.hit = 1"; document.body.append(script);
        const image = new Image(); image.src = "https://example.org/x.png"; document.body.append(image);
        document.body.insertAdjacentHTML("beforeend", "<b onclick='globalThis.hit = 1' id='b'>b</b>");
        document.getElementById("b").click(); })()""")
    page.page.wait_for_timeout(100)
    assert page.js("typeof hit") == "undefined"
    assert len(page.complaints) >= 3 and all("Content Security Policy" in complaint for complaint in page.complaints)
    page.complaints.clear()
    page.requests = [url for url in page.requests if "example.org" not in url]


@pytest.mark.parametrize(
    "fragment",
    [
        "",
        "view=network&theme=dark",
        "view=list&lang=en",
        "view=article&sel=claim:a1/1",
        "view=article&theme=dark",
        "sel=event:e1",
        "sel=entity:asad&theme=dark",
        "view=timeline&lang=en",
    ],
)
def test_axe_finds_nothing_serious(open_page: Open, fragment: str) -> None:
    page = open_page(small(), fragment)
    page.js(AXE.read_text(encoding="utf-8") + ";0")
    found = page.js(
        """axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations.map(
        ({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map((node) => node.html + node.failureSummary) })))"""
    )
    assert [violation for violation in found if violation["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize("view", ["network", "timeline", "map"])
def test_no_two_labels_overlap_at_200_events(open_page: Open, view: str) -> None:
    page = open_page(many(200), f"view={view}")
    for zoom in (1, 1.6, 1.6):
        page.js(
            f"""(() => {{ const v = explorer.views.{view}; v.camera.zoom({zoom}, v.stage.width / 2, v.stage.height / 2);
            v.stage.drawNow(); }})()"""
        )
        boxes = page.js(f"explorer.views.{view}.labels.map(({{ x, y, w, h }}) => [x, y, w, h])")
        assert len(boxes) > 5
        assert [
            (a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :]
            if a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
        ] == []  # fmt: skip


def test_two_thousand_events_open_within_three_seconds(browser: Any, tmp_path: Path) -> None:
    """Counted in the page's own processor time, so that a busy machine does not matter; ``make bench-html`` takes the wall clock's."""
    path = tmp_path / "many.html"
    path.write_text(explorer_html(many(2000)), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"file://{path}#view=network")
    page.wait_for_selector("body[data-ready]", timeout=60_000)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    taken = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    page.close()
    assert 0 < taken["TaskDuration"] < 3, taken


def test_what_is_left_out_is_said(open_page: Open) -> None:
    view = choose(many(300), Choice(limit=100))
    page = open_page(view, "view=network")
    assert (len(page.shown()), page.page.inner_text("#left-out")) == (
        100,
        "つながりの多い出来事だけを載せ、200 件を省きました",
    )


def test_a_picture_is_saved(open_page: Open) -> None:
    page = open_page(small(), "view=map")
    with page.page.expect_download() as download:
        page.page.click("#picture")
    assert Path(download.value.path()).read_bytes()[:4] == b"\x89PNG"


def test_an_article_alone(open_page: Open) -> None:
    us = Entity("us-forces", "armed-force", "United States Armed Forces", "米軍")
    claim = Claim("x", "Withdrawal", Span(23, 25, "撤退"), "actual", (Argument("agent", Span(0, 2, "米軍"), us),))
    article = Article("x", TEXT + HOSTILE, title=HOSTILE, skips=(Skip(30, len(TEXT), "caption"),))
    assert article.text[23:25] == "撤退"
    page = open_page(article_html(article, [claim]))
    assert page.page.locator("#article mark.trigger").all_inner_texts() == ["撤退"]
    assert page.page.locator("#article .skip").all_inner_texts() == [TEXT[30:]]
    page.page.locator("#article mark.trigger").press("Enter")
    assert "撤退" in page.page.inner_text("#evidence .sentence")
    assert not page.page.locator("#tab-network").is_visible()
    assert page.js("typeof hit") == "undefined"


def test_characters_beyond_the_basic_plane_do_not_move_the_words(open_page: Open) -> None:
    text = "𠮷野の🚁隊が撤退した。"
    claim = Claim("x", "Withdrawal", Span(6, 8, "撤退"), "actual", (Argument("agent", Span(0, 5, "𠮷野の🚁隊"), None),))
    assert text[6:8] == "撤退"
    page = open_page(article_html(Article("x", text), [claim]), "sel=claim:x/1")
    assert page.page.locator("#article mark.trigger").all_inner_texts() == ["撤退"]
    assert page.page.locator("#evidence mark.trigger").all_inner_texts() == ["撤退"]


def test_it_prints(open_page: Open, tmp_path: Path) -> None:
    page = open_page(small(), "view=list&sel=event:e1&theme=dark")
    pdf = page.page.pdf()
    assert pdf[:5] == b"%PDF-"
    assert page.js("document.documentElement.dataset.theme") == "dark"

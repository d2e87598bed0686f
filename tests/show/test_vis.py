import re

from kg.show.vis import KINDS, pyvis_html, pyvis_network
from tests.show.views import many


def test_every_thing_and_event_is_a_node_with_a_place():
    view = many(30)
    net = pyvis_network(view)
    named = {id for event in view.events for id in (event.id, *event.things)}
    assert {n["id"] for n in net.nodes} == named
    assert all("x" in n and "y" in n for n in net.nodes) and len(net.edges) == len(set(view.edges()))


def test_page_asks_nothing_of_a_network():
    page = pyvis_html(many(5))
    assert not re.search(r"<(?:script|link|img)[^>]*(?:src|href)=[\"']https?:", page)
    assert all(kind in page for kind in KINDS) and "vis.DataSet" in page

"""The network through pyvis: for notebooks and whoever wants to go on working with pyvis; the explorer shows more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyvis.network import Network

from kg.records import EntityKind
from kg.show.layout import layout
from kg.show.model import ClaimView, View

KINDS: dict[EntityKind, tuple[str, str]] = {
    "state": ("#2f5d9b", "box"),
    "armed-force": ("#4a8f5c", "ellipse"),
    "organisation": ("#6a6fb5", "ellipse"),
    "armed-group": ("#a4503c", "ellipse"),
    "office": ("#5c7f8a", "ellipse"),
    "person": ("#7d6b58", "ellipse"),
    "base": ("#b07d2b", "square"),
    "place": ("#8a8a3c", "triangle"),
    "agreement": ("#87518f", "hexagon"),
    "equipment": ("#777777", "diamond"),
}
"""Colour and shape of each kind of entity."""
EVENT = ("#444444", "dot")
_REMOTE = re.compile(r"<(link|script)\b[^>]*\b(?:href|src)=\"https?://[^>]*?(?:/>|>(?:\s*</script>)?)", re.S)


def pyvis_network(view: View, lang: str = "ja") -> Network:
    """The events of a view between their actors and places, laid out, as a pyvis network to change or show."""
    net = Network(cdn_resources="in_line", directed=True, height="92vh", width="100%", bgcolor="#ffffff")
    net.toggle_physics(False)
    places = layout(view)
    claims = {claim.id: claim for claim in view.claims}
    for entity in view.entities:
        if entity.id not in places:  # it takes part in no event shown, as who only says so
            continue
        colour, shape = KINDS[entity.kind]
        label = entity.ja if lang == "ja" else entity.en
        x, y = places[entity.id]
        net.add_node(entity.id, label=label, title=f"{entity.kind}: {entity.en}", color=colour, shape=shape, x=x, y=y)
    for event in view.events:
        x, y = places[event.id]
        told = [claims[id] for id in event.claims if id in claims]
        title = "\n".join([event.ja, f"{event.edtf or '?'}, {event.factuality}", *_quotes(told)])
        net.add_node(event.id, label=event.type, title=title, color=EVENT[0], shape=EVENT[1], size=8, x=x, y=y)
    for edge in view.edges():
        net.add_edge(edge.source, edge.target, title=edge.label)
    return net


def pyvis_html(view: View, lang: str = "ja") -> str:
    """That network as one HTML file with a legend, pyvis' own links to a CDN taken out."""
    page = _REMOTE.sub("", pyvis_network(view, lang).generate_html(notebook=False))
    return page.replace("<body>", f"<body>\n{_legend()}", 1)


def _quotes(claims: Sequence[ClaimView]) -> list[str]:
    return [f"「{claim.sentence}」 ({claim.article})" for claim in claims[:3]]


def _legend() -> str:
    marks = [("event", EVENT[0]), *((kind, colour) for kind, (colour, _) in KINDS.items())]
    shown = " ".join(f'<span style="color:{colour}">■ {name}</span>' for name, colour in marks)
    return f'<p style="font:13px sans-serif;margin:6px">{shown}</p>'

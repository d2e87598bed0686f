"""The network as a picture for a report: SVG, and PNG made of it."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import escape
from math import cos, pi, sin
from pathlib import Path
from typing import Any, Literal

from kg.errors import KgError
from kg.show.layout import layout, node_radius
from kg.show.model import EntityView, EventView, View

_LOOK = Path(__file__).parent / "web" / "look.json"
_FONT = "'Hiragino Sans', 'Noto Sans CJK JP', 'Noto Sans JP', 'Yu Gothic UI', Meiryo, sans-serif"
_MARGIN = 110.0
Box = tuple[float, float, float, float]


def network_svg(view: View, lang: Literal["ja", "en"] = "ja") -> str:
    """The network of a view as SVG, in the colours and shapes of the explorer; labels that would lie on one another are left out."""
    places = layout(view)
    if not places:
        return '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"/>\n'
    left, right = min(x for x, _ in places.values()) - _MARGIN, max(x for x, _ in places.values()) + _MARGIN
    top, bottom = min(y for _, y in places.values()) - _MARGIN, max(y for _, y in places.values()) + _MARGIN
    width, height = right - left, bottom - top
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.1f} {top:.1f} {width:.1f} {height:.1f}" '
        f'width="{width:.0f}" height="{height:.0f}" font-family="{_FONT}">'
    )
    ground = f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="#fff"/>'
    parts = [*_lines(view, places), *_events(view, places), *_things(view, places, lang)]
    return "\n".join([head, ground, *parts, "</svg>"]) + "\n"


def network_png(view: View, lang: Literal["ja", "en"] = "ja", zoom: float = 2.0) -> bytes:
    """The same as PNG, in the fonts of the machine; raises KgError where the package ``resvg-py`` is missing."""
    try:
        import resvg_py
    except ImportError as error:
        raise KgError("PNG needs the package resvg-py: pip install 'milkg[png]' (or export svg)") from error
    return bytes(resvg_py.svg_to_bytes(svg_string=network_svg(view, lang), zoom=zoom, font_family="Noto Sans CJK JP"))


def _lines(view: View, places: dict[str, tuple[float, float]]) -> Iterator[str]:
    for edge in view.edges():
        (x, y), (u, v) = places[edge.source], places[edge.target]
        link = edge.label in ("fulfils", "denies", "maybeSame")
        style = 'stroke="#0a58a8" stroke-dasharray="5 4"' if link else 'stroke="#a9b4bf"'
        yield f'<line x1="{x}" y1="{y}" x2="{u}" y2="{v}" {style} stroke-width="1"/>'


def _events(view: View, places: dict[str, tuple[float, float]]) -> Iterator[str]:
    for event in view.events:
        x, y = places[event.id]
        yield f"<g><title>{_text(event.ja)}</title>{_event_mark(event, x, y)}</g>"


def _event_mark(event: EventView, x: float, y: float, radius: float = 8.0) -> str:
    """Full when it happened, hollow when planned, dashed when possible, struck out when denied."""
    colour = _look()["types"][event.type]
    if event.factuality == "actual":
        return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}"/>'
    dashes = ' stroke-dasharray="4.8 3.6"' if event.factuality == "possible" else ""
    ring = f'<circle cx="{x}" cy="{y}" r="{radius}" fill="#fff" stroke="{colour}" stroke-width="2.4"{dashes}/>'
    if event.factuality != "denied":
        return ring
    far = radius * 1.25
    return f'{ring}<line x1="{x - far}" y1="{y + far}" x2="{x + far}" y2="{y - far}" stroke="{colour}" stroke-width="2.4"/>'


def _things(view: View, places: dict[str, tuple[float, float]], lang: Literal["ja", "en"]) -> Iterator[str]:
    degree = Counter(thing for event in view.events for thing in event.things)
    taken: list[Box] = []
    shown = sorted((e for e in view.entities if e.id in places), key=lambda entity: (-degree[entity.id], entity.id))
    for entity in shown:
        (x, y), radius = places[entity.id], node_radius(degree[entity.id])
        colour, line = _look()["kinds"][entity.kind]["colour"], 'stroke="#fff" stroke-width="1.5"'
        yield f'<path d="{_outline(entity, x, y, radius)}" fill="{colour}" fill-rule="evenodd" {line}/>'
    for entity in shown:
        (x, y), radius = places[entity.id], node_radius(degree[entity.id])
        name = entity.ja if lang == "ja" else entity.en
        name = name if len(name) <= 26 else f"{name[:25]}…"
        wide, size = _wide(name), 13.0
        for corner in ((x - wide / 2, y + radius + 2), (x + radius + 2, y - 9), (x - wide / 2, y - radius - 20)):
            box = (corner[0], corner[1], wide, size * 1.35)
            if not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield (
                    f'<text x="{corner[0]:.1f}" y="{corner[1] + size:.1f}" font-size="{size:.0f}" font-weight="600" fill="#1b2631" '
                    f'stroke="#fff" stroke-width="3" stroke-linejoin="round" paint-order="stroke">{_text(name)}</text>'
                )
                break


def _outline(entity: EntityView, x: float, y: float, r: float) -> str:
    """The shape of a thing's mark as path data."""
    shape = _look()["kinds"][entity.kind]["shape"]
    corners = {"triangle": (3, -90), "inverted": (3, 90), "hexagon": (6, 0), "pentagon": (5, -90), "diamond": (4, 0)}
    if shape in corners:
        count, turn = corners[shape]
        points = [
            (
                x + r * 1.08 * cos(pi * (turn / 180 + 2 * n / count)),
                y + r * 1.08 * sin(pi * (turn / 180 + 2 * n / count)),
            )
            for n in range(count)
        ]
    elif shape == "square":
        points = [
            (x - r * 0.88, y - r * 0.88),
            (x + r * 0.88, y - r * 0.88),
            (x + r * 0.88, y + r * 0.88),
            (x - r * 0.88, y + r * 0.88),
        ]
    elif shape == "document":
        points = [
            (x - r * 0.75, y - r),
            (x + r * 0.25, y - r),
            (x + r * 0.75, y - r / 2),
            (x + r * 0.75, y + r),
            (x - r * 0.75, y + r),
        ]
    elif shape == "cross":
        a = r * 0.38
        steps = [
            (-a, -r),
            (a, -r),
            (a, -a),
            (r, -a),
            (r, a),
            (a, a),
            (a, r),
            (-a, r),
            (-a, a),
            (-r, a),
            (-r, -a),
            (-a, -a),
        ]
        points = [(x + u, y + v) for u, v in steps]
    else:
        return _circle(x, y, r * 0.95) + (_circle(x, y, r * 0.4) if shape == "ring" else "")
    return "M" + "L".join(f"{u:.1f} {v:.1f}" for u, v in points) + "Z"


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0Z"


def _wide(text: str, size: float = 13.0) -> float:
    """About how wide a text is: full-width characters take one size, others a little more than half."""
    return sum(size if unicodedata.east_asian_width(char) in "WF" else size * 0.6 for char in text) + 4


def _meet(one: Box, other: Box) -> bool:
    (x, y, w, h), (u, v, p, q) = one, other
    return x < u + p and u < x + w and y < v + q and v < y + h


def _text(text: str) -> str:
    """Text that XML can hold."""
    return escape("".join(char for char in text if char.isprintable()))


@cache
def _look() -> dict[str, Any]:
    """The colours and shapes that the explorer uses too."""
    found: dict[str, Any] = json.loads(_LOOK.read_text(encoding="utf-8"))
    return found

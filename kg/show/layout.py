"""Where the network's nodes lie: worked out here, so that a page opens at once and always the same.

Each connected part is laid out alone: things that share events attract, all things push one another away; an event then
lies amid its things, and events with the same things form a round bunch; nodes that touch are moved apart. The parts are set
side by side, the largest first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.show.model import EventView, View

Floats = NDArray[np.float64]
Places = dict[str, tuple[float, float]]

_GOLDEN = 2.399963229728653  # radians: a spiral by this angle fills a disc evenly
_EVENT = 9.0  # radius of an event
_BUNCH = 19.0  # how far apart the events of a bunch lie
_SIDE = 92.0  # side of the square that a thing has for itself
_ROOM = 24.0  # radius of the disc in which one node has room; grows with the root of their number
_GAP = 45.0  # between parts
_SHAPE = 1.1  # width of the whole by its height


def layout(view: View) -> Places:
    """Coordinates of every event, and of every entity that takes part in one."""
    boxes = [_part(events) for events in _connected(view.events)]
    placed: Places = {}
    for names, places in _side_by_side(boxes):
        placed |= {name: (round(float(x), 1), round(float(y), 1)) for name, (x, y) in zip(names, places, strict=True)}
    return placed


def node_radius(events: int) -> float:
    """Radius of a thing's mark by the number of its events."""
    return min(9 + 3.2 * sqrt(events), 44.0)


def _connected(events: Iterable[EventView]) -> list[list[EventView]]:
    """The events of each connected part, the largest part first."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while (whole := above.setdefault(name, name)) != name:
            above[name] = above[whole]
            name = above[name]
        return name

    for event in events:
        for thing in event.things:
            above[top(thing)] = top(event.id)
    parts: dict[str, list[EventView]] = defaultdict(list)
    for event in events:
        parts[top(event.id)].append(event)
    return sorted(parts.values(), key=lambda part: (-len(part), part[0].id))


def _part(events: Sequence[EventView]) -> tuple[list[str], Floats]:
    """Names and places of the nodes of a connected part."""
    things = list(dict.fromkeys(thing for event in events for thing in event.things))
    at = {thing: n for n, thing in enumerate(things)}
    degree = Counter(thing for event in events for thing in event.things)
    centres = _backbone(events, at, degree)
    bunches: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for event in events:
        bunches[tuple(sorted(at[thing] for thing in event.things))].append(event.id)
    names, spots = list(things), [centres]
    for number, (members, ids) in enumerate(sorted(bunches.items())):
        names += ids
        reach = node_radius(degree[things[members[0]]]) if members else 0.0
        spots.append(_bunch(members, len(ids), centres, number, reach))
    radii = np.array([node_radius(degree[name]) + 14 if name in at else _EVENT + 4 for name in names])
    return names, _moved_apart(np.concatenate(spots), radii)


def _backbone(events: Sequence[EventView], at: dict[str, int], degree: Counter[str]) -> Floats:
    """Things alone, by forces (Fruchterman and Reingold), from a spiral of the most connected outwards."""
    weights: Counter[tuple[int, int]] = Counter()
    for event in events:
        members = sorted(at[thing] for thing in event.things)
        weights.update((one, other) for n, one in enumerate(members) for other in members[n + 1 :])
    places = np.zeros((len(at), 2))
    for rank, thing in enumerate(sorted(at, key=lambda thing: (-degree[thing], thing))):
        angle, far = rank * _GOLDEN, _SIDE * sqrt(rank) / 1.6
        places[at[thing]] = far * np.cos(angle), far * np.sin(angle)
    mass = np.array([1 + 0.45 * sqrt(degree[thing]) for thing in at])
    pairs = np.array(sorted(weights), dtype=np.int64).reshape(-1, 2)
    pull = np.minimum(np.sqrt(np.array([weights[a, b] for a, b in pairs.tolist()], dtype=np.float64)), 1.7)
    places = _relaxed(places, mass, pairs, pull, steps=200 if len(at) < 300 else 100)
    return _widened(places, np.array([degree[thing] for thing in at]), len(at) + len(events))


def _widened(places: Floats, degree: NDArray[np.int64], nodes: int) -> Floats:
    """Things moved outwards where their events would not find room among them."""
    if not degree.any():
        return places
    centre = np.average(places, axis=0, weights=degree)
    spread = sqrt(float(np.average(((places - centre) ** 2).sum(axis=1), weights=degree)))
    widened: Floats = places * max(1.0, _ROOM * sqrt(nodes) / max(spread, 1.0))
    return widened


def _relaxed(places: Floats, mass: Floats, pairs: NDArray[np.int64], pull: Floats, steps: int) -> Floats:
    heat = _SIDE
    for _ in range(steps):
        force = _pushes(places, mass)
        if len(pairs):
            away = places[pairs[:, 1]] - places[pairs[:, 0]]
            drawn = away * np.linalg.norm(away, axis=1, keepdims=True) / _SIDE * pull[:, None] * 0.5
            np.add.at(force, pairs[:, 0], drawn)
            np.add.at(force, pairs[:, 1], -drawn)
        force -= places * np.array([0.10, 0.10 * _SHAPE]) * mass[:, None]
        size = np.linalg.norm(force, axis=1, keepdims=True)
        places = places + force / np.maximum(size, 1e-9) * np.minimum(size, heat)
        heat *= 0.97
    return places


def _pushes(places: Floats, mass: Floats) -> Floats:
    """What all things push one another away with, each by the masses over the distance; in slices, to keep memory small."""
    out = np.empty_like(places)
    squares = (places**2).sum(axis=1)
    for start in range(0, len(places), 1024):
        part = slice(start, start + 1024)
        square = squares[part, None] + squares[None, :] - 2 * places[part] @ places.T
        strength = _SIDE**2 * mass[part, None] * mass[None, :] / np.maximum(square, 100.0)
        out[part] = places[part] * strength.sum(axis=1, keepdims=True) - strength @ places
    return out


def _bunch(members: tuple[int, ...], size: int, centres: Floats, number: int, reach: float) -> Floats:
    """Places of events with the same things: a disc amid them, or beside the only one."""
    ranks = np.arange(size)
    far = _BUNCH * np.sqrt(ranks)
    disc = np.stack([far * np.cos(ranks * _GOLDEN), far * np.sin(ranks * _GOLDEN)], axis=1)
    if not members:
        return disc
    middle = centres[list(members)].mean(axis=0)
    if len(members) == 1:
        angle = number * _GOLDEN
        middle = middle + (reach + 30 + _BUNCH * sqrt(size)) * np.array([np.cos(angle), np.sin(angle)])
    placed: Floats = middle + disc
    return placed


def _moved_apart(places: Floats, radii: Floats, rounds: int = 40) -> Floats:
    """Nodes that touch are pushed apart, a large one less than a small one."""
    for _ in range(rounds):
        one, other = _neighbours(places, 2 * float(radii.max(initial=1.0)))
        away = places[other] - places[one]
        lacking = radii[one] + radii[other] - np.linalg.norm(away, axis=1)
        near = lacking > 0.5
        if not near.any():
            break
        one, other, away, lacking = one[near], other[near], away[near], lacking[near]
        still = np.linalg.norm(away, axis=1) < 1e-6
        away[still] = np.stack([np.cos(one[still] * _GOLDEN), np.sin(one[still] * _GOLDEN)], axis=1)
        push = away / np.linalg.norm(away, axis=1)[:, None] * lacking[:, None] * 0.55
        share = (radii[one] ** 2 / (radii[one] ** 2 + radii[other] ** 2))[:, None]
        moved = np.zeros_like(places)
        np.add.at(moved, other, push * share)
        np.add.at(moved, one, -push * (1 - share))
        places = places + moved
    return places


def _neighbours(places: Floats, reach: float) -> tuple[Any, Any]:
    """Pairs of nodes in the same or adjoining cells of a grid, each pair once."""
    cells = np.floor(places / reach).astype(np.int64)
    cells -= cells.min(axis=0, initial=0)
    wide = int(cells[:, 1].max(initial=0)) + 3
    keys = (cells[:, 0] + 1) * wide + cells[:, 1] + 1
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    firsts, seconds = [], []
    for shift in (0, 1, wide - 1, wide, wide + 1):
        low = np.searchsorted(ranked, ranked + shift, "left") if shift else np.arange(len(ranked)) + 1
        counts = np.maximum(np.searchsorted(ranked, ranked + shift, "right") - low, 0)
        left = np.repeat(np.arange(len(ranked)), counts)
        within = np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
        firsts.append(order[left])
        seconds.append(order[np.repeat(low, counts) + within])
    return np.concatenate(firsts), np.concatenate(seconds)


def _side_by_side(parts: Sequence[tuple[list[str], Floats]]) -> list[tuple[list[str], Floats]]:
    """The parts moved beside one another, into about the shape of a screen."""
    lows = [places.min(axis=0) - _GAP for _, places in parts]
    sizes = [(places.max(axis=0) + _GAP - low).tolist() for (_, places), low in zip(parts, lows, strict=True)]
    least = max((width for width, _ in sizes), default=0.0)
    total = min(sum(width for width, _ in sizes), least * 6)
    tried = (_packed(sizes, least + (total - least) * n / 16) for n in range(17))
    corners = min(tried, key=lambda at: _extent(sizes, at))
    return [
        (names, places - low + np.array(corner))
        for (names, places), low, corner in zip(parts, lows, corners, strict=True)
    ]


def _packed(sizes: Sequence[list[float]], wide: float) -> list[tuple[float, float]]:
    """Corners of boxes in a strip of a width, each as high up as it fits under those before it."""
    edge = [(0.0, wide * 1.001, 0.0)]  # how far down the strip is taken, from where to where
    corners = []
    for width, height in sizes:
        y, x = min(
            (max(v for a, b, v in edge if a < left + width and left < b), left)
            for left, _, _ in edge
            if left + width <= edge[-1][1]
        )
        corners.append((x, y))
        kept = [(a, min(b, x), v) for a, b, v in edge if a < x]
        kept += [(x, x + width, y + height)]
        edge = kept + [(max(a, x + width), b, v) for a, b, v in edge if b > x + width]
    return corners


def _extent(sizes: Sequence[list[float]], corners: Sequence[tuple[float, float]]) -> float:
    """Height of the screen that just holds the boxes."""
    right = max((x + width for (width, _), (x, _) in zip(sizes, corners, strict=True)), default=0.0)
    bottom = max((y + height for (_, height), (_, y) in zip(sizes, corners, strict=True)), default=0.0)
    return max(right / _SHAPE, bottom)

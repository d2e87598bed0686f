"""Where the network's nodes lie: worked out here, so that a page opens at once and always the same.

Things that share events attract, all things push one another away; each event then lies amid its things, and those with the
same things form a round bunch. At last nodes that touch are moved apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.show.model import View

Floats = NDArray[np.float64]
_GOLDEN = 2.399963229728653  # radians: a spiral by this angle fills a disc evenly
_STEP = 30.0  # distance of neighbours in a bunch of events
_PER_THING = 260.0  # side of the square that a thing has for itself


def layout(view: View) -> dict[str, tuple[float, float]]:
    """Coordinates of every event, and of every entity that takes part in one."""
    things = list(dict.fromkeys(thing for event in view.events for thing in event.things))
    at = {thing: n for n, thing in enumerate(things)}
    degree = Counter(thing for event in view.events for thing in event.things)
    centres = _backbone(view, at, degree)
    bunches: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for event in view.events:
        bunches[tuple(sorted(at[thing] for thing in event.things))].append(event.id)
    names, spots = list(things), [centres]
    for number, (members, events) in enumerate(sorted(bunches.items())):
        names += events
        spots.append(_bunch(members, len(events), centres, number))
    places = np.concatenate(spots) if spots else np.zeros((0, 2))
    radii = np.array([node_radius(degree[name]) if name in at else 9.0 for name in names])
    places = _moved_apart(places, radii + 7)
    return {name: (round(float(x), 1), round(float(y), 1)) for name, (x, y) in zip(names, places, strict=True)}


def node_radius(events: int) -> float:
    """Radius of a thing's mark by the number of its events."""
    return min(9 + 3.2 * sqrt(events), 44.0)


def _backbone(view: View, at: dict[str, int], degree: Counter[str]) -> Floats:
    """Things alone, by forces (Fruchterman and Reingold), from a spiral of the most connected outwards."""
    count = len(at)
    weights: Counter[tuple[int, int]] = Counter()
    for event in view.events:
        members = [at[thing] for thing in event.things]
        for n, one in enumerate(members):
            for other in members[n + 1 :]:
                weights[min(one, other), max(one, other)] += 1
    order = sorted(at, key=lambda thing: (-degree[thing], thing))
    places = np.zeros((count, 2))
    for rank, thing in enumerate(order):
        angle, far = rank * _GOLDEN, _PER_THING * sqrt(rank + 0.5) / 1.6
        places[at[thing]] = far * np.cos(angle), far * np.sin(angle)
    mass = np.array([1 + 0.35 * sqrt(degree[thing]) for thing in at])
    pairs = np.array(sorted(weights), dtype=np.int64).reshape(-1, 2)
    pull = np.sqrt(np.array([weights[a, b] for a, b in pairs.tolist()], dtype=np.float64))
    return _relaxed(places, mass, pairs, pull, steps=160 if count < 800 else 60)


def _relaxed(places: Floats, mass: Floats, pairs: NDArray[np.int64], pull: Floats, steps: int) -> Floats:
    heat = _PER_THING * 1.5
    for _ in range(steps):
        force = _pushes(places, mass)
        if len(pairs):
            away = places[pairs[:, 1]] - places[pairs[:, 0]]
            far = np.linalg.norm(away, axis=1, keepdims=True)
            drawn = away * far / _PER_THING * np.minimum(pull, 3.0)[:, None] * 0.55
            np.add.at(force, pairs[:, 0], drawn)
            np.add.at(force, pairs[:, 1], -drawn)
        force -= places * 0.06 * mass[:, None]
        size = np.linalg.norm(force, axis=1, keepdims=True)
        places = places + force / np.maximum(size, 1e-9) * np.minimum(size, heat)
        heat *= 0.965
    return places


def _pushes(places: Floats, mass: Floats) -> Floats:
    """What all things push one another away with; taken in slices, to keep memory small."""
    out = np.zeros_like(places)
    for start in range(0, len(places), 512):
        part = slice(start, start + 512)
        away = places[part, None, :] - places[None, :, :]
        square = np.maximum((away**2).sum(axis=2), 100.0)
        strength = _PER_THING**2 * mass[part, None] * mass[None, :] / square
        out[part] = (away * strength[:, :, None]).sum(axis=1)
    return out


def _bunch(members: tuple[int, ...], size: int, centres: Floats, number: int) -> Floats:
    """Places of events with the same things: a disc amid them, or beside the only one."""
    if len(members) > 1:
        middle = centres[list(members)].mean(axis=0)
        spread = np.linalg.norm(centres[list(members)] - middle, axis=1).max()
        if spread < 1:
            middle = middle + 60
    elif members:
        angle = number * _GOLDEN
        middle = centres[members[0]] + (80 + _STEP * sqrt(size)) * np.array([np.cos(angle), np.sin(angle)])
    else:
        far = np.abs(centres).max(initial=0.0) + 200
        middle = np.array([0.0, far])
    ranks = np.arange(size)
    far_out = _STEP * 0.62 * np.sqrt(ranks)
    return middle + np.stack([far_out * np.cos(ranks * _GOLDEN), far_out * np.sin(ranks * _GOLDEN)], axis=1)


def _moved_apart(places: Floats, radii: Floats, rounds: int = 40) -> Floats:
    """Nodes that touch are pushed apart, a large one less than a small one."""
    for _ in range(rounds):
        one, other = _neighbours(places, 2 * float(radii.max(initial=1.0)))
        away = places[other] - places[one]
        far = np.linalg.norm(away, axis=1)
        lacking = radii[one] + radii[other] - far
        near = lacking > 0.5
        if not near.any():
            break
        one, other, away, far, lacking = one[near], other[near], away[near], far[near], lacking[near]
        still = far < 1e-6
        away[still] = np.stack([np.cos(one[still] * _GOLDEN), np.sin(one[still] * _GOLDEN)], axis=1)
        push = away / np.maximum(np.linalg.norm(away, axis=1), 1e-9)[:, None] * lacking[:, None] * 0.55
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
        low = np.searchsorted(ranked, ranked + shift, "left")
        high = np.searchsorted(ranked, ranked + shift, "right")
        if shift == 0:
            low = np.arange(len(ranked)) + 1
        counts = np.maximum(high - low, 0)
        left = np.repeat(np.arange(len(ranked)), counts)
        within = np.arange(len(left)) - np.repeat(np.cumsum(counts) - counts, counts)
        firsts.append(order[left])
        seconds.append(order[np.repeat(low, counts) + within])
    return np.concatenate(firsts), np.concatenate(seconds)

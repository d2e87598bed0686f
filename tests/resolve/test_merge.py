"""What events are made of, what links them, and that neither depends on order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_pairs import PAIRS, THINGS, read_report

from kg.records import Claim, Event, EventType, Report, Span
from kg.resolve.merge import anchor, block, claim_ids, link, merge


def report(event_type: EventType, **row: Any) -> Report:
    report.start += 1000  # type: ignore[attr-defined]
    return read_report({"in": "x", **row}, event_type, "x", report.start)  # type: ignore[attr-defined]


report.start = 0  # type: ignore[attr-defined]

ALL = [
    read_report({**pair[side], "in": f"{side}{number}"}, pair["type"], "", 0)
    for number, pair in enumerate(PAIRS)
    for side in ("a", "b")
]


def events_of(reports: list[Report]) -> tuple[Event, ...]:
    return link(merge(reports, THINGS), reports, THINGS)


WHOLE = events_of(ALL)


@settings(max_examples=25, deadline=None)
@given(st.permutations(ALL))
def test_any_order_gives_the_same_events(reports: list[Report]) -> None:
    assert events_of(reports) == WHOLE


def test_every_claim_is_in_one_event() -> None:
    assert sorted(claim for event in WHOLE for claim in event.claims) == sorted(report.id for report in ALL)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted({event.block for event in WHOLE})), min_size=1))
def test_blocks_do_not_see_each_other(blocks: set[str]) -> None:
    some = [r for r in ALL if block(r.claim, r.published, THINGS) in blocks]
    assert {event.id for event in merge(some, THINGS)} == {event.id for event in WHOLE if event.block in blocks}


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted({anchor(event.block) for event in WHOLE})), min_size=1))
def test_links_stay_within_type_and_anchor(anchors: set[str]) -> None:
    some = [r for r in ALL if anchor(block(r.claim, r.published, THINGS)) in anchors]
    assert events_of(some) == tuple(event for event in WHOLE if anchor(event.block) in anchors)


@pytest.mark.parametrize(
    ("event_type", "row", "expected"),
    [
        ("Withdrawal", {"date": "2026-01-17", "agent": "usaf", "origin": "asad"}, "Withdrawal|iraq|2026"),
        ("Withdrawal", {"date": "2025-09/2026-01-17", "agent": "usaf", "origin": "asad"}, "Withdrawal|iraq|2026"),
        ("Withdrawal", {"pub": "2024-08-06", "agent": "usaf"}, "Withdrawal|us|2024"),
        ("Withdrawal", {"agent": "usaf"}, "Withdrawal|us|-"),
        ("Deployment", {"date": "2022", "origin": "russia", "destination": "almaty"}, "Deployment|kazakhstan|2022"),
        ("Deployment", {"date": "2022", "agent": "csto"}, "Deployment|csto|2022"),
        ("Request", {"date": "2022", "agent": "kazakhstan", "recipient": "csto"}, "Request|kazakhstan|2022"),
        ("Agreement", {"date": "2020-02-29", "agent": ["us", "taliban"]}, "Agreement|-|2020"),
        ("Exercise", {"date": "2020", "agent": ["us", "japan"]}, "Exercise|-|2020"),
        ("Exercise", {"date": "2020", "agent": ["us", "japan"], "place": "okinawa"}, "Exercise|japan|2020"),
        ("Unrest", {"date": "2014/..", "pub": "2016-02-01", "place": "almaty"}, "Unrest|kazakhstan|2016"),
        ("Attack", {"date": "2014/.."}, "Attack|-|-"),
    ],
)
def test_block(event_type: EventType, row: dict[str, Any], expected: str) -> None:
    one = report(event_type, **row)
    assert block(one.claim, one.published, THINGS) == expected


Y, Z = {"in": "y"}, {"in": "z"}


def test_an_event_keeps_what_its_claims_differ_in() -> None:
    (event,) = merge(
        [
            report("Deployment", date="2024-10-18", pub="2024-10-20", agent="nkaf", destination="russia", n=12000),
            report("Deployment", **Y, date="2024-10-19", pub="2024-10-19", agent="nkorea", destination="kursk"),
            report("Deployment", **Z, date="2024-10-18", agent="nkaf", destination="russia", n=12000, by="skorea"),
            report("Deployment", **Z, date="2024-10", destination="russia", n=3000, by="putin"),
        ],
        THINGS,
    )  # fmt: skip
    assert event.edtf == "2024-10-18/2024-10-19"
    assert event.count == (3000, 12000, 12000) and event.count_unit == "人"
    assert event.disagreements == ("date", "count")
    assert dict(event.roles) == {"agent": ("nkaf",), "destination": ("kursk",)}
    assert event.independent == 3
    assert event.reported and [day.isoformat() for day in event.reported] == ["2024-10-19", "2024-10-20"]
    assert [claim.split("/")[0] for claim in event.claims] == ["y", "x", "z", "z"]


def test_copies_count_once() -> None:
    told = [report("Withdrawal", **{"in": name}, date="2026-01-17", agent="usaf", origin="asad") for name in "abcd"]
    for chain, expected in (("", 4), ("ab", 3), ("abc", 2), ("bd", 3)):
        (event,) = merge(told, THINGS, lambda one, other, of=chain: one in of and other in of)  # type: ignore[misc]
        assert event.independent == expected


PLAN = {"f": "planned", "pub": "2024-09-27", "agent": "us", "origin": "iraq"}
DONE = {"date": "2026-01-17", "pub": "2026-01-19", "agent": "usaf", "origin": "asad"}


@pytest.mark.parametrize(
    ("why", "plan", "done", "expected"),
    [
        ("late by months", {**PLAN, "date": "2025-09"}, DONE, True),
        ("undated plan, done within a year", {**PLAN, "pub": "2025-05-01"}, DONE, True),
        ("undated plan of years ago", {**PLAN, "pub": "2020-05-01"}, DONE, False),
        ("late by years", {**PLAN, "date": "2021-09"}, DONE, False),
        ("much too early", {**PLAN, "date": "2026-09"}, DONE, False),
        ("the plan told afterwards", {**PLAN, "date": "../2025-09", "pub": "2026-01-19"}, DONE, True),
        ("the next plan", {**PLAN, "date": "../2026-09", "pub": "2026-02-19"}, DONE, False),
        ("another base", {**PLAN, "date": "2025-09", "origin": "erbil_base"}, DONE, False),
        (
            "of the country, planned for a base in it",
            {**PLAN, "date": "2025-09", "origin": "asad"},
            {**DONE, "origin": "iraq"},
            False,
        ),
        ("another actor", {**PLAN, "date": "2025-09", "agent": "uk"}, DONE, False),
        ("only considered", {**PLAN, "date": "2025-09", "f": "possible"}, DONE, True),
        ("ruled out", {**PLAN, "date": "2025-09", "f": "denied"}, DONE, False),
    ],
)
def test_fulfils(why: str, plan: dict[str, Any], done: dict[str, Any], expected: bool) -> None:
    events = events_of([report("Withdrawal", **plan), report("Withdrawal", **done)])
    by = {event.factuality: event for event in events}
    assert by["actual"].fulfils == ((by[plan["f"]].id,) if expected else ()), why


DENIAL = {"pub": "2024-10-24", "agent": "nkaf", "destination": "russia"}
SENT = {"date": "2024-10", "pub": "2024-10-18", "agent": "nkaf", "destination": "russia"}


@pytest.mark.parametrize(
    ("why", "denial", "told", "expected"),
    [
        ("undated, the same month", DENIAL, SENT, True),
        ("of a plan", DENIAL, {**DENIAL, "f": "planned", "agent": "nkorea", "destination": "kursk"}, True),
        ("years before", {**DENIAL, "pub": "2021-10-24"}, SENT, False),
        ("another country", {**DENIAL, "destination": "ukraine"}, SENT, False),
        ("another month", {**DENIAL, "date": "2024-08"}, SENT, False),
    ],
)
def test_denies(why: str, denial: dict[str, Any], told: dict[str, Any], expected: bool) -> None:
    events = events_of([report("Deployment", f="denied", **denial), report("Deployment", **told)])
    denied = next(event for event in events if event.factuality == "denied")
    assert denied.denies == (tuple(e.id for e in events if e is not denied) if expected else ()), why


STRIKE = {"date": "2024-01-20", "agent": "iran", "target": "asad"}


@pytest.mark.parametrize(
    ("why", "event_type", "one", "other", "expected"),
    [
        ("three days apart", "Withdrawal", {**DONE, "date": "2026-01-14"}, DONE, True),
        ("two months apart", "Withdrawal", {**DONE, "date": "2025-11-14"}, DONE, False),
        ("across the year", "Withdrawal", {**DONE, "date": "2025-12-30"}, DONE, True),
        ("two tranches", "Withdrawal", {**DONE, "date": "2026-01-10", "n": 300}, {**DONE, "n": 120}, False),
        ("another base", "Withdrawal", {**DONE, "date": "2026-01-14", "origin": "erbil_base"}, DONE, False),
        ("strikes on two days running", "Attack", STRIKE, {**STRIKE, "date": "2024-01-21"}, True),
        ("strikes of two weeks", "Attack", STRIKE, {**STRIKE, "date": "2024-01-28"}, False),
    ],
)
def test_maybe_same(
    why: str, event_type: EventType, one: dict[str, Any], other: dict[str, Any], expected: bool
) -> None:
    events = events_of([report(event_type, **one), report(event_type, **other)])
    assert len(events) == 2, why
    a, b = events
    assert (a.maybe_same, b.maybe_same) == (((b.id,), (a.id,)) if expected else ((), ())), why


def test_ids_of_claims_do_not_depend_on_order() -> None:
    def claim(start: int, args: tuple[str, ...] = ()) -> Claim:
        return read_report({"in": "x", "destination": list(args)}, "Deployment", "x", start).claim

    claims = [claim(7, ("us",)), claim(7, ("russia",)), claim(30), Claim("x", "Attack", Span(7, 8, "攻"), "actual")]
    ids = dict(zip(claims, claim_ids(claims), strict=True))
    assert sorted(ids.values()) == ["x/Attack-7", "x/Deployment-30", "x/Deployment-7", "x/Deployment-7-2"]
    for order in (claims[::-1], claims[2:] + claims[:2]):
        assert dict(zip(order, claim_ids(order), strict=True)) == ids

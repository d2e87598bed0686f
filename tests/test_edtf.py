"""Bounds of EDTF expressions, and the library `edtf` as a second opinion on plain ones."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.edtf import bounds, overlap, valid, width


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2026-01-17", ("2026-01-17", "2026-01-17")),
        ("2026-01-17~", ("2026-01-17", "2026-01-17")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-02~", ("2023-02-01", "2023-02-28")),
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024?", ("2024-01-01", "2024-12-31")),
        ("202X", ("2020-01-01", "2029-12-31")),
        ("2021-XX", ("2021-01-01", "2021-12-31")),
        ("2021-04-XX", ("2021-04-01", "2021-04-30")),
        ("2021-22", ("2021-06-01", "2021-08-31")),
        ("2023-24", ("2023-12-01", "2024-02-29")),
        ("XXXX-XX-19", (None, None)),
        ("2014/..", ("2014-01-01", None)),
        ("../2025-09", (None, "2025-09-30")),
        ("../2025-09-10~", (None, "2025-09-10")),
        ("2003/2026-01-17", ("2003-01-01", "2026-01-17")),
        ("2025-04/2026-03", ("2025-04-01", "2026-03-31")),
        ("2003~/", ("2003-01-01", None)),
    ],
)
def test_bounds(edtf: str, expected: tuple[str | None, str | None]) -> None:
    assert tuple(day and day.isoformat() for day in bounds(edtf)) == expected


@pytest.mark.parametrize(
    "edtf",
    ["", "..", "../..", "/", "2026-13", "2026-02-30", "26-01", "2026/2025", "19日", "2026-01-17T10:00", "20260117"],
)
def test_what_is_no_date(edtf: str) -> None:
    assert not valid(edtf)


@pytest.mark.parametrize(
    ("one", "other", "slack", "expected"),
    [
        ("2014/..", "../2013", 0, False),
        ("2014/..", "2020-01", 0, True),
        ("../2013", "2013-12-31", 0, True),
        ("../2013", "2014-01-01", 0, False),
        ("../2013", "2014-01-01", 1, True),
        (None, "2014", 0, True),
    ],
)
def test_overlap(one: str | None, other: str | None, slack: int, expected: bool) -> None:
    assert overlap(one, other, slack) is expected
    assert overlap(other, one, slack) is expected


@given(st.dates(date(1000, 1, 1)), st.integers(0, 4000))
def test_an_interval_of_days_is_as_wide_as_it_says(start: date, days: int) -> None:
    end = start + timedelta(days=min(days, (date.max - start).days))
    assert width(f"{start}/{end}") == (end - start).days + 1
    assert bounds(f"{start}/{end}") == (start, end)


@given(st.dates(date(1000, 1, 1)))
def test_the_library_agrees_on_plain_dates(day: date) -> None:
    from edtf import parse_edtf

    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        parsed = parse_edtf(text)
        theirs = tuple(date(*bound[:3]) for bound in (parsed.lower_strict(), parsed.upper_strict()))
        assert bounds(text) == theirs


@pytest.mark.shared
def test_every_gold_date_has_bounds() -> None:
    gold = Path(__file__).parents[2] / "shared" / "gold"
    if not gold.is_dir():
        pytest.skip("no shared gold beside the checkout")
    for file in sorted(gold.glob("*/*.json")):
        for claim in json.loads(file.read_text(encoding="utf-8"))["claims"]:
            if claim["date"] and claim["date"]["edtf"]:
                assert bounds(claim["date"]["edtf"]) != (None, None), claim["id"]

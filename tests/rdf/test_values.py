"""Terms to values and back."""

from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf.values import Iri, Text, Value, read_solutions, read_term, write_term

XSD = "http://www.w3.org/2001/XMLSchema#"


@given(
    st.one_of(
        st.text(st.characters(exclude_categories=("Cs",))),
        st.booleans(),
        st.integers(-(2**60), 2**60),
        st.dates(),
        st.builds(Text, st.text('あa米"\\\n'), st.sampled_from(["ja", "en"])),
        st.decimals(-1000, 1000, places=3),
        st.just(Iri("https://example.org/米軍")),
    )
)
def test_a_value_survives_a_query(value: Value) -> None:
    (row,) = read_solutions(ox.Store().query(f"SELECT ?x {{ VALUES ?x {{ {write_term(value)} }} }}")).rows
    assert row == (value,)
    assert type(row[0]) is type(value)
    assert getattr(row[0], "language", None) == getattr(value, "language", None)


@pytest.mark.parametrize(
    ("text", "datatype"), [("2021-02", "date"), ("2021-02-30", "date"), ("x", "integer"), ("", "decimal")]
)
def test_what_is_ill_typed_stays_text(text: str, datatype: str) -> None:
    assert read_term(ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))) == text


def test_unbound_is_none() -> None:
    table = read_solutions(ox.Store().query("SELECT ?x ?y { VALUES (?x ?y) { (1 UNDEF) (UNDEF 2.5) } }"))
    assert table.columns == ("x", "y")
    assert table.rows == ((1, None), (None, Decimal("2.5")))
    assert table.records()[0] == {"x": 1, "y": None}
    assert date(2026, 1, 1) not in table.rows[0]

"""What a user gives to a question, as SPARQL terms: dates with their bounds, words of the ontology, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from kg.ask.questions import Parameter, Question
from kg.edtf import bounds
from kg.errors import QueryError
from kg.rdf.terms import MIL
from kg.rdf.values import Iri, write_term
from kg.records import EVENT_TYPES, FACTUALITIES

Given = str | int | float | Decimal | bool | date
ANY = "any"
AS_OF = "as-of"
_TRUE, _FALSE = ("true", "yes", "1", "on", ""), ("false", "no", "0", "off")


def spread_on(question: Question, given: Mapping[str, Given]) -> dict[str, Given]:
    """``on`` as ``from`` and ``to``, for questions that know only these.

    >>> from kg.ask.questions import find_question
    >>> spread_on(find_question("withdrawals"), {"on": "2026-01"})
    {'from': '2026-01', 'to': '2026-01'}
    """
    out = dict(given)
    if "on" in out and question.parameter("on") is None and question.parameter("from") is not None:
        day = out.pop("on")
        out |= {"from": day, "to": day}
    return out


def known_on(question: Question, given: dict[str, Given]) -> date | None:
    """Takes ``as_of`` out of what is given: the day from whose knowledge to answer, also where it is the question's ``day``."""
    as_of = given.pop("as_of", given.pop("as-of", None))
    asked = question.parameter("day")
    if asked and as_of is not None:
        given.setdefault(asked.name, as_of)
    day = as_of if as_of is not None else given.get(asked.name) if asked else None
    return None if day is None else last_day(AS_OF, day)


def write_value(parameter: Parameter, value: Given) -> str:
    """The SPARQL terms for a value that is no name; raises QueryError saying what is wanted."""
    match parameter.type:
        case "date":
            return write_term(_day(parameter, value))
        case "boolean":
            return write_term(_truth(parameter, value))
        case "integer" | "decimal":
            return write_term(_number(parameter, value))
        case "type":
            return _terms(parameter, value, EVENT_TYPES)
        case "factuality":
            return _terms(parameter, value, FACTUALITIES)
        case _:
            return write_term(str(value))


def _day(parameter: Parameter, value: Given) -> date:
    """A day; of a month or year the first one, or the last where the parameter is an end (``to``, ``day``)."""
    return (last_day if parameter.name in ("to", "day") else first_day)(parameter.option, value)


def first_day(option: str, value: Given) -> date:
    """The first day of a date, month or year; raises QueryError naming the option."""
    return _bound(option, value, 0)


def last_day(option: str, value: Given) -> date:
    """The last day of a date, month or year; raises QueryError naming the option."""
    return _bound(option, value, 1)


def _bound(option: str, value: Given, side: int) -> date:
    if isinstance(value, date):
        return value
    try:
        day = bounds(str(value))[side]
    except ValueError:
        day = None
    if day is None:
        raise QueryError(f"{option}: {value!r} is not a date (give 2026-01-17, 2026-01 or 2026)")
    return day


def _truth(parameter: Parameter, value: Given) -> bool:
    text = str(value).lower()
    if text not in _TRUE + _FALSE:
        raise QueryError(f"{parameter.option}: {value!r} is neither true nor false")
    return text in _TRUE


def _number(parameter: Parameter, value: Given) -> int | Decimal:
    try:
        number = Decimal(str(value))
        if parameter.type == "integer" and number == int(number):
            return int(number)
        if parameter.type == "decimal" and number.is_finite():
            return number
    except (InvalidOperation, OverflowError, ValueError):
        pass
    raise QueryError(f"{parameter.option}: {value!r} is not {'a whole' if parameter.type == 'integer' else 'a'} number")


def _terms(parameter: Parameter, value: Given, allowed: tuple[str, ...]) -> str:
    """Words of the ontology, several with commas; ``any`` for all."""
    words = [word.strip() for word in str(value).split(",")]
    if words == [ANY]:
        words = list(allowed)
    by_lower = {word.lower(): word for word in allowed}
    for word in words:
        if word.lower() not in by_lower:
            raise QueryError(f"{parameter.option}: {word!r} is none of {', '.join(allowed)}, {ANY}")
    return " ".join(write_term(Iri(str(MIL[by_lower[word.lower()]]))) for word in words)

"""Saved questions: files ``data/queries/*.rq``, each a SPARQL query with a header that says what it means.

The header is YAML in the leading comment lines: ``title``, ``meaning``, ``parameters`` and ``columns`` (names that
``common.yaml`` explains), and ``then``, where Python has the last word. Each parameter is a line ``VALUES ?name { … }``;
what stands between the braces is its default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from kg import resources
from kg.errors import DataError, QueryError
from kg.rules import as_rules, read_rules

ParameterType = Literal[
    "actor", "base", "place", "agreement", "thing", "event", "date", "boolean", "integer", "decimal", "type",
    "factuality", "text",
]  # fmt: skip
ColumnKind = Literal["text", "number", "date", "term", "terms", "thing", "things", "event", "quote", "article"]
Step = Literal["paths", "centrality"]

NAMED: frozenset[ParameterType] = frozenset({"actor", "base", "place", "agreement", "thing"})
"""Types whose values are names of things."""
UNSET = "UNDEF"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Japanese and in English."""

    ja: str
    en: str

    def get(self, language: str) -> str:
        """The text in a language; English where it is neither."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class _Parameter:
    type: ParameterType
    ja: str
    en: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    kind: ColumnKind
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class _Common:
    parameters: dict[str, _Parameter]
    columns: dict[str, _Column]


@dataclass(frozen=True, slots=True)
class _Header:
    title: Words
    meaning: Words
    parameters: tuple[str, ...]
    columns: tuple[str, ...]
    then: Step | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be given to a question: its type, other names it goes by, and the SPARQL terms it has if not given."""

    name: str
    type: ParameterType
    help: Words
    aliases: tuple[str, ...]
    default: str

    @property
    def option(self) -> str:
        """As written on a command line and in a URL: ``min-confidence``."""
        return self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer."""

    name: str
    kind: ColumnKind
    title: Words


@dataclass(frozen=True, slots=True)
class Question:
    """A saved question."""

    name: str
    title: Words
    meaning: Words
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    sparql: str
    then: Step | None = None

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of a name, or of an alias, with hyphens or underscores."""
        plain = name.replace("-", "_")
        own = next((p for p in self.parameters if p.name == plain), None)
        return own or next((p for p in self.parameters if plain in p.aliases), None)

    def fill(self, terms: Mapping[str, str]) -> str:
        """The query with SPARQL terms in place of defaults, parameter by parameter."""
        text = self.sparql
        for name, value in terms.items():
            text = _values(name).sub(lambda match, value=value: f"{match[1]}{value}{match[3]}", text)  # type: ignore[misc]
        return text


def load_questions(folder: Path | None = None) -> dict[str, Question]:
    """All saved questions by name; raises DataError naming file and what is wrong in it.

    >>> load_questions()["withdrawals"].title.ja
    '撤退'
    """
    return _load(folder or resources.data("queries"))


def find_question(name: str, folder: Path | None = None) -> Question:
    """The question of a name; raises QueryError that lists the questions there are."""
    questions = load_questions(folder)
    if name not in questions:
        raise QueryError(f"no question is called {name!r} (there are: {', '.join(questions)})")
    return questions[name]


@cache
def _load(folder: Path) -> dict[str, Question]:
    common = read_rules(folder / "common.yaml", _Common)
    return {file.stem: _read(file, common) for file in sorted(folder.glob("*.rq"))}


def _read(file: Path, common: _Common) -> Question:
    """One question; checks that header, parameters and SELECT agree."""
    text, where = file.read_text(encoding="utf-8"), f"queries/{file.name}"
    comments = re.match(r"(?:#.*\n)*", text)
    assert comments is not None
    try:
        header = as_rules(yaml.safe_load(re.sub(r"(?m)^# ?", "", comments[0])), _Header, where)
    except yaml.YAMLError as error:
        raise DataError(f"{where}: its leading comment lines are not YAML ({error})") from error
    for kind, names, known in (
        ("parameter", header.parameters, common.parameters),
        ("column", header.columns, common.columns),
    ):
        for name in names:
            if name not in known:
                raise DataError(f"{where}: unknown {kind} {name!r}; explain it in queries/common.yaml")
    return Question(
        file.stem,
        header.title,
        header.meaning,
        tuple(_parameter(name, common.parameters[name], text, where) for name in header.parameters),
        tuple(column for name in header.columns for column in _columns(name, common.columns)),
        text,
        header.then,
    )


def _columns(name: str, known: Mapping[str, _Column]) -> Iterator[Column]:
    """A column; behind a quote the article that says it."""
    said = known[name]
    yield Column(name, said.kind, Words(said.ja, said.en))
    if said.kind == "quote":
        article = name.replace("quote", "article")
        yield Column(article, "article", Words(known[article].ja, known[article].en))


def _parameter(name: str, said: _Parameter, text: str, where: str) -> Parameter:
    lines = _values(name).findall(text)
    if len(lines) != 1:
        raise DataError(f"{where}: parameter {name!r} needs one line VALUES ?{name} {{ UNDEF }}, not {len(lines)}")
    return Parameter(name, said.type, Words(said.ja, said.en), said.aliases, lines[0][1])


def _values(name: str) -> re.Pattern[str]:
    """The VALUES line of a parameter: before, default, after."""
    return re.compile(rf"(?m)^(\s*VALUES \?{re.escape(name)} \{{ )(.*)( \}}\s*?)$")

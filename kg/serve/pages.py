"""Pages of the server: questions, answers, things, the query editor. Every value is escaped where it goes in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from kg.ask.answer import Answer, Cell, Quote, text_of
from kg.ask.names import Thing
from kg.ask.questions import Column, Parameter, Question
from kg.rdf.answers import shorten
from kg.rdf.terms import MIL, PREFIXES
from kg.rdf.values import Iri

WEB = Path(__file__).parent / "web"
_ONTOLOGY = str(MIL._NS)


@cache
def words() -> dict[str, dict[str, str]]:
    """The pages' own words."""
    found: dict[str, dict[str, str]] = json.loads((WEB / "words.json").read_text(encoding="utf-8"))
    return found


def word(name: str, language: str) -> str:
    """One of the pages' own words, escaped."""
    return escape(words()[name]["en" if language == "en" else "ja"])


def page(title: str, body: str, language: str, here: str = "/") -> str:
    """A whole page; ``body`` is HTML."""
    links = "".join(
        f'<a href="{path}?lang={language}">{word(name, language)}</a>'
        for name, path in (("explorer", "/"), ("questions", "/ask"), ("query", "/query"), ("ontology", "/ontology"))
    )
    other = "ja" if language == "en" else "en"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/static/style.css">'
        f'</head><body><header>{links}<a href="{escape(here, quote=True)}?lang={other}">{word("language", language)}</a></header>'
        f"<main>{body}</main></body></html>"
    )


def link(iri: str, base: str, label: str | None = None) -> str:
    """A link to what an IRI names: here, where it is ours."""
    text = escape(label or shorten(iri.removeprefix(base)))
    if iri.startswith(base):
        return f'<a href="/id/{escape(quote(iri.removeprefix(base), safe="/:-._~%"), quote=True)}">{text}</a>'
    if iri.startswith(_ONTOLOGY):
        return f'<a href="/ontology#{escape(iri.removeprefix(_ONTOLOGY), quote=True)}">{text}</a>'
    return f'<a href="{escape(iri, quote=True)}" rel="noreferrer">{text}</a>' if iri.startswith("http") else text


def questions_page(questions: Iterable[Question], language: str) -> str:
    """All saved questions."""
    items = "".join(
        f'<dt><a href="/ask/{q.name}?lang={language}">{escape(q.title.get(language))}</a> <small>{q.name}</small></dt>'
        f"<dd>{escape(q.meaning.get(language))}</dd>"
        for q in questions
    )
    title = words()["questions"][language]
    return page(title, f"<h1>{escape(title)}</h1><dl>{items}</dl>", language, "/ask")


def answer_page(answer: Answer, given: dict[str, str], language: str, base: str) -> str:
    """A question, its parameters to fill in, and its answer."""
    question = answer.question
    here = f"/ask/{question.name}"
    taken = "".join(f'<p class="note">{word("taken", language)}: {escape(t.line(language))}</p>' for t in answer.taken)
    formats = " ".join(
        f'<a href="{here}?{escape(urlencode({**given, "lang": language, "format": form}), quote=True)}">{form.upper()}</a>'
        for form in ("csv", "json", "jsonl")
    )
    head = "".join(f"<th>{escape(title)}</th>" for title in answer.titles(language))
    rows = "".join(_row(answer.columns, row, base) for row in answer.rows)
    table = f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    nothing = f"<p>{word('nothing', language)}</p>"
    body = (
        f"<h1>{escape(question.title.get(language))}</h1><p>{escape(question.meaning.get(language))}</p>"
        f"{question_form(question, given, language)}{taken}"
        f'<p class="bar">{len(answer.rows)} {word("rows", language)} · {word("download", language)}: {formats}</p>'
        f"{table if answer.rows else nothing}"
    )
    return page(question.title.get(language), body, language, here)


def fault_page(question: Question, given: dict[str, str], language: str, reason: str) -> str:
    """A question that could not be answered as put, and why."""
    title = question.title.get(language)
    form = question_form(question, given, language)
    return page(
        title, f'<h1>{escape(title)}</h1>{form}<p class="note">{escape(reason)}</p>', language, f"/ask/{question.name}"
    )


def question_form(question: Question, given: dict[str, str], language: str) -> str:
    """The form with which a question is asked."""
    fields = "".join(_field(p, given, language) for p in question.parameters)
    as_of = escape(given.get("as-of", ""), quote=True)
    fields += f'<label>as-of<input name="as-of" value="{as_of}" title="{word("as_of", language)}"></label>'
    hidden = f'<input type="hidden" name="lang" value="{language}">'
    button = f"<button>{word('ask', language)}</button>"
    return f'<form class="ask" action="/ask/{question.name}">{fields}{hidden}{button}</form>'


def _field(parameter: Parameter, given: dict[str, str], language: str) -> str:
    names = (parameter.option, parameter.name, *parameter.aliases)
    value = escape(next((given[name] for name in names if name in given), ""), quote=True)
    about = escape(parameter.help.get(language), quote=True)
    return f'<label>{parameter.option}<input name="{parameter.option}" value="{value}" placeholder="{about}" title="{about}"></label>'


def _row(columns: tuple[Column, ...], row: tuple[Cell, ...], base: str) -> str:
    cells = "".join(
        f"<td{' class=quote' if column.kind == 'quote' else ''}>{_cell(cell, column, base)}</td>"
        for column, cell in zip(columns, row, strict=True)
    )
    return f"<tr>{cells}</tr>"


def _cell(cell: Cell, column: Column, base: str) -> str:
    if isinstance(cell, Thing):
        return link(cell.iri, base, cell.label)
    if isinstance(cell, tuple):
        return "; ".join(link(part.iri, base, part.label) if isinstance(part, Thing) else escape(part) for part in cell)
    if column.kind == "article" and isinstance(cell, str):
        return f'<a href="/id/article/{escape(quote(cell), quote=True)}">{escape(cell)}</a>'
    return escape(cell.text if isinstance(cell, Quote) else text_of(cell))


def thing_page(data: dict[str, Any], language: str) -> str:
    """A thing: what the graph says of it, and what points at it."""
    iri, base = data["iri"], data["base"]
    labels = [str(value) for way, p, value, _ in data["rows"] if way == "out" and str(p).endswith("#label")]
    title = labels[0] if labels else iri.removeprefix(base)
    path = escape(quote(iri.removeprefix(base), safe="/:-._~%"), quote=True)
    forms = " ".join(
        f'<a href="/id/{path}?format={form}">{name}</a>' for form, name in (("ttl", "Turtle"), ("nt", "N-Triples"))
    )
    body = f'<h1>{escape(title)}</h1><p class="bar"><code>{escape(iri)}</code> {forms}</p>'
    if iri.startswith(f"{base}event/"):
        asked = escape(urlencode({"event": iri, "lang": language}), quote=True)
        body += f'<p><a href="/ask/evidence?{asked}">{word("evidence", language)}</a></p>'
    for way, name in (("out", "says"), ("in", "points")):
        lines = "".join(
            f"<tr><td>{link(str(p), base)}</td><td>{_value(value, label, base)}</td></tr>"
            for found, p, value, label in _once(data["rows"])
            if found == way
        )
        if lines:
            body += f"<h2>{word(name, language)}</h2><table>{lines}</table>"
    return page(title, body, language, f"/id/{path}")


def _once(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows without those that only give the value another label."""
    return list({(str(way), str(p), str(value)): (way, p, value, label) for way, p, value, label in rows}.values())


def _value(value: Any, label: Any, base: str) -> str:
    if isinstance(value, Iri):
        return link(value, base, str(label) if label is not None else None)
    language = getattr(value, "language", None)
    return escape(str(value)) + (f" <small>{escape(language)}</small>" if language else "")


_START = """SELECT ?event ?label ?edtf WHERE {
  ?event a mil:Withdrawal ; rdfs:label ?label .
  OPTIONAL { ?event mil:edtf ?edtf }
} LIMIT 100"""


def query_page(questions: Iterable[Question], language: str, base: str) -> str:
    """The editor: prefixes and saved questions at hand, the result as a table, downloads; it works without the internet."""
    data = {
        "base": base,
        "prefixes": dict(PREFIXES),
        "questions": [{"name": q.name, "title": q.title.get(language), "sparql": q.sparql} for q in questions],
        "words": {name: words()[name][language] for name in ("running", "rows")},
    }
    known = escape("\n".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items()))
    buttons = "".join(
        f'<button data-media="{media}" data-ending="{ending}">{ending.upper()}</button>'
        for media, ending in (
            ("text/csv", "csv"),
            ("text/tab-separated-values", "tsv"),
            ("application/sparql-results+json", "json"),
            ("text/turtle", "ttl"),
        )
    )
    body = (
        f'<h1>SPARQL</h1><div class="bar"><select id="saved"><option value="">{word("saved", language)}</option></select></div>'
        f'<textarea id="sparql" spellcheck="false" aria-label="SPARQL">{escape(_START)}</textarea>'
        f'<div class="bar"><button id="run">{word("run", language)}</button><span>{word("download", language)}: {buttons}</span>'
        f'<span id="status" role="status"></span></div><div id="result" class="scroll"></div>'
        f"<details><summary>{word('prefixes', language)}</summary><pre>{known}</pre></details>"
        f'<script type="application/json" id="data">{_json(data)}</script><script src="/static/query.js"></script>'
    )
    return page("SPARQL", body, language, "/query")


def _json(data: Any) -> str:
    """JSON that an HTML parser reads nothing into."""
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def ontology_page(turtle: str, language: str) -> str:
    """The ontology as it is written, with an anchor at each of its terms."""
    lines = []
    for line in turtle.splitlines():
        name = line.split(" ")[0].removeprefix("mil:") if line.startswith("mil:") else None
        lines.append(f'<span id="{escape(name, quote=True)}">{escape(line)}</span>' if name else escape(line))
    text = "\n".join(lines)
    body = f'<p class="bar"><a href="/ontology?format=ttl">Turtle</a> <a href="/ontology/shapes">SHACL</a></p><pre>{text}</pre>'
    return page(words()["ontology"][language], body, language, "/ontology")

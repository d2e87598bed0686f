"""The graph for a notebook: ``kg.open`` and ``kg.build`` give a `Graph` to ask, query, draw and leaf through."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.ask import ask, load_questions
from kg.ask.answer import Answer
from kg.ask.frames import answer_frame, table_frame
from kg.ask.given import Given, first_day, last_day
from kg.ask.network import Kind, network
from kg.ask.view import as_of
from kg.errors import DataError, QueryError
from kg.lexicon import Lexicon, load_lexicon
from kg.pipeline import Reading, Summary
from kg.pipeline import build as build_store
from kg.rdf.open import open_store
from kg.rdf.recall import Recall
from kg.rdf.remote import Remote
from kg.rdf.store import Reader
from kg.records import Article, Claim, Entity

if TYPE_CHECKING:
    import pandas as pd
    from rdflib import Dataset

STORE = Path("out/store")


def open_graph(store: str | Path = STORE, *, language: str = "ja", lexicon: Path | None = None) -> Graph:
    """The graph in a store, be it a folder or the URL of a SPARQL endpoint; raises StoreError where there is none.

    ``language`` (``ja`` or ``en``) is that of labels; ``lexicon`` a file or folder of entities of your own.
    """
    return Graph(open_store(store), language=language, lexicon=load_lexicon(lexicon))


def build_graph(
    articles: Sequence[str | Path] | str | Path,
    store: str | Path = STORE,
    *,
    claims: Path | None = None,
    corrections: Path | None = None,
    published: date | None = None,
    language: str = "ja",
    lexicon: Path | None = None,
) -> Graph:
    """Reads article files and folders into a store and opens it; what has not changed is not read again.

    ``corrections`` is a file of corrections; without it, ``corrections.yaml`` beside the articles is taken if there is one.
    With ``claims`` (a file or folder in the claim format) these are taken instead of being extracted. `Graph.summary` says
    what was done, and which articles could not be taken in.
    """
    paths = [Path(p) for p in ([articles] if isinstance(articles, str | Path) else articles)]
    reading = default_reading(lexicon, claims, corrections or find_corrections(paths))
    summary = build_store(paths, Path(store), reading=reading, published=published)
    graph = open_graph(store, language=language, lexicon=lexicon)
    graph.summary = summary
    return graph


def extract_claims(text: str, *, published: date | None = None, title: str | None = None) -> tuple[Claim, ...]:
    """The claims of a text, be it one sentence, with their mentions named.

    ``published`` resolves dates such as 「17日」; without it they stay open.
    """
    return default_reading().read(Article("text", text, published, title=title))


def find_corrections(articles: Iterable[Path]) -> Path | None:
    """The ``corrections.yaml`` beside the articles; raises DataError where there are several."""
    folders = {path if path.is_dir() else path.parent for path in articles}
    found = sorted(file for folder in folders if (file := folder / "corrections.yaml").is_file())
    if len(found) > 1:
        raise DataError(f"{' and '.join(map(str, found))}: a store has one file of corrections; give it as corrections")
    return found[0] if found else None


def default_reading(
    lexicon: Path | None = None, claims: Path | None = None, corrections: Path | None = None
) -> Reading:
    """How articles are read: by the shipped extractor, or with given claims; names through the lexicon; then corrected."""
    from kg.resolve.corrections import read_corrections
    from kg.resolve.naming import entity_for_name, name_claims

    known = load_lexicon(lexicon)
    by_hand = read_corrections(corrections, known) if corrections else None
    if claims is not None:
        from kg.claims_json import read_claims

        given = read_claims(claims, lambda name, role: entity_for_name(name, role, known))
        return Reading(known, claims=given, corrections=by_hand)
    from kg.extract import default_extractor

    return Reading(
        known, default_extractor(), corrections=by_hand, name=lambda article, found: name_claims(article, found, known)
    )


class Graph:
    """A graph of events, to be asked; close it, or use it in a ``with`` block, when a newer build should be seen."""

    def __init__(self, reader: Reader | Remote, *, language: str = "ja", lexicon: Lexicon | None = None) -> None:
        self.reader = reader
        self.language = language
        self.lexicon = lexicon
        self.summary: Summary | None = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if isinstance(self.reader, Remote):
            return f"Graph({self.reader.url!r})"
        return f"Graph({str(self.reader.path)!r}, version {self.reader.pointer.version})"

    def close(self) -> None:
        """Lets go of the store."""
        self.reader.close()

    def questions(self) -> pd.DataFrame:
        """The saved questions: name, title, meaning, parameters."""
        import pandas as pd

        rows = [
            (q.name, q.title.get(self.language), q.meaning.get(self.language), ", ".join(p.name for p in q.parameters))
            for q in load_questions().values()
        ]
        return pd.DataFrame(rows, columns=["question", "title", "meaning", "parameters"]).set_index("question")

    def ask(self, question: str, given: dict[str, Given] | None = None, **more: Given) -> pd.DataFrame:
        """The answer to a saved question, such as ``graph.ask("withdrawals", actor="米軍", to="2025-06")``.

        Parameters that are words of Python go with an underscore behind (``from_="2024"``) or in ``given``. ``as_of`` answers
        from what had been published by a day. Dates are columns ``edtf``, ``earliest``, ``latest`` and ``when``, an
        interval; ``frame.attrs["taken"]`` says what the names were taken to mean. Raises QueryError.
        """
        return answer_frame(self.answer(question, given, **more))

    def answer(self, question: str, given: dict[str, Given] | None = None, **more: Given) -> Answer:
        """The answer as typed cells that keep the IRIs; `ask` makes a DataFrame of it."""
        wanted = {**(given or {}), **{name.rstrip("_"): value for name, value in more.items()}}
        return ask(self.reader, question, wanted, lexicon=self.lexicon, language=self.language)

    def query(self, sparql: str) -> pd.DataFrame:
        """The rows of a SPARQL SELECT query; the usual prefixes need no declaration. Raises QueryError."""
        return table_frame(self.reader.select(sparql))

    def network(
        self,
        kind: Kind = "actors",
        *,
        from_: Given | None = None,
        to: Given | None = None,
        factuality: str | Iterable[str] = "actual",
        as_of_day: Given | None = None,
    ) -> Any:
        """The events of a time window as a `networkx.MultiDiGraph`: ``actors``, ``bases`` (actors and where) or ``full``.

        Edges carry ``type``, ``role``, ``edtf``, ``earliest``, ``latest``, ``factuality``, ``reported``, ``articles``, the
        ``event`` and a ``quote`` as evidence.
        """
        store = as_of(self.reader, last_day("as_of_day", as_of_day), self.lexicon) if as_of_day else self.reader
        wanted = (factuality,) if isinstance(factuality, str) else tuple(factuality)
        return network(
            store,
            kind,
            earliest=first_day("from", from_) if from_ is not None else None,
            latest=last_day("to", to) if to is not None else None,
            factuality=wanted,
            language=self.language,
        )

    @property
    def rdf(self) -> Dataset:
        """The graph as an rdflib Dataset: events and entities in the default graph, a named graph each article."""
        from kg.rdf.dataset import as_dataset

        return as_dataset(self.reader.store)

    def articles(self) -> list[str]:
        """Ids of the articles."""
        return self._recall().article_ids()

    def article(self, id: str) -> ArticlePage:
        """An article and its claims; in a notebook it shows the text with the claims highlighted. Raises QueryError."""
        memory = self._recall()
        article = memory.article(id)
        if article is None:
            raise QueryError(f"no article {id!r} in the store (there are: {', '.join(memory.article_ids()[:10])} …)")
        return ArticlePage(article, tuple(report.claim for report in memory.reports(id)), self.language)

    def show(self, height: int = 720, **choice: Any) -> Page:
        """The interactive graph, for a notebook; ``choice`` narrows it by the fields of `kg.show.Choice` (``actor=["米軍"]``)."""
        from kg.read import mark_clutter
        from kg.show import Choice, choose, explorer_html, read_view

        view = choose(read_view(self.reader, mark_clutter), Choice(**{k: _several(v) for k, v in choice.items()}))
        return Page(explorer_html(view, "ja" if self.language == "ja" else "en"), height)

    def _recall(self) -> Recall:
        known = self.lexicon or load_lexicon()

        def entity(id: str) -> Entity | None:
            return known.entities.get(id)

        return Recall(self.reader.store, self.reader.iris, entity)


def _several(value: Any) -> Any:
    """One name where several may stand."""
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | set) else value


@dataclass(frozen=True)
class Page:
    """A page of HTML with its own script, which a notebook shows in a frame of its own."""

    html: str
    height: int = 720

    def __repr__(self) -> str:
        return f"<page of {len(self.html) // 1024} KiB>"

    def save(self, path: str | Path) -> None:
        """Writes the page to a file that opens without a network."""
        Path(path).write_text(self.html, encoding="utf-8")

    def _repr_html_(self) -> str:
        source = html.escape(self.html, quote=True)
        style = f"width: 100%; height: {self.height}px; border: 1px solid #ccc"
        return f'<iframe sandbox="allow-scripts" style="{style}" srcdoc="{source}"></iframe>'


@dataclass(frozen=True)
class ArticlePage:
    """An article as it stands in the graph; its HTML form highlights what the claims rest on."""

    article: Article
    claims: tuple[Claim, ...]
    language: str = "ja"

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    def __repr__(self) -> str:
        return f"<article {self.article.id}, {self.article.published or 'undated'}, {len(self.claims)} claims>"

    def _repr_html_(self) -> str:
        title = html.escape(self.article.title or self.article.id)
        about = " · ".join(html.escape(str(part)) for part in (self.article.published, self.article.publisher) if part)
        return (
            f'<article lang="ja" style="max-width: 46em; line-height: 1.9"><h3>{title}</h3><p>{about}</p>'
            f'<div style="white-space: pre-wrap">{highlighted(self.article.text, self.claims)}</div></article>'
        )


def highlighted(text: str, claims: Iterable[Claim]) -> str:
    """The text as HTML, with triggers and arguments marked; a mark's title says what they are.

    >>> from kg.records import Span
    >>> highlighted("米軍は撤退した", [Claim("a", "Withdrawal", Span(3, 5, "撤退"), "actual")])
    '米軍は<mark style="background: #ffd9a0" title="Withdrawal, actual">撤退</mark>した'
    """
    notes: dict[int, list[str]] = {}
    triggers: set[int] = set()
    for claim in claims:
        head = f"{claim.type}, {claim.factuality}" + (f", {claim.edtf}" if claim.edtf else "")
        for at in range(claim.trigger.start, claim.trigger.end):
            notes.setdefault(at, []).append(head)
            triggers.add(at)
        for argument in claim.args:
            named = argument.entity.name if argument.entity else "unspecific"
            for at in range(argument.span.start, argument.span.end):
                notes.setdefault(at, []).append(f"{argument.role} of {claim.type}: {named}")
    return "".join(_marked(text, notes, triggers))


def _marked(text: str, notes: dict[int, list[str]], triggers: set[int]) -> Iterable[str]:
    """Stretches of text with the same notes, marked where there are any."""
    start = 0
    while start < len(text):
        end, note = start + 1, notes.get(start)
        while end < len(text) and notes.get(end) == note:
            end += 1
        piece = html.escape(text[start:end])
        if note is None:
            yield piece
        else:
            colour = "#ffd9a0" if start in triggers else "#cfe4ff"
            title = html.escape("; ".join(dict.fromkeys(note)), quote=True)
            yield f'<mark style="background: {colour}" title="{title}">{piece}</mark>'
        start = end

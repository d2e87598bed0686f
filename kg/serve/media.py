"""Which form of an answer a client wants: by ``format=`` in the URL, else by its Accept header."""

from __future__ import annotations

from kg.rdf.results import TRIPLES

TABLES = ("text/html", "text/csv", "application/json", "application/x-ndjson")
PAGES = ("text/html", *TRIPLES)
_OTHER = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
_SHORT = {
    "json": "application/json", "jsonl": "application/x-ndjson", "csv": "text/csv", "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml", "ttl": "text/turtle", "nt": "application/n-triples",
    "rdf": "application/rdf+xml", "jsonld": "application/ld+json", "html": "text/html",
}  # fmt: skip


def choose(offered: tuple[str, ...], accept: str, format: str | None = None) -> str | None:
    """The media type to answer with; the first offered where the client takes any, ``None`` where it takes none of them.

    >>> from kg.rdf.results import ROWS
    >>> choose(tuple(ROWS), "text/csv;q=0.5, application/sparql-results+xml")
    'application/sparql-results+xml'
    >>> choose(tuple(ROWS), "*/*"), choose(tuple(ROWS), "image/png"), choose(TABLES, "text/html", "csv")
    ('application/sparql-results+json', None, 'text/csv')
    """
    if format:
        wanted = _SHORT.get(format, format)
        return next((media for media in (wanted, _OTHER.get(wanted)) if media in offered), None)
    best, quality = None, 0.0
    for media, q in _accepted(accept or "*/*"):
        found = next((o for o in offered if _matches(media, o)), None)
        if found and q > quality:
            best, quality = found, q
    return best


def _accepted(accept: str) -> list[tuple[str, float]]:
    """The media types of an Accept header with their quality, the wildcards last."""
    found = []
    for part in accept.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            found.append((media.lower(), float(quality)))
        except ValueError:
            continue
    return sorted(found, key=lambda entry: entry[0].count("*"))


def _matches(media: str, offered: str) -> bool:
    kind, _, name = media.partition("/")
    return media in ("*/*", offered) or _OTHER.get(media) == offered or (name == "*" and offered.startswith(f"{kind}/"))

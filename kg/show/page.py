"""One HTML file that holds everything: modules, styles, data and base map, under a policy that lets nothing else in.

The policy (Content-Security-Policy) allows the page's own script and style by their hashes, and no request at all. The
document goes in as JSON in a block that is no script, with every ``<``, ``>`` and ``&`` escaped, and the front end makes
text nodes of it only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kg.rdf import ontology
from kg.rdf.terms import CLASS_OF_KIND, local_name
from kg.records import EVENT_TYPES, FACTUALITIES, ROLES, Article, Claim
from kg.show.choose import Choice, choose
from kg.show.layout import layout
from kg.show.model import View, to_json, view_of_article
from kg.show.read import Marker, Store, read_view

Lang = Literal["ja", "en"]
LANGUAGES: tuple[Lang, ...] = ("ja", "en")

_WEB = Path(__file__).parent / "web"
_LAND = Path(__file__).parent / "vendor" / "land.json"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def write_explorer(
    store: Store, path: Path, choice: Choice | None = None, lang: Lang = "ja", mark: Marker | None = None
) -> View:
    """Writes the explorer of a store to a file, and gives back what it shows.

    ``choice`` says which part (see `Choice`; ``kg graph``'s options ``--actor``, ``--base``, ``--place``, ``--type``, ``--from``,
    ``--to``, ``--around X --hops N``, ``--limit``); ``lang`` is the language it opens in; ``mark`` finds what is no running text
    (``kg.read.mark_clutter``), to grey it in the articles.
    """
    view = choose(read_view(store, mark), choice or Choice())
    path.write_text(explorer_html(view, lang), encoding="utf-8")
    return view


def explorer_html(view: View, lang: Lang = "ja", title: Mapping[Lang, str] | None = None) -> str:
    """The explorer of a view as one HTML document, opening in ``lang``; ``title`` replaces the usual heading."""
    words = _words()
    heading = dict(title or words["title"])
    return _page(
        {"mode": "explorer", "lang": lang, "title": heading, "view": to_json(view), "layout": layout(view)}, _land()
    )


def article_html(article: Article, claims: Sequence[Claim], lang: Lang = "ja") -> str:
    """One article as an HTML document, its claims underlined and its skipped stretches greyed, to check an extractor by."""
    name = article.title or article.id
    page = {"mode": "article", "lang": lang, "title": {"ja": name, "en": name}}
    return _page({**page, "view": to_json(view_of_article(article, claims)), "layout": {}}, "null")


def _page(document: dict[str, Any], land: str) -> str:
    """The template filled; each part goes in once, so that nothing in one is taken for the place of another."""
    css, js = (_WEB / "page.css").read_text(encoding="utf-8"), bundle()
    parts = {
        "lang": document["lang"],
        "mode": "single" if document["mode"] == "article" else "explorer",
        "csp": _policy(js, css),
        "title": _as_text(document["title"][document["lang"]]),
        "css": css,
        "js": js,
        "land": land,
        "look": (_WEB / "look.json").read_text(encoding="utf-8"),
        "data": _as_json({**document, "words": _words()}),
    }
    template = (_WEB / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{(\w+)\}", lambda match: parts[match[1]], template)


def _policy(js: str, css: str) -> str:
    """Nothing is allowed but this very script and style."""
    script, style = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (js, css))
    return f"default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"


def _as_json(document: Any) -> str:
    """JSON that no HTML parser reads anything into."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text.encode("utf-8", "replace").decode()


def _as_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@cache
def _land() -> str:
    return _LAND.read_text(encoding="utf-8")


@cache
def _words() -> dict[str, dict[Lang, str]]:
    """The page's own words and the ontology's labels of types, roles, kinds and factualities."""
    words: dict[str, dict[Lang, str]] = {}
    for name in (*EVENT_TYPES, *ROLES, *FACTUALITIES):
        words[name] = {lang: ontology.label(name, lang) for lang in LANGUAGES}
    for kind, iri in CLASS_OF_KIND.items():
        words[f"kind.{kind}"] = {lang: ontology.label(local_name(str(iri)), lang) for lang in LANGUAGES}
    own: dict[str, dict[Lang, str]] = json.loads((_WEB / "words.json").read_text(encoding="utf-8"))
    return words | own


@cache
def bundle() -> str:
    """The front end's modules as one script: each in a function of its own, after those it imports."""
    done: dict[str, str] = {}
    _module("main", done, ())
    return '"use strict";\n' + "".join(done.values())


def _module(name: str, done: dict[str, str], above: tuple[str, ...]) -> None:
    if name in done:
        return
    if name in above:
        raise ValueError(f"kg/show/web: modules import one another in a circle: {' → '.join((*above, name))}")
    source = (_WEB / f"{name}.js").read_text(encoding="utf-8")
    for _, needed in _IMPORT.findall(source):
        _module(needed, done, (*above, name))
    exported = ", ".join(found for _, found in _EXPORT.findall(source))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(r"const {\1} = $\2;" + "\n", source))
    done[name] = f"const ${name} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();\n"

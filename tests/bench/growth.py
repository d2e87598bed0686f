"""Time of naming and of building one article into stores of 1, 1,000 … generated articles.

python tests/bench/growth.py 1 1000 10000
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kg.lexicon import Lexicon, load_lexicon
from kg.pipeline import Reading, build_articles
from kg.rdf import derive
from kg.rdf import validate as shacl
from kg.records import Argument, Article, Claim, DateSpan, Span
from kg.resolve.naming import name_claims


class Generated:
    """Finds the one claim of a generated article."""

    def extract(self, article: Article) -> tuple[Claim, ...]:
        """A withdrawal of the day of publication."""
        text = article.text
        comma, out, verb = text.index("は"), text.index("から"), text.index("撤退")
        args = (
            Argument("agent", Span(0, comma, text[:comma])),
            Argument("origin", Span(comma + 1, out, text[comma + 1 : out])),
        )
        day = DateSpan(article.published.isoformat() if article.published else None)
        return (Claim(article.id, "Withdrawal", Span(verb, verb + 2, "撤退"), "actual", args, day),)


def articles(number: int, lexicon: Lexicon, first: int = 0) -> Iterator[Article]:
    """Articles on withdrawals from the lexicon's bases, on many days."""
    bases = sorted(e.label_ja for e in lexicon.entities.values() if e.kind == "base" and e.label_ja)
    for n in range(first, first + number):
        day = date(2000, 1, 1) + timedelta(days=n * 7 % 9000)
        yield Article(f"g{n:06}", f"米軍は{bases[n % len(bases)]}から撤退した。第{n}報。", day)


def main(sizes: Sequence[int]) -> None:
    """Prints a row a size."""
    lexicon = load_lexicon()
    reading = Reading(lexicon, Generated(), name=lambda article, found: name_claims(article, found, lexicon))
    (new,) = articles(1, lexicon, 900_000)
    reading.read(replace(new, id="warm"))
    print("articles  seconds to fill   naming one, ms   one more article, s")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            checks = shacl.check_article
            _skip_checks(True)
            start = time.monotonic()
            build_articles(articles(size, lexicon), Path(folder), reading=reading)
            filled = time.monotonic() - start
            _skip_checks(False, checks)
            start = time.monotonic()
            reading.read(new)
            named = time.monotonic() - start
            start = time.monotonic()
            build_articles([new], Path(folder), reading=reading)
            print(f"{size:8} {filled:16.1f} {named * 1000:16.2f} {time.monotonic() - start:20.2f}", flush=True)


def _skip_checks(skip: bool, checks: object = None) -> None:
    """Filling the store is not what is measured: it goes without SHACL."""
    from kg import pipeline

    vars(pipeline)["check_article"] = (lambda quads: ()) if skip else checks
    vars(derive)["check_derived"] = (lambda quads: ()) if skip else shacl.check_derived


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1, 1000])

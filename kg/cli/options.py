"""Options that several commands share, and how they write their output."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

STORE = Path("out/store")

StoreOption = Annotated[Path, typer.Option("--store", "-s", envvar="KG_STORE", help="Folder of the store.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="File to write; without it, to the terminal.")
]
LexiconOption = Annotated[
    Path | None, typer.Option("--lexicon", help="File or folder of further entities, in the form of data/lexicon.")
]
Language = Literal["ja", "en"]
LanguageOption = Annotated[Language, typer.Option("--lang", help="Language of titles and labels.")]
PublishedOption = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="Day of publication (2026-01-17), where no articles.csv says it."),
]


def parse_day(text: str | None) -> date | None:
    """A day given as an option; bad usage where it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-01-17") from None


def write(text: str, output: Path | None) -> None:
    """Writes text to a file, whose folder is made, or to the terminal."""
    if output is None:
        sys.stdout.write(text)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8", newline="")
    typer.echo(f"written to {output}", err=True)


def write_bytes(content: bytes, output: Path | None) -> None:
    """Writes a picture to a file; bad usage without one."""
    if output is None:
        raise typer.BadParameter("a picture is written to a file: give --output")
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(content)
    typer.echo(f"written to {output}", err=True)

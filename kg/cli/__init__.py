"""The ``kg`` command. Only here does an error become a line on stderr and an exit status: 1, or 2 for bad usage."""

from __future__ import annotations

import os
import sys

import typer

from kg.cli import asking, building, measuring, serving, showing
from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="A knowledge graph of military deployments read from Japanese news.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (building, asking, showing, serving, measuring):
    part.register(app)


def main() -> None:
    """Runs the command line."""
    try:
        app(prog_name="kg")
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone, as in kg query … | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)

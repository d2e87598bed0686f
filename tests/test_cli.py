"""The command line: what it prints, where, and with which exit status."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.main import get_command
from typer.testing import CliRunner

from kg import resources
from kg.cli import app, main

RUNNER = CliRunner()


def run(*args: object) -> Result:
    return RUNNER.invoke(app, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "store"
    result = run("build", resources.data("articles"), "--claims", resources.data("gold"), "--store", path)
    assert result.exit_code == 0, result.output
    return path


COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


def test_commands() -> None:
    assert set(COMMANDS) >= {"build", "extract", "ask", "query", "export", "validate", "info", "remove", "eval"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_has_help(command: str) -> None:
    found = get_command(app).commands[command]  # type: ignore[attr-defined]
    assert found.help and found.help.endswith(".")
    for parameter in found.params:
        assert getattr(parameter, "help", None), f"{command} {parameter.name}"
    result = run(command, "--help")
    assert result.exit_code == 0 and found.help.split("\n")[0][:30] in result.output


def test_build_says_what_it_did(tmp_path: Path) -> None:
    arguments = ("build", resources.data("articles"), "--claims", resources.data("gold"), "--store", tmp_path / "s")
    lines = run(*arguments).output.splitlines()
    assert lines[0] == "articles  16 in the store (16 new or changed)" and lines[1] == "claims    91"
    assert lines[-1] == "SHACL     articles and events keep the shapes"
    assert any(line.startswith("skipped   ") and "title" in line for line in lines)
    assert run(*arguments).output.splitlines()[0] == "articles  16 in the store (16 unchanged)"
    removed = run("remove", "h001", "h002", "--store", tmp_path / "s").output.splitlines()
    assert removed[0] == "articles  14 in the store (2 removed)"


def test_bad_files_are_named_and_the_rest_is_built(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    shutil.copy(resources.data("articles", "h001.txt"), folder)
    (folder / "sjis.txt").write_bytes("撤退".encode("cp932"))
    (folder / "h002.txt").write_text("別の記事。", encoding="utf-8")
    result = run("build", folder, "--claims", resources.data("gold"), "--store", tmp_path / "s")
    assert result.exit_code == 1 and "articles  1 in the store" in result.output
    assert (
        "sjis.txt: not UTF-8" in result.stderr and "h002: refused, its claims belong to another text" in result.stderr
    )


def test_open_dates_name_the_article_and_the_remedy(tmp_path: Path) -> None:
    text = "米軍は19日、イラクから撤退した。"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    at = text.index("撤退")
    trigger = {"start": at, "end": at + 2, "text": "撤退"}
    claim = {
        "id": "a-1", "type": "Withdrawal", "trigger": trigger, "factuality": "actual", "source": None, "count": None,
        "date": {"edtf": None, "start": 3, "end": 6, "text": "19日"},
        "args": [{"role": "agent", "entity": "United States Armed Forces", "start": 0, "end": 2, "text": "米軍"}],
    }  # fmt: skip
    (tmp_path / "claims.jsonl").write_text(json.dumps({"article": "a", "claims": [claim]}), encoding="utf-8")
    arguments = ("build", tmp_path / "a.txt", "--claims", tmp_path / "claims.jsonl", "--store", tmp_path / "s")
    for _ in range(2):
        lines = run(*arguments).output.splitlines()
        assert "dates     1 that name no day or year could not be resolved" in lines
        assert "          a: 1, its day of publication is not known: give --published or a row in articles.csv" in lines
    assert "could not" in run(*arguments, "--published", "2026-01-20").output
    assert run(*arguments, "--published", "20 January").exit_code == 2


def test_ask(store: Path) -> None:
    listed = run("ask").output
    assert "withdrawals" in listed and "kg ask QUESTION --help" in listed
    helped = run("ask", "withdrawals", "--help").output
    assert "--actor ACTOR" in helped and "--exact " in helped
    table = run("ask", "withdrawals", "--actor", "米軍", "--store", store)
    assert table.exit_code == 0 and table.stdout.startswith("撤退\n") and "rows" in table.stdout
    records = json.loads(run("ask", "withdrawals", "--actor=米軍", "--format", "json", "--store", store).stdout)
    assert records and {"edtf", "quote", "article"} <= set(records[0])
    assert len(
        run("ask", "withdrawals", "--actor", "米軍", "-f", "jsonl", "--store", store).stdout.splitlines()
    ) == len(records)
    exact = json.loads(run("ask", "withdrawals", "--actor", "米国", "--exact", "-f", "json", "--store", store).stdout)
    assert len(exact) < len(
        json.loads(run("ask", "withdrawals", "--actor", "米国", "-f", "json", "--store", store).stdout)
    )


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("ask", "nonsense"), 1, "no question is called 'nonsense'"),
        (("ask", "withdrawals", "--cook", "米軍"), 1, "withdrawals has no parameter 'cook'"),
        (("ask", "withdrawals", "米軍"), 2, "stands alone"),
        (("ask", "withdrawals", "--actor"), 2, "--actor wants a value"),
        (("query", "SELECT { nonsense"), 1, "the query cannot be read"),
        (("query", "nothing.rq"), 1, "neither a SPARQL query nor a file"),
        (("query", "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", "-f", "csv"), 1, "csv cannot hold"),
        (("remove", "h999"), 1, "no article h999 in it"),
        (("frobnicate",), 2, "No such command"),
        (("export", "--format", "docx"), 2, "docx"),
    ],
)
def test_errors_are_one_line(
    arguments: tuple[str, ...],
    status: int,
    message: str,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["kg", *arguments])
    monkeypatch.setenv("KG_STORE", str(store))
    with pytest.raises(SystemExit) as stopped:
        main()
    captured = capfd.readouterr()
    assert stopped.value.code == status and message in captured.err and "Traceback" not in captured.err
    if status == 1:
        assert captured.err.startswith("kg: ") and captured.err.count("\n") == 1


def test_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["kg", "info", "--store", str(tmp_path / "none")])
    with pytest.raises(SystemExit):
        main()
    assert "no store here; build one with: kg build ARTICLES --store" in capfd.readouterr().err


def test_query(store: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT (COUNT(*) AS ?claims) { GRAPH ?a { ?c a mil:Claim } }", encoding="utf-8")
    assert run("query", tmp_path / "q.rq", "--store", store, "--format", "csv").stdout.split() == ["claims", "91"]
    assert "91" in run("query", tmp_path / "q.rq", "--store", store).stdout


def test_export_info_and_validate(store: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "x.nq"
    assert run("export", "--store", store, "--format", "nq", "-o", out).exit_code == 0
    assert out.read_text(encoding="utf-8") == run("export", "--store", store, "--format", "nq").stdout
    for format in ("ttl", "trig", "jsonld", "graphml", "gexf", "geojson", "csv", "svg"):
        assert run("export", "--store", store, "--format", format, "-o", tmp_path / format).exit_code == 0
        assert (tmp_path / format).stat().st_size > 10_000
    info = run("info", "--store", store).output
    assert "claims    91" in info and "撤退" in info
    assert "h001" in run("info", "--articles", "--store", store).output
    assert run("validate", "--store", store).output == "articles, claims, events and entities keep the shapes\n"


def test_pages(store: Path, tmp_path: Path) -> None:
    result = run("graph", "--store", store, "-o", tmp_path / "new" / "graph.html", "--actor", "米軍", "--from", "2020")
    assert result.exit_code == 0 and "events and" in result.output
    assert (tmp_path / "new" / "graph.html").read_text(encoding="utf-8").startswith("<!")
    assert run("article", "h007", "--store", store, "-o", tmp_path / "a.html").exit_code == 0
    assert "ニジェール" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_eval_of_given_claims() -> None:
    gold, articles = resources.data("gold"), resources.data("articles")
    result = run("eval", gold, articles, "--claims", gold)
    assert result.output.startswith("16 articles\nfact       P 1.000  R 1.000  F1 1.000")
    assert json.loads(run("eval", gold, articles, "--claims", gold, "--json").output)["fact"]["f1"] == 1.0

"""The READMEs show what the program prints."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"```console\n\$ cat today.txt\n(.*?)\n\$ kg (.*?)\n(.*?)\n```", re.S)


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_first_screen_is_real(name, tmp_path, monkeypatch):
    text, command, shown = BLOCK.search((ROOT / name).read_text(encoding="utf-8")).groups()
    (tmp_path / "today.txt").write_text(text + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, command.split())
    assert result.exit_code == 0 and result.stdout.strip("\n") == shown


def test_every_command_is_named():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [c.name or c.callback.__name__ for c in app.registered_commands]
    assert len(names) > 10 and not [n for n in names if f"kg {n}" not in readme]


def test_links_lead_somewhere():
    for name in ("README.md", "README.ja.md"):
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{name}: {target}"

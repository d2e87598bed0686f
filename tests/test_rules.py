from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from kg.errors import DataError
from kg.rules import read_entries, read_rules


@dataclass(frozen=True)
class Word:
    words: tuple[str, ...]
    shift: int = 0
    basis: Literal["published", "context"] = "published"
    note: str | None = None


@dataclass(frozen=True)
class Words:
    years: tuple[Word, ...]
    eras: dict[str, int]
    weight: float = 1.0


def _write(folder: Path, text: str) -> Path:
    (folder / "rules").mkdir()
    path = folder / "rules" / "dates.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_rules_become_records(tmp_path: Path) -> None:
    path = _write(tmp_path, "years:\n  - {words: [昨年, 去年], shift: -1}\neras: {令和: 2019}\nweight: 2\n")
    rules = read_rules(path, Words)
    assert rules == Words((Word(("昨年", "去年"), -1),), {"令和": 2019}, 2.0)


def test_a_list_of_entries(tmp_path: Path) -> None:
    path = _write(tmp_path, "- {words: [今年]}\n- {words: [来年], shift: 1, basis: context, note: ~}\n")
    assert read_entries(path, Word) == (Word(("今年",)), Word(("来年",), 1, "context"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("years:\n  - {words: [今年], shft: 1}\neras: {}\n",
         "rules/dates.yaml, years, entry 1: unknown key 'shft' (allowed: words, shift, basis, note)"),
        ("years: []\n", "rules/dates.yaml: key 'eras' is missing (allowed: years, eras, weight)"),
        ("years:\n  - {words: [今年, ~]}\neras: {}\n",
         "rules/dates.yaml, years, entry 1, words, entry 2: str wanted, not None (quote it)"),
        ("years:\n  - {words: [今年], basis: now}\neras: {}\n",
         "rules/dates.yaml, years, entry 1, basis: 'now' is none of published, context"),
        ("years: 今年\neras: {}\n", "rules/dates.yaml, years: a list is wanted, not '今年'"),
        ("years: []\neras: {令和: true}\n", "rules/dates.yaml, eras, 令和: int wanted, not True"),
        ("years: []\nyears: []\neras: {}\n", "rules/dates.yaml, line 1: key 'years' twice; mend the YAML"),
        ("years: [\n", "rules/dates.yaml, line 2:"),
    ],
)  # fmt: skip
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        read_rules(_write(tmp_path, text), Words)
    assert str(error.value).startswith(message)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"rules/none\.yaml: cannot be read"):
        read_rules(tmp_path / "rules" / "none.yaml", Words)

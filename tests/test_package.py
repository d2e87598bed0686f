"""What ``import kg`` gives, and that it is quick."""

import subprocess
import sys

import pytest

import kg


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_import_loads_nothing_heavy() -> None:
    heavy = run(
        "import sys, kg; print([m for m in ('spacy', 'pandas', 'rdflib', 'numpy', 'kg.graph') if m in sys.modules])"
    )
    assert heavy == "[]"


@pytest.mark.parametrize("before", ["pass", "import kg.extract", "from kg.extract.dates import find_dates"])
def test_extract_can_be_called_and_stays_a_package(before: str) -> None:
    code = f"import kg\n{before}\nprint(callable(kg.extract), kg.extract.__name__, hasattr(kg.extract, 'Extractor'))"
    assert run(code) == "True kg.extract True"


def test_names() -> None:
    assert callable(kg.open) and callable(kg.build)
    with pytest.raises(AttributeError, match="no attribute 'close'"):
        kg.close  # type: ignore[attr-defined]  # noqa: B018

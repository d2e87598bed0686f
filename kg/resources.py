"""The only place that knows where ``data/`` and ``ontology/`` lie: inside the wheel, or at the root of a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(packed: str, name: str) -> Path:
    inside = _PACKAGE / packed
    return inside if inside.is_dir() else _PACKAGE.parent / name


def data(*parts: str) -> Path:
    """Path of a file or folder under ``data/``.

    >>> data("rules").name
    'rules'
    """
    return _folder("_data", "data").joinpath(*parts)


def ontology(*parts: str) -> Path:
    """Path of a file or folder under ``ontology/``."""
    return _folder("_ontology", "ontology").joinpath(*parts)

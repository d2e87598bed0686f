"""Rule files: YAML under ``data/`` read into frozen dataclasses, with every unknown or missing key named.

A rule type is a dataclass whose fields are ``str``, ``int``, ``float``, ``bool``, ``Literal``, ``X | None``,
``tuple[X, ...]``, ``dict[str, X]`` or another such dataclass; a field without a default must be given.
"""

from __future__ import annotations

import dataclasses
import types
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from kg.errors import DataError

T = TypeVar("T")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # PyYAML may be built without libyaml


class _UniqueKeys(_Loader):  # type: ignore[misc]
    """YAML that refuses a key given twice: the later one would silently win."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """The mapping, with keys told apart."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = next((key for number, key in enumerate(keys) if key in keys[:number]), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"key '{twice}' twice", node.start_mark)
        return super().construct_mapping(node, deep=deep)


def load_yaml(path: Path) -> Any:
    """The content of a YAML file; raises DataError with file and line where it is not YAML or has a key twice."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise DataError(f"{_short(path)}, line {line}: {error.problem}; mend the YAML") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{_short(path)}: cannot be read ({error}); it must be YAML in UTF-8") from error


def read_rules(path: Path, into: type[T]) -> T:
    """A rule file as one record of type ``into``.

    Raises DataError naming file, entry and key, and what is allowed.
    """
    return _convert(load_yaml(path), into, _short(path), "")  # type: ignore[no-any-return]


def read_entries(path: Path, into: type[T]) -> tuple[T, ...]:
    """A rule file that is one list of entries, each of type ``into``."""
    return _convert(load_yaml(path), tuple[into, ...], _short(path), "")  # type: ignore[no-any-return, valid-type]


def as_rules(value: Any, into: type[T], where: str) -> T:
    """Parsed YAML as one record of type ``into``; ``where`` names the file in errors."""
    return _convert(value, into, where, "")  # type: ignore[no-any-return]


def _short(path: Path) -> str:
    return "/".join(path.parts[-2:])


def _fail(file: str, where: str, problem: str) -> DataError:
    return DataError(f"{file}, {where}: {problem}" if where else f"{file}: {problem}")


def _convert(value: Any, kind: Any, file: str, where: str) -> Any:
    origin = get_origin(kind)
    if dataclasses.is_dataclass(kind):
        return _record(value, kind, file, where)
    if origin in (Union, types.UnionType):
        return _optional(value, kind, file, where)
    if origin is Literal:
        if value not in get_args(kind):
            raise _fail(file, where, f"{value!r} is none of {', '.join(map(str, get_args(kind)))}")
        return value
    if origin is tuple:
        return _tuple(value, get_args(kind)[0], file, where)
    if origin is dict:
        if not isinstance(value, dict):
            raise _fail(file, where, f"a mapping is wanted, not {value!r}")
        return {str(k): _convert(v, get_args(kind)[1], file, f"{where}, {k}".lstrip(", ")) for k, v in value.items()}
    return _plain(value, kind, file, where)


def _plain(value: Any, kind: Any, file: str, where: str) -> Any:
    if kind is Any:
        return value
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _fail(file, where, f"{kind.__name__} wanted, not {value!r}" + (" (quote it)" if kind is str else ""))
    return value


def _optional(value: Any, kind: Any, file: str, where: str) -> Any:
    if value is None and type(None) in get_args(kind):
        return None
    return _convert(value, next(k for k in get_args(kind) if k is not type(None)), file, where)


def _tuple(value: Any, kind: Any, file: str, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _fail(file, where, f"a list is wanted, not {value!r}")
    return tuple(_convert(v, kind, file, f"{where}, entry {n}".lstrip(", ")) for n, v in enumerate(value, 1))


def _record(value: Any, kind: Any, file: str, where: str) -> Any:
    if not isinstance(value, dict):
        raise _fail(file, where, f"a mapping is wanted, not {value!r}")
    hints = get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind) if f.init}
    for key in value:
        if key not in fields:
            raise _fail(file, where, f"unknown key {key!r} (allowed: {', '.join(fields)})")
    for name, field in fields.items():
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if needed and name not in value:
            raise _fail(file, where, f"key {name!r} is missing (allowed: {', '.join(fields)})")
    return kind(**{k: _convert(v, hints[k], file, f"{where}, {k}".lstrip(", ")) for k, v in value.items()})

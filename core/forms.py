"""Strict reading of TOML tables into the frozen values of the model.

A table must hold exactly the fields of its dataclass, with values of the declared types. Whatever else
stands in it is an error that names the file and the key, so that a typing slip never becomes a silent rule.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import tomli

from core.errors import PlainError

T = TypeVar("T")
Table = Mapping[str, Any]


class PolicyError(PlainError):
    """A data file that must not be used; the text names file and key."""


def text_of(path: Path) -> str:
    """Return the text of a data file."""
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise PolicyError(f"{path.name}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise PolicyError(f"{path.name}: is no UTF-8 text") from None


def parse(text: str, file: str) -> dict[str, Any]:
    """Return the table a TOML text holds."""
    try:
        return tomli.loads(text)
    except (ValueError, RecursionError) as error:  # Numbers may be too long, and lists too deep.
        raise PolicyError(f"{file}: not valid TOML: {error}") from None


def build(form: type[T], table: Table, where: str) -> T:
    """Return the dataclass that a table describes, or say which key is wrong."""
    if not isinstance(table, Mapping):
        raise PolicyError(f"{where}: must be a table")
    described: Any = form
    form_fields = _fields(described)
    for key in table:
        if key not in form_fields:
            raise PolicyError(f"{where}: {key}: unknown key")
    for name, (declared, _) in form_fields.items():
        if name not in table and declared.default is MISSING and declared.default_factory is MISSING:
            raise PolicyError(f"{where}: {name}: missing")
    return form(**{name: convert(form_fields[name][1], value, where, name) for name, value in table.items()})


def convert(hint: Any, value: Any, where: str, key: str) -> Any:
    """Return a TOML value as the type a field declares."""
    if type(value) is hint:
        return value
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise PolicyError(f"{where}: {key}: must be a list")
        item = get_args(hint)[0]
        return tuple([convert(item, entry, where, key) for entry in value])
    if isinstance(hint, type):
        if issubclass(hint, StrEnum):
            return _member(hint, value, where, key)
        if is_dataclass(hint):
            return build(hint, value, f"{where}: {key}")
    elif NoneType in get_args(hint):
        return convert(get_args(hint)[0], value, where, key)
    # Types must be equal, since a bool is an int and an instant a date in Python, and neither is meant here.
    raise PolicyError(f"{where}: {key}: {value!r} is not a {hint.__name__}")


def _member(enum: type[StrEnum], value: Any, where: str, key: str) -> StrEnum:
    try:
        return enum(value)
    except ValueError:
        raise PolicyError(f"{where}: {key}: {value!r} is none of {', '.join(enum)}") from None


@cache
def _fields(form: type[Any]) -> dict[str, tuple[Field[Any], Any]]:
    hints = get_type_hints(form)
    return {declared.name: (declared, hints[declared.name]) for declared in fields(form)}

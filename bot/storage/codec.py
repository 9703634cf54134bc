"""Frozen dataclasses to JSON columns and back."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")
_adapters: dict[type, TypeAdapter[Any]] = {}


def to_json(value: Any) -> Any:
    """The value as plain JSON data."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_json(kind: type[T], data: Any) -> T:
    """The value again. Raises pydantic's ValidationError for data of another form."""
    value: T = _adapter(kind).validate_python(data)
    return value


def _adapter(kind: type) -> TypeAdapter[Any]:
    # Building one costs milliseconds; there are a handful of kinds.
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]

"""What is shared by many rows: it never changes once made, so that whoever reads it may keep what he made of it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")

FrozenRow = MappingProxyType
"""The class of rows that are kept and shared: what they hold is never altered."""


class Frozen(tuple[T, ...]):
    """A list shared by many rows. Its items are frozen as well, or plain values."""

    __slots__ = ()


def frozen(items: Iterable[T] = ()) -> Frozen[T]:
    """Return the items as a shared list."""
    return Frozen(items)


def frozen_row(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the row as a shared one; nobody may hold on to what is under it."""
    return FrozenRow(dict(row))

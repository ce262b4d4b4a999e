"""Failures as the log may tell them: of which kind they are, where they came about and in which fields; never a value.

What an exception says about itself quotes what it was given: rows, names, texts. So its words are left out, but those of
the few kinds that know no row.
"""

import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

from pydantic import ValidationError
from pymongo.errors import ConnectionFailure, OperationFailure

from auth.errors import Problem

WITHOUT_VALUES: tuple[type[BaseException], ...] = (ConnectionFailure, OSError)
"""Kinds whose words name addresses and files, and no row."""

MOST_FRAMES = 40
MOST_FIELDS = 20


def told(error: BaseException) -> list[dict[str, Any]]:
    """Return an exception and those it came from, the last one first: its kind, fields or code, and the lines it passed."""
    return [_one(each) for each in _chain(error)]


def failure_told(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put what may be told of an exception in the place of the exception; a step of every log."""
    error = _exception_of(event.pop("exc_info", None))
    if error is not None:
        event["exception"] = told(error)
    return event


def failure_as_text(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Write it as lines for people; a step of logs that people read as they come."""
    chain = event.get("exception")
    if isinstance(chain, list):
        event["exception"] = "\n".join(line for one in chain for line in _lines(one))
    return event


def _exception_of(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        found: BaseException | None = given[1]
        return found
    # True, as the standard library has it: the one that is being handled.
    return sys.exc_info()[1] if given else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _one(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    found: dict[str, Any] = {"kind": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")}
    if isinstance(error, WITHOUT_VALUES):
        found["words"] = str(error)
    if isinstance(error, ValidationError):
        errors = error.errors(include_url=False, include_context=False, include_input=False)
        found["fields"] = [f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in errors[:MOST_FIELDS]]
    if isinstance(error, OperationFailure | Problem):
        found["code"] = error.code
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    found["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return found


def _lines(one: dict[str, Any]) -> Iterator[str]:
    yield " ".join(str(one[name]) for name in ("kind", "words", "code") if name in one)
    yield from (f"  {field}" for field in one.get("fields", ()))
    yield from (f"    {frame}" for frame in one["frames"])

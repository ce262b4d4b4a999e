"""The example operations of docs/screens: their text, who sends them with what, and what is recorded of their answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
SCREEN_NAMES = tuple(sorted(one.stem for one in SCREENS.glob("*.graphql")))

Recorded = Mapping[str, str]
"""Path in an answer → the kinds of values there, as in `string | null`; `[]` stands for each item of a list."""

_KINDS = {str: "string", bool: "boolean", int: "int", float: "float", dict: "object", list: "list"}


@dataclass(frozen=True)
class Screen:
    """One example operation."""

    document: str
    login: str
    variables: Mapping[str, Any]
    #: Variable → the list of which it takes the first object's id.
    first: Mapping[str, str]
    answer: Recorded


def screen(name: str) -> Screen:
    """Return an example operation with what stands beside it."""
    document = (SCREENS / f"{name}.graphql").read_text(encoding="utf-8")
    beside = json.loads((SCREENS / f"{name}.json").read_text(encoding="utf-8"))
    return Screen(document, beside["as"], beside["variables"], beside.get("first", {}), beside["answer"])


def recorded(answer: Any) -> Recorded:
    """Return what is recorded of an answer."""
    kinds: dict[str, set[str]] = {}
    for path, kind in _told(answer, ""):
        kinds.setdefault(path, set()).add(kind)
    return {path: " | ".join(sorted(found)) for path, found in kinds.items() if path}


def strange(answer: Any, known: Recorded) -> dict[str, str]:
    """Return what an answer holds that is not recorded. What was empty or absent when it was recorded may be anything."""
    open_ended = {path for path, told in known.items() if told == "null"}
    open_ended |= {path for path, told in known.items() if "list" in told and f"{path}[]" not in known}
    return {
        path: told
        for path, told in recorded(answer).items()
        if not any(path.startswith(one) for one in open_ended)
        and set(told.split(" | ")) - {"null"} - set(known.get(path, "").split(" | "))
    }


def _told(value: Any, path: str) -> Iterator[tuple[str, str]]:
    yield path, _KINDS.get(type(value), "null")
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _told(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for one in value:
            yield from _told(one, f"{path}[]")

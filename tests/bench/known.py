"""What a checkout knows of stored cases, told by itself: `python known.py` with the checkout on PYTHONPATH prints JSON."""

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_args

from pydantic import BaseModel

import schema.build  # noqa: F401 - declares what documents refer to
from documents.cases import vocabulary
from documents.cases.document import Case
from documents.cases.statuses import CaseStatus


def field_paths(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """The fields of a model and of what it holds, with dots between; lists are passed through."""
    for name, field in model.model_fields.items():
        yield above + name
        for held in _models(field.annotation):
            yield from field_paths(held, f"{above}{name}.")


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def field_values() -> dict[str, list[str]]:
    """The values of the fields that another release may have more of: path → values."""
    enumerations: dict[str, type[StrEnum]] = {
        "status": CaseStatus,
        "outcome": vocabulary.Outcome,
        "rejection_reason": vocabulary.RejectionReason,
        "dismissal_reason": vocabulary.DismissalReason,
        "responses.kind": vocabulary.ResponseKind,
        "responses.status": vocabulary.ResponseStatus,
    }
    return {path: [one.value for one in kept] for path, kept in enumerations.items()}


if __name__ == "__main__":
    told = {"fields": sorted(set(field_paths(Case))), "values": field_values()}
    sys.stdout.write(json.dumps(told))

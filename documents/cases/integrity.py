"""Whether what is stored on a case to be found by is still what the rules say."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from documents.cases.clock_rules import CaseClock
from documents.cases.document import Case, Response
from documents.cases.indexes import SORTS
from documents.cases.routed import Routing

DERIVED = ("access_keys", "overdue_at", "overdue_twice_at", "overdue_thrice_at", "due_soon_at", *SORTS)
PARTS: Mapping[str, type[BaseModel]] = {"routings": Routing, "responses": Response, "clocks": CaseClock}
"""Parts that are shown with the organizations and people they name."""


def stale_fields(row: Mapping[str, Any]) -> list[str]:
    """Return the derived fields of a whole stored row that differ from the recomputed ones; empty when all is well."""
    names = [name for name in Case.model_fields if name not in {"id", "revision_id"}]
    stored = {name: _as_stored(name, row[name]) for name in names if name in row}
    case = Case.from_row({"id": row["_id"], **stored})
    case.derive_order()
    return [name for name in DERIVED if getattr(case, name) != row[name]]


def _as_stored(name: str, value: Any) -> Any:
    part = PARTS.get(name)
    return [{key: one[key] for key in part.model_fields if key in one} for one in value] if part else value

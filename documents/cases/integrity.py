"""Whether what is stored on a case to be found by is still what the rules say."""

from collections.abc import Mapping
from typing import Any

from documents.cases.document import SORTS, Case

DERIVED = ("access_keys", "overdue_at", "due_soon_at", *SORTS)


def stale_fields(row: Mapping[str, Any]) -> list[str]:
    """The derived fields of a whole stored row that differ from the recomputed ones; empty when all is well."""
    names = [name for name in Case.model_fields if name not in {"id", "revision_id"}]
    case = Case.from_row({"id": row["_id"], **{name: row[name] for name in names if name in row}})
    case.derive()
    return [name for name in DERIVED if getattr(case, name) != row[name]]

"""Finds the sealed row of an applicant, for what the worker sends them."""

from collections.abc import Mapping
from typing import Any

from documents.applicants.document import Applicant
from documents.kernel.store.connection import Store


async def stored_applicant(store: Store, applicant_id: str | None) -> Mapping[str, Any] | None:
    """Return the row of an applicant as it is stored, its values sealed; None where there is none."""
    if applicant_id is None:
        return None
    rows = await store.find(Applicant.collection_name(), {"_id": applicant_id}, at_most=1)
    return rows[0] if rows else None

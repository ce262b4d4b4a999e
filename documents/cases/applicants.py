"""Storing who wrote: the plain data go to a collection of their own, the case keeps masked strings."""

from collections.abc import Mapping
from typing import Any

from documents.cases.document import Applicant
from documents.cases.masking import mask_address, mask_email, mask_name, mask_phone
from documents.kernel.changes import Change
from documents.kernel.events import event

APPLICANT_STORED = event("applicant.stored", "applicants", "Данные заявителя записаны")


async def store_applicant(
    change: Change, case_id: str, applicant: Mapping[str, Any] | None, *, is_demo: bool
) -> dict[str, Any]:
    """Write the applicant of a new case; return the fields the case keeps of it (none for an anonymous one)."""
    if not applicant or not any(applicant.values()):
        return {}
    stored = Applicant(
        id=await change.new_id(),
        updated_at=change.now,
        case_id=case_id,
        is_demo=is_demo,
        **{key: value for key, value in applicant.items() if value is not None},
    )
    await change.create(stored, APPLICANT_STORED)
    return {"applicant_id": stored.id, "applicant": masked(applicant)}


def masked(applicant: Mapping[str, Any]) -> dict[str, Any]:
    """The masked strings of an applicant; null where nothing was given."""
    return {
        "full_name": mask_name(applicant.get("full_name")),
        "phone": mask_phone(applicant.get("phone")),
        "email": mask_email(applicant.get("email")),
        "address": mask_address(applicant.get("address")),
    }

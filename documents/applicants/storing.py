"""Storing who wrote: sealed field by field in a collection of its own; the case keeps masked strings and keyed marks."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.crypto.sealing import Vault
from documents.applicants.document import Applicant
from documents.applicants.events import STORED
from documents.kernel.write.change import Change
from documents.privacy.contacts import EMAIL, PHONE, normal_email, normal_phone
from documents.privacy.masking import mask_address, mask_email, mask_name, mask_phone
from documents.privacy.sealing import opened_values, sealed_values


async def store_applicant(
    change: Change, case_id: str, applicant: Mapping[str, Any] | None, *, is_demo: bool
) -> dict[str, Any]:
    """Write the applicant of a new case; return the fields the case keeps of it (none for an anonymous one)."""
    if not applicant or not any(applicant.values()):
        return {}
    vault, record_id = change.vault, await change.new_id()
    given = {key: value for key, value in applicant.items() if value is not None}
    plain = {key: value for key, value in given.items() if key in Applicant.sealed}
    sealed = sealed_values(vault, Applicant, record_id, plain)
    stored = Applicant(
        id=record_id, updated_at=change.now, case_id=case_id, is_demo=is_demo, **{**given, **sealed}
    )
    await change.create(stored, STORED)
    return {
        "applicant_id": stored.id,
        "applicant_kind": stored.applicant_type,
        "applicant": masked(applicant),
        **contact_marks(vault, applicant),
    }


async def copy_applicant(change: Change, case_id: str, applicant_id: str | None) -> dict[str, Any]:
    """Write the applicant of a case once more for another case of theirs; return the fields that this one keeps of it, none
    for an anonymous one."""
    stored = await change.get(Applicant, applicant_id) if applicant_id is not None else None
    if stored is None:
        return {}
    plain = opened(change.vault, stored.to_row())
    given = {**plain, "applicant_type": stored.applicant_type}
    return await store_applicant(change, case_id, given, is_demo=stored.is_demo)


def opened(
    vault: Vault, applicant: Mapping[str, Any], fields: Iterable[str] = Applicant.sealed
) -> dict[str, str | None]:
    """Return the plain values of some fields of a stored applicant; None where nothing was given. Raises: SealBroken."""
    return opened_values(vault, Applicant, applicant["_id"], {name: applicant.get(name) for name in fields})


def contact_marks(vault: Vault, applicant: Mapping[str, Any]) -> dict[str, str]:
    """Return the marks by which a case is found from the exact phone or e-mail; none for what cannot be compared."""
    normal = {PHONE: normal_phone(applicant.get(PHONE)), EMAIL: normal_email(applicant.get(EMAIL))}
    return {f"applicant_{kind}_mark": vault.mark(kind, value) for kind, value in normal.items() if value}


def masked(applicant: Mapping[str, Any]) -> dict[str, Any]:
    """Return the masked strings of an applicant; null where nothing was given."""
    return {
        "full_name": mask_name(applicant.get("full_name")),
        "phone": mask_phone(applicant.get("phone")),
        "email": mask_email(applicant.get("email")),
        "address": mask_address(applicant.get("address")),
    }

"""Where a case may be sent, and why: the checks on organizations, persons, topics, places and reasons that an input
names."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.errors import InactiveTarget, Invalid
from documents.cases.document import Case
from documents.center.reasons import ReasonKind
from documents.kernel.write.change import Change
from documents.organizations.tree import organization_with_units

Row = Mapping[str, Any]

UNKNOWN = {
    "channels": "unknown_channel",
    "sectors": "unknown_sector",
    "settlements": "unknown_settlement",
    "topics": "unknown_topic",
    "organizations": "unknown_organization",
    "persons": "unknown_person",
    "legal_acts": "unknown_legal_act",
}
"""Collection → the rule that an id of nothing breaks."""


def known(change: Change, collection: str, row_id: str | None, *, path: str) -> Row | None:
    """Return the reference row that an input names; None for no id. Raises: INVALID (`unknown_…`) for an id of nothing."""
    if row_id is None:
        return None
    row = change.reference.row(collection, row_id)
    if row is None:
        raise Invalid(UNKNOWN[collection], path=tuple(path.split(".")))
    return row


def active_organization(change: Change, organization_id: str, *, path: str) -> Row:
    """Return an organization that takes work, as new as the versions that the transaction read. Raises: INVALID
    (`unknown_organization`), INACTIVE_TARGET."""
    found = change.reference.row("organizations", organization_id)
    if found is None:
        raise Invalid(UNKNOWN["organizations"], path=(path,))
    if found["state"] != "ACTIVE":
        raise InactiveTarget(path=(path,))
    return found


def recipient(change: Change, organization_id: str, *, path: str = "recipientId") -> Row:
    """Return the responsible recipient to send to (I.2.3). Raises: INVALID (`unknown_organization`, `not_a_recipient`),
    INACTIVE_TARGET."""
    found = active_organization(change, organization_id, path=path)
    if not found["is_responsible_recipient"]:
        raise Invalid("not_a_recipient", path=(path,))
    return found


def offered(change: Change, collection: str, row_id: str | None, *, path: str) -> Row | None:
    """Return the topic or channel that a new case names. Raises: INVALID (`unknown_…`), INACTIVE_TARGET for one switched
    off."""
    row = known(change, collection, row_id, path=path)
    if row is not None and not row.get("is_active", True):
        raise InactiveTarget(path=tuple(path.split(".")))
    return row


def offered_anew(
    change: Change, collection: str, row_id: str | None, *, held: str | None, path: str
) -> Row | None:
    """Return the topic or channel that an open case is given: what it `held` before it may keep, switched off or not.

    Raises: INVALID (`unknown_…`), INACTIVE_TARGET for another one that is switched off.
    """
    looked_up = known if row_id == held else offered
    return looked_up(change, collection, row_id, path=path)


def refuse_complained_of(change: Change, case: Case, organization_id: str, *, path: str) -> None:
    """Refuse to send a complaint to the body that it is about, or to a unit of it (59-ФЗ, art. 8; invariant 19).

    Raises: INVALID (`complained_of`).
    """
    if case.complained_of_id is None:
        return
    if organization_id in organization_with_units(change.reference, case.complained_of_id):
        raise Invalid("complained_of", path=path)


def refuse_switched_off(change: Change, kind: ReasonKind, given: str, *, path: str) -> None:
    """Refuse a reason of the list that is switched off, named by its code or by its words; other words are free where the
    list only offers the usual ones. Raises: INACTIVE_TARGET."""
    named = [
        row
        for row in change.reference.rows("reasons")
        if row["kind"] == kind and given.strip() in (row["code"], row["title"])
    ]
    if named and not any(row["is_active"] for row in named):
        raise InactiveTarget(path=tuple(path.split(".")))


def refuse_rework(change: Change, reason: str, criteria: Iterable[str]) -> None:
    """Refuse a return for rework whose reason or a criterion is switched off, or whose criterion stands on no checklist.

    Raises: INACTIVE_TARGET, INVALID (`unknown_reason`).
    """
    refuse_switched_off(change, ReasonKind.REWORK, reason, path="reason")
    listed = {row["code"] for row in change.reference.rows("reasons") if row["kind"] == ReasonKind.REWORK}
    for index, criterion in enumerate(criteria):
        if criterion not in listed:
            raise Invalid("unknown_reason", path=("criteria", str(index)))
        refuse_switched_off(change, ReasonKind.REWORK, criterion, path=f"criteria.{index}")


def assignee(
    change: Change, person_id: str | None, organization_id: str, *, path: str = "assigneeId"
) -> Row | None:
    """Return the person to send to, who must work in the organization or below it. Raises: INVALID (`unknown_person`,
    `not_in_organization`), INACTIVE_TARGET."""
    person = known(change, "persons", person_id, path=path)
    if person is None:
        return None
    if not person["is_active"]:
        raise InactiveTarget(path=tuple(path.split(".")))
    if person["organization_id"] not in organization_with_units(change.reference, organization_id):
        raise Invalid("not_in_organization", path=tuple(path.split(".")))
    return person


def signing(change: Change, case: Case, signer_id: str | None, *, approver_id: str | None) -> str:
    """Return who signs an answer officially: the official who is named, else who approved it, else who sends it. Who is
    named works in the answering body, above it or below it; for the center anybody signs.

    Raises: INVALID (`unknown_person`, `not_in_organization`), INACTIVE_TARGET.
    """
    path = "officialSignerId"
    person = known(change, "persons", signer_id, path=path)
    if person is None:
        return approver_id or change.subject
    if not person["is_active"]:
        raise InactiveTarget(path=(path,))
    works_in = person["organization_id"]
    body = case.recipient_id
    if body is not None and not (
        works_in in organization_with_units(change.reference, body)
        or (works_in is not None and body in organization_with_units(change.reference, works_in))
    ):
        raise Invalid("not_in_organization", path=path)
    return str(person["_id"])

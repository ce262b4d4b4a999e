"""Operations on organizations: create, change, move below another organization, and close in two steps (I.2.3, III.5.4)."""

from collections.abc import Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.directory.fields import (
    EMAIL,
    NAME_LIMIT,
    TITLE_LIMIT,
    FieldRule,
    fields_within,
    refuse_double,
    resolved,
    title,
)
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, GuardContext, of_state, operation
from documents.organizations.document import Organization
from documents.organizations.tree import organization_with_units
from documents.organizations.vocabulary import OrganizationKind

CREATED = event("organization.created", "organizations", "Организация добавлена")
CHANGED = event("organization.changed", "organizations", "Сведения об организации изменены")

ORGANIZATION = {
    "name": title(NAME_LIMIT),
    "short_name": title(TITLE_LIMIT),
    "kind": FieldRule(is_required=True, values=frozenset(OrganizationKind)),
    "parent_id": FieldRule(refers_to="organizations"),
    "is_responsible_recipient": FieldRule(is_required=True),
    "sector_ids": FieldRule(is_required=True, refers_to="sectors"),
    "work_email": FieldRule(limit=TITLE_LIMIT, pattern=EMAIL, broken="malformed_email"),
}
CREATED_ORGANIZATION = {
    **ORGANIZATION,
    "is_responsible_recipient": FieldRule(),
    "sector_ids": FieldRule(refers_to="sectors"),
}


@operation(
    title="Добавить организацию",
    action=Action.REFERENCE_MANAGE,
    record=Organization,
    effect=Effect.CREATES,
    checks=(fields_within(CREATED_ORGANIZATION, creates=True),),
)
async def create_organization(change: Change, *, fields: dict[str, Any]) -> Organization:
    """Add an organization. Raises: INVALID (`duplicate` for a short name that another organization has), INACTIVE_TARGET."""
    refuse_double(change, "organizations", "short_name", fields["short_name"])
    found = resolved(change, ORGANIZATION, fields)
    return await change.create(
        Organization(id=await change.new_id(), updated_at=change.now, **found), CREATED
    )


@of_state("state")
def not_closed(row: Mapping[str, Any], guard_context: GuardContext) -> Problem | None:
    """Require that a closed organization stays as it was."""
    return Invalid("organization_closed", path=("id",)) if row["state"] == "CLOSED" else None


@operation(
    title="Изменить организацию",
    action=Action.REFERENCE_MANAGE,
    record=Organization,
    read=Action.DIRECTORY_READ,
    checks=(fields_within(ORGANIZATION, creates=False),),
    guards=(not_closed,),
)
async def update_organization(
    change: Change, organization: Organization, *, fields: dict[str, Any]
) -> Organization:
    """Change an organization or move it below another one; whoever sees the work of the organizations above sees its work
    from then on, without a case being rewritten. Raises: INVALID (`cycle`, `duplicate`), INACTIVE_TARGET."""
    refuse_double(change, "organizations", "short_name", fields.get("short_name"), but=organization.id)
    parent_id = fields.get("parent_id")
    if parent_id in organization_with_units(change.reference, organization.id):
        raise Invalid("cycle", path=("parentId",))
    return await change.save(organization, CHANGED, **resolved(change, ORGANIZATION, fields))

"""Operations on the streets of settlements: create, rename (III.6)."""

from typing import Any

from auth.actions import Action
from auth.errors import Invalid
from documents.cases.filing import street_key
from documents.directory.fields import FieldRule, fields_within, resolved, title
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation
from documents.sectors.document import Street
from documents.sectors.vocabulary import STREETS, StreetKind

STREET_CREATED = event("street.created", "streets", "Улица добавлена")
STREET_CHANGED = event("street.changed", "streets", "Улица изменена")

STREET = {
    "settlement_id": FieldRule(is_required=True, refers_to="settlements"),
    "kind": FieldRule(is_required=True, values=frozenset(StreetKind)),
    "name": title(),
}
CHANGED = {name: STREET[name] for name in ("kind", "name")}


def _refuse_second(change: Change, settlement_id: str, kind: str, name: str, *, but: str | None) -> None:
    """Refuse a street that the settlement has already, however its name is written: an address would be of either."""
    key = street_key(f"{STREETS[StreetKind(kind)]} {name}")
    for row in change.reference.rows("streets"):
        if row["settlement_id"] == settlement_id and row["_id"] != but and street_key(row["title"]) == key:
            raise Invalid("duplicate", path=("name",))


@operation(
    title="Добавить улицу",
    action=Action.REFERENCE_MANAGE,
    record=Street,
    effect=Effect.CREATES,
    checks=(fields_within(STREET, creates=True),),
)
async def create_street(change: Change, *, fields: dict[str, Any]) -> Street:
    """Add a street to a settlement. Raises: INVALID (`unknown_id`, `duplicate` for one that the settlement has)."""
    given = resolved(change, STREET, fields)
    _refuse_second(change, given["settlement_id"], given["kind"], given["name"], but=None)
    return await change.create(
        Street(id=await change.new_id(), updated_at=change.now, **given), STREET_CREATED
    )


@operation(
    title="Изменить улицу",
    action=Action.REFERENCE_MANAGE,
    record=Street,
    read=Action.DIRECTORY_READ,
    checks=(fields_within(CHANGED, creates=False),),
)
async def update_street(change: Change, street: Street, *, fields: dict[str, Any]) -> Street:
    """Change how a street is called; cases stay linked. Raises: INVALID (`duplicate` for one that the settlement has)."""
    named = {"kind": street.kind, "name": street.name, **fields}
    _refuse_second(change, street.settlement_id, named["kind"], named["name"], but=street.id)
    return await change.save(street, STREET_CHANGED, **fields)

"""Reads what is asked about: the actor, the action, the object and the field, and who may ask about whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from auth.actions import Action
from auth.errors import BadRequest
from auth.policy.grammar import WithheldField
from auth.policy.table import WITHHELD
from auth.principal import Principal
from documents.aggregates import OBJECT_TYPES
from documents.kernel.names import camel
from documents.kernel.read.resource import Resource
from documents.kernel.write.operation import Effect, Operation, operations
from documents.members.principals import principal_of_person
from schema.context import GraphInfo
from schema.ids import decoded
from schema.lookup import KEPT, read_ids
from schema.memory import memory_row

CONCERNS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        word: frozenset(name for name, one in OBJECT_TYPES.items() if word in one.permissions)
        for shown in OBJECT_TYPES.values()
        for word in shown.permissions
    }
)
"""First word of a permission → the types that it is about; the others are about reference data."""


@dataclass(frozen=True)
class AccessTarget:
    """What a question names, once it makes sense; nothing was read for it yet."""

    action: Action
    type_name: str
    record_id: str
    resource: Resource
    operation: Operation | None
    field: WithheldField | None

    async def row(self, info: GraphInfo) -> Any:
        """Return the object as the asker sees it; None, at the same cost, where it is not there or not the asker's."""
        if self.type_name in KEPT:
            return memory_row(info, self.resource, self.record_id)
        context, where = info.context, {"_id": self.record_id}
        # Guards look at what they like, so the whole of it is read.
        found = await context.container.access.one(self.resource, context.principal, context.now, where=where)
        return found if found is not None and found["__type"] == self.type_name else None


def access_target(action: str, id: str, field: str | None = None) -> AccessTarget:
    """Return what the arguments name. Raises: BAD_REQUEST (`unknown_value`, `malformed_id`, `wrong_type`)."""
    declared = next((one for one in operations().values() if camel(one.name) == action), None)
    if declared is not None and declared.effect is Effect.CREATES:
        declared = None
    permission = declared.action if declared is not None else _permission(action)
    ((type_name, record_id),) = read_ids([id], path="id")
    shown = OBJECT_TYPES[type_name]
    if not _is_about(permission, type_name) or (declared is not None and not _moves(declared, type_name)):
        raise BadRequest("wrong_type", path=("id",))
    withheld = None
    if field is not None:
        withheld = _withheld(shown.resource, field)
        if declared is not None or permission not in (shown.read_action, withheld.action):
            raise BadRequest("unknown_value", path=("action",))
        permission = withheld.action
    return AccessTarget(permission, type_name, record_id, shown.resource, declared, withheld)


def moved_target(declared: Operation | None, id: str) -> AccessTarget:
    """Return the object that an operation would move. Raises: BAD_REQUEST (`malformed_id`, `wrong_type`: the action moves
    no such object)."""
    ((type_name, record_id),) = read_ids([id], path="id")
    shown = OBJECT_TYPES[type_name]
    if declared is None or shown.resource.record is not declared.record or not _moves(declared, type_name):
        raise BadRequest("wrong_type", path=("id",))
    return AccessTarget(declared.action, type_name, record_id, shown.resource, declared, None)


def actor(info: GraphInfo, id: str) -> Principal | None:
    """Return the person asked about, as they are now; None where there is no such person. Raises: BAD_REQUEST."""
    person_id, context = decoded(id, "Person", path=("actor",)), info.context
    who = context.principal
    if person_id == who.person_id:
        return who
    snapshot = context.container.reference.snapshot
    if snapshot.row("persons", person_id) is None:
        return None
    return principal_of_person(person_id, snapshot, context.now)


def _permission(action: str) -> Action:
    try:
        return Action(action)
    except ValueError as error:
        raise BadRequest("unknown_value", path=("action",)) from error


def _is_about(action: Action, type_name: str) -> bool:
    wanted = CONCERNS.get(action.value.partition(".")[0])
    return type_name in wanted if wanted is not None else type_name in KEPT


def _moves(declared: Operation, type_name: str) -> bool:
    return not declared.kinds or type_name in {
        declared.record.type_name({"kind": one}) for one in declared.kinds
    }


def _withheld(resource: Resource, field: str) -> WithheldField:
    for one in WITHHELD.get(resource.name, ()):
        if camel(one.path) == field:
            return one
    raise BadRequest("unknown_value", path=("field",))

"""The first head of a center: appointed by the command line, since nobody is there yet who might appoint (III.1)."""

from collections.abc import Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden, Invalid
from auth.roles import Role
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, operation
from documents.legal_acts.recording import act_given
from documents.members.curatorship import MEMBERS_LOCK
from documents.members.document import Membership
from documents.members.operations.appointing import appoint_member
from documents.members.periods import meets


@operation(
    title="Назначить первого руководителя",
    action=Action.MEMBER_APPOINT,
    record=Membership,
    effect=Effect.CREATES,
    checks=(act_given,),
)
async def appoint_first_head(change: Change, *, person_id: str, legal_act: Mapping[str, Any]) -> Membership:
    """Appoint a head from now on where none is in office or to come; a successor is appointed by the head himself.

    Only for the command line. Raises: FORBIDDEN; INVALID (`head_in_office`, rules of acts and appointments),
    INACTIVE_TARGET.
    """
    if change.who is not None:
        raise Forbidden(action=change.operation.action.value)
    change.touch_lock_row(MEMBERS_LOCK)
    heads = await change.find(Membership, {"role": Role.CENTER_HEAD.value})
    if any(meets(one, change.now, None) for one in heads):
        raise Invalid("head_in_office", path=("personId",))
    appointed: Membership = await appoint_member.body(
        change, person_id=person_id, role=Role.CENTER_HEAD.value, legal_act=legal_act
    )
    return appointed

"""Publishing a protocol: the copy for the site, decided by the effective curator (III.2)."""

from collections.abc import Sequence

from auth.actions import Action
from auth.errors import Invalid, Problem, Problems
from documents.kernel.aside import aside
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import GuardContext, of_state, operation
from documents.members.curatorship import acting_now, not_effective
from documents.protocols.document import Protocol
from documents.protocols.publishing import Row, characters_of, published_items
from documents.protocols.rules import IMMUTABLE, has_item

PUBLISHED = event("protocol.published", "protocols", "Копия протокола для сайта опубликована")


@of_state("status")
def is_signed(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the protocol is signed: a draft is nobody's decision."""
    return None if row["status"] in IMMUTABLE else Invalid("protocol_not_signed", path=("id",))


@operation(
    title="Опубликовать копию протокола",
    action=Action.PROTOCOL_PUBLISH,
    record=Protocol,
    read=Action.PROTOCOL_READ,
    refusal=not_effective,
    guards=(is_signed,),
)
async def publish_protocol(
    change: Change, protocol: Protocol, *, left_out: Sequence[int] | None = None
) -> Protocol:
    """Give the site a redacted copy of a signed protocol as the effective curator, without the questions `left_out`; a
    later copy replaces the earlier one.

    Raises: NOT_EFFECTIVE_CURATOR, INVALID (`unknown_question`, `nothing_to_publish`).
    """
    acting = await acting_now(change)
    row, orders = protocol.to_row(), left_out or ()
    unknown = [index for index, order in enumerate(orders) if not has_item(row, order)]
    if unknown:
        raise Problems([Invalid("unknown_question", path=("leftOut", str(one))) for one in unknown])
    items = row["items"]
    copied = await aside(lambda: published_items(items, orders), characters=characters_of(items))
    if not copied:
        raise Invalid("nothing_to_publish", path=("leftOut",))
    copy = {
        "published_at": change.now,
        "published_by_id": acting.person_id,
        "capacity": acting.capacity,
        "items": copied,
    }
    return await change.save(protocol, PUBLISHED, publication=copy)

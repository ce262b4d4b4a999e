"""Reviewing a protocol: what participants remark, and dissenting opinions of members (III.3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.kernel.read.reference import Snapshot
from documents.kernel.text.characters import is_blank
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.offering import impossible_now
from documents.kernel.write.operation import GuardContext, StateGuard, of_state, operation
from documents.protocols.document import DissentingOpinion, Protocol, ReviewComment
from documents.protocols.rules import MACHINE, ProtocolStatus, has_item

COMMENTED = event("protocol.commented", "protocols", "К проекту протокола дано замечание")
DISSENTED = event("protocol.dissented", "protocols", "Особые мнения к протоколу изменены")

MOST_COMMENTS = 500

Row = Mapping[str, Any]


def in_review(event: str) -> StateGuard:
    """Return a guard that the protocol is in review: before it is shared with nobody, after it it waits for the curator."""

    @of_state("status")
    def guard(row: Row, guard_context: GuardContext) -> Problem | None:
        return _outside_review(event, row, guard_context.reference, guard_context)

    return guard


def _outside_review(
    event: str, row: Row, reference: Snapshot, guard_context: GuardContext | None
) -> Problem | None:
    if row["status"] == ProtocolStatus.IN_REVIEW:
        return None
    return impossible_now(MACHINE, event, row, reference, guard_context)


def _refuse_outside_review(change: Change, event: str, protocol: Protocol) -> None:
    refused = _outside_review(event, protocol.to_row(), change.reference, change.guard_context())
    if refused is not None:
        raise refused


@of_state("voter_ids")
def has_a_vote(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require a vote in the meeting: invitees have none, so they dissent from nothing (invariant 6)."""
    # Of drafts from before it was kept who votes is not known.
    voters = row.get("voter_ids")
    return (
        Invalid("not_a_voter", path=("id",)) if voters and guard_context.who.person_id not in voters else None
    )


@operation(
    title="Дать замечание к протоколу",
    action=Action.PROTOCOL_COMMENT,
    record=Protocol,
    read=Action.PROTOCOL_READ,
    guards=(in_review("comment_protocol"),),
    checks=(text_within("text", "text", COMMENT_LIMIT),),
)
async def comment_protocol(
    change: Change, protocol: Protocol, *, text: str, order: int | None = None
) -> Protocol:
    """Add a remark on the protocol, or on one question of it, while it is in review; by who took part in the meeting.

    Raises: INVALID (`unknown_question`, `too_many`).
    """
    _refuse_outside_review(change, "comment_protocol", protocol)
    _refuse_unknown(protocol, order)
    if len(protocol.comments) >= MOST_COMMENTS:
        raise Invalid("too_many", path=("text",), limit=MOST_COMMENTS)
    comment = ReviewComment(
        no=len(protocol.comments) + 1, order=order, text=text, author_id=change.subject, at=change.now
    )
    kept = [one.model_dump() for one in protocol.comments]
    return await change.save(
        protocol, COMMENTED, facts={"order": order}, comments=[*kept, comment.model_dump()]
    )


@operation(
    title="Приложить особое мнение",
    action=Action.PROTOCOL_COMMENT,
    record=Protocol,
    read=Action.PROTOCOL_READ,
    guards=(in_review("dissent"), has_a_vote),
    checks=(text_within("text", "text", COMMENT_LIMIT, required=False),),
)
async def dissent(change: Change, protocol: Protocol, *, order: int, text: str | None) -> Protocol:
    """Add a dissenting opinion on a question, which is signed and printed with the protocol; a later one of the same member
    on the same question replaces the earlier, and no text withdraws it.

    Raises: INVALID (`unknown_question`).
    """
    _refuse_outside_review(change, "dissent", protocol)
    others = [one for one in protocol.dissents if (one.order, one.person_id) != (order, change.subject)]
    if text is None and len(others) < len(protocol.dissents):
        return await _kept(change, protocol, order, others)
    _refuse_unknown(protocol, order)
    if text is None or is_blank(text):
        raise Invalid("required", path=("text",))
    person = change.reference.row("persons", change.subject)
    opinion = DissentingOpinion(
        order=order,
        person_id=change.subject,
        full_name=person["full_name"] if person is not None else change.subject,
        text=text,
        at=change.now,
    )
    return await _kept(change, protocol, order, [*others, opinion])


async def _kept(
    change: Change, protocol: Protocol, order: int, dissents: Sequence[DissentingOpinion]
) -> Protocol:
    after = sorted(dissents, key=lambda one: (one.order, one.at))
    return await change.save(
        protocol, DISSENTED, facts={"order": order}, dissents=[one.model_dump() for one in after]
    )


def _refuse_unknown(protocol: Protocol, order: int | None) -> None:
    """Raises: INVALID (`unknown_question`) where the protocol has no such question."""
    if order is not None and not has_item(protocol.to_row(), order):
        raise Invalid("unknown_question", path=("order",))

"""Operations that end a message or an appeal without an answer of ours: forwarding, withdrawal, cancelling (II.1.1)."""

from collections.abc import Mapping
from typing import Any

from auth.actions import Action
from auth.errors import DeadlineRule, Invalid, Problem
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, TEXT_LIMIT, text_within
from documents.cases.clock import forwarding_ends
from documents.cases.deciding import cancelled, forwarded, withdrawn
from documents.cases.document import Case
from documents.cases.gathering import gathers_nothing, seen_case, tell_gathered
from documents.cases.statuses import TERMINAL
from documents.cases.targets import active_organization, refuse_complained_of
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, operation
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE

Row = Mapping[str, Any]


def within_forwarding_term(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require of an appeal that it was registered at most seven days ago (59-ФЗ, art. 8; invariant 19)."""
    if row["kind"] != "APPEAL":
        return None
    ends = forwarding_ends(guard_context.reference, row["kind"], row["registered_at"])
    return DeadlineRule("forwarding_term", ends) if guard_context.now >= ends else None


@operation(
    title="Направить по компетенции",
    action=Action.SUBMISSION_FORWARD,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(within_forwarding_term,),
    checks=(
        text_within("text", "text", TEXT_LIMIT),
        text_within("reason", "reason", COMMENT_LIMIT, required=False),
    ),
)
async def forward_submission(
    change: Change, case: Case, *, organization_id: str, text: str, reason: str | None = None
) -> Case:
    """Forward to an organization that is no responsible recipient, with the notice of it; never to the body complained of.

    Raises: INVALID (`unknown_organization`, `is_a_recipient`, `complained_of`), INACTIVE_TARGET.
    """
    target = active_organization(change, organization_id, path="organizationId")
    if target["is_responsible_recipient"]:
        raise Invalid("is_a_recipient", path="organizationId")
    refuse_complained_of(change, case, organization_id, path="organizationId")
    await tell_gathered(change, case, text)
    sets = forwarded(change, case, organization_id=organization_id, text=text, reason=reason)
    return await change.save(case, events.FORWARDED, **sets)


@operation(
    title="Отозвать по просьбе заявителя",
    action=Action.SUBMISSION_WITHDRAW,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(gathers_nothing,),
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def withdraw_submission(change: Change, case: Case, *, reason: str) -> Case:
    """Record that the applicant took an open message or appeal back, and in which words."""
    return await change.save(case, events.WITHDRAWN, **withdrawn(change, case, reason=reason))


@operation(
    title="Аннулировать ошибочную регистрацию",
    action=Action.SUBMISSION_CANCEL,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(gathers_nothing,),
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def cancel_submission(change: Change, case: Case, *, reason: str, replaced_by_id: str | None) -> Case:
    """Cancel what was registered wrongly, as a message instead of an appeal, say, and was registered again: each of the two
    names the other (invariant 20).

    Raises: INVALID (`unknown_case`, `the_same_case`, `wrong_kind`, `not_open`, `replaces_another`).
    """
    other = await seen_case(change, replaced_by_id, Action.SUBMISSION_READ, path="replacedById")
    if other.id == case.id:
        raise Invalid("the_same_case", path="replacedById")
    if other.kind not in KINDS:
        raise Invalid("wrong_kind", path="replacedById")
    if other.status in TERMINAL:
        raise Invalid("not_open", path="replacedById")
    if other.replaces_id is not None:
        raise Invalid("replaces_another", path="replacedById")
    await change.touch(other, events.REPLACES, replaces_id=case.id)
    sets = cancelled(change, case, replaced_by_id=other.id, reason=reason)
    return await change.save(case, events.CANCELLED, **sets)

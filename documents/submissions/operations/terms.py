"""Operations on the time of 59-ФЗ: prolonging it, and leaving an appeal without an answer on a listed ground (II.2.1/3)."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import DeadlineRule, Invalid, Problem
from auth.policy.grammar import Reading
from auth.policy.limits import messages_only
from auth.roles import Role
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, TEXT_LIMIT, text_within
from documents.cases.clock import no_answer_ends
from documents.cases.deciding import extended, left_unanswered
from documents.cases.decision import is_extended
from documents.cases.document import Case
from documents.cases.gathering import tell_gathered
from documents.cases.outside import own_due_at
from documents.cases.targets import known
from documents.cases.vocabulary import UnansweredGround
from documents.center.settings import LONGEST_EXTENSION, LONGEST_EXTENSION_DAYS, setting
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, operation
from documents.legal_acts.recording import act_of, act_problems
from documents.submissions.operations.intake import KINDS
from documents.submissions.rules import MACHINE

Row = Mapping[str, Any]
Facts = Mapping[str, Any]

WITHOUT_NOTICE = frozenset({UnansweredGround.NO_NAME_OR_ADDRESS})
"""Grounds on which nobody can be told."""

WITHIN_SEVEN_DAYS = frozenset(
    {
        UnansweredGround.COURT_DECISION,
        UnansweredGround.UNREADABLE,
        UnansweredGround.NO_SUBSTANCE,
        UnansweredGround.ANSWER_PUBLISHED,
    }
)
"""Grounds on which the law says by when the applicant is told: so many days after the registration."""


def before_it_ends(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the time is not over yet: what has run out is not prolonged (59-ФЗ, art. 12)."""
    ends = own_due_at(row)
    return DeadlineRule("already_due", ends) if ends <= guard_context.now else None


def not_extended_before(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require of an appeal that its time was not prolonged before (59-ФЗ, art. 12)."""
    is_second = row["kind"] == "APPEAL" and is_extended(row["decisions"])
    return DeadlineRule("extended_once", row["due_at"]) if is_second else None


def _one_act_at_most(facts: Facts) -> Iterable[Problem]:
    act = facts.get("legal_act")
    if act is not None and facts.get("legal_act_id") is not None:
        yield Invalid("exactly_one", path=("legalAct",))
    if act is not None:
        yield from act_problems(act, ("legalAct",))


@operation(
    title="Продлить срок",
    action=Action.SUBMISSION_EXTEND,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(before_it_ends, not_extended_before),
    checks=(
        text_within("reason", "reason", COMMENT_LIMIT),
        text_within("text", "text", TEXT_LIMIT),
        _one_act_at_most,
    ),
    reading=Reading(limits={Role.POS_OFFICER: messages_only}),
)
async def extend_deadline(
    change: Change,
    case: Case,
    *,
    days: int,
    reason: str,
    text: str,
    decided_by_id: str | None = None,
    legal_act_id: str | None = None,
    legal_act: Facts | None = None,
) -> Case:
    """Prolong the time of an open case by at most thirty days, with the notice that goes out; of an appeal once, by the
    decision of a named official on an act (invariant 18). Raises: DEADLINE_RULE, INVALID."""
    longest = setting(change.reference, LONGEST_EXTENSION, default=LONGEST_EXTENSION_DAYS)
    if not 1 <= days <= longest:
        raise Invalid("out_of_range", path=("days",), least=1, most=longest)
    known(change, "persons", decided_by_id, path="decidedById")
    if case.kind == "APPEAL" and decided_by_id is None:
        raise Invalid("deciding_official_required", path=("decidedById",))
    names_act = legal_act_id is not None or legal_act is not None
    if case.kind == "APPEAL" and not names_act:
        raise Invalid("legal_act_required", path=("legalActId",))
    act_id = await act_of(change, legal_act_id, legal_act, is_demo=case.is_demo) if names_act else None
    sets = extended(
        change, case, days=days, text=text, reason=reason, decided_by_id=decided_by_id, legal_act_id=act_id
    )
    await tell_gathered(change, case, text)
    return await change.save(case, events.EXTENDED, **sets)


@operation(
    title="Оставить без ответа",
    action=Action.SUBMISSION_EXTEND,
    record=Case,
    machine=MACHINE,
    kinds=("APPEAL",),
    read=Action.SUBMISSION_READ,
    checks=(
        text_within("reason", "reason", COMMENT_LIMIT),
        text_within("text", "text", TEXT_LIMIT, required=False),
    ),
    reading=Reading(without=frozenset({Role.RECIPIENT_HEAD})),
)
async def leave_unanswered(
    change: Change, case: Case, *, ground: str, reason: str, text: str | None = None
) -> Case:
    """Close an appeal without an answer on its substance, on a ground of 59-ФЗ, art. 11; the applicant is told, unless it
    lacks a name or an address. A notice that comes late is sent all the same, and stands as late.

    Raises: INVALID (`notice_required`).
    """
    if not (text or "").strip() and ground not in WITHOUT_NOTICE:
        raise Invalid("notice_required", path=("text",))
    is_timed = ground in WITHIN_SEVEN_DAYS
    due_at = no_answer_ends(change.reference, case.kind, case.registered_at) if is_timed else None
    sets = left_unanswered(change, case, ground=ground, text=text, reason=reason, due_at=due_at)
    if text:
        await tell_gathered(change, case, text)
    return await change.save(case, events.LEFT_UNANSWERED, facts={"ground": ground}, **sets)

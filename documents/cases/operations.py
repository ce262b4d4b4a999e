"""Operations on a case of any kind: files (attach, describe, clear of personal data, detach), how urgent it is, when others
want it answered, its tags, and how good its answer is (II.1.1, II.1.3, II.2.1/3)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden, FourEyes, Invalid, LimitReached, Problem
from auth.policy.decide import allows, shown_items
from auth.policy.table import ITEMS_OF
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.clock import deadline_anew
from documents.cases.deciding import decisions_with
from documents.cases.document import Case
from documents.cases.quality import (
    CHECKED,
    MOST_CHECKS,
    CriterionResult,
    QualityCheck,
    QualityVerdict,
    checked_answer,
    is_checked_by,
)
from documents.cases.receipts import refuse_term_before
from documents.cases.recounting import recounted, with_earlier_steps
from documents.cases.reviewing import is_own_answer, last_reviewed
from documents.cases.statuses import OPEN
from documents.cases.tags import marked, marks_given
from documents.cases.vocabulary import CaseDecisionKind
from documents.files.attaching import CAPTION_LIMIT, give_back, refuse_one_more, take_file
from documents.kernel.text.canonical import canonical_line
from documents.kernel.write.change import Change
from documents.kernel.write.operation import GuardContext, of_state, operation

Row = Mapping[str, Any]
Facts = Mapping[str, Any]

FILE_ID = ("fileId",)

FORMALIZES: Mapping[str, Action] = {
    "MESSAGE": Action.SUBMISSION_FORMALIZE,
    "APPEAL": Action.SUBMISSION_FORMALIZE,
    "INCIDENT": Action.INCIDENT_FORMALIZE,
}
"""Kind of a case → who may formalize it also says that a file is free of personal data (case.attach)."""

(ATTACHMENTS,) = (line for line in ITEMS_OF["case"] if line.path == "attachments")

captioned = text_within("caption", "caption", CAPTION_LIMIT, required=False)


@of_state("file_hashes", holds=lambda row, _: bool(row.get("file_hashes")))
def carries_files(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that there is a file at all."""
    return Invalid("no_files", path="id")


def may_formalize(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require the right to formalize the case: whoever has it judges what may be shown of it."""
    action = FORMALIZES[row["kind"]]
    return None if allows(guard_context.who, action, row).allowed else Forbidden(action=action.value)


def _said(facts: Facts) -> Iterable[Problem]:
    """Check that something is to be changed."""
    if not facts["fields"]:
        yield Invalid("nothing_to_change")
    if facts["fields"].get("is_public", False) is None:
        yield Invalid("required", path="isPublic")


def _caption_within(facts: Facts) -> Iterable[Problem]:
    yield from captioned(facts["fields"])


@operation(
    title="Приложить файл",
    action=Action.CASE_ATTACH,
    record=Case,
    read=Action.SUBMISSION_READ,
    checks=(captioned,),
)
async def attach_file(
    change: Change, case: Case, *, file_id: str, caption: str | None = None, is_public: bool = False
) -> Case:
    """Attach an upload of one's own that waits for it. Raises: LIMIT_REACHED; INVALID (`unknown_file`, `infected`)."""
    refuse_one_more(change, len(case.attachments))
    taken = await take_file(
        change, case, file_id, path=FILE_ID, caption=caption and canonical_line(caption), is_public=is_public
    )
    kept = [*case.attachments, taken]
    return await change.save(case, events.FILE_ATTACHED, attachments=[one.model_dump() for one in kept])


@operation(
    title="Описать приложенный файл",
    action=Action.CASE_ATTACH,
    record=Case,
    read=Action.SUBMISSION_READ,
    guards=(carries_files,),
    checks=(_said, _caption_within),
)
async def update_attachment(change: Change, case: Case, *, file_id: str, fields: Mapping[str, Any]) -> Case:
    """Change the caption of an attached file, or whether it is meant for the public; `fields` are those that were given.

    Raises: INVALID (`unknown_file`).
    """
    return await change.save(
        case, events.ATTACHMENT_UPDATED, attachments=_changed(change, case, file_id, fields)
    )


@operation(
    title="Подтвердить, что в файле нет персональных данных",
    action=Action.CASE_ATTACH,
    record=Case,
    read=Action.SUBMISSION_READ,
    guards=(carries_files, may_formalize),
)
async def clear_attachment(change: Change, case: Case, *, file_id: str) -> Case:
    """Say of a file that one sees that it holds no personal data: from then on it is read as the case.

    Raises: INVALID (`unknown_file`, `already_cleared`).
    """
    cleared = {"is_cleared": True, "cleared_at": change.now, "cleared_by_id": change.subject}
    if any(one.id == file_id and one.is_cleared for one in case.attachments):
        raise Invalid("already_cleared", path=FILE_ID)
    return await change.save(
        case, events.ATTACHMENT_CLEARED, attachments=_changed(change, case, file_id, cleared)
    )


@operation(
    title="Убрать файл",
    action=Action.CASE_ATTACH,
    record=Case,
    read=Action.SUBMISSION_READ,
    guards=(carries_files,),
)
async def detach_file(change: Change, case: Case, *, file_id: str) -> Case:
    """Take a file off the case; its content is removed a while later. Raises: INVALID (`unknown_file`)."""
    _require_seen(change, case, file_id)
    await give_back(change, case, file_id)
    left = [one.model_dump() for one in case.attachments if one.id != file_id]
    return await change.save(case, events.FILE_DETACHED, attachments=left)


def _changed(change: Change, case: Case, file_id: str, sets: Mapping[str, Any]) -> list[dict[str, Any]]:
    _require_seen(change, case, file_id)
    return [{**one.model_dump(), **(sets if one.id == file_id else {})} for one in case.attachments]


def _require_seen(change: Change, case: Case, file_id: str) -> None:
    """Refuse a file that is not there, or that who acts does not see: both are told alike. Raises: INVALID."""
    row = case.to_row()
    seen = shown_items(change.who, ATTACHMENTS, row) if change.who is not None else row["attachments"]
    if all(one["id"] != file_id for one in seen):
        raise Invalid("unknown_file", path=FILE_ID)


@of_state("status")
def still_open(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that an answer is still owed: of what is finished nothing is urgent."""
    return None if row["status"] in OPEN else Invalid("already_finished", path="id")


def _urgency_given(facts: Facts) -> Iterable[Problem]:
    if facts.get("priority") is None and facts.get("importance") is None:
        yield Invalid("nothing_to_change")


@operation(
    title="Изменить приоритет",
    action=Action.CASE_SET_PRIORITY,
    record=Case,
    read=Action.SUBMISSION_READ,
    guards=(still_open,),
    checks=(_urgency_given, text_within("reason", "reason", COMMENT_LIMIT)),
)
async def set_priority(
    change: Change, case: Case, *, reason: str, priority: str | None = None, importance: str | None = None
) -> Case:
    """Set the priority of an open case, or the importance of an incident: its deadline is computed anew by the policy, and
    its priority follows where none is given. Raises: INVALID (`not_for_this_kind`)."""
    is_incident = case.kind == "INCIDENT"
    if importance is not None and not is_incident:
        raise Invalid("not_for_this_kind", path="importance")
    anew = (
        deadline_anew(change.reference, case, importance=importance)
        if importance not in (None, case.importance)
        else {}
    )
    return await change.save(
        case,
        events.PRIORITY_SET,
        priority=priority or importance or case.priority,
        importance=importance or case.importance,
        decisions=decisions_with(change, case, CaseDecisionKind.PRIORITY_SET, reason=reason),
        **anew,
    )


@operation(
    title="Записать срок внешней системы",
    action=Action.CASE_SET_PRIORITY,
    record=Case,
    read=Action.SUBMISSION_READ,
    guards=(still_open,),
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def set_external_term(
    change: Change, case: Case, *, external_due_at: datetime | None, reason: str
) -> Case:
    """Record by when another system wants an open case answered, or that it sets no term any more. Ours is kept beside it;
    the setting `externalTerm` says which one counts. Raises: INVALID (`before_receipt`)."""
    refuse_term_before(case.received_at, external_due_at)
    said = {"reason": reason, "until": external_due_at}
    return await change.save(
        case,
        events.EXTERNAL_TERM_SET,
        external_due_at=external_due_at,
        decisions=decisions_with(change, case, CaseDecisionKind.EXTERNAL_TERM_SET, **said),
    )


@operation(title="Рассчитать срок заново", action=Action.POLICY_MANAGE, record=Case, by_system=True)
async def recount_deadline(change: Change, case: Case) -> Case:
    """Count the deadline of an open case anew by the policies and the calendar as they stand. Raises: INVALID
    (`nothing_to_change`) where it would be the same one, or stays as the applicant was told."""
    row = case.to_row()
    fresh = recounted(change.reference, row)
    if not fresh:
        raise Invalid("nothing_to_change")
    return await change.save(case, events.DEADLINE_RECOUNTED, **with_earlier_steps(row, fresh, change.now))


@operation(
    title="Изменить метки",
    action=Action.CASE_SET_PRIORITY,
    record=Case,
    read=Action.SUBMISSION_READ,
    checks=(marks_given,),
)
async def mark_case(
    change: Change, case: Case, *, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> Case:
    """Put tags on a case or take them off, in whatever state it is. Raises: INVALID (`nothing_to_change`); LIMIT_REACHED."""
    return await change.save(case, events.MARKED, tags=marked(case.tags, add=add, remove=remove))


def _has_answer(row: Row, _guard_context: GuardContext) -> bool:
    last = last_reviewed(row["responses"])
    return last is not None and last["status"] in CHECKED


@of_state("responses.kind", "responses.status", holds=_has_answer)
def has_answer(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that the last answer is under review, or was sent."""
    return Invalid("nothing_to_check", path="id")


def not_checked_yet(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that who acts has not checked the answer as it stands: what was found is not altered."""
    answer = checked_answer(row["responses"])
    checks = row.get("quality_checks") or ()
    is_checked = answer is not None and is_checked_by(checks, answer, guard_context.who.subject)
    return Invalid("already_checked", path="id") if is_checked else None


def not_own_work(row: Row, guard_context: GuardContext) -> Problem | None:
    """Require that who acts neither wrote the answer nor is named to handle the case: nobody checks his own work."""
    return FourEyes() if is_own_answer(row, guard_context.who.subject) else None


def _criteria_once(facts: Facts) -> Iterable[Problem]:
    named = [one["criterion"] for one in facts["criteria"]]
    if not named:
        yield Invalid("required", path=("criteria",))
    for index, criterion in enumerate(named):
        if criterion in named[:index]:
            yield Invalid("duplicate", path=("criteria", str(index), "criterion"))


def _worded_unless_passed(facts: Facts) -> Iterable[Problem]:
    is_passed = facts["verdict"] == QualityVerdict.PASSED
    yield from text_within("comment", "comment", COMMENT_LIMIT, required=not is_passed)(facts)


@operation(
    title="Проверить качество ответа",
    action=Action.QUALITY_CHECK,
    record=Case,
    read=Action.SUBMISSION_READ,
    guards=(has_answer, not_checked_yet, not_own_work),
    checks=(_criteria_once, _worded_unless_passed),
)
async def quality_check(
    change: Change,
    case: Case,
    *,
    criteria: Sequence[Mapping[str, Any]],
    verdict: str,
    comment: str | None = None,
) -> Case:
    """Keep what a checklist says of the last answer, under review or sent, and the verdict, which is the checker's own.

    Raises: LIMIT_REACHED.
    """
    if len(case.quality_checks) >= MOST_CHECKS:
        raise LimitReached("qualityChecksPerCase")
    answer = checked_answer(case.to_row()["responses"])
    assert answer is not None, "the guard has seen it"
    check = QualityCheck(
        answer_no=answer["no"],
        is_before_sending=answer["status"] != "SENT",
        criteria=[CriterionResult(**one) for one in criteria],
        verdict=verdict,
        comment=comment,
        at=change.now,
        by_id=change.subject,
    )
    checks = [one.model_dump() for one in (*case.quality_checks, check)]
    return await change.save(case, events.QUALITY_CHECKED, quality_checks=checks)

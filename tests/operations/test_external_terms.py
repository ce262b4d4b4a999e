"""The term of another system beside ours: which one counts, and what follows it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from auth.errors import Forbidden, Invalid
from documents.cases import operations
from documents.cases.document import Case
from documents.directory.operations.center import update_setting
from documents.invariants import case_problems
from documents.kernel.ids import global_id
from documents.submissions.operations import answering, ending, intake, pausing, reopening, terms
from tests.support.asking import ask
from tests.support.cases import in_review, refused, registered, routed
from tests.support.town import Town

WHY = "Указан в карточке ПОС"
TOLD = """query($id: ID!) { case(id: $id) { dueAt isOverdue
  deadline { dueAt ownDueAt externalDueAt steps { at rule note } } clocks { kind dueAt } decisions { kind } } }"""


async def mode(town: Town, value: str) -> None:
    await town.do("admin", update_setting, name="externalTerm", value=value)


async def with_term(town: Town, case: Case, until: datetime | None) -> Case:
    after: Case = await town.do(
        "pos", operations.set_external_term, case.id, external_due_at=until, reason=WHY
    )
    return after


@pytest.mark.parametrize(
    ("value", "days", "counts"),
    [
        ("OURS", 5, False),
        ("EARLIER", 5, True),
        ("EARLIER", 60, False),
        ("OUTSIDE", 5, True),
        ("OUTSIDE", 60, True),
    ],
)
async def test_a_setting_says_which_term_counts(town: Town, value: str, days: int, counts: bool) -> None:
    await mode(town, value)
    case = await registered(town)
    until = town.now + timedelta(days=days)
    after = await with_term(town, case, until)
    assert after.due_at == (until if counts else case.due_at)
    assert (after.own_due_at, after.external_due_at) == (case.due_at, until)
    assert after.overdue_at == after.due_at
    assert after.sort_due.startswith(after.due_at.isoformat()[:10])
    assert (after.control_due_on != case.control_due_on) is counts
    (answer,) = [one for one in after.clocks if one.kind == "ANSWER"]
    assert answer.due_at == after.due_at
    assert after.due_soon_at < after.due_at
    told = [one.note for one in after.due_steps if one.rule == "EXTERNAL"]
    assert told == [f"Срок внешней системы: {'действует он' if counts else 'действует срок центра'}"]
    assert list(case_problems(after.to_row())) == []


async def test_a_term_that_is_withdrawn_leaves_ours_as_it_was(town: Town) -> None:
    await mode(town, "OUTSIDE")
    case = await registered(town)
    await with_term(town, case, town.now + timedelta(days=5))
    after = await with_term(town, case, None)
    names = ("due_at", "own_due_at", "control_due_on", "soon_at", "due_soon_at", "due_steps")
    assert [getattr(after, name) for name in names] == [getattr(case, name) for name in names]
    assert [one.kind for one in after.decisions] == ["EXTERNAL_TERM_SET", "EXTERNAL_TERM_SET"]


async def test_a_term_is_given_at_registration(town: Town) -> None:
    await mode(town, "EARLIER")
    until = town.now + timedelta(days=3)
    case = await registered(town, external_due_at=until)
    assert (case.due_at, case.external_due_at) == (until, until)
    answer = (await ask(town, "pos", TOLD, id=global_id("Message", case.id)))["case"]
    assert answer["dueAt"] == answer["deadline"]["externalDueAt"] == answer["deadline"]["dueAt"]
    assert answer["deadline"]["ownDueAt"] > answer["dueAt"]
    with pytest.raises(Invalid) as caught:
        await registered(town, external_due_at=town.now - timedelta(days=1))
    problem = caught.value
    assert (problem.facts["rule"], problem.path) == ("before_receipt", ("externalDueAt",))


async def test_another_topic_moves_our_term_and_keeps_the_other_one(town: Town) -> None:
    await mode(town, "OUTSIDE")
    until = town.now + timedelta(days=20)
    case = await registered(town, external_due_at=until)
    after: Case = await town.do("pos", intake.formalize_submission, case.id, topic_id="ice", summary="Наледь")
    assert after.due_at == until
    assert case.own_due_at is not None
    assert after.own_due_at == case.own_due_at - timedelta(days=20)
    assert [one.rule for one in after.due_steps].count("EXTERNAL") == 1


async def test_an_extension_prolongs_our_term(town: Town) -> None:
    await mode(town, "EARLIER")
    case = await routed(town, external_due_at=town.now + timedelta(days=60))
    after: Case = await town.do(
        "pos", terms.extend_deadline, case.id, days=10, reason="Ждём поставку", text="Срок продлён."
    )
    assert after.due_at == case.due_at + timedelta(days=10)
    assert after.own_due_at == after.due_at


async def test_what_was_promised_to_the_applicant_counts_alone(town: Town) -> None:
    await mode(town, "OUTSIDE")
    case = await in_review(town)
    await with_term(town, case, town.now + timedelta(days=2))
    until = town.now + timedelta(days=40)
    after: Case = await town.do(
        "pos", pausing.postpone_submission, case.id, until=until, reason="Ждём асфальт", text="Ремонт в июле."
    )
    assert (after.due_at, after.postponed_until, after.overdue_at) == (until, until, until)
    again = await with_term(town, case, town.now + timedelta(days=9))
    assert again.due_at == until


async def test_what_is_opened_again_has_our_term_alone(town: Town) -> None:
    await mode(town, "OUTSIDE")
    case = await in_review(town)
    await with_term(town, case, town.now + timedelta(days=2))
    await town.do("recipient.head", answering.approve_response, case.id)
    sent: Case = await town.do("assignee", answering.send_response, case.id)
    assert sent.due_at == sent.external_due_at
    after: Case = await town.do("pos", reopening.reopen_submission, case.id, reason="Яма снова")
    assert (after.external_due_at, after.own_due_at) == (None, None)
    assert after.due_at > sent.due_at


async def test_refuses_a_term_before_the_receipt_or_of_what_has_ended(town: Town) -> None:
    case = await registered(town, topic_id="holes")
    given: dict[str, Any] = {"external_due_at": case.received_at, "reason": WHY}
    problem = await refused(town, Invalid, "pos", operations.set_external_term, case, **given)
    assert (problem.facts["rule"], problem.path) == ("before_receipt", ("externalDueAt",))
    later = {"external_due_at": town.now + timedelta(days=5)}
    for reason, rule in (("", "required"), ("ы" * 4_001, "too_long")):
        wrong = await refused(
            town, Invalid, "pos", operations.set_external_term, case, **later, reason=reason
        )
        assert wrong.facts["rule"] == rule
    await refused(town, Forbidden, "info", operations.set_external_term, case, **later, reason=WHY)
    await town.do("pos", ending.withdraw_submission, case.id, reason="Отозвано")
    ended = await refused(town, Invalid, "pos", operations.set_external_term, case, **later, reason=WHY)
    assert ended.facts["rule"] == "already_finished"

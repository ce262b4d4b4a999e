"""Checks of answers: under review and when they were sent, once by each checker, never by whose work it is."""

from typing import Any

import pytest

from auth.errors import Forbidden, FourEyes, Invalid, LimitReached
from documents.cases import operations
from documents.cases.document import Case
from documents.cases.quality import MOST_CHECKS, QualityCheck
from documents.submissions.operations import answering
from tests.support.cases import in_review, put_case, refused, routed
from tests.support.town import Town

PASSED: dict[str, Any] = {
    "criteria": [{"criterion": "ON_SUBSTANCE", "is_met": True}, {"criterion": "POLITE", "is_met": True}],
    "verdict": "PASSED",
}
REMARKS: dict[str, Any] = {
    "criteria": [{"criterion": "TERM_NAMED", "is_met": False}],
    "verdict": "REMARKS",
    "comment": "Не сказано, когда. Звоните +7 900 000-12-34",
}


async def test_an_answer_is_checked_before_it_goes_out_and_after(town: Town) -> None:
    case = await in_review(town)
    after: Case = await town.do("lead.roads", operations.quality_check, case.id, **REMARKS)
    [check] = after.quality_checks
    assert (check.answer_no, check.is_before_sending, check.verdict, check.by_id) == (
        1,
        True,
        "REMARKS",
        "person-lead.roads",
    )
    assert check.comment_redacted is not None
    assert "900" not in check.comment_redacted
    assert (after.status, after.responses[-1].status) == ("IN_REVIEW", "IN_REVIEW")
    assert (await town.events_of(case.id))[-1]["name"] == "case.quality_checked"
    await town.do("recipient.head", answering.approve_response, case.id)
    await town.do("pos", answering.send_response, case.id)
    sent: Case = await town.do("lead.roads", operations.quality_check, case.id, **PASSED)
    assert [one.is_before_sending for one in sent.quality_checks] == [True, False]


async def test_nobody_checks_twice_nor_his_own_work_nor_what_is_not_there(town: Town) -> None:
    open_case = await routed(town)
    nothing = await refused(town, Invalid, "head", operations.quality_check, open_case, **PASSED)
    assert (nothing.facts["rule"], nothing.path) == ("nothing_to_check", ("id",))
    case = await in_review(town)
    await town.do("head", operations.quality_check, case.id, **PASSED)
    twice = await refused(town, Invalid, "head", operations.quality_check, case, **PASSED)
    assert twice.facts["rule"] == "already_checked"
    await refused(town, Forbidden, "info", operations.quality_check, case, **PASSED)
    own = await routed(town)
    await town.do("head", answering.start_work, own.id)
    await town.do("head", answering.submit_response, own.id, text="Засыпали 2 июня.")
    await refused(town, FourEyes, "head", operations.quality_check, own, **PASSED)


@pytest.mark.parametrize(
    ("facts", "rule", "path"),
    [
        ({**PASSED, "criteria": []}, "required", ("criteria",)),
        ({**PASSED, "criteria": PASSED["criteria"][:1] * 2}, "duplicate", ("criteria", "1", "criterion")),
        ({**REMARKS, "comment": None}, "required", ("comment",)),
        ({**REMARKS, "comment": " "}, "required", ("comment",)),
    ],
)
async def test_a_checklist_names_each_criterion_once_and_says_why_an_answer_does_not_pass(
    town: Town, facts: dict[str, Any], rule: str, path: tuple[str, ...]
) -> None:
    case = await in_review(town)
    problem = await refused(town, Invalid, "head", operations.quality_check, case, **facts)
    assert (problem.facts["rule"], problem.path) == (rule, path)


async def test_a_case_keeps_so_many_checks_and_no_more(town: Town) -> None:
    case = await in_review(town)
    check = QualityCheck(
        answer_no=1, is_before_sending=False, criteria=[], verdict="PASSED", at=town.now, by_id="person-pos"
    )
    rows = [check.model_dump() for _ in range(MOST_CHECKS)]
    await town.store.collection("cases").update_one({"_id": case.id}, {"$set": {"quality_checks": rows}})
    problem = await refused(town, LimitReached, "head", operations.quality_check, case, **PASSED)
    assert problem.facts["limit"] == "qualityChecksPerCase"


async def test_an_incident_is_checked_as_well(town: Town) -> None:
    await put_case(
        town,
        "checked-incident",
        kind="INCIDENT",
        channel_id="VK",
        status="REPLIED",
        responses=[{"no": 1, "text": "Убрали", "author_id": "person-assignee", "status": "SENT"}],
    )
    after: Case = await town.do("head", operations.quality_check, "checked-incident", **PASSED)
    assert after.quality_checks[0].verdict == "PASSED"


async def test_what_is_noticed_of_an_answer_is_kept_with_it(town: Town) -> None:
    case = await routed(town)
    await town.do("assignee", answering.start_work, case.id)
    text = "Спасибо за неравнодушие. Сосед Сидоров Иван Ильич обещал помочь."
    after: Case = await town.do("assignee", answering.submit_response, case.id, text=text)
    assert after.responses[-1].signals == ["NOT_ON_QUESTION", "NO_TERM", "NO_UNIT", "OTHERS_DATA"]

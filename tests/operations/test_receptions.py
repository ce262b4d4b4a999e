"""Appeals made at a personal reception, collective ones, and notices of no answer that come late."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from auth.errors import Forbidden, Invalid, InvalidTransition, Problems
from documents.cases.document import Case
from documents.invariants import case_problems
from documents.kernel.ids import global_id
from documents.sectors.document import Channel
from documents.submissions.operations import answering, intake, receiving, terms
from tests.support.asking import ask
from tests.support.cases import refused, registered, routed
from tests.support.town import FOUNDED, Town

APPEAL: dict[str, Any] = {"kind": "APPEAL", "appeal_kind": "APPLICATION"}
CARD: dict[str, Any] = {"on": date(2026, 6, 1), "received_by_id": "person-head"}
ORAL: dict[str, Any] = {"text": "Разъяснён порядок возмещения.", "consent": True}

SHOWN = """query($id: ID!) { appeal(id: $id) {
  status reception { number on receivedBy { fullName } isAnsweredOrally } responses { kind status text }
  signatoriesCount decisions { kind dueAt isLate } } }"""


async def received(town: Town, **facts: Any) -> Case:
    desk = {"kind": "PERSONAL_RECEPTION", "desk": "OFFICE"}
    await town.load([Channel(id="RECEPTION", code="RECEPTION", title="Приём", updated_at=FOUNDED, **desk)])
    return await registered(town, "registrar", channel_id="RECEPTION", **APPEAL, **facts)


async def shown(town: Town, case: Case) -> Any:
    return (await ask(town, "pos", SHOWN, id=global_id("Appeal", case.id)))["appeal"]


async def test_an_appeal_answered_at_the_reception_needs_no_answer_in_writing(town: Town) -> None:
    case = await received(town)
    await town.do("registrar", receiving.record_reception, case.id, **CARD)
    await town.do("registrar", intake.formalize_submission, case.id, topic_id="holes", summary="Возмещение")
    after: Case = await town.do("head", receiving.answer_orally, case.id, **ORAL)
    assert (after.status, after.answered_at) == ("ANSWERED", after.updated_at)
    assert after.first_response_at == after.answered_at
    assert list(case_problems(after.to_row())) == []
    assert [(one.way, one.status) for one in after.deliveries] == [("IN_PERSON", "HANDED_OVER")]
    assert all(one.done_at is not None for one in after.clocks)
    told = await shown(town, case)
    assert told["reception"] == {
        "number": "ЛП-2026-00001",
        "on": "2026-06-01",
        "receivedBy": {"fullName": "head"},
        "isAnsweredOrally": True,
    }
    assert told["responses"] == [{"kind": "FINAL", "status": "SENT", "text": ORAL["text"]}]
    closed: Case = await town.do("pos", answering.close_submission, case.id, outcome="EXPLAINED")
    assert closed.status == "CLOSED"


async def test_a_card_that_is_corrected_keeps_its_number(town: Town) -> None:
    case = await received(town)
    first: Case = await town.do("registrar", receiving.record_reception, case.id, **CARD)
    other = {**CARD, "received_by_id": "person-curator"}
    after: Case = await town.do("registrar", receiving.record_reception, case.id, **other)
    assert first.reception is not None
    assert after.reception is not None
    assert (after.reception.number, after.reception.received_by_id) == (
        first.reception.number,
        "person-curator",
    )
    assert after.status == "NEW"


@pytest.mark.parametrize(
    ("given", "rule", "path"),
    [
        ({"received_by_id": None}, "required", "receivedById"),
        ({"received_by_id": "nobody"}, "unknown_person", "receivedById"),
        ({"on": date(2026, 6, 2)}, "in_the_future", "on"),
    ],
)
async def test_refuses_a_card_of_nobody_or_of_tomorrow(
    town: Town, given: dict[str, Any], rule: str, path: str
) -> None:
    case = await received(town)
    problem = await refused(town, Invalid, "registrar", receiving.record_reception, case, **{**CARD, **given})
    assert (problem.facts["rule"], problem.path) == (rule, (path,))


async def test_refuses_a_card_of_an_appeal_that_came_otherwise(town: Town) -> None:
    case = await registered(town, channel_id="POST", **APPEAL)
    problem = await refused(town, Invalid, "pos", receiving.record_reception, case, **CARD)
    assert problem.facts["rule"] == "not_of_a_reception"


async def test_refuses_an_oral_answer_without_card_consent_or_topic(town: Town) -> None:
    case = await received(town)
    no_card = await refused(town, Invalid, "pos", receiving.answer_orally, case, **ORAL)
    assert no_card.facts["rule"] == "no_card"
    await town.do("registrar", receiving.record_reception, case.id, **CARD)
    bare = await refused(town, Invalid, "pos", receiving.answer_orally, case, **ORAL)
    assert bare.facts["rule"] == "not_formalized"
    await town.do("registrar", intake.formalize_submission, case.id, topic_id="holes", summary="Возмещение")
    for given, rule in (({"consent": False}, "consent_required"), ({"text": " "}, "required")):
        problem = await refused(town, Invalid, "pos", receiving.answer_orally, case, **{**ORAL, **given})
        assert problem.facts["rule"] == rule
    await refused(town, Forbidden, "registrar", receiving.answer_orally, case, **ORAL)


async def test_refuses_an_oral_answer_once_somebody_writes_one(town: Town) -> None:
    case = await routed(town, channel_id="POST", **APPEAL)
    await refused(town, InvalidTransition, "pos", receiving.answer_orally, case, **ORAL)


async def test_a_collective_appeal_says_how_many_signed_it(town: Town) -> None:
    facts: dict[str, Any] = {"applicant_kind": "COLLECTIVE", "applicant": {"full_name": "Мария Петрова"}}
    case = await registered(town, channel_id="POST", **APPEAL, **facts, signatories_count=41)
    assert (await shown(town, case))["signatoriesCount"] == 41


@pytest.mark.parametrize(
    ("kind", "count", "rule"),
    [
        ("COLLECTIVE", 1, "out_of_range"),
        ("COLLECTIVE", 100_001, "out_of_range"),
        ("CITIZEN", 41, "not_for_this_kind"),
        (None, 41, "not_for_this_kind"),
    ],
)
async def test_refuses_signatures_of_one(town: Town, kind: str | None, count: int, rule: str) -> None:
    facts: dict[str, Any] = {"applicant_kind": kind, "signatories_count": count}
    with pytest.raises(Problems) as caught:
        await registered(town, channel_id="POST", **APPEAL, **facts)
    (problem,) = caught.value.problems
    assert (problem.facts["rule"], problem.path) == (rule, ("signatoriesCount",))


@pytest.mark.parametrize(
    ("ground", "days", "is_timed", "is_late"),
    [
        ("NO_SUBSTANCE", 3, True, False),
        ("NO_SUBSTANCE", 9, True, True),
        ("OBSCENE_OR_THREATENING", 9, False, False),
    ],
)
async def test_a_notice_of_no_answer_that_comes_late_stands_as_late(
    town: Town, ground: str, days: int, is_timed: bool, is_late: bool
) -> None:
    case = await routed(town, channel_id="POST", **APPEAL)
    town.now += timedelta(days=days)
    given = {"ground": ground, "reason": "Суть не определяется", "text": "Ответа по существу не будет."}
    after: Case = await town.do("pos", terms.leave_unanswered, case.id, **given)
    assert after.decisions[-1].due_at == (datetime(2026, 6, 8, 17) if is_timed else None)
    (told,) = (await shown(town, case))["decisions"]
    assert (told["kind"], told["isLate"]) == ("LEFT_UNANSWERED", is_late)
    assert told["dueAt"] == ("2026-06-08T17:00:00Z" if is_timed else None)

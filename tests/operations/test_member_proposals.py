"""Proposals to an agenda: made by members, put on an agenda by the head who names them, decided with an answer."""

import asyncio
from typing import Any

import pytest

from auth.errors import Problem
from documents.cases.document import Case
from documents.directory.operations.center import update_setting
from documents.meetings.operations.calling import (
    cancel_meeting,
    draft_meeting,
    schedule_meeting,
    update_meeting,
)
from documents.meetings.operations.holding import declare_not_held
from documents.meetings.operations.preparing import add_meeting_material, remark_material
from documents.meetings.operations.proposing import decide_proposal, propose_item, withdraw_proposal
from tests.support.center import NOW, Center, stored
from tests.support.meetings import PLANNED, called, in_session, question, scheduled

PROPOSALS = "member_proposals"
GIVEN: dict[str, Any] = {"title": "Вывоз снега", "text": "Третья жалоба за месяц"}


async def proposed(center: Center, login: str = "lead", **facts: Any) -> str:
    return str((await center.act(login, propose_item, **{**GIVEN, **facts}))["_id"])


def named(proposal: str) -> dict[str, Any]:
    """A question that comes from a proposal."""
    return question(sources=[{"type": "MemberProposal", "id": proposal}])


async def on_agenda(center: Center, proposal: str) -> str:
    """The id of a scheduled meeting whose agenda names a proposal."""
    return await scheduled(center, agenda=[named(proposal)])


async def status(center: Center, proposal: str) -> tuple[str, str | None]:
    row = await center.row(PROPOSALS, proposal)
    return row["status"], row["meeting_id"]


@pytest.mark.parametrize(
    "login", ["coordinator", "curator", "head", "secretary", "officer", "lead", "member"]
)
async def test_every_member_proposes_and_the_proposal_is_ones_own(center: Center, login: str) -> None:
    row = await center.act(login, propose_item, **GIVEN, draft_decision="Принять меры")
    assert (row["status"], row["number"], row["person_id"]) == ("SUBMITTED", "ПР-2026-000001", login)
    assert row["access_keys"] == [f"creator:{login}", f"participant:{login}"]
    assert await center.told(row["_id"]) == ["proposal.submitted"]


@pytest.mark.parametrize("login", ["recipient", "assignee", "admin"])
async def test_who_is_no_member_proposes_nothing(center: Center, login: str) -> None:
    problem = await center.refused(login, propose_item, **GIVEN)
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "agenda.propose"})


@pytest.mark.parametrize(
    ("facts", "path", "rule"),
    [
        ({"title": " "}, ("title",), "required"),
        ({"text": " "}, ("text",), "required"),
        ({"draft_decision": "р" * 20_001}, ("draftDecision",), "too_long"),
        ({"sources": [{"type": "Topic", "id": "none"}]}, ("sourceIds", "0"), "unknown_id"),
        ({"sources": [{"type": "Message", "id": "none"}]}, ("sourceIds", "0"), "unknown_id"),
        ({"sources": [{"type": "Topic", "id": "none"}] * 2}, ("sourceIds", "1"), "duplicate"),
        ({"sources": [{"type": "Topic", "id": f"{one}"} for one in range(21)]}, ("sourceIds",), "too_many"),
    ],
)
async def test_a_proposal_says_what_and_why(
    center: Center, facts: dict[str, Any], path: tuple[str, ...], rule: str
) -> None:
    problem = await center.refused("lead", propose_item, **{**GIVEN, **facts})
    assert (problem.path, problem.facts["rule"]) == (path, rule)


async def test_it_comes_from_what_whoever_proposes_may_see(center: Center) -> None:
    case = stored(
        Case,
        "case",
        kind="MESSAGE",
        number="2026-000001",
        status="NEW",
        regime="MESSAGE",
        channel_id="POS",
        received_at=NOW,
        registered_at=NOW,
        due_at=NOW,
        policy_code="POS_STANDARD",
        creator_id="head",
    )
    await center.put(case)
    source = {"type": "Message", "id": "case"}
    row = await center.act("head", propose_item, **GIVEN, sources=[source])
    assert row["sources"] == [source]
    for hidden in (source, {"type": "Appeal", "id": "case"}):
        problem = await center.refused("member", propose_item, **GIVEN, sources=[hidden])
        assert problem.facts == {"rule": "unknown_id"}


async def test_it_stands_on_an_agenda_once_a_meeting_is_called_that_names_it(center: Center) -> None:
    proposal = await proposed(center)
    meeting = str((await center.act("head", draft_meeting, **called(agenda=[named(proposal)])))["_id"])
    # Nobody but the head and the secretary knows of a draft.
    assert await status(center, proposal) == ("SUBMITTED", None)
    await center.act("head", schedule_meeting, meeting)
    assert await status(center, proposal) == ("ON_AGENDA", meeting)
    assert await center.told(proposal) == ["proposal.submitted", "proposal.put_on_agenda"]


async def test_it_follows_the_agenda(center: Center) -> None:
    proposal = await proposed(center)
    meeting = await scheduled(center)
    await center.act("head", update_meeting, meeting, expected_revision=2, agenda=[named(proposal)])
    assert await status(center, proposal) == ("ON_AGENDA", meeting)
    await center.act("head", update_meeting, meeting, expected_revision=3, title="О снеге")
    assert await status(center, proposal) == ("ON_AGENDA", meeting)
    await center.act("head", update_meeting, meeting, expected_revision=4, agenda=[question()])
    assert await status(center, proposal) == ("SUBMITTED", None)
    assert (await center.told(proposal))[-1] == "proposal.taken_off_agenda"


async def test_of_a_meeting_that_is_cancelled_it_is_free_again(center: Center) -> None:
    proposal = await proposed(center)
    meeting = await on_agenda(center, proposal)
    other = await on_agenda(center, proposal)
    assert await status(center, proposal) == ("ON_AGENDA", meeting)
    await center.act("head", cancel_meeting, other, reason="Решено")
    # It stands on the agenda that was the first to name it.
    assert await status(center, proposal) == ("ON_AGENDA", meeting)
    await center.act("head", cancel_meeting, meeting, reason="Решено")
    assert await status(center, proposal) == ("SUBMITTED", None)


async def test_so_it_is_of_one_that_was_not_held(center: Center) -> None:
    await center.act("admin", update_setting, name="quorumMandatory", value=True)
    proposal = await proposed(center)
    meeting = await on_agenda(center, proposal)
    await center.act("curator", declare_not_held, meeting, now=PLANNED, reason="Кворума нет")
    assert await status(center, proposal) == ("SUBMITTED", None)


async def test_an_agenda_names_a_proposal_that_is_there(center: Center) -> None:
    problem = await center.refused("head", draft_meeting, **called(agenda=[named("none")]))
    assert (problem.path, problem.facts) == (("agenda", "0", "sourceIds", "0"), {"rule": "unknown_id"})


@pytest.mark.parametrize(
    ("is_accepted", "event"), [(True, "proposal.accepted"), (False, "proposal.rejected")]
)
async def test_the_head_decides_with_an_answer(center: Center, is_accepted: bool, event: str) -> None:
    proposal = await proposed(center)
    await on_agenda(center, proposal)
    row = await center.act("head", decide_proposal, proposal, is_accepted=is_accepted, answer="Решено")
    assert row["status"] == ("ACCEPTED" if is_accepted else "REJECTED")
    assert (row["answer"], row["decided_by_id"], row["decided_at"]) == ("Решено", "head", NOW)
    assert (await center.told(proposal))[-1] == event


async def test_what_stands_on_no_agenda_is_rejected_only(center: Center) -> None:
    proposal = await proposed(center)
    problem = await center.refused("head", decide_proposal, proposal, is_accepted=True, answer="Решено")
    assert (problem.path, problem.facts) == (("accept",), {"rule": "not_on_agenda"})
    row = await center.act("head", decide_proposal, proposal, is_accepted=False, answer="Не сейчас")
    assert row["status"] == "REJECTED"


async def test_an_answer_is_given_and_by_the_head_alone(center: Center) -> None:
    proposal = await proposed(center)
    await on_agenda(center, proposal)
    problem = await center.refused("head", decide_proposal, proposal, is_accepted=True, answer=" ")
    assert problem.facts == {"rule": "required"}
    for login in ("curator", "lead", "secretary"):
        refused = await center.refused(login, decide_proposal, proposal, is_accepted=True, answer="Да")
        assert refused.code == "FORBIDDEN"


async def test_whose_it_is_withdraws_it_until_it_is_decided(center: Center) -> None:
    proposal = await proposed(center)
    for login, code in (("head", "FORBIDDEN"), ("member", "NOT_FOUND"), ("admin", "FORBIDDEN")):
        assert (await center.refused(login, withdraw_proposal, proposal)).code == code
    meeting = await on_agenda(center, proposal)
    row = await center.act("lead", withdraw_proposal, proposal)
    assert row["status"] == "WITHDRAWN"
    problem = await center.refused("head", decide_proposal, proposal, is_accepted=True, answer="Да")
    assert problem.code == "INVALID_TRANSITION"
    # A decided one stays as it is, whatever becomes of the agenda.
    await center.act("head", cancel_meeting, meeting, reason="Решено")
    assert (await center.row(PROPOSALS, proposal))["status"] == "WITHDRAWN"


async def test_a_stale_decision_is_told_the_current_revision(center: Center) -> None:
    proposal = await proposed(center)
    problem = await center.refused(
        "head", decide_proposal, proposal, expected_revision=9, is_accepted=False, answer="Нет"
    )
    assert (problem.code, problem.facts) == ("STALE", {"revision": 1})


async def test_of_a_withdrawal_and_a_decision_at_once_the_second_finds_what_the_first_left(
    center: Center,
) -> None:
    proposal = await proposed(center)
    both = await asyncio.gather(
        center.act("lead", withdraw_proposal, proposal),
        center.act("head", decide_proposal, proposal, is_accepted=False, answer="Нет"),
        return_exceptions=True,
    )
    refused = [one for one in both if isinstance(one, BaseException)]
    assert len(refused) == 1
    assert isinstance(refused[0], Problem)
    assert refused[0].code == "INVALID_TRANSITION"
    assert len(await center.told(proposal)) == 2


# Remarks on materials


async def test_who_takes_part_says_something_of_materials(center: Center) -> None:
    meeting = await scheduled(center)
    await center.act("lead", add_meeting_material, meeting, order=1, note="Справка")
    await center.act("head", add_meeting_material, meeting, order=1, note="Таблица")
    row = await center.act("officer", remark_material, meeting, no=1, text="Нет данных за май")
    assert row["materials"][0]["remarks"] == [{"text": "Нет данных за май", "at": NOW, "by_id": "officer"}]
    assert row["materials"][1]["remarks"] == []
    assert (await center.told(meeting))[-1] == "meeting.material_remarked"


@pytest.mark.parametrize(
    ("facts", "path", "rule"),
    [
        ({"no": 2, "text": "Нет"}, ("no",), "unknown_material"),
        ({"no": 1, "text": " "}, ("text",), "required"),
        ({"no": 1, "text": "с" * 4_001}, ("text",), "too_long"),
    ],
)
async def test_a_remark_is_of_materials_and_says_something(
    center: Center, facts: dict[str, Any], path: tuple[str, ...], rule: str
) -> None:
    meeting = await scheduled(center)
    await center.act("lead", add_meeting_material, meeting, order=1, note="Справка")
    problem = await center.refused("officer", remark_material, meeting, **facts)
    assert (problem.path, problem.facts["rule"]) == (path, rule)


async def test_nothing_is_said_of_materials_once_it_has_begun_and_by_nobody_else(center: Center) -> None:
    meeting = await scheduled(center)
    await center.act("lead", add_meeting_material, meeting, order=1, note="Справка")
    assert (await center.refused("member", remark_material, meeting, no=1, text="Нет")).code == "NOT_FOUND"
    assert (await center.refused("admin", remark_material, meeting, no=1, text="Нет")).code == "FORBIDDEN"
    begun = await in_session(center)
    await center.act("curator", add_meeting_material, begun, now=PLANNED, order=1, note="Справка")
    problem = await center.refused("lead", remark_material, begun, now=PLANNED, no=1, text="Нет")
    assert problem.code == "INVALID_TRANSITION"


async def test_where_there_are_no_materials_there_is_nothing_to_say(center: Center) -> None:
    meeting = await scheduled(center)
    problem = await center.refused("officer", remark_material, meeting, no=1, text="Нет")
    assert (problem.path, problem.facts) == (("id",), {"rule": "unknown_material"})


async def test_remarks_have_an_end(center: Center) -> None:
    meeting = await scheduled(center)
    row = await center.act("lead", add_meeting_material, meeting, order=1, note="Справка")
    row = await center.act("lead", remark_material, meeting, no=1, text="Дополню")
    many = [{**row["materials"][0], "remarks": row["materials"][0]["remarks"] * 50}]
    await center.store.collection("meetings").update_one({"_id": meeting}, {"$set": {"materials": many}})
    problem = await center.refused("lead", remark_material, meeting, no=1, text="Ещё")
    assert problem.facts["rule"] == "too_many"

"""Protocols: drafted by the head or the secretary, edited while drafts, made ready, sent back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from documents.kernel.ids import global_id
from documents.protocols.operations import (
    draft_protocol,
    mark_protocol_ready,
    send_back_protocol,
    sign_protocol,
    submit_protocol,
    update_protocol,
)
from tests.support.center import NOW, Center, absence, items, meeting, ordered
from tests.support.protocols import drafted, ready

# Drafting


async def test_the_secretary_drafts_the_protocol_of_a_held_meeting(center: Center) -> None:
    row = await center.act("secretary", draft_protocol, meeting_id="meeting", items=items())
    assert (row["status"], row["number"], row["year"], row["date"]) == ("DRAFT", None, 2026, "2026-06-09")
    assert row["access_keys"] == ["secretary:secretary"]
    assert row["items"][0]["decisions"][0]["no"] == "1.1"
    assert row["items"][0]["decisions"][0]["assignments"][0]["organization_id"] == "school"
    assert await center.told(row["_id"]) == ["protocol.drafted"]


async def test_a_protocol_begins_with_the_agenda_where_no_items_are_given(center: Center) -> None:
    row = await center.act("head", draft_protocol, meeting_id="meeting")
    assert [item["title"] for item in row["items"]] == ["Вывоз снега"]
    assert row["items"][0]["decisions"][0]["text"] == "Принять к сведению"


async def test_an_absentee_meeting_gives_its_protocol_no_place(center: Center) -> None:
    await center.put(meeting("poll", form="ABSENTEE", place=None))
    row = await center.act("head", draft_protocol, meeting_id="poll")
    assert (row["form"], row["place"]) == ("ABSENTEE", None)


async def test_a_meeting_has_one_protocol(center: Center) -> None:
    await drafted(center)
    problem = await center.refused("head", draft_protocol, meeting_id="meeting")
    assert (problem.code, problem.facts, problem.path) == (
        "INVALID",
        {"rule": "protocol_exists"},
        ("meetingId",),
    )


async def test_two_drafts_at_once_leave_one_protocol(center: Center) -> None:
    both = (center.act(login, draft_protocol, meeting_id="meeting") for login in ("head", "secretary"))
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(isinstance(one, dict) for one in results) == [False, True]
    refused = next(one for one in results if isinstance(one, Exception))
    assert getattr(refused, "facts", None) == {"rule": "protocol_exists"}
    assert len(await center.rows("protocols")) == 1


@pytest.mark.parametrize("status", ["DRAFT", "SCHEDULED", "IN_SESSION", "CANCELLED", "NOT_HELD"])
async def test_a_meeting_that_was_not_held_has_no_protocol(center: Center, status: str) -> None:
    await center.put(meeting("later", status=status, held_on=None))
    problem = await center.refused("head", draft_protocol, meeting_id="later")
    assert problem.facts == {"rule": "meeting_not_held"}


async def test_a_member_who_is_not_the_secretary_does_not_draft(center: Center) -> None:
    problem = await center.refused("lead", draft_protocol, meeting_id="meeting")
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "protocol.draft"})


async def test_a_hidden_meeting_is_as_unknown_as_none(center: Center) -> None:
    await center.put(meeting("hidden", status="DRAFT", held_on=None))
    hidden = await center.refused("officer", draft_protocol, meeting_id="hidden")
    nothing = await center.refused("officer", draft_protocol, meeting_id="nothing")
    assert (
        (hidden.code, hidden.facts)
        == (nothing.code, nothing.facts)
        == ("INVALID", {"rule": "unknown_meeting"})
    )


async def test_who_may_never_draft_is_told_so_whatever_the_meeting(center: Center) -> None:
    for login in ("admin", "curator", "assignee"):
        problem = await center.refused(login, draft_protocol, meeting_id="nothing")
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "protocol.draft"})


async def test_an_unknown_or_retired_official_gets_no_assignment(center: Center) -> None:
    await center.store.collection("persons").update_one({"_id": "lead"}, {"$set": {"is_active": False}})
    await center.container.reference.refresh()
    wrong = items(ordered("nobody"), ordered("assignee", co_executor_ids=["lead"]))
    problems = await center.all_refused("secretary", draft_protocol, meeting_id="meeting", items=wrong)
    place = ("items", "0", "decisions", "0", "assignments")
    assert [(one.code, one.path) for one in problems] == [
        ("INVALID", (*place, "0", "responsibleId")),
        ("INACTIVE_TARGET", (*place, "1", "coExecutorIds", "0")),
    ]


async def test_a_body_that_closes_gets_no_assignment(center: Center) -> None:
    await center.store.collection("organizations").update_one(
        {"_id": "school"}, {"$set": {"state": "CLOSING"}}
    )
    await center.container.reference.refresh()
    problems = await center.all_refused("secretary", draft_protocol, meeting_id="meeting", items=items())
    place = ("items", "0", "decisions", "0", "assignments", "0", "organizationId")
    assert [(one.code, one.path) for one in problems] == [("INACTIVE_TARGET", place)]


# Editing


async def test_a_draft_is_rewritten_and_numbered_anew(center: Center) -> None:
    protocol = await drafted(center)
    twice = [*items(), *items()]
    row = await center.act(
        "secretary", update_protocol, protocol, expected_revision=1, items=twice, place=None
    )
    assert [item["decisions"][0]["no"] for item in row["items"]] == ["1.1", "2.1"]
    assert (row["place"], row["revision"], row["status"]) == (None, 2, "DRAFT")
    assert await center.told(protocol) == ["protocol.drafted", "protocol.updated"]


async def test_a_stale_edit_is_told_the_current_revision(center: Center) -> None:
    protocol = await drafted(center)
    await center.act("secretary", update_protocol, protocol, expected_revision=1, items=items())
    problem = await center.refused("head", update_protocol, protocol, expected_revision=1, items=items())
    assert (problem.code, problem.facts) == ("STALE", {"revision": 2})


async def test_two_edits_of_one_revision_leave_one(center: Center) -> None:
    protocol = await drafted(center)
    both = (
        center.act(login, update_protocol, protocol, expected_revision=1, place=login)
        for login in ("secretary", "head")
    )
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(getattr(one, "code", "DONE") for one in results) == ["DONE", "STALE"]
    assert (await center.row("protocols", protocol))["revision"] == 2


async def test_a_protocol_that_waits_for_its_signature_is_not_edited(center: Center) -> None:
    protocol = await ready(center)
    problem = await center.refused("secretary", update_protocol, protocol, place="г. Ачинск")
    assert (problem.code, problem.facts["status"]) == ("INVALID_TRANSITION", "READY_FOR_SIGNATURE")
    # The secretary is told nothing that others may do.
    assert problem.facts["allowed"] == []
    await center.put(absence(NOW - timedelta(days=1)))
    problem = await center.refused("head", update_protocol, protocol, place="г. Ачинск")
    assert problem.facts["allowed"] == ["sendBackProtocol", "signProtocol"]
    assert problem.message() == (
        "В состоянии «На подписи» действие «Изменить проект протокола» невозможно. "
        "Вам сейчас доступно: «Вернуть протокол на доработку», «Подписать протокол»."
    )


async def test_an_edit_must_change_something_and_stay_within_its_limits(center: Center) -> None:
    protocol = await drafted(center)
    assert (await center.refused("secretary", update_protocol, protocol)).facts == {
        "rule": "nothing_to_change"
    }
    long = items()
    long[0]["heard"] = "а" * 20_001
    problem = await center.refused("secretary", update_protocol, protocol, items=long)
    assert (problem.facts, problem.path) == ({"rule": "too_long", "limit": 20_000}, ("items", "0", "heard"))


async def test_a_draft_is_hidden_from_participants_until_it_is_in_review(center: Center) -> None:
    protocol = await drafted(center)
    assert (await center.refused("lead", submit_protocol, protocol)).code == "NOT_FOUND"
    await center.act("secretary", submit_protocol, protocol)
    problem = await center.refused("lead", mark_protocol_ready, protocol)
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "protocol.ready"})
    seen = await center.refused("lead", update_protocol, protocol, place="x")
    assert (seen.code, seen.facts) == ("FORBIDDEN", {"action": "protocol.draft"})
    assert (await center.refused("member", update_protocol, protocol, place="x")).code == "NOT_FOUND"


# Ready and back


async def test_gaps_keep_a_protocol_from_the_signature_one_problem_each(center: Center) -> None:
    early = ordered(due_on="2026-06-01")
    nothing = ordered(due_on=None)
    protocol = await drafted(center, items=items(early, nothing))
    await center.act("secretary", submit_protocol, protocol)
    problems = await center.all_refused("head", mark_protocol_ready, protocol)
    assert [one.facts["rule"] for one in problems] == ["due_before_protocol", "due_required"]
    assert all(one.path[-1] == "dueOn" for one in problems)


VOTED_DOWN = {"in_favour": 1, "against": 2, "abstained": 0}
IMPOSSIBLE = {"in_favour": -5, "against": 0, "abstained": 100_000}


def with_votes(votes: dict[str, int], *assignments: dict[str, Any]) -> list[dict[str, Any]]:
    written = items(*assignments)
    written[0]["decisions"][0]["votes"] = votes
    return written


@pytest.mark.parametrize(
    ("written", "rules"),
    [
        (with_votes(IMPOSSIBLE), ["out_of_range"]),
        (with_votes({"in_favour": 3, "against": 0, "abstained": 1}), ["more_votes_than_members"]),
        (with_votes(VOTED_DOWN), ["not_carried"]),
        (items(ordered(due_on="9999-12-31")), ["out_of_range"]),
        (items(ordered(recurrence="Ежемесячно")), ["exactly_one"]),
        (items(ordered(co_executor_ids=["lead", "lead"])), ["duplicate"]),
        (
            with_votes(VOTED_DOWN, ordered(due_on=None), ordered(co_executor_ids=["assignee"])),
            ["not_carried", "due_required", "one_responsible"],
        ),
    ],
)
async def test_what_cannot_be_mended_after_the_signature_keeps_it_off(
    center: Center, written: list[dict[str, Any]], rules: list[str]
) -> None:
    protocol = await drafted(center, items=written)
    await center.act("secretary", submit_protocol, protocol)
    problems = await center.all_refused("head", mark_protocol_ready, protocol)
    assert [one.facts["rule"] for one in problems] == rules
    # What was stored as ready before these were checked is not signed either.
    await center.store.collection("protocols").update_one(
        {"_id": protocol}, {"$set": {"status": "READY_FOR_SIGNATURE"}}
    )
    again = await center.all_refused("curator", sign_protocol, protocol)
    assert [(one.path, one.facts) for one in again] == [(one.path, one.facts) for one in problems]


async def test_an_order_written_in_the_middle_of_a_sentence_needs_its_assignment(center: Center) -> None:
    written = items()
    written[0]["decisions"] = [
        {"text": "Отделу ЖКХ обеспечить вывоз снега до 01.12.2026.", "assignments": []}
    ]
    protocol = await drafted(center, items=written)
    await center.act("secretary", submit_protocol, protocol)
    problem = await center.refused("head", mark_protocol_ready, protocol)
    assert problem.facts == {"rule": "assignment_required"}
    assert problem.path == ("items", "0", "decisions", "0", "assignments")


async def test_the_curator_sends_a_protocol_back_with_a_reason(center: Center) -> None:
    protocol = await ready(center)
    assert (await center.refused("curator", send_back_protocol, protocol, reason=" ")).path == ("reason",)
    row = await center.act("curator", send_back_protocol, protocol, reason="Уточнить срок")
    assert (row["status"], row["send_back_reason"]) == ("DRAFT", "Уточнить срок")
    event = (await center.rows("events", object_id=protocol, name="protocol.sent_back"))[0]
    assert "Уточнить срок" not in str(event)


async def test_the_head_sends_back_only_in_the_curators_absence(center: Center) -> None:
    protocol = await ready(center)
    problem = await center.refused("head", send_back_protocol, protocol, reason="Уточнить")
    assert problem.code == "NOT_EFFECTIVE_CURATOR"
    await center.put(absence(NOW - timedelta(days=1)))
    assert (await center.act("head", send_back_protocol, protocol, reason="Уточнить"))["status"] == "DRAFT"


async def test_the_absent_curator_does_not_send_back(center: Center) -> None:
    protocol = await ready(center)
    await center.put(absence(NOW - timedelta(days=1), NOW + timedelta(days=1)))
    problem = await center.refused("curator", send_back_protocol, protocol, reason="Уточнить")
    assert problem.code == "NOT_EFFECTIVE_CURATOR"
    assert problem.facts == {"curator": global_id("Person", "head"), "until": "2026-06-11T05:00:00Z"}

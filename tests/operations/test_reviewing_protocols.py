"""Reviewing a protocol: remarks of participants, dissenting opinions of members, and what is taken in meanwhile."""

import asyncio
from datetime import date
from typing import Any

from documents.center.document import CalendarDay
from documents.kernel.holidays import HOLIDAYS
from documents.meetings.document import Participant
from documents.protocols.integrity import is_unchanged
from documents.protocols.operations import (
    mark_protocol_ready,
    sign_protocol,
    submit_protocol,
    update_protocol,
)
from documents.protocols.operations.reviewing import comment_protocol, dissent
from tests.support.center import NOW, Center, items, meeting, ordered, stored
from tests.support.protocols import drafted


async def in_review(center: Center, meeting_id: str = "meeting", **facts: Any) -> str:
    """The id of a protocol that its participants review."""
    protocol = await drafted(center, meeting_id, **facts)
    await center.act("secretary", submit_protocol, protocol)
    return protocol


async def test_a_participant_remarks_on_a_question_and_on_the_whole(center: Center) -> None:
    protocol = await in_review(center)
    await center.act("lead", comment_protocol, protocol, text="Уточнить срок", order=1)
    row = await center.act("curator", comment_protocol, protocol, text="Согласен")
    assert [(one["no"], one["order"], one["author_id"], one["text"]) for one in row["comments"]] == [
        (1, 1, "lead", "Уточнить срок"),
        (2, None, "curator", "Согласен"),
    ]
    assert row["status"] == "IN_REVIEW"
    event = (await center.rows("events", object_id=protocol, name="protocol.commented"))[0]
    assert "Уточнить срок" not in str(event)


async def test_only_who_took_part_remarks_and_only_while_it_is_in_review(center: Center) -> None:
    protocol = await drafted(center)
    problem = await center.refused("lead", comment_protocol, protocol, text="Рано")
    assert problem.code == "NOT_FOUND"
    # The head sees the draft, which is shared with nobody yet.
    early = await center.refused("head", comment_protocol, protocol, text="Рано")
    assert (early.code, early.facts) == ("FORBIDDEN", {"action": "protocol.comment"})
    await center.act("secretary", submit_protocol, protocol)
    problem = await center.refused("secretary", comment_protocol, protocol, text="Сам себе")
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "protocol.comment"})
    assert (await center.refused("member", comment_protocol, protocol, text="Мимо")).code == "NOT_FOUND"
    await center.act("head", mark_protocol_ready, protocol)
    late = await center.refused("lead", comment_protocol, protocol, text="Поздно")
    assert (late.code, late.facts["status"]) == ("INVALID_TRANSITION", "READY_FOR_SIGNATURE")


async def test_a_remark_is_some_words_on_a_question_that_there_is(center: Center) -> None:
    protocol = await in_review(center)
    assert (await center.refused("lead", comment_protocol, protocol, text=" ")).path == ("text",)
    long = await center.refused("lead", comment_protocol, protocol, text="а" * 4_001)
    assert long.facts == {"rule": "too_long", "limit": 4_000}
    for operation in (comment_protocol, dissent):
        problem = await center.refused("lead", operation, protocol, text="Нет", order=2)
        assert (problem.facts, problem.path) == ({"rule": "unknown_question"}, ("order",))


async def test_a_protocol_takes_so_many_remarks_and_no_more(center: Center) -> None:
    protocol = await in_review(center)
    one = {"no": 1, "order": None, "text": "Да", "author_id": "lead", "at": NOW}
    await center.store.collection("protocols").update_one(
        {"_id": protocol}, {"$set": {"comments": [one] * 500}}
    )
    problem = await center.refused("lead", comment_protocol, protocol, text="Ещё")
    assert problem.facts == {"rule": "too_many", "limit": 500}


async def test_two_who_remark_at_once_are_both_heard(center: Center) -> None:
    protocol = await in_review(center)
    both = (center.act(one, comment_protocol, protocol, text=one) for one in ("lead", "head"))
    await asyncio.gather(*both)
    row = await center.row("protocols", protocol)
    assert [one["no"] for one in row["comments"]] == [1, 2]
    assert {one["text"] for one in row["comments"]} == {"lead", "head"}


async def test_remarks_are_taken_in_while_it_is_reviewed_and_no_later(center: Center) -> None:
    protocol = await in_review(center)
    written = items()
    written[0]["decisions"][0]["text"] = "Поручить школе вывезти снег до 20 июня"
    row = await center.act("secretary", update_protocol, protocol, expected_revision=2, items=written)
    assert (row["status"], row["items"][0]["decisions"][0]["text"]) == (
        "IN_REVIEW",
        "Поручить школе вывезти снег до 20 июня",
    )
    await center.act("head", mark_protocol_ready, protocol)
    problem = await center.refused("secretary", update_protocol, protocol, place="г. Ачинск")
    assert (problem.code, problem.facts["status"]) == ("INVALID_TRANSITION", "READY_FOR_SIGNATURE")


async def test_a_dissenting_opinion_is_signed_with_the_protocol(center: Center) -> None:
    protocol = await in_review(center)
    await center.act("lead", dissent, protocol, order=1, text="Срок мал")
    await center.act("lead", dissent, protocol, order=1, text="Срок слишком мал")
    row = await center.act("head", dissent, protocol, order=1, text="Дорого")
    assert [(one["person_id"], one["text"]) for one in row["dissents"]] == [
        ("lead", "Срок слишком мал"),
        ("head", "Дорого"),
    ]
    event = (await center.rows("events", object_id=protocol, name="protocol.dissented"))[0]
    assert "Срок" not in str(event)
    await center.act("head", mark_protocol_ready, protocol)
    signed = await center.act("curator", sign_protocol, protocol)
    assert is_unchanged(await center.row("protocols", protocol))
    other = {**signed["dissents"][0], "text": "Согласен"}
    assert not is_unchanged({**signed, "dissents": [other, signed["dissents"][1]]})
    assert not is_unchanged({**signed, "dissents": []})


async def test_who_has_no_vote_dissents_from_nothing(center: Center) -> None:
    called = [
        Participant(person_id="curator", full_name="curator"),
        Participant(person_id="lead", full_name="lead", kind="INVITEE"),
    ]
    await center.put(meeting("invited", participants=called))
    protocol = await in_review(center, "invited")
    problem = await center.refused("lead", dissent, protocol, order=1, text="Против")
    assert (problem.facts, problem.path) == ({"rule": "not_a_voter"}, ("id",))
    assert (await center.act("curator", dissent, protocol, order=1, text="Против"))["dissents"] != []
    # Of drafts from before it was kept who votes is not known.
    await center.store.collection("protocols").update_one({"_id": protocol}, {"$unset": {"voter_ids": 1}})
    assert len((await center.act("lead", dissent, protocol, order=1, text="Тоже"))["dissents"]) == 2


async def test_an_opinion_on_a_question_that_was_taken_out_keeps_the_signature_off(center: Center) -> None:
    protocol = await in_review(center, items=[*items(), *items()])
    await center.act("lead", dissent, protocol, order=2, text="Против")
    await center.act("secretary", update_protocol, protocol, expected_revision=3, items=items())
    problem = await center.refused("head", mark_protocol_ready, protocol)
    assert (problem.facts, problem.path) == ({"rule": "unknown_question"}, ("dissents", "0", "order"))
    # Whose it is withdraws it, from a question that is there no more as well.
    row = await center.act("lead", dissent, protocol, order=2, text=None)
    assert row["dissents"] == []
    assert (await center.act("head", mark_protocol_ready, protocol))["status"] == "READY_FOR_SIGNATURE"


async def test_nobody_withdraws_an_opinion_that_is_not_his(center: Center) -> None:
    protocol = await in_review(center)
    await center.act("lead", dissent, protocol, order=1, text="Против")
    for text in (None, " "):
        problem = await center.refused("head", dissent, protocol, order=1, text=text)
        assert (problem.facts, problem.path) == ({"rule": "required"}, ("text",))


async def test_people_are_signed_as_they_were_called(center: Center) -> None:
    protocol = await in_review(center)
    await center.act("head", mark_protocol_ready, protocol)
    row = await center.act("curator", sign_protocol, protocol)
    names = {one["person_id"]: one["full_name"] for one in row["people"]}
    assert names == {
        "curator": "curator",
        "head": "head",
        "lead": "lead",
        "secretary": "Иванов secretary",
        "assignee": "Иванов assignee",
    }
    assert not is_unchanged({**row, "people": [{**row["people"][0], "full_name": "Другой"}]})


async def test_a_due_date_in_a_year_without_a_loaded_calendar_keeps_it_from_the_curator(
    center: Center,
) -> None:
    protocol = await in_review(center, items=items(ordered(due_on="2027-01-15")))
    days = [date(2026, *day).isoformat() for day in HOLIDAYS]
    await center.put(*(stored(CalendarDay, one, kind="DAY_OFF") for one in days))
    problem = await center.refused("head", mark_protocol_ready, protocol)
    assert (problem.facts["rule"], problem.path) == (
        "beyond_calendar",
        ("items", "0", "decisions", "0", "assignments", "0", "dueOn"),
    )
    loaded = [date(2027, *day).isoformat() for day in HOLIDAYS]
    await center.put(*(stored(CalendarDay, one, kind="DAY_OFF") for one in loaded))
    assert (await center.act("head", mark_protocol_ready, protocol))["status"] == "READY_FOR_SIGNATURE"

"""How a case of several questions is split: each is answered to whom asked it, in the term of the whole."""

from datetime import timedelta
from typing import Any

import pytest

from auth.errors import Forbidden, InactiveTarget, Invalid, InvalidTransition
from documents.cases.document import Case
from documents.incidents.operations import intake as incident_intake
from documents.incidents.operations import merging as incident_merging
from documents.incidents.operations import splitting as incident_splitting
from documents.invariants import case_problems
from documents.kernel.ids import global_id
from documents.sectors.document import Topic
from documents.submissions.operations import answering, ending, intake, merging, routing, splitting
from tests.support.asking import ask
from tests.support.cases import refused, registered
from tests.support.town import Town

WHO = {"full_name": "Мария Петрова", "phone": "+79000001234", "address": "г. Боготол"}
TWO = "Яма у дома 5, и не горит фонарь."
WHY = "Два вопроса в одном сообщении"
LIGHT: dict[str, Any] = {"summary": "Не горит фонарь", "text": "Не горит фонарь у дома 5."}

LINKS = """query($id: ID!) { case(id: $id) {
  number splitFrom { caseId number } splitInto { caseId number } decisions { kind reason }
  ... on Submission { applicant { fullName } } deadline { steps { at rule } } } }"""


async def asked_twice(town: Town, **facts: Any) -> Case:
    return await registered(town, text=TWO, applicant=WHO, applicant_kind="ENTREPRENEUR", **facts)


async def split(town: Town, case: Case, *parts: dict[str, Any], by: str = "pos") -> list[Case]:
    """The case after it was split, and its new parts."""
    after: Case = await town.do(by, splitting.split_submission, case.id, parts=parts or (LIGHT,), reason=WHY)
    new = after.split_into_ids[len(case.split_into_ids) :]
    return [after, *[await town.stored(part_id) for part_id in new]]


async def posts(town: Town, *numbers: int) -> Case:
    gathered = [{"url": f"https://vk.com/wall-1_{one}", "text": f"Пост {one}"} for one in numbers]
    facts: dict[str, Any] = {
        "channel_id": "VK",
        "summary": "Люк и свет",
        "topic_id": "holes",
        "publications": gathered,
    }
    found: Case = await town.do("incident", incident_intake.register_incident, **facts)
    return found


async def test_a_question_becomes_a_message_of_its_own_with_the_term_of_the_whole(town: Town) -> None:
    case = await asked_twice(town, received_at=town.now - timedelta(days=2))
    town.now += timedelta(days=3)
    after, part = await split(town, case)
    assert (after.status, after.split_into_ids, after.text) == ("NEW", [part.id], case.text)
    assert (part.status, part.split_from_id, part.summary) == ("NEW", case.id, LIGHT["summary"])
    assert part.text == LIGHT["text"]
    assert part.number != case.number
    assert [getattr(part, name) for name in ("received_at", "registered_at", "due_at", "policy_code")] == [
        getattr(case, name) for name in ("received_at", "registered_at", "due_at", "policy_code")
    ]
    assert [(one.kind, one.started_at) for one in part.clocks] == [
        (one.kind, one.started_at) for one in case.clocks
    ]
    assert (after.decisions[-1].kind, after.decisions[-1].reason) == ("SPLIT", WHY)
    for one in (after, part):
        assert list(case_problems(one.to_row())) == []
    assert (await town.events_of(part.id))[0]["name"] == "submission.split_off"
    assert (await town.events_of(case.id))[-1]["name"] == "submission.split"


async def test_each_question_is_answered_to_whom_asked_it(town: Town) -> None:
    case = await asked_twice(town)
    _, part = await split(town, case)
    assert part.applicant_id not in (None, case.applicant_id)
    assert part.applicant is not None
    assert (part.applicant, part.applicant_kind) == (case.applicant, "ENTREPRENEUR")
    assert part.applicant_phone_mark == case.applicant_phone_mark
    await town.do("pos", intake.formalize_submission, part.id, topic_id="holes", summary="Фонарь")
    await town.do("pos", intake.accept_submission, part.id)
    await town.do(
        "pos", routing.route_submission, part.id, recipient_id="roads", assignee_id="person-assignee"
    )
    await town.do("assignee", answering.start_work, part.id)
    await town.do("assignee", answering.submit_response, part.id, text="Фонарь горит.")
    await town.do("recipient.head", answering.approve_response, part.id)
    sent: Case = await town.do("assignee", answering.send_response, part.id)
    assert sent.status == "ANSWERED"
    # The other question still waits.
    assert (await town.stored(case.id)).status == "NEW"


async def test_a_part_without_words_of_its_own_bears_the_whole_text(town: Town) -> None:
    case = await asked_twice(town, location={"street": "ул. Кирова", "house": "5"}, settlement_id="bogotol")
    _, whole, placed = await split(
        town,
        case,
        {"summary": "Яма"},
        {"summary": "Фонарь", "topic_id": "holes", "location": {"street": "ул. Садовая"}},
    )
    assert whole.text == case.text
    assert (whole.settlement_id, whole.location.house) == ("bogotol", "5")
    assert (placed.location.street, placed.location.house) == ("ул. Садовая", None)
    assert (placed.topic_id, placed.sector_id) == ("holes", "ROADS")


async def test_an_appeal_is_split_into_appeals_against_the_same_body(town: Town) -> None:
    appeal = {"kind": "APPEAL", "appeal_kind": "COMPLAINT", "channel_id": "POST"}
    case = await registered(town, **appeal)
    formal = {"topic_id": "holes", "summary": "Жалоба", "complained_of_id": "education"}
    await town.do("pos", intake.formalize_submission, case.id, **formal)
    after, part = await split(town, await town.stored(case.id))
    assert (part.kind, part.appeal_kind, part.complained_of_id) == ("APPEAL", "COMPLAINT", "education")
    assert (part.legal_due_on, part.applicant_id) == (after.legal_due_on, None)


async def test_the_parts_and_the_whole_name_each_other_to_who_sees_them(town: Town) -> None:
    case = await asked_twice(town)
    _, part = await split(town, case)
    shown = (await ask(town, "pos", LINKS, id=global_id("Message", case.id)))["case"]
    assert shown["splitInto"] == [{"caseId": global_id("Message", part.id), "number": part.number}]
    assert (shown["splitFrom"], shown["decisions"]) == (None, [{"kind": "SPLIT", "reason": WHY}])
    there = (await ask(town, "pos", LINKS, id=global_id("Message", part.id)))["case"]
    assert there["splitFrom"] == {"caseId": global_id("Message", case.id), "number": case.number}
    assert there["applicant"] == {"fullName": "М. П."}
    assert there["deadline"] == shown["deadline"]


async def test_a_part_that_one_does_not_see_is_not_named(town: Town) -> None:
    case = await registered(town, "registrar", channel_id="PHONE", text=TWO)
    await split(town, case)
    shown = (await ask(town, "registrar", LINKS, id=global_id("Message", case.id)))["case"]
    assert shown["splitInto"] == []


async def test_what_was_split_is_not_merged_again_by_any_way(town: Town) -> None:
    case = await asked_twice(town)
    whole, part = await split(town, case)
    _, grandchild = await split(town, part)
    for one, other in ((whole, part), (part, whole), (whole, grandchild), (grandchild, whole)):
        given = {"into_id": other.id, "reason": "Обратно"}
        problem = await refused(town, Invalid, "pos", merging.merge_submissions, one, **given)
        assert (problem.facts["rule"], problem.path) == ("split_apart", ("intoId",))
    # Nor by way of a third one that gathers a part.
    third = await registered(town)
    await town.do("pos", merging.merge_submissions, grandchild.id, into_id=third.id, reason="Тот же двор")
    given = {"into_id": whole.id, "reason": "Тот же двор"}
    problem = await refused(town, Invalid, "pos", merging.merge_submissions, third, **given)
    assert problem.facts["rule"] == "split_apart"
    # What was split may go on for another one altogether.
    fourth = await registered(town)
    after: Case = await town.do(
        "pos", merging.merge_submissions, fourth.id, into_id=whole.id, reason="Тот же двор"
    )
    assert after.duplicate_of_id == whole.id


@pytest.mark.parametrize(
    ("parts", "rule", "path"),
    [
        ((), "required", ("parts",)),
        ([LIGHT] * 11, "too_many", ("parts",)),
        ([{"summary": " "}], "required", ("parts", "0", "summary")),
        ([LIGHT, {"summary": "ы" * 501}], "too_long", ("parts", "1", "summary")),
        ([{**LIGHT, "text": "ы" * 20_001}], "too_long", ("parts", "0", "text")),
        ([{**LIGHT, "text": "СНИЛС 112-233-445 95"}], "forbidden_number", ("parts", "0", "text")),
        ([LIGHT, {**LIGHT, "topic_id": "no"}], "unknown_topic", ("parts", "1", "topicId")),
        ([{**LIGHT, "settlement_id": "no"}], "unknown_settlement", ("parts", "0", "settlementId")),
    ],
)
async def test_refuses_parts_that_are_none(
    town: Town, parts: list[dict[str, Any]], rule: str, path: tuple[str, ...]
) -> None:
    case = await asked_twice(town)
    given = {"parts": parts, "reason": WHY}
    problem = await refused(town, Invalid, "pos", splitting.split_submission, case, **given)
    assert (problem.facts["rule"], problem.path) == (rule, path)


async def test_refuses_to_split_where_one_may_not(town: Town) -> None:
    case = await asked_twice(town, topic_id="holes")
    await refused(town, Forbidden, "lead.roads", splitting.split_submission, case, parts=[LIGHT], reason=WHY)


async def test_refuses_a_part_about_a_topic_that_is_switched_off(town: Town) -> None:
    at = {"updated_at": town.now}
    await town.load([Topic(id="old", title="Старая", is_active=False, **at)])
    parts = [{**LIGHT, "topic_id": "old"}]
    case = await asked_twice(town)
    problem = await refused(
        town, InactiveTarget, "pos", splitting.split_submission, case, parts=parts, reason=WHY
    )
    assert problem.path == ("parts", "0", "topicId")


async def test_refuses_to_split_what_others_were_merged_into_or_what_ended(town: Town) -> None:
    given = {"parts": [LIGHT], "reason": WHY}
    case, other = await asked_twice(town), await registered(town)
    await refused(town, Forbidden, "lead.roads", splitting.split_submission, case, **given)
    await town.do("pos", merging.merge_submissions, other.id, into_id=case.id, reason="Тот же двор")
    problem = await refused(town, Invalid, "pos", splitting.split_submission, case, **given)
    assert problem.facts["rule"] == "gathers_others"
    ended = await asked_twice(town)
    await town.do("pos", ending.withdraw_submission, ended.id, reason="Отозвано")
    await refused(town, InvalidTransition, "pos", splitting.split_submission, ended, **given)


async def test_an_incident_divides_its_publications(town: Town) -> None:
    case = await posts(town, 1, 2, 3)
    town.now += timedelta(hours=2)
    parts = [{"summary": "Фонарь", "publication_urls": ["https://m.vk.com/wall-1_2?from=feed"]}]
    after: Case = await town.do(
        "incident", incident_splitting.split_incident, case.id, parts=parts, reason="Разные темы"
    )
    part = await town.stored(after.split_into_ids[0])
    assert [one.url[-1] for one in after.publications] == ["1", "3"]
    assert [one.url[-1] for one in part.publications] == ["2"]
    assert (part.status, part.kind, part.importance) == ("NEW", "INCIDENT", case.importance)
    assert (part.received_at, part.due_at) == (case.received_at, case.due_at)
    for one in (after, part):
        assert list(case_problems(one.to_row())) == []
    given = {"into_id": after.id, "reason": "Обратно"}
    problem = await refused(town, Invalid, "incident", incident_merging.merge_incidents, part, **given)
    assert problem.facts["rule"] == "split_apart"


@pytest.mark.parametrize(
    ("urls", "rule", "path"),
    [
        ([["1"], ["1"]], "duplicate", ("parts", "1", "publicationUrls", "0")),
        ([[]], "required", ("parts", "0", "publicationUrls")),
        ([["1", "7"]], "unknown_publication", ("parts", "0", "publicationUrls", "1")),
        ([["1"], ["2"]], "nothing_left", ("parts",)),
    ],
)
async def test_refuses_publications_that_cannot_be_divided_so(
    town: Town, urls: list[list[str]], rule: str, path: tuple[str, ...]
) -> None:
    case = await posts(town, 1, 2)
    named = [[f"https://vk.com/wall-1_{number}" for number in numbers] for numbers in urls]
    parts = [{"summary": "Свет", "publication_urls": one} for one in named]
    given = {"parts": parts, "reason": "Разные темы"}
    problem = await refused(town, Invalid, "incident", incident_splitting.split_incident, case, **given)
    assert (problem.facts["rule"], problem.path) == (rule, path)


def ranged(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"summary": "Вопрос", "text_range": {"start": start, "end": end}, **more}


async def test_a_part_takes_the_range_of_the_text_that_it_names_and_both_remember_it(town: Town) -> None:
    case = await asked_twice(town)
    start = TWO.index("и не горит")
    after, light, hole = await split(
        town, case, ranged(start, len(TWO)), ranged(0, 13, text="Яма во дворе дома 5")
    )
    assert (light.text, hole.text) == ("и не горит фонарь.", "Яма во дворе дома 5")
    assert [(one.case_id, one.start, one.end) for one in after.split_ranges] == [
        (light.id, start, len(TWO)),
        (hole.id, 0, 13),
    ]
    assert [(one.case_id, one.start, one.end) for one in hole.split_ranges] == [(case.id, 0, 13)]
    query = """query($id: ID!) { case(id: $id) {
      splitFrom { textRange { start end } } splitInto { textRange { start end } } } }"""
    whole = (await ask(town, "pos", query, id=global_id("Message", case.id)))["case"]
    assert whole == {
        "splitFrom": None,
        "splitInto": [
            {"textRange": {"start": start, "end": len(TWO)}},
            {"textRange": {"start": 0, "end": 13}},
        ],
    }
    part = (await ask(town, "pos", query, id=global_id("Message", hole.id)))["case"]
    assert part == {"splitFrom": {"textRange": {"start": 0, "end": 13}}, "splitInto": []}
    assert (await split(town, after))[1].split_ranges == []


@pytest.mark.parametrize(
    ("parts", "rule", "path"),
    [
        ((ranged(5, 5),), "empty_range", ("parts", "0", "textRange")),
        ((ranged(9, 4),), "empty_range", ("parts", "0", "textRange")),
        ((ranged(3, 4),), "empty_range", ("parts", "0", "textRange")),
        ((ranged(-1, 4),), "out_of_range", ("parts", "0", "textRange", "start")),
        ((ranged(0, 99),), "out_of_range", ("parts", "0", "textRange", "end")),
        ((ranged(0, 10), ranged(9, 13)), "shared_text", ("parts", "1", "textRange")),
        ((ranged(9, 13), LIGHT, ranged(0, 10)), "shared_text", ("parts", "0", "textRange")),
        ((ranged(0, 13), ranged(4, 6)), "shared_text", ("parts", "1", "textRange")),
        ((ranged(20, 25),), "shared_text", ("parts", "0", "textRange")),
    ],
)
async def test_a_range_of_nothing_or_of_what_another_part_takes_is_refused(
    town: Town, parts: Any, rule: str, path: tuple[str, ...]
) -> None:
    case, *_ = await split(town, await asked_twice(town), ranged(18, 22))
    problem = await refused(town, Invalid, "pos", splitting.split_submission, case, parts=parts, reason=WHY)
    assert (problem.facts["rule"], problem.path) == (rule, path)


async def test_a_range_is_given_and_told_by_the_door(town: Town) -> None:
    case = await asked_twice(town)
    document = """mutation($id: ID!, $r: TextRangeInput!) { splitSubmission(input: {id: $id, reason: "Два вопроса",
      parts: [{summary: "Яма", textRange: $r}]}) {
        submission { splitInto { textRange { start end } } } errors { code path } } }"""
    answers = [
        (await ask(town, "pos", document, id=global_id("Message", case.id), r={"start": 0, "end": end}))[
            "splitSubmission"
        ]
        for end in (13, 9)
    ]
    assert answers[0] == {"submission": {"splitInto": [{"textRange": {"start": 0, "end": 13}}]}, "errors": []}
    assert answers[1]["errors"] == [{"code": "INVALID", "path": ["parts", "0", "textRange"]}]


async def test_a_range_may_begin_where_another_ends(town: Town) -> None:
    after, *new = await split(town, await asked_twice(town), ranged(0, 13), ranged(13, 20))
    assert [len(one.split_ranges) for one in (after, *new)] == [2, 1, 1]

"""Intake: each record of another system is one case; what comes again is taken, or is a conflict for people."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from auth.errors import Timeout
from documents.accounts.operations.registering import update_client
from documents.cases.operations import set_external_term
from documents.intake.codes import told_to_pos
from documents.intake.document import IntakeRecord
from documents.intake.ids import record_id_of
from documents.intake.layouts import INCIDENTS, POS
from documents.intake.pipelines import batches_of
from documents.intake.records import GivenRecord, RecordLayout
from documents.intake.taking import Intake, IntakeResult
from documents.kernel.write.unit import Unit
from documents.privacy.sealing import opened_values
from documents.submissions.operations.intake import (
    accept_submission,
    formalize_submission,
    register_submission,
    reject_submission,
)
from tests.support.keys import VAULT
from tests.support.town import NOW, Town

MESSAGE: dict[str, Any] = {
    "id": "ПОС-1",
    "text": "Яма у дома. Мой СНИЛС 112-233-445 95.",
    "created_at": "2026-05-30T02:00:00Z",
    "answer_at": "2026-06-20T02:00:00Z",
    "fact": "ЯМЫ",
    "settlement": "г. Боготол",
    "address": "у школы",
    "surname": "Котова",
    "name": "Марина",
    "phone": "8 913 123-45-67",
    "email": "не почта",
}
INCIDENT: dict[str, Any] = {
    "id": "ИМ-1",
    "text": "Во дворе темно",
    "created_at": "30.05.2026 09:00",
    "topic": "Освещение",
    "url": "https://vk.com/wall-1_2",
    "kind": "Решаемый",
    "department": "Неизвестный отдел",
}


async def take(
    town: Town,
    *cells: dict[str, Any],
    login: str | None = "pos",
    layout: RecordLayout = POS,
    beside: dict[str, Any] | None = None,
    **given: Any,
) -> list[IntakeResult]:
    container = town.container
    who = await town.who(login) if login else None
    intake = Intake(container.runner, container.store, container.reference, VAULT, layout, who, **given)
    records = [GivenRecord(number, one, beside or {}) for number, one in enumerate(cells, 1)]
    return await intake.take(records, NOW)


def told(results: list[IntakeResult]) -> list[str]:
    return [one.outcome.value for one in results]


def wrong(result: IntakeResult) -> list[tuple[str, Any]]:
    return [(one.column, one.problem.facts.get("rule", one.problem.code)) for one in result.problems]


async def stored(town: Town, external_id: str) -> dict[str, Any]:
    row = await town.store.collection("cases").find_one({"external_id": external_id})
    assert row is not None
    return row


async def test_a_record_of_pos_becomes_a_message_once(town: Town) -> None:
    (first,) = await take(town, MESSAGE, beside={"Особое": "да", "Запись": "СНИЛС 112-233-445 95"})
    assert (first.outcome, wrong(first)) == ("CREATED", [("email", "malformed_email")])
    case = await stored(town, "ПОС-1")
    assert (case["number"], case["status"]) == (first.case_number, "NEW")
    assert case["text"] == "Яма у дома. Мой СНИЛС [СНИЛС]."
    assert (case["topic_id"], case["sector_id"], case["settlement_id"]) == ("holes", "ROADS", "bogotol")
    assert (case["received_at"], case["external_due_at"]) == (
        datetime(2026, 5, 30, 2),
        datetime(2026, 6, 20, 2),
    )
    assert case["location"]["description"] == "у школы"
    assert case["applicant"]["full_name"] == "К. М."
    events = await town.event_count()
    (again,) = await take(town, MESSAGE, beside={"Особое": "да", "Запись": "СНИЛС 112-233-445 95"})
    assert (again.outcome, again.case_number) == ("UNCHANGED", first.case_number)
    assert await town.event_count() == events


async def test_what_nobody_knows_is_kept_sealed_without_forbidden_numbers(town: Town) -> None:
    await take(town, MESSAGE, beside={"Особое": "да", "Запись": "СНИЛС 112-233-445 95"})
    row = await town.store.collection("intake_records").find_one({"_id": record_id_of("POS", "ПОС-1")})
    assert row is not None
    assert "Особое" not in row["beside"]
    opened = opened_values(VAULT, IntakeRecord, row["_id"], {"beside": row["beside"]})["beside"]
    assert opened is not None
    assert '"Особое": "да"' in opened
    assert "не почта" in opened
    assert "445" not in opened


async def test_a_record_that_comes_again_changes_what_nobody_has_changed(town: Town) -> None:
    await take(town, MESSAGE)
    later = {**MESSAGE, "answer_at": "2026-06-25T02:00:00Z", "fact": "Наледь", "address": "у почты"}
    (result,) = await take(town, later)
    case = await stored(town, "ПОС-1")
    assert result.outcome == "UPDATED"
    assert (case["external_due_at"], case["topic_id"]) == (datetime(2026, 6, 25, 2), "ice")
    assert case["location"]["description"] == "у почты"
    assert [one["name"] for one in await town.events_of(case["_id"])] == [
        "submission.registered",
        "case.source_told",
    ]
    assert told(await take(town, later)) == ["UNCHANGED"]


async def test_what_people_decided_is_a_conflict_and_stays(town: Town) -> None:
    await take(town, MESSAGE)
    case_id = (await stored(town, "ПОС-1"))["_id"]
    await town.do(
        "pos", formalize_submission, case_id, topic_id="doctors", summary="О враче", outside_sectors=True
    )
    await town.do("pos", set_external_term, case_id, external_due_at=None, reason="Снят")
    later = {**MESSAGE, "fact": "Наледь", "text": "Другие слова", "answer_at": "2026-06-25T02:00:00Z"}
    foreseen = await take(town, later, is_dry=True)
    (result,) = await take(town, later)
    assert (told(foreseen), foreseen[0].conflicts) == (["CONFLICT"], ("text", "topic_id"))
    assert (result.outcome, result.conflicts) == ("CONFLICT", ("text", "topic_id"))
    case = await stored(town, "ПОС-1")
    assert (case["topic_id"], case["external_due_at"]) == ("doctors", datetime(2026, 6, 25, 2))
    assert "Яма" in case["text"]
    events = await town.event_count()
    assert told(await take(town, later)) == ["CONFLICT"]
    assert await town.event_count() == events


async def test_a_case_that_was_typed_by_hand_is_recognized(town: Town) -> None:
    at = datetime(2026, 5, 30, 2)
    facts: dict[str, Any] = {
        "kind": "MESSAGE",
        "channel_id": "POS",
        "text": "Яма",
        "external_system": "POS",
        "received_at": at,
    }
    case = await town.do("pos", register_submission, external_id="ПОС-1", **facts)
    (result,) = await take(town, {**MESSAGE, "text": "Яма"})
    assert (result.outcome, result.case_number) == ("UPDATED", case.number)
    assert (await stored(town, "ПОС-1"))["topic_id"] == "holes"


async def test_a_dry_run_says_the_same_and_writes_nothing(town: Town) -> None:
    rows = [MESSAGE, {**MESSAGE, "id": "ПОС-2", "text": ""}, {**MESSAGE, "id": "ПОС-3", "fact": "Нет такой"}]
    events = await town.event_count()
    foreseen = await take(town, *rows, is_dry=True)
    assert await town.event_count() == events
    real = await take(town, *rows)
    assert told(foreseen) == told(real) == ["CREATED", "REJECTED", "CREATED"]
    assert [wrong(one) for one in foreseen] == [wrong(one) for one in real]
    assert ("fact", "unknown_topic") in wrong(real[2])


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"id": ""}, ("id", "required")),
        ({"id": "9" * 201}, ("id", "too_long")),
        ({"text": None}, ("text", "required")),
        ({"text": "я" * 20_001}, ("text", "too_long")),
        ({"created_at": "вчера"}, ("created_at", "malformed_moment")),
        ({"created_at": "2030-01-01"}, ("created_at", "in_the_future")),
        ({"created_at": "01.01.1999"}, ("created_at", "too_old")),
    ],
)
async def test_a_record_that_cannot_be_registered_is_refused_with_its_column(
    town: Town, changed: dict[str, Any], problem: tuple[str, str]
) -> None:
    events = await town.event_count()
    (result,) = await take(town, {**MESSAGE, **changed})
    assert result.outcome == "REJECTED"
    assert problem in wrong(result)
    assert await town.event_count() == events


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"answer_at": "2026-05-01"}, ("answer_at", "before_receipt")),
        ({"answer_at": "скоро"}, ("answer_at", "malformed_moment")),
        ({"phone": "нет"}, ("phone", "malformed_phone")),
        ({"latitude": "север"}, ("latitude", "out_of_range")),
        ({"settlement": "Китеж"}, ("settlement", "unknown_settlement")),
        ({"house": "я" * 51}, ("house", "too_long")),
    ],
)
async def test_what_can_be_left_out_is_noted_and_the_record_is_taken(
    town: Town, changed: dict[str, Any], problem: tuple[str, str]
) -> None:
    (result,) = await take(town, {**MESSAGE, **changed})
    assert result.outcome == "CREATED"
    assert problem in wrong(result)


async def test_two_of_one_number_in_a_file_are_one_only_if_they_are_alike(town: Town) -> None:
    results = await take(town, MESSAGE, MESSAGE, {**MESSAGE, "text": "Иначе"})
    assert told(results) == ["CREATED", "UNCHANGED", "REJECTED"]
    assert ("id", "duplicate") in wrong(results[2])


async def test_an_incident_is_taken_with_its_publication_and_unknown_names_are_kept(town: Town) -> None:
    (result,) = await take(town, INCIDENT, login="incident", layout=INCIDENTS)
    assert result.outcome == "CREATED"
    assert wrong(result) == [("topic", "unknown_topic"), ("department", "unknown_organization")]
    case = await stored(town, "ИМ-1")
    assert (case["kind"], case["channel_id"], case["summary"]) == ("INCIDENT", "VK", "Освещение")
    assert case["is_actionable"] is True
    assert case["received_at"] == datetime(2026, 5, 30, 2)
    assert [one["url"] for one in case["publications"]] == ["https://vk.com/wall-1_2"]
    row = await town.store.collection("intake_records").find_one({"external_id": "ИМ-1"})
    assert row is not None
    assert [(one["kind"], one["name"]) for one in row["unmatched"]] == [
        ("TOPIC", "Освещение"),
        ("DEPARTMENT", "Неизвестный отдел"),
    ]


async def test_an_incident_without_a_link_is_known_by_its_number(town: Town) -> None:
    cells = {name: cell for name, cell in INCIDENT.items() if name != "url"}
    assert told(await take(town, cells, login=None, layout=INCIDENTS)) == ["CREATED"]
    case = await stored(town, "ИМ-1")
    assert case["publications"][0]["url"].startswith("urn:incident-management:")
    assert case["creator_id"] == "command-line"


@pytest.mark.parametrize("login", ["incident", "registrar", "lead.roads", "curator"])
async def test_each_row_needs_the_rights_to_import_and_to_register(town: Town, login: str) -> None:
    events = await town.event_count()
    (result,) = await take(town, MESSAGE, login=login)
    assert (result.outcome, wrong(result)[-1]) == ("REJECTED", ("", "FORBIDDEN"))
    assert await town.event_count() == events


async def test_who_may_not_change_a_case_learns_nothing_of_it(town: Town) -> None:
    facts: dict[str, Any] = {"kind": "MESSAGE", "channel_id": "VK", "text": "Яма", "external_system": "POS"}
    await town.do("incident", register_submission, external_id="ПОС-1", **facts)
    for is_dry in (True, False):
        (result,) = await take(town, MESSAGE, is_dry=is_dry)
        assert (result.outcome, result.case_id, result.case_number) == ("REJECTED", None, None)
        assert wrong(result)[-1] == ("id", "DUPLICATE_EXTERNAL_ID")


async def test_a_client_sends_records_of_its_own_system(town: Town) -> None:
    assert told(await take(town, MESSAGE)) == ["CREATED"]
    assert told(await take(town, MESSAGE, login="partner")) == ["CREATED"]
    cases = await town.store.collection("cases").find({"external_id": "ПОС-1"}).to_list(length=None)
    assert sorted((one["external_system"], one["system_id"]) for one in cases) == [
        ("PARTNER", "PARTNER"),
        ("POS", None),
    ]


async def test_one_refused_record_takes_no_other_with_it(town: Town) -> None:
    rows = [{**MESSAGE, "id": f"ПОС-{number}"} for number in range(3)]
    facts: dict[str, Any] = {"kind": "MESSAGE", "channel_id": "VK", "text": "Яма", "external_system": "POS"}
    await town.do("incident", register_submission, external_id="ПОС-1", **facts)
    assert told(await take(town, *rows)) == ["CREATED", "REJECTED", "CREATED"]


async def test_what_stops_in_the_middle_goes_on_where_it_stopped(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{**MESSAGE, "id": f"ПОС-{number}"} for number in range(6)]
    assert told(await take(town, *rows[:2])) == ["CREATED"] * 2

    async def stopped(_unit: Unit) -> None:
        raise Timeout

    with monkeypatch.context() as patched:
        patched.setattr(Unit, "flush", stopped)
        with pytest.raises(Timeout):
            await take(town, *rows[2:4])
    assert told(await take(town, *rows)) == ["UNCHANGED"] * 2 + ["CREATED"] * 4
    for name in ("cases", "intake_records"):
        numbers = await town.store.collection(name).distinct("external_id")
        assert sorted(numbers) == [one["id"] for one in rows]
        assert await town.store.collection(name).count_documents({}) == len(rows)


async def test_pos_is_told_of_its_messages_by_its_own_codes(town: Town) -> None:
    await take(town, *({**MESSAGE, "id": f"ПОС-{number}"} for number in range(3)))
    rejected, accepted, merged = [(await stored(town, f"ПОС-{number}"))["_id"] for number in range(3)]
    await town.do("pos", reject_submission, rejected, reason="TEST", comment="Проверка связи")
    await town.do("pos", formalize_submission, accepted, topic_id="holes", summary="Яма")
    await town.do("pos", accept_submission, accepted)
    await town.store.collection("cases").update_one({"_id": merged}, {"$set": {"status": "MERGED"}})
    rows = [row async for batch in batches_of(town.store, "POS", None) for row in batch]
    assert [told and (told["posId"], told["status"], told["answer"]) for told in map(told_to_pos, rows)] == [
        ("ПОС-0", "MODERATION_DECLINE", "Проверка связи"),
        ("ПОС-1", "MODERATION_ACCEPT", None),
        None,
    ]
    assert [batch async for batch in batches_of(town.store, "POS", NOW + timedelta(days=1))] == [[]]


async def test_a_client_that_is_narrowed_sends_nothing_of_elsewhere_and_is_told_nothing_of_what_went_there(
    town: Town,
) -> None:
    fields = {"sectors": ["EDUCATION"], "organizations": ["education"]}
    await town.do("admin", update_client, "account-partner", fields=fields)
    rows = [
        MESSAGE,
        {**MESSAGE, "id": "ПОС-2", "fact": None},
        {**MESSAGE, "id": "ПОС-3", "fact": "Питание в школе"},
    ]
    for is_dry in (True, False):
        results = await take(town, *rows, login="partner", is_dry=is_dry)
        assert told(results) == ["REJECTED", "CREATED", "CREATED"]
        assert wrong(results[0])[-1] == ("", "FORBIDDEN")
    assert told(await take(town, *rows[1:], login="partner")) == ["UNCHANGED"] * 2
    # Once people have sent one elsewhere, it is told like one that nobody sees.
    cases = town.store.collection("cases")
    for elsewhere in ({"sector_id": "ROADS"}, {"sector_id": None, "recipient_id": "roads"}):
        await cases.update_one({"external_id": "ПОС-2"}, {"$set": elsewhere})
        for is_dry in (True, False):
            (result,) = await take(town, rows[1], login="partner", is_dry=is_dry)
            assert (result.outcome, result.case_id, result.case_number) == ("REJECTED", None, None)
            assert wrong(result)[-1] == ("id", "DUPLICATE_EXTERNAL_ID")

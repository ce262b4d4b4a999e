"""Exports: what the list shows is what the file holds; asked for, made, looked at and refused."""

import codecs
import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type, is_leaf_type, parse, validate

from api.spreadsheets import sheet_of
from documents.exports.keeping import KEPT_FOR, MOST_EXPORTS
from documents.exports.vocabulary import ExportList
from documents.kernel.names import camel
from documents.members.document import Membership
from schema.exports.asking import listed
from schema.exports.columns import COLUMNS
from tests.support.asking import CORE, ask
from tests.support.cases import put_case, registered, routed
from tests.support.exports import (
    SHOWN,
    asked_for,
    content_of_export,
    create,
    exporting,
    made,
    problems,
    row_of,
)
from tests.support.runs import Bench
from tests.support.town import Town

EXPORT = f"query($id: ID!) {{ export(id: $id) {{ {SHOWN} }} exports {{ id }} }}"
KEY = "key-of-an-export-0001"
NOT_EXPORTED = {
    "notifications": "a row of one's own, which is told and not kept",
    "roleHistory": "of one person, who has to be named",
    "intakeConflicts": "as unmatchedReferences",
    "webhooks": "settings of a program, which are looked after where they stand",
    "unmatchedReferences": "what waits to be settled where it stands, and is gone then",
}
"""Lists that are no exports, with the reason."""

FORMULA = '=HYPERLINK("http://evil.example","Нажмите")'


@pytest.fixture
async def bench(town: Town) -> Bench:
    for name in ("exports", "exports.files", "exports.chunks", "cases", "leases", "failed_items"):
        await town.store.collection(name).delete_many({})
    return exporting(town)


async def look(town: Town, login: str, export_id: str) -> Any:
    return (await ask(town, login, EXPORT, id=export_id))["export"]


def test_every_list_can_be_exported_but_those_that_say_why_not() -> None:
    assert CORE.query_type is not None
    fields = CORE.query_type.fields
    lists = {name for name, one in fields.items() if get_named_type(one.type).name.endswith("Connection")}
    assert {camel(one.value.lower()) for one in ExportList} == lists - NOT_EXPORTED.keys()
    assert COLUMNS.keys() == set(ExportList)


@pytest.mark.parametrize("name", ExportList)
def test_every_column_is_a_leaf_of_its_list_and_all_of_them_can_be_asked_at_once(name: ExportList) -> None:
    shown = listed(CORE, name)
    paths = [*COLUMNS[name].heads]
    assert all(is_leaf_type(shown.column(one).leaf) for one in paths)
    assert validate(CORE, parse(shown.document(paths, counts=True))) == []
    heads = list(COLUMNS[name].heads.values())
    assert len(heads) == len(set(heads))


async def test_a_file_holds_what_the_list_shows_to_who_asks(bench: Bench) -> None:
    town = bench.town
    person = {"fullName": "Мария Петрова", "phone": "+7 391 234-56-78"}
    secret = {"full_name": person["fullName"], "phone": person["phone"]}
    await registered(town, text="Звоните Марии Петровой, 8 391 234-56-78", applicant=secret)
    await routed(town)
    await put_case(town, "health", status="NEW", is_sensitive=True, text="О здоровье", summary="О лечении")
    columns = ["number", "text", "applicant.phone", "applicant.fullName", "topic.title", "dueAt"]
    selected = "id number topic { title } dueAt ... on Submission { text applicant { phone fullName } }"
    for login in (
        "pos",
        "head",
        "curator",
        "lead.roads",
        "recipient.coordinator",
        "assignee",
        "registrar",
        "partner",
    ):
        more = {"idempotencyKey": KEY} if login == "partner" else {}
        lines = (await made(bench, login, columns=columns, **more)).splitlines()
        page = await ask(town, login, f"{{ cases(first: 100) {{ nodes {{ {selected} }} }} }}")
        assert [json.loads(line) for line in lines] == page["cases"]["nodes"], login
        assert all(person["phone"] not in line.decode() for line in lines)


async def test_a_list_of_several_pages_is_written_whole_and_its_progress_is_told(bench: Bench) -> None:
    town = bench.town
    for number in range(205):
        await put_case(town, f"many-{number:03d}", status="NEW")
    export_id = await asked_for(town, "pos", filter={"status": ["NEW"]})
    waiting = await look(town, "pos", export_id)
    assert (waiting["status"], waiting["rows"], waiting["progress"], waiting["url"]) == (
        "WAITING",
        0,
        0,
        None,
    )
    await bench.run("make_exports")
    ready = await look(town, "pos", export_id)
    assert (ready["status"], ready["rows"], ready["progress"]) == ("READY", 205, 100)
    content = await content_of_export(town, export_id)
    assert len({json.loads(line)["number"] for line in content.splitlines()}) == 205
    assert ready["size"] == len(content)
    assert ready["url"].startswith(f"/exports/{export_id}?link=")


@pytest.mark.parametrize("direction", ["ASC", "DESC", None])
async def test_rows_stand_in_the_order_that_was_asked_for_and_else_in_that_of_the_list(
    bench: Bench, direction: str | None
) -> None:
    town = bench.town
    for number in (5, 1, 3, 2, 4):
        due_at = town.now + timedelta(days=number)
        await put_case(town, f"due-{number}", status="NEW", due_at=due_at)
    order = {"field": "DUE_AT", "direction": direction} if direction is not None else None
    lines = (await made(bench, "pos", orderBy=order, columns=["number"])).splitlines()
    document = "query($o: CaseOrder) { cases(first: 100, orderBy: $o) { nodes { id number } } }"
    listed_now = (await ask(town, "pos", document, o=order))["cases"]["nodes"]
    assert [json.loads(line) for line in lines] == listed_now
    numbers = [one["number"] for one in listed_now]
    if direction is not None:
        assert numbers == sorted(numbers, reverse=direction == "DESC")


async def test_a_table_is_in_russian_and_no_cell_is_a_formula(bench: Bench) -> None:
    town = bench.town
    await put_case(town, "=1+1", summary=FORMULA, status="IN_PROGRESS", recipient_id="roads", due_at=town.now)
    await put_case(town, "plain", summary="Снег; лёд\n«наст»", status="NEW", kind="APPEAL", due_at=town.now)
    columns = ["number", "kind", "status", "summary", "isRepeat", "ageHours", "dueAt", "recipient.shortName"]
    content = await made(bench, "pos", format="CSV", columns=columns)
    assert content.startswith(codecs.BOM_UTF8)
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert table[0] == [
        "Номер", "Вид", "Статус", "Суть", "Повторное", "Прошло часов", "Срок ответа", "Ответственный получатель",
    ]  # fmt: skip
    rows = {row[0]: row for row in table[1:]}
    assert rows["'=1+1"][1:] == [
        "Сообщение", "В работе", f"'{FORMULA}", "нет", "0", "01.06.2026 10:00", rows["'=1+1"][7],
    ]  # fmt: skip
    assert rows["plain"][1:4] == ["Обращение (59-ФЗ)", "Новое", "Снег; лёд\n«наст»"]

    sheet = list(
        sheet_of(await made(bench, "pos", format="XLSX", columns=columns), most_rows=9, most_columns=9)
    )
    assert sheet[0] == table[0]
    cells = {row[0]: row for row in sheet[1:]}
    assert cells["=1+1"][3] == FORMULA
    assert cells["plain"][3] == "Снег; лёд\n«наст»"


async def test_people_and_programs_without_the_lists_own_right_export_nothing(bench: Bench) -> None:
    town = bench.town
    for login, name, action in (
        ("leadership", "MESSAGES", "submission.read"),
        ("pos", "ACCOUNTS", "account.manage"),
        ("pos", "PERSONAL_DATA_ACCESS_LOG", "access_log.read"),
        ("admin", "CASES", "submission.read"),
    ):
        payload = await create(town, login, list=name)
        (problem,) = payload["errors"]
        assert (payload["export"], problem["code"], problem["facts"]) == (
            None,
            "FORBIDDEN",
            {"action": action},
        )
    keyless = await create(town, "partner")
    assert problems(keyless) == [("INVALID", ["idempotencyKey"], "required")]
    assert await town.store.collection("exports").count_documents({}) == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"columns": []}, ("INVALID", ["columns"], "too_few")),
        ({"columns": ["number", "applicantId"]}, ("INVALID", ["columns", "1"], "unknown_column")),
        ({"columns": ["number", "number"]}, ("INVALID", ["columns", "1"], "duplicate")),
        ({"filter": ["NEW"]}, ("INVALID", ["filter"], "wrong_value")),
        ({"filter": {"status": ["NONE"]}}, ("INVALID", ["filter", "status", "0"], "wrong_value")),
        ({"filter": {"nothing": 1}}, ("INVALID", ["filter"], "wrong_value")),
        (
            {"filter": {"applicantPhone": "+79990000000"}},
            ("INVALID", ["filter", "applicantPhone"], "personal_data"),
        ),
        ({"filter": {"topicIds": ["?"]}}, ("INVALID", ["filter", "topicIds"], "malformed_id")),
        ({"orderBy": {"field": "SHOE_SIZE"}}, ("INVALID", ["orderBy", "field"], "wrong_value")),
        ({"orderBy": ["DUE_AT"]}, ("INVALID", ["orderBy"], "wrong_value")),
        (
            {"list": "LEGAL_ACTS", "orderBy": {"field": "NUMBER"}},
            ("INVALID", ["orderBy", "field"], "unknown_value"),
        ),
        (
            {"list": "LEGAL_ACTS", "filter": {"search": "о"}},
            ("INVALID", ["filter", "search"], "unknown_value"),
        ),
    ],
)
async def test_what_the_list_would_refuse_is_refused_when_it_is_asked_for(
    bench: Bench, given: dict[str, Any], expected: tuple[str, list[str], str]
) -> None:
    payload = await create(bench.town, "head", **given)
    assert (payload["export"], problems(payload)) == (None, [expected])
    assert await bench.town.store.collection("exports").count_documents({}) == 0


async def test_an_export_is_its_owners_alone_and_ends_after_a_day(bench: Bench) -> None:
    town = bench.town
    export_id = await asked_for(town, "pos")
    assert await look(town, "head", export_id) is None
    assert (await ask(town, "head", EXPORT, id=export_id))["exports"] == []
    assert (await ask(town, "pos", EXPORT, id=export_id))["exports"] == [{"id": export_id}]
    await bench.run("make_exports")
    over = town.now + KEPT_FOR
    assert (await ask(town, "pos", EXPORT, id=export_id, now=over))["export"] is None
    await bench.run("remove_expired_exports", over - timedelta(minutes=1))
    assert await town.store.collection("exports.files").count_documents({}) == 1
    await bench.run("remove_expired_exports", over)
    for name in ("exports", "exports.files", "exports.chunks"):
        assert await town.store.collection(name).count_documents({}) == 0


async def test_so_many_exports_are_there_at_a_time(bench: Bench) -> None:
    for _ in range(MOST_EXPORTS):
        await asked_for(bench.town, "info", list="TOPICS")
    payload = await create(bench.town, "info", list="TOPICS")
    assert [(one["code"], one["facts"]) for one in payload["errors"]] == [
        ("LIMIT_REACHED", {"limit": "exports"})
    ]


async def test_rights_that_changed_end_an_export(bench: Bench) -> None:
    town = bench.town
    await routed(town)
    export_id = await asked_for(town, "lead.education")
    more = Membership(
        id="another-role",
        updated_at=town.now,
        person_id="person-lead.education",
        role="MEMBER",
        organization_id="administration",
        valid_from=town.now - timedelta(days=1),
    )
    await town.load([more])
    await town.container.reference.refresh()
    await bench.run("make_exports")
    ended = await look(town, "lead.education", export_id)
    assert (ended["status"], ended["failure"], ended["url"]) == ("FAILED", "RIGHTS_CHANGED", None)
    await town.store.collection("memberships").delete_one({"_id": "another-role"})
    await town.container.reference.refresh()


async def test_what_fails_is_tried_again_and_given_up_in_the_end(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = bench.town
    export_id = await asked_for(town, "pos")
    monkeypatch.setattr("documents.exports.making.WRITERS", {})
    at = town.now
    for status in ("RUNNING", "RUNNING", "FAILED"):
        await bench.run("make_exports", at)
        assert (await look(town, "pos", export_id))["status"] == status
        at += timedelta(hours=1)
    assert (await look(town, "pos", export_id))["failure"] == "INTERNAL"


async def test_an_attempt_that_was_killed_leaves_nothing_behind_the_next_one(bench: Bench) -> None:
    town = bench.town
    await routed(town)
    export_id = await asked_for(town, "pos")
    row = await row_of(town, export_id)
    left = {"status": "RUNNING", "attempt_id": "killed", "content_ids": ["killed"]}
    await town.store.collection("exports").update_one({"_id": row["_id"]}, {"$set": left})
    chunk = {"_id": "killed-0", "files_id": "killed", "n": 0, "data": b"half"}
    await town.store.collection("exports.chunks").insert_one(chunk)
    await bench.run("make_exports")
    assert len((await content_of_export(town, export_id)).splitlines()) == 1
    assert await town.store.collection("exports.chunks").count_documents({"files_id": "killed"}) == 0


async def test_the_same_call_asks_for_one_export(bench: Bench) -> None:
    given = {"list": "TOPICS", "idempotencyKey": "key-of-an-export-0002"}
    assert await asked_for(bench.town, "pos", **given) == await asked_for(bench.town, "pos", **given)
    assert await bench.town.store.collection("exports").count_documents({}) == 1


async def test_columns_are_told_with_the_usual_ones_first(town: Town) -> None:
    found = (await ask(town, "pos", "{ exportColumns(list: TOPICS) { path title isUsual } }"))[
        "exportColumns"
    ]
    assert found[0] == {"path": "title", "title": "Тема", "isUsual": True}
    assert [one["isUsual"] for one in found] == sorted((one["isUsual"] for one in found), reverse=True)
    assert isinstance(CORE.type_map["ExportColumn"], GraphQLObjectType)

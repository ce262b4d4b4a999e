"""Plain data of applicants in exports: for the head alone, with a reason, and each row in the log."""

import csv
import io
import json
from typing import Any

import pytest

from tests.support.cases import put_case, registered
from tests.support.exports import create, exporting, made, problems
from tests.support.runs import Bench
from tests.support.town import Town

PLAIN = {"full_name": "Мария Петрова", "phone": "+7 391 234-56-78"}
REASON = "Обзвон по просьбе Администрации"


@pytest.fixture
async def bench(town: Town) -> Bench:
    for name in ("exports", "cases", "leases", "failed_items"):
        await town.store.collection(name).delete_many({})
    return exporting(town)


async def lines(town: Town) -> list[dict[str, Any]]:
    rows = await town.store.collection("personal_data_accesses").find({"kind": "EXPORT"}).to_list(length=None)
    return sorted(rows, key=lambda row: str(row["case_id"]))


async def test_plain_data_are_written_for_the_head_with_a_reason_and_each_row_is_logged(bench: Bench) -> None:
    town = bench.town
    known = await registered(town, applicant=PLAIN)
    await put_case(town, "anonymous", status="NEW")
    given = {"personalData": ["PHONE", "FULL_NAME"], "reason": REASON, "columns": ["number"], "format": "CSV"}
    content = await made(bench, "head", **given)
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert table[0] == ["Номер", "Телефон", "Фамилия, имя, отчество"]
    assert sorted(table[1:]) == sorted(
        [[known.number, f"'{PLAIN['phone']}", PLAIN["full_name"]], ["anonymous", "", ""]]
    )
    told = await lines(town)
    assert {row["case_id"] for row in told} == {known.id, "anonymous"}
    for row in told:
        assert (row["person_id"], row["role"], row["reason"]) == ("person-head", "CENTER_HEAD", REASON)
        assert row["fields"] == ["PHONE", "FULL_NAME"]
        events = await town.events_of(row["_id"])
        assert [(one["name"], one["actor"]["person_id"]) for one in events] == [
            ("personal_data.exported", "person-head")
        ]
    # Begun anew, as after a kill, it logs nothing twice.
    await town.store.collection("exports").update_many({}, {"$set": {"status": "RUNNING"}})
    await bench.run("make_exports")
    assert len(await lines(town)) == len(told)
    found = await made(bench, "head", **{**given, "format": "JSONL"})
    shown = {one["number"]: one["personalData"] for one in map(json.loads, found.splitlines())}
    assert shown[known.number] == {"phone": PLAIN["phone"], "fullName": PLAIN["full_name"]}


@pytest.mark.parametrize(
    ("login", "given", "expected"),
    [
        ("head", {"reason": None}, ("INVALID", ["reason"], "required")),
        ("head", {"reason": "надо"}, ("INVALID", ["reason"], "too_short")),
        ("head", {"personalData": ["TEXT"]}, ("INVALID", ["personalData", "0"], "unknown_value")),
        ("head", {"personalData": ["PHONE", "PHONE"]}, ("INVALID", ["personalData", "1"], "duplicate")),
        ("head", {"list": "TOPICS"}, ("INVALID", ["personalData"], "unknown_value")),
        ("curator", {}, ("FORBIDDEN", ["personalData"], None)),
        ("pos", {}, ("FORBIDDEN", ["personalData"], None)),
    ],
)
async def test_plain_data_are_refused_without_the_right_or_a_reason(
    bench: Bench, login: str, given: dict[str, Any], expected: tuple[str, list[str], str | None]
) -> None:
    before = len(await lines(bench.town))
    payload = await create(bench.town, login, **{"personalData": ["PHONE"], "reason": REASON, **given})
    assert (payload["export"], problems(payload)) == (None, [expected])
    assert len(await lines(bench.town)) == before

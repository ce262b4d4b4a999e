"""`POST /intake/{system}`: a file is taken row by row under the sender's rights, or refused as a whole."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from documents.intake.moments import EPOCH
from tests.support import web
from tests.support.served_town import ServedTown
from tests.support.workbooks import Cell, workbook

YESTERDAY = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=1)
"""The town has no clock of its own."""

INCIDENTS = (
    "Номер инцидента;Дата создания;Тема;Текст инцидента;Ссылка\n"
    "{0}-1;{1};Ямы;Яма у школы;https://vk.com/wall-7_1\n"
    "{0}-2;{1};Ямы;;https://vk.com/wall-7_2\n"
    "Итого;2;;;\n"
)


@pytest.fixture(scope="module")
def town(shared_town: ServedTown) -> ServedTown:
    """A town that the tests of this module send records to, each under numbers of its own."""
    return shared_town


def send(
    town: ServedTown, login: str | None, path: str, content: bytes | str, **headers: str
) -> httpx.Response:
    token = {"Authorization": f"Bearer {town.token(login)}"} if login else {}
    body = content.encode() if isinstance(content, str) else content
    return web.post(f"{town.url}{path}", content=body, headers={**token, **headers}, timeout=60)


def outcomes(answer: httpx.Response) -> list[str]:
    return [one["outcome"] for one in answer.raise_for_status().json()["results"]]


def incidents(name: str) -> str:
    return INCIDENTS.format(name, f"{YESTERDAY:%d.%m.%Y %H:%M}")


def rows(town: ServedTown, name: str) -> int:
    return town.database["cases"].count_documents({"external_id": {"$regex": f"^{name}-"}})


def test_a_table_is_taken_row_by_row_and_a_second_time_nothing_happens(town: ServedTown) -> None:
    answer = send(town, "incident", "/intake/incidents", incidents("once"))
    report = answer.raise_for_status().json()
    assert (report["system"], report["dryRun"], report["rows"]) == ("INCIDENT_MANAGEMENT", False, 2)
    first, second = report["results"]
    assert (first["row"], first["externalId"], first["outcome"]) == (2, "once-1", "CREATED")
    query = "query($id: ID!) { incident(id: $id) { number publications { url } } }"
    shown = town.data("incident", query, id=first["id"])["incident"]
    assert shown == {"number": first["number"], "publications": [{"url": "https://vk.com/wall-7_1"}]}
    assert (second["outcome"], second["id"]) == ("REJECTED", None)
    assert [(one["rule"], one["column"], one["isFatal"]) for one in second["problems"]] == [
        ("required", "text", True)
    ]
    again = send(town, "incident", "/intake/incidents", incidents("once").encode("cp1251"))
    assert outcomes(again) == ["UNCHANGED", "REJECTED"]
    assert rows(town, "once") == 1


def test_a_dry_run_writes_nothing(town: ServedTown) -> None:
    answer = send(town, "incident", "/intake/incidents?dryRun=true", incidents("dry"))
    assert (outcomes(answer), answer.json()["dryRun"]) == (["CREATED", "REJECTED"], True)
    assert rows(town, "dry") == 0


def test_json_of_pos_and_a_workbook_are_taken(town: ServedTown) -> None:
    record = {"id": "json-1", "description": "Нет света", "created_at": f"{YESTERDAY:%Y-%m-%dT%H:%M:%SZ}"}
    assert outcomes(send(town, "pos", "/intake/pos", json.dumps([record]))) == ["CREATED"]
    table: list[list[Cell]] = [
        ["Номер", "Текст", "Дата создания"],
        ["sheet-1", "Нет света", (YESTERDAY - EPOCH).days],
    ]
    assert outcomes(send(town, "pos", "/intake/pos", workbook(table))) == ["CREATED"]
    assert outcomes(send(town, "partner", "/intake/pos", json.dumps(record))) == ["CREATED"]


def test_states_that_a_record_tells_of_stand_in_the_report_and_in_the_case(town: ServedTown) -> None:
    at = f"{YESTERDAY:%Y-%m-%dT%H:%M:%S}Z"
    history = [{"status": "MODERATION_NEW", "createdAt": at}, {"status": "ON_SITE_CHECK"}]
    record = {"id": "states-1", "description": "Нет света", "created_at": at, "history": history}
    states = [
        {"code": "MODERATION_NEW", "words": "На модерации", "status": "NEW", "at": at},
        {"code": "ON_SITE_CHECK", "words": None, "status": None, "at": None},
    ]
    (foreseen,) = send(town, "pos", "/intake/pos?dryRun=true", json.dumps([record])).json()["results"]
    (result,) = send(town, "pos", "/intake/pos", json.dumps([record])).json()["results"]
    assert foreseen["states"] == result["states"] == states
    shown = town.data("pos", "query($id: ID!) { message(id: $id) { sourceState { code } } }", id=result["id"])
    assert shown["message"]["sourceState"]["code"] == "ON_SITE_CHECK"


def test_the_same_key_is_answered_as_before(town: ServedTown) -> None:
    first = send(
        town, "incident", "/intake/incidents", incidents("key"), **{"Idempotency-Key": "one-key-of-intake-1"}
    )
    assert outcomes(first)[0] == "CREATED"
    again = send(
        town, "incident", "/intake/incidents", incidents("key"), **{"Idempotency-Key": "one-key-of-intake-1"}
    )
    assert again.json() == first.json()
    other = send(
        town, "incident", "/intake/incidents", incidents("yek"), **{"Idempotency-Key": "one-key-of-intake-1"}
    )
    assert other.json()["errors"][0]["extensions"]["code"] == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.parametrize(
    ("login", "path", "content", "status", "code"),
    [
        (None, "/intake/pos", "[]", 401, "UNAUTHENTICATED"),
        ("registrar", "/intake/pos", "[]", 403, "FORBIDDEN"),
        ("info", "/intake/incidents", "[]", 403, "FORBIDDEN"),
        ("pos", "/intake/nothing", "[]", 404, "NOT_FOUND"),
        ("pos", "/intake/pos?dryRun=perhaps", "[]", 400, "BAD_REQUEST"),
        ("pos", "/intake/pos", "", 422, "INVALID"),
        ("pos", "/intake/pos", '[{"id": "half-1"},', 422, "INVALID"),
        ("pos", "/intake/pos", 'Номер;Текст\nhalf-1;"Яма\n', 422, "INVALID"),
    ],
)
def test_what_is_refused_leaves_nothing(
    town: ServedTown, login: str | None, path: str, content: str, status: int, code: str
) -> None:
    answer = send(town, login, path, content)
    assert answer.status_code == status, answer.text
    assert answer.json()["errors"][0]["extensions"]["code"] == code
    assert rows(town, "half") == 0


def test_no_number_of_anybodys_papers_is_stored(town: ServedTown) -> None:
    record: dict[str, Any] = {
        "id": "papers-1",
        "description": "Прошу помочь, СНИЛС 112-233-445 95",
        "created_at": f"{YESTERDAY:%Y-%m-%dT%H:%M:%SZ}",
        "applicant": {"surname": "Котова", "snils": "11223344595", "omsPolicy": "2471123456789012"},
        "note": "полис 2471123456789012",
    }
    assert outcomes(send(town, "pos", "/intake/pos", json.dumps(record))) == ["CREATED"]
    for name in town.database.list_collection_names():
        for row in town.database[name].find({}):
            assert "11223344595" not in str(row), name
            assert "112-233-445" not in str(row), name
            assert "2471123456789012" not in str(row), name

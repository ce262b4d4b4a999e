"""Plain personal data leave through one door, which asks for a reason where the rights say so and writes each use down."""

from datetime import timedelta
from typing import Any

import pytest

from auth.errors import Forbidden, Invalid, NotFound
from documents.cases.document import Case
from documents.disclosures.operations import note_contact_search, reveal_applicant
from documents.incidents.operations.intake import register_incident
from documents.kernel.write.runner import Request
from tests.support.cases import TEXT, refused, registered, routed
from tests.support.town import Town

APPLICANT = {
    "full_name": "Кудеярова Аглая Ферапонтовна",
    "phone": "+7 900 000-77-31",
    "email": "aglaya@example.org",
    "address": "г. Боготол, ул. Заречная, д. 41",
}
CONTACTS = ["FULL_NAME", "PHONE", "EMAIL", "ADDRESS"]
REASON = "Звонок заявителю по его просьбе"


async def reveal(town: Town, login: str, case: Case, **facts: Any) -> dict[str, str | None]:
    who = await town.who(login)
    outcome = await town.container.runner.run(who, town.now, reveal_applicant, case.id, **facts)
    shown: dict[str, str | None] = outcome.answer
    return shown


async def log(town: Town) -> list[dict[str, Any]]:
    cursor = town.store.collection("personal_data_accesses").find({}).sort("sort_at", 1)
    return await cursor.to_list(length=None)


@pytest.fixture(autouse=True)
async def _empty_log(town: Town) -> None:
    await town.store.collection("personal_data_accesses").delete_many({})


async def test_an_officer_of_the_desk_reads_what_he_asks_for_and_the_log_says_so(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT)
    shown = await reveal(town, "pos", case, fields=["PHONE", "FULL_NAME"])
    assert shown == {
        "full_name": "Кудеярова Аглая Ферапонтовна",
        "phone": "+7 900 000-77-31",
        "email": None,
        "address": None,
        "text": None,
    }
    (line,) = await log(town)
    assert (line["kind"], line["person_id"], line["role"]) == ("REVEAL", "person-pos", "POS_OFFICER")
    assert (line["case_id"], line["fields"], line["reason"]) == (case.id, ["PHONE", "FULL_NAME"], None)
    assert (line["at"], line["day"]) == (town.now, "2026-06-01")


async def test_the_log_and_its_event_hold_nothing_plain(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT)
    await reveal(town, "pos", case, fields=CONTACTS)
    (line,) = await log(town)
    told = await town.events_of(line["_id"])
    assert [one["name"] for one in told] == ["personal_data.revealed"]
    for value in APPLICANT.values():
        assert value not in repr((line, told))
    assert told[0]["changes"] == []


@pytest.mark.parametrize("login", ["curator", "lead.roads"])
async def test_who_needs_a_reason_is_refused_without_one(town: Town, login: str) -> None:
    case = await routed(town, applicant=APPLICANT)
    for reason, rule in (
        (None, "required"),
        ("  ", "required"),
        ("1234567890", "required"),
        ("надо", "too_short"),
    ):
        problem = await refused(town, Invalid, login, reveal_applicant, case, fields=["PHONE"], reason=reason)
        assert problem.facts["rule"] == rule
        assert problem.path == ("reason",)
    assert await log(town) == []
    shown = await reveal(town, login, case, fields=["PHONE"], reason=REASON)
    assert shown["phone"] == "+7 900 000-77-31"
    assert [one["reason"] for one in await log(town)] == [REASON]


@pytest.mark.parametrize(
    ("login", "problem"),
    [("info", Forbidden), ("incident", Forbidden), ("lead.education", NotFound), ("admin", Forbidden)],
)
async def test_who_may_not_read_the_applicant_reveals_nothing(town: Town, login: str, problem: Any) -> None:
    case = await routed(town, applicant=APPLICANT)
    await refused(town, problem, login, reveal_applicant, case, fields=["PHONE"], reason=REASON)
    assert await log(town) == []


async def test_the_text_without_redaction_is_revealed_with_a_reason(town: Town) -> None:
    case = await routed(town, applicant=APPLICANT)
    shown = await reveal(town, "curator", case, fields=["TEXT"], reason=REASON)
    assert shown["text"] == TEXT
    assert shown["phone"] is None


async def test_the_text_of_a_sensitive_case_is_revealed_to_the_curator_with_a_reason_only(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT, is_sensitive=True)
    problem = await refused(town, Invalid, "curator", reveal_applicant, case, fields=["TEXT"])
    assert problem.facts["rule"] == "required"
    shown = await reveal(town, "curator", case, fields=["TEXT"], reason=REASON)
    assert shown["text"] == TEXT


async def test_publications_of_an_incident_are_revealed_together(town: Town) -> None:
    case = await town.do(
        "incident",
        register_incident,
        channel_id="VK",
        summary="Яма",
        publications=[
            {"url": f"https://vk.com/wall-1_{n}", "text": f"Яма {n}, тел. 8 900 000-12-3{n}"} for n in (1, 2)
        ],
    )
    shown = await reveal(town, "incident", case, fields=["TEXT"])
    assert shown["text"] == "Яма 1, тел. 8 900 000-12-31\n\nЯма 2, тел. 8 900 000-12-32"


async def test_an_anonymous_case_reveals_nothing_and_is_logged_all_the_same(town: Town) -> None:
    case = await registered(town)
    shown = await reveal(town, "pos", case, fields=CONTACTS)
    assert set(shown.values()) == {None}
    assert len(await log(town)) == 1


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"fields": []}, "too_few"),
        ({"fields": ["PHONE", "PHONE"]}, "duplicate"),
        ({"fields": ["PHONE"], "reason": "а" * 1_001}, "too_long"),
    ],
)
async def test_an_input_that_makes_no_sense_is_refused(town: Town, facts: dict[str, Any], rule: str) -> None:
    case = await registered(town, applicant=APPLICANT)
    problem = await refused(town, Invalid, "pos", reveal_applicant, case, **facts)
    assert problem.facts["rule"] == rule


async def test_a_search_is_noted_with_the_hash_and_not_the_number(town: Town) -> None:
    who = await town.who("pos")
    await town.container.runner.run(
        who, town.now + timedelta(minutes=1), note_contact_search, fields=["PHONE"], marks=["hash"]
    )
    (line,) = await log(town)
    assert (line["kind"], line["role"], line["case_id"]) == ("SEARCH", "POS_OFFICER", None)
    assert (line["fields"], line["marks"]) == (["PHONE"], ["hash"])


async def test_the_command_line_reveals_nothing(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT)
    request = Request(reveal_applicant, None, town.now, case.id, facts={"fields": ["PHONE"]})
    with pytest.raises(Forbidden):
        await town.container.runner.run_together([request])
    assert await log(town) == []

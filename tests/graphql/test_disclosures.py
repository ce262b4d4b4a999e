"""Revealing, searching by contacts and the log of both, asked through the schema."""

from datetime import datetime
from typing import Any

import pytest

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.cases import registered, routed
from tests.support.town import Town

APPLICANT = {
    "full_name": "Кудеярова Аглая Ферапонтовна",
    "phone": "+7 900 000-77-31",
    "email": "Aglaya@example.org",
}
REVEAL = """mutation($i: RevealApplicantInput!) { revealApplicant(input: $i) {
  revealed { fullName phone email address text } errors { code path facts } } }"""
FOUND = "query($f: CaseFilter) { submissions(first: 10, filter: $f) { nodes { id } totalCount { value } } }"
LOG = """query($f: PersonalDataAccessFilter) { personalDataAccessLog(first: 100, filter: $f) { totalCount { value } nodes {
  at kind role fields reason person { id } case { id number } } } }"""
COUNTS = """query { personalDataAccessCounts(from: "2026-06-01", to: "2026-07-01") {
  day reveals searches person { id } } }"""
REASON = "Звонок заявителю по его просьбе"


async def found(town: Town, login: str, **given: Any) -> list[str]:
    answer = await ask(town, login, FOUND, f=given)
    shown = answer["submissions"]
    assert shown["totalCount"]["value"] == len(shown["nodes"])
    return [node["id"] for node in shown["nodes"]]


@pytest.fixture(autouse=True)
async def _nobody_wrote_yet(town: Town) -> None:
    for name in ("cases", "applicants", "personal_data_accesses"):
        await town.store.collection(name).delete_many({})


async def test_a_reveal_answers_once_and_stands_in_the_log_of_the_head_and_the_curator(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT)
    given = {"id": global_id("Message", case.id), "fields": ["FULL_NAME", "PHONE"], "reason": REASON}
    answer = await ask(town, "pos", REVEAL, i=given)
    assert answer["revealApplicant"] == {
        "revealed": {
            "fullName": APPLICANT["full_name"],
            "phone": APPLICANT["phone"],
            "email": None,
            "address": None,
            "text": None,
        },
        "errors": [],
    }
    for login in ("head", "curator"):
        log = (await ask(town, login, LOG))["personalDataAccessLog"]
        assert log["nodes"] == [
            {
                "at": "2026-06-01T03:00:00Z",
                "kind": "REVEAL",
                "role": "POS_OFFICER",
                "fields": ["FULL_NAME", "PHONE"],
                "reason": REASON,
                "person": {"id": global_id("Person", "person-pos")},
                "case": {"id": global_id("Message", case.id), "number": case.number},
            }
        ]


@pytest.mark.parametrize("login", ["pos", "lead.roads", "admin", "leadership", "coordinator", "partner"])
async def test_nobody_else_reads_the_log_or_its_figures(town: Town, login: str) -> None:
    case = await registered(town, applicant=APPLICANT)
    given = {"id": global_id("Message", case.id), "fields": ["PHONE"]}
    assert (await ask(town, "pos", REVEAL, i=given))["revealApplicant"]["errors"] == []
    log = (await ask(town, login, LOG))["personalDataAccessLog"]
    assert log == {"totalCount": {"value": 0}, "nodes": []}
    assert (await ask(town, login, COUNTS))["personalDataAccessCounts"] == []


async def test_a_refused_reveal_shows_nothing_and_says_why(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT)
    given = {"id": global_id("Message", case.id), "fields": ["PHONE"]}
    answer = (await ask(town, "curator", REVEAL, i=given))["revealApplicant"]
    assert answer["revealed"] is None
    assert answer["errors"] == [{"code": "INVALID", "path": ["reason"], "facts": {"rule": "required"}}]
    assert (await ask(town, "head", LOG))["personalDataAccessLog"]["nodes"] == []


@pytest.mark.parametrize("phone", ["89000007731", "+7 (900) 000-77-31", "900 000 77 31"])
async def test_an_exact_phone_in_any_spelling_finds_the_cases_of_its_owner(town: Town, phone: str) -> None:
    case = await registered(town, applicant=APPLICANT)
    await registered(town, applicant={**APPLICANT, "phone": "+7 900 000-77-32"})
    assert await found(town, "pos", applicantPhone=phone) == [global_id("Message", case.id)]


async def test_an_exact_address_finds_whatever_its_capitals(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT)
    assert await found(town, "head", applicantEmail=" aglaya@EXAMPLE.org") == [global_id("Message", case.id)]
    assert await found(town, "head", applicantEmail="aglaya@example.net") == []
    both = {"applicantEmail": "aglaya@example.org", "applicantPhone": "89000007731"}
    assert await found(town, "head", **both) == [global_id("Message", case.id)]
    assert await found(town, "head", **{**both, "applicantPhone": "89000007732"}) == []


async def test_a_search_finds_only_cases_whose_applicant_may_be_read_without_a_reason(town: Town) -> None:
    mine = await routed(town, applicant=APPLICANT)
    other = await registered(town, "head", channel_id="PHONE", applicant=APPLICANT)
    assert await found(town, "assignee", applicantPhone="89000007731") == [global_id("Message", mine.id)]
    assert await found(town, "incident", applicantPhone="89000007731") == []
    ids = {global_id("Message", one.id) for one in (mine, other)}
    assert set(await found(town, "head", applicantPhone="89000007731")) == ids


@pytest.mark.parametrize(
    "login", ["curator", "lead.roads", "info", "coordinator", "leadership", "member", "admin", "partner"]
)
async def test_who_may_never_read_it_without_a_reason_may_not_search_by_it(town: Town, login: str) -> None:
    await routed(town, applicant=APPLICANT)
    for name, value in (("applicantPhone", "89000007731"), ("applicantEmail", "aglaya@example.org")):
        answer = await ask(town, login, FOUND, f={name: value})
        assert answer.codes == ["FILTER_FORBIDDEN"]
        assert answer.errors[0].original_error.facts == {"field": name}  # type: ignore[union-attr]
    assert (await ask(town, "head", LOG))["personalDataAccessLog"]["nodes"] == []


async def test_every_search_stands_in_the_log(town: Town) -> None:
    await found(town, "pos", applicantPhone="89000007731")
    await found(town, "pos", applicantPhone="89000007731", applicantEmail="a@example.org")
    nodes = (await ask(town, "head", LOG))["personalDataAccessLog"]["nodes"]
    assert sorted(tuple(node["fields"]) for node in nodes) == [("PHONE",), ("PHONE", "EMAIL")]
    assert {(node["kind"], node["role"], node["case"]) for node in nodes} == {("SEARCH", "POS_OFFICER", None)}


@pytest.mark.parametrize(
    ("given", "rule"),
    [({"applicantPhone": "12"}, "malformed_phone"), ({"applicantEmail": "a@b"}, "malformed_email")],
)
async def test_what_is_no_contact_is_refused_and_not_logged(
    town: Town, given: dict[str, str], rule: str
) -> None:
    answer = await ask(town, "pos", FOUND, f=given)
    assert answer.codes == ["BAD_REQUEST"]
    assert answer.errors[0].original_error.facts == {"rule": rule}  # type: ignore[union-attr]
    assert (await ask(town, "head", LOG))["personalDataAccessLog"]["nodes"] == []


async def test_counts_take_no_contact_from_anybody(town: Town) -> None:
    await registered(town, applicant=APPLICANT)
    query = "query($f: CaseFilter) { caseCounts(filter: $f, by: [STATUS]) { total { count } } }"
    for login in ("head", "pos", "leadership"):
        answer = await ask(town, login, query, f={"applicantPhone": "89000007731"})
        assert answer.codes == ["FILTER_FORBIDDEN"]


async def test_the_log_is_narrowed_by_person_case_and_period(town: Town) -> None:
    cases = [await registered(town, applicant=APPLICANT) for _ in range(2)]
    days = {"pos": datetime(2026, 6, 3, 1), "head": datetime(2026, 6, 5, 1)}
    for login, moment in days.items():
        for case in cases:
            given = {"id": global_id("Message", case.id), "fields": ["PHONE"]}
            answer = await ask(town, login, REVEAL, now=moment, i=given)
            assert answer["revealApplicant"]["errors"] == []

    async def number(**given: Any) -> int:
        shown = (await ask(town, "head", LOG, f=given))["personalDataAccessLog"]
        assert len(shown["nodes"]) == shown["totalCount"]["value"]
        return len(shown["nodes"])

    assert await number() == 4
    assert await number(personIds=[global_id("Person", "person-pos")]) == 2
    assert await number(personIds=[global_id("Person", f"person-{one}") for one in days]) == 4
    assert await number(caseId=global_id("Message", cases[0].id)) == 2
    assert await number(at={"from": "2026-06-04T00:00:00Z"}) == 2
    assert await number(at={"from": "2026-06-03T01:00:00Z", "to": "2026-06-05T01:00:00Z"}) == 2
    assert await number(caseId=global_id("Message", cases[0].id), at={"to": "2026-06-04T00:00:00Z"}) == 1


async def test_the_daily_figure_shows_who_looks_much(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT)
    given = {"id": global_id("Message", case.id), "fields": ["PHONE"]}
    # 17:30 UTC is past midnight in Krasnoyarsk: the next local day.
    for moment in (datetime(2026, 6, 3, 1), datetime(2026, 6, 3, 2), datetime(2026, 6, 3, 17, 30)):
        assert (await ask(town, "pos", REVEAL, now=moment, i=given))["revealApplicant"]["errors"] == []
    assert (await ask(town, "head", REVEAL, now=datetime(2026, 6, 3, 3), i=given))["revealApplicant"][
        "errors"
    ] == []
    await ask(town, "pos", FOUND, now=datetime(2026, 6, 3, 4), f={"applicantPhone": "89000007731"})
    pos, head = ({"id": global_id("Person", f"person-{one}")} for one in ("pos", "head"))
    assert (await ask(town, "curator", COUNTS))["personalDataAccessCounts"] == [
        {"day": "2026-06-03", "reveals": 2, "searches": 1, "person": pos},
        {"day": "2026-06-03", "reveals": 1, "searches": 0, "person": head},
        {"day": "2026-06-04", "reveals": 1, "searches": 0, "person": pos},
    ]


@pytest.mark.parametrize(
    ("period", "rule"),
    [
        ('from: "2026-06-01", to: "2026-06-01"', "empty_range"),
        ('from: "2025-01-01", to: "2026-06-01"', "too_many"),
    ],
)
async def test_a_period_of_no_days_or_too_many_is_refused(town: Town, period: str, rule: str) -> None:
    answer = await ask(town, "head", f"{{ personalDataAccessCounts({period}) {{ day }} }}")
    assert answer.codes == ["BAD_REQUEST"]
    assert answer.errors[0].original_error.facts["rule"] == rule  # type: ignore[union-attr]


async def test_revealing_is_offered_to_those_who_may(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT)
    query = "query($id: ID) { message(id: $id) { allowedActions { action permission allowed } } }"
    for login, offered in (("pos", True), ("curator", True), ("info", False), ("incident", False)):
        shown = (await ask(town, login, query, id=global_id("Message", case.id)))["message"]["allowedActions"]
        line = {"action": "revealApplicant", "permission": "applicant.read", "allowed": True}
        assert (line in shown) is offered, login

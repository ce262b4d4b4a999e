"""Forms are held to what their inputs declare: all problems at once, before anything runs; what is stored is canonical."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.forms import FAR, MESSAGE, REGISTER, mutation, record_id, registered, told
from tests.support.town import Town

REGISTER_INCIDENT = mutation("registerIncident", "RegisterIncidentInput", "incident { id }")
CREATE_TOPIC = mutation("createTopic", "CreateTopicInput", "topic { title }")
CREATE_SETTLEMENT = mutation("createSettlement", "CreateSettlementInput", "settlement { title }")
INCIDENT: Mapping[str, Any] = {
    "channelId": global_id("Channel", "VK"),
    "summary": "Яма",
    "publications": [{"url": "https://vk.com/wall-1_2", "text": "Яма"}],
}


LONG = "я" * 200_000


@pytest.mark.parametrize(
    ("given", "rule", "path"),
    [
        ({"text": "\u200b\u200b"}, "required", "text"),
        ({"text": "\u2800"}, "required", "text"),
        ({"text": "\u3164"}, "required", "text"),
        ({"text": "\ufeff"}, "required", "text"),
        ({"text": "\u200b\u2060"}, "required", "text"),
        ({"text": LONG}, "too_long", "text"),
        ({"summary": "я" * 501}, "too_long", "summary"),
        ({"applicant": {"fullName": LONG}}, "too_long", "applicant.fullName"),
        ({"applicant": {"phone": LONG}}, "too_long", "applicant.phone"),
        ({"applicant": {"email": LONG}}, "too_long", "applicant.email"),
        ({"applicant": {"address": LONG}}, "too_long", "applicant.address"),
        ({"applicant": {"phone": "abc"}}, "malformed_phone", "applicant.phone"),
        ({"applicant": {"email": "не адрес"}}, "malformed_email", "applicant.email"),
        ({"location": {"street": LONG}}, "too_long", "location.street"),
        ({"location": {"house": LONG}}, "too_long", "location.house"),
        ({"location": {"latitude": 999}}, "out_of_range", "location.latitude"),
        ({"location": {"longitude": -5000}}, "out_of_range", "location.longitude"),
        ({"location": {"latitude": 1e308}}, "out_of_range", "location.latitude"),
        ({"externalSystem": "POS", "externalId": LONG}, "too_long", "externalId"),
        ({"externalId": "77-1"}, "required", "externalSystem"),
        ({"receivedAt": "0026-11-20T00:00:00Z"}, "out_of_range", "receivedAt"),
        ({"receivedAt": "0001-01-01T00:00:00Z"}, "out_of_range", "receivedAt"),
        ({"receivedAt": "1899-12-31T23:59:59Z"}, "out_of_range", "receivedAt"),
        ({"receivedAt": FAR}, "out_of_range", "receivedAt"),
        ({"receivedAt": "1926-11-20T00:00:00Z"}, "too_old", "receivedAt"),
        ({"receivedAt": "2020-11-20T00:00:00Z"}, "too_old", "receivedAt"),
        ({"appealKind": "COMPLAINT"}, "not_for_this_kind", "appealKind"),
        (
            {"regime": "APPEAL_59FZ", "appealKind": "COMPLAINT", "messageKind": "PROBLEM"},
            "not_for_this_kind",
            "messageKind",
        ),
        ({"channelId": "нет"}, "malformed_id", "channelId"),
        ({"channelId": "x" * 9_000}, "malformed_id", "channelId"),
        ({"topicId": global_id("Sector", "ROADS")}, "malformed_id", "topicId"),
    ],
    ids=lambda value: None if isinstance(value, str) else "-".join(value),
)
async def test_refuses_a_form_that_could_not_be_read_back(
    town: Town, given: Mapping[str, Any], rule: str, path: str
) -> None:
    problems = await told(town, "registerSubmission", REGISTER, {**MESSAGE, **given})
    assert problems == [("INVALID", rule, path)]


async def test_tells_all_problems_of_a_form_at_once_ids_and_values(town: Town) -> None:
    """A form with a wrong id and wrong values once took several rounds."""
    given = {
        **MESSAGE,
        "channelId": "нет",
        "text": " ",
        "summary": "я" * 600,
        "settlementId": global_id("Topic", "holes"),
        "location": {"latitude": 999, "street": LONG},
        "applicant": {"phone": "abc"},
        "appealKind": "COMPLAINT",
    }
    problems = await told(town, "registerSubmission", REGISTER, given)
    assert sorted(problems) == sorted(
        [
            ("INVALID", "malformed_id", "channelId"),
            ("INVALID", "required", "text"),
            ("INVALID", "too_long", "summary"),
            ("INVALID", "malformed_id", "settlementId"),
            ("INVALID", "out_of_range", "location.latitude"),
            ("INVALID", "too_long", "location.street"),
            ("INVALID", "malformed_phone", "applicant.phone"),
            ("INVALID", "not_for_this_kind", "appealKind"),
        ]
    )


async def test_says_what_a_rule_compares_with(town: Town) -> None:
    given = {**MESSAGE, "summary": "я" * 600, "receivedAt": FAR}
    payload = (await ask(town, "pos", REGISTER, i=given))["registerSubmission"]
    facts = {".".join(one["path"]): one["facts"] for one in payload["errors"]}
    assert facts["summary"] == {"rule": "too_long", "limit": 500}
    assert facts["receivedAt"] == {
        "rule": "out_of_range",
        "least": "1900-01-01T00:00:00Z",
        "most": "2100-12-31T23:59:59.999Z",
    }


async def test_who_may_never_do_it_learns_nothing_of_the_form(town: Town) -> None:
    problems = await told(
        town, "registerSubmission", REGISTER, {**MESSAGE, "text": " ", "channelId": "нет"}, login="assignee"
    )
    assert [code for code, _, _ in problems] == ["FORBIDDEN"]


async def test_what_is_not_there_is_not_found_whatever_the_form(town: Town) -> None:
    document = "mutation($i: ReasonInput!) { returnRouting(input: $i) { errors { code path facts } } }"
    given = {"id": global_id("Message", "nobody"), "reason": "я" * 4_001}
    assert [
        code
        for code, _, _ in await told(town, "returnRouting", document, given, login="recipient.coordinator")
    ] == ["NOT_FOUND"]


async def test_stores_what_can_be_seen_in_one_spelling(town: Town) -> None:
    case = await registered(
        town,
        text="  Яма\x00\x07\u202e на до\u00adроге\r\nу мага\u200bзина\uffff ",
        summary="Раи\u0306онная  доро\u00adга\n",
    )
    stored = await town.stored(record_id(case["id"]))
    assert stored.text == "Яма на дороге\nу магазина"
    assert stored.summary == "Районная дорога"
    assert case["text"] == stored.text_redacted


async def test_an_optional_text_of_which_nothing_can_be_seen_was_not_given(town: Town) -> None:
    first = await registered(
        town, externalSystem="POS", externalId="", summary="\u200b", applicant={"fullName": " "}
    )
    second = await registered(town, externalSystem="POS", externalId=" ")
    for one in (first, second):
        stored = await town.stored(record_id(one["id"]))
        assert (stored.external_id, stored.summary, stored.applicant_id) == (None, None, None)


async def test_an_external_id_is_one_however_it_was_pasted(town: Town) -> None:
    await registered(town, externalSystem="POS", externalId="АБ-123")
    given = {**MESSAGE, "externalSystem": "POS", "externalId": "\u200bАБ-123 "}
    assert [code for code, _, _ in await told(town, "registerSubmission", REGISTER, given)] == [
        "DUPLICATE_EXTERNAL_ID"
    ]


async def test_takes_a_link_with_a_scheme_in_capitals(town: Town) -> None:
    given = {**INCIDENT, "publications": [{"url": "HTTPS://vk.com/wall-1_2", "text": "Яма"}]}
    assert await told(town, "registerIncident", REGISTER_INCIDENT, given, login="incident") == []


async def test_an_incident_is_held_to_the_same(town: Town) -> None:
    publication = {
        "url": f"https://vk.com/{'a' * 9_000}",
        "text": "\u3164",
        "authorHandle": LONG,
        "postedAt": FAR,
    }
    problems = await told(
        town,
        "registerIncident",
        REGISTER_INCIDENT,
        {**INCIDENT, "publications": [publication]},
        login="incident",
    )
    assert sorted((rule, path) for _, rule, path in problems) == [
        ("out_of_range", "publications.0.postedAt"),
        ("required", "publications.0.text"),
        ("too_long", "publications.0.authorHandle"),
        ("too_long", "publications.0.url"),
    ]


async def test_a_list_of_an_input_holds_a_hundred(town: Town) -> None:
    given = {**INCIDENT, "publications": [INCIDENT["publications"][0]] * 101}
    problems = await told(town, "registerIncident", REGISTER_INCIDENT, given, login="incident")
    assert problems == [("INVALID", "too_many", "publications")]


@pytest.mark.parametrize(
    "title",
    [
        "Ёлочные базары ",
        "Ёлочные  базары",
        "Ёлочные\u00a0базары",
        "Елочные базары",
        "Е\u0308лочные базары",
        "Ёлочныe базары",
        "Ёлоч\u200bные базары",
        "ЁЛОЧНЫЕ БАЗАРЫ",
    ],
)
@pytest.mark.parametrize("document", [CREATE_TOPIC, CREATE_SETTLEMENT])
async def test_a_name_is_taken_however_it_is_spelled(town: Town, title: str, document: str) -> None:
    field, more = (
        ("createTopic", {}) if document is CREATE_TOPIC else ("createSettlement", {"kind": "VILLAGE"})
    )
    await told(town, field, document, {"title": "Ёлочные базары", **more}, login="admin")
    problems = await told(town, field, document, {"title": title, **more}, login="admin")
    assert problems == [("INVALID", "duplicate", "title")]


async def test_a_blank_title_is_none(town: Town) -> None:
    assert await told(town, "createTopic", CREATE_TOPIC, {"title": "\u200b"}, login="admin") == [
        ("INVALID", "required", "title")
    ]


async def test_shorter_names_come_first(town: Town) -> None:
    for title in ("Боготол (село)", "Боготольский"):
        await told(
            town, "createSettlement", CREATE_SETTLEMENT, {"title": title, "kind": "VILLAGE"}, login="admin"
        )
    found = (
        await ask(town, "admin", '{ settlements(first: 9, filter: {search: "богот"}) { nodes { title } } }')
    )["settlements"]
    assert [one["title"] for one in found["nodes"]] == ["Боготол", "Боготол (село)", "Боготольский"]


async def test_names_are_found_by_either_form_of_a_letter(town: Town) -> None:
    await told(town, "createTopic", CREATE_TOPIC, {"title": "Районный праздник"}, login="admin")
    document = "query($s: String) { topics(first: 9, filter: {search: $s}) { nodes { title } } }"
    for text in ("Раи\u0306онныи\u0306", "РАЙОННЫЙ", "рaйонный"):
        found = (await ask(town, "admin", document, s=text))["topics"]
        assert [one["title"] for one in found["nodes"]] == ["Районный праздник"]


@pytest.mark.parametrize("written", ["№ {}", "{}.", "«{}»", "\u200b{} "])
async def test_a_number_is_found_as_it_was_copied(town: Town, written: str) -> None:
    number = (await registered(town))["number"]
    for text in (written.format(number), written.format(number.replace("-", "–"))):
        found = await ask(
            town,
            "pos",
            "query($s: String) { cases(first: 9, filter: {search: $s}) { nodes { number } } }",
            s=text,
        )
        assert [one["number"] for one in found["cases"]["nodes"]] == [number]


async def test_the_number_tells_the_year_of_registration(town: Town) -> None:
    received = town.now - timedelta(days=200)
    assert received.year < town.now.year
    case = await registered(town, receivedAt=f"{received.isoformat()}Z")
    assert case["number"].startswith(f"{town.now.year}-")


async def test_a_payload_tells_the_times_that_are_read_again(town: Town) -> None:
    case = await registered(town)
    again = await ask(
        town,
        "pos",
        "query($id: ID!) { node(id: $id) { ... on Message { receivedAt updatedAt } } }",
        id=case["id"],
    )
    assert again["node"] == {name: case[name] for name in ("receivedAt", "updatedAt")}


async def test_formalizing_refuses_the_kind_of_the_other_regime(town: Town) -> None:
    case = await registered(town)
    document = mutation("formalizeSubmission", "FormalizeSubmissionInput", "submission { id }")
    given = {
        "id": case["id"],
        "expectedRevision": 1,
        "topicId": global_id("Topic", "holes"),
        "summary": "Яма",
    }
    problems = await told(town, "formalizeSubmission", document, {**given, "appealKind": "COMPLAINT"})
    assert problems == [("INVALID", "not_for_this_kind", "appealKind")]
    assert await told(town, "formalizeSubmission", document, {**given, "messageKind": "PROBLEM"}) == []

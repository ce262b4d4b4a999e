"""Of a sensitive case most roles see the summary only, whichever door they ask at; remarks quote no personal data."""

from typing import Any

import pytest

from documents.cases.document import Case
from documents.disclosures.operations import reveal_applicant
from documents.incidents.operations.intake import register_incident
from documents.kernel.ids import global_id
from documents.submissions.operations import answering, intake, routing
from tests.support.asking import ask
from tests.support.cases import registered, routed
from tests.support.town import Town

OPEN = "У дочки после столовой аллергия, скорую вызывали"
OUTSIDE, INSIDE = ("info", "curator"), ("head", "pos", "assignee", "recipient.head", "lead.education")
REST = """summary isSensitive hiddenFields responses { text returnReason } routings { reason returnReason }
  history(first: 50) { nodes { action changes { field from to } } }"""
ONE = f"query($id: ID) {{ message(id: $id) {{ text {REST} }} }}"


async def sensitive(town: Town) -> Case:
    case = await registered(town, text=OPEN, is_sensitive=True)
    await town.do("pos", intake.formalize_submission, case.id, topic_id="meals", summary="Питание в школе")
    await town.do("pos", intake.accept_submission, case.id)
    await town.do(
        "pos", routing.route_submission, case.id, recipient_id="roads", assignee_id="person-assignee"
    )
    await town.do("assignee", answering.start_work, case.id)
    after: Case = await town.do("assignee", answering.submit_response, case.id, text="Аллергия учтена в меню")
    return after


@pytest.mark.parametrize("login", OUTSIDE)
async def test_outside_its_roles_text_and_answers_are_withheld_and_named(town: Town, login: str) -> None:
    case = await sensitive(town)
    shown = (await ask(town, login, ONE, id=global_id("Message", case.id)))["message"]
    assert shown["summary"] == "Питание в школе"
    assert shown["text"] is None
    assert [one["text"] for one in shown["responses"]] == [None]
    assert {"text", "responses.text"} <= set(shown["hiddenFields"])
    assert "ллерги" not in repr(shown)


@pytest.mark.parametrize("login", INSIDE)
async def test_within_its_roles_all_of_it_is_shown(town: Town, login: str) -> None:
    case = await sensitive(town)
    shown = (await ask(town, login, ONE, id=global_id("Message", case.id)))["message"]
    assert shown["text"] == OPEN
    assert [one["text"] for one in shown["responses"]] == ["Аллергия учтена в меню"]
    assert not {"text", "responses.text"} & set(shown["hiddenFields"])


@pytest.mark.parametrize("login", [*OUTSIDE, *INSIDE])
async def test_a_search_finds_it_by_its_summary_only(town: Town, login: str) -> None:
    case = await sensitive(town)
    query = "query($s: String) { cases(first: 100, filter: {search: $s}) { nodes { id } } }"

    async def found(words: str) -> bool:
        nodes = (await ask(town, login, query, s=words))["cases"]["nodes"]
        return global_id("Message", case.id) in [node["id"] for node in nodes]

    assert await found("питание школа")
    assert not await found("аллергия")


@pytest.mark.parametrize("login", OUTSIDE)
async def test_publications_of_a_sensitive_incident_are_withheld(town: Town, login: str) -> None:
    incident = await town.do(
        "incident",
        register_incident,
        channel_id="VK",
        summary="Питание в школе",
        topic_id="meals",
        publications=[{"url": "https://vk.com/wall-1_5", "text": OPEN}],
    )
    assert incident.is_sensitive
    query = "query($id: ID) { incident(id: $id) { summary hiddenFields publications { text } } }"
    shown = (await ask(town, login, query, id=global_id("Incident", incident.id)))["incident"]
    assert shown["summary"] == "Питание в школе"
    assert shown["publications"] == [{"text": None}]
    assert "publications.text" in shown["hiddenFields"]


async def test_counts_tell_numbers_and_no_words(town: Town) -> None:
    await sensitive(town)
    query = "{ caseCounts(by: [TOPIC, SETTLEMENT]) { total { count } groups { count key { code title } } } }"
    for login in ("head", "leadership", "coordinator"):
        answer = await ask(town, login, query)
        shown: Any = answer.data if not answer.errors else answer.codes
        assert "ллерги" not in repr(shown)


async def test_the_reveal_of_its_text_is_refused_outside_the_rights(town: Town) -> None:
    case = await sensitive(town)
    query = """mutation($i: RevealApplicantInput!) { revealApplicant(input: $i) { revealed { text } errors { code } } }"""
    given = {"id": global_id("Message", case.id), "fields": ["TEXT"], "reason": "Очень нужно прочитать"}
    refused = (await ask(town, "info", query, i=given))["revealApplicant"]
    assert refused == {"revealed": None, "errors": [{"code": "FORBIDDEN"}]}
    assert (await ask(town, "curator", query, i=given))["revealApplicant"]["revealed"] == {"text": OPEN}
    assert reveal_applicant.action.value == "applicant.read"


async def test_remarks_are_redacted_for_who_reads_the_text_redacted(town: Town) -> None:
    case = await routed(town)
    reason = "Заявитель Петрова Мария Ивановна, тел. 8 900 000-12-34, живёт не здесь"
    await town.do("assignee", routing.return_routing, case.id, reason=reason)
    query = "query($id: ID) { message(id: $id) { routings { returnReason } } }"
    for login, told in (
        ("pos", reason),
        ("curator", "Заявитель [ФИО], тел. [телефон], живёт не здесь"),
        ("info", "Заявитель [ФИО], тел. [телефон], живёт не здесь"),
    ):
        shown = (await ask(town, login, query, id=global_id("Message", case.id)))["message"]
        assert shown["routings"] == [{"returnReason": told}], login

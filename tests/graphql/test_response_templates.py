"""Templates of answers: who keeps which, who uses them, and what a case makes of one."""

from typing import Any

import pytest

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.town import Town

CREATE = """mutation($i: CreateResponseTemplateInput!) { createResponseTemplate(input: $i) {
  responseTemplate { id title text places isActive organization { id } channel { id } revision }
  errors { code path facts } } }"""
UPDATE = """mutation($i: UpdateResponseTemplateInput!) { updateResponseTemplate(input: $i) {
  responseTemplate { id title isActive revision } errors { code path facts } } }"""
RENDER = """query($id: ID!, $template: ID, $text: String) { renderTemplate(id: $id, templateId: $template, text: $text) {
  text errors { code path message facts } } }"""
TEXT = "Здравствуйте, {{заявитель}}! Номер {{номер}}, срок {{срок}}."


async def create(town: Town, login: str, title: str, **given: Any) -> dict[str, Any]:
    answer = await ask(town, login, CREATE, i={"title": title, "text": TEXT, **given})
    made: dict[str, Any] = answer["createResponseTemplate"]
    return made


def ids(type_name: str, name: str) -> str:
    return global_id(type_name, name)


async def test_each_keeps_those_of_their_own(town: Town) -> None:
    roads, school = ids("Organization", "roads"), ids("Organization", "education")
    pos, vk = ids("Channel", "POS"), ids("Channel", "VK")
    for login, given, is_kept in (
        ("head", {}, True),
        ("pos", {"channelId": pos}, True),
        ("pos", {"channelId": vk}, False),
        ("pos", {}, False),
        ("incident", {"channelId": vk}, True),
        ("recipient.coordinator", {"organizationId": roads}, True),
        ("recipient.coordinator", {"organizationId": school}, False),
        ("assignee", {"organizationId": roads}, False),
        ("curator", {}, False),
    ):
        title = f"{login} {'-'.join(given)} {is_kept}"
        made = await create(town, login, title, **given)
        codes = [one["code"] for one in made["errors"]]
        assert (codes, made["responseTemplate"] is not None) == ([] if is_kept else ["FORBIDDEN"], is_kept), (
            title
        )
    for login, sees in (("assignee", True), ("lead.roads", True), ("curator", False), ("admin", False)):
        listed = await ask(town, login, "{ responseTemplates { title places } }")
        assert bool(listed["responseTemplates"]) is sees
        if sees:
            assert listed["responseTemplates"][0]["places"] == ["заявитель", "номер", "срок"]


@pytest.mark.parametrize(
    ("given", "rule", "path"),
    [
        ({"text": "{{имя}}"}, "unknown_place", "text"),
        ({"title": " "}, "required", "title"),
        (
            {"organizationId": ids("Organization", "roads"), "channelId": ids("Channel", "POS")},
            "exactly_one",
            "channelId",
        ),
        ({"organizationId": ids("Organization", "nowhere")}, "unknown_organization", "organizationId"),
    ],
)
async def test_refuses_what_is_no_template(town: Town, given: dict[str, Any], rule: str, path: str) -> None:
    before = await town.event_count()
    made = await create(town, "head", **{"title": "Негодный", **given})
    [problem] = made["errors"]
    assert (problem["facts"]["rule"], problem["path"], made["responseTemplate"]) == (rule, [path], None)
    assert await town.event_count() == before


async def test_a_template_is_changed_and_switched_off_by_who_keeps_it(town: Town) -> None:
    made = (await create(town, "pos", "Сроки", channelId=ids("Channel", "POS")))["responseTemplate"]
    given = {"id": made["id"], "expectedRevision": 1}
    for login, changed, code in (
        ("incident", {"title": "Чужой"}, "FORBIDDEN"),
        ("pos", {"text": "{{имя}}"}, "INVALID"),
        ("pos", {}, "INVALID"),
        ("pos", {"title": "Ответ", "expectedRevision": 7}, "STALE"),
    ):
        before = await town.event_count()
        answer = (await ask(town, login, UPDATE, i={**given, **changed}))["updateResponseTemplate"]
        assert [one["code"] for one in answer["errors"]] == [code], (login, changed)
        assert await town.event_count() == before
    answer = await ask(town, "pos", UPDATE, i={**given, "isActive": False, "title": "Сроки, старый"})
    shown = answer["updateResponseTemplate"]["responseTemplate"]
    assert (shown["title"], shown["isActive"], shown["revision"]) == ("Сроки, старый", False, 2)
    double = await create(town, "head", "Сроки,  СТАРЫЙ")
    assert double["errors"][0]["facts"] == {"rule": "duplicate"}


async def test_a_case_fills_a_template_for_who_sees_it(town: Town) -> None:
    await put_case(town, "filled", status="IN_PROGRESS", legal_due_on="2026-07-01", recipient_id="roads")
    made = (await create(town, "head", "Для дела"))["responseTemplate"]
    case_id = ids("Message", "filled")
    shown = (await ask(town, "recipient.head", RENDER, id=case_id, template=made["id"]))["renderTemplate"]
    assert shown == {
        "text": "Здравствуйте, {{заявитель}}! Номер filled, срок 01.07.2026.",
        "errors": [],
    }
    for login, template in (
        ("lead.education", made["id"]),
        ("curator", made["id"]),
        ("head", ids("ResponseTemplate", "none")),
    ):
        assert (await ask(town, login, RENDER, id=case_id, template=template))["renderTemplate"] is None
    other = ids("Appeal", "filled")
    assert (await ask(town, "head", RENDER, id=other, template=made["id"]))["renderTemplate"] is None


async def test_a_place_that_stays_empty_is_an_error_with_its_name(town: Town) -> None:
    await put_case(town, "empty", status="IN_PROGRESS", settlement_id=None)
    text = "{{населённый пункт}} {{номер}} {{имя}}"
    shown = (await ask(town, "head", RENDER, id=ids("Message", "empty"), text=text))["renderTemplate"]
    assert shown["text"] is None
    assert [one["facts"] for one in shown["errors"]] == [
        {"rule": "place_missing", "value": "населённый пункт"},
        {"rule": "unknown_place", "value": "имя"},
    ]
    assert "«населённый пункт»" in shown["errors"][0]["message"]


@pytest.mark.parametrize("given", [{}, {"text": "{{номер}}", "template": ids("ResponseTemplate", "x")}])
async def test_words_are_given_one_way(town: Town, given: dict[str, Any]) -> None:
    answer = await ask(town, "head", RENDER, id=ids("Message", "empty"), **given)
    assert (answer.codes, answer.data) == (["BAD_REQUEST"], {"renderTemplate": None})

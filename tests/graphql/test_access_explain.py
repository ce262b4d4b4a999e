"""Rights explain themselves: the answer is what the mutation would answer, and nothing is told of what is not seen."""

import itertools
import json
import random
from collections.abc import Sequence
from typing import Any

import pytest

from auth.roles import Role
from documents.kernel.ids import global_id
from documents.kernel.write.operation import operations
from documents.members.document import Membership
from documents.organizations.document import Person
from schema.build import schema
from schema.cases.waiting import CaseAction
from schema.context import Context
from tests.support.asking import CURSORS, ask
from tests.support.puzzling import plant
from tests.support.town import FOUNDED, NOW, PEOPLE, Town

EXPLAIN = """query($actor: ID!, $action: String!, $id: ID!, $field: String) {
  accessExplain(actor: $actor, action: $action, id: $id, field: $field) {
    decision summary permission decidingKey wouldChangeIt actor { fullName }
    rules { role scope scopeWords clause limit outcome why } reasons { code message } } }"""
WHO_CAN = """query($action: String!, $id: ID!) { whoCan(action: $action, id: $id) {
  permission decidedOnObject hasMore people { person { fullName } client role scopeWords clause why asksReason } } }"""
LOOKING_INTO_OTHERS = ("curator", "head", "admin")


def person(login: str) -> str:
    return global_id("Person", f"person-{login}")


@pytest.fixture(scope="module")
async def planted(town: Town) -> Town:
    """The town with a case of each kind of trouble, and a protocol that waits for a signature."""
    await plant(town)
    return town


async def told(town: Town, login: str, actor: str, action: str, target: str, **more: Any) -> Any:
    answer = await ask(town, login, EXPLAIN, actor=person(actor), action=action, id=target, **more)
    return answer["accessExplain"]


MESSAGE = global_id("Message", "roads")


async def test_a_lead_of_another_sector_is_told_by_which_key(planted: Town) -> None:
    found = await told(planted, "head", "lead.education", "submission.close", MESSAGE)

    assert found["decision"] == "REFUSED"
    assert found["decidingKey"] == "сообщение: направление «Дороги»; сотрудник отвечает за «Образование»"
    assert [(one["role"], one["scope"], one["clause"], one["outcome"]) for one in found["rules"]] == [
        ("SECTOR_LEAD", "Sec", "II.2.1/3", "OUT_OF_SCOPE")
    ]
    assert [one["code"] for one in found["reasons"]] == ["NOT_FOUND"]
    assert "если бы направление было «Образование»" in found["wouldChangeIt"]
    assert "если бы у сотрудника была роль Руководитель МЦУ" in found["wouldChangeIt"]


async def test_the_state_is_told_beside_the_right(planted: Town) -> None:
    found = await told(planted, "lead.roads", "lead.roads", "closeSubmission", MESSAGE)

    assert [one["outcome"] for one in found["rules"]] == ["ALLOWS"]
    assert (found["decision"], [one["code"] for one in found["reasons"]]) == (
        "REFUSED",
        ["INVALID_TRANSITION"],
    )
    assert found["decidingKey"] == "сообщение: направление «Дороги»; сотрудник отвечает за «Дороги»"
    assert found["wouldChangeIt"] == ["в состоянии: Дан ответ"]


async def test_the_head_is_told_that_only_the_effective_curator_signs(planted: Town) -> None:
    found = await told(planted, "head", "head", "signProtocol", global_id("Protocol", "waits"))

    assert [one["code"] for one in found["reasons"]] == ["NOT_EFFECTIVE_CURATOR"]
    (rule,) = found["rules"]
    assert (rule["outcome"], rule["limit"]) == ("LIMITED", "только как действующий куратор")
    assert "если бы выполнялось: только как действующий куратор" in found["wouldChangeIt"]
    assert "если бы у сотрудника была роль Куратор МЦУ" in found["wouldChangeIt"]
    allowed = await told(planted, "head", "curator", "signProtocol", global_id("Protocol", "waits"))
    assert (allowed["decision"], allowed["reasons"], allowed["wouldChangeIt"]) == ("ALLOWED", [], [])


async def test_a_withheld_field_is_explained_by_the_right_that_shows_it(planted: Town) -> None:
    target = global_id("Appeal", "sensitive")
    hidden = await told(planted, "head", "pos", "submission.read", target, field="text")
    assert hidden["permission"] == "case.read_sensitive_text"
    assert hidden["decision"] == "ALLOWED"
    asked = await told(planted, "curator", "curator", "submission.read", target, field="text")
    assert (asked["decision"], asked["rules"][0]["outcome"]) == ("REFUSED", "ASKS_REASON")
    assert asked["wouldChangeIt"][0] == "если указать причину (revealApplicant)"
    refused = await told(planted, "head", "info", "submission.read", target, field="applicant")
    assert (refused["decision"], refused["rules"], refused["decidingKey"]) == ("REFUSED", [], None)
    open_text = await told(planted, "head", "info", "submission.read", MESSAGE, field="text")
    assert open_text["decision"] == "ALLOWED"
    assert "не скрывается" in open_text["summary"]


async def test_the_answer_is_what_the_object_itself_offers(
    planted: Town, request: pytest.FixtureRequest
) -> None:
    looked_at = 5 if request.config.getoption("--all-differences") else 2
    rows = await planted.store.collection("cases").find({}).to_list(length=None)
    met = {"ALLOWED": 0, "REFUSED": 0}
    for login in PEOPLE:
        for row in random.Random(login).sample(rows, looked_at):
            target = global_id(row["kind"].capitalize(), row["_id"])
            document = (
                f'{{ case(id: "{target}") {{ allowedActions {{ action allowed reasons {{ code }} }} }} }}'
            )
            shown = (await ask(planted, login, document))["case"]
            offered = {one["action"]: one for one in shown["allowedActions"]} if shown else {}
            kinds = {_field(one): operations()[one.lower()].kinds for one in CaseAction}
            fields = [field for field, named in kinds.items() if not named or row["kind"] in named]
            answers = await ask(planted, "head", _explaining(fields), actor=person(login), id=target)
            for field in fields:
                found, offer = answers[field], offered.get(field)
                expected = "ALLOWED" if offer and offer["allowed"] else "REFUSED"
                assert found["decision"] == expected, (login, field, found, offer)
                assert offer is None or {one["code"] for one in offer["reasons"]} <= {
                    one["code"] for one in found["reasons"]
                }
                met[expected] += 1
    assert min(met.values()) > 10


def _explaining(actions: Sequence[str]) -> str:
    """All of these explained at once, each under its name."""
    asked = [
        f'{one}: accessExplain(actor: $actor, action: "{one}", id: $id) {{ decision reasons {{ code }} }}'
        for one in actions
    ]
    return f"query($actor: ID!, $id: ID!) {{ {' '.join(asked)} }}"


def _field(action: CaseAction) -> str:
    first, *others = action.lower().split("_")
    return first + "".join(one.capitalize() for one in others)


HIDDEN = {
    "Message": ("roads", "routeSubmission", (None, "applicant")),
    "Appeal": ("sensitive", "routeSubmission", (None, "text")),
    "Incident": ("incident", "incident.route", (None,)),
    "Protocol": ("waits", "signProtocol", (None,)),
}
"""Type → an object that is there, what is asked about it, and the fields that are asked about."""


async def the_same(town: Town, login: str, document: str, ids: tuple[str, str], **given: Any) -> Any:
    """The answer about both ids, after checking that bytes, refusals and commands are the same."""
    answers = []
    for target in ids:
        with town.recorder.capturing() as sent:
            answer = await ask(town, login, document, id=target, **given)
        answers.append((json.dumps(answer.data), answer.codes, sorted(sent.names)))
    assert answers[0] == answers[1]
    return json.loads(answers[0][0])


@pytest.mark.parametrize("login", PEOPLE)
async def test_what_one_does_not_see_is_explained_word_for_word_as_what_is_not_there(
    planted: Town, login: str
) -> None:
    about = [login, "lead.education", "head"] if login in LOOKING_INTO_OTHERS else [login]
    met = 0
    for name, (there, action, fields) in HIDDEN.items():
        ids = global_id(name, there), global_id(name, "nothing")
        document = f'{{ {name.lower()}(id: "{ids[0]}") {{ id }} }}'
        if (await ask(planted, login, document))[name.lower()] is not None:
            continue
        for actor, field in itertools.product(about, fields):
            given = {"actor": person(actor), "action": "submission.read" if field else action}
            answer = await the_same(planted, login, EXPLAIN, ids, field=field, **given)
            found = answer["accessExplain"]
            assert found["decision"] in {"DEPENDS", "REFUSED"}
            assert {one["outcome"] for one in found["rules"]} <= {"DEPENDS"}
            met += 1
        if login in LOOKING_INTO_OTHERS:
            answer = await the_same(planted, login, WHO_CAN, ids, action=action)
            assert not answer["whoCan"]["decidedOnObject"]
    assert met > 0 or login in {"head", "curator"}


@pytest.mark.parametrize("login", [one for one in PEOPLE if one not in LOOKING_INTO_OTHERS])
async def test_only_head_curator_and_administrator_ask_about_others(planted: Town, login: str) -> None:
    for target in (MESSAGE, global_id("Message", "nothing")):
        with planted.recorder.capturing() as sent:
            answer = await ask(
                planted, login, EXPLAIN, actor=person("head"), action="submission.read", id=target
            )
            others = await ask(planted, login, WHO_CAN, action="submission.read", id=target)
        assert (answer.data, answer.codes) == ({"accessExplain": None}, ["FORBIDDEN"])
        assert (others.data, others.codes) == ({"whoCan": None}, ["FORBIDDEN"])
        assert [one for one in sent.commands if one.collection == "cases"] == []


async def test_the_administrator_is_told_rights_and_no_object(planted: Town) -> None:
    found = await told(planted, "admin", "lead.education", "closeSubmission", MESSAGE)
    assert (found["decision"], found["decidingKey"], found["reasons"]) == ("DEPENDS", None, [])
    assert found["rules"][0]["why"] == "зависит от объекта; сотрудник отвечает за «Образование»"
    assert "Дороги" not in json.dumps(found, ensure_ascii=False)
    never = await told(planted, "admin", "member", "closeSubmission", MESSAGE)
    assert (never["decision"], [one["code"] for one in never["reasons"]]) == ("REFUSED", ["FORBIDDEN"])
    proposes = await told(planted, "admin", "assignee", "submission.postpone", MESSAGE)
    assert (proposes["decision"], proposes["summary"]) == (
        "REFUSED",
        "Отказано: роль позволяет только предложить.",
    )


async def test_who_can_names_people_with_role_and_key(planted: Town) -> None:
    found = (await ask(planted, "head", WHO_CAN, action="closeSubmission", id=MESSAGE))["whoCan"]
    assert found["decidedOnObject"]
    assert not found["hasMore"]
    assert {(one["person"]["fullName"], one["role"]) for one in found["people"]} == {
        ("head", "CENTER_HEAD"),
        ("lead.roads", "SECTOR_LEAD"),
        ("pos", "POS_OFFICER"),
    }
    lead = next(one for one in found["people"] if one["role"] == "SECTOR_LEAD")
    assert lead["why"] == "сообщение: направление «Дороги»; сотрудник отвечает за «Дороги»"
    readers = (await ask(planted, "admin", WHO_CAN, action="submission.read", id=MESSAGE))["whoCan"]
    assert [one["client"] for one in readers["people"] if one["person"] is None] == ["Партнёр"]


async def test_a_blocked_account_is_not_named(planted: Town) -> None:
    accounts = planted.store.collection("accounts")
    await accounts.update_one({"_id": "account-pos"}, {"$set": {"is_active": False}})
    found = (await ask(planted, "head", WHO_CAN, action="closeSubmission", id=MESSAGE))["whoCan"]
    await accounts.update_one({"_id": "account-pos"}, {"$set": {"is_active": True}})
    assert "pos" not in {one["person"]["fullName"] for one in found["people"]}


@pytest.mark.parametrize(
    ("action", "target", "field", "rule", "path"),
    [
        ("fly", MESSAGE, None, "unknown_value", ["action"]),
        ("submission.read", "?", None, "malformed_id", ["id"]),
        ("submission.read", global_id("Protocol", "waits"), None, "wrong_type", ["id"]),
        ("dismissIncident", MESSAGE, None, "wrong_type", ["id"]),
        ("reference.manage", MESSAGE, None, "wrong_type", ["id"]),
        ("submission.read", MESSAGE, "number", "unknown_value", ["field"]),
        ("submission.close", MESSAGE, "text", "unknown_value", ["action"]),
    ],
)
async def test_a_question_that_makes_no_sense_is_a_bad_request(
    planted: Town, action: str, target: str, field: str | None, rule: str, path: list[str]
) -> None:
    answer = await ask(planted, "head", EXPLAIN, actor=person("head"), action=action, id=target, field=field)
    (error,) = answer.errors
    assert answer.codes == ["BAD_REQUEST"]
    assert (error.original_error.facts["rule"], list(error.original_error.path)) == (rule, path)  # type: ignore[union-attr]


async def test_there_is_no_answer_about_nobody_and_one_about_reference_data(planted: Town) -> None:
    given: dict[str, Any] = {"action": "submission.read", "id": MESSAGE}
    nobody = await ask(planted, "head", EXPLAIN, actor=global_id("Person", "nobody"), **given)
    assert nobody["accessExplain"] is None
    body = global_id("Organization", "roads")
    found = await told(planted, "head", "admin", "reference.manage", body)
    assert (found["decision"], found["decidingKey"]) == ("ALLOWED", "правило охватывает всё")
    contacts = await told(planted, "head", "pos", "directory.read", person("head"), field="workPhone")
    assert contacts["decision"] == "ALLOWED"


async def test_english_answers_tell_codes(planted: Town) -> None:
    who = await planted.who("head")
    context = Context(container=planted.container, cursors=CURSORS, now=NOW, locale="en", who=who)
    variables = {"actor": person("lead.education"), "action": "submission.close", "id": MESSAGE}
    result = await schema.execute(EXPLAIN, variable_values=variables, context_value=context)
    assert result.data is not None
    found = result.data["accessExplain"]
    assert found["decidingKey"] == "the case is in ROADS; the person leads EDUCATION"
    assert "if it were in EDUCATION" in found["wouldChangeIt"]
    assert "if the person had the role SECTOR_LEAD" not in found["wouldChangeIt"]


@pytest.mark.parametrize("role", list(Role))
async def test_the_matrix_of_a_role_is_the_policy_and_only_for_who_may_read_it(
    planted: Town, role: Role
) -> None:
    document = f"{{ accessMatrix(role: {role.value}) {{ permission scope words clause limit asksReason proposes note }} }}"
    cells = (await ask(planted, "member", document))["accessMatrix"]
    assert {one["permission"] for one in cells} >= {"directory.read"}
    assert (await ask(planted, "assignee", document))["accessMatrix"] == []


async def test_somebody_with_two_roles_is_told_both_rules(planted: Town) -> None:
    second = Membership(
        id="second", person_id="person-twofold", role="ASSIGNEE", valid_from=FOUNDED, updated_at=FOUNDED
    )
    third = second.model_copy(update={"id": "third", "role": "SECTOR_LEAD", "sector_ids": ["EDUCATION"]})
    await planted.load([Person(id="person-twofold", full_name="twofold", updated_at=FOUNDED), second, third])
    found = await told(planted, "head", "twofold", "submission.respond", MESSAGE)
    assert {one["role"] for one in found["rules"]} == {"ASSIGNEE", "SECTOR_LEAD"}
    assert found["decidingKey"].startswith("сообщение: отвечает assignee; это не сотрудник")

"""Refusals say why: the rule that decided, the state in words, and what the caller may do instead."""

from datetime import timedelta
from typing import Any

import pytest

from auth.errors import FilterForbidden
from documents.kernel.ids import global_id
from documents.submissions.operations import answering, ending, intake
from schema.build import schema
from schema.context import Context
from tests.support.asking import CURSORS
from tests.support.cases import in_review, put_case, registered, routed
from tests.support.town import NOW, Town

ERRORS = "errors { code message path facts }"
OFFERED = "allowedActions { action title filterValue permission allowed asksReason reasons { code message rule facts } }"


async def said(town: Town, login: str, document: str, *, locale: str = "ru", **variables: Any) -> Any:
    """What is answered in a language."""
    moment = NOW + timedelta(hours=2)
    context = Context(
        container=town.container,
        cursors=CURSORS,
        now=moment,
        who=await town.who(login, moment),
        locale=locale,
    )
    result = await schema.execute(document, variable_values=variables, context_value=context)
    assert not result.errors, result.errors
    assert result.data is not None
    return next(iter(result.data.values()))


async def refusal(town: Town, login: str, name: str, given: dict[str, Any], locale: str = "ru") -> Any:
    """The first problem of a mutation."""
    core = schema._schema.mutation_type
    assert core is not None
    shown = core.fields[name].args["input"].type
    document = f"mutation($input: {shown}) {{ {name}(input: $input) {{ {ERRORS} }} }}"
    return (await said(town, login, document, locale=locale, input=given))["errors"][0]


async def test_a_refusal_of_another_desk_names_both_desks(town: Town) -> None:
    given = {"regime": "MESSAGE", "channelId": global_id("Channel", "VK"), "text": "Яма"}
    problem = await refusal(town, "pos", "registerSubmission", given)
    assert (problem["code"], problem["facts"]) == ("FORBIDDEN", {"action": "submission.register"})
    assert problem["message"] == (
        "Вам не разрешено действие «Зарегистрировать сообщение или обращение»: "
        "сообщение: канал VK; вы ведёте каналы PHONE, POS, POST."
    )
    english = await refusal(town, "pos", "registerSubmission", given, "en")
    assert english["message"] == (
        "You may not use registerSubmission: the case arrived through VK; you handle PHONE, POS, POST."
    )


async def test_a_refusal_to_reject_an_appeal_says_that_only_messages_are_rejected(town: Town) -> None:
    case = await registered(town, kind="APPEAL", appeal_kind="COMPLAINT")
    given = {"id": global_id("Appeal", case.id), "reason": "TEST", "comment": "Проверка"}
    problem = await refusal(town, "pos", "rejectSubmission", given)
    assert (problem["code"], problem["facts"]) == ("FORBIDDEN", {"action": "submission.reject"})
    assert problem["message"] == (
        "Вам не разрешено действие «Отклонить сообщение»: это право дано с ограничением: только сообщения."
    )


async def test_nobody_appoints_himself_and_the_refusal_says_so(town: Town) -> None:
    given = {
        "personId": global_id("Person", "person-head"),
        "role": "MEMBER",
        "legalActId": global_id("LegalAct", "order"),
    }
    problem = await refusal(town, "head", "appointMember", given)
    assert (problem["code"], problem["facts"]) == ("FORBIDDEN", {"action": "member.appoint"})
    assert "только роли постановления и никогда не собственная" in problem["message"]
    granted = await refusal(
        town, "admin", "grantRole", {"personId": global_id("Person", "person-pos"), "role": "CURATOR"}
    )
    assert (granted["code"], granted["facts"]) == ("FORBIDDEN", {"action": "role.grant"})
    assert "только технические роли и никогда не собственная" in granted["message"]


async def test_who_has_no_right_at_all_is_told_the_same_of_whatever_there_is(town: Town) -> None:
    case = await routed(town)
    for target in (case.id, "no-such-case"):
        problem = await refusal(town, "curator", "startWork", {"id": global_id("Message", target)})
        assert problem == {
            "code": "FORBIDDEN",
            "message": "Ни одна из ваших ролей не даёт права на это действие: Начать работу.",
            "path": None,
            "facts": {"action": "submission.respond"},
        }


async def test_what_is_out_of_sight_is_refused_without_a_reason(town: Town) -> None:
    case = await routed(town)
    hidden = await refusal(town, "lead.education", "startWork", {"id": global_id("Message", case.id)})
    nothing = await refusal(town, "lead.education", "startWork", {"id": global_id("Message", "nothing")})
    assert hidden == nothing
    assert (hidden["code"], hidden["facts"]) == ("NOT_FOUND", None)


@pytest.mark.parametrize(
    ("login", "allowed", "ways"),
    [
        (
            "head",
            """acceptSubmission cancelSubmission formalizeSubmission mergeSubmissions rejectSubmission requestDetails
            splitSubmission withdrawSubmission""".split(),
            "«Отклонить сообщение»",
        ),
        ("registrar", [], "Других доступных вам действий сейчас нет."),
    ],
)
async def test_a_refused_transition_speaks_of_the_state_and_of_the_callers_own_ways(
    town: Town, login: str, allowed: list[str], ways: str
) -> None:
    case = await registered(town)
    await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма")
    target = {"id": global_id("Message", case.id)}
    if login == "registrar":
        own = await registered(town, "registrar", channel_id="PHONE")
        await town.do("head", intake.formalize_submission, own.id, topic_id="holes", summary="Яма")
        await town.do("head", ending.withdraw_submission, own.id, reason="Вопрос решился")
        problem = await refusal(town, login, "acceptSubmission", {"id": global_id("Message", own.id)})
        state, step = "Отозвано заявителем", "Принять в работу"
    else:
        problem = await refusal(town, login, "startWork", target)
        state, step = "Новое", "Начать работу"
    assert (problem["code"], problem["facts"]["allowed"]) == ("INVALID_TRANSITION", allowed)
    assert problem["message"].startswith(f"В состоянии «{state}» действие «{step}» невозможно. ")
    assert ways in problem["message"]


async def test_an_offer_that_is_not_allowed_has_the_reason_of_the_mutation(town: Town) -> None:
    own = await registered(town, "registrar", channel_id="PHONE")
    await town.do("head", intake.formalize_submission, own.id, topic_id="holes", summary="Яма")
    await town.do("head", intake.accept_submission, own.id)
    target = global_id("Message", own.id)
    document = f"query($id: ID!) {{ message(id: $id) {{ {OFFERED} }} }}"
    shown = await said(town, "registrar", document, id=target)
    offer = next(one for one in shown["allowedActions"] if one["action"] == "formalizeSubmission")
    given = {"id": target, "topicId": global_id("Topic", "holes"), "summary": "Яма", "expectedRevision": 3}
    problem = await refusal(town, "registrar", "formalizeSubmission", given)
    assert not offer["allowed"]
    assert offer["reasons"] == [{key: problem[key] for key in ("code", "message", "facts")} | {"rule": None}]
    assert "только новые, по каналам своего рабочего места" in problem["message"]


async def test_an_offer_names_its_title_its_filter_and_whether_a_reason_is_asked(town: Town) -> None:
    case = await in_review(town)
    document = f"query($id: ID!) {{ message(id: $id) {{ {OFFERED} }} }}"
    shown = await said(town, "head", document, id=global_id("Message", case.id))
    offers = {one["action"]: one for one in shown["allowedActions"]}
    assert offers["returnResponse"] == {
        "action": "returnResponse",
        "title": "Вернуть ответ на доработку",
        "filterValue": "RETURN_RESPONSE",
        "permission": "response.return",
        "allowed": True,
        "asksReason": "ALWAYS",
        "reasons": [],
    }
    sending = offers["sendResponse"]
    assert (sending["allowed"], sending["asksReason"]) == (False, "NEVER")
    assert sending["reasons"] == [
        {
            "code": "INVALID",
            "message": "Ответ ещё не согласован: сначала его согласует руководитель органа или отраслевого направления.",
            "rule": "not_approved",
            "facts": {"rule": "not_approved"},
        }
    ]
    assert (offers["revealApplicant"]["filterValue"], offers["revealApplicant"]["asksReason"]) == (
        None,
        "NEVER",
    )
    by_lead = await said(town, "lead.roads", document, id=global_id("Message", case.id))
    reasons = {one["action"]: one["asksReason"] for one in by_lead["allowedActions"]}
    assert reasons["revealApplicant"] == "ALWAYS"


async def test_routing_asks_for_a_reason_in_some_cases(town: Town) -> None:
    case = await routed(town)
    document = f"query($id: ID!) {{ message(id: $id) {{ {OFFERED} }} }}"
    shown = await said(town, "head", document, id=global_id("Message", case.id))
    offers = {one["action"]: one["asksReason"] for one in shown["allowedActions"]}
    assert (offers["routeSubmission"], offers["startWork"]) == ("SOMETIMES", "NEVER")


async def test_an_approved_draft_waits_for_its_sending_alone(town: Town) -> None:
    case = await in_review(town)
    queues = """query { approving: cases(first: 50, filter: {allowedAction: APPROVE_RESPONSE}) { nodes { id } } }"""
    sending = (
        """query { sending: cases(first: 50, filter: {allowedAction: SEND_RESPONSE}) { nodes { id } } }"""
    )
    target = {"id": global_id("Message", case.id)}
    assert target in (await said(town, "head", queues))["nodes"]
    assert target not in (await said(town, "head", sending))["nodes"]
    await town.do("head", answering.approve_response, case.id)
    assert target not in (await said(town, "head", queues))["nodes"]
    assert target in (await said(town, "head", sending))["nodes"]


async def test_a_reopened_incident_without_a_topic_can_be_given_one(town: Town) -> None:
    await put_case(
        town, "reopened", kind="INCIDENT", status="REOPENED", channel_id="VK", topic_id=None, sector_id=None
    )
    document = f"query($id: ID!) {{ incident(id: $id) {{ revision {OFFERED} }} }}"
    target = global_id("Incident", "reopened")
    shown = await said(town, "head", document, id=target)
    offers = {one["action"]: one for one in shown["allowedActions"]}
    assert offers["formalizeIncident"]["allowed"]
    assert [one["rule"] for one in offers["routeIncident"]["reasons"]] == ["not_formalized"]
    given = {
        "id": target,
        "topicId": global_id("Topic", "holes"),
        "summary": "Яма",
        "expectedRevision": shown["revision"],
    }
    mutation = (
        "mutation($input: FormalizeIncidentInput!) { formalizeIncident(input: $input) { errors { code } } }"
    )
    assert (await said(town, "head", mutation, input=given))["errors"] == []
    again = await said(town, "head", document, id=target)
    assert next(one for one in again["allowedActions"] if one["action"] == "routeIncident")["allowed"]


async def test_filters_of_protected_counts_say_which_periods_are_allowed(town: Town) -> None:
    document = """{ caseCounts(filter: {receivedAt: {from: "2026-05-03T00:00:00Z"}}, by: [STATUS]) { total { count } } }"""
    context = Context(
        container=town.container, cursors=CURSORS, now=NOW, who=await town.who("member"), locale="ru"
    )
    result = await schema.execute(document, context_value=context)
    assert result.errors
    refused = result.errors[0].original_error
    assert isinstance(refused, FilterForbidden)
    assert "целые месяцы, кварталы или годы по местному времени" in refused.message()

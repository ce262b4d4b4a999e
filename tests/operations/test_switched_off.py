"""What the administrator has switched off is given to no case any more: topics, channels, and reasons by code or words."""

from typing import Any

import pytest

from auth.errors import InactiveTarget
from documents.cases.document import Case
from documents.center.document import Reason
from documents.directory.operations.channels import create_reason, update_channel, update_reason
from documents.directory.operations.topics import update_topic
from documents.incidents.operations import answering as incident_answering
from documents.incidents.operations import intake as incident_intake
from documents.submissions.operations import answering, intake, routing
from tests.support.cases import in_review, refused, registered, routed
from tests.support.town import FOUNDED, Town

PUBLICATION = {"url": "https://vk.com/wall-1_1", "text": "Яма"}


async def switch_off(town: Town, kind: str, code: str, title: str) -> None:
    """A reason of the list that is switched off."""
    await town.load([Reason(id=f"{kind}.{code}", kind=kind, code=code, title=title, updated_at=FOUNDED)])
    await town.do("admin", update_reason, f"{kind}.{code}", fields={"is_active": False})


async def incident(town: Town) -> Case:
    case: Case = await town.do(
        "incident",
        incident_intake.register_incident,
        channel_id="VK",
        publications=[PUBLICATION],
        summary="Яма",
        topic_id="holes",
    )
    return case


async def path_of(town: Town, login: str, operation: Any, case: Case, **facts: Any) -> tuple[str, ...]:
    """Where the switched-off target stands; nothing was written and nothing told."""
    return (await refused(town, InactiveTarget, login, operation, case, **facts)).path


async def test_no_open_case_is_given_another_topic_that_is_switched_off(town: Town) -> None:
    case = await registered(town)
    await town.do("admin", update_topic, "ice", fields={"is_active": False})
    given = {"topic_id": "ice", "summary": "Лёд"}
    assert await path_of(town, "pos", intake.formalize_submission, case, **given) == ("topicId",)
    after = await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма")
    assert after.topic_id == "holes"


async def test_a_case_keeps_the_topic_that_it_had_before(town: Town) -> None:
    case = await registered(town, topic_id="holes")
    await town.do("admin", update_topic, "holes", fields={"is_active": False})
    after = await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Две ямы")
    assert (after.topic_id, after.summary) == ("holes", "Две ямы")


async def test_an_answer_goes_by_the_channel_of_the_case_or_one_that_is_offered(town: Town) -> None:
    case = await in_review(town)
    await town.do("recipient.head", answering.approve_response, case.id)
    for channel in ("POST", "POS"):
        await town.do("admin", update_channel, channel, fields={"is_active": False})
    sent = {"via": "POST"}
    assert await path_of(town, "assignee", answering.send_response, case, **sent) == ("viaChannelId",)
    after = await town.do("assignee", answering.send_response, case.id, via="POS")
    assert after.responses[-1].sent_via == "POS"


async def test_a_message_is_not_turned_down_for_a_reason_that_is_switched_off(town: Town) -> None:
    await switch_off(town, "REJECTION", "NO_SUBSTANCE", "Нет сути")
    case = await registered(town)
    given = {"reason": "NO_SUBSTANCE", "comment": "Нет сути"}
    assert await path_of(town, "pos", intake.reject_submission, case, **given) == ("reason",)
    await town.do("admin", update_reason, "REJECTION.NO_SUBSTANCE", fields={"is_active": True})
    after = await town.do("pos", intake.reject_submission, case.id, **given)
    assert after.status == "REJECTED"


async def test_an_incident_is_not_dismissed_for_a_reason_that_is_switched_off(town: Town) -> None:
    # One of the same code for something else says nothing.
    await switch_off(town, "REJECTION", "BOT_OR_SPAM", "Спам")
    await switch_off(town, "DISMISSAL", "NO_ANSWER_NEEDED", "Ответ не нужен")
    case = await incident(town)
    given = {"reason": "NO_ANSWER_NEEDED"}
    assert await path_of(town, "incident", incident_intake.dismiss_incident, case, **given) == ("reason",)
    after = await town.do("incident", incident_intake.dismiss_incident, case.id, reason="BOT_OR_SPAM")
    assert after.status == "DISMISSED"


@pytest.mark.parametrize("reason", ["NOT_OURS", " Не наше "])
async def test_a_case_is_not_sent_back_in_words_that_are_switched_off(town: Town, reason: str) -> None:
    await switch_off(town, "ROUTING_RETURN", "NOT_OURS", "Не наше")
    case = await routed(town)
    login = "recipient.coordinator"
    assert await path_of(town, login, routing.return_routing, case, reason=reason) == ("reason",)
    # Other words are free: the list only offers the usual ones.
    after = await town.do(login, routing.return_routing, case.id, reason="Не наше, а краевое")
    assert after.status == "ACCEPTED"


async def test_an_incident_is_not_sent_back_in_words_that_are_switched_off(town: Town) -> None:
    await switch_off(town, "ROUTING_RETURN", "NOT_OURS", "Не наше")
    case = await incident(town)
    await town.do("incident", incident_answering.route_incident, case.id, recipient_id="roads")
    given = {"reason": "Не наше"}
    login = "recipient.coordinator"
    assert await path_of(town, login, incident_answering.return_incident, case, **given) == ("reason",)


async def test_a_draft_is_not_returned_for_a_reason_or_criterion_that_is_switched_off(town: Town) -> None:
    await switch_off(town, "REWORK", "UNCLEAR", "Непонятно")
    offered = Reason(
        id="REWORK.NO_TERMS", kind="REWORK", code="NO_TERMS", title="Нет срока", updated_at=FOUNDED
    )
    await town.load([offered])
    case = await in_review(town)
    for facts, path in (
        ({"reason": "Непонятно"}, ("reason",)),
        ({"reason": "Нет срока", "criteria": ["NO_TERMS", "UNCLEAR"]}, ("criteria", "1")),
    ):
        assert await path_of(town, "recipient.head", answering.return_response, case, **facts) == path
    # The same words under another code that is offered are offered.
    fields = {"kind": "REWORK", "code": "UNCLEAR_AGAIN", "title": "Непонятно"}
    await town.do("admin", create_reason, fields=fields)
    after = await town.do("recipient.head", answering.return_response, case.id, reason="Непонятно")
    assert after.status == "IN_PROGRESS"

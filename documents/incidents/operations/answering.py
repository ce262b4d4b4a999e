"""Operations of answering incidents: route, return, take, reply, publish, close (III.4.5/1)."""

from collections.abc import Sequence

from auth.actions import Action
from auth.errors import Invalid
from documents.cases import events
from documents.cases.checks import (
    COMMENT_LIMIT,
    TEXT_LIMIT,
    outcome_of_an_answer,
    text_within,
)
from documents.cases.delivering import going_out
from documents.cases.document import Case
from documents.cases.drafting import handed_in, with_draft
from documents.cases.formalizing import formalized
from documents.cases.linking import link_for
from documents.cases.responses import decided
from documents.cases.routing import returned_fields, routed_fields
from documents.cases.targets import refuse_rework
from documents.cases.vocabulary import DeliveryWay
from documents.incidents.operations.intake import KINDS
from documents.incidents.rules import MACHINE
from documents.kernel.text.links import is_url
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.organizations.receiving import touch_work_guard


@operation(
    title="Направить инцидент получателю",
    action=Action.INCIDENT_ROUTE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    guards=(formalized,),
    checks=(text_within("reason", "reason", COMMENT_LIMIT, required=False),),
)
async def route_incident(
    change: Change,
    case: Case,
    *,
    recipient_id: str,
    assignee_id: str | None = None,
    co_assignee_ids: list[str] | None = None,
    reason: str | None = None,
) -> Case:
    """Send to a responsible recipient and, if named, a person in it. Another recipient needs a reason; the clock is
    never restarted."""
    fields = routed_fields(
        change,
        case,
        recipient_id=recipient_id,
        assignee_id=assignee_id,
        co_assignee_ids=co_assignee_ids or [],
        reason=reason,
        link=await link_for(change, case, recipient_id, [assignee_id, *(co_assignee_ids or ())]),
    )
    return await change.save(case, events.INCIDENT_ROUTED, **fields)


@operation(
    title="Вернуть инцидент не по принадлежности",
    action=Action.INCIDENT_RETURN,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def return_incident(change: Change, case: Case, *, reason: str) -> Case:
    """Send back «не по принадлежности»."""
    return await change.save(case, events.INCIDENT_RETURNED, **returned_fields(change, case, reason))


@operation(
    title="Взять инцидент на себя",
    action=Action.INCIDENT_TAKE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
)
async def take_incident(change: Change, case: Case) -> Case:
    """Prepare the answer oneself: the officer becomes the assignee (III.4.5/1)."""
    touch_work_guard(change, case.id)
    return await change.save(case, events.INCIDENT_TAKEN, assignee_id=change.subject)


@operation(
    title="Начать работу с инцидентом",
    action=Action.INCIDENT_RESPOND,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
)
async def start_incident(change: Change, case: Case) -> Case:
    """Take into work."""
    return await change.save(case, events.INCIDENT_STARTED)


@operation(
    title="Сохранить проект ответа на инцидент",
    action=Action.INCIDENT_RESPOND,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(text_within("text", "text", TEXT_LIMIT),),
    replaces_text=True,
)
async def save_reply_draft(change: Change, case: Case, *, text: str) -> Case:
    """Keep the draft of a reply; earlier wordings of it are kept. Raises: INVALID (`nothing_to_change`), LIMIT_REACHED."""
    return await change.save(case, events.REPLY_DRAFT_SAVED, drafts=with_draft(change, case, text))


@operation(
    title="Представить ответ на инцидент",
    action=Action.INCIDENT_RESPOND,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(text_within("text", "text", TEXT_LIMIT, required=False),),
)
async def submit_incident_reply(change: Change, case: Case, *, text: str | None = None) -> Case:
    """Hand the saved draft of a reply in for checking, or another text.

    Raises: INVALID (`required`) where there is neither.
    """
    return await change.save(case, events.REPLY_SUBMITTED, **handed_in(change, case, text))


@operation(
    title="Вернуть ответ на инцидент на доработку",
    action=Action.REPLY_RETURN,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def return_incident_reply(
    change: Change, case: Case, *, reason: str, criteria: list[str] | None = None
) -> Case:
    """Return the draft for rework, with a reason and the criteria of the checklist it fails. Raises: INACTIVE_TARGET."""
    refuse_rework(change, reason, criteria or ())
    responses = decided(
        case,
        status="RETURNED",
        reviewer_id=change.subject,
        return_reason=reason,
        return_criteria=criteria or [],
    )
    return await change.save(case, events.REPLY_RETURNED, responses=responses)


@operation(
    title="Опубликовать ответ",
    action=Action.REPLY_PUBLISH,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
)
async def publish_incident_reply(change: Change, case: Case, *, reply_urls: Sequence[str]) -> Case:
    """Record that the reply stands under the publications: one address for each of them, in their order."""
    if len(reply_urls) != len(case.publications):
        raise Invalid("reply_url_missing", path="replyUrls", expected=len(case.publications))
    for index, url in enumerate(reply_urls):
        if not is_url(url):
            raise Invalid("malformed_url", path=("replyUrls", str(index)))
    publications = [
        {**one.model_dump(), "reply_url": url, "replied_at": change.now}
        for one, url in zip(case.publications, reply_urls, strict=True)
    ]
    return await change.save(
        case,
        events.REPLY_PUBLISHED,
        publications=publications,
        answered_at=change.now,
        first_response_at=case.first_response_at or change.now,
        **going_out(
            change,
            case,
            decided(case, status="SENT", sent_at=change.now, sent_via=case.channel_id),
            way=DeliveryWay.PUBLICATION,
        ),
    )


@operation(
    title="Снять инцидент с контроля",
    action=Action.INCIDENT_CLOSE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(outcome_of_an_answer,),
)
async def close_incident(change: Change, case: Case, *, outcome: str) -> Case:
    """Close a replied incident with its outcome."""
    return await change.save(case, events.INCIDENT_CLOSED, outcome=outcome, closed_at=change.now)

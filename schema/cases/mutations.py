"""Mutations of messages, appeals and incidents: ids are read, the operation runs, the payload tells what came of it."""

from collections.abc import Mapping
from typing import Any

import strawberry

from auth.actions import Action
from documents.cases.resource import CASES
from documents.incidents.operations import answering as incident_answering
from documents.incidents.operations import intake as incident_intake
from documents.incidents.operations import pausing as incident_pausing
from documents.submissions.operations import answering, intake, pausing, routing
from schema.cases.inputs import (
    AddPublicationInput,
    CloseInput,
    DismissIncidentInput,
    DraftInput,
    FormalizeIncidentInput,
    FormalizeSubmissionInput,
    PublishReplyInput,
    ReasonInput,
    RegisterIncidentInput,
    RegisterSubmissionInput,
    RejectSubmissionInput,
    ReturnDraftInput,
    RouteInput,
    SaveDraftInput,
    SendResponseInput,
    TargetInput,
    plain,
)
from schema.cases.payloads import IncidentPayload, SubmissionPayload, moved_incident, moved_submission
from schema.cases.placed import placed
from schema.context import GraphInfo
from schema.problems import Ids, mutation, run


def route_facts(ids: Ids, input: RouteInput) -> Mapping[str, Any]:
    """Return the facts of a routing, its ids read."""
    return {
        "recipient_id": ids.one(input.recipient_id, "Organization", path="recipientId"),
        "assignee_id": ids.one(input.assignee_id, "Person", path="assigneeId"),
        "co_assignee_ids": ids.many(input.co_assignee_ids, "Person", path="coAssigneeIds"),
        "reason": input.reason,
    }


FORMAL = ("summary", "outside_sectors", "is_sensitive", "is_actionable", "tags")
"""What both formalizations take as it is."""


def _formal_facts(ids: Ids, input: FormalizeSubmissionInput | FormalizeIncidentInput) -> Mapping[str, Any]:
    return {
        "topic_id": ids.one(input.topic_id, "Topic", path="topicId"),
        "sector_id": ids.one(input.sector_id, "Sector", path="sectorId"),
        "settlement_id": ids.one(input.settlement_id, "Settlement", path="settlementId"),
        "location": placed(ids, input.location),
    }


@strawberry.type
class SubmissionMutations:
    @mutation(Action.SUBMISSION_REGISTER, SubmissionPayload, "Register a message or an appeal.")
    async def register_submission(self, info: GraphInfo, input: RegisterSubmissionInput) -> Any:
        ids = Ids()
        facts = {
            "kind": "APPEAL" if input.regime == "APPEAL_59FZ" else "MESSAGE",
            "channel_id": ids.one(input.channel_id, "Channel", path="channelId"),
            "topic_id": ids.one(input.topic_id, "Topic", path="topicId"),
            "settlement_id": ids.one(input.settlement_id, "Settlement", path="settlementId"),
            "location": placed(ids, input.location),
            "applicant": plain(input.applicant),
            **{
                name: getattr(input, name)
                for name in (
                    "text",
                    "form",
                    "applicant_kind",
                    "signatories_count",
                    "message_kind",
                    "appeal_kind",
                    "summary",
                    "priority",
                    "received_at",
                    "is_sensitive",
                    "external_system",
                    "external_id",
                    "external_due_at",
                )
            },
        }
        return await run(info, intake.register_submission, CASES, shown_as="submission", ids=ids, facts=facts)

    @mutation(Action.SUBMISSION_FORMALIZE, SubmissionPayload, "State the topic, the place and the gist.")
    async def formalize_submission(self, info: GraphInfo, input: FormalizeSubmissionInput) -> Any:
        ids = Ids()
        facts = {
            **_formal_facts(ids, input),
            **{name: getattr(input, name) for name in (*FORMAL, "message_kind", "appeal_kind")},
            "complained_of_id": ids.one(input.complained_of_id, "Organization", path="complainedOfId"),
        }
        return await moved_submission(info, intake.formalize_submission, input, ids, facts)

    @mutation(Action.SUBMISSION_ACCEPT, SubmissionPayload, "Accept a formalized message or appeal for work.")
    async def accept_submission(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_submission(info, intake.accept_submission, input, Ids(), {})

    @mutation(Action.SUBMISSION_REJECT, SubmissionPayload, "Reject a message; appeals are never rejected.")
    async def reject_submission(self, info: GraphInfo, input: RejectSubmissionInput) -> Any:
        facts = {"reason": input.reason, "comment": input.comment}
        return await moved_submission(info, intake.reject_submission, input, Ids(), facts)

    @mutation(
        Action.SUBMISSION_ROUTE,
        SubmissionPayload,
        "Route to an active responsible recipient; routing to another one again requires a reason.",
    )
    async def route_submission(self, info: GraphInfo, input: RouteInput) -> Any:
        ids = Ids()
        return await moved_submission(info, routing.route_submission, input, ids, route_facts(ids, input))

    @mutation(
        Action.SUBMISSION_RETURN,
        SubmissionPayload,
        "Return as sent to the wrong organization («не по принадлежности»).",
    )
    async def return_routing(self, info: GraphInfo, input: ReasonInput) -> Any:
        return await moved_submission(info, routing.return_routing, input, Ids(), {"reason": input.reason})

    @mutation(Action.SUBMISSION_RESPOND, SubmissionPayload, "Start work.")
    async def start_work(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_submission(info, answering.start_work, input, Ids(), {})

    @mutation(
        Action.SUBMISSION_RESPOND,
        SubmissionPayload,
        "Save the draft of an answer. Whoever works on the answer reads it, and its earlier wordings, in `drafts`.",
    )
    async def save_draft(self, info: GraphInfo, input: SaveDraftInput) -> Any:
        return await moved_submission(info, answering.save_draft, input, Ids(), {"text": input.text})

    @mutation(
        Action.SUBMISSION_RESPOND, SubmissionPayload, "Submit the saved draft, or another text, for review."
    )
    async def submit_response(self, info: GraphInfo, input: DraftInput) -> Any:
        return await moved_submission(info, answering.submit_response, input, Ids(), {"text": input.text})

    @mutation(Action.RESPONSE_APPROVE, SubmissionPayload, "Approve the draft under review; never your own.")
    async def approve_response(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_submission(info, answering.approve_response, input, Ids(), {})

    @mutation(Action.RESPONSE_RETURN, SubmissionPayload, "Return the draft for rework.")
    async def return_response(self, info: GraphInfo, input: ReturnDraftInput) -> Any:
        facts = {"reason": input.reason, "criteria": input.criteria}
        return await moved_submission(info, answering.return_response, input, Ids(), facts)

    @mutation(Action.RESPONSE_SEND, SubmissionPayload, "Send the approved response.")
    async def send_response(self, info: GraphInfo, input: SendResponseInput) -> Any:
        ids = Ids()
        facts = {
            "via": ids.one(input.via_channel_id, "Channel", path="viaChannelId"),
            "way": input.way,
            "text": input.text,
            "outcome": input.outcome,
            "signer_id": ids.one(input.official_signer_id, "Person", path="officialSignerId"),
        }
        return await moved_submission(info, answering.send_response, input, ids, facts)

    @mutation(
        Action.SUBMISSION_POSTPONE,
        SubmissionPayload,
        "Resume a postponed message before its day; on that day it is resumed by itself.",
    )
    async def resume_work(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_submission(info, pausing.resume_work, input, Ids(), {})

    @mutation(Action.SUBMISSION_CLOSE, SubmissionPayload, "Close an answered case.")
    async def close_submission(self, info: GraphInfo, input: CloseInput) -> Any:
        return await moved_submission(
            info, answering.close_submission, input, Ids(), {"outcome": input.outcome}
        )


@strawberry.type
class IncidentMutations:
    @mutation(Action.INCIDENT_REGISTER, IncidentPayload, "Register an incident.")
    async def register_incident(self, info: GraphInfo, input: RegisterIncidentInput) -> Any:
        ids = Ids()
        facts = {
            "channel_id": ids.one(input.channel_id, "Channel", path="channelId"),
            "topic_id": ids.one(input.topic_id, "Topic", path="topicId"),
            "sector_id": ids.one(input.sector_id, "Sector", path="sectorId"),
            "settlement_id": ids.one(input.settlement_id, "Settlement", path="settlementId"),
            "location": placed(ids, input.location),
            "publications": [plain(one) for one in input.publications],
            **{
                name: getattr(input, name)
                for name in (
                    "summary",
                    "importance",
                    "received_at",
                    "is_actionable",
                    "external_system",
                    "external_id",
                    "external_due_at",
                )
            },
        }
        return await run(
            info, incident_intake.register_incident, CASES, shown_as="incident", ids=ids, facts=facts
        )

    @mutation(
        Action.INCIDENT_FORMALIZE,
        IncidentPayload,
        "State the topic, the sector or that there is none, the place and the gist; needed before routing.",
    )
    async def formalize_incident(self, info: GraphInfo, input: FormalizeIncidentInput) -> Any:
        ids = Ids()
        facts = {
            **_formal_facts(ids, input),
            **{name: getattr(input, name) for name in FORMAL},
        }
        return await moved_incident(info, incident_intake.formalize_incident, input, ids, facts)

    @mutation(
        Action.INCIDENT_ADD_PUBLICATION,
        IncidentPayload,
        "Add a later post or comment of the same matter; a post that is already gathered is refused.",
    )
    async def add_publication(self, info: GraphInfo, input: AddPublicationInput) -> Any:
        return await moved_incident(
            info, incident_intake.add_publication, input, Ids(), {"publication": plain(input.publication)}
        )

    @mutation(Action.INCIDENT_DISMISS, IncidentPayload, "Mark an incident as needing no answer, and say why.")
    async def dismiss_incident(self, info: GraphInfo, input: DismissIncidentInput) -> Any:
        return await moved_incident(
            info, incident_intake.dismiss_incident, input, Ids(), {"reason": input.reason}
        )

    @mutation(
        Action.INCIDENT_ROUTE,
        IncidentPayload,
        "Route to an active responsible recipient; routing to another one again requires a reason.",
    )
    async def route_incident(self, info: GraphInfo, input: RouteInput) -> Any:
        ids = Ids()
        return await moved_incident(
            info, incident_answering.route_incident, input, ids, route_facts(ids, input)
        )

    @mutation(
        Action.INCIDENT_RETURN,
        IncidentPayload,
        "Return as sent to the wrong organization («не по принадлежности»).",
    )
    async def return_incident(self, info: GraphInfo, input: ReasonInput) -> Any:
        return await moved_incident(
            info, incident_answering.return_incident, input, Ids(), {"reason": input.reason}
        )

    @mutation(
        Action.INCIDENT_TAKE,
        IncidentPayload,
        "Take over preparing the answer; the officer becomes the assignee.",
    )
    async def take_incident(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_incident(info, incident_answering.take_incident, input, Ids(), {})

    @mutation(Action.INCIDENT_RESPOND, IncidentPayload, "Start work.")
    async def start_incident(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_incident(info, incident_answering.start_incident, input, Ids(), {})

    @mutation(
        Action.INCIDENT_RESPOND,
        IncidentPayload,
        "Save the draft of a reply. Whoever works on the reply reads it, and its earlier wordings, in `drafts`.",
    )
    async def save_reply_draft(self, info: GraphInfo, input: SaveDraftInput) -> Any:
        return await moved_incident(
            info, incident_answering.save_reply_draft, input, Ids(), {"text": input.text}
        )

    @mutation(
        Action.INCIDENT_RESPOND,
        IncidentPayload,
        "Submit the saved draft of a reply, or another text, for review.",
    )
    async def submit_incident_reply(self, info: GraphInfo, input: DraftInput) -> Any:
        return await moved_incident(
            info, incident_answering.submit_incident_reply, input, Ids(), {"text": input.text}
        )

    @mutation(Action.REPLY_RETURN, IncidentPayload, "Return the draft for rework.")
    async def return_incident_reply(self, info: GraphInfo, input: ReturnDraftInput) -> Any:
        facts = {"reason": input.reason, "criteria": input.criteria}
        return await moved_incident(info, incident_answering.return_incident_reply, input, Ids(), facts)

    @mutation(Action.REPLY_PUBLISH, IncidentPayload, "Record where the reply was published.")
    async def publish_incident_reply(self, info: GraphInfo, input: PublishReplyInput) -> Any:
        return await moved_incident(
            info, incident_answering.publish_incident_reply, input, Ids(), {"reply_urls": input.reply_urls}
        )

    @mutation(
        Action.INCIDENT_POSTPONE,
        IncidentPayload,
        "Resume a postponed incident before its day; on that day it is resumed by itself.",
    )
    async def resume_incident(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_incident(info, incident_pausing.resume_incident, input, Ids(), {})

    @mutation(Action.INCIDENT_CLOSE, IncidentPayload, "Close an incident that has been replied to.")
    async def close_incident(self, info: GraphInfo, input: CloseInput) -> Any:
        return await moved_incident(
            info, incident_answering.close_incident, input, Ids(), {"outcome": input.outcome}
        )

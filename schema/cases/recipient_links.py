"""Mutations on the links by which bodies without accounts answer."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.incidents.operations import linking as incident_linking
from documents.submissions.operations import linking
from schema.cases.inputs import TargetInput
from schema.cases.payloads import IncidentPayload, SubmissionPayload, moved_incident, moved_submission
from schema.context import GraphInfo
from schema.problems import Ids, mutation


@strawberry.type
class RecipientLinkMutations:
    @mutation(
        Action.SUBMISSION_ROUTE,
        SubmissionPayload,
        "Send the body that it was routed to, and that nobody signs in for, the link by which it answers, by e-mail: the "
        "present one again, or a new one if that can no longer be followed.",
    )
    async def send_recipient_link(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_submission(info, linking.send_recipient_link, input, Ids(), {})

    @mutation(
        Action.SUBMISSION_ROUTE,
        SubmissionPayload,
        "Revoke the link by which the body could answer: it opens nothing any more. The routing stays.",
    )
    async def revoke_recipient_link(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_submission(info, linking.revoke_recipient_link, input, Ids(), {})

    @mutation(
        Action.INCIDENT_ROUTE,
        IncidentPayload,
        "Send the body that an incident was routed to, and that nobody signs in for, the link by which it answers, by "
        "e-mail: the present one again, or a new one if that can no longer be followed.",
    )
    async def send_incident_recipient_link(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_incident(info, incident_linking.send_incident_recipient_link, input, Ids(), {})

    @mutation(
        Action.INCIDENT_ROUTE,
        IncidentPayload,
        "Revoke the link by which the body could answer an incident: it opens nothing any more. The routing stays.",
    )
    async def revoke_incident_recipient_link(self, info: GraphInfo, input: TargetInput) -> Any:
        return await moved_incident(info, incident_linking.revoke_incident_recipient_link, input, Ids(), {})

"""Mutations that decide about a case beside its answer: put off, prolong, open again, end, merge."""

from collections.abc import Mapping
from typing import Any

import strawberry

from auth.actions import Action
from documents.incidents.operations import merging as incident_merging
from documents.incidents.operations import pausing as incident_pausing
from documents.incidents.operations import reopening as incident_reopening
from documents.incidents.operations import splitting as incident_splitting
from documents.submissions.operations import (
    clarifying,
    ending,
    merging,
    pausing,
    proposing,
    receiving,
    reopening,
    splitting,
    terms,
)
from schema.cases.deciding_inputs import (
    AnswerOrallyInput,
    CancelSubmissionInput,
    DecidePostponementInput,
    ExtendDeadlineInput,
    ForwardSubmissionInput,
    LeaveUnansweredInput,
    MergeInput,
    PostponeIncidentInput,
    PostponeSubmissionInput,
    ProposePostponementInput,
    RecordReceptionInput,
    RequestDetailsInput,
    SplitIncidentInput,
    SplitPart,
    SplitSubmissionInput,
)
from schema.cases.inputs import DetailsInput, ReasonInput, plain
from schema.cases.payloads import (
    SUBMISSIONS,
    IncidentPayload,
    SubmissionPayload,
    moved_incident,
    moved_submission,
)
from schema.cases.placed import placed
from schema.context import GraphInfo
from schema.problems import Ids, mutation


def _part_facts(ids: Ids, part: SplitPart, index: int) -> Mapping[str, Any]:
    path = f"parts.{index}"
    return {
        "summary": part.summary,
        "topic_id": ids.one(part.topic_id, "Topic", path=f"{path}.topicId"),
        "settlement_id": ids.one(part.settlement_id, "Settlement", path=f"{path}.settlementId"),
        "location": placed(ids, part.location, path=f"{path}.location"),
    }


@strawberry.type
class SubmissionDecisionMutations:
    @mutation(
        Action.SUBMISSION_POSTPONE,
        SubmissionPayload,
        "Put a message off with an intermediate answer; an appeal is never put off. A draft under review is given back.",
    )
    async def postpone_submission(self, info: GraphInfo, input: PostponeSubmissionInput) -> Any:
        facts = {"until": input.until, "reason": input.reason, "text": input.text}
        return await moved_submission(info, pausing.postpone_submission, input, Ids(), facts)

    @mutation(
        Action.SUBMISSION_POSTPONE,
        SubmissionPayload,
        "Propose to put a message off, if you may not do so yourself: whoever may decides.",
    )
    async def propose_postponement(self, info: GraphInfo, input: ProposePostponementInput) -> Any:
        facts = {"until": input.until, "reason": input.reason, "text": input.text}
        return await moved_submission(info, proposing.propose_postponement, input, Ids(), facts)

    @mutation(
        Action.SUBMISSION_POSTPONE,
        SubmissionPayload,
        "Accept the proposal to put a message off, or decline it with a reason.",
    )
    async def decide_postponement(self, info: GraphInfo, input: DecidePostponementInput) -> Any:
        facts = {"is_accepted": input.accept, "reason": input.reason}
        return await moved_submission(info, proposing.decide_postponement, input, Ids(), facts)

    @mutation(
        Action.SUBMISSION_EXTEND,
        SubmissionPayload,
        "Prolong the deadline before it ends; that of an appeal once, by the decision of a named official on an act.",
    )
    async def extend_deadline(self, info: GraphInfo, input: ExtendDeadlineInput) -> Any:
        ids = Ids()
        facts = {
            "days": input.days,
            "reason": input.reason,
            "text": input.text,
            "decided_by_id": ids.one(input.decided_by_id, "Person", path="decidedById"),
            "legal_act_id": ids.one(input.legal_act_id, "LegalAct", path="legalActId"),
            "legal_act": None if input.legal_act is None else input.legal_act.facts(),
        }
        return await moved_submission(info, terms.extend_deadline, input, ids, facts)

    @mutation(
        Action.SUBMISSION_EXTEND,
        SubmissionPayload,
        "Close an appeal without an answer on its substance, on a listed ground, with the notice that the law asks for.",
    )
    async def leave_unanswered(self, info: GraphInfo, input: LeaveUnansweredInput) -> Any:
        facts = {"ground": input.ground, "reason": input.reason, "text": input.text}
        return await moved_submission(info, terms.leave_unanswered, input, Ids(), facts)

    @mutation(
        Action.SUBMISSION_FORWARD,
        SubmissionPayload,
        "Forward to an organization outside with a notice; an appeal within 7 days of its registration, and never to the "
        "body that it complains of.",
    )
    async def forward_submission(self, info: GraphInfo, input: ForwardSubmissionInput) -> Any:
        ids = Ids()
        facts = {
            "organization_id": ids.one(input.organization_id, "Organization", path="organizationId"),
            "text": input.text,
            "reason": input.reason,
        }
        return await moved_submission(info, ending.forward_submission, input, ids, facts)

    @mutation(
        Action.SUBMISSION_CLARIFY,
        SubmissionPayload,
        "Ask the applicant for details until a moment; the clock runs on, unless a setting stops that of a message.",
    )
    async def request_details(self, info: GraphInfo, input: RequestDetailsInput) -> Any:
        facts = {"text": input.text, "until": input.until}
        return await moved_submission(info, clarifying.request_details, input, Ids(), facts)

    @mutation(
        Action.SUBMISSION_ACCEPT,
        SubmissionPayload,
        "Record the card of the personal reception at which an appeal was made, or correct it; its number stays.",
    )
    async def record_reception(self, info: GraphInfo, input: RecordReceptionInput) -> Any:
        ids = Ids()
        received_by_id = ids.one(input.received_by_id, "Person", path="receivedById")
        facts = {"on": input.on, "received_by_id": received_by_id}
        return await moved_submission(info, receiving.record_reception, input, ids, facts)

    @mutation(
        Action.RESPONSE_SEND,
        SubmissionPayload,
        "Record that an appeal was answered at the reception, with the consent of the applicant: no written answer follows.",
    )
    async def answer_orally(self, info: GraphInfo, input: AnswerOrallyInput) -> Any:
        facts = {"text": input.text, "consent": input.consent}
        return await moved_submission(info, receiving.answer_orally, input, Ids(), facts)

    @mutation(Action.SUBMISSION_CLARIFY, SubmissionPayload, "Record the details that the applicant gave.")
    async def record_details(self, info: GraphInfo, input: DetailsInput) -> Any:
        return await moved_submission(info, clarifying.record_details, input, Ids(), {"text": input.text})

    @mutation(
        Action.SUBMISSION_WITHDRAW,
        SubmissionPayload,
        "Record that the applicant took an open message or appeal back.",
    )
    async def withdraw_submission(self, info: GraphInfo, input: ReasonInput) -> Any:
        return await moved_submission(
            info, ending.withdraw_submission, input, Ids(), {"reason": input.reason}
        )

    @mutation(
        Action.SUBMISSION_CANCEL,
        SubmissionPayload,
        "Cancel a wrong registration that was registered again: each of the two names the other.",
    )
    async def cancel_submission(self, info: GraphInfo, input: CancelSubmissionInput) -> Any:
        ids = Ids()
        replaced_by_id = ids.one(input.replaced_by_id, SUBMISSIONS, path="replacedById")
        facts = {"reason": input.reason, "replaced_by_id": replaced_by_id}
        return await moved_submission(info, ending.cancel_submission, input, ids, facts)

    @mutation(
        Action.SUBMISSION_MERGE,
        SubmissionPayload,
        "Merge into an open one of the same kind; its answer goes to the applicants of both.",
    )
    async def merge_submissions(self, info: GraphInfo, input: MergeInput) -> Any:
        ids = Ids()
        facts = {"into_id": ids.one(input.into_id, SUBMISSIONS, path="intoId"), "reason": input.reason}
        return await moved_submission(info, merging.merge_submissions, input, ids, facts)

    @mutation(
        Action.SUBMISSION_MERGE,
        SubmissionPayload,
        "Split questions off a message or an appeal: each becomes one of its own with the same applicant and the same "
        "receipt, and this one goes on with the rest and with its files.",
    )
    async def split_submission(self, info: GraphInfo, input: SplitSubmissionInput) -> Any:
        ids = Ids()
        parts = [
            {**_part_facts(ids, one, index), "text": one.text, "text_range": plain(one.text_range)}
            for index, one in enumerate(input.parts)
        ]
        facts = {"parts": parts, "reason": input.reason}
        return await moved_submission(info, splitting.split_submission, input, ids, facts)

    @mutation(
        Action.SUBMISSION_REOPEN,
        SubmissionPayload,
        "Open an answered or closed case again; a new deadline runs from now.",
    )
    async def reopen_submission(self, info: GraphInfo, input: ReasonInput) -> Any:
        facts = {"reason": input.reason}
        return await moved_submission(info, reopening.reopen_submission, input, Ids(), facts)


@strawberry.type
class IncidentDecisionMutations:
    @mutation(
        Action.INCIDENT_POSTPONE,
        IncidentPayload,
        "Put an incident off with an intermediate answer. A draft under review is given back.",
    )
    async def postpone_incident(self, info: GraphInfo, input: PostponeIncidentInput) -> Any:
        facts = {"until": input.until, "reason": input.reason, "text": input.text}
        return await moved_incident(info, incident_pausing.postpone_incident, input, Ids(), facts)

    @mutation(
        Action.INCIDENT_MERGE,
        IncidentPayload,
        "Merge into an open incident, which takes over the publications.",
    )
    async def merge_incidents(self, info: GraphInfo, input: MergeInput) -> Any:
        ids = Ids()
        facts = {"into_id": ids.one(input.into_id, "Incident", path="intoId"), "reason": input.reason}
        return await moved_incident(info, incident_merging.merge_incidents, input, ids, facts)

    @mutation(
        Action.INCIDENT_MERGE,
        IncidentPayload,
        "Split matters off an incident, each with its publications; at least one of them stays, and so do the files.",
    )
    async def split_incident(self, info: GraphInfo, input: SplitIncidentInput) -> Any:
        ids = Ids()
        parts = [
            {**_part_facts(ids, one, index), "publication_urls": one.publication_urls}
            for index, one in enumerate(input.parts)
        ]
        facts = {"parts": parts, "reason": input.reason}
        return await moved_incident(info, incident_splitting.split_incident, input, ids, facts)

    @mutation(
        Action.INCIDENT_REOPEN,
        IncidentPayload,
        "Open a replied or closed incident again; a new deadline runs from now.",
    )
    async def reopen_incident(self, info: GraphInfo, input: ReasonInput) -> Any:
        facts = {"reason": input.reason}
        return await moved_incident(info, incident_reopening.reopen_incident, input, Ids(), facts)

"""Inputs of the mutations that decide about a case, with which nothing is wrong."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

OF_ONE_ALONE = """not_formalized gathers_others own_account no_card not_of_a_reception already_rated already_checked
    no_address_of_body no_due_date""".split()
"""Rules that guards ask of one object alone, besides those about a deadline."""

BEYOND = frozenset({("INVALID", "body_signs_in")})
"""What stands in neither the object nor the directory, and so is told by the mutation alone."""


def decisions(now: datetime, official: str, outside: str, act: str) -> Mapping[str, Mapping[str, Any]]:
    """Mutation → what it is given besides the id: an official, an organization outside and a legal act by their ids."""
    soon = f"{(now + timedelta(days=3)).isoformat()}Z"
    reason, text = {"reason": "Проверка обещаний"}, {"text": "Проверка обещаний"}
    return {
        "postponeSubmission": {"until": soon, **reason, **text},
        "postponeIncident": {"until": soon, **text},
        "proposePostponement": {"until": soon, **reason, **text},
        "decidePostponement": {"accept": False, **reason},
        "requestDetails": {"until": soon, **text},
        "recordDetails": text,
        "extendDeadline": {"days": 5, "decidedById": official, "legalActId": act, **reason, **text},
        "leaveUnanswered": {"ground": "NO_SUBSTANCE", **reason, **text},
        "forwardSubmission": {"organizationId": outside, **text},
        "recordReception": {"on": now.date().isoformat(), "receivedById": official},
        "answerOrally": {"consent": True, **text},
        "splitSubmission": {"parts": [{"summary": "Проверка обещаний"}], **reason},
        "setExternalTerm": {"externalDueAt": soon, **reason},
        "recordSatisfaction": {"score": 2, "solved": False, "comment": "Проверка обещаний"},
        "decideReopening": {"accept": False, **reason},
        "examineRating": {"finding": "Проверка обещаний"},
        "giveRatingLink": {},
        "sendRecipientLink": {},
        "revokeRecipientLink": {},
        "sendIncidentRecipientLink": {},
        "revokeIncidentRecipientLink": {},
        "extendAssignment": {"dueOn": (now + timedelta(days=400)).date().isoformat(), **reason},
        "setPriority": {"priority": "HIGH", **reason},
        "markCase": {"add": ["проверка обещаний"]},
        **dict.fromkeys(("withdrawSubmission", "reopenSubmission", "reopenIncident"), reason),
    }


def answers(row: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Mutation on answers → what it is given besides the id, for an object as it was asked for alone."""
    text = {"text": "Проверка обещаний"}
    draft = {**text, "expectedRevision": row["revision"]}
    sent = next((one["no"] for one in row.get("responses") or () if one["status"] == "SENT"), 1)
    return {
        **dict.fromkeys(("submitResponse", "submitIncidentReply"), text),
        "saveDraft": draft,
        "saveReplyDraft": draft,
        "sendResponse": {"way": "IN_PERSON"},
        "qualityCheck": {"criteria": [{"criterion": "POLITE", "isMet": True}], "verdict": "PASSED"},
        "recordDelivery": {"responseNo": sent, "status": "DELIVERED", "way": "IN_PERSON"},
    }


ABOUT_MORE = frozenset(
    """attachFile updateAttachment clearAttachment detachFile rewordNote linkCases unlinkCases mergeSubmissions
    mergeIncidents cancelSubmission splitIncident recordAcknowledgement sendExtract revokeAcknowledgementLink
    attachToProtocol detachFromProtocol""".split()
)
"""Mutations that name a file, a note, another case or an official: tests of their own try them."""

"""The policy on cases: messages, appeals and incidents (parts II and III of the decree)."""

from collections.abc import Mapping
from typing import Any

from auth.actions import Action
from auth.policy.columns import AS, CC, CU, HD, IN, IO, IP, LD, MB, PO, RC, RG, RH, SL
from auth.policy.grammar import AFTER, BOTH, Line, history, items, note, rule, withheld
from auth.policy.limits import (
    appeals_only,
    inside_own_organization,
    messages_only,
    new_on_own_desk,
    not_for_the_center,
    nowhere_else,
    on_own_desk,
)
from auth.policy.scopes import ALL, DESK, ME, ORG, OWN, SECTOR, SENT_IN, SYSTEM

SUBMISSIONS = frozenset({"MESSAGE", "APPEAL"})
INCIDENTS = frozenset({"INCIDENT"})


def is_sensitive(document: Mapping[str, Any]) -> bool:
    """Return whether the case is sensitive (III.6: health, children); one read without its mark is taken to be."""
    return document.get("is_sensitive") is not False


def is_cleared(attachment: Mapping[str, Any]) -> bool:
    """Return whether somebody who may formalize the case has found no personal data in a file of it."""
    return bool(attachment.get("is_cleared"))


def is_of_the_summary(wording: Mapping[str, Any]) -> bool:
    """Return whether a wording that was replaced is one of the summary."""
    return wording.get("of") == "SUMMARY"


def no_keys_of_its_own(item: Mapping[str, Any]) -> frozenset[str]:
    """Name no key: an item of this list is decided by those of its row alone."""
    return frozenset()


COUNT_EXACTLY = frozenset({LD})
"""Roles that count exactly what they cannot list (II.2.2: the work of the bodies is reported to the leadership)."""

SENSITIVE_TEXT = Action.CASE_READ_SENSITIVE_TEXT
MARK = ("is_sensitive",)

POLICY: tuple[Line, ...] = (
    # What one sees of cases.
    rule(Action.CASE_COUNT, {CC, CU, HD, PO, IO, IP, SL, MB, LD}, ALL, clause="II.2.1/1"),
    rule(Action.CASE_COUNT, {RC, RH}, ORG, clause="II.2.1/1"),
    rule(Action.CASE_COUNT, {AS}, ME, clause="II.2.1/1"),
    rule(Action.CASE_COUNT, {RG}, OWN, clause="II.2.1/1"),
    rule(Action.CASE_COUNT, {IN}, SYSTEM, clause="II.2.1/1"),
    note(
        Action.CASE_COUNT,
        "aggregates only; exact for LD too; CC, MB and SL outside his sectors get protected figures "
        "(contract §7), never a blank because of another period",
    ),
    rule(Action.SUBMISSION_READ, {CU, HD, PO, IO, IP}, ALL, clause="II.1.1"),
    rule(Action.SUBMISSION_READ, {SL}, SECTOR, clause="II.1.1"),
    rule(Action.SUBMISSION_READ, {RC, RH}, ORG, clause="II.1.1"),
    rule(Action.SUBMISSION_READ, {AS}, ME, clause="II.1.1"),
    rule(Action.SUBMISSION_READ, {RG}, OWN, clause="II.1.1"),
    rule(Action.SUBMISSION_READ, {IN}, SYSTEM, clause="II.1.1"),
    note(Action.SUBMISSION_READ, "text is redacted unless applicant.read holds without a reason"),
    rule(Action.INCIDENT_READ, {CU, HD, PO, IO, IP}, ALL, clause="III.4.5"),
    rule(Action.INCIDENT_READ, {SL}, SECTOR, clause="III.4.5"),
    rule(Action.INCIDENT_READ, {RC, RH}, ORG, clause="III.4.5"),
    rule(Action.INCIDENT_READ, {AS}, ME, clause="III.4.5"),
    rule(Action.INCIDENT_READ, {RG}, OWN, clause="III.4.5"),
    rule(Action.INCIDENT_READ, {IN}, SYSTEM, clause="III.4.5"),
    rule(Action.CASE_READ_SENSITIVE_TEXT, {CU}, ALL, clause="III.6", asks_reason=True),
    rule(Action.CASE_READ_SENSITIVE_TEXT, {HD}, ALL, clause="III.6"),
    rule(Action.CASE_READ_SENSITIVE_TEXT, {PO, IO}, DESK, clause="III.6"),
    rule(Action.CASE_READ_SENSITIVE_TEXT, {SL}, SECTOR, clause="III.6"),
    rule(Action.CASE_READ_SENSITIVE_TEXT, {RC, RH}, ORG, clause="III.6"),
    rule(Action.CASE_READ_SENSITIVE_TEXT, {AS}, ME, clause="III.6"),
    rule(Action.CASE_READ_SENSITIVE_TEXT, {RG}, OWN, clause="III.6"),
    note(
        Action.CASE_READ_SENSITIVE_TEXT,
        "cases marked sensitive (health, children): others see the summary only; Reason through "
        "revealApplicant with field TEXT",
    ),
    rule(Action.APPLICANT_READ, {CU}, ALL, clause="III.6", asks_reason=True),
    rule(Action.APPLICANT_READ, {HD}, ALL, clause="III.6"),
    rule(Action.APPLICANT_READ, {PO, IO}, DESK, clause="III.6"),
    rule(Action.APPLICANT_READ, {SL}, SECTOR, clause="III.6", asks_reason=True),
    rule(Action.APPLICANT_READ, {RC, RH}, ORG, clause="III.6"),
    rule(Action.APPLICANT_READ, {AS}, ME, clause="III.6"),
    rule(Action.APPLICANT_READ, {RG}, OWN, clause="III.6"),
    note(
        Action.APPLICANT_READ,
        "any form: masked text in reads; none: null and hidden. Plain only through revealApplicant, "
        "always logged; Reason = a reason is required",
    ),
    rule(Action.AUTHOR_READ, {HD, IP}, ALL, clause="III.4.5"),
    rule(Action.AUTHOR_READ, {IO}, DESK, clause="III.4.5"),
    rule(Action.AUTHOR_READ, {RC}, ORG, clause="III.4.5"),
    rule(Action.AUTHOR_READ, {AS}, ME, clause="III.4.5"),
    rule(Action.AUTHOR_READ, {RG}, OWN, clause="III.4.5"),
    note(
        Action.AUTHOR_READ,
        "handles, links of publications (a personal page names its author); IP for rumours and pages "
        "(III.4.6/5); others see none",
    ),
    rule(Action.CASE_HISTORY, {CU, HD, PO, IO, IP}, ALL, clause="III.6"),
    rule(Action.CASE_HISTORY, {SL}, SECTOR, clause="III.6"),
    rule(Action.CASE_HISTORY, {RC, RH}, ORG, clause="III.6"),
    rule(Action.CASE_HISTORY, {AS}, ME, clause="III.6"),
    rule(Action.CASE_HISTORY, {RG}, OWN, clause="III.6"),
    rule(Action.CASE_HISTORY, {IN}, SYSTEM, clause="III.6"),
    note(Action.CASE_HISTORY, "as the object now, entries from before a move included"),
    # Messages and appeals: from the first entry to the route.
    rule(Action.SUBMISSION_REGISTER, {HD}, ALL, clause="II.1.1"),
    rule(Action.SUBMISSION_REGISTER, {PO, IO, IP, RG}, DESK, clause="II.1.1"),
    rule(Action.SUBMISSION_REGISTER, {IN}, SENT_IN, clause="II.1.1", limit=nowhere_else, on=AFTER),
    note(Action.SUBMISSION_REGISTER, "by the channel of the new case; RG holds OFFICE here only"),
    note(
        Action.CASE_IMPORT,
        "history of other systems: command line only until the intake doors",
        clause="II.1.1",
    ),
    rule(Action.SUBMISSION_FORMALIZE, {HD}, ALL, clause="II.2.1/2"),
    rule(Action.SUBMISSION_FORMALIZE, {PO, IO, IP}, DESK, clause="II.2.1/2"),
    rule(Action.SUBMISSION_FORMALIZE, {SL}, SECTOR, clause="II.2.1/2"),
    rule(Action.SUBMISSION_FORMALIZE, {RG}, OWN, clause="II.2.1/2", limit=new_on_own_desk),
    note(Action.SUBMISSION_FORMALIZE, "limit RG: while NEW, on the OFFICE desk"),
    rule(Action.SUBMISSION_ACCEPT, {HD}, ALL, clause="III.4.4/1"),
    rule(Action.SUBMISSION_ACCEPT, {PO, IO, IP}, DESK, clause="III.4.4/1"),
    rule(Action.SUBMISSION_ACCEPT, {RG}, OWN, clause="III.4.4/1", limit=on_own_desk),
    note(Action.SUBMISSION_ACCEPT, "limit RG: on the OFFICE desk"),
    rule(Action.SUBMISSION_REJECT, {HD}, ALL, clause="III.4.4/1", limit=messages_only),
    rule(Action.SUBMISSION_REJECT, {PO, IO, IP}, DESK, clause="III.4.4/1", limit=messages_only),
    note(Action.SUBMISSION_REJECT, "limit: messages only; an appeal cannot be rejected"),
    rule(Action.SUBMISSION_ROUTE, {HD}, ALL, clause="III.4.4/1"),
    rule(Action.SUBMISSION_ROUTE, {PO, IO, IP}, DESK, clause="III.4.4/1"),
    rule(Action.SUBMISSION_ROUTE, {SL}, SECTOR, clause="III.4.4/1"),
    rule(Action.SUBMISSION_ROUTE, {RC}, ORG, clause="III.4.4/1", limit=inside_own_organization, on=BOTH),
    note(
        Action.SUBMISSION_ROUTE,
        "target: an active responsible recipient (I.2.3), anything else is forwarded; re-routing to another body "
        "with a reason, naming a person inside the same body without; limit RC: the target is inside the own "
        "organization, before and after",
    ),
    # Messages and appeals: the work on the answer, by those it was routed to and those who check it.
    rule(Action.SUBMISSION_RETURN, {RC}, ORG, clause="I.2.3"),
    rule(Action.SUBMISSION_RETURN, {AS}, ME, clause="I.2.3"),
    rule(Action.SUBMISSION_RESPOND, {HD}, ALL, clause="III.4.4/1"),
    rule(Action.SUBMISSION_RESPOND, {PO, IO, IP}, DESK, clause="III.4.4/1"),
    rule(Action.SUBMISSION_RESPOND, {SL}, SECTOR, clause="III.4.4/1"),
    rule(Action.SUBMISSION_RESPOND, {RC, RH}, ORG, clause="III.4.4/1"),
    rule(Action.SUBMISSION_RESPOND, {AS}, ME, clause="III.4.4/1"),
    note(Action.SUBMISSION_RESPOND, "start, draft, submit for review"),
    rule(Action.RESPONSE_APPROVE, {HD}, ALL, clause="III.4.7/4"),
    rule(Action.RESPONSE_APPROVE, {SL}, SECTOR, clause="III.4.7/4"),
    rule(Action.RESPONSE_APPROVE, {RH}, ORG, clause="III.4.7/4"),
    note(Action.RESPONSE_APPROVE, "never one's own draft while four eyes are required"),
    rule(Action.RESPONSE_RETURN, {HD}, ALL, clause="III.4.7/4"),
    rule(Action.RESPONSE_RETURN, {PO, IO}, DESK, clause="III.4.7/4"),
    rule(Action.RESPONSE_RETURN, {SL}, SECTOR, clause="III.4.7/4"),
    rule(Action.RESPONSE_RETURN, {RH}, ORG, clause="III.4.7/4"),
    rule(Action.RESPONSE_SEND, {HD}, ALL, clause="III.4.4/1"),
    rule(Action.RESPONSE_SEND, {PO, IO, IP}, DESK, clause="III.4.4/1"),
    rule(Action.RESPONSE_SEND, {RH}, ORG, clause="III.4.4/1"),
    rule(Action.RESPONSE_SEND, {AS}, ME, clause="III.4.4/1"),
    note(Action.RESPONSE_SEND, "records the way of delivery and what came of it"),
    rule(Action.SUBMISSION_POSTPONE, {HD}, ALL, clause="III.4.4/1", limit=messages_only),
    rule(Action.SUBMISSION_POSTPONE, {PO, IO, IP}, DESK, clause="III.4.4/1", limit=messages_only),
    rule(Action.SUBMISSION_POSTPONE, {SL}, SECTOR, clause="III.4.4/1", limit=messages_only),
    rule(Action.SUBMISSION_POSTPONE, {RC}, ORG, clause="III.4.4/1", limit=messages_only, proposes=True),
    rule(Action.SUBMISSION_POSTPONE, {AS}, ME, clause="III.4.4/1", limit=messages_only, proposes=True),
    note(
        Action.SUBMISSION_POSTPONE,
        "messages only, resume too; Propose = asks, somebody with the right decides (decidePostponement)",
    ),
    rule(Action.SUBMISSION_EXTEND, {HD}, ALL, clause="II.2.1/3"),
    rule(Action.SUBMISSION_EXTEND, {PO}, DESK, clause="II.2.1/3"),
    rule(Action.SUBMISSION_EXTEND, {RH}, ORG, clause="II.2.1/3", limit=appeals_only),
    note(
        Action.SUBMISSION_EXTEND,
        "an appeal: HD and RH, recording who with authority decided and the act; a message: HD, PO; leaving an appeal "
        "unanswered on a ground of 59-FZ art. 11: HD and PO, with the notice",
    ),
    # Messages and appeals: their end, and their return.
    rule(Action.SUBMISSION_FORWARD, {HD}, ALL, clause="II.1.1"),
    rule(Action.SUBMISSION_FORWARD, {PO}, DESK, clause="II.1.1"),
    rule(Action.SUBMISSION_FORWARD, {RG}, OWN, clause="II.1.1"),
    rule(Action.SUBMISSION_MERGE, {HD}, ALL, clause="II.1.1"),
    rule(Action.SUBMISSION_MERGE, {PO, IO}, DESK, clause="II.1.1"),
    note(Action.SUBMISSION_MERGE, "split too"),
    rule(Action.SUBMISSION_CLOSE, {HD}, ALL, clause="II.2.1/3"),
    rule(Action.SUBMISSION_CLOSE, {PO, IO, IP}, DESK, clause="II.2.1/3"),
    rule(Action.SUBMISSION_CLOSE, {SL}, SECTOR, clause="II.2.1/3"),
    rule(Action.SUBMISSION_REOPEN, {HD}, ALL, clause="II.2.1/3"),
    rule(Action.SUBMISSION_REOPEN, {PO, IO}, DESK, clause="II.2.1/3"),
    note(Action.SUBMISSION_REOPEN, "decides requests to reopen too"),
    rule(Action.SUBMISSION_WITHDRAW, {HD}, ALL, clause="II.1.1"),
    rule(Action.SUBMISSION_WITHDRAW, {PO}, DESK, clause="II.1.1"),
    rule(Action.SUBMISSION_WITHDRAW, {RG}, OWN, clause="II.1.1"),
    note(Action.SUBMISSION_WITHDRAW, "at the applicant's request"),
    rule(Action.SUBMISSION_CANCEL, {HD}, ALL, clause="II.1.1"),
    rule(Action.SUBMISSION_CANCEL, {PO, IO, IP}, DESK, clause="II.1.1"),
    rule(Action.SUBMISSION_CANCEL, {RG}, OWN, clause="II.1.1"),
    note(
        Action.SUBMISSION_CANCEL,
        "wrong registration: cancelled and registered again with a link both ways; an appeal never becomes a "
        "message or the reverse",
    ),
    rule(Action.SUBMISSION_CLARIFY, {HD}, ALL, clause="II.2.1/2"),
    rule(Action.SUBMISSION_CLARIFY, {PO, IO, IP}, DESK, clause="II.2.1/2"),
    rule(Action.SUBMISSION_CLARIFY, {SL}, SECTOR, clause="II.2.1/2"),
    rule(Action.SUBMISSION_CLARIFY, {RC}, ORG, clause="II.2.1/2"),
    rule(Action.SUBMISSION_CLARIFY, {AS}, ME, clause="II.2.1/2"),
    rule(Action.SUBMISSION_CLARIFY, {RG}, OWN, clause="II.2.1/2"),
    note(Action.SUBMISSION_CLARIFY, "asks the applicant for details with a term; records the answer"),
    # Any case: files, priority and quality.
    rule(Action.CASE_ATTACH, {HD}, ALL, clause="II.1.1"),
    rule(Action.CASE_ATTACH, {PO, IO, IP}, DESK, clause="II.1.1"),
    rule(Action.CASE_ATTACH, {SL}, SECTOR, clause="II.1.1"),
    rule(Action.CASE_ATTACH, {RC, RH}, ORG, clause="II.1.1"),
    rule(Action.CASE_ATTACH, {AS}, ME, clause="II.1.1"),
    rule(Action.CASE_ATTACH, {RG}, OWN, clause="II.1.1"),
    rule(Action.CASE_ATTACH, {IN}, SYSTEM, clause="II.1.1"),
    note(
        Action.CASE_ATTACH,
        "files of a case; a file is seen as applicant.read until somebody who may formalize clears it of personal "
        "data, then as the case",
    ),
    rule(Action.CASE_NOTE, {CU, HD}, ALL, clause="III.4.3/3"),
    rule(Action.CASE_NOTE, {PO, IO, IP}, DESK, clause="III.4.3/3"),
    rule(Action.CASE_NOTE, {SL}, SECTOR, clause="III.4.3/3"),
    rule(Action.CASE_NOTE, {RC, RH}, ORG, clause="III.4.3/3", limit=not_for_the_center),
    rule(Action.CASE_NOTE, {AS}, ME, clause="III.4.3/3", limit=not_for_the_center),
    rule(Action.CASE_NOTE, {RG}, OWN, clause="III.4.3/3", limit=not_for_the_center),
    note(
        Action.CASE_NOTE,
        "internal notes and links between cases, read and written; audience CENTER is not shown to RC, RH, AS, RG",
    ),
    rule(Action.TEMPLATE_MANAGE, {HD}, ALL, clause="III.4.4/6"),
    rule(Action.TEMPLATE_MANAGE, {PO, IO, IP}, DESK, clause="III.4.4/6"),
    rule(Action.TEMPLATE_MANAGE, {RC}, ORG, clause="III.4.4/6"),
    note(
        Action.TEMPLATE_MANAGE,
        "templates of answers; RC those of the own body; whoever may respond reads and uses them",
    ),
    rule(Action.CASE_SET_PRIORITY, {HD}, ALL, clause="II.1.3"),
    rule(Action.CASE_SET_PRIORITY, {PO, IO}, DESK, clause="II.1.3"),
    rule(Action.CASE_SET_PRIORITY, {SL}, SECTOR, clause="II.1.3"),
    note(
        Action.CASE_SET_PRIORITY,
        "priority of any case, importance of an incident; with a reason; recomputes the deadline by policy",
    ),
    # What is withheld. Whoever may read the applicant in any form sees the masked text; plain values come through another
    # door.
    withheld("case", "applicant", Action.APPLICANT_READ, kinds=SUBMISSIONS),
    withheld("case", "location.flat", Action.APPLICANT_READ, without_reason=True),
    withheld(
        "case", "text", SENSITIVE_TEXT, without_reason=True, kinds=SUBMISSIONS, when=is_sensitive, reads=MARK
    ),
    withheld("case", "responses.text", SENSITIVE_TEXT, without_reason=True, when=is_sensitive, reads=MARK),
    withheld("case", "drafts.text", SENSITIVE_TEXT, without_reason=True, when=is_sensitive, reads=MARK),
    # A personal page names its author, so the link is withheld with the name; that of our reply contains it.
    withheld("case", "publications.url", Action.AUTHOR_READ, kinds=INCIDENTS),
    withheld("case", "publications.reply_url", Action.AUTHOR_READ, kinds=INCIDENTS),
    withheld("case", "publications.author_handle", Action.AUTHOR_READ, kinds=INCIDENTS),
    withheld(
        "case",
        "publications.text",
        SENSITIVE_TEXT,
        without_reason=True,
        kinds=INCIDENTS,
        when=is_sensitive,
        reads=MARK,
    ),
    # Exact contacts of applicants: sought only where they could be seen without a reason.
    *(
        withheld(
            "case", path, Action.APPLICANT_READ, without_reason=True, kinds=SUBMISSIONS, is_only_sought=True
        )
        for path in ("applicant_phone", "applicant_email")
    ),
    # Whether a case has files is asked where all of them are seen: the others do not know of those that nobody cleared.
    withheld("case", "attachments", Action.APPLICANT_READ, without_reason=True, is_only_sought=True),
    # A file may show the applicant in plain, so a right that asks for a reason shows none of those that nobody cleared.
    items(
        "case",
        "attachments",
        Action.APPLICANT_READ,
        keys=no_keys_of_its_own,
        words="until they are cleared of personal data",
        without_reason=True,
        is_open=is_cleared,
        is_named=True,
    ),
    items(
        "case",
        "notes",
        Action.CASE_NOTE,
        keys=no_keys_of_its_own,
        words="those for the center alone by its own people",
    ),
    # Who reads the present words of something reads the earlier ones.
    items(
        "case",
        "earlier_wordings",
        Action.CASE_NOTE,
        keys=no_keys_of_its_own,
        words="as the note that they belonged to; those of the summary by all who read the case",
        is_open=is_of_the_summary,
    ),
    items(
        "case",
        "drafts",
        Action.SUBMISSION_RESPOND,
        keys=no_keys_of_its_own,
        words="by those who work on answers",
    ),
    items("case", "linked_cases", Action.CASE_NOTE, keys=no_keys_of_its_own, words="like notes"),
    history("case", Action.CASE_HISTORY),
)

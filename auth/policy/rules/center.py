"""The policy on the center itself: directory, meetings, protocols, assignments, composition (part III)."""

from collections.abc import Mapping
from typing import Any

from auth.actions import Action
from auth.policy.columns import (
    AD,
    AS,
    CC,
    CENTER,
    CU,
    EVERYBODY,
    HD,
    IO,
    IP,
    LD,
    MB,
    PEOPLE,
    PO,
    RC,
    RG,
    RH,
    SL,
)
from auth.policy.grammar import BOTH, Line, history, items, note, rule, withheld
from auth.policy.limits import (
    acts_as_curator,
    acts_as_curator_or_voted,
    decree_role_of_another,
    technical_role_of_another,
)
from auth.policy.scopes import (
    ALL,
    KEPT_BALLOTS,
    ME,
    MEMBERS,
    ORG,
    OWN,
    OWN_BALLOT,
    OWN_PERSON,
    PARTICIPANT,
    SECRETARY,
)


def is_uncounted(document: Mapping[str, Any]) -> bool:
    """Tell whether the ballots of a meeting are not counted (III.2, invariant 7), be it that they never are; of a meeting
    read without its state they are taken not to be."""
    return document.get("status") != "HELD"


def keys_of_ballot(ballot: Mapping[str, Any]) -> frozenset[str]:
    """Name whose ballot it is, as an access key."""
    return frozenset({f"voter:{ballot['person_id']}"})


POLICY: tuple[Line, ...] = (
    # The directory.
    rule(Action.DIRECTORY_READ, EVERYBODY, ALL, clause="III.1"),
    note(Action.DIRECTORY_READ, "members, organizations, sectors, topics, calendar"),
    rule(Action.PERSON_READ_CONTACTS, PEOPLE, ALL, clause="III.1"),
    note(Action.PERSON_READ_CONTACTS, "work phone and e-mail of officials"),
    # Meetings: the head convenes, the effective curator chairs.
    rule(Action.MEETING_READ, {CC, PO, IO, IP, SL, MB, LD}, MEMBERS, clause="III.2"),
    rule(Action.MEETING_READ, {CU, HD}, ALL, clause="III.2"),
    rule(Action.MEETING_READ, {RC, RH, AS, RG}, PARTICIPANT, clause="III.2"),
    note(
        Action.MEETING_READ,
        "Center = after it was held; participants, invitees too, from the scheduling on; secretary and HD drafts too; "
        "ballots apart",
    ),
    rule(Action.MEETING_SCHEDULE, {HD}, ALL, clause="III.4.3/4"),
    note(
        Action.MEETING_SCHEDULE,
        "draft, schedule, update, move; participants are set by the head; decides on proposals to the agenda",
    ),
    rule(Action.MEETING_RECORD, {HD}, ALL, clause="III.4.3/5"),
    rule(Action.MEETING_RECORD, {PO, IO, IP, SL, MB}, SECRETARY, clause="III.4.3/5"),
    note(Action.MEETING_RECORD, "attendance, speakers, votes in the room; the secretary of that meeting"),
    rule(Action.MEETING_ADD_MATERIAL, {CC, PO, IO, IP, SL, MB, RC, RH, AS}, PARTICIPANT, clause="III.3"),
    rule(Action.MEETING_ADD_MATERIAL, {CU, HD}, ALL, clause="III.3"),
    note(Action.MEETING_ADD_MATERIAL, "files and notes for an item; participants until it opens"),
    rule(Action.MEETING_CANCEL, {CU, HD}, ALL, clause="III.2"),
    rule(Action.MEETING_CHAIR, {CU, HD}, ALL, clause="III.2", limit=acts_as_curator),
    note(
        Action.MEETING_CHAIR,
        "open, close, start and close voting, count ballots, declare not held; CU not while his absence is in force; "
        "Acting = only while it is",
    ),
    rule(Action.BALLOT_CAST, CENTER, PARTICIPANT, clause="III.2"),
    note(Action.BALLOT_CAST, "members only, absentee form"),
    rule(Action.BALLOT_READ, {CC}, OWN_BALLOT, clause="III.2"),
    rule(Action.BALLOT_READ, {CU}, ALL, clause="III.2"),
    rule(Action.BALLOT_READ, {HD}, ALL, clause="III.2", limit=acts_as_curator_or_voted),
    rule(Action.BALLOT_READ, {PO, IO, IP, SL, MB}, KEPT_BALLOTS, clause="III.2"),
    note(
        Action.BALLOT_READ,
        "before counting: one's own, chair and secretary all; after it: as the meeting",
    ),
    rule(Action.AGENDA_PROPOSE, CENTER, OWN, clause="III.3"),
    rule(Action.CONFERENCE_RECORD, {CC, CU, PO, IO, IP, SL, MB}, OWN, clause="III.5.2"),
    rule(Action.CONFERENCE_RECORD, {HD}, ALL, clause="III.5.2"),
    note(Action.CONFERENCE_RECORD, "register of others' meetings attended"),
    # Protocols: the head or the secretary writes, only the effective curator signs.
    rule(Action.PROTOCOL_READ, {CC, PO, IO, IP, SL, MB, LD}, MEMBERS, clause="III.2"),
    rule(Action.PROTOCOL_READ, {CU, HD}, ALL, clause="III.2"),
    note(Action.PROTOCOL_READ, "Center = from SIGNED; participants from IN_REVIEW; secretary drafts too"),
    rule(Action.PROTOCOL_DRAFT, {HD}, ALL, clause="III.4.3/5"),
    rule(Action.PROTOCOL_DRAFT, {PO, IO, IP, SL, MB}, SECRETARY, clause="III.4.3/5"),
    note(Action.PROTOCOL_DRAFT, "an erratum too, signed and dispatched like a protocol"),
    rule(Action.PROTOCOL_COMMENT, CENTER, PARTICIPANT, clause="III.3"),
    note(Action.PROTOCOL_COMMENT, "while IN_REVIEW; dissenting opinion too"),
    rule(Action.PROTOCOL_READY, {HD}, ALL, clause="III.4.3/5"),
    rule(Action.PROTOCOL_SEND_BACK, {CU, HD}, ALL, clause="III.2", limit=acts_as_curator),
    note(
        Action.PROTOCOL_SEND_BACK,
        "CU not while his absence is in force; Acting = only while it is",
    ),
    rule(Action.PROTOCOL_SIGN, {CU, HD}, ALL, clause="III.2", limit=acts_as_curator),
    note(Action.PROTOCOL_SIGN, "CU not while his absence is in force; nobody else, the administrator never"),
    rule(Action.PROTOCOL_DISPATCH, {CU, HD}, ALL, clause="III.2"),
    rule(Action.PROTOCOL_DISPATCH, {PO, IO, IP, SL, MB}, SECRETARY, clause="III.2"),
    note(Action.PROTOCOL_DISPATCH, "records acknowledgements on behalf, with how they came"),
    rule(Action.PROTOCOL_PUBLISH, {CU, HD}, ALL, clause="III.2", limit=acts_as_curator),
    note(Action.PROTOCOL_PUBLISH, "a redacted copy for the site; CU not while his absence is in force"),
    # Assignments.
    rule(Action.ASSIGNMENT_READ, {CC, PO, IO, IP, SL, MB, LD}, MEMBERS, clause="III.3"),
    rule(Action.ASSIGNMENT_READ, {CU, HD}, ALL, clause="III.3"),
    rule(Action.ASSIGNMENT_READ, {RC, RH}, ORG, clause="III.3"),
    rule(Action.ASSIGNMENT_READ, {AS}, ME, clause="III.3"),
    note(Action.ASSIGNMENT_READ, "Center = from ISSUED; the secretary his drafts"),
    rule(Action.ASSIGNMENT_ISSUE, {HD}, ALL, clause="III.4.3/3"),
    note(Action.ASSIGNMENT_ISSUE, "outside a meeting"),
    rule(Action.ASSIGNMENT_REPORT, {CC, CU, HD, PO, IO, IP, SL, MB, AS, LD}, ME, clause="III.3"),
    rule(Action.ASSIGNMENT_REPORT, {RC, RH}, ORG, clause="III.3"),
    note(Action.ASSIGNMENT_REPORT, "acknowledge, start, report with evidence"),
    rule(Action.ASSIGNMENT_ACCEPT, {CU, HD}, ALL, clause="III.4.3/3"),
    note(Action.ASSIGNMENT_ACCEPT, "or return; never one's own report"),
    rule(Action.ASSIGNMENT_EXTEND, {CU, HD}, ALL, clause="III.4.3/3"),
    note(Action.ASSIGNMENT_EXTEND, "before expiry"),
    # The composition, absences and roles.
    rule(Action.ABSENCE_RECORD, {CU}, OWN_PERSON, clause="III.2"),
    rule(Action.ABSENCE_RECORD, {HD, AD}, ALL, clause="III.2"),
    note(
        Action.ABSENCE_RECORD,
        "CU his own; HD and AD only on a legal act with its file, never back-dated, the curator is told",
    ),
    rule(Action.ABSENCE_READ, {CC, CU, HD, PO, IO, IP, SL, MB, LD, AD}, ALL, clause="III.2"),
    rule(Action.MEMBER_APPOINT, {HD}, ALL, clause="III.1", limit=decree_role_of_another, on=BOTH),
    note(
        Action.MEMBER_APPOINT,
        "decree roles, from a legal act with its file; nobody records a role of his own; the first head "
        "by the command line",
    ),
    rule(Action.LEGAL_ACT_RECORD, {HD, AD}, ALL, clause="III.1"),
    note(
        Action.LEGAL_ACT_RECORD,
        "acts of the Administration with their file: composition, absence, extension",
    ),
    rule(Action.ROLE_GRANT, {AD}, ALL, clause="III.6", limit=technical_role_of_another, on=BOTH),
    note(Action.ROLE_GRANT, "technical roles only (RC, RH, AS, LD, RG, AD, IN)"),
    rule(Action.ACCOUNT_MANAGE, {AD}, ALL, clause="III.6"),
    note(Action.ACCOUNT_MANAGE, "never sees case contents"),
    # Reference data, policies and control.
    rule(Action.REFERENCE_MANAGE, {AD}, ALL, clause="III.6"),
    note(
        Action.REFERENCE_MANAGE,
        "organizations, persons, topics, settlements, channels, reasons, calendar, settings",
    ),
    rule(Action.POLICY_MANAGE, {HD}, ALL, clause="III.4.3/1"),
    note(Action.POLICY_MANAGE, "deadline policies, routing rules"),
    rule(Action.POLICY_READ, {CC, CU, HD, PO, IO, IP, SL, MB, LD, AD}, ALL, clause="III.6"),
    note(Action.POLICY_READ, "the access matrix, deadline policies, legal acts"),
    rule(Action.CLIENT_MANAGE, {AD}, ALL, clause="III.6"),
    note(Action.CLIENT_MANAGE, "registered documents too"),
    rule(Action.EXPORT_PERSONAL_DATA, {HD}, ALL, clause="III.6", asks_reason=True),
    note(
        Action.EXPORT_PERSONAL_DATA,
        "exports carry what the list shows; plain applicants' data only so, with a reason, logged row by row",
    ),
    rule(Action.JOB_READ, {HD, AD}, ALL, clause="III.6"),
    note(
        Action.JOB_READ,
        "background jobs: last run, duration, failures, what waits; AD also runs and retries them",
    ),
    rule(Action.AUDIT_READ, {CU, HD, AD}, ALL, clause="III.6"),
    note(Action.AUDIT_READ, "AD without contents"),
    rule(Action.ACCESS_LOG_READ, {CU, HD}, ALL, clause="III.6"),
    note(Action.ACCESS_LOG_READ, "who read personal data"),
    # What is withheld.
    withheld("person", "work_phone", Action.PERSON_READ_CONTACTS),
    withheld("person", "work_email", Action.PERSON_READ_CONTACTS),
    # Once they are counted, ballots are read as the meeting.
    items(
        "meeting",
        "ballots",
        Action.BALLOT_READ,
        keys=keys_of_ballot,
        words="until they are counted",
        when=is_uncounted,
        reads=("status",),
    ),
    # The directory shows appointments to everybody; who recorded them when is for control, and for oneself.
    history("member", Action.AUDIT_READ, oneself="person_id"),
)

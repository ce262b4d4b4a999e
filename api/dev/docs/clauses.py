"""The decree clause by clause: what it asks, what serves it now, what comes later. Kept by hand, checked by a test."""

from collections.abc import Mapping
from typing import NamedTuple

from auth.roles import Role


class Clause(NamedTuple):
    """A clause of decree № 0302-п of 07.04.2026 (`III.4.5/2`: part III, point 4.5, second indent)."""

    number: str
    asks: str
    now: str
    later: str


CLAUSE_OF: Mapping[Role, str] = {
    Role.CENTER_COORDINATOR: "III.4.1",
    Role.CURATOR: "III.4.2",
    Role.CENTER_HEAD: "III.4.3",
    Role.POS_OFFICER: "III.4.4",
    Role.INCIDENT_OFFICER: "III.4.5",
    Role.INFORMATION_POLICY_OFFICER: "III.4.6",
    Role.SECTOR_LEAD: "III.4.7",
    Role.MEMBER: "III.1",
}
"""Where the decree speaks of each of its roles; technical roles stand in no clause."""

GENERAL = (
    Clause("P.1–P.2", "the centre is created", "`center`", ""),
    Clause(
        "P.3", "control over the decree", "role LEADERSHIP: counts, signed protocols, assignments", "reports"
    ),
    Clause("P.4", "in force from 07.04.2026", "memberships have a period of validity and a legal act", ""),
    Clause(
        "I.1", "information for those who decide", "`caseCounts`, lists with deadlines", "overviews, reports"
    ),
    Clause("I.2.1", "ПОС: messages, polls, votes", "channels of the desk POS", "exchange with ПОС; polls"),
    Clause(
        "I.2.2", "«Инцидент Менеджмент»: open sources", "incidents with one or more publications", "merging"
    ),
    Clause(
        "I.2.3",
        "responsible recipients",
        "organizations marked so; routing to them, return «не по принадлежности»",
        "",
    ),
    Clause("I.2.4", "message, not under 59-ФЗ", "type `Message`, forms WRITTEN, ORAL, ELECTRONIC", ""),
    Clause(
        "I.2.5",
        "appeal under 59-ФЗ",
        "type `Appeal` with kind; its deadlines in calendar days",
        "extension, forwarding",
    ),
    Clause("I.2.6", "госпаблики", "channels of the desk PAGES", "register of official pages"),
    Clause(
        "I.3", "ЦУР coordinates", "role CENTER_COORDINATOR: counts without small cells", "requests, targets"
    ),
    Clause("I.4", "legal bases", "`legalActs`, named by memberships and absences", ""),
)

FUNCTIONS = (
    Clause(
        "II.1.1",
        "all kinds of appeals and messages, all systems",
        "one register; registration; import of pasts",
        "merging, forwarding, withdrawal, intake doors",
    ),
    Clause(
        "II.1.2", "seven directions а)–ж)", "`sectors` with the decree's letters; «outside the sectors»", ""
    ),
    Clause(
        "II.1.3",
        "quick reaction",
        "priority, importance with its shorter deadline",
        "setting the priority, escalation",
    ),
    Clause("II.1.4", "information for planning", "counts by topic and settlement", "planning brief, exports"),
    Clause(
        "II.2.1/1",
        "analysis of appeals and messages",
        "`caseCounts` over eight dimensions, small cells withheld",
        "statistics over time",
    ),
    Clause(
        "II.2.1/2",
        "structuring and formalising",
        "`formalizeSubmission`; none is routed or accepted before",
        "",
    ),
    Clause(
        "II.2.1/3",
        "deadlines and quality",
        "deadline with its steps, overdue, due soon; closing",
        "extension, re-opening, quality checks",
    ),
    Clause("II.2.1/4", "satisfaction", "", "ratings"),
    Clause("II.2.1/5", "consolidated analysis", "", "report R-01"),
    Clause(
        "II.2.2/1",
        "picture of problems from messages",
        "counts by topic, sector, settlement",
        "problem pictures",
    ),
    Clause("II.2.2/2", "from votes and discussions", "", "polls"),
    Clause(
        "II.2.2/3",
        "from the work of the bodies, for leadership",
        "counts by recipient and overdue",
        "rating, report R-02",
    ),
    Clause("II.2.2/4", "from conflicts and errors", "", "communication issues"),
    Clause("II.2.3", "recommendations, priorities", "", "recommendations"),
    Clause("II.2.4", "best practices", "", "practices from finding to introduction"),
    Clause("II.2.5", "recommendations for quick solutions", "", "recommendations linked to cases"),
    Clause("II.2.6", "research of satisfaction", "", "studies"),
    Clause("II.2.7", "materials for planning", "", "analytical materials"),
)

ORGANISATION = (
    Clause(
        "III.1",
        "composition by a legal act; no separate unit",
        "`members`, `organizations`, persons; home organization apart from membership; appointments from an act with "
        "their period, ended and never overwritten; technical roles granted by the administrator",
        "",
    ),
    Clause(
        "III.2",
        "meetings; the curator chairs and signs, the head in his absence; protocol",
        "`meetings`; absences; `effectiveCurator`; protocol from draft to dispatch, signed by the effective curator alone",
        "scheduling, sessions, voting, cancelling",
    ),
    Clause(
        "III.3",
        "members take part, propose, execute",
        "assignments: acknowledge, start, report with evidence",
        "agenda proposals, comments, ballots",
    ),
)

DUTIES = (
    Clause(
        "III.4.1",
        "coordinator of the centre",
        "role with its rules: counts, directory, what the centre sees",
        "",
    ),
    Clause("III.4.1/1", "methodology, training", "", "materials, training"),
    Clause("III.4.1/2", "brings the targets", "", "targets"),
    Clause(
        "III.4.1/3",
        "helps with the tasks",
        "counts, signed protocols, issued assignments",
        "answers to requests",
    ),
    Clause("III.4.2", "curator", "role with its rules; his absence is recorded", ""),
    Clause(
        "III.4.2/1",
        "conducts meetings",
        "chair of the meeting, with capacity",
        "opening and closing a session",
    ),
    Clause("III.4.2/2", "answers for the interaction with ЦУР", "", "requests to ЦУР"),
    Clause("III.4.2/3", "sets directions of development", "", "development directions"),
    Clause(
        "III.4.3", "head of the centre", "role with its rules; acts for the curator in a recorded absence", ""
    ),
    Clause(
        "III.4.3/1",
        "direct management",
        "sees all cases; `deadlinePolicies`",
        "changing policies and routing rules",
    ),
    Clause("III.4.3/2", "fulfilment of the targets", "", "targets, plans"),
    Clause(
        "III.4.3/3",
        "coordinates the members' work",
        "accepts or returns reports on assignments",
        "assignments outside a meeting, extension",
    ),
    Clause(
        "III.4.3/4",
        "organises meetings, sets who takes part",
        "participants of a meeting, each as member or invitee",
        "scheduling",
    ),
    Clause(
        "III.4.3/5",
        "keeping of the protocol",
        "draft, submission to the participants, readiness; a secretary may write",
        "",
    ),
    Clause("III.4.4", "officer for ПОС", "role with its rules; desks POS and OFFICE", ""),
    Clause(
        "III.4.4/1",
        "coordinator, administrator, executor in «Сообщения»",
        "accept, reject, route, respond, send; the rest of the way of a submission",
        "postponing, resuming",
    ),
    Clause("III.4.4/2", "rating of the recipients", "counts by recipient", "rating"),
    Clause("III.4.4/3", "causes and factors of growth", "counts by topic for a month", "surges, root causes"),
    Clause("III.4.4/4", "reporting", "", "report R-03"),
    Clause("III.4.4/5", "votes", "", "polls"),
    Clause(
        "III.4.4/6",
        "quality of the work in ПОС",
        "review and return of answers with criteria",
        "quality checks, templates",
    ),
    Clause(
        "III.4.5",
        "officer for «Инцидент Менеджмент»",
        "role with its rules; desk SOCIAL; authors withheld from others",
        "",
    ),
    Clause(
        "III.4.5/1",
        "routes, or answers himself",
        "register, dismiss, route, return, take, start, reply, publish, close",
        "re-opening",
    ),
    Clause(
        "III.4.5/2",
        "controls the deadlines",
        "working-hour deadlines, overdue and due soon in lists and counts",
        "postponing, reminders, escalation",
    ),
    Clause("III.4.5/3", "causes and factors of growth", "counts by topic for a month", "surges, root causes"),
    Clause("III.4.5/4", "reporting", "", "report R-04"),
    Clause(
        "III.4.6", "officer for information policy, risks and pages", "role with its rules; desk PAGES", ""
    ),
    Clause("III.4.6/1", "proactive agenda, media", "", "content plan, media contacts"),
    Clause("III.4.6/2", "official pages", "channels of pages", "register of pages"),
    Clause("III.4.6/3", "coverage of the administration's work", "", "publications"),
    Clause("III.4.6/4", "user of «Госпаблик»", "", "reference to the outside account"),
    Clause("III.4.6/5", "information risks", "", "risks and reactions"),
    Clause(
        "III.4.7",
        "leads of the directions, officials of the Administration",
        "role with its sectors; `appointMember` refuses who does not work in the Administration",
        "",
    ),
    Clause("III.4.7/1", "answers in the block", "the sector's cases; respond", ""),
    Clause("III.4.7/2", "tasks of the centre in the block", "`assignments`", ""),
    Clause("III.4.7/3", "picture of problems", "counts by sector", "problem pictures"),
    Clause(
        "III.4.7/4",
        "checking and summing up",
        "approve or return a response, never one's own under four eyes",
        "quality checks, sector summary",
    ),
    Clause("III.4.7/5", "root causes", "", "root causes"),
    Clause(
        "III.4.7/6",
        "deadlines and quality by channel",
        "overdue by sector and channel in lists and counts",
        "quality checks",
    ),
    Clause("III.4.7/7", "satisfaction", "", "ratings"),
    Clause("III.4.7/8", "digitalisation", "", "activities"),
)

POWERS = (
    Clause("III.5.1", "may ask for information", "", "information requests"),
    Clause("III.5.2", "may take part in conferences", "", "attendance"),
    Clause("III.5.3", "may propose", "", "proposals with addressee and outcome"),
    Clause(
        "III.5.4",
        "may involve bodies and organisations",
        "organizations of every kind in the directory",
        "involvements",
    ),
    Clause("III.5.5", "may work with the media", "", "media contacts"),
    Clause("III.5.6", "sums up what concerns the centre", "", "report R-01"),
    Clause(
        "III.6",
        "the Administration provides the means",
        "rights from one table, withheld fields, history, accounts and sessions; the administrator sees no case",
        "reveals with a log, account and client management, audit",
    ),
)

CLAUSES: tuple[Clause, ...] = (*GENERAL, *FUNCTIONS, *ORGANISATION, *DUTIES, *POWERS)

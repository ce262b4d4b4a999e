"""The policy on incidents: the officer routes them or answers himself (III.4.5/1)."""

from auth.actions import Action
from auth.policy.columns import AS, HD, IN, IO, IP, RC, RH, SL
from auth.policy.grammar import AFTER, BOTH, Line, note, rule
from auth.policy.limits import inside_own_organization, nowhere_else, seven_working_days
from auth.policy.scopes import ALL, DESK, ME, ORG, SECTOR, SENT_IN, SYSTEM

POLICY: tuple[Line, ...] = (
    # Incidents: the officer routes them or answers himself (III.4.5/1).
    rule(Action.INCIDENT_REGISTER, {HD}, ALL, clause="III.4.5/1"),
    rule(Action.INCIDENT_REGISTER, {IO}, DESK, clause="III.4.5/1"),
    rule(Action.INCIDENT_REGISTER, {IN}, SENT_IN, clause="III.4.5/1", limit=nowhere_else, on=AFTER),
    rule(Action.INCIDENT_FORMALIZE, {HD}, ALL, clause="II.2.1/2"),
    rule(Action.INCIDENT_FORMALIZE, {IO, IP}, DESK, clause="II.2.1/2"),
    rule(Action.INCIDENT_FORMALIZE, {SL}, SECTOR, clause="II.2.1/2"),
    note(
        Action.INCIDENT_FORMALIZE,
        "topic, sector or outside the sectors, place, summary; needed before routing",
    ),
    rule(Action.INCIDENT_ADD_PUBLICATION, {HD}, ALL, clause="I.2.2"),
    rule(Action.INCIDENT_ADD_PUBLICATION, {IO}, DESK, clause="I.2.2"),
    rule(Action.INCIDENT_ADD_PUBLICATION, {IN}, SYSTEM, clause="I.2.2"),
    note(Action.INCIDENT_ADD_PUBLICATION, "later posts and comments of the same matter"),
    rule(Action.INCIDENT_DISMISS, {HD}, ALL, clause="III.4.5/1"),
    rule(Action.INCIDENT_DISMISS, {IO}, DESK, clause="III.4.5/1"),
    rule(Action.INCIDENT_ROUTE, {HD}, ALL, clause="III.4.5/1"),
    rule(Action.INCIDENT_ROUTE, {IO}, DESK, clause="III.4.5/1"),
    rule(Action.INCIDENT_ROUTE, {RC}, ORG, clause="III.4.5/1", limit=inside_own_organization, on=BOTH),
    note(
        Action.INCIDENT_ROUTE,
        "target: an active responsible recipient; limit RC: the target is inside the own organization, before "
        "and after",
    ),
    rule(Action.INCIDENT_RETURN, {RC}, ORG, clause="I.2.3"),
    rule(Action.INCIDENT_RETURN, {AS}, ME, clause="I.2.3"),
    rule(Action.INCIDENT_TAKE, {IO}, DESK, clause="III.4.5/1"),
    note(Action.INCIDENT_TAKE, "the officer becomes the assignee"),
    rule(Action.INCIDENT_RESPOND, {HD}, ALL, clause="III.4.5/1"),
    rule(Action.INCIDENT_RESPOND, {IO}, DESK, clause="III.4.5/1"),
    rule(Action.INCIDENT_RESPOND, {SL}, SECTOR, clause="III.4.5/1"),
    rule(Action.INCIDENT_RESPOND, {RC, RH}, ORG, clause="III.4.5/1"),
    rule(Action.INCIDENT_RESPOND, {AS}, ME, clause="III.4.5/1"),
    rule(Action.REPLY_RETURN, {HD}, ALL, clause="III.4.5/1"),
    rule(Action.REPLY_RETURN, {IO}, DESK, clause="III.4.5/1"),
    rule(Action.REPLY_RETURN, {SL}, SECTOR, clause="III.4.5/1"),
    rule(Action.REPLY_RETURN, {RH}, ORG, clause="III.4.5/1"),
    rule(Action.REPLY_PUBLISH, {HD}, ALL, clause="III.4.5/1"),
    rule(Action.REPLY_PUBLISH, {IO}, DESK, clause="III.4.5/1"),
    rule(Action.INCIDENT_POSTPONE, {HD}, ALL, clause="III.4.5/2"),
    rule(Action.INCIDENT_POSTPONE, {IO}, DESK, clause="III.4.5/2", limit=seven_working_days, on=AFTER),
    note(Action.INCIDENT_POSTPONE, "limit IO: up to 7 working days; resume too"),
    rule(Action.INCIDENT_CLOSE, {HD}, ALL, clause="III.4.5/1"),
    rule(Action.INCIDENT_CLOSE, {IO}, DESK, clause="III.4.5/1"),
    rule(Action.INCIDENT_CLOSE, {SL}, SECTOR, clause="III.4.5/1"),
    rule(Action.INCIDENT_REOPEN, {HD}, ALL, clause="III.4.5/1"),
    rule(Action.INCIDENT_REOPEN, {IO}, DESK, clause="III.4.5/1"),
    rule(Action.INCIDENT_MERGE, {HD}, ALL, clause="I.2.2"),
    rule(Action.INCIDENT_MERGE, {IO}, DESK, clause="I.2.2"),
    note(Action.INCIDENT_MERGE, "split too"),
)

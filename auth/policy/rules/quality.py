"""The policy on what residents and reviewers say of answers (part II.2.1 of the decree)."""

from auth.actions import Action
from auth.policy.columns import AS, CC, CU, HD, IO, IP, LD, MB, PO, RC, RG, RH, SL
from auth.policy.grammar import Line, note, rule, withheld
from auth.policy.rules.cases import SUBMISSIONS
from auth.policy.scopes import ALL, DESK, ME, ORG, OWN, SECTOR

POLICY: tuple[Line, ...] = (
    rule(Action.SATISFACTION_RECORD, {HD}, ALL, clause="II.2.1/4"),
    rule(Action.SATISFACTION_RECORD, {PO, IO}, DESK, clause="II.2.1/4"),
    rule(Action.SATISFACTION_RECORD, {SL}, SECTOR, clause="II.2.1/4"),
    rule(Action.SATISFACTION_RECORD, {RC}, ORG, clause="II.2.1/4"),
    rule(Action.SATISFACTION_RECORD, {RG}, OWN, clause="II.2.1/4"),
    note(Action.SATISFACTION_RECORD, "by RC: source RECIPIENT, never rated"),
    rule(Action.SATISFACTION_READ, {CU, HD}, ALL, clause="II.2.1/4"),
    rule(Action.SATISFACTION_READ, {PO, IO, IP}, DESK, clause="II.2.1/4"),
    rule(Action.SATISFACTION_READ, {SL}, SECTOR, clause="II.2.1/4"),
    rule(Action.SATISFACTION_READ, {RC, RH}, ORG, clause="II.2.1/4"),
    rule(Action.SATISFACTION_READ, {AS}, ME, clause="II.2.1/4"),
    rule(Action.SATISFACTION_READ, {RG}, OWN, clause="II.2.1/4"),
    note(Action.SATISFACTION_READ, "scores and comments of residents; the applicant stays masked"),
    rule(Action.SATISFACTION_COUNT, {CC, CU, HD, PO, IO, IP, SL, MB, LD}, ALL, clause="II.2.1/4"),
    rule(Action.SATISFACTION_COUNT, {RC, RH}, ORG, clause="II.2.1/4"),
    note(Action.SATISFACTION_COUNT, "aggregates only, protected as case.count"),
    rule(Action.QUALITY_CHECK, {HD}, ALL, clause="II.2.1/3"),
    rule(Action.QUALITY_CHECK, {PO, IO}, DESK, clause="II.2.1/3"),
    rule(Action.QUALITY_CHECK, {SL}, SECTOR, clause="II.2.1/3"),
    rule(Action.QUALITY_CHECK, {RH}, ORG, clause="II.2.1/3"),
    rule(Action.QUALITY_READ, {CU, HD, PO, IO}, ALL, clause="II.2.1/3"),
    rule(Action.QUALITY_READ, {SL}, SECTOR, clause="II.2.1/3"),
    rule(Action.QUALITY_READ, {RC, RH}, ORG, clause="II.2.1/3"),
    rule(Action.QUALITY_READ, {AS}, ME, clause="II.2.1/3"),
    rule(Action.QUALITY_COUNT, {CC, CU, HD, PO, IO, LD}, ALL, clause="II.2.1/3"),
    rule(Action.QUALITY_COUNT, {SL}, SECTOR, clause="II.2.1/3"),
    rule(Action.QUALITY_COUNT, {RC, RH}, ORG, clause="II.2.1/3"),
    note(Action.QUALITY_COUNT, "verdicts and criteria as aggregates"),
    withheld("case", "satisfaction", Action.SATISFACTION_READ, kinds=SUBMISSIONS),
    withheld("case", "quality_checks", Action.QUALITY_READ),
    withheld("case", "responses.signals", Action.QUALITY_READ),
)

"""The policy on partners' systems: what a program may do beside the cases of its system (II.1.1)."""

from auth.actions import Action
from auth.policy.columns import AD, HD, IN, IO, PO
from auth.policy.grammar import AFTER, Line, note, rule
from auth.policy.limits import nowhere_else
from auth.policy.scopes import ALL, DESK, OWN_CLIENT, SENT_IN, SYSTEM

POLICY: tuple[Line, ...] = (
    rule(Action.WEBHOOK_MANAGE, {AD}, ALL, clause="III.6"),
    rule(Action.WEBHOOK_MANAGE, {IN}, OWN_CLIENT, clause="III.6"),
    note(Action.WEBHOOK_MANAGE, "IN those of its own client; AD all of them, never their secrets"),
    rule(Action.EVENT_READ, {IN}, SYSTEM, clause="II.1.1"),
    note(Action.EVENT_READ, "the stream of changes of what the client can see, ids and fields it may read"),
    rule(Action.INTAKE_IMPORT, {HD}, ALL, clause="II.1.1"),
    rule(Action.INTAKE_IMPORT, {PO, IO}, DESK, clause="II.1.1"),
    rule(Action.INTAKE_IMPORT, {IN}, SENT_IN, clause="II.1.1", limit=nowhere_else, on=AFTER),
    note(
        Action.INTAKE_IMPORT,
        "batches of records of other systems, dry run too; each row then needs the right to register it",
    ),
    rule(Action.INTAKE_RESOLVE, {HD}, ALL, clause="II.1.1"),
    rule(Action.INTAKE_RESOLVE, {PO, IO}, DESK, clause="II.1.1"),
    note(Action.INTAKE_RESOLVE, "mappings of unknown names, conflicts of re-sent rows"),
)

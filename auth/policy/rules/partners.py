"""The policy on partners' systems: what a program may do beside the cases of its system (II.1.1)."""

from auth.actions import Action
from auth.policy.columns import HD, IN, IO, PO
from auth.policy.grammar import Line, note, rule
from auth.policy.scopes import ALL, DESK, SYSTEM

POLICY: tuple[Line, ...] = (
    rule(Action.EVENT_READ, {IN}, SYSTEM, clause="II.1.1"),
    note(Action.EVENT_READ, "the stream of changes of what the client can see, ids and fields it may read"),
    rule(Action.INTAKE_IMPORT, {HD}, ALL, clause="II.1.1"),
    rule(Action.INTAKE_IMPORT, {PO, IO}, DESK, clause="II.1.1"),
    rule(Action.INTAKE_IMPORT, {IN}, SYSTEM, clause="II.1.1"),
    note(
        Action.INTAKE_IMPORT,
        "batches of records of other systems, dry run too; each row then needs the right to register it",
    ),
    rule(Action.INTAKE_RESOLVE, {HD}, ALL, clause="II.1.1"),
    rule(Action.INTAKE_RESOLVE, {PO, IO}, DESK, clause="II.1.1"),
    note(Action.INTAKE_RESOLVE, "mappings of unknown names, conflicts of re-sent rows"),
)

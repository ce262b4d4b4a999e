"""The policy on partners' systems: what a program may do beside the cases of its system (II.1.1)."""

from auth.actions import Action
from auth.policy.columns import IN
from auth.policy.grammar import Line, note, rule
from auth.policy.scopes import SYSTEM

POLICY: tuple[Line, ...] = (
    rule(Action.EVENT_READ, {IN}, SYSTEM, clause="II.1.1"),
    note(Action.EVENT_READ, "the stream of changes of what the client can see, ids and fields it may read"),
)

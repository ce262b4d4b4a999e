"""Routing without a person: where the setting says so, the routing rules send a case as it is registered (II.1.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth.actions import Action
from documents.cases.document import Case
from documents.cases.formalizing import is_formalized
from documents.cases.linking import link_for
from documents.cases.routing import routed_fields, suggestion_for
from documents.center.setting_modes import RoutingMode
from documents.center.settings import ROUTING_MODE, setting
from documents.kernel.machine import Machine
from documents.kernel.write.change import Change


@dataclass(frozen=True)
class SystemMove:
    """A move that the system makes by itself: the event of the machine, what tells of it, and under which action."""

    name: str
    event: str
    action: Action


async def routed_by_rules(change: Change, case: Case, machine: Machine, moves: Sequence[SystemMove]) -> Case:
    """Send a case that was just registered where the rules say, by these moves in the name of the system, and return it.

    It stays as it is where the setting leaves the decision to people, where no rule fits, and where it has no topic yet.
    What the command line tells of the past is told as it was.
    """
    mode = setting(change.reference, ROUTING_MODE, default=RoutingMode.SUGGEST)
    if change.who is None or mode != RoutingMode.AUTOMATIC or not is_formalized(case.to_row()):
        return case
    found = suggestion_for(case.to_row(), change.reference)
    if found is None or found.rule is None:
        return case
    *before, last = moves
    for move in before:
        with change.as_system(machine, move.name, move.action):
            case = await change.save(case, move.event)
    with change.as_system(machine, last.name, last.action):
        fields = routed_fields(
            change,
            case,
            recipient_id=found.rule["recipient_id"],
            assignee_id=found.rule["assignee_id"],
            co_assignee_ids=[],
            reason=None,
            link=await link_for(change, case, found.rule["recipient_id"], [found.rule["assignee_id"]]),
        )
        return await change.save(case, last.event, **fields)

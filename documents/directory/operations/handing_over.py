"""Handing the open work of an organization that closes to its successor: in bounded steps, each of them one transaction
(I.2.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from auth.actions import Action
from auth.errors import InactiveTarget, Invalid, Problem
from documents.assignments.document import Assignment
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.document import Case
from documents.cases.routed import Routing
from documents.cases.targets import active_organization
from documents.directory.operations.closing import ORDERED, WORK
from documents.directory.operations.organizations import CHANGED as ORGANIZATION_CHANGED
from documents.directory.operations.topics import TOPIC_CHANGED
from documents.incidents.rules import MACHINE as INCIDENT
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import GuardContext, of_state, operation
from documents.organizations.document import Organization
from documents.organizations.tree import organization_with_units
from documents.sectors.document import Topic
from documents.submissions.rules import MACHINE as SUBMISSION

CASE_HANDED_OVER = event("case.handed_over", "cases", "Передано организации-преемнику")
ASSIGNMENT_HANDED_OVER = event(
    "assignment.transferred", "assignments", "Поручение передано организации-преемнику"
)

STEP = 25
"""How many objects one call hands over: a transaction of this size stays far below its time limit."""

ROUTING = {"INCIDENT": (INCIDENT, "route_incident")}


@dataclass(frozen=True)
class Handover:
    """What one call has done: how many objects went over, and whether nothing is left."""

    handed_over: int
    is_complete: bool


@of_state("state")
def closing(row: Mapping[str, Any], guard_context: GuardContext) -> Problem | None:
    """Require that the organization closes; of one that goes on, cases are routed one by one by those who may see them."""
    return None if row["state"] == "CLOSING" else Invalid("not_closing", path=("fromId",))


def _another(facts: Mapping[str, Any]) -> Iterable[Problem]:
    if facts["from_id"] == facts["to_id"]:
        yield Invalid("same_organization", path=("toId",))


@operation(
    title="Передать работу организации",
    action=Action.REFERENCE_MANAGE,
    record=Organization,
    read=Action.DIRECTORY_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT), _another),
    guards=(closing,),
)
async def hand_over_organization_work(
    change: Change, organization: Organization, *, from_id: str, to_id: str, reason: str
) -> Handover:
    """Re-route up to 25 open cases and assignments of a closing organization to its successor; called again it goes on where
    it was. Clocks and deadlines run on; nobody is responsible by name until the successor says who. Topics that went
    to the organization by default go to the successor with the last step, and so do the organizations below it.

    Raises: INVALID (`same_organization`, `not_closing`, `unknown_organization`), INACTIVE_TARGET for a successor that
    takes no work.
    """
    successor = active_organization(change, to_id, path="toId")
    if not successor["is_responsible_recipient"] and organization.is_responsible_recipient:
        raise InactiveTarget(path=("toId",))
    cases = await change.find(Case, {"recipient_id": organization.id, **WORK}, at_most=STEP)
    for case in cases:
        await change.save(case, CASE_HANDED_OVER, **_rerouted(change, case, to_id, reason))
    ordered = {"organization_id": organization.id, **ORDERED}
    assignments = await change.find(Assignment, ordered, at_most=STEP - len(cases) + 1)
    for assignment in assignments[: STEP - len(cases)]:
        await change.save(assignment, ASSIGNMENT_HANDED_OVER, organization_id=to_id)
    done = len(cases) + min(len(assignments), STEP - len(cases))
    if done < STEP:
        await _hand_over_topics(change, from_id, to_id)
        await _hand_over_bodies(change, organization, to_id)
    return Handover(done, is_complete=done < STEP)


async def _hand_over_topics(change: Change, from_id: str, to_id: str) -> None:
    for row in list(change.reference.rows("topics")):
        topic = await change.get(Topic, row["_id"]) if row["default_recipient_id"] == from_id else None
        if topic is not None:
            await change.save(topic, TOPIC_CHANGED, default_recipient_id=to_id)


async def _hand_over_bodies(change: Change, organization: Organization, to_id: str) -> None:
    """Put the organizations below under the successor; the one in whose branch that stands itself goes to the organization
    above."""
    for row in list(change.reference.rows("organizations")):
        if row["parent_id"] != organization.id or row["state"] == "CLOSED":
            continue
        body = await change.get(Organization, row["_id"])
        if body is not None:
            holds_successor = to_id in organization_with_units(change.reference, body.id)
            parent_id = organization.parent_id if holds_successor else to_id
            await change.save(body, ORGANIZATION_CHANGED, parent_id=parent_id)


def _rerouted(change: Change, case: Case, to_id: str, reason: str) -> dict[str, Any]:
    machine, routed = ROUTING.get(case.kind, (SUBMISSION, "route_submission"))
    routing = Routing(to_organization_id=to_id, by_id=change.subject, at=change.now, reason=reason)
    return {
        # Where the machine knows a second routing the case begins anew with the successor; in review it stays there.
        "status": machine.target(case.status, routed) or case.status,
        "recipient_id": to_id,
        "assignee_id": None,
        "co_assignee_ids": [],
        "routings": [*(one.model_dump() for one in case.routings), routing.model_dump()],
    }

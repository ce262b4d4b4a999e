"""What a routing and its return write; the rules are the same for submissions and incidents (I.2.3)."""

from collections.abc import Mapping
from typing import Any

from auth.errors import Invalid
from documents.cases.document import Case
from documents.cases.routed import RecipientLink, Routing
from documents.cases.statuses import CaseStatus
from documents.cases.targets import assignee, recipient, refuse_switched_off
from documents.center.reasons import ReasonKind
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change
from documents.organizations.receiving import touch_work_guard
from documents.routing_rules.rules import LOOKS_AT, RoutingDecision, decide, rules_in_force

Row = Mapping[str, Any]

AWAITING: frozenset[str] = frozenset({CaseStatus.NEW, CaseStatus.ACCEPTED})
"""The states in which a case may wait for its first routing."""

SUGGESTED_BY: frozenset[str] = LOOKS_AT | {"status", "recipient_id", "was_returned"}
"""The stored keys that a suggestion follows from."""


def suggestion_for(case: Row, snapshot: Snapshot) -> RoutingDecision | None:
    """Return what the routing rules say of a stored case; None where they have no say: it was given to somebody, or is not
    open.

    After a return «не по принадлежности» a person decides: the rule has just been wrong.
    """
    if case["status"] not in AWAITING or case["recipient_id"] is not None or case["was_returned"]:
        return None
    return decide(rules_in_force(snapshot), case, snapshot)


def routed_fields(
    change: Change,
    case: Case,
    *,
    recipient_id: str,
    assignee_id: str | None,
    co_assignee_ids: list[str],
    reason: str | None,
    link: RecipientLink | None = None,
) -> dict[str, Any]:
    """Return what a routing writes; naming people inside the same body needs no reason. Raises: INVALID, INACTIVE_TARGET.

    A first routing that follows the suggestion of a rule, and says no reason of its own, bears the rule's. `link` is that of
    a body without accounts.
    """
    is_moved = case.recipient_id not in (None, recipient_id)
    if is_moved and not (reason or "").strip():
        raise Invalid("reason_required", path=("reason",))
    recipient(change, recipient_id)
    assignee(change, assignee_id, recipient_id)
    for index, person_id in enumerate(co_assignee_ids):
        assignee(change, person_id, recipient_id, path=f"coAssigneeIds.{index}")
    if assignee_id is not None or co_assignee_ids:
        touch_work_guard(change, case.id)
    rule = None if reason else _rule_followed(change, case, recipient_id, assignee_id)
    routing = Routing(
        to_organization_id=recipient_id,
        to_person_id=assignee_id,
        by_id=change.subject,
        at=change.now,
        reason=rule["reason"] if rule is not None else reason,
        rule_id=rule["_id"] if rule is not None else None,
        is_automatic=change.is_by_system,
        link=link,
    )
    return {
        "recipient_id": recipient_id,
        "assignee_id": assignee_id,
        "co_assignee_ids": co_assignee_ids,
        "routed_at": case.routed_at or change.now,
        "routings": [*(one.model_dump() for one in case.routings), routing.model_dump()],
    }


def _rule_followed(change: Change, case: Case, recipient_id: str, assignee_id: str | None) -> Row | None:
    """The rule whose suggestion this routing follows; None where it goes elsewhere, or none was made."""
    found = suggestion_for(case.to_row(), change.reference)
    rule = found.rule if found is not None else None
    if rule is None or rule["recipient_id"] != recipient_id:
        return None
    # A rule that names no person leaves the choice of one.
    return rule if rule["assignee_id"] is None or assignee_id in (None, rule["assignee_id"]) else None


def returned_fields(change: Change, case: Case, reason: str) -> dict[str, Any]:
    """Return what a return writes: the last routing closed, nobody responsible, the return remembered.

    Raises: INACTIVE_TARGET for a reason that is switched off.
    """
    refuse_switched_off(change, ReasonKind.ROUTING_RETURN, reason, path="reason")
    routings = [one.model_dump() for one in case.routings]
    routings[-1] |= {"returned_at": change.now, "return_reason": reason}
    return {
        "routings": routings,
        "recipient_id": None,
        "assignee_id": None,
        "co_assignee_ids": [],
        "was_returned": True,
    }

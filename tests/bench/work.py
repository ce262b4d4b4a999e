"""The work that is measured: queries of the table W1–W6, who sends them, and what a ratio may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

HEAD, LEAD, TWO_ROLES = "head", "lead.housing", "lead.roads"

W1 = """
query Incident($id: ID!) {
  incident(id: $id) {
    id number status priority importance summary isSensitive receivedAt routedAt dueAt isOverdue revision
    sector { code title }
    recipient { name shortName }
  }
}
"""

W2 = """
query Page($first: Int!) {
  cases(first: $first) {
    totalCount { value precision }
    pageInfo { hasNextPage endCursor }
    nodes {
      id number kind status priority summary isSensitive receivedAt registeredAt routedAt dueAt isOverdue ageHours
      revision location { street house flat }
      sector { code title }
      topic { title }
      settlement { title }
      recipient { shortName }
      assignee { fullName }
    }
  }
}
"""

W3 = """
query Everything($first: Int!) {
  cases(first: $first) {
    nodes {
      id number kind status priority outsideSectors summary isSensitive isActionable receivedAt registeredAt routedAt
      firstResponseAt answeredAt closedAt updatedAt dueAt isOverdue isDueSoon ageHours outcome wasReturned isRepeat
      reopenedCount revision isDemo
      hiddenFields
      allowedActions { action allowed }
    }
  }
}
"""

W4 = """
query Monday {
  overdue: cases(first: 20, filter: { isOverdue: true }, orderBy: { field: DUE_AT, direction: ASC }) {
    totalCount { value precision }
    nodes { ...row }
  }
  dueSoon: cases(first: 20, filter: { isDueSoon: true }, orderBy: { field: DUE_AT, direction: ASC }) {
    nodes { ...row }
  }
  inReview: submissions(first: 20, filter: { status: [IN_REVIEW] }) { nodes { ...row } }
  incidents(first: 20) { nodes { ...row } }
  assignments(first: 20, filter: { isOverdue: true }) {
    nodes { number text status dueOn isOverdue responsible { fullName } organization { shortName } }
  }
  meetings(first: 5) { nodes { number title status plannedAt form } }
  caseCounts(by: [STATUS]) { total { count } groups { key { code title } count } }
}
fragment row on Case {
  number kind status summary dueAt isOverdue recipient { shortName } assignee { fullName }
}
"""

W5 = """
mutation Route($input: RouteInput!) {
  routeSubmission(input: $input) {
    submission {
      kind status revision isSensitive wasReturned
      sector { code title }
      recipient { shortName }
      assignee { fullName }
      routings { reason toOrganization { shortName } }
    }
    errors { code message }
  }
}
"""


@dataclass(frozen=True)
class Work:
    """One line of the table. `at_most` is the ratio to the floor; `beyond_floor` are what it leaves out."""

    name: str
    title: str
    query: str
    login: str = HEAD
    variables: Mapping[str, Any] = field(default_factory=dict)
    at_most: float | None = None
    beyond_floor: frozenset[str] = frozenset()
    has_ceiling: bool = False
    #: Part of the usual number of requests: what keeps the store busy for long is asked less often.
    share: float = 1.0


def works(incident_id: str) -> tuple[Work, ...]:
    """The reads of the table; W5 writes and is measured after them."""
    page = {"first": 50}
    return (
        Work("W1", "one incident by id, 12 fields", W1, variables={"id": incident_id}, at_most=1.5),
        Work(
            "W2",
            "a page of 50 cases, 15 fields, 5 relations, total",
            W2,
            variables=page,
            at_most=1.3,
            has_ceiling=True,
        ),
        Work(
            "W3",
            "a page of 100 cases, every plain field, hidden fields, allowed actions",
            W3,
            variables={"first": 100},
            at_most=1.5,
            beyond_floor=frozenset({"hiddenFields", "allowedActions"}),
            has_ceiling=True,
        ),
        Work("W4", "the head's Monday: six lists and counts", W4, at_most=1.4, share=0.34),
        Work("W6 lead", "W2 as a sector lead", W2, LEAD, page, has_ceiling=True),
        Work(
            "W6 two roles",
            "W2 as a lead who is also head of a recipient",
            W2,
            TWO_ROLES,
            page,
            has_ceiling=True,
            share=0.34,
        ),
    )


ROUTE = Work("W5", "route a message", W5, at_most=1.5)


def without(value: Any, names: frozenset[str]) -> Any:
    """The same data without the fields of these names."""
    if isinstance(value, list):
        return [without(one, names) for one in value]
    if isinstance(value, dict):
        return {name: without(one, names) for name, one in value.items() if name not in names}
    return value

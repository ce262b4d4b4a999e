"""The assignments of the leak suite, in every state that changes who sees them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from documents.assignments.document import Assignment, Report
from tests.leaks.town_planted import person_id
from tests.leaks.words_planted import Words
from tests.support.town import NOW

OTHER = "person-elsewhere"

ASSIGNMENTS: Mapping[str, Mapping[str, Any]] = {
    "draft": {"status": "DRAFT", "responsible_id": person_id("AS"), "organization_id": "roads-department"},
    "issued": {"status": "ISSUED", "responsible_id": OTHER},
    "person": {"status": "ISSUED", "responsible_id": person_id("AS")},
    "together": {"status": "REPORTED", "responsible_id": OTHER, "co_executor_ids": [person_id("AS")]},
    "below": {"status": "ACKNOWLEDGED", "responsible_id": OTHER, "organization_id": "road-repair"},
    "above": {"status": "COMPLETED", "responsible_id": OTHER, "organization_id": "administration"},
    "cancelled": {
        "status": "CANCELLED",
        "responsible_id": OTHER,
        "cancelling_protocol_id": "protocol-signed",
        "cancelling_decision_no": "1.1",
    },
}


def assignments(words: Words) -> Iterator[Assignment]:
    """Yield them all, as a protocol in review has ordered them."""
    for name, facts in ASSIGNMENTS.items():
        yield _assignment(words, name, facts)


def _assignment(words: Words, name: str, facts: Mapping[str, Any]) -> Assignment:
    report = Report(
        no=1,
        text=words.new("assignment.report"),
        evidence=[words.new("assignment.evidence")],
        at=datetime(2026, 5, 31),
        by_id=person_id("AS"),
        comment=words.new("assignment.comment"),
    )
    made = Assignment(
        id=f"assignment-{name}",
        updated_at=NOW,
        number=f"П-{name}",
        protocol_id="protocol-review",
        decision_no="1.1",
        text=words.new("assignment.text"),
        acknowledged_via=words.new("assignment.acknowledged via"),
        due_on="2026-06-20",
        controller_id=person_id("HD"),
        issued_at=NOW,
        reports=[report],
        secretary_id=person_id("PO"),
        **facts,
    )
    made.derive()
    return made

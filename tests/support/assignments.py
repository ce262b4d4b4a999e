"""Assignments as a town would have stored them."""

from datetime import datetime

from documents.assignments.document import Assignment
from tests.support.town import Town


async def put_recurring(town: Town, assignment_id: str, *, issued_at: datetime, made_until: str) -> None:
    """Store an assignment that recurs each week, of which there is a period already."""
    made = Assignment(
        id=assignment_id,
        updated_at=issued_at,
        number=f"П-{assignment_id}",
        text="Готовить сводку",
        responsible_id="person-assignee",
        organization_id="roads",
        controller_id="person-head",
        recurrence="еженедельно",
        made_until=made_until,
        status="ISSUED",
        issued_at=issued_at,
    )
    made.derive()
    await town.store.collection("assignments").insert_one(made.to_row())

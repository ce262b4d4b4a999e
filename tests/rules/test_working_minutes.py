"""Terms of minutes, as for the routing of an incident: counted inside the working hours."""

from datetime import datetime

import pytest

from tests.rules.test_calendar import local_due


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-04-07T10:00", 15, "2026-04-07T10:15"),
        ("2026-04-07T11:50", 15, "2026-04-07T13:05"),  # lunch skipped
        ("2026-04-30T15:55", 15, "2026-05-04T08:10"),  # shortened, and days off after it
        ("2026-04-07T20:00", 15, "2026-04-08T08:15"),  # received after hours
        ("2026-04-07T10:00", 540, "2026-04-08T11:00"),  # nine hours
    ],
)
def test_counts_working_minutes(start: str, amount: int, end: str) -> None:
    found, result = local_due(start, "WORKING_MINUTES", amount)
    assert found == datetime.fromisoformat(end)
    told = f"Рабочих минут: {amount}; срок — {datetime.fromisoformat(end):%d.%m.%Y %H:%M}"
    assert (result.legal_due_on, result.steps[-1].note) == (None, told)

"""What a decision led to: which weeks are compared, and what is said of their numbers."""

from datetime import date, datetime

import pytest

from documents.chains.rules import Matter, Weeks, matter_of, verdict_of, weeks_of
from documents.kernel.calendar import Calendar

CALENDAR = Calendar({})
DECIDED = date(2026, 5, 12)
NOW = datetime(2026, 6, 1, 3)


def case(topic: str | None, settlement: str | None = "bogotol") -> dict[str, str | None]:
    return {"topic_id": topic, "settlement_id": settlement}


def test_cases_are_of_one_matter_where_their_topic_is_one() -> None:
    assert matter_of([case("holes"), case("holes")], ()) == Matter("holes", "bogotol")
    assert matter_of([case("holes"), case("holes", "kritovo")], ()) == Matter("holes", None)
    assert matter_of([case("holes"), case("light")], ()) is None
    assert matter_of([case(None)], ["light"]) == Matter("light", "bogotol")
    assert matter_of([], ["light"]) == Matter("light", None)
    assert matter_of([], ()) is None


def done(at: datetime | None, status: str = "COMPLETED") -> dict[str, object]:
    return {"status": status, "completed_at": at}


def test_the_week_after_begins_when_all_is_done_and_counts_when_it_is_over() -> None:
    early, late = datetime(2026, 5, 14, 3), datetime(2026, 5, 15, 3)
    before = date(2026, 5, 5)
    assert weeks_of(DECIDED, [done(early), done(late)], NOW, CALENDAR) == Weeks(before, date(2026, 5, 16))
    assert weeks_of(DECIDED, [done(early), done(None, "ISSUED")], NOW, CALENDAR) == Weeks(before, None)
    assert weeks_of(DECIDED, [done(early), done(None, "CANCELLED")], NOW, CALENDAR).after == date(2026, 5, 15)
    assert weeks_of(DECIDED, [], NOW, CALENDAR) == Weeks(before, None)
    assert weeks_of(DECIDED, [done(late)], datetime(2026, 5, 20), CALENDAR) == Weeks(before, None)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (9, 0, "TOO_FEW"),
        (10, None, "PENDING"),
        (10, 9, "FEWER"),
        (10, 10, "AS_MANY"),
        (10, 11, "MORE"),
    ],
)
def test_below_ten_nothing_is_said(before: int, after: int | None, said: str) -> None:
    assert verdict_of(before, after) == said

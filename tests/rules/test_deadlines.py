"""Deadlines of cases: every case has a policy, and the moments of becoming due soon and overdue follow from it."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.cases.deadlines import (
    choose_policy,
    counts_from,
    due_for,
    due_soon_at,
    due_soon_from,
    overdue_again_from,
    overdue_from,
)
from documents.cases.statuses import OPEN, TERMINAL, CaseStatus
from documents.cases.vocabulary import ChannelKind, DeadlineUnit, Importance
from documents.kernel.calendar import FAR, Calendar, DayKind, due

DECREE = Path(__file__).parents[2] / "seed" / "decree"


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DECREE / f"{name}.json").read_text(encoding="utf-8"))
    return found


POLICIES = {row["_id"]: row for row in rows("deadline_policies")}
DAYS = {date.fromisoformat(row["_id"]): DayKind(row["kind"]) for row in rows("calendar")}
CALENDAR = Calendar(DAYS, decreed=frozenset(day.year for day in DAYS))
FAST = {"fast_track": True, "fast_track_days": None}
SLOW = {"fast_track": False, "fast_track_days": None}


def at(wall: str) -> datetime:
    return CALENDAR.utc(datetime.fromisoformat(wall))


def chosen(
    kind: str,
    channel_kind: str | None,
    topic: Mapping[str, Any] | None = None,
    *,
    importance: str | None = None,
    own: str | None = None,
) -> str:
    regime = {"APPEAL": "APPEAL_59FZ", "MESSAGE": "MESSAGE"}.get(kind)
    channel = {"kind": channel_kind, "policy_code": own} if channel_kind else None
    return choose_policy(
        POLICIES, kind=kind, regime=regime, channel=channel, topic=topic, importance=importance
    )


@pytest.mark.parametrize(
    ("kind", "channel", "topic", "importance", "policy"),
    [
        ("APPEAL", "POS", None, None, "APPEAL_59FZ"),
        ("APPEAL", "POST", FAST, None, "APPEAL_59FZ"),
        ("MESSAGE", "POS", None, None, "POS_STANDARD"),
        ("MESSAGE", "POS", SLOW, None, "POS_STANDARD"),
        ("MESSAGE", "POS", FAST, None, "POS_FAST_TRACK"),
        ("MESSAGE", "EMAIL", FAST, None, "POS_FAST_TRACK"),
        ("MESSAGE", "PHONE", FAST, None, "PHONE_EDDS"),
        ("MESSAGE", "EDDS_112", None, None, "PHONE_EDDS"),
        ("MESSAGE", "PERSONAL_RECEPTION", None, None, "PHONE_EDDS"),
        ("MESSAGE", "VK", None, None, "MESSAGE_GENERAL"),
        ("MESSAGE", "MAX", SLOW, None, "MESSAGE_GENERAL"),
        ("MESSAGE", "WEBSITE", None, None, "MESSAGE_GENERAL"),
        ("INCIDENT", "VK", None, "NORMAL", "IM_NORMAL"),
        ("INCIDENT", "OK", FAST, "LOW", "IM_NORMAL"),
        ("INCIDENT", "TELEGRAM", None, None, "IM_NORMAL"),
        ("INCIDENT", "VK", None, "HIGH", "IM_HIGH"),
        ("INCIDENT", "VK", None, "CRITICAL", "IM_HIGH"),
    ],
)
def test_chooses_by_kind_channel_topic_and_importance(
    kind: str, channel: str, topic: Mapping[str, Any] | None, importance: str | None, policy: str
) -> None:
    assert chosen(kind, channel, topic, importance=importance) == policy


@pytest.mark.parametrize("kind", ["MESSAGE", "APPEAL", "INCIDENT"])
def test_every_case_has_a_policy_and_no_choice_hangs_on_the_order_of_codes(kind: str) -> None:
    regime = {"APPEAL": "APPEAL_59FZ", "MESSAGE": "MESSAGE"}.get(kind)
    for channel, topic, importance in product(ChannelKind, (None, FAST, SLOW), (None, *Importance)):
        code = chosen(kind, channel, topic, importance=importance)
        others = {key: row for key, row in POLICIES.items() if key != code}
        others["REST"] = {"applies": {"kind": [kind]}}
        following = choose_policy(
            others,
            kind=kind,
            regime=regime,
            channel={"kind": channel},
            topic=topic,
            importance=importance,
        )
        named, named_next = POLICIES[code]["applies"], others[following]["applies"]
        assert len(named) > len(named_next) or following == "REST"


def test_a_message_of_an_unknown_channel_still_has_a_policy() -> None:
    assert chosen("MESSAGE", None) == "MESSAGE_GENERAL"


def test_a_channel_may_name_the_policy_of_another_kind_of_channel() -> None:
    assert chosen("MESSAGE", "WEBSITE", own="PHONE_EDDS") == "PHONE_EDDS"


def test_a_channel_cannot_name_a_policy_of_another_kind_of_case() -> None:
    assert chosen("MESSAGE", "VK", own="IM_NORMAL") == "MESSAGE_GENERAL"
    assert chosen("APPEAL", "POST", own="PHONE_EDDS") == "APPEAL_59FZ"


def test_a_policy_that_is_switched_off_or_for_nothing_is_never_chosen() -> None:
    off: dict[str, dict[str, Any]] = {
        "A": {"applies": {"kind": ["MESSAGE"]}, "is_active": False},
        "B": {"applies": {}},
    }
    with pytest.raises(LookupError, match="no deadline policy applies"):
        choose_policy(off, kind="MESSAGE", regime=None, channel=None, topic=None, importance=None)


def test_the_seeded_policies_can_all_be_computed() -> None:
    for policy in POLICIES.values():
        assert DeadlineUnit(policy["unit"])
        assert due(datetime(2026, 4, 7), policy["unit"], policy["amount"], calendar=CALENDAR).steps


def test_an_appeal_counts_from_registration_and_a_message_from_receipt() -> None:
    received, registered = at("2026-04-06T10:00"), at("2026-04-09T10:00")
    appeal = due_for(
        POLICIES["APPEAL_59FZ"], topic=None, received_at=received, registered_at=registered, calendar=CALENDAR
    )
    message = due_for(
        POLICIES["POS_STANDARD"],
        topic=SLOW,
        received_at=received,
        registered_at=registered,
        calendar=CALENDAR,
    )
    assert (appeal.legal_due_on, appeal.control_due_on) == (date(2026, 5, 9), date(2026, 5, 8))
    assert message.legal_due_on == date(2026, 5, 6)
    assert counts_from(POLICIES["APPEAL_59FZ"], received_at=received, registered_at=registered) == registered


def test_the_first_step_names_the_policy_and_the_last_is_the_deadline() -> None:
    start = at("2026-04-07T10:00")
    found = due_for(
        POLICIES["IM_NORMAL"], topic=None, received_at=start, registered_at=start, calendar=CALENDAR
    )
    assert (found.steps[0].rule, found.steps[0].note) == ("IM_NORMAL", "Инцидент")
    assert found.steps[-1].at == found.due_at == at("2026-04-08T11:00")


def test_a_fast_topic_has_its_own_number_of_working_days() -> None:
    start = at("2026-04-28T10:00")
    topic = {"fast_track": True, "fast_track_days": 3}

    def fast(given_topic: Mapping[str, Any] | None, code: str) -> date | None:
        return due_for(
            POLICIES[code], topic=given_topic, received_at=start, registered_at=start, calendar=CALENDAR
        ).legal_due_on

    assert fast(topic, "POS_FAST_TRACK") == date(2026, 5, 4)
    assert fast(FAST, "POS_FAST_TRACK") == date(2026, 5, 8)
    assert fast(None, "POS_FAST_TRACK") == date(2026, 5, 8)
    assert fast(topic, "POS_STANDARD") == date(2026, 5, 28)


@pytest.mark.parametrize(
    ("start", "end", "soon"),
    [
        # thirty days: a fifth of the time comes before the last working day
        ("2026-04-07T00:00", "2026-05-07T00:00", "2026-05-01T00:00"),
        # two working days: the last of them begins before a fifth is left
        ("2026-04-07T10:00", "2026-04-10T00:00", "2026-04-09T00:00"),
        # ends with a Saturday: the last working day is Friday
        ("2026-04-16T00:00", "2026-04-19T00:00", "2026-04-17T00:00"),
        # working hours over the night: the morning of the day it is due
        ("2026-04-07T10:00", "2026-04-08T11:00", "2026-04-08T00:00"),
        # the same day: at once
        ("2026-04-07T11:30", "2026-04-07T16:30", "2026-04-07T11:30"),
    ],
)
def test_is_due_soon_by_share_or_by_the_last_working_day(start: str, end: str, soon: str) -> None:
    assert due_soon_at(at(start), at(end), CALENDAR) == at(soon)


@given(
    st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2027, 6, 1)),
    st.sampled_from(DeadlineUnit),
    st.integers(min_value=1, max_value=60),
)
def test_is_due_soon_between_the_start_and_the_deadline(
    start: datetime, unit: DeadlineUnit, amount: int
) -> None:
    end = due(start, unit, amount, calendar=CALENDAR).due_at
    soon = due_soon_at(start, end, CALENDAR)
    assert start <= soon < end
    assert soon <= end - (end - start) * 0.2


DUE = datetime(2026, 5, 1)
LATER = DUE + timedelta(days=3)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("status", sorted(OPEN - {CaseStatus.POSTPONED}))
def test_what_is_open_is_overdue_from_its_deadline(status: CaseStatus) -> None:
    assert overdue_from(status, DUE, None, None) == DUE


def test_what_is_postponed_is_measured_against_its_new_date() -> None:
    assert overdue_from("POSTPONED", DUE, LATER, None) == LATER
    assert overdue_from("IN_PROGRESS", DUE, LATER, None) == LATER


@pytest.mark.parametrize("status", ["ANSWERED", "REPLIED", "CLOSED"])
def test_an_answer_in_time_is_never_overdue_and_a_late_one_always(status: str) -> None:
    assert overdue_from(status, DUE, None, DUE) == FAR
    assert overdue_from(status, DUE, None, DUE + MINUTE) == DUE
    assert overdue_from(status, DUE, LATER, DUE + MINUTE) == FAR
    assert overdue_from(status, DUE, LATER, LATER + MINUTE) == LATER
    assert overdue_from(status, DUE, None, None) == FAR


@pytest.mark.parametrize("status", sorted(TERMINAL - {CaseStatus.CLOSED}))
def test_what_needs_no_answer_is_never_overdue(status: CaseStatus) -> None:
    assert overdue_from(status, DUE, None, None) == FAR
    assert due_soon_from(status, DUE - MINUTE, FAR) == FAR


def test_only_what_is_open_is_due_soon() -> None:
    assert due_soon_from("NEW", DUE - MINUTE, DUE) == DUE - MINUTE
    assert due_soon_from("NEW", LATER, DUE) == DUE
    assert due_soon_from("ANSWERED", DUE - MINUTE, DUE) == FAR


@pytest.mark.parametrize("status", CaseStatus)
def test_an_open_case_takes_its_term_twice_and_three_times_and_no_other_one_does(status: CaseStatus) -> None:
    begun, due_at = at("2026-04-07T10:00"), at("2026-04-17T10:00")
    twice, thrice = overdue_again_from(status, begun, due_at)
    if status in OPEN:
        assert (twice, thrice) == (at("2026-04-27T10:00"), at("2026-05-07T10:00"))
        # What is due before it began (an outside term, say) is past every multiple at once.
        assert overdue_again_from(status, due_at, begun) == (begun, begun)
    else:
        assert (twice, thrice) == (FAR, FAR)

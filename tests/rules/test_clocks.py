"""The clocks of a case: what starts and stops each, what it is due by, who holds it, and that stages leave no gap."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.cases.clock_rules import CLOCKS, STAGES, CaseClock, Terms, advanced, is_late, leaves_gaps
from documents.cases.statuses import OPEN, CaseStatus
from documents.cases.vocabulary import ClockKind
from documents.incidents.rules import MACHINE as INCIDENTS
from documents.kernel.calendar import Calendar, DayKind
from documents.kernel.machine import Machine
from documents.submissions.rules import MACHINE as SUBMISSIONS

DECREE = Path(__file__).parents[2] / "seed" / "decree"
REGISTERED = datetime(2026, 4, 7, 3)  # a Tuesday, ten o'clock local time
DUE = datetime(2026, 5, 7, 17)
DAY = timedelta(days=1)


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DECREE / f"{name}.json").read_text(encoding="utf-8"))
    return found


DAYS = {date.fromisoformat(row["_id"]): DayKind(row["kind"]) for row in rows("calendar")}
TERMS = Terms(
    {row["_id"]: row for row in rows("deadline_policies")},
    {"POS": {"kind": "POS"}, "POST": {"kind": "POST"}, "VK": {"kind": "VK"}},
    {},
    Calendar(DAYS, decreed=frozenset(day.year for day in DAYS)),
)
CHANNEL = {
    "MESSAGE": ("POS", "POS_STANDARD"),
    "APPEAL": ("POST", "APPEAL_59FZ"),
    "INCIDENT": ("VK", "IM_NORMAL"),
}


def case(kind: str = "MESSAGE", status: str = "NEW", **given_: Any) -> dict[str, Any]:
    channel, policy = CHANNEL[kind]
    return {
        "kind": kind,
        "status": status,
        "regime": "APPEAL_59FZ" if kind == "APPEAL" else None,
        "channel_id": channel,
        "policy_code": policy,
        "topic_id": None,
        "importance": None,
        "recipient_id": None,
        "received_at": REGISTERED - DAY,
        "registered_at": REGISTERED,
        "first_response_at": None,
        "postponed_until": None,
        "due_at": DUE,
        "control_due_on": None if kind == "INCIDENT" else "2026-05-07",
        **given_,
    }


def told(*moves: tuple[int, dict[str, Any]]) -> list[CaseClock]:
    """The clocks of a case that became each of these so many days after its registration."""
    clocks: list[CaseClock] = []
    for days, row in moves:
        clocks = advanced(clocks, row, TERMS, REGISTERED + days * DAY)
    return clocks


def of(clocks: Sequence[CaseClock], kind: str) -> list[CaseClock]:
    return [one for one in clocks if one.kind == kind]


def stage_times(clocks: Sequence[CaseClock], now: datetime) -> dict[str, timedelta]:
    """How long each stage ran in all; what runs still up to `now`."""
    found: dict[str, timedelta] = {}
    for one in clocks:
        if one.kind in STAGES:
            found[one.kind] = found.get(one.kind, timedelta()) + ((one.done_at or now) - one.started_at)
    return found


def local(wall: str) -> datetime:
    return TERMS.calendar.utc(datetime.fromisoformat(wall))


def test_a_registered_appeal_has_the_clocks_of_the_law() -> None:
    clocks = told((0, case("APPEAL")))
    due = {one.kind: (one.started_at, one.due_at) for one in clocks}
    assert due == {
        "REGISTRATION": (REGISTERED - DAY, local("2026-04-10T00:00")),
        "FORWARDING": (REGISTERED, local("2026-04-15T00:00")),
        "MODERATION": (REGISTERED, None),
        "FIRST_RESPONSE": (REGISTERED, DUE),
        "CONTROL": (REGISTERED, local("2026-05-08T00:00")),
        "ANSWER": (REGISTERED, DUE),
    }
    assert [one.kind for one in clocks if one.done_at is not None] == ["REGISTRATION"]


def test_a_message_is_counted_from_its_receipt_and_its_stages_by_their_policies() -> None:
    clocks = told((0, case()), (1, case(status="ACCEPTED")))
    assert of(clocks, "ANSWER")[0].started_at == REGISTERED - DAY
    (moderation,), (coordination,) = of(clocks, "MODERATION"), of(clocks, "COORDINATION")
    assert moderation.due_at == local("2026-04-09T00:00")
    assert (moderation.done_at, coordination.started_at) == (REGISTERED + DAY, REGISTERED + DAY)
    assert coordination.due_at == local("2026-04-10T00:00")


def test_an_incident_is_routed_within_an_hour_and_has_no_control_day() -> None:
    clocks = told((0, case("INCIDENT", due_at=REGISTERED + DAY)))
    assert of(clocks, "ROUTING")[0].due_at == REGISTERED + timedelta(hours=1)
    assert of(clocks, "CONTROL") == of(clocks, "FORWARDING") == []


def test_forwarding_is_settled_by_the_routing_and_counted_from_the_registration_again() -> None:
    clocks = told(
        (0, case("APPEAL")),
        (2, case("APPEAL", "ASSIGNED", recipient_id="roads")),
        (4, case("APPEAL", "ACCEPTED")),
    )
    first, second = of(clocks, "FORWARDING")
    assert first.done_at == REGISTERED + 2 * DAY
    assert (second.started_at, second.due_at) == (REGISTERED + 4 * DAY, first.due_at)


def test_another_recipient_starts_another_execution_and_no_other_answer() -> None:
    clocks = told(
        (0, case()),
        (1, case(status="ASSIGNED", recipient_id="roads")),
        (2, case(status="IN_PROGRESS", recipient_id="roads")),
        (3, case(status="ASSIGNED", recipient_id="yard")),
    )
    first, second = of(clocks, "EXECUTION")
    assert (first.holder_id, first.done_at) == ("roads", REGISTERED + 3 * DAY)
    assert (second.holder_id, second.done_at, second.due_at) == ("yard", None, DUE)
    (answer,) = of(clocks, "ANSWER")
    assert answer.holder_id == "yard"


def test_a_postponement_starts_the_second_execution_and_the_second_answer() -> None:
    until, at = datetime(2026, 6, 1), REGISTERED + 3 * DAY
    worked: dict[str, Any] = {"recipient_id": "roads"}
    put_off = {**worked, "postponed_until": until, "due_at": until, "first_response_at": at}
    clocks = told(
        (0, case()),
        (1, case(status="IN_PROGRESS", **worked)),
        (3, case(status="POSTPONED", **put_off)),
        (9, case(status="IN_PROGRESS", **put_off)),
    )
    for kind in ("EXECUTION", "ANSWER"):
        first, second = of(clocks, kind)
        assert (first.due_at, first.done_at) == (DUE, at), kind
        assert (second.started_at, second.due_at, second.done_at) == (at, until, None), kind
    (response,) = of(clocks, "FIRST_RESPONSE")
    assert response.done_at == at


def test_an_extension_moves_the_running_clocks_and_leaves_those_that_stopped() -> None:
    later = DUE + 30 * DAY
    clocks = told(
        (0, case("APPEAL")),
        (1, case("APPEAL", "IN_PROGRESS", recipient_id="roads")),
        (20, case("APPEAL", "IN_PROGRESS", recipient_id="roads", due_at=later, control_due_on="2026-06-05")),
    )
    assert {one.kind: one.due_at for one in clocks if one.done_at is None} == {
        "EXECUTION": later,
        "FIRST_RESPONSE": later,
        "CONTROL": local("2026-06-06T00:00"),
        "ANSWER": later,
    }
    assert of(clocks, "FORWARDING")[0].due_at == local("2026-04-15T00:00")


def test_reopening_starts_anew_and_keeps_what_was_answered() -> None:
    answered: dict[str, Any] = {"recipient_id": "roads", "first_response_at": REGISTERED + 5 * DAY}
    fresh = {**answered, "due_at": DUE + 30 * DAY, "control_due_on": "2026-06-05"}
    clocks = told(
        (0, case()),
        (1, case(status="IN_PROGRESS", recipient_id="roads")),
        (5, case(status="ANSWERED", **answered)),
        (8, case(status="REOPENED", **fresh)),
    )
    first, second = of(clocks, "ANSWER")
    assert (first.due_at, first.done_at) == (DUE, REGISTERED + 5 * DAY)
    assert (second.started_at, second.due_at) == (REGISTERED + 8 * DAY, DUE + 30 * DAY)
    assert len(of(clocks, "FIRST_RESPONSE")) == 1
    assert stage_times(clocks, REGISTERED + 9 * DAY)["EXECUTION"] == 5 * DAY


@pytest.mark.parametrize(
    ("due_at", "done_at", "late"),
    [
        (None, None, False),
        (REGISTERED, REGISTERED, False),
        (REGISTERED, REGISTERED + DAY, True),
        (REGISTERED, None, True),
        (REGISTERED + 3 * DAY, None, False),
    ],
)
def test_a_clock_is_late_by_the_moment_at_which_it_stopped(
    due_at: datetime | None, done_at: datetime | None, late: bool
) -> None:
    assert is_late({"due_at": due_at, "done_at": done_at}, REGISTERED + 2 * DAY) is late


def test_every_open_status_of_every_kind_is_one_stage() -> None:
    for kind, machine in (("MESSAGE", SUBMISSIONS), ("APPEAL", SUBMISSIONS), ("INCIDENT", INCIDENTS)):
        for status in machine.labels:
            running = [rule.kind for rule in CLOCKS if rule.is_stage and rule.runs(case(kind, status))]
            assert len(running) == (status in OPEN), (kind, status, running)


MACHINES: dict[str, Machine] = {"MESSAGE": SUBMISSIONS, "APPEAL": SUBMISSIONS, "INCIDENT": INCIDENTS}


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[datetime, dict[str, Any]]]:
    """What a case of any kind became, and when: moves of its machine, holders and second deadlines as they come."""
    kind = draw(st.sampled_from(sorted(MACHINES)))
    machine, at = MACHINES[kind], REGISTERED
    row = case(kind, str(machine.initial))
    told_ = [(at, row)]
    for _ in range(draw(st.integers(0, 12))):
        moves = [one for one in machine.moves if row["status"] in one.sources]
        if not moves:
            break
        move = draw(st.sampled_from(moves))
        at += timedelta(minutes=draw(st.integers(1, 20_000)))
        sets: dict[str, Any] = {"status": str(move.target or row["status"])}
        if sets["status"] in {"ASSIGNED", "ROUTED"}:
            sets["recipient_id"] = draw(st.sampled_from(["roads", "yard"]))
        if sets["status"] in {"ACCEPTED", "RETURNED"}:
            sets["recipient_id"] = None
        if sets["status"] == "POSTPONED":
            sets["postponed_until"] = sets["due_at"] = at + 10 * DAY
        if sets["status"] == "REOPENED":
            sets |= {"postponed_until": None, "due_at": at + 30 * DAY}
        row = {**row, **sets}
        told_.append((at, row))
    return told_


@given(history=histories())
def test_stage_times_add_up_to_the_time_in_which_somebody_owed_an_answer(
    history: list[tuple[datetime, dict[str, Any]]],
) -> None:
    clocks: list[CaseClock] = []
    for at, row in history:
        clocks = advanced(clocks, row, TERMS, at)
    now = history[-1][0] + DAY
    owed, moments = DAY, [at for at, _ in history] + [now]  # the day from the receipt to the registration
    for (at, row), until in zip(history, moments[1:], strict=True):
        owed += (until - at) if row["status"] in OPEN else timedelta()
    assert sum(stage_times(clocks, now).values(), timedelta()) == owed

    assert not leaves_gaps([one.model_dump() for one in clocks])
    running = [one.kind for one in clocks if one.done_at is None]
    is_open = history[-1][1]["status"] in OPEN
    assert len(running) == len(set(running))
    assert sum(kind in STAGES for kind in running) == is_open
    assert (ClockKind.ANSWER in running) is is_open
    assert all(one.done_at is None or one.started_at <= one.done_at for one in clocks)


@pytest.mark.parametrize(
    ("first_done", "second_started", "is_reopened", "gap"),
    [
        (1, 1, False, False),
        (1, 2, False, True),
        (1, 2, True, False),
        (2, 1, True, True),
        (None, 1, True, True),
    ],
)
def test_stages_that_do_not_follow_each_other_are_told(
    first_done: int | None, second_started: int, is_reopened: bool, gap: bool
) -> None:
    def clock(kind: str, started: int, done: int | None) -> dict[str, Any]:
        return {
            "kind": kind,
            "started_at": REGISTERED + started * DAY,
            "done_at": done and REGISTERED + done * DAY,
        }

    answers = [clock("ANSWER", second_started, None)] if is_reopened else []
    stages = [clock("EXECUTION", 0, first_done), clock("EXECUTION", second_started, None)]
    assert leaves_gaps([*stages, *answers]) is gap


@given(history=histories())
def test_a_change_that_moves_nothing_leaves_the_clocks_alone(
    history: list[tuple[datetime, dict[str, Any]]],
) -> None:
    clocks: list[CaseClock] = []
    for at, row in history:
        clocks = advanced(clocks, row, TERMS, at)
        assert advanced(clocks, row, TERMS, at + DAY) == clocks


def test_every_status_has_its_place_in_the_table_of_clocks() -> None:
    assert {status for status in CaseStatus if status in OPEN} == {
        status
        for status in CaseStatus
        for kind in MACHINES
        if any(rule.is_stage and rule.runs(case(kind, status)) for rule in CLOCKS)
    }


def test_stages_that_begin_in_one_moment_follow_each_other() -> None:
    moment, kinds = datetime(2026, 6, 8, 3), ("REGISTRATION", "MODERATION", "COORDINATION")
    passed = [{"kind": kind, "started_at": moment, "done_at": moment} for kind in kinds]
    running = {"kind": "ROUTING", "started_at": moment, "done_at": None}
    assert not leaves_gaps([running, *passed])
    assert leaves_gaps([{**running, "started_at": datetime(2026, 6, 9)}, *passed])

"""The plans of the demo municipality: deterministic, in the domain's shares, in every state, never in the future."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from documents.assignments.rules import MACHINE as ASSIGNMENT
from documents.cases.deadlines import due_soon_at
from documents.cases.statuses import OPEN
from documents.imports.past import PAST
from documents.incidents.rules import MACHINE as INCIDENT
from documents.kernel.machine import Machine
from documents.protocols.rules import MACHINE as PROTOCOL
from documents.protocols.rules import check_items, uncovered
from documents.submissions.rules import MACHINE as SUBMISSION
from seed.municipality.people import LOGINS
from seed.municipality.plans import FIRST_DAY, build_plan
from seed.municipality.plans.clockwork import calendar, due_at
from seed.municipality.plans.hands import PARTNER
from seed.municipality.topics import TOPICS
from seed.shapes import CasePlan, PlannedStep, SeedPlan
from tests.support.plans import OTHER_SEED, plan_of
from tests.support.prepared import SEED, SEED_TODAY

DAYS = (date(2026, 6, 15), SEED_TODAY, date(2027, 3, 1))
EDGES = (FIRST_DAY, date(2026, 7, 21), date(2026, 8, 2), date(2027, 1, 9))
FOUNDED = datetime(2026, 4, 6, 17)
TOPIC = {row["id"]: row for row in TOPICS}
SIGNING_IN = {row["person_id"] for row in LOGINS.values()}
REGISTERED_BY_PARTNER = ("register_submission", PARTNER)

every_day = pytest.mark.parametrize("today", [*DAYS, *EDGES], ids=str)
usual_days = pytest.mark.parametrize("today", DAYS, ids=str)


def now_of(today: date) -> datetime:
    return datetime(today.year, today.month, today.day, 1)


def machine_of(case: CasePlan) -> Machine:
    return INCIDENT if case.steps[0].event == "register_incident" else SUBMISSION


def fold(machine: Machine, steps: tuple[PlannedStep, ...]) -> str:
    status = machine.initial
    for number, step in enumerate(steps):
        # What is remarked, or published as a copy, stands beside the machine: the protocol stands where it stood.
        if step.event not in {"comment_protocol", "dissent", "publish_protocol"} and (
            number or not step.event.startswith(("register_", "draft_"))
        ):
            found = machine.target(status, step.event)
            assert found is not None, f"{step.event} from {status}"
            status = found
    return status


def status_of(case: CasePlan) -> str:
    return fold(machine_of(case), case.steps)


def kind_of(case: CasePlan) -> str:
    return str(case.steps[0].facts.get("kind", "INCIDENT"))


def submissions(plan: SeedPlan) -> list[CasePlan]:
    return [case for case in plan.cases if kind_of(case) != "INCIDENT"]


def incidents(plan: SeedPlan) -> list[CasePlan]:
    return [case for case in plan.cases if kind_of(case) == "INCIDENT"]


def share(cases: list[CasePlan], event: str) -> float:
    return sum(any(step.event == event for step in case.steps) for case in cases) / len(cases)


def clock_of(case: CasePlan) -> tuple[datetime, datetime]:
    """From when the deadline in force runs, and until when, as the operations will compute it."""
    first = case.steps[0]
    topic_id = first.facts.get("topic_id")
    began = ended = first.at
    for step in case.steps:
        topic_id = step.facts.get("topic_id", topic_id)
        received_at = first.facts["received_at"]
        if step.event in {"reopen_submission", "reopen_incident"}:
            began = step.at
        elif step.event in {"postpone_submission", "postpone_incident"}:
            began, ended = step.at, step.facts["until"]
            continue
        elif step.event == "extend_deadline":
            ended += timedelta(days=step.facts["days"])
            continue
        elif step is not first and step.event != "formalize_submission":
            continue
        is_new_clock = step.event.startswith("reopen")
        ended = due_at(
            kind=kind_of(case),
            channel_id=first.facts["channel_id"],
            topic=TOPIC.get(topic_id),
            importance=first.facts.get("importance"),
            received_at=step.at if is_new_clock else received_at,
            registered_at=step.at if is_new_clock else first.at,
        )
    return began, ended


def answered_at(case: CasePlan) -> datetime | None:
    sent = [step.at for step in case.steps if step.event in {"send_response", "publish_incident_reply"}]
    return sent[-1] if sent and status_of(case) not in OPEN else None


def lives(plan: SeedPlan) -> Iterator[tuple[PlannedStep, ...]]:
    yield from (case.steps for case in plan.cases)
    yield from (protocol.steps for protocol in plan.protocols)
    yield from (one.steps for protocol in plan.protocols for one in protocol.assignments)


def test_the_same_day_and_seed_make_the_same_plan() -> None:
    # The one that is kept was mostly made by another process, where sets have another order.
    assert build_plan(SEED_TODAY, OTHER_SEED) == plan_of(SEED_TODAY) != plan_of(SEED_TODAY, SEED)


@every_day
def test_there_is_as_much_as_the_domain_says(today: date) -> None:
    plan = plan_of(today)
    assert 2_450 <= len(submissions(plan)) <= 2_550
    assert 880 <= len(incidents(plan)) <= 920
    recent = [case for case in plan.cases if case.via == "operations"]
    assert len(recent) >= 420
    assert min(case.steps[0].at for case in recent) > now_of(today) - timedelta(days=62)
    assert plan.cases[0].steps[0].at < now_of(today) - timedelta(days=700)


@usual_days
def test_channels_have_their_shares(today: date) -> None:
    cases = plan_of(today).cases
    count = Counter(case.steps[0].facts["channel_id"] for case in cases)
    found = {name: 100 * number / len(cases) for name, number in count.items()}
    assert found["POS"] == pytest.approx(40, abs=2)
    assert found["VK"] == pytest.approx(22, abs=2)
    assert found["OK"] == pytest.approx(14, abs=2)
    assert found["TELEGRAM"] + found["MAX"] == pytest.approx(7, abs=1.5)
    assert found["PHONE"] + found["EDDS"] == pytest.approx(8, abs=1.5)
    assert found["EMAIL"] + found["SITE"] == pytest.approx(4, abs=1)
    assert found["RECEPTION"] == pytest.approx(3, abs=1)
    assert found["POST"] == pytest.approx(2, abs=0.8)


@usual_days
def test_regimes_and_fates_have_their_shares(today: date) -> None:
    plan = plan_of(today)
    told = submissions(plan)
    appeals = [case for case in told if kind_of(case) == "APPEAL"]
    assert len(appeals) / len(told) == pytest.approx(0.06, abs=0.012)
    assert share(told, "reject_submission") == pytest.approx(0.07, abs=0.012)
    assert share(told, "forward_submission") == pytest.approx(0.12, abs=0.02)
    assert share(told, "postpone_submission") == pytest.approx(0.09, abs=0.015)
    assert share(incidents(plan), "postpone_incident") == pytest.approx(0.09, abs=0.025)
    assert share(appeals, "extend_deadline") > 0.05
    assert 0.05 <= sum(case.repeat_of is not None for case in plan.cases) / len(plan.cases) <= 0.07
    for event in ("return_routing", "return_response", "merge_submissions", "withdraw_submission"):
        assert 0.008 < share(told, event) < 0.08, event


@usual_days
def test_snow_falls_in_winter_and_social_networks_wake_in_the_evening(today: date) -> None:
    plan = plan_of(today)
    snow = Counter(
        case.steps[0].facts["received_at"].month
        for case in plan.cases
        if any(step.facts.get("topic_id") in {"roads-03", "roads-04"} for step in case.steps)
    )
    cold = sum(snow[month] for month in (10, 11, 12, 1, 2, 3))
    assert cold > 0.8 * sum(snow.values())
    hours = Counter(
        calendar().local(case.steps[0].facts["received_at"]).hour
        for case in plan.cases
        if case.steps[0].facts["channel_id"] in {"VK", "OK"}
    )
    assert sum(hours[hour] for hour in range(18, 23)) > 0.35 * sum(hours.values())


@every_day
def test_every_state_of_both_machines_is_there(today: date) -> None:
    plan = plan_of(today)
    assert {status_of(case) for case in submissions(plan)} == SUBMISSION.states
    assert {status_of(case) for case in incidents(plan)} == INCIDENT.states


@every_day
def test_steps_are_in_order_in_working_hours_and_never_in_the_future(today: date) -> None:
    for steps in lives(plan_of(today)):
        moments = [step.at for step in steps]
        assert moments == sorted(set(moments))
        assert all(moment <= now_of(today) for moment in moments)
        for step in steps:
            local = calendar().local(step.at)
            assert calendar().is_working(local.date())
            assert 8 <= local.hour <= 17
            assert step.facts.get("received_at", step.at) <= step.at


@every_day
def test_open_cases_are_due_today_due_soon_and_overdue(today: date) -> None:
    now, today_ends = now_of(today), calendar().end_of(today)
    clocks = [clock_of(case) for case in plan_of(today).cases if status_of(case) in OPEN]
    assert sum(now < ended <= today_ends for _, ended in clocks) >= 5
    soon = [due_soon_at(began, ended, calendar()) <= now < ended for began, ended in clocks]
    assert sum(soon) >= 15
    assert sum(ended <= now for _, ended in clocks) >= 30


@usual_days
def test_three_to_five_of_a_hundred_are_overdue(today: date) -> None:
    plan, now = plan_of(today), now_of(today)
    late = 0
    for case in plan.cases:
        _, ended = clock_of(case)
        answered = answered_at(case)
        late += answered > ended if answered else status_of(case) in OPEN and ended <= now
    assert 0.03 <= late / len(plan.cases) <= 0.05


@every_day
def test_operations_are_done_by_people_who_sign_in_and_four_eyes_see_each_answer(today: date) -> None:
    for case in plan_of(today).cases:
        author = None
        for step in case.steps:
            author = step.person_id if step.event == "submit_response" else author
            assert step.event != "approve_response" or step.person_id != author
            signs_in = step.person_id in SIGNING_IN or (step.event, step.person_id) == REGISTERED_BY_PARTNER
            assert case.via == "import" or (signs_in and step.event not in PAST)


@every_day
def test_appeals_are_neither_rejected_nor_postponed(today: date) -> None:
    events = {step.event for case in plan_of(today).cases if kind_of(case) == "APPEAL" for step in case.steps}
    assert not events & {"reject_submission", "postpone_submission"}


@every_day
def test_doubles_and_repeats_point_back_to_what_came_before(today: date) -> None:
    cases = plan_of(today).cases
    by_key = {case.key: case for case in cases}
    assert len(by_key) == len(cases)
    assert [case.steps[0].at for case in cases] == sorted(case.steps[0].at for case in cases)
    for case in cases:
        into = next((step for step in case.steps if "into_key" in step.facts), None)
        for key in filter(None, (case.repeat_of, into and into.facts["into_key"])):
            assert key < case.key
            assert status_of(by_key[key]) != "MERGED"
        if case.repeat_of:
            answers = [step.at for step in by_key[case.repeat_of].steps if step.event in ANSWERS]
            assert answers[0] < case.steps[0].facts["received_at"]
            assert topic_of(by_key[case.repeat_of]) == topic_of(case) or topic_of(case) is None


ANSWERS = frozenset({"send_response", "publish_incident_reply"})


def topic_of(case: CasePlan) -> str | None:
    return next((step.facts["topic_id"] for step in case.steps if "topic_id" in step.facts), None)


@every_day
def test_nothing_of_the_center_is_older_than_the_center(today: date) -> None:
    plan = plan_of(today)
    assert all(row["planned_at"] >= FOUNDED for row in plan.meetings)
    assert all(row["starts_at"] >= FOUNDED for row in plan.absences)
    assert all(protocol.steps[0].at >= FOUNDED for protocol in plan.protocols)
    assert all(case.steps[0].at >= FOUNDED for case in plan.cases if case.via == "operations")


@every_day
def test_meetings_are_held_by_ballot_too_and_there_is_one_of_each_other_kind(today: date) -> None:
    meetings = plan_of(today).meetings
    status = Counter(row["status"] for row in meetings)
    assert status["HELD"] >= 6
    assert [status[one] for one in ("DRAFT", "SCHEDULED", "VOTING", "CANCELLED")] == [1, 1, 1, 1]
    for poll in (row for row in meetings if row["form"] == "ABSENTEE"):
        assert poll["ballots"]
        assert poll["place"] is None
        for ballot in poll["ballots"]:
            assert poll["voting_from"] <= ballot["cast_at"] <= min(poll["voting_to"], now_of(today))
    for row in meetings:
        begun = row["status"] in ("HELD", "VOTING")
        assert (row["chair_id"] in {one["person_id"] for one in row["participants"]}) is begun
    assert all(row["held_on"] < today.isoformat() for row in meetings if row["status"] == "HELD")


@every_day
def test_protocols_stand_in_every_state_and_their_signatures_are_in_order(today: date) -> None:
    plan = plan_of(today)
    assert {fold(PROTOCOL, protocol.steps) for protocol in plan.protocols} == PROTOCOL.states
    told = {step.event for protocol in plan.protocols for step in protocol.steps}
    assert {"send_back_protocol", "comment_protocol", "dissent", "publish_protocol", "draft_erratum"} <= told
    signed = [step for protocol in plan.protocols for step in protocol.steps if step.event == "sign_protocol"]
    assert [step.at for step in signed] == sorted(step.at for step in signed)
    (absence,) = plan.absences
    for step in signed:
        inside = absence["starts_at"] <= step.at < absence["ends_at"]
        assert step.person_id == ("person-head" if inside else "person-curator")
    assert any(step.person_id == "person-head" for step in signed)
    assert absence["ends_at"] <= now_of(today)


@every_day
def test_protocols_can_be_signed_and_reach_every_official(today: date) -> None:
    plan = plan_of(today)
    held_on = {row["id"]: row.get("held_on") for row in plan.meetings}
    for protocol in plan.protocols:
        assert check_items(protocol.items, date.fromisoformat(held_on[protocol.meeting_id] or "")) == []
        last = protocol.steps[-1]
        if last.event == "dispatch_protocol":
            recipients: list[Mapping[str, Any]] = last.facts["recipients"]
            numbered = [
                {**item, "decisions": [{**one, "no": ""} for one in item["decisions"]]}
                for item in protocol.items
            ]
            assert not uncovered(numbered, [one["person_id"] for one in recipients])


@every_day
def test_assignments_reach_every_state_that_has_an_operation(today: date) -> None:
    reached: set[str] = set()
    for protocol in plan_of(today).protocols:
        for one in protocol.assignments:
            issued = PlannedStep("issue_assignment", protocol.steps[-1].at, None)
            reached.add(fold(ASSIGNMENT, (issued, *one.steps)))
            assert all(step.at > issued.at and step.person_id in SIGNING_IN for step in one.steps)
    assert reached == {"ISSUED", "ACKNOWLEDGED", "IN_PROGRESS", "REPORTED", "COMPLETED"}


@every_day
def test_texts_leave_no_slot_open(today: date) -> None:
    for case in plan_of(today).cases:
        for step in case.steps:
            words = [str(step.facts.get(name, "")) for name in ("text", "summary", "reason", "comment")]
            words += [one["text"] for one in step.facts.get("publications", ())]
            assert not any("{" in word or "}" in word for word in words)

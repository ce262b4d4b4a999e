"""All machines: nothing leaves the table, what is final stays so, everything can be reached and left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import aggregates
from documents.cases.statuses import DONE, OPEN, TERMINAL, CaseStatus
from documents.cases.statuses import LABELS as CASE_LABELS
from documents.incidents import rules as incidents
from documents.kernel.machine import Machine, move
from documents.submissions import rules as submissions

MACHINES = {one.name: one for one in aggregates.MACHINES.values()}
machines = pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)

# Re-openable: done for now, left only by the event named. What applicants say of an answer is taken where the case is; of
# their requests to open it again, one that is accepted opens it (§5.2 of the domain).
REOPENABLE = {"submission": {"CLOSED"}, "incident": {"CLOSED"}}


def reachable(machine: Machine) -> set[str]:
    found, waiting = {machine.initial}, [machine.initial]
    while waiting:
        status = waiting.pop()
        targets = {machine.target(status, event) for event in machine.leaving(status)}
        waiting += [target for target in targets if target is not None and target not in found]
        found |= {target for target in targets if target is not None}
    return found


@machines
def test_every_status_can_be_reached(machine: Machine) -> None:
    assert reachable(machine) == machine.states


@machines
def test_every_status_that_is_not_terminal_has_a_way_out(machine: Machine) -> None:
    stuck = [
        status
        for status in machine.open
        if all(machine.target(status, event) == status for event in machine.leaving(status))
    ]
    assert stuck == []


@machines
def test_what_is_final_is_left_by_nothing(machine: Machine) -> None:
    assert machine.final == machine.terminal - REOPENABLE.get(machine.name, set())
    assert {event for status in machine.final for event in machine.leaving(status)} == set()


@machines
def test_what_can_be_reopened_is_left_by_reopening_alone(machine: Machine) -> None:
    for status in REOPENABLE.get(machine.name, set()):
        moving = [one for one in machine.leaving(status) if machine.target(status, one) != status]
        assert moving == [f"reopen_{machine.name}"]


@machines
@given(choices=st.lists(st.integers(min_value=0), max_size=40), data=st.data())
def test_no_history_leaves_the_table(machine: Machine, choices: list[int], data: st.DataObject) -> None:
    status = machine.initial
    events = sorted(machine.events)
    for choice in choices:
        event = events[choice % len(events)]
        made = machine.move(status, event)
        assert (made is not None) == (event in machine.leaving(status))
        if made is None:
            assert machine.target(status, event) is None
            continue
        assert status in made.sources
        assert not made.is_creation
        status = machine.target(status, event) or status
        assert status in machine.states
    assert status in reachable(machine)


@machines
def test_every_status_has_a_russian_label(machine: Machine) -> None:
    assert all(any("а" <= letter <= "я" for letter in machine.label(status)) for status in machine.states)
    assert len(set(machine.labels.values())) == len(machine.labels)


@machines
def test_an_unknown_status_or_event_gives_no_move(machine: Machine) -> None:
    assert machine.leaving("ELSEWHERE") == ()
    assert machine.move("ELSEWHERE", min(machine.events)) is None
    assert machine.target(machine.initial, "vanish") is None


@machines
def test_statuses_are_plain_strings_to_the_store(machine: Machine) -> None:
    targets = [one.target for one in machine.moves if one.target is not None]
    assert {type(status) for status in [machine.initial, *machine.states, *machine.terminal, *targets]} == {
        str
    }


def test_events_are_named_once_across_all_machines() -> None:
    events = [event for machine in MACHINES.values() for event in machine.events]
    assert len(events) == len(set(events))


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("submission", "register_submission"),
        ("incident", "register_incident"),
        ("protocol", "draft_protocol"),
        ("protocol", "draft_erratum"),
    ],
)
def test_what_begins_an_object_leaves_no_status(name: str, event: str) -> None:
    machine = MACHINES[name]
    assert event in machine.events
    assert all(event not in machine.leaving(status) for status in machine.states)
    assert {one.target for one in machine.moves if one.is_creation} == {machine.initial}


def test_an_answer_leaves_work_directly_only_where_no_approval_is_required() -> None:
    machine = submissions.MACHINE
    given_ = {submissions.APPROVAL_NOT_REQUIRED}
    assert machine.move("IN_PROGRESS", "send_response") is None
    assert "send_response" not in machine.leaving("IN_PROGRESS")
    assert machine.target("IN_PROGRESS", "send_response", given=given_) == "ANSWERED"
    assert "send_response" in machine.leaving("IN_PROGRESS", given=given_)
    assert machine.target("IN_REVIEW", "send_response") == "ANSWERED"


@pytest.mark.parametrize(
    ("name", "status", "event", "target"),
    [
        ("submission", "NEW", "formalize_submission", "NEW"),
        ("submission", "IN_PROGRESS", "formalize_submission", "IN_PROGRESS"),
        ("submission", "NEW", "accept_submission", "ACCEPTED"),
        ("submission", "NEW", "reject_submission", "REJECTED"),
        ("submission", "ACCEPTED", "merge_submissions", "MERGED"),
        ("submission", "ACCEPTED", "route_submission", "ASSIGNED"),
        ("submission", "ASSIGNED", "route_submission", "ASSIGNED"),
        ("submission", "IN_PROGRESS", "route_submission", "ASSIGNED"),
        ("submission", "ASSIGNED", "return_routing", "ACCEPTED"),
        ("submission", "ASSIGNED", "start_work", "IN_PROGRESS"),
        ("submission", "REOPENED", "start_work", "IN_PROGRESS"),
        ("submission", "IN_PROGRESS", "submit_response", "IN_REVIEW"),
        ("submission", "IN_REVIEW", "return_response", "IN_PROGRESS"),
        ("submission", "IN_REVIEW", "approve_response", "IN_REVIEW"),
        ("submission", "IN_REVIEW", "postpone_submission", "POSTPONED"),
        ("submission", "POSTPONED", "resume_work", "IN_PROGRESS"),
        ("submission", "IN_REVIEW", "extend_deadline", "IN_REVIEW"),
        ("submission", "POSTPONED", "extend_deadline", None),
        ("submission", "ASSIGNED", "forward_submission", "FORWARDED"),
        ("submission", "ANSWERED", "close_submission", "CLOSED"),
        ("submission", "CLOSED", "reopen_submission", "REOPENED"),
        ("submission", "POSTPONED", "withdraw_submission", "WITHDRAWN"),
        ("submission", "ANSWERED", "withdraw_submission", None),
        ("submission", "NEW", "route_submission", None),
        ("incident", "NEW", "dismiss_incident", "DISMISSED"),
        ("incident", "RETURNED", "route_incident", "ROUTED"),
        ("incident", "IN_PROGRESS", "route_incident", "ROUTED"),
        ("incident", "ROUTED", "return_incident", "RETURNED"),
        ("incident", "NEW", "take_incident", "IN_PROGRESS"),
        ("incident", "IN_REVIEW", "publish_incident_reply", "REPLIED"),
        ("incident", "REPLIED", "close_incident", "CLOSED"),
        ("incident", "REOPENED", "route_incident", "ROUTED"),
        ("incident", "REPLIED", "merge_incidents", "MERGED"),
        ("incident", "CLOSED", "merge_incidents", None),
        ("meeting", "SCHEDULED", "open_meeting", "IN_SESSION"),
        ("meeting", "VOTING_CLOSED", "count_ballots", "HELD"),
        ("meeting", "VOTING", "declare_not_held", "NOT_HELD"),
        ("meeting", "IN_SESSION", "cancel_meeting", None),
        ("protocol", "DRAFT", "submit_protocol", "IN_REVIEW"),
        ("protocol", "DRAFT", "mark_protocol_ready", None),
        ("protocol", "READY_FOR_SIGNATURE", "send_back_protocol", "DRAFT"),
        ("protocol", "READY_FOR_SIGNATURE", "sign_protocol", "SIGNED"),
        ("protocol", "SIGNED", "send_back_protocol", None),
        ("protocol", "SIGNED", "dispatch_protocol", "DISPATCHED"),
        ("assignment", "DRAFT", "issue_assignment", "ISSUED"),
        ("assignment", "REPORTED", "return_assignment_report", "IN_PROGRESS"),
        ("assignment", "REPORTED", "accept_assignment_report", "COMPLETED"),
        ("assignment", "IN_PROGRESS", "extend_assignment", "IN_PROGRESS"),
        ("assignment", "REPORTED", "extend_assignment", None),
        ("assignment", "COMPLETED", "cancel_assignment", None),
    ],
)
def test_the_tables_say_what_the_domain_says(name: str, status: str, event: str, target: str | None) -> None:
    assert MACHINES[name].target(status, event) == target


def test_the_statuses_of_cases_are_the_union_of_both_machines() -> None:
    used = submissions.MACHINE.states | incidents.MACHINE.states
    assert used == set(CaseStatus) == set(CASE_LABELS)
    assert submissions.MACHINE.terminal | incidents.MACHINE.terminal == TERMINAL
    assert set(CaseStatus) == TERMINAL | DONE | OPEN
    assert TERMINAL & OPEN == DONE & OPEN == set()


@pytest.mark.parametrize(
    ("initial", "moves", "message"),
    [
        ("HERE", [move("go", ("HERE",), "NOWHERE")], "without a label"),
        ("HERE", [move("go", ("HERE",), "THERE"), move("go", ("HERE",), None)], "leaves HERE twice"),
        ("NOWHERE", [], "must be in the table"),
    ],
)
def test_refuses_a_table_that_contradicts_itself(initial: str, moves: list[object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Machine(
            "road",
            initial=initial,
            moves=moves,  # type: ignore[arg-type]  # a list of Move, plainly
            terminal=(),
            labels={"HERE": "тут", "THERE": "там"},
        )

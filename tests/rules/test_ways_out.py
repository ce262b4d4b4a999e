"""No case ends in a dead end: from every state that a kind can come into, somebody leads it to its end."""

from collections.abc import Iterator

import pytest

from auth.policy.decide import allows
from documents import aggregates
from documents.cases.document import Case
from documents.cases.statuses import DONE, TERMINAL
from documents.incidents.rules import MACHINE as INCIDENT
from documents.kernel.machine import Machine
from documents.kernel.write.operation import Operation, moving
from documents.submissions.rules import MACHINE as SUBMISSION
from tests.policy.oracle import Person, Seat
from tests.policy.world import principal

aggregates.load_operations()

MACHINES = {"MESSAGE": SUBMISSION, "APPEAL": SUBMISSION, "INCIDENT": INCIDENT}
HEAD = principal(Person((Seat("HD"),)))
"""Who may do everything that somebody may (III.4.3/1), but for what is only one's own to do."""

FAR_ENDS = {*TERMINAL, *DONE}


def moves_of(kind: str, status: str) -> Iterator[tuple[Operation, str]]:
    """What the head may do with a case of a kind in a state, and where that leads."""
    row = {"kind": kind, "status": status, "access_keys": [], "is_sensitive": False, "channel_id": "POS"}
    for one in moving(Case):
        machine: Machine | None = one.machine
        if machine is not MACHINES[kind] or not one.applies_to(row):
            continue
        target = machine.target(status, one.name)
        if target is not None and allows(HEAD, one.action, row, reading=one.reading).allowed:
            yield one, target


def reached(kind: str, status: str) -> set[str]:
    found, waiting = {status}, [status]
    while waiting:
        further = {target for _, target in moves_of(kind, waiting.pop())} - found
        found |= further
        waiting += further
    return found


@pytest.mark.parametrize("kind", MACHINES)
def test_every_state_that_a_kind_comes_into_leads_to_an_answer_or_an_end(kind: str) -> None:
    machine = MACHINES[kind]
    states = reached(kind, machine.initial)
    stuck = {status for status in states - FAR_ENDS if not (reached(kind, status) - {status}) & FAR_ENDS}
    assert stuck == set()
    # An answer, where one is owed: what merely ends is no way out for whoever waits for one.
    answered = {"ANSWERED", "REPLIED"}
    assert {
        status for status in states & machine.open - answered if not reached(kind, status) & answered
    } == set()


def test_each_kind_comes_into_the_states_that_are_its_own() -> None:
    assert reached("MESSAGE", "NEW") == SUBMISSION.states
    assert reached("APPEAL", "NEW") == SUBMISSION.states - {"REJECTED", "POSTPONED"}
    assert reached("INCIDENT", "NEW") | {"RETURNED"} == INCIDENT.states

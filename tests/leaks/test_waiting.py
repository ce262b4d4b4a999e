"""The second opinion on what waits for whom: its table knows every action, and says what the machines and words say."""

import pytest

from api.leaks import rights
from api.leaks.people import Asker
from api.leaks.pipelines import StoredRows
from api.leaks.rights import RightsHolder, Seat, Town
from api.leaks.selection import CORE
from api.leaks.truth import CASE_TYPES, STORED_TYPES, Truth
from api.leaks.waiting import STEPS_OF, waiting
from documents.assignments.document import Assignment
from documents.cases.document import Case
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.waiting import moving_operations
from documents.meetings.document import Meeting
from documents.meetings.rules import FORM_OF
from documents.protocols.document import Protocol
from tests.support.town import NOW

TOWN = Town({"roads": None}, {"epgu": "POS", "phone": "OFFICE", "vk": "SOCIAL"})


def truth_of(*cases: dict[str, object], asks_approval: bool | None = None) -> Truth:
    """These cases and nothing else; the setting on approval where one is given."""
    rows = {
        name: dict[str, dict[str, object]]() for name in {kind.collection for kind in STORED_TYPES.values()}
    }
    rows["cases"] = {str(row["_id"]): row for row in cases}
    rows["settings"] = {} if asks_approval is None else {"approvalRequired": {"value": asks_approval}}
    return Truth(StoredRows(rows), NOW)


def case(status: str, kind: str = "MESSAGE", **facts: object) -> dict[str, object]:
    """A case that nobody is bound to."""
    return {"_id": f"{kind}-{status}", "kind": kind, "status": status, "channel_id": "epgu", **facts}


def holding(*columns: str, person_id: str = "me") -> Asker:
    """Somebody with these roles in the town."""
    seats = tuple(Seat(one, sectors=("ROADS",), organization="roads") for one in columns)
    return Asker("account", columns, RightsHolder(seats, person_id=person_id, town=TOWN))


RECORDS = {
    "CaseFilter": Case,
    "AssignmentFilter": Assignment,
    "MeetingFilter": Meeting,
    "ProtocolFilter": Protocol,
}


@pytest.mark.parametrize("name", RECORDS)
def test_every_action_that_can_be_asked_for_has_its_step(name: str) -> None:
    steps = STEPS_OF[name]
    assert {step.permission for step in steps.values()} <= rights.CELLS.keys()
    shown = CORE.type_map[name.replace("Filter", "Action")]
    assert list(shown.values) == sorted(steps)  # type: ignore[attr-defined]
    assert set(STEPS_OF) == set(RECORDS)


@pytest.mark.parametrize("asks_approval", [True, False])
@pytest.mark.parametrize("name", RECORDS)
def test_the_steps_and_the_machines_were_written_by_two_hands_and_agree(
    name: str, *, asks_approval: bool
) -> None:
    setting = {"settings": {"approvalRequired": {"value": asks_approval}}}
    snapshot = Snapshot(version=1, collections=setting)
    declared_here = moving_operations(RECORDS[name])
    assert {one.upper() for one in declared_here} == set(STEPS_OF[name])
    for operation, declared in declared_here.items():
        step, machine = STEPS_OF[name][operation.upper()], declared.machine
        assert machine is not None
        given = declared.given(snapshot)
        left = {one for one in machine.states if machine.move(one, operation, given=given) is not None}
        assert left == step.states | (frozenset() if asks_approval else step.unapproved), operation
        assert (declared.action.value, declared.kinds) == (step.permission, step.kinds), operation


def test_which_form_of_meetings_a_step_belongs_to_was_written_by_two_hands_and_agrees() -> None:
    told = {name.lower(): step.form for name, step in STEPS_OF["MeetingFilter"].items() if step.form}
    assert told == dict(FORM_OF)


def test_state_kind_and_word_must_all_agree() -> None:
    cases = [case(status, kind) for status in ("NEW", "ASSIGNED", "CLOSED") for kind in ("MESSAGE", "APPEAL")]
    truth = truth_of(*cases, case("NEW", "INCIDENT", channel_id="vk"))
    assert sum(len(truth.by_type[name]) for name in CASE_TYPES) == 7
    assert waiting(truth, holding("PO"), "ACCEPT_SUBMISSION") == {"MESSAGE-NEW", "APPEAL-NEW"}
    assert waiting(truth, holding("PO"), "REJECT_SUBMISSION") == {"MESSAGE-NEW"}
    assert waiting(truth, holding("PO"), "TAKE_INCIDENT") == frozenset()
    assert waiting(truth, holding("IO"), "TAKE_INCIDENT") == {"INCIDENT-NEW"}
    assert waiting(truth, holding("CU", "LD", "AD"), "ROUTE_SUBMISSION") == frozenset()


def test_what_is_only_proposed_or_lies_with_others_does_not_wait() -> None:
    truth = truth_of(case("ASSIGNED", assignee_id="me"), case("IN_PROGRESS", assignee_id="another"))
    assert waiting(truth, holding("AS"), "RETURN_ROUTING") == {"MESSAGE-ASSIGNED"}
    assert waiting(truth, holding("AS"), "SUBMIT_RESPONSE") == frozenset()


def test_an_answer_is_sent_unapproved_only_where_the_center_asks_for_no_approval() -> None:
    approved = case("IN_REVIEW", responses=[{"status": "RETURNED"}, {"status": "APPROVED"}])
    cases = (case("IN_PROGRESS"), approved)
    for setting in (None, True):
        truth = truth_of(*cases, asks_approval=setting)
        assert waiting(truth, holding("PO"), "SEND_RESPONSE") == {"MESSAGE-IN_REVIEW"}
    truth = truth_of(*cases, asks_approval=False)
    both = {"MESSAGE-IN_REVIEW", "MESSAGE-IN_PROGRESS"}
    assert waiting(truth, holding("PO"), "SEND_RESPONSE") == both


@pytest.mark.parametrize(
    ("drafts", "step"),
    [
        (["IN_REVIEW"], "APPROVE_RESPONSE"),
        (["APPROVED"], "SEND_RESPONSE"),
        (["RETURNED", "APPROVED"], "SEND_RESPONSE"),
    ],
)
def test_a_draft_waits_for_approval_or_for_the_sending_and_never_for_both(
    drafts: list[str], step: str
) -> None:
    truth = truth_of(case("IN_REVIEW", responses=[{"status": one} for one in drafts]))
    for one in ("APPROVE_RESPONSE", "SEND_RESPONSE"):
        assert bool(waiting(truth, holding("HD"), one)) is (one == step)

"""The policy and the independent oracle agree on every role, every action and many documents."""

from random import Random

import pytest

from auth.actions import Action
from auth.policy.decide import Plan, allows, hidden, hideable, lists_with_hidden, may_ever, plan, text_mode
from auth.policy.grammar import Moment
from tests.policy import oracle
from tests.policy.world import document, people, person, principal, resource_of

DOCUMENTS = {
    resource: [document(resource, Random(f"{resource} {number}")) for number in range(200)]
    for resource in (
        "case",
        "meeting",
        "ballot",
        "protocol",
        "assignment",
        "proposal",
        "conference",
        "absence",
        "webhook",
        "plain",
    )
}
#: Their rows say so only on what the document has become: what is created, and how long is postponed.
JUDGED_AFTER = {
    "submission.register",
    "incident.register",
    "intake.import",
    "agenda.propose",
    "absence.record",
}


@pytest.mark.parametrize("column", oracle.COLUMNS)
def test_one_role_may_do_what_the_words_and_remarks_say_and_nothing_else(column: str) -> None:
    chance = Random(column)
    for action in Action:
        someone = person([column], chance)
        who = principal(someone)
        moment = Moment.AFTER if action.value in JUDGED_AFTER else Moment.BEFORE
        for drawn in DOCUMENTS[resource_of(action.value)]:
            expected = oracle.may(someone, action.value, drawn)
            assert allows(who, action, drawn, moment=moment).allowed is expected, (action, someone, drawn)


@pytest.mark.parametrize("column", oracle.COLUMNS)
def test_the_plan_of_one_role_admits_the_rows_that_the_words_reach(column: str) -> None:
    chance = Random(f"plan {column}")
    for action in Action:
        someone = person([column], chance)
        who = principal(someone)
        rows = plan(who, action)
        bare = plan(who, action, without_reason=True)
        for drawn in DOCUMENTS[resource_of(action.value)]:
            # The plan asks no limits: `Acting` reaches every protocol, and the limit then says no.
            reached = (
                oracle.reaches(someone, action.value, drawn) or oracle.CELLS[action.value][column] == "Acting"
            )
            assert rows.admits(drawn["access_keys"]) is reached, (action, someone, drawn)
            without = oracle.reaches(someone, action.value, drawn, without_reason=True)
            without = without or oracle.CELLS[action.value][column] == "Acting"
            assert bare.admits(drawn["access_keys"]) is without, (action, someone, drawn)


def test_a_union_of_roles_may_do_what_one_of_them_may() -> None:
    for number, someone in enumerate(people(60, Random("unions"))):
        who = principal(someone)
        for action in Action:
            moment = Moment.AFTER if action.value in JUDGED_AFTER else Moment.BEFORE
            for drawn in DOCUMENTS[resource_of(action.value)][number % 5 :: 20]:
                expected = oracle.may(someone, action.value, drawn)
                assert allows(who, action, drawn, moment=moment).allowed is expected, (action, someone, drawn)


def test_fields_are_hidden_as_the_contract_says_for_any_union_of_roles() -> None:
    for someone in people(150, Random("fields")):
        who = principal(someone)
        for drawn in DOCUMENTS["case"]:
            told = hidden(who, "case", drawn) | lists_with_hidden(who, "case", drawn)
            assert told == oracle.hidden_fields(someone, drawn), (someone, drawn)
            assert text_mode(who, drawn) == oracle.text_mode(someone, drawn), (someone, drawn)


def test_a_field_is_never_hidden_on_the_rows_that_a_filter_by_it_narrows_to() -> None:
    for someone in people(60, Random("narrowing")):
        who = principal(someone)
        for path, rows in hideable(who, "case").items():
            seen = [drawn for drawn in DOCUMENTS["case"] if rows.admits(drawn["access_keys"])]
            assert not any(path in hidden(who, "case", drawn) for drawn in seen), (someone, path)


def test_submissions_and_incidents_are_read_within_one_scope_so_that_they_share_a_list() -> None:
    for someone in people(100, Random("one list")):
        who = principal(someone)
        assert (
            plan(who, Action.SUBMISSION_READ)
            == plan(who, Action.INCIDENT_READ)
            == plan(who, Action.CASE_HISTORY)
        )


#: What is contained in no read plan, and why that is right; nothing else may join silently.
EXCEPTIONS = {
    ("case.count", "CC"): "counts reach further than rows; they are rounded",
    ("case.count", "MB"): "as above",
    ("case.count", "LD"): "as above",
    ("case.count", "SL"): "as above, outside his sectors",
    ("satisfaction.count", "CC"): "protected as counts of cases are",
    ("satisfaction.count", "MB"): "as above",
    ("satisfaction.count", "LD"): "as above",
    ("satisfaction.count", "SL"): "as above, outside his sectors",
    ("quality.count", "CC"): "verdicts as aggregates, no rows",
    ("quality.count", "LD"): "as above",
    ("submission.register", "RG"): "a creation: by the channel, and what one created is then one's own",
    ("submission.register", "IN"): "a creation: by the system, what lies elsewhere is refused by the limit",
    ("incident.register", "IN"): "as above",
    ("intake.import", "IN"): "as above",
    ("ballot.read", "CC"): "an item in a row that is read as the meeting",
    ("ballot.read", "PO"): "as above",
    ("ballot.read", "IO"): "as above",
    ("ballot.read", "IP"): "as above",
    ("ballot.read", "SL"): "as above",
    ("ballot.read", "MB"): "as above",
    ("agenda.propose", "CC"): "a creation of its own, no meeting",
    ("agenda.propose", "PO"): "as above",
    ("agenda.propose", "IO"): "as above",
    ("agenda.propose", "IP"): "as above",
    ("agenda.propose", "SL"): "as above",
    ("agenda.propose", "MB"): "as above",
    ("assignment.report", "CC"): "one's own assignment is open from ISSUED on; a draft is not found",
    ("assignment.report", "PO"): "as above",
    ("assignment.report", "IO"): "as above",
    ("assignment.report", "IP"): "as above",
    ("assignment.report", "SL"): "as above",
    ("assignment.report", "MB"): "as above",
    ("assignment.report", "LD"): "as above",
}
READ_OF = {
    "case": Action.SUBMISSION_READ,
    "meeting": Action.MEETING_READ,
    "ballot": Action.MEETING_READ,
    "proposal": Action.MEETING_READ,
    "conference": Action.CONFERENCE_RECORD,
    "webhook": Action.WEBHOOK_MANAGE,
    "protocol": Action.PROTOCOL_READ,
    "assignment": Action.ASSIGNMENT_READ,
    "absence": Action.ABSENCE_READ,
    "plain": Action.DIRECTORY_READ,
}


def test_every_plan_lies_within_the_read_plan_but_for_the_exceptions_that_have_a_reason() -> None:
    outside = set()
    for column in oracle.COLUMNS:
        who = principal(person([column], Random(column)))
        for action in Action:
            read = plan(who, READ_OF[resource_of(action.value)])
            if not read.contains(plan(who, action)):
                outside.add((action.value, column))
    assert outside == set(EXCEPTIONS)


def test_every_withheld_field_is_shown_only_within_the_read_plan() -> None:
    for column in oracle.COLUMNS:
        who = principal(person([column], Random(column)))
        read = plan(who, Action.SUBMISSION_READ)
        assert all(read.contains(rows) for rows in hideable(who, "case").values())
        assert all(
            plan(who, Action.DIRECTORY_READ).contains(rows) for rows in hideable(who, "person").values()
        )


#: What no filter and no order looks at, so that nothing is narrowed by it together with another field.
UNFILTERED = {"quality_checks", "responses.signals"}


def test_of_two_withheld_fields_the_rows_of_one_lie_within_those_of_the_other() -> None:
    # A filter that looks at several of them narrows to the smallest of their plans: there must be one.
    for someone in people(150, Random("chain")):
        found = hideable(principal(someone), "case")
        plans = [rows for path, rows in found.items() if path not in UNFILTERED]
        assert all(one.contains(other) or other.contains(one) for one in plans for other in plans), someone


def test_one_more_role_never_takes_a_row_an_action_or_a_field_away() -> None:
    chance = Random("monotonic")
    for fewer in people(60, chance):
        more = oracle.Person(
            (*fewer.seats, *person([chance.choice(oracle.COLUMNS)], chance).seats),
            person_id=fewer.person_id,
            acts_as_curator=fewer.acts_as_curator,
        )
        _no_less(fewer, more)


def _no_less(fewer: oracle.Person, more: oracle.Person) -> None:
    some, all_ = principal(fewer), principal(more)
    for action in Action:
        assert plan(all_, action).contains(plan(some, action))
        assert may_ever(all_, action) or not may_ever(some, action)
        for drawn in DOCUMENTS[resource_of(action.value)][::25]:
            assert allows(all_, action, drawn).allowed or not allows(some, action, drawn).allowed
    for drawn in DOCUMENTS["case"]:
        assert hidden(all_, "case", drawn) <= hidden(some, "case", drawn)


def test_a_union_of_plans_is_as_large_as_its_parts_together() -> None:
    for someone in people(60, Random("sums")):
        parts = [principal(oracle.Person((seat,), person_id=someone.person_id)) for seat in someone.seats]
        for action in Action:
            plans = [plan(part, action) for part in parts]
            keys = frozenset().union(*(one.keys for one in plans))
            everything = any(one.everything for one in plans)
            assert plan(principal(someone), action) == (
                Plan(everything=True) if everything else Plan(keys=keys)
            )

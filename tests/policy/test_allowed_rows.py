"""What lists ask the store for and what a decision says of a row are the same."""

from dataclasses import replace
from random import Random

import pytest

from auth.actions import Action
from auth.policy import limits
from auth.policy.allowed_rows import AllowedRows, allowed_rows
from auth.policy.decide import allows
from auth.policy.grammar import BEFORE, Rule, rule
from auth.policy.limits import Limit, seven_working_days
from auth.policy.rules.cases import POLICY
from auth.policy.scopes import ALL
from auth.roles import Role
from tests.policy.oracle import Person, Seat
from tests.policy.world import document, people, principal, resource_of

LISTED = [action for action in Action if resource_of(action.value) == "case"]
"""Lists of cases ask for rows by their reach; appointments, whose limits are no conditions of lists, do not."""


def _holds(reach: AllowedRows, drawn: dict[str, object]) -> bool:
    keys = drawn["access_keys"]
    assert isinstance(keys, list)
    return reach.plan.admits(keys) and all(drawn.get(key) in values for key, values in reach.bounds.items())


def test_a_row_is_reached_exactly_where_the_action_is_allowed() -> None:
    chance, met = Random("reaching"), 0
    drawn_for = {
        action: [document("case", Random(f"reaching {action} {number}")) for number in range(25)]
        for action in LISTED
    }
    for someone in people(60, chance):
        who = principal(someone)
        for action in LISTED:
            found = allowed_rows(who, action)
            for drawn in drawn_for[action]:
                allowed = allows(who, action, drawn).allowed
                assert any(_holds(one, drawn) for one in found) is allowed, (someone, action, drawn)
                met += allowed
    assert met > 1_000


def test_every_limit_on_cases_that_is_tested_before_a_change_says_its_bounds() -> None:
    rules = [one for one in POLICY if isinstance(one, Rule)]
    tested = {one.limit.name for one in rules if one.limit is not None and one.on & BEFORE}
    named = {one.name: one for one in vars(limits).values() if isinstance(one, Limit)}
    assert tested
    assert [name for name in tested if named[name].bounds is None] == []


def test_a_limit_without_bounds_is_refused_instead_of_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    who = principal(next(iter(people(1, Random("bare")))))
    bare = rule(Action.INCIDENT_POSTPONE, {Role.CENTER_HEAD}, ALL, clause="I", limit=seven_working_days)
    who = replace(who, grants=(replace(who.grants[0], role=Role.CENTER_HEAD),))
    monkeypatch.setattr("auth.policy.decide.BY_ROLE", {(Action.INCIDENT_POSTPONE, Role.CENTER_HEAD): bare})
    with pytest.raises(TypeError, match="seven_working_days"):
        allowed_rows(who, Action.INCIDENT_POSTPONE)


def test_a_limit_that_nobody_can_fulfil_now_reaches_nothing() -> None:
    head = principal(Person((Seat("HD"),)))
    assert allowed_rows(head, Action.PROTOCOL_SIGN) == ()
    assert len(allowed_rows(replace(head, acts_as_curator=True), Action.PROTOCOL_SIGN)) == 1


def test_a_client_reaches_nothing_that_it_is_not_registered_for() -> None:
    client = principal(Person((Seat("IN", system="pos"),), person_id=None))
    assert allowed_rows(client, Action.INCIDENT_READ) != ()
    registered = replace(client, actions=frozenset({Action.SUBMISSION_READ}))
    assert allowed_rows(registered, Action.INCIDENT_READ) == ()
    assert allowed_rows(registered, Action.SUBMISSION_READ) == allowed_rows(client, Action.SUBMISSION_READ)

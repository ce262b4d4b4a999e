"""Explanations agree with the decisions they explain, and what is said to change a decision changes it."""

import re
from dataclasses import replace
from random import Random

import pytest

from auth.actions import Action
from auth.policy import limits
from auth.policy.decide import allows
from auth.policy.explaining import Refusal, RuleOutcome, decisive, explained_rules, other_roles, refusal
from auth.policy.limits import Limit
from auth.policy.table import RULES
from auth.principal import Principal
from auth.roles import COLUMN, Role
from auth.texts.policy import limit_text, rule_text, scope_text
from tests.policy.oracle import DESK_OF, KEPT, Person, Seat
from tests.policy.world import document, keys_of, people, principal, resource_of


def someone(*columns: str) -> Principal:
    return principal(Person(tuple(Seat(one, sectors=("ROADS",) if one == "SL" else ()) for one in columns)))


def channels(role: Role) -> frozenset[str]:
    column = next(word for word, one in COLUMN.items() if one is role)
    return frozenset(channel for channel, desk in DESK_OF.items() if desk in KEPT.get(column, ()))


def message(**facts: object) -> dict[str, object]:
    row = {
        "resource": "case",
        "kind": "MESSAGE",
        "status": "NEW",
        "channel_id": "epgu",
        "creator_id": "petrova",
        **facts,
    }
    return {**row, "access_keys": keys_of(row)}


def test_a_rule_is_told_to_allow_exactly_where_the_action_is_allowed() -> None:
    chance, met = Random("explaining"), 0
    for one in people(60, chance):
        who = principal(one)
        for action in Action:
            drawn = document(resource_of(action.value), chance)
            rules = explained_rules(who, action, drawn)
            allowed = any(rule.outcome is RuleOutcome.ALLOWS for rule in rules)
            assert allowed is allows(who, action, drawn).allowed
            assert {rule.role for rule in rules} <= who.roles
            met += allowed
    assert met > 300


def test_what_is_told_of_no_object_does_not_depend_on_one() -> None:
    who = someone("SL", "RC")
    rules = explained_rules(who, Action.SUBMISSION_POSTPONE, None)
    assert [(one.outcome, one.found) for one in rules] == [
        (RuleOutcome.DEPENDS, ()),
        (RuleOutcome.DEPENDS, ()),
    ]
    assert [one.wanted for one in rules] == [("sector:ROADS",), ()]


def test_the_keys_of_the_object_and_of_the_person_stand_side_by_side() -> None:
    (rule,) = explained_rules(someone("SL"), Action.SUBMISSION_READ, message(sector_id="ENERGY"))
    assert (rule.outcome, rule.found, rule.wanted) == (
        RuleOutcome.OUT_OF_SCOPE,
        ("sector:ENERGY",),
        ("sector:ROADS",),
    )
    (rule,) = explained_rules(someone("HD"), Action.SUBMISSION_READ, message())
    assert (rule.outcome, rule.found, rule.wanted) == (RuleOutcome.ALLOWS, (), ())


def test_a_right_that_asks_for_a_reason_does_not_show_a_field_by_itself() -> None:
    case = message(sector_id="ROADS")
    (plain,) = explained_rules(someone("SL"), Action.APPLICANT_READ, case)
    (bare,) = explained_rules(someone("SL"), Action.APPLICANT_READ, case, without_reason=True)
    assert (plain.outcome, bare.outcome) == (RuleOutcome.ALLOWS, RuleOutcome.ASKS_REASON)


def test_a_role_that_is_said_to_change_it_changes_it() -> None:
    chance, met = Random("other roles"), 0
    for one in people(80, chance):
        who = principal(one)
        for action in Action:
            drawn = document(resource_of(action.value), chance)
            for grant in other_roles(who, action, drawn, channels):
                assert grant.role not in who.roles
                acts = who.acts_as_curator or grant.role is Role.CURATOR
                promoted = replace(who, grants=(*who.grants, grant), acts_as_curator=acts)
                assert allows(promoted, action, drawn).allowed
                met += 1
    assert met > 1_000


def test_a_role_that_would_also_need_something_else_is_not_named() -> None:
    case = message(sector_id="ROADS", recipient_id="road-repair")
    roles = {one.role for one in other_roles(someone("MB"), Action.SUBMISSION_ROUTE, case, channels)}
    # The registrar sees only what he registered himself, the incident officer keeps another desk.
    assert roles == {Role.CENTER_HEAD, Role.POS_OFFICER, Role.SECTOR_LEAD, Role.RECIPIENT_COORDINATOR}
    lead = next(
        one
        for one in other_roles(someone("MB"), Action.SUBMISSION_ROUTE, case, channels)
        if one.role is Role.SECTOR_LEAD
    )
    assert lead.sectors == {"ROADS"}


def test_a_role_that_would_only_help_with_a_reason_is_not_named_for_a_field() -> None:
    case = message(sector_id="ROADS")
    with_reason = {one.role for one in other_roles(someone("MB"), Action.APPLICANT_READ, case, channels)}
    without = {
        one.role
        for one in other_roles(someone("MB"), Action.APPLICANT_READ, case, channels, without_reason=True)
    }
    assert with_reason - without == {Role.CURATOR, Role.SECTOR_LEAD}


def test_the_rule_that_decides_is_one_that_allows_or_else_the_one_that_tells_most() -> None:
    chance = Random("deciding")
    met: set[RuleOutcome | None] = set()
    for one in people(60, chance):
        who = principal(one)
        for action in Action:
            rules = explained_rules(who, action, document(resource_of(action.value), chance))
            found = decisive(rules)
            met.add(found.outcome if found is not None else None)
            outcomes = {rule.outcome for rule in rules}
            assert (found is None) is (not rules)
            if found is not None and RuleOutcome.ALLOWS in outcomes:
                assert found.outcome is RuleOutcome.ALLOWS
            elif found is not None and RuleOutcome.LIMITED in outcomes:
                assert found.outcome is RuleOutcome.LIMITED
    assert {None, RuleOutcome.ALLOWS, RuleOutcome.LIMITED, RuleOutcome.OUT_OF_SCOPE} <= met


def test_a_refusal_carries_the_rules_and_speaks_of_the_object_only_where_there_is_one() -> None:
    who = someone("SL")
    on_another = refusal(who, Action.SUBMISSION_ROUTE, message(sector_id="ENERGY"), about="Message")
    assert on_another.facts == {"action": "submission.route"}
    assert isinstance(on_another.because, Refusal)
    assert on_another.because.about == "Message"
    assert [one.outcome for one in on_another.because.rules] == [RuleOutcome.OUT_OF_SCOPE]
    of_none = refusal(who, Action.SUBMISSION_ROUTE, None, about="Message")
    assert isinstance(of_none.because, Refusal)
    assert of_none.because.about is None


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.action} {rule.scope.word}")
def test_every_rule_is_said_in_both_languages(rule: object) -> None:
    text = rule_text(rule)  # type: ignore[arg-type]
    assert re.search("[а-яё]", text.ru)
    assert not re.search("[а-яё]", text.en)


def test_every_scope_and_limit_has_its_russian_words() -> None:
    assert all(scope_text(rule.scope).ru for rule in RULES)
    named = [one for one in vars(limits).values() if isinstance(one, Limit)]
    assert all(re.search("[а-яё]", limit_text(one).ru) for one in named)

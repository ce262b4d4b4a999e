"""The readings of the policy, told by example."""

from dataclasses import replace
from random import Random

import pytest

from auth.actions import Action
from auth.policy.allowed_rows import allowed_rows
from auth.policy.decide import (
    Authorization,
    Plan,
    allows,
    bears,
    explain,
    hidden,
    hideable,
    may_ever,
    permissions,
    plan,
    searchable,
    text_mode,
)
from auth.policy.grammar import Moment, Reading
from auth.policy.limits import acts_as_curator, messages_only, seven_working_days
from auth.principal import Principal
from auth.roles import Role
from tests.policy.oracle import COLUMNS, Person, Seat
from tests.policy.world import document, keys_of, principal

EVERY_RESOURCE = ("case", "meeting", "protocol", "assignment", "proposal", "absence", "plain")


def someone(*columns: str, acts: bool = False) -> Principal:
    seats = [
        Seat(
            column,
            sectors=("ROADS",) if column == "SL" else (),
            organization="roads-department" if column in {"RC", "RH"} else None,
            system="pos" if column == "IN" else None,
        )
        for column in columns
    ]
    return principal(Person(tuple(seats), acts_as_curator=acts))


def case(**facts: object) -> dict[str, object]:
    row = {
        "resource": "case",
        "kind": "MESSAGE",
        "status": "NEW",
        "channel_id": "epgu",
        "sector_id": "ROADS",
        "recipient_id": "road-repair",
        "creator_id": "petrova",
        "is_sensitive": False,
        **facts,
    }
    return {**row, "access_keys": keys_of(row)}


def test_who_has_no_role_may_do_nothing() -> None:
    nobody = someone()
    assert permissions(nobody) == ()
    assert all(plan(nobody, action).nothing for action in Action)
    assert not allows(nobody, Action.SUBMISSION_READ, case()).allowed
    assert hidden(nobody, "person", {}) == {"work_phone", "work_email"}


@pytest.mark.parametrize("column", ["PO", "IO", "IP", "SL", "RC", "RH", "AS", "RG", "IN", "MB"])
def test_a_role_without_its_attribute_reaches_no_row(column: str) -> None:
    role = someone(column).grants[0].role
    bare = replace(someone(column), person_id=None, account_id="", grants=())
    bare = replace(bare, grants=(replace(someone(column).grants[0], role=role, sectors=frozenset()),))
    bare = replace(
        bare,
        grants=(replace(bare.grants[0], channels=frozenset(), organizations=frozenset(), system=None),),
    )
    for action in Action:
        rows = plan(bare, action)
        assert rows.everything or rows.keys <= {"center"}
        assert not any("None" in key or key.endswith(":") for key in rows.keys)


def test_a_row_without_access_keys_is_seen_only_by_those_who_see_everything() -> None:
    assert allows(someone("HD"), Action.SUBMISSION_READ, {}).allowed
    assert not allows(someone("SL"), Action.SUBMISSION_READ, {}).allowed


def test_a_plan_is_worked_out_once_for_a_principal() -> None:
    who = someone("SL")
    assert plan(who, Action.SUBMISSION_READ) is plan(who, Action.SUBMISSION_READ)
    assert who == someone("SL")
    assert "memo" not in repr(who)


def test_plans_compare_by_what_they_cover() -> None:
    everything, some, none = Plan(everything=True), Plan(keys=frozenset({"sector:ROADS"})), Plan()
    assert everything.contains(some)
    assert everything.contains(everything)
    assert some.contains(none)
    assert not some.contains(everything)
    assert not none.contains(some)
    assert none.nothing
    assert not some.nothing
    assert not everything.nothing


def test_the_head_alone_is_named_the_limit_that_keeps_him_from_signing() -> None:
    protocol = {"access_keys": ["center"], "status": "READY_FOR_SIGNATURE"}
    refused = allows(someone("HD"), Action.PROTOCOL_SIGN, protocol)
    assert refused == Authorization(allowed=False, rules=(), failed_limit=acts_as_curator)
    assert allows(someone("HD", acts=True), Action.PROTOCOL_SIGN, protocol).allowed
    assert may_ever(someone("HD"), Action.PROTOCOL_SIGN)


def test_the_curator_neither_signs_nor_sends_back_nor_chairs_while_his_absence_is_in_force() -> None:
    protocol = {"access_keys": [], "status": "READY_FOR_SIGNATURE"}
    for action in (Action.PROTOCOL_SIGN, Action.PROTOCOL_SEND_BACK, Action.MEETING_CHAIR):
        assert allows(someone("CU"), action, protocol).failed_limit is acts_as_curator
        assert allows(someone("CU", acts=True), action, protocol).allowed


@pytest.mark.parametrize("column", [column for column in COLUMNS if column not in {"CU", "HD"}])
def test_nobody_else_ever_signs_even_if_he_were_marked_as_acting(column: str) -> None:
    who = someone(column, acts=True)
    assert not may_ever(who, Action.PROTOCOL_SIGN)
    assert allows(who, Action.PROTOCOL_SIGN, {"access_keys": ["center"]}) == Authorization(allowed=False)


def test_a_limit_that_fails_is_not_named_where_another_role_allows() -> None:
    who = someone("HD", "PO")
    appeal = case(kind="APPEAL")
    assert allows(who, Action.SUBMISSION_REJECT, appeal).failed_limit is messages_only
    part = Reading(limits={Role.POS_OFFICER: messages_only})
    decision = allows(who, Action.SUBMISSION_EXTEND, appeal, reading=part)
    assert decision.allowed
    assert decision.failed_limit is None
    assert [rule.role_for(who) for rule in decision.rules] == [Role.CENTER_HEAD]


def test_a_rule_serves_nobody_who_lacks_its_role() -> None:
    rules = allows(someone("HD"), Action.SUBMISSION_READ, case()).rules
    assert rules[0].role_for(someone("SL")) is None


def test_two_memberships_of_one_role_count_as_one_rule() -> None:
    both = principal(Person((Seat("SL", sectors=("ROADS",)), Seat("SL", sectors=("ROADS", "ENERGY")))))
    assert len(allows(both, Action.SUBMISSION_READ, case()).rules) == 1
    assert plan(both, Action.SUBMISSION_READ).keys == {"sector:ROADS", "sector:ENERGY"}


def test_a_coordinator_routes_only_inside_the_own_organization_before_and_after() -> None:
    who = someone("RC")
    decision = allows(who, Action.SUBMISSION_ROUTE, case(recipient_id="road-repair"))
    assert decision.allowed
    assert bears(who, decision, case(recipient_id="road-signs")).allowed
    refused = bears(who, decision, case(recipient_id="schools"))
    assert not refused.allowed
    assert refused.failed_limit is not None
    assert refused.failed_limit.name == "inside_own_organization"
    assert not allows(who, Action.SUBMISSION_ROUTE, case(recipient_id="schools")).allowed


def test_a_return_may_take_the_case_out_of_the_own_view() -> None:
    who = someone("RC")
    decision = allows(who, Action.SUBMISSION_RETURN, case())
    assert bears(who, decision, case(recipient_id=None)).allowed


def test_with_two_roles_the_one_that_bears_the_outcome_is_enough() -> None:
    who = someone("RC", "SL")
    decision = allows(who, Action.SUBMISSION_ROUTE, case())
    outcome = bears(who, decision, case(recipient_id="schools"))
    assert outcome.allowed
    assert [rule.role_for(who) for rule in outcome.rules] == [Role.SECTOR_LEAD]


@pytest.mark.parametrize(
    ("after", "allowed"),
    [
        ({"postponed_until": "2026-10-01", "postponed_working_days": 7}, True),
        ({"postponed_until": "2026-10-01", "postponed_working_days": 8}, False),
        ({"postponed_until": "2026-10-01"}, False),
        ({"status": "IN_PROGRESS", "postponed_until": "2026-10-01"}, True),
        ({}, False),
    ],
)
def test_the_incident_officer_postpones_up_to_seven_working_days_alone(
    after: dict[str, object], *, allowed: bool
) -> None:
    who = someone("IO")
    incident = case(kind="INCIDENT", channel_id="vk")
    decision = allows(who, Action.INCIDENT_POSTPONE, incident)
    assert decision.allowed
    outcome = bears(who, decision, {**incident, "status": "POSTPONED", **after})
    assert outcome.allowed is allowed
    assert outcome.failed_limit is (None if allowed else seven_working_days)


def test_a_new_case_is_registered_only_on_the_own_desk() -> None:
    by_phone, by_portal = case(channel_id="phone"), case(channel_id="epgu")
    assert allows(someone("RG"), Action.SUBMISSION_REGISTER, by_phone, moment=Moment.AFTER).allowed
    assert not allows(someone("RG"), Action.SUBMISSION_REGISTER, by_portal, moment=Moment.AFTER).allowed
    assert allows(someone("PO"), Action.SUBMISSION_REGISTER, by_portal, moment=Moment.AFTER).allowed


def test_a_right_to_propose_is_no_right_to_do() -> None:
    who = someone("RC")
    assert not may_ever(who, Action.SUBMISSION_POSTPONE)
    asking = Reading(proposing=True)
    assert may_ever(who, Action.SUBMISSION_POSTPONE, reading=asking)
    assert not may_ever(someone("PO"), Action.SUBMISSION_POSTPONE, reading=asking)
    assert not allows(who, Action.SUBMISSION_POSTPONE, case()).allowed
    assert "submission.postpone" not in permissions(who)
    assert allows(who, Action.SUBMISSION_POSTPONE, case(), reading=asking).allowed
    assert not allows(who, Action.SUBMISSION_POSTPONE, case(recipient_id="schools"), reading=asking).allowed
    assert not allows(someone("HD"), Action.SUBMISSION_POSTPONE, case(), reading=asking).allowed


def test_a_part_of_an_action_narrows_a_role_or_leaves_it_out() -> None:
    desk = someone("PO")
    part = Reading(limits={Role.POS_OFFICER: messages_only}, without=frozenset({Role.CENTER_HEAD}))
    forwarding, appeal = Action.SUBMISSION_FORWARD, case(kind="APPEAL")
    assert allows(desk, forwarding, appeal).allowed
    assert not may_ever(someone("HD"), forwarding, reading=part)
    assert allows(desk, forwarding, case(), reading=part).allowed
    assert allows(desk, forwarding, appeal, reading=part).failed_limit is messages_only
    (reached,) = allowed_rows(desk, forwarding, reading=part)
    assert reached.bounds == {"kind": frozenset({"MESSAGE"})}
    with pytest.raises(TypeError, match="messages_only"):
        may_ever(desk, Action.SUBMISSION_REJECT, reading=part)


def test_a_right_that_asks_for_a_reason_shows_masks_but_no_plain_text() -> None:
    lead = someone("SL")
    assert plan(lead, Action.APPLICANT_READ).keys == {"sector:ROADS"}
    assert plan(lead, Action.APPLICANT_READ, without_reason=True).nothing
    assert hidden(lead, "case", case()) == {"location.flat"}
    assert text_mode(lead, case()) == "REDACTED"
    assert text_mode(someone("CU"), case(is_sensitive=True)) == "HIDDEN"
    assert text_mode(someone("HD"), case(is_sensitive=True)) == "PLAIN"


def test_a_field_is_shown_on_the_rows_where_one_of_the_roles_shows_it() -> None:
    who = someone("IP", "RC")
    assert hidden(who, "case", case(recipient_id="road-repair")) == frozenset()
    expected = "applicant location.flat satisfaction quality_checks responses.signals".split()
    assert hidden(who, "case", case(recipient_id="schools")) == set(expected)


def test_hidden_fields_are_those_of_the_kind() -> None:
    incident = case(kind="INCIDENT", is_sensitive=True, recipient_id="schools")
    assert hidden(someone("CU"), "case", incident) == {
        "location.flat",
        "publications.url",
        "publications.reply_url",
        "publications.author_handle",
        *("publications.text", "responses.text", "drafts.text"),
    }


def test_a_row_read_without_its_kind_or_mark_hides_what_it_could_hide() -> None:
    # Where links and authors are no secret to the information officer, the lead stands for who sees none of it.
    for column in ("SL", "MB"):
        assert hidden(someone(column), "case", {"access_keys": []}) == set(hideable(someone(column), "case"))
    assert text_mode(someone("IP"), {}) == "HIDDEN"


def test_a_resource_that_withholds_nothing_hides_nothing() -> None:
    assert hidden(someone("MB"), "protocol", {}) == frozenset()
    assert hideable(someone("MB"), "protocol") == {}


def test_contacts_are_hidden_from_a_client_only() -> None:
    assert hidden(someone("IN"), "person", {}) == {"work_phone", "work_email"}
    assert hidden(someone("AS"), "person", {}) == frozenset()


def test_permissions_are_the_codes_of_what_one_may_do_now_on_something() -> None:
    assert permissions(someone("IN")) == (
        "case.attach",
        "case.count",
        "case.history",
        *("directory.read", "event.read"),
        "incident.add_publication",
        "incident.read",
        "incident.register",
        "intake.import",
        *("submission.read", "submission.register", "webhook.manage"),
    )
    for column in ("CU", "HD"):
        assert "protocol.sign" in permissions(replace(someone(column), acts_as_curator=True))
        assert "protocol.sign" not in permissions(replace(someone(column), acts_as_curator=False))
    assert "protocol.sign" not in permissions(replace(someone("AD"), acts_as_curator=True))


def test_an_explanation_names_the_rules_that_speak_of_the_action() -> None:
    [told] = explain(someone("MB", "SL"), Action.SUBMISSION_READ, case())
    assert (told.outcome, told.grant.role) == ("ALLOWS", Role.SECTOR_LEAD)
    assert (told.rule.words, told.rule.clause) == ("the sectors one leads", "II.1.1")


def test_an_explanation_tells_why_each_rule_did_not_allow() -> None:
    [signing] = explain(someone("HD"), Action.PROTOCOL_SIGN, {"access_keys": ["center"]})
    assert signing.outcome == "LIMITED"
    assert signing.rule.words == "everything, only as the effective curator"
    postponing = explain(someone("SL", "RC"), Action.SUBMISSION_POSTPONE, case(sector_id="ENERGY"))
    assert [one.outcome for one in postponing] == ["OUT_OF_SCOPE", "PROPOSES"]
    assert postponing[1].rule.words.endswith("messages only, as a proposal that someone else decides on")
    [reading] = explain(someone("SL"), Action.APPLICANT_READ, case())
    assert reading.rule.words == "the sectors one leads, after stating a reason"


def test_an_explanation_agrees_with_the_decision_it_explains() -> None:
    for number in range(40):
        for resource in EVERY_RESOURCE:
            drawn = document(resource, Random(f"{resource}{number}"))
            who = someone(COLUMNS[number % len(COLUMNS)], "SL", acts=number % 2 == 0)
            for action in (
                Action.SUBMISSION_READ,
                Action.PROTOCOL_SIGN,
                Action.ASSIGNMENT_REPORT,
                Action.MEETING_READ,
            ):
                told = {one.outcome for one in explain(who, action, drawn)}
                assert ("ALLOWS" in told) is allows(who, action, drawn).allowed


def test_the_subject_is_the_person_or_else_the_account() -> None:
    assert someone("MB").subject == "me"
    assert replace(someone("IN"), person_id=None).subject == "account-me"
    assert someone("MB", "SL").roles == {Role.MEMBER, Role.SECTOR_LEAD}


def test_a_client_may_do_only_what_it_is_registered_for_and_the_policy_allows() -> None:
    client = someone("IN")
    assert may_ever(client, Action.INCIDENT_READ)
    registered = replace(client, actions=frozenset({Action.SUBMISSION_READ, Action.PROTOCOL_SIGN}))
    assert permissions(registered) == ("submission.read",)
    assert plan(registered, Action.INCIDENT_READ).nothing


def test_cases_are_sought_by_a_contact_only_where_plain_data_are_shown_without_a_reason() -> None:
    for column, everywhere in (("HD", True), ("CU", False)):
        rows = searchable(someone(column), "case")
        assert set(rows) == {"applicant_phone", "applicant_email", "attachments"}
        assert {one.everything for one in rows.values()} == {everywhere}
        assert all(one.nothing for one in rows.values()) is not everywhere
    assert searchable(someone("HD"), "meeting") == {}

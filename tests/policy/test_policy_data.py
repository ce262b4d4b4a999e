"""The policy as data is whole and stable, and each door that a role gains or loses is named."""

import copy
import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from auth.actions import Action
from auth.policy.export import as_data, changes, doors, to_csv, to_json, version_of
from auth.policy.table import BY_ROLE, FIELDS
from auth.roles import Role
from tests.support.announcements import unannounced

Planting = Callable[[dict[str, Any]], None]


def planted(change: Planting) -> dict[str, Any]:
    """The policy with something changed in it."""
    data = copy.deepcopy(as_data())
    change(data)
    return data


def told(change: Planting) -> list[str]:
    return [str(one) for one in changes(as_data(), planted(change))]


def _rule(data: dict[str, Any], role: str, action: str) -> Any:
    return next(one for one in data["rules"] if (one["role"], one["action"]) == (role, action))


def test_every_rule_role_and_withheld_field_is_exported_in_the_order_of_the_matrix() -> None:
    data = as_data()
    assert {(one["action"], one["role"]) for one in data["rules"]} == {
        (action.value, role.value) for action, role in BY_ROLE
    }
    assert [one["code"] for one in data["roles"]] == [role.value for role in Role]
    assert [one["field"] for one in data["withheld"]] == [f"{one.resource}.{one.path}" for one in FIELDS]
    places = [list(Action).index(Action(one["action"])) for one in data["rules"]]
    assert places == sorted(places)


def test_the_export_is_the_same_every_time_and_its_version_is_that_of_its_contents() -> None:
    data = as_data()
    assert to_json(data) == to_json(as_data())
    assert json.loads(to_json(data)) == data
    assert data["version"] == version_of(data)
    assert planted(lambda one: one["rules"].pop()) != data
    assert version_of(planted(lambda one: one["rules"].pop())) != data["version"]


def test_the_table_has_a_line_for_each_door_that_is_open() -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(as_data()))))
    assert {"role": "CENTER_HEAD", "door": "submission.close", "word": "All"} in rows
    assert {"role": "REGISTRAR", "door": "submission.close"} not in [
        {"role": one["role"], "door": one["door"]} for one in rows
    ]
    assert len(rows) == sum(word != "nothing" for word in doors(as_data()).values())


def test_equal_policies_differ_in_nothing() -> None:
    assert changes(as_data(), as_data()) == []
    assert unannounced(as_data(), as_data(), "# Title\n\nText.\n") == []


def test_a_planted_gained_right_is_named() -> None:
    def gain(data: dict[str, Any]) -> None:
        data["rules"].append({**_rule(data, "SECTOR_LEAD", "submission.close"), "action": "submission.merge"})

    assert told(gain) == ["SECTOR_LEAD gained submission.merge (Sec)"]


def test_a_planted_lost_right_is_named_with_the_fields_that_it_showed() -> None:
    def lose(data: dict[str, Any]) -> None:
        data["rules"].remove(_rule(data, "RECIPIENT_COORDINATOR", "author.read"))

    assert told(lose) == [
        "RECIPIENT_COORDINATOR lost author.read (Org)",
        "RECIPIENT_COORDINATOR lost field case.publications.author_handle of INCIDENT (Org)",
        "RECIPIENT_COORDINATOR lost field case.publications.reply_url of INCIDENT (Org)",
        "RECIPIENT_COORDINATOR lost field case.publications.url of INCIDENT (Org)",
    ]


def test_a_right_that_becomes_wider_or_narrower_is_named_with_both_words() -> None:
    def widen(data: dict[str, Any]) -> None:
        _rule(data, "SECTOR_LEAD", "submission.close")["word"] = "All"

    def free(data: dict[str, Any]) -> None:
        _rule(data, "CENTER_HEAD", "protocol.sign")["limit"] = None

    assert told(widen) == ["SECTOR_LEAD changed submission.close: Sec → All"]
    assert told(free) == ["CENTER_HEAD changed protocol.sign: Acting, acts_as_curator before → Acting"]


def test_a_field_that_is_withheld_from_now_on_is_lost_by_whoever_may_not_see_it() -> None:
    new = {"field": "person.nickname", "action": "account.manage", "without_reason": True, "kinds": None}

    def withhold(data: dict[str, Any]) -> None:
        data["withheld"].append({**new, "sensitive_only": False})

    def withhold_sensitive(data: dict[str, Any]) -> None:
        data["withheld"].append({**new, "sensitive_only": True})

    assert "MEMBER lost field person.nickname of all kinds (All)" in told(withhold)
    assert not any(one.startswith("SYSTEM_ADMINISTRATOR") for one in told(withhold))
    assert "MEMBER lost field person.nickname of all kinds (All)" in told(withhold_sensitive)
    gained = [str(one) for one in changes(planted(withhold), as_data())]
    assert "MEMBER gained field person.nickname of all kinds (All)" in gained


def test_what_withholds_an_item_or_a_history_is_a_door_of_its_own() -> None:
    def bare(data: dict[str, Any]) -> None:
        data["items"].clear()
        data["histories"].clear()

    gained = told(bare)
    assert "LEADERSHIP gained items meeting.ballots (All)" in gained
    assert "MEMBER gained history of member (All)" in gained


def test_what_an_older_export_does_not_speak_of_is_not_compared() -> None:
    older = as_data()
    del older["items"], older["histories"]
    assert changes(older, as_data()) == changes(as_data(), older) == []


def test_a_right_that_asks_for_a_reason_opens_no_field_by_itself() -> None:
    found = doors(as_data())
    assert found["CURATOR", "field case.location.flat of all kinds"] == "nothing"
    assert found["CURATOR", "field case.applicant of MESSAGE"] == "Reason"
    assert found["SECTOR_LEAD", "field case.text of APPEAL"] == "Sec where sensitive"


@pytest.mark.parametrize("why", ["", " — по приказу 7", ": by order 7"])
def test_a_change_is_announced_by_its_own_line_and_no_other(why: str) -> None:
    def lose(data: dict[str, Any]) -> None:
        data["rules"].remove(_rule(data, "POS_OFFICER", "submission.forward"))

    line = "POS_OFFICER lost submission.forward (Desk)"
    assert told(lose) == [line]
    assert unannounced(as_data(), planted(lose), f"Words.\n\n- {line}{why}\n") == []
    assert unannounced(as_data(), planted(lose), "") == [f"not announced: {line}"]
    assert unannounced(as_data(), as_data(), f"- {line}{why}\n") == [f"announced, yet not so: {line}{why}"]

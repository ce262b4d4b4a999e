"""The independent oracle and the policy agree on the demo: every person, every action on an object, its own documents."""

from collections.abc import Mapping
from typing import Any

import pytest

from auth.actions import Action
from auth.policy.decide import allows, hidden, lists_with_hidden, plan, text_mode
from auth.roles import COLUMN
from documents.container import Container
from seed.decree.channels import CHANNELS
from seed.municipality.organizations import ORGANIZATIONS
from seed.municipality.people import LOGINS, MEMBERSHIPS, PERSONS
from tests.policy import oracle
from tests.policy.world import resource_of
from tests.support.prepared import SEED_NOW

Row = Mapping[str, Any]

COLUMN_OF = {role.value: column for column, role in COLUMN.items()}
EVERY_NTH = {"cases": 23, "protocols": 1, "assignments": 1, "meetings": 1}
RESOURCE = {"cases": "case", "protocols": "protocol", "assignments": "assignment", "meetings": "meeting"}
JUDGED_AFTER = {"submission.register", "incident.register", "agenda.propose", "absence.record"}


DEMO = oracle.Town(
    {row["id"]: row["parent_id"] for row in ORGANIZATIONS}, {row["id"]: row["desk"] for row in CHANNELS}
)
"""Organizations and desks as they are in the demo."""


def someone(login: str) -> oracle.Person:
    person_id = LOGINS[login]["person_id"]
    works_at = next(row["organization_id"] for row in PERSONS if row["id"] == person_id)
    seats = tuple(
        oracle.Seat(
            COLUMN_OF[row["role"]], tuple(row.get("sector_ids", ())), row.get("organization_id") or works_at
        )
        for row in MEMBERSHIPS
        if row["person_id"] == person_id
    )
    return oracle.Person(seats, person_id, f"account-{login}", acts_as_curator=login == "curator", town=DEMO)


async def rows_of(demo: Container, collection: str) -> list[dict[str, Any]]:
    cursor = demo.store.collection(collection).find({}).sort("_id", 1)
    rows = await cursor.to_list(length=None)
    for row in rows:
        row["resource"] = RESOURCE[collection]
        if collection == "meetings":
            row["participant_ids"] = [one["person_id"] for one in row["participants"] if one["person_id"]]
    return rows[:: EVERY_NTH[collection]]


@pytest.mark.parametrize("collection", sorted(EVERY_NTH))
async def test_the_oracle_agrees_on_every_person_and_action_over_the_demo(
    demo: Container, collection: str
) -> None:
    rows = await rows_of(demo, collection)
    assert len(rows) > 5
    actions = [one for one in Action if resource_of(one.value) == RESOURCE[collection]]
    assert actions
    disagreements = []
    for login in LOGINS:
        person, who = someone(login), await demo.principals.current(f"account-{login}", SEED_NOW)
        for action in actions:
            if action.value in JUDGED_AFTER:
                continue
            disagreements += [
                (login, action.value, row["_id"])
                for row in rows
                if allows(who, action, row).allowed is not oracle.may(person, action.value, row)
            ]
    assert disagreements == []


async def test_what_is_hidden_in_the_demo_is_what_the_contract_says(demo: Container) -> None:
    rows = await rows_of(demo, "cases")
    for login in LOGINS:
        person, who = someone(login), await demo.principals.current(f"account-{login}", SEED_NOW)
        for row in rows:
            if plan(who, Action.SUBMISSION_READ).admits(row["access_keys"]):
                told = hidden(who, "case", row) | lists_with_hidden(who, "case", row)
                assert told == oracle.hidden_fields(person, row), (login, row["_id"])
                assert text_mode(who, row) == oracle.text_mode(person, row)

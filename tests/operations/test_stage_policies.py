"""An installation of before gets the deadline policies of the stages that it lacks, and keeps what it has."""

from typing import Any

import pytest

from documents.center.stage_policies import STAGE_POLICIES, lacking
from documents.migrating import STEPS, StepResult, StepSurroundings
from seed.decree.records import DEADLINE_POLICIES
from tests.support.keys import VAULT
from tests.support.town import Town

STEP = next(one for one in STEPS if one.number == 5)
CODES = {one["id"] for one in STAGE_POLICIES}


@pytest.fixture(autouse=True)
async def before(town: Town) -> None:
    """A town from before there were policies of stages."""
    await town.store.collection("deadline_policies").delete_many({"applies.stage": {"$exists": True}})
    await town.container.reference.refresh()


async def gone_through(town: Town, *, writes: bool = True) -> StepResult:
    around = StepSurroundings(town.container, VAULT, lambda name, count: None, town.now, writes=writes)
    return await STEP.run(around)


async def stored(town: Town) -> dict[str, Any]:
    rows = await town.store.collection("deadline_policies").find({}).to_list(None)
    return {row["_id"]: row for row in rows}


async def test_what_is_lacking_is_added_once_with_its_history(town: Town) -> None:
    there = await stored(town)
    assert (await gone_through(town, writes=False)).counts["added"] == len(CODES)
    assert await stored(town) == there
    assert (await gone_through(town)).counts["added"] == len(CODES)
    after = await stored(town)
    assert after.keys() - there.keys() == CODES
    assert {code: after[code] for code in there} == there
    for code in CODES:
        assert [one["name"] for one in await town.events_of(code)] == ["deadline_policies.loaded"]
    events = await town.event_count()
    assert (await gone_through(town)).counts["added"] == 0
    assert (await stored(town), await town.event_count()) == (after, events)


async def test_what_an_installation_has_decided_itself_stays(town: Town) -> None:
    own = {
        "unit": "WORKING_HOURS",
        "amount": 3,
        "counted_from": "REGISTERED",
        "updated_at": town.now,
        "revision": 1,
        "access_keys": [],
    }
    kept: list[dict[str, Any]] = [
        {**own, "_id": "POS_MODERATION", "title": "Своё", "is_active": False, "applies": {}},
        {
            **own,
            "_id": "ROUTE_FAST",
            "title": "Направление",
            "applies": {"kind": ["INCIDENT"], "stage": ["ROUTING"]},
        },
    ]
    await town.store.collection("deadline_policies").insert_many(kept)
    await gone_through(town)
    after = await stored(town)
    assert [after[one["_id"]] for one in kept] == kept
    assert after.keys() & CODES == CODES - {"IM_ROUTING"}
    assert after["POS_MODERATION"]["amount"] == 3


async def test_a_new_installation_lacks_none(town: Town) -> None:
    decree = {one["id"]: one for one in DEADLINE_POLICIES}
    assert [decree[one["id"]] for one in STAGE_POLICIES] == list(STAGE_POLICIES)
    await gone_through(town)
    assert list(lacking(town.container.reference.snapshot)) == []

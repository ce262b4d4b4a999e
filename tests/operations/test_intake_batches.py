"""Batches of one file: looked up together, two of them under way at a time, told in their order."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from auth.errors import Timeout
from documents.intake.layouts import POS
from documents.intake.records import GivenRecord
from documents.intake.taking import Intake, IntakeResult
from documents.kernel.write.unit import Unit
from tests.operations.test_intake import MESSAGE, take, told
from tests.support.keys import VAULT
from tests.support.town import NOW, Town

Cells = dict[str, Any]


async def intake_of(town: Town) -> Intake:
    container, who = town.container, await town.who("pos")
    return Intake(container.runner, container.store, container.reference, VAULT, POS, who)


def given(batch: Sequence[Cells]) -> list[GivenRecord]:
    return [GivenRecord(number, one) for number, one in enumerate(batch, 1)]


async def take_batches(town: Town, *batches: Sequence[Cells]) -> list[list[IntakeResult]]:
    intake, found = await intake_of(town), list[list[IntakeResult]]()
    await intake.take_each(map(given, batches), lambda: NOW, lambda results: found.append(list(results)))
    return found


def batch_of(first: int, *, size: int = 2) -> list[Cells]:
    return [{**MESSAGE, "id": f"ПОС-{number}"} for number in range(first, first + size)]


async def test_batches_are_told_in_their_order(town: Town) -> None:
    found = await take_batches(town, batch_of(0), [], batch_of(2), batch_of(0), batch_of(4))
    assert [[one.external_id for one in batch] for batch in found] == [
        ["ПОС-0", "ПОС-1"],
        [],
        ["ПОС-2", "ПОС-3"],
        ["ПОС-0", "ПОС-1"],
        ["ПОС-4", "ПОС-5"],
    ]
    assert Counter(one.outcome for batch in found for one in batch) == {"CREATED": 6, "UNCHANGED": 2}


async def test_a_record_in_batches_that_are_under_way_at_once_is_one_case(town: Town) -> None:
    found = await take_batches(town, batch_of(0), batch_of(1), [{**MESSAGE, "id": "ПОС-1", "text": "Иначе"}])
    outcomes = Counter(one.outcome for batch in found[:2] for one in batch if one.external_id == "ПОС-1")
    assert outcomes == {"CREATED": 1, "UNCHANGED": 1}
    assert told(found[2]) == ["REJECTED"]
    for name in ("cases", "intake_records"):
        numbers = [row["external_id"] async for row in town.store.collection(name).find({})]
        assert sorted(numbers) == ["ПОС-0", "ПОС-1", "ПОС-2"]


async def test_new_records_cost_a_batch_of_commands_and_not_each_their_own(town: Town) -> None:
    intake = await intake_of(town)
    with town.recorder.capturing() as sent:
        results = await intake.take(given(batch_of(0, size=5)), NOW)
    assert told(results) == ["CREATED"] * 5
    assert len({one.case_number for one in results}) == 5
    asked = Counter((one.name, one.collection) for one in sent.commands)
    # What is remembered is looked at before the transaction, and again inside it.
    assert asked == {
        ("find", "intake_records"): 2,
        ("find", "versions"): 1,
        ("find", "cases"): 1,
        ("find", "intake_conflicts"): 1,
        ("findAndModify", "counters"): 1,
        ("bulkWrite", ""): 1,
        ("commitTransaction", ""): 1,
    }


async def test_records_that_are_known_are_recognized_in_one_command(town: Town) -> None:
    await take(town, *batch_of(0, size=5))
    intake = await intake_of(town)
    with town.recorder.capturing() as sent:
        assert told(await intake.take(given(batch_of(0, size=5)), NOW)) == ["UNCHANGED"] * 5
    assert [(one.name, one.collection) for one in sent.commands] == [("find", "intake_records")]


async def test_records_that_say_something_new_are_looked_up_together_as_well(town: Town) -> None:
    await take(town, *batch_of(0, size=5))
    intake = await intake_of(town)
    with town.recorder.capturing() as sent:
        results = await intake.take(given([{**one, "fact": "Наледь"} for one in batch_of(0, size=5)]), NOW)
    assert told(results) == ["UPDATED"] * 5
    assert Counter(sent.names) == {"find": 5, "bulkWrite": 1, "commitTransaction": 1}
    assert len(sent.of("cases")) == 1


async def test_what_stops_a_batch_leaves_the_one_before_and_nothing_of_the_next(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = Unit.flush

    async def stopping(unit: Unit) -> None:
        if any(getattr(one.record, "external_id", None) == "ПОС-2" for one in unit.held.values()):
            raise Timeout
        await flush(unit)

    batches = [batch_of(0), batch_of(2)]
    with monkeypatch.context() as patched:
        patched.setattr(Unit, "flush", stopping)
        with pytest.raises(Timeout):
            await take_batches(town, *batches)
    for name in ("cases", "intake_records"):
        assert await town.store.collection(name).distinct("external_id") == ["ПОС-0", "ПОС-1"]
    found = await take_batches(town, *batches)
    assert [told(one) for one in found] == [["UNCHANGED"] * 2, ["CREATED"] * 2]

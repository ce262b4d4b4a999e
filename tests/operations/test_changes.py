"""What the kernel promises of every write: all or nothing, once, under the rights of this very moment."""

import asyncio
import json
from typing import Any

import pytest

from api.dev.embedded import EmbeddedStore
from auth.actions import Action
from auth.errors import Forbidden, InvalidTransition, NotFound, Problem, Timeout, Unauthenticated
from documents.cases import events
from documents.cases.document import Case
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Operation
from documents.kernel.write.runner import Request
from documents.submissions.operations import answering, intake, routing
from documents.submissions.rules import MACHINE
from tests.support.cases import registered, routed
from tests.support.programs import run
from tests.support.store import scratch_directory
from tests.support.town import NOW, Town, open_town, reopen_town


async def ended_elsewhere(town: Town, store_url: str, collection: str, record_id: str) -> None:
    """End a role or block an account in a process of its own, and prove that this one has not heard of it."""
    before = town.container.reference.snapshot.version
    given = (store_url, town.store.database_name, collection, record_id)
    done = await asyncio.to_thread(run, "tests.support.ending", *given)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["version"] == before + 1
    assert town.container.reference.snapshot.version == before


async def test_of_two_changes_of_one_object_at_once_the_second_sees_the_first(town: Town) -> None:
    case = await routed(town)

    async def start() -> str:
        try:
            await town.do("assignee", answering.start_work, case.id)
        except InvalidTransition as refusal:
            return f"refused in {refusal.facts['status']}"
        return "started"

    assert sorted(await asyncio.gather(start(), start(), start())) == [
        "refused in IN_PROGRESS",
        "refused in IN_PROGRESS",
        "started",
    ]
    told = await town.events_of(case.id)
    assert [one["name"] for one in told].count("submission.started") == 1


async def test_a_change_that_was_retried_emits_once_and_draws_its_number_once(town: Town) -> None:
    case = await registered(town)
    attempts: list[int] = []

    async def formalize(change: Change, found: Case, *, summary: str) -> Case:
        attempts.append(await change.number("tried"))
        if len(attempts) == 1:
            # Somebody else changes the row between our read and our write: the store aborts us, the kernel tries again.
            await town.do(
                "pos", intake.formalize_submission, found.id, topic_id="holes", summary="Чужая правка"
            )
        return await change.save(found, events.FORMALIZED, summary=summary)

    declared = Operation(**{**vars(intake.formalize_submission), "body": formalize, "checks": ()})
    after = await town.do("head", declared, case.id, summary="Своя правка")
    assert attempts == [1, 1]
    assert after.summary == "Своя правка"
    assert after.topic_id == "holes"
    told = await town.events_of(case.id)
    assert [(one["sequence"], one["actor"]["person_id"]) for one in told] == [
        (1, "person-pos"),
        (2, "person-pos"),
        (3, "person-head"),
    ]


async def test_a_role_ended_a_moment_ago_in_another_process_cannot_write(town: Town, store_url: str) -> None:
    case = await routed(town)
    who = await town.who("assignee")
    await ended_elsewhere(town, store_url, "memberships", "membership-assignee")
    before = await town.event_count()
    # This process still believes the old principal, but the write looks at what holds now.
    with pytest.raises(Forbidden):
        await town.container.runner.run(who, NOW, answering.start_work, case.id)
    assert await town.event_count() == before
    assert (await town.stored(case.id)).status == "ASSIGNED"


async def test_an_account_blocked_in_another_process_cannot_write(town: Town, store_url: str) -> None:
    case = await routed(town)
    who = await town.who("assignee")
    await ended_elsewhere(town, store_url, "accounts", "account-assignee")
    before = await town.event_count()
    with pytest.raises(Unauthenticated):
        await town.container.runner.run(who, NOW, answering.start_work, case.id)
    assert await town.event_count() == before


@pytest.mark.embedded
async def test_a_crash_between_the_write_and_the_commit_leaves_nothing() -> None:
    with scratch_directory("crash") as directory:
        first = EmbeddedStore.start(directory / "store", sync=True, log_file_max="16MB", cache="128M")
        town = await open_town(first.url, "crash", makes_indexes=False)
        case = await registered(town)
        before, count = await town.stored(case.id), await town.event_count()
        died = await asyncio.to_thread(run, "tests.support.crash", first.url, "crash", case.id)
        assert died.returncode == 9, died.stderr
        assert "written, not committed" in died.stdout
        assert await town.stored(case.id) == before
        await town.store.close()
        # The server dies too; whoever comes after both finds the case as it was, and no lock of the dead writer.
        first.kill()
        again = EmbeddedStore.start(directory / "store", sync=True, log_file_max="16MB", cache="128M")
        town = await reopen_town(again.url, "crash", makes_indexes=False)
        assert await town.stored(case.id) == before
        assert await town.event_count() == count
        after = await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="После")
        assert after.revision == 2
        await town.store.close()
        again.stop()


async def test_several_operations_share_one_transaction_or_none_of_them_holds(town: Town) -> None:
    case = await registered(town)
    pos = await town.who("pos")
    count = await town.event_count()
    first = Request(
        intake.formalize_submission, pos, NOW, case.id, facts={"topic_id": "holes", "summary": "Яма"}
    )
    accept = Request(intake.accept_submission, pos, NOW, case.id)
    wrong = Request(routing.route_submission, pos, NOW, case.id, facts={"recipient_id": "nowhere"})
    with pytest.raises(Problem):
        await town.container.runner.run_together([first, accept, wrong])
    assert await town.event_count() == count
    assert (await town.stored(case.id)).status == "NEW"
    with town.recorder.capturing() as sent:
        await town.container.runner.run_together([first, accept])
    assert (await town.stored(case.id)).status == "ACCEPTED"
    assert [one["sequence"] for one in await town.events_of(case.id)] == [1, 2, 3]
    # The versions with the case, the replacement and both events together, one commit.
    assert sent.names == ["aggregate", "bulkWrite", "commitTransaction"]


@pytest.mark.parametrize(
    ("to", "guards"), [({}, 0), ({"assignee_id": "person-assignee"}, 1)], ids=["body", "person"]
)
async def test_a_routing_costs_three_commands(town: Town, to: dict[str, Any], guards: int) -> None:
    case = await registered(town)
    await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма")
    await town.do("pos", intake.accept_submission, case.id)
    pos = await town.who("pos")
    with town.recorder.capturing() as sent:
        await town.container.runner.run(
            pos, NOW, routing.route_submission, case.id, recipient_id="roads", **to
        )
    # The versions with the case; together the case, the event, the guard of the person's work.
    assert sent.names == ["aggregate", "bulkWrite", "commitTransaction"]
    assert len(sent.commands[1].body["ops"]) == 2 + guards


async def test_what_is_hidden_costs_the_commands_of_what_is_not_there(town: Town) -> None:
    """Nobody tells one from the other by the time that a refusal takes; and no id is read as the name of a field."""
    case = await registered(town)
    lead = await town.who("lead.education")
    for record_id in (case.id, "0" * 24, "$version"):
        with town.recorder.capturing() as sent, pytest.raises(NotFound):
            await town.container.runner.run(
                lead, NOW, routing.route_submission, record_id, recipient_id="roads"
            )
        assert sent.names == ["aggregate", "abortTransaction"]


async def test_what_nobody_declared_cannot_be_emitted(town: Town) -> None:
    case = await registered(town)

    async def whisper(change: Change, found: Case) -> Case:
        return await change.save(found, "submission.whispered")

    declared = Operation("formalize_submission", Action.SUBMISSION_FORMALIZE, Case, whisper, machine=MACHINE)
    with pytest.raises(KeyError):
        await town.do("pos", declared, case.id)
    assert len(await town.events_of(case.id)) == 1


async def test_the_hidden_and_the_unknown_are_refused_alike(town: Town) -> None:
    case = await routed(town)
    lead = await town.who("lead.education")
    costs = []
    for target in (case.id, "nothing"):
        with town.recorder.capturing() as sent, pytest.raises(NotFound) as caught:
            await town.container.runner.run(lead, NOW, answering.close_submission, target, outcome="RESOLVED")
        costs.append((sent.names, caught.value.message("ru"), caught.value.facts))
    assert costs[0] == costs[1]


async def test_while_writes_are_held_back_nothing_begins_and_reads_go_on(town: Town) -> None:
    case = await registered(town)
    town.store.hold_writes(held=True)
    try:
        # As where the store is away: callers are told to come again.
        with pytest.raises(Timeout):
            await town.do("pos", intake.accept_submission, case.id)
        assert (await town.stored(case.id)).revision == case.revision
    finally:
        town.store.hold_writes(held=False)
    formalized = await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма")
    assert formalized.revision == case.revision + 1

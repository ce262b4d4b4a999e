"""Clocks of stored cases: every change moves them, callers read them, and older cases get theirs told again."""

from typing import Any

from documents.cases.clock_rules import CLOCKS, Terms
from documents.cases.past_clocks import FILLED, clocks_told, start_clocks
from documents.center.document import DeadlinePolicy
from documents.kernel.ids import global_id
from documents.submissions.operations import answering, routing
from tests.support.asking import ask
from tests.support.cases import in_review, put_case
from tests.support.town import FOUNDED, Town

ASKED = "clocks { kind startedAt dueAt doneAt isLate heldBy { shortName } }"


async def answered_after_a_detour(town: Town) -> str:
    """A message that was sent back once and answered by another body; its id."""
    case = await in_review(town)
    await town.do("recipient.head", answering.return_response, case.id, reason="Нет срока")
    await town.do(
        "pos",
        routing.route_submission,
        case.id,
        recipient_id="yard",
        assignee_id="person-assignee.yard",
        reason="Участок двора",
    )
    await town.do("assignee.yard", answering.start_work, case.id)
    await town.do("assignee.yard", answering.submit_response, case.id, text="Засыпали.")
    await town.do("recipient.head", answering.approve_response, case.id)
    await town.do("pos", answering.send_response, case.id)
    return str(case.id)


async def test_a_case_shows_its_clocks_with_who_held_it(town: Town) -> None:
    case_id = await answered_after_a_detour(town)
    answer = await ask(town, "pos", f'{{ case(id: "{global_id("Message", case_id)}") {{ {ASKED} }} }}')
    clocks = answer["case"]["clocks"]
    stages = [(one["kind"], (one["heldBy"] or {}).get("shortName")) for one in clocks]
    # Of two that start together the one of the table's order comes first.
    assert [one for one in stages if one[0] in {"MODERATION", "COORDINATION", "EXECUTION", "APPROVAL"}] == [
        ("MODERATION", None),
        ("COORDINATION", None),
        ("EXECUTION", "roads"),
        ("APPROVAL", "roads"),
        ("EXECUTION", "roads"),
        ("EXECUTION", "yard"),
        ("APPROVAL", "yard"),
    ]
    assert all(one["doneAt"] is not None and one["isLate"] is False for one in clocks)
    (whole,) = [one for one in clocks if one["kind"] == "ANSWER"]
    assert whole["heldBy"] == {"shortName": "yard"}
    assert whole["dueAt"] == next(one["dueAt"] for one in clocks if one["kind"] == "EXECUTION")


async def test_a_page_of_cases_with_clocks_costs_no_command_more(town: Town) -> None:
    for _ in range(3):
        await in_review(town)

    async def commands(fields: str) -> int:
        with town.recorder.capturing() as captured:
            answer = await ask(town, "pos", f"{{ cases(first: 50) {{ nodes {{ id {fields} }} }} }}")
        assert len(answer["cases"]["nodes"]) == 3
        return len(captured.of("cases"))

    assert await commands(ASKED) == await commands("") == 1


async def test_a_stage_is_due_by_the_policy_for_it(town: Town) -> None:
    policy = DeadlinePolicy(
        id="APPROVAL",
        title="Согласование",
        unit="WORKING_DAYS",
        amount=2,
        applies={"kind": ["MESSAGE"], "stage": ["APPROVAL"]},
        updated_at=FOUNDED,
    )
    await town.load([policy])
    case = await in_review(town)
    (approval,) = [one for one in (await town.stored(case.id)).clocks if one.kind == "APPROVAL"]
    calendar = Terms.of(town.container.access.reference).calendar
    # Monday the first of June: two working days end with Wednesday.
    assert approval.due_at == calendar.end_of(calendar.day_of(town.now).replace(day=3))


async def test_clocks_told_again_are_those_that_ran(town: Town) -> None:
    case_id = await answered_after_a_detour(town)
    stored = await town.stored(case_id)
    terms = Terms.of(town.container.access.reference)
    assert clocks_told(stored.to_row(), await town.events_of(case_id), terms) == stored.clocks
    assert {one.kind for one in stored.clocks} >= {
        rule.kind for rule in CLOCKS if rule.kind not in {"ROUTING", "FORWARDING"}
    }


async def test_older_cases_get_their_clocks_once_and_only_those_without(town: Town) -> None:
    case_id = await answered_after_a_detour(town)
    rows = town.store.collection("cases")
    (whole,) = await rows.find({"_id": case_id}).to_list(length=None)
    await rows.update_one({"_id": case_id}, {"$unset": dict.fromkeys(FILLED, "")})
    await put_case(town, "bare", status="NEW")
    await rows.insert_one({"_id": "odd", "kind": "MESSAGE"})

    async def brought(*, writes: bool) -> Any:
        snapshot = town.container.access.reference
        return await start_clocks(town.store, snapshot, told=lambda name, count: None, writes=writes)

    assert await brought(writes=False) == {"rows": 3, "rewritten": 2, "odd": 1}
    assert "clocks" not in (await rows.find({"_id": case_id}).to_list(length=None))[0]
    assert await brought(writes=True) == {"rows": 3, "rewritten": 2, "odd": 1}
    assert (await rows.find({"_id": case_id}).to_list(length=None))[0] == whole
    # What has no history is told as it stands: it is new, and nothing but the registration is over.
    bare = (await town.stored("bare")).clocks
    assert [one.kind for one in bare if one.done_at is not None] == ["REGISTRATION"]
    assert await brought(writes=True) == {"rows": 3, "rewritten": 0, "odd": 1}

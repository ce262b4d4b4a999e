"""Deadline policies as data: changed from a day on, archived, and applied to what is open where somebody says so."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from auth.errors import Forbidden, Invalid, Problem, Problems
from documents.cases.document import Case
from documents.directory.jobs import recount_open_deadlines
from documents.directory.operations import policies
from documents.directory.operations.center import set_calendar_day, update_setting
from documents.invariants import case_problems
from documents.jobs.vocabulary import Outcome
from documents.kernel.ids import global_id
from documents.submissions.operations import ending, pausing, terms
from tests.support.asking import ask
from tests.support.cases import in_review, registered, routed
from tests.support.runs import Bench
from tests.support.town import Town

POS = "POS_STANDARD"
SNOW: dict[str, Any] = {"title": "Снег", "unit": "WORKING_DAYS", "amount": 2, "counted_from": "RECEIVED"}
OF_VK = {"kind": ["MESSAGE"], "channel_kind": ["VK"]}

PREVIEW = """query($policy: DeadlinePolicyDraft) { deadlinePolicyPreview(policy: $policy) {
  count precision movedDeadlines { case { caseId number } dueAt newDueAt newPolicyCode } } }"""
UPDATE = """mutation($input: UpdateDeadlinePolicyInput!) { updateDeadlinePolicy(input: $input) {
  errors { code path } deadlinePolicy { amount earlierTerms { amount } conditions { fact values } } } }"""
RECOUNT = """mutation($input: RecountDeadlinesInput!) { recountDeadlines(input: $input) {
  errors { code } deadlineRecount { askedBy { fullName } reason doneAt } } }"""
POLICIES = """{ deadlinePolicies { code amount unit isActive earlierTerms { until amount unit countedFrom }
  conditions { fact values } history(first: 5) { nodes { name changes { field from to } } } } }"""


def draft(**given: Any) -> dict[str, Any]:
    return {"code": POS, "unit": "CALENDAR_DAYS", "amount": 20, "countedFrom": "RECEIVED", **given}


async def ran(town: Town) -> None:
    """Let the job count what waits to be counted."""
    assert await Bench(town).run(recount_open_deadlines, town.now + timedelta(hours=2)) is Outcome.DONE


async def changed(town: Town, code: str = POS, **given: Any) -> Any:
    return await town.do("head", policies.update_deadline_policy, code, **given)


async def untouched(town: Town, problem: type[Problem], **given: Any) -> Problem:
    """The refusal of a change of the policy, after which it and the events are as before."""
    before = await town.store.collection("deadline_policies").find({}).to_list(length=None)
    events = await town.event_count()
    with pytest.raises((problem, Problems)) as caught:
        await changed(town, **given)
    assert await town.store.collection("deadline_policies").find({}).to_list(length=None) == before
    assert await town.event_count() == events
    return first(caught.value)


def first(error: Exception) -> Problem:
    found = error.problems[0] if isinstance(error, Problems) else error
    assert isinstance(found, Problem)
    return found


async def test_another_term_rules_what_is_registered_from_its_day_on(town: Town) -> None:
    before = await registered(town)
    await changed(town, fields={"amount": 20}, valid_from=date(2026, 6, 10))
    between = await registered(town)
    town.now = datetime(2026, 6, 11, 3)
    after = await registered(town)
    lasts = [(one.due_at - one.received_at).days for one in (before, between, after)]
    assert [round(days / 10) for days in lasts] == [3, 3, 2]
    row = next(one for one in (await ask(town, "head", POLICIES))["deadlinePolicies"] if one["code"] == POS)
    assert (row["amount"], row["conditions"]) == (20, [{"fact": "KIND", "values": ["MESSAGE"]}])
    earlier = {
        "until": "2026-06-09T17:00:00Z",
        "amount": 30,
        "unit": "CALENDAR_DAYS",
        "countedFrom": "RECEIVED",
    }
    assert row["earlierTerms"] == [earlier]
    told = row["history"]["nodes"][-1]
    assert told["name"] == "deadline_policy.changed"
    assert {"field": "amount", "from": "30", "to": "20"} in told["changes"]
    # What is open keeps its term, even where its deadline is counted anew.
    assert (await ask(town, "head", PREVIEW))["deadlinePolicyPreview"]["count"] == 0


async def test_a_mutation_answers_the_policy_as_it_has_become(town: Town) -> None:
    given = {"id": global_id("DeadlinePolicy", POS), "amount": 20, "validFrom": "2026-06-10"}
    payload = (await ask(town, "head", UPDATE, input=given))["updateDeadlinePolicy"]
    shown, errors = payload["deadlinePolicy"], payload["errors"]
    assert errors == []
    assert (shown["amount"], [one["amount"] for one in shown["earlierTerms"]]) == (20, [30])
    assert shown["conditions"] == [{"fact": "KIND", "values": ["MESSAGE"]}]
    refused = (await ask(town, "head", UPDATE, input={**given, "amount": 0}))["updateDeadlinePolicy"]
    assert refused["deadlinePolicy"] == shown
    assert [one["path"] for one in refused["errors"]] == [["amount"]]
    recount = (await ask(town, "head", RECOUNT, input={"reason": "Загружен календарь"}))["recountDeadlines"]
    assert recount["deadlineRecount"] == {
        "askedBy": {"fullName": "head"},
        "reason": "Загружен календарь",
        "doneAt": None,
    }


async def test_a_change_for_what_is_open_is_previewed_and_told_by_each_case(town: Town) -> None:
    case, other = await registered(town), await registered(town, kind="APPEAL", appeal_kind="COMPLAINT")
    # As it was stored before there were terms of others.
    earlier = {"$unset": {"external_due_at": "", "own_due_at": ""}}
    await town.store.collection("cases").update_one({"_id": case.id}, earlier)
    shown = (await ask(town, "head", PREVIEW, policy=draft()))["deadlinePolicyPreview"]
    assert (shown["count"], shown["precision"]) == (1, "EXACT")
    (one,) = shown["movedDeadlines"]
    assert one["case"] == {"caseId": global_id("Message", case.id), "number": case.number}
    await changed(town, fields={"amount": 20}, apply_to_open=True)
    await ran(town)
    after = await town.stored(case.id)
    assert after.due_at == case.due_at - timedelta(days=10)
    assert one["newDueAt"] == f"{after.due_at.isoformat()}Z"
    assert [step.rule for step in after.due_steps].count("RECOUNTED") == 1
    assert after.due_steps[0].rule == POS
    event = (await town.events_of(case.id))[-1]
    assert (event["name"], event["actor"]["role"]) == ("case.deadline_recounted", "SYSTEM")
    moved = {row["field"]: (row["before"], row["after"]) for row in event["changes"]}
    assert moved["due_at"] == (case.due_at, after.due_at)
    assert list(case_problems(after.to_row())) == []
    (answer,) = [clock for clock in after.clocks if clock.kind == "ANSWER"]
    assert answer.due_at == after.due_at
    assert await town.stored(other.id) == other
    # Nothing is left: it is over, and is not done twice.
    recounts = await town.store.collection("deadline_recounts").find({}).to_list(length=None)
    assert [row["done_at"] is None for row in recounts] == [False]
    revision = (await town.stored(case.id)).revision
    await ran(town)
    assert (await town.stored(case.id)).revision == revision


async def test_a_day_that_the_applicant_was_told_and_what_has_ended_stay(town: Town) -> None:
    await town.do("admin", set_calendar_day, on="2026-07-01", kind="WORKING", basis="Перенос")
    put_off, prolonged, ended = await in_review(town), await routed(town), await registered(town)
    until = town.now + timedelta(days=40)
    told = {"until": until, "reason": "Ждём асфальт", "text": "Ремонт в июле."}
    await town.do("pos", pausing.postpone_submission, put_off.id, **told)
    longer = {"days": 5, "reason": "Ждём поставку", "text": "Срок продлён."}
    await town.do("pos", terms.extend_deadline, prolonged.id, **longer)
    await town.do("pos", ending.withdraw_submission, ended.id, reason="Отозвано")
    before = [await town.stored(one.id) for one in (put_off, prolonged, ended)]
    await changed(town, fields={"amount": 3}, apply_to_open=True)
    await ran(town)
    assert [await town.stored(one.id) for one in (put_off, prolonged, ended)] == before


async def test_days_that_were_loaded_later_move_open_deadlines_once_somebody_asks(town: Town) -> None:
    case: Case = await registered(town, kind="MESSAGE", channel_id="PHONE")
    await town.do(
        "head",
        policies.create_deadline_policy,
        code="PHONE_ORAL",
        fields={**SNOW, "amount": 5},
        applies={"kind": ["MESSAGE"], "channel_kind": ["PHONE"]},
        apply_to_open=True,
    )
    await ran(town)
    within = await town.stored(case.id)
    assert (within.policy_code, within.due_at < case.due_at) == ("PHONE_ORAL", True)
    await town.do("admin", set_calendar_day, on="2026-06-04", kind="DAY_OFF", basis="Постановление")
    assert (await town.stored(case.id)).due_at == within.due_at
    shown = (await ask(town, "head", PREVIEW))["deadlinePolicyPreview"]
    assert [one["case"]["number"] for one in shown["movedDeadlines"]] == [case.number]
    await ran(town)
    await town.do("head", policies.recount_deadlines, reason="Загружен календарь 2026 года")
    await ran(town)
    after = await town.stored(case.id)
    assert after.due_at > within.due_at
    assert f"{after.due_at.isoformat()}Z" == shown["movedDeadlines"][0]["newDueAt"]


async def test_a_recount_takes_the_term_that_counts_by_now(town: Town) -> None:
    until = town.now + timedelta(days=4)
    case = await registered(town, external_due_at=until)
    assert case.due_at > until
    await town.do("admin", update_setting, name="externalTerm", value="OUTSIDE")
    (shown,) = (await ask(town, "head", PREVIEW))["deadlinePolicyPreview"]["movedDeadlines"]
    assert shown["newDueAt"] == f"{until.isoformat()}Z"
    await town.do("head", policies.recount_deadlines, reason="Действует внешний срок")
    await ran(town)
    after = await town.stored(case.id)
    assert (after.due_at, after.own_due_at, after.overdue_at) == (until, case.due_at, until)
    assert (await ask(town, "head", PREVIEW))["deadlinePolicyPreview"]["count"] == 0


async def test_only_one_recount_waits_at_a_time(town: Town) -> None:
    await town.do("head", policies.recount_deadlines, reason="Загружен календарь")
    with pytest.raises(Invalid) as caught:
        await town.do("head", policies.recount_deadlines, reason="Ещё раз")
    assert caught.value.facts["rule"] == "recount_waits"
    await ran(town)
    await town.do("head", policies.recount_deadlines, reason="Ещё раз")


async def test_an_archived_policy_gives_way_to_the_general_one(town: Town) -> None:
    await town.do("head", policies.create_deadline_policy, code="VK_SNOW", fields=SNOW, applies=OF_VK)
    short = await registered(town, "incident", channel_id="VK")
    assert short.policy_code == "VK_SNOW"
    await changed(town, "VK_SNOW", fields={"is_active": False})
    usual = await registered(town, "incident", channel_id="VK")
    assert usual.policy_code == POS


WRONG_CHANGES: tuple[tuple[dict[str, Any], str, tuple[str, ...]], ...] = (
    ({"fields": {}}, "nothing_to_change", ()),
    ({"fields": {"amount": 0}}, "out_of_range", ("amount",)),
    ({"fields": {"amount": None}}, "required", ("amount",)),
    ({"fields": {"amount": 401, "unit": "CALENDAR_DAYS"}}, "out_of_range", ("amount",)),
    ({"fields": {"unit": "WEEKS"}}, "unknown_value", ("unit",)),
    ({"fields": {"title": " "}}, "required", ("title",)),
    ({"fields": {"is_active": False}}, "leaves_no_policy", ("isActive",)),
    (
        {"fields": {"amount": 9}, "valid_from": date(2026, 6, 9), "apply_to_open": True},
        "exactly_one",
        ("validFrom",),
    ),
)


async def test_refuses_a_change_after_which_something_would_have_no_deadline(town: Town) -> None:
    for given, rule, path in WRONG_CHANGES:
        problem = await untouched(town, Invalid, **given)
        assert (problem.facts["rule"], problem.path) == (rule, path)


async def test_refuses_more_than_another_unit_may_count_and_a_day_before_an_earlier_change(
    town: Town,
) -> None:
    await changed(town, fields={"amount": 60}, valid_from=date(2026, 6, 10))
    too_long = await untouched(town, Invalid, fields={"unit": "WORKING_HOURS", "amount": 2_001})
    assert too_long.path == ("amount",)
    earlier = await untouched(town, Invalid, fields={"amount": 9}, valid_from=date(2026, 6, 9))
    assert (earlier.facts["rule"], earlier.path) == ("out_of_range", ("validFrom",))
    same_day = await changed(town, fields={"amount": 9}, valid_from=date(2026, 6, 10))
    assert [one.amount for one in same_day.earlier_terms] == [60]


WRONG_POLICIES: tuple[tuple[dict[str, Any], str, str], ...] = (
    ({"code": POS}, "duplicate", "code"),
    ({"code": "снег"}, "malformed_code", "code"),
    ({"applies": {}}, "required", "conditions"),
    ({"applies": {"kind": ["PROTOCOL"]}}, "unknown_value", "conditions"),
    ({"fields": {**SNOW, "amount": 100_000}}, "out_of_range", "amount"),
    ({"fields": {**SNOW, "title": None}}, "required", "title"),
)


async def test_refuses_a_policy_for_nothing(town: Town) -> None:
    events = await town.event_count()
    for given, rule, path in WRONG_POLICIES:
        facts = {"code": "VK_SNOW", "fields": SNOW, "applies": OF_VK, **given}
        with pytest.raises((Invalid, Problems)) as caught:
            await town.do("head", policies.create_deadline_policy, **facts)
        problem = first(caught.value)
        assert (problem.facts["rule"], problem.path) == (rule, (path,))
    assert await town.event_count() == events


async def test_the_head_alone_changes_policies(town: Town) -> None:
    for login in ("admin", "curator", "pos"):
        with pytest.raises(Forbidden):
            await town.do(login, policies.update_deadline_policy, POS, fields={"amount": 9})
        with pytest.raises(Forbidden):
            await town.do(login, policies.recount_deadlines, reason="Просто так")

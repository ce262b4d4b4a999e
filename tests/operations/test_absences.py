"""The curator's absence: who records it on what, what it may not reach, and the race with a signature."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from documents.legal_acts.operations import attach_legal_act_file, record_legal_act
from documents.members.operations.absences import end_curator_absence, record_curator_absence
from documents.protocols.operations import (
    mark_protocol_ready,
    send_back_protocol,
    sign_protocol,
    submit_protocol,
)
from tests.support.center import NOW, Center, absence, meeting
from tests.support.protocols import ready

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ROUNDS = 30
A_FEW_ROUNDS = 8


# Recording


async def test_the_curator_records_his_own_absence_without_an_act(center: Center) -> None:
    row = await center.act(
        "curator", record_curator_absence, starts_at=NOW + HOUR, ends_at=NOW + DAY, reason="Командировка"
    )
    assert (row["curator_id"], row["recorded_by_id"], row["legal_act_id"]) == ("curator", "curator", None)
    assert row["access_keys"] == ["person:curator"]
    event = (await center.rows("events", object_id=row["_id"]))[0]
    assert (event["name"], event["actor"]["role"]) == ("absence.recorded", "CURATOR")
    assert "Командировка" not in str(event)


async def test_an_absence_without_dates_runs_from_now_until_it_is_ended(center: Center) -> None:
    row = await center.act("curator", record_curator_absence, reason="Болезнь")
    assert (row["starts_at"], row["ends_at"]) == (NOW, None)
    assert (await center.who("head")).acting_for == "curator"
    assert not (await center.who("curator")).acts_as_curator


async def test_an_absence_from_now_on_begins_behind_a_signature_that_came_first(center: Center) -> None:
    """Whoever asked first is not who comes first: the signature may have been given between asking and writing."""
    moment = NOW + timedelta(seconds=1)
    signed = await center.act("curator", sign_protocol, await ready(center), now=moment)
    for login, act in (("head", "order"), ("curator", None)):
        row = await center.act(
            login, record_curator_absence, reason="Болезнь", legal_act_id=act, ends_at=NOW + HOUR, now=NOW
        )
        assert row["starts_at"] == signed["signed_at"] + timedelta(milliseconds=1)
        await center.act("curator", end_curator_absence, row["_id"], now=NOW)


async def test_a_clock_that_was_put_back_makes_no_history_run_backwards(center: Center) -> None:
    protocol = await ready(center)
    later = NOW + HOUR
    sent_back = await center.act("curator", send_back_protocol, protocol, now=later, reason="Дополнить")
    assert sent_back["updated_at"] == later
    await center.act("secretary", submit_protocol, protocol, now=NOW)
    await center.act("head", mark_protocol_ready, protocol, now=NOW)
    row = await center.act("curator", sign_protocol, protocol, now=NOW)
    assert row["updated_at"] >= later
    events = sorted(await center.rows("events", object_id=protocol), key=lambda one: one["sequence"])
    told = [one["at"] for one in events]
    assert told == sorted(told)
    assert row["signed_at"] == told[-1]


@pytest.mark.parametrize("login", ["head", "admin"])
async def test_others_record_it_only_on_an_act_with_its_file(center: Center, login: str) -> None:
    for act, rule in (
        (None, "legal_act_required"),
        ("unfiled", "legal_act_required"),
        ("x", "unknown_legal_act"),
    ):
        problem = await center.refused(
            login, record_curator_absence, reason="Отпуск", legal_act_id=act, curator_id="curator"
        )
        assert (problem.code, problem.facts, problem.path) == ("INVALID", {"rule": rule}, ("legalActId",))
    row = await center.act(login, record_curator_absence, reason="Отпуск", legal_act_id="order")
    assert (row["curator_id"], row["recorded_by_id"], row["legal_act_id"]) == ("curator", login, "order")


async def test_an_act_that_is_known_by_its_address_alone_carries_no_absence(center: Center) -> None:
    given = {
        "kind": "ORDER",
        "number": "21-р",
        "issued_on": "2026-06-10",
        "title": "Об отпуске куратора",
        "url": "https://example.org/21-r",
    }
    act = await center.act("head", record_legal_act, legal_act=given)
    assert (act["number"], act["url"], act["file_id"]) == ("21-р", given["url"], None)
    assert [one["name"] for one in await center.rows("events", object_id=act["_id"])] == [
        "legal_act.recorded"
    ]
    for login in ("head", "admin"):
        problem = await center.refused(
            login, record_curator_absence, reason="Отпуск", legal_act_id=act["_id"], curator_id="curator"
        )
        assert (problem.facts, problem.path) == ({"rule": "legal_act_required"}, ("legalActId",))
    unknown = await center.refused("head", attach_legal_act_file, act["_id"], file_id="none")
    assert (unknown.facts, unknown.path) == ({"rule": "unknown_file"}, ("fileId",))
    forbidden = await center.refused("secretary", attach_legal_act_file, act["_id"], file_id="none")
    assert (forbidden.code, forbidden.facts) == ("FORBIDDEN", {"action": "legal_act.record"})


@pytest.mark.parametrize(
    ("changed", "rule", "path"),
    [
        ({"title": " "}, "required", ("title",)),
        ({"number": "1" * 101}, "too_long", ("number",)),
        ({"url": None}, "act_source_required", ("url",)),
        ({"url": "example.org"}, "malformed_url", ("url",)),
        ({"issued_on": "2026-06-11"}, "in_the_future", ("issuedOn",)),
        ({"number": "14", "issued_on": "2026-06-01"}, "duplicate", ("number",)),
    ],
)
async def test_an_act_is_recorded_whole_and_once(
    center: Center, changed: dict[str, Any], rule: str, path: tuple[str, ...]
) -> None:
    given = {"kind": "ORDER", "number": "21-р", "issued_on": "2026-06-10", "title": "Об отпуске"}
    act = {**given, "url": "https://example.org/21-r", **changed}
    problem = await center.refused("admin", record_legal_act, legal_act=act)
    assert (problem.facts["rule"], problem.path) == (rule, path)


async def test_nobody_but_the_head_and_the_administrator_records_acts(center: Center) -> None:
    for login in ("curator", "secretary", "member", "lead"):
        problem = await center.refused(login, record_legal_act, legal_act={})
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "legal_act.record"})


async def test_others_never_record_it_for_the_past(center: Center) -> None:
    problem = await center.refused(
        "head", record_curator_absence, reason="Отпуск", legal_act_id="order", starts_at=NOW - HOUR
    )
    assert (problem.facts, problem.path) == ({"rule": "backdated"}, ("startsAt",))


async def test_the_minute_that_runs_is_not_the_past(center: Center) -> None:
    row = await center.act(
        "head",
        record_curator_absence,
        now=NOW + timedelta(seconds=40),
        starts_at=NOW,
        reason="Отпуск",
        legal_act_id="order",
    )
    assert row["starts_at"] == NOW


async def test_the_curator_looks_back_only_to_his_last_signature(center: Center) -> None:
    await center.act("curator", sign_protocol, await ready(center))
    later = NOW + HOUR
    problem = await center.refused(
        "curator", record_curator_absence, now=later, starts_at=NOW - HOUR, reason="Болезнь"
    )
    assert problem.facts == {"rule": "backdated"}
    row = await center.act(
        "curator", record_curator_absence, now=later, starts_at=NOW + timedelta(minutes=1), reason="Болезнь"
    )
    assert row["starts_at"] == NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (NOW + HOUR, NOW + DAY),  # the same
        (NOW, None),  # around it
        (NOW, NOW + 2 * HOUR),  # into it
        (NOW + 2 * HOUR, NOW + 3 * HOUR),  # inside it
        (NOW + DAY - HOUR, NOW + 2 * DAY),  # out of it
    ],
)
async def test_overlapping_absences_are_refused(
    center: Center, starts_at: datetime, ends_at: datetime | None
) -> None:
    await center.put(absence(NOW + HOUR, NOW + DAY))
    problem = await center.refused(
        "curator", record_curator_absence, starts_at=starts_at, ends_at=ends_at, reason="Отпуск"
    )
    assert (problem.code, problem.facts) == ("INVALID", {"rule": "overlapping"})


async def test_absences_may_touch(center: Center) -> None:
    await center.put(absence(NOW + HOUR, NOW + DAY))
    await center.act("curator", record_curator_absence, reason="Отпуск", starts_at=NOW, ends_at=NOW + HOUR)
    await center.act("curator", record_curator_absence, reason="Отпуск", starts_at=NOW + DAY)
    assert len(await center.rows("absences")) == 3


async def test_two_overlapping_ones_at_once_leave_one(center: Center) -> None:
    both = (center.act("curator", record_curator_absence, reason=reason) for reason in ("Отпуск", "Болезнь"))
    results = await asyncio.gather(*both, return_exceptions=True)
    refused = [one for one in results if isinstance(one, Exception)]
    assert [getattr(one, "facts", None) for one in refused] == [{"rule": "overlapping"}]
    assert len(await center.rows("absences")) == 1


async def test_an_absence_ends_after_it_starts_and_has_a_reason(center: Center) -> None:
    problem = await center.refused(
        "curator", record_curator_absence, starts_at=NOW + DAY, ends_at=NOW + DAY, reason="Отпуск"
    )
    assert (problem.facts, problem.path) == ({"rule": "ends_before_start"}, ("endsAt",))
    blank = await center.refused("curator", record_curator_absence, reason=" ")
    assert (blank.facts, blank.path) == ({"rule": "required"}, ("reason",))


async def test_only_the_curator_is_away(center: Center) -> None:
    problem = await center.refused(
        "head", record_curator_absence, curator_id="lead", reason="Отпуск", legal_act_id="order"
    )
    assert (problem.facts, problem.path) == ({"rule": "not_the_curator"}, ("curatorId",))
    other = await center.refused("curator", record_curator_absence, curator_id="lead", reason="Отпуск")
    assert (other.code, other.facts) == ("FORBIDDEN", {"action": "absence.record"})


async def test_nobody_else_records_an_absence(center: Center) -> None:
    for login in ("lead", "secretary", "coordinator", "assignee", "recipient"):
        problem = await center.refused(login, record_curator_absence, reason="Отпуск", legal_act_id="order")
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "absence.record"})


# Ending


async def test_the_curator_ends_his_absence_and_signs_again(center: Center) -> None:
    protocol = await ready(center)
    await center.put(absence(NOW - DAY, NOW + DAY))
    row = await center.act("curator", end_curator_absence, "absence")
    assert (row["ended_at"], row["ended_by_id"], row["ends_at"]) == (NOW, "curator", NOW + DAY)
    assert await center.told("absence") == ["absence.ended"]
    assert (await center.act("curator", sign_protocol, protocol))["signer_capacity"] == "CURATOR"


async def test_a_signature_of_the_head_stays_inside_the_absence(center: Center) -> None:
    protocol = await ready(center)
    await center.put(absence(NOW - DAY))
    await center.act("head", sign_protocol, protocol, now=NOW + timedelta(seconds=2))
    row = await center.act("curator", end_curator_absence, "absence")
    assert row["ended_at"] > NOW + timedelta(seconds=2)


async def test_what_is_over_is_not_ended_again(center: Center) -> None:
    await center.put(absence(NOW - 2 * DAY, NOW - DAY), absence(NOW - HOUR, None, "running"))
    problem = await center.refused("curator", end_curator_absence, "absence")
    assert (problem.code, problem.facts) == ("INVALID", {"rule": "already_ended"})
    await center.act("curator", end_curator_absence, "running")
    assert (await center.refused("curator", end_curator_absence, "running")).facts == {
        "rule": "already_ended"
    }


async def test_one_that_was_called_off_leaves_its_time_free(center: Center) -> None:
    await center.put(absence(NOW + HOUR, NOW + DAY))
    await center.act("curator", end_curator_absence, "absence")
    row = await center.act("curator", record_curator_absence, starts_at=NOW + HOUR, reason="Отпуск")
    assert row["starts_at"] == NOW + HOUR


async def test_others_end_it_only_on_an_act_and_members_never(center: Center) -> None:
    await center.put(absence(NOW - DAY))
    assert (await center.refused("head", end_curator_absence, "absence")).facts == {
        "rule": "legal_act_required"
    }
    problem = await center.refused("lead", end_curator_absence, "absence")
    assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "absence.record"})
    row = await center.act("head", end_curator_absence, "absence", legal_act_id="order")
    assert (row["ended_by_id"], row["ended_legal_act_id"]) == ("head", "order")


async def test_ending_a_revision_that_is_gone_is_stale(center: Center) -> None:
    await center.put(absence(NOW - DAY))
    problem = await center.refused("curator", end_curator_absence, "absence", expected_revision=7)
    assert (problem.code, problem.facts) == ("STALE", {"revision": 1})


# Races


async def test_signing_against_recording_an_absence_has_exactly_one_order(
    center: Center, request: pytest.FixtureRequest
) -> None:
    rounds = ROUNDS if request.config.getoption("--all-differences") else A_FEW_ROUNDS
    names = [f"m{index}" for index in range(rounds)]
    await center.put(*(meeting(name) for name in names))
    winners = []
    for turn, name in enumerate(names):
        protocol = await ready(center, name)
        moment = NOW + turn * HOUR
        both = [
            center.act("curator", sign_protocol, protocol, now=moment),
            center.act("curator", record_curator_absence, now=moment, starts_at=moment, reason="Болезнь"),
        ]
        # Who sets out first takes turns, so that either may win.
        step = 1 if turn % 2 else -1
        results = await asyncio.gather(*both[::step], return_exceptions=True)
        signing, recording = results[::step]
        codes = (getattr(signing, "code", "DONE"), getattr(recording, "code", "DONE"))
        assert codes in {("DONE", "INVALID"), ("NOT_EFFECTIVE_CURATOR", "DONE")}
        winners.append(codes[0])
        if isinstance(recording, dict):
            await center.act("curator", end_curator_absence, recording["_id"], now=moment + HOUR / 2)
    signed = [row["number"] for row in await center.rows("protocols", status="SIGNED")]
    assert sorted(signed) == list(range(1, winners.count("DONE") + 1))


async def test_curator_and_head_at_once_leave_one_signature_in_the_right_capacity(center: Center) -> None:
    protocol = await ready(center)
    await center.put(absence(NOW - DAY))
    both = (center.act(login, sign_protocol, protocol) for login in ("curator", "head"))
    results = await asyncio.gather(*both, return_exceptions=True)
    refused = [getattr(one, "code", None) for one in results if isinstance(one, Exception)]
    assert refused in (["NOT_EFFECTIVE_CURATOR"], ["INVALID_TRANSITION"])
    assert (await center.row("protocols", protocol))["signer_capacity"] == "ACTING"

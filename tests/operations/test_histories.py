"""After any history of operations: what is stored to be found by is what the rules say, and the filter is the check."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from auth.actions import Action
from auth.errors import Problem, Problems
from auth.policy.decide import allows, plan
from documents.cases.document import Case
from documents.cases.indexes import SORTS
from documents.cases.resource import CASES
from documents.incidents.operations import answering as incident_answering
from documents.incidents.operations import intake as incident_intake
from documents.incidents.rules import MACHINE as INCIDENTS
from documents.kernel.read.paging import Window
from documents.submissions.operations import answering, intake, routing
from documents.submissions.rules import MACHINE as SUBMISSIONS
from tests.support.town import NOW, PEOPLE, Town

ACTIVE = [*PEOPLE, *["head"] * 12, "assignee", "assignee.yard", "recipient.head"]

Facts = Callable[[random.Random], dict[str, Any]]

BODIES = ["roads", "yard", "education"]
STAFF: dict[str, list[str | None]] = {
    "roads": ["person-assignee", None],
    "yard": ["person-assignee.yard"],
    "education": ["person-lead.education", None],
}


def _route(generator: random.Random) -> dict[str, Any]:
    body = generator.choice(BODIES)
    return {"recipient_id": body, "assignee_id": generator.choice(STAFF[body]), "reason": "По компетенции"}


def _formalize(generator: random.Random) -> dict[str, Any]:
    topic = generator.choice(["holes", "ice", "meals", "doctors"])
    return {"topic_id": topic, "summary": "Суть", "outside_sectors": topic == "doctors"}


MOVES: list[tuple[Any, Facts]] = [
    (intake.formalize_submission, _formalize),
    (intake.accept_submission, lambda _: {}),
    (intake.reject_submission, lambda _: {"reason": "NO_SUBSTANCE", "comment": "Нет сути"}),
    (routing.route_submission, _route),
    (routing.return_routing, lambda _: {"reason": "Не наше"}),
    (answering.start_work, lambda _: {}),
    (answering.submit_response, lambda _: {"text": "Сделано"}),
    (answering.approve_response, lambda _: {}),
    (answering.return_response, lambda _: {"reason": "Неполно"}),
    (answering.send_response, lambda _: {}),
    (answering.close_submission, lambda _: {"outcome": "RESOLVED"}),
    (incident_intake.dismiss_incident, lambda _: {"reason": "BOT_OR_SPAM"}),
    (incident_answering.route_incident, _route),
    (incident_answering.return_incident, lambda _: {"reason": "Не наше"}),
    (incident_answering.take_incident, lambda _: {}),
    (incident_answering.start_incident, lambda _: {}),
    (incident_answering.submit_incident_reply, lambda _: {"text": "Сделано"}),
    (incident_answering.return_incident_reply, lambda _: {"reason": "Неполно"}),
    (incident_answering.publish_incident_reply, lambda _: {"reply_urls": ["https://vk.com/wall-1_2"]}),
    (incident_answering.close_incident, lambda _: {"outcome": "EXPLAINED"}),
]


async def a_new_case(town: Town, generator: random.Random) -> str:
    if generator.random() < 0.4:
        case = await town.do(
            "incident",
            incident_intake.register_incident,
            channel_id="VK",
            summary="Люк",
            importance=generator.choice(["NORMAL", "HIGH"]),
            topic_id=generator.choice([None, "holes", "meals"]),
            publications=[
                {"url": "https://vk.com/wall-1_1", "text": "Открыт люк", "author_handle": "@someone"}
            ],
        )
    else:
        login, channel = generator.choice([("pos", "POS"), ("registrar", "PHONE"), ("head", "POST")])
        kind = generator.choice(["MESSAGE", "MESSAGE", "APPEAL"])
        case = await town.do(
            login,
            intake.register_submission,
            kind=kind,
            appeal_kind="COMPLAINT" if kind == "APPEAL" else None,
            channel_id=channel,
            text="Яма",
        )
    case_id: str = case.id
    return case_id


async def live(town: Town, generator: random.Random, *, steps: int) -> int:
    """Random people try random moves on a few cases; how many of them succeeded."""
    ids = [await a_new_case(town, generator) for _ in range(10)]
    done = 0
    for _ in range(steps):
        case = await town.stored(generator.choice(ids))
        machine = INCIDENTS if case.kind == "INCIDENT" else SUBMISSIONS
        possible = [(one, facts) for one, facts in MOVES if one.name in machine.leaving(case.status)]
        operation, facts = generator.choice(possible or MOVES)
        try:
            await town.do(generator.choice(ACTIVE), operation, case.id, **facts(generator))
            done += 1
        except (Problem, Problems):
            continue
    return done


@pytest.mark.parametrize("seed", range(3))
async def test_keys_sorts_and_moments_equal_the_recomputed_ones_and_the_filter_is_the_check(
    town: Town, seed: int, request: pytest.FixtureRequest
) -> None:
    steps = 400 if request.config.getoption("--all-differences") else 200
    done = await live(town, random.Random(seed), steps=steps)
    assert done > 20
    rows = await town.store.collection("cases").find({}).to_list(length=None)
    for row in rows:
        fresh = Case.from_row(row)
        fresh.derive()
        for name in ("access_keys", "overdue_at", "due_soon_at", "text_redacted", "search_terms", *SORTS):
            assert getattr(fresh, name) == row[name], name
        told = await town.events_of(row["_id"])
        assert [one["sequence"] for one in told] == list(range(1, row["revision"] + 1))
        assert told[-1]["keys_after"] == row["access_keys"]
    for login in [*PEOPLE, "partner"]:
        who = await town.who(login)
        window = Window(first=100)
        page = await town.container.access.page(CASES, who, NOW, order=CASES.order(None, None), window=window)
        count = await town.container.access.count(CASES, who)
        listed = {row["_id"] for row in page.rows}
        assert count.value == len(listed)
        assert listed == {
            row["_id"] for row in rows if plan(who, Action.SUBMISSION_READ).admits(row["access_keys"])
        }
        assert listed == {row["_id"] for row in rows if allows(who, Action.SUBMISSION_READ, row).allowed}
        for row in rows:
            one = await town.container.access.one(CASES, who, NOW, where={"_id": row["_id"]})
            assert (one is not None) == (row["_id"] in listed)

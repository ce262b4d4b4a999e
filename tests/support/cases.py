"""Cases in the states that tests start from, and the proof that a refusal left no trace."""

from datetime import timedelta
from typing import Any

import pytest

from auth.errors import Problem, Problems
from documents.cases.document import Case
from documents.submissions.operations import answering, intake, routing
from tests.support.town import Town

TEXT = "Яма на дороге у дома 5, кв. 12. Меня зовут Мария Петрова, +7 900 000-12-34"


async def of_partner(town: Town, external_id: str) -> Case:
    """A message that the partner has registered."""
    case: Case = await town.do(
        "partner",
        intake.register_submission,
        kind="MESSAGE",
        channel_id="POS",
        text=TEXT,
        external_id=external_id,
    )
    return case


async def put_case(town: Town, case_id: str, **given: Any) -> None:
    """Store a formalized case as it stands."""
    facts = {
        "kind": "MESSAGE",
        "channel_id": "POS",
        "topic_id": "holes",
        "sector_id": "ROADS",
        "number": case_id,
        "due_at": town.now + timedelta(days=9),
        **given,
    }
    moments = dict.fromkeys(("received_at", "registered_at", "updated_at"), town.now)
    moments |= facts.pop("moments", {})
    facts.setdefault("due_at", town.now + timedelta(days=9))
    case = Case(
        id=case_id,
        policy_code="POS_STANDARD",
        creator_id="person-pos",
        **moments,
        **facts,
    )
    case.derive()
    await town.store.collection("cases").insert_one(case.to_row())


async def registered(town: Town, login: str = "pos", **facts: Any) -> Case:
    given = {"kind": "MESSAGE", "channel_id": "POS", "text": TEXT, **facts}
    case: Case = await town.do(login, intake.register_submission, **given)
    return case


async def routed(town: Town, **facts: Any) -> Case:
    case = await registered(town, **facts)
    await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма на дороге")
    await town.do("pos", intake.accept_submission, case.id)
    after: Case = await town.do(
        "pos", routing.route_submission, case.id, recipient_id="roads", assignee_id="person-assignee"
    )
    return after


async def in_review(town: Town) -> Case:
    case = await routed(town)
    await town.do("assignee", answering.start_work, case.id)
    after: Case = await town.do("assignee", answering.submit_response, case.id, text="Засыпали 2 июня.")
    return after


async def refused(
    town: Town, problem: type[Problem], login: str, operation: Any, case: Case, **facts: Any
) -> Problem:
    """The problem that is answered, after checking that nothing was stored and nothing emitted."""
    before, events = await town.stored(case.id), await town.event_count()
    with pytest.raises((problem, Problems)) as caught:
        await town.do(login, operation, case.id, **facts)
    assert await town.stored(case.id) == before
    assert await town.event_count() == events
    error = caught.value
    found = error.problems[0] if isinstance(error, Problems) else error
    assert isinstance(found, problem)
    return found

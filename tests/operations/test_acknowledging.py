"""The dispatch list of a protocol tells when an official has acknowledged all that it asks of them (III.2)."""

import asyncio
from typing import Any

from documents.assignments.operations import acknowledge_assignment, start_assignment
from documents.protocols.operations import dispatch_protocol, sign_protocol
from tests.support.center import NOW, Center, items, ordered
from tests.support.protocols import ready


async def dispatched(center: Center) -> tuple[str, dict[str, list[str]]]:
    """A protocol that asks two things of one official and one of another, and what it asks by person."""
    asked = (ordered(), ordered(text="Посыпать дорожки"), ordered(responsible_id="lead"))
    protocol = await ready(center, items=items(*asked))
    await center.act("curator", sign_protocol, protocol)
    recipients = [{"person_id": one, "via": "Почта"} for one in ("assignee", "lead")]
    await center.act("head", dispatch_protocol, protocol, recipients=recipients)
    tasks: dict[str, list[str]] = {}
    async for row in center.store.collection("assignments").find({"protocol_id": protocol}):
        tasks.setdefault(row["responsible_id"], []).append(row["_id"])
    return protocol, tasks


async def acknowledged(center: Center, protocol: str) -> dict[str, Any]:
    row = await center.row("protocols", protocol)
    return {one["person_id"]: one["acknowledged_at"] for one in row["dispatches"]}


async def test_the_last_acknowledgement_is_noted_beside_the_official(center: Center) -> None:
    protocol, tasks = await dispatched(center)
    first, second = tasks["assignee"]
    await center.act("assignee", acknowledge_assignment, first)
    await center.act("assignee", start_assignment, first)
    assert await acknowledged(center, protocol) == {"assignee": None, "lead": None}
    assert (await center.told(protocol))[-1] == "protocol.dispatched"
    await center.act("assignee", acknowledge_assignment, second)
    assert await acknowledged(center, protocol) == {"assignee": NOW, "lead": None}
    assert (await center.told(protocol))[-1] == "protocol.acknowledged"
    await center.act("lead", acknowledge_assignment, *tasks["lead"])
    assert await acknowledged(center, protocol) == {"assignee": NOW, "lead": NOW}
    assert (await center.row("protocols", protocol))["status"] == "DISPATCHED"


async def test_of_two_acknowledged_at_once_one_is_the_last(center: Center) -> None:
    protocol, tasks = await dispatched(center)
    await asyncio.gather(*(center.act("assignee", acknowledge_assignment, one) for one in tasks["assignee"]))
    assert (await acknowledged(center, protocol))["assignee"] == NOW
    assert (await center.told(protocol)).count("protocol.acknowledged") == 1

"""The copy of a protocol for the site: decided by the effective curator, without people, redacted."""

from datetime import timedelta
from typing import Any

from documents.protocols.integrity import is_unchanged
from documents.protocols.operations.publishing import publish_protocol
from tests.support.center import NOW, Center, absence, items
from tests.support.protocols import ready, signed


def told(row: dict[str, Any]) -> list[tuple[int, list[str]]]:
    """What a copy says: the decisions of each question."""
    return [(one["order"], one["decisions"]) for one in row["publication"]["items"]]


async def two_questions(center: Center) -> str:
    """The id of a signed protocol with two questions, the second of which names a telephone."""
    written = [*items(), {"title": "Разное", "decisions": [{"text": "Справки по телефону 8 913 555-12-34."}]}]
    return await signed(center, items=written)


async def test_the_curator_publishes_decisions_without_people(center: Center) -> None:
    protocol = await two_questions(center)
    row = await center.act("curator", publish_protocol, protocol)
    (first, decided), (second, redacted) = told(row)
    assert (first, decided, second) == (1, ["Поручить школе вывезти снег"], 2)
    assert "555" not in redacted[0]
    copy = row["publication"]
    assert (copy["published_by_id"], copy["capacity"], copy["published_at"]) == ("curator", "CURATOR", NOW)
    assert set(copy["items"][0]) == {"order", "title", "decisions"}
    assert is_unchanged(await center.row("protocols", protocol))
    assert (await center.told(protocol))[-1] == "protocol.published"
    event = (await center.rows("events", object_id=protocol, name="protocol.published"))[0]
    assert "вывезти" not in str(event)


async def test_what_is_left_out_is_not_published_and_a_later_copy_replaces_the_earlier(
    center: Center,
) -> None:
    protocol = await two_questions(center)
    await center.act("curator", publish_protocol, protocol)
    row = await center.act("curator", publish_protocol, protocol, left_out=[2])
    assert [order for order, _ in told(row)] == [1]
    problem = await center.refused("curator", publish_protocol, protocol, left_out=[1, 2])
    assert (problem.facts, problem.path) == ({"rule": "nothing_to_publish"}, ("leftOut",))
    problem = await center.refused("curator", publish_protocol, protocol, left_out=[1, 7])
    assert (problem.facts, problem.path) == ({"rule": "unknown_question"}, ("leftOut", "1"))


async def test_the_head_publishes_only_in_the_curators_absence(center: Center) -> None:
    protocol = await signed(center)
    assert (await center.refused("head", publish_protocol, protocol)).code == "NOT_EFFECTIVE_CURATOR"
    await center.put(absence(NOW - timedelta(days=1), NOW + timedelta(days=1)))
    assert (await center.refused("curator", publish_protocol, protocol)).code == "NOT_EFFECTIVE_CURATOR"
    row = await center.act("head", publish_protocol, protocol)
    assert (row["publication"]["published_by_id"], row["publication"]["capacity"]) == ("head", "ACTING")


async def test_nobody_else_publishes_and_nothing_that_is_not_signed(center: Center) -> None:
    protocol = await ready(center)
    problem = await center.refused("curator", publish_protocol, protocol)
    assert (problem.facts, problem.path) == ({"rule": "protocol_not_signed"}, ("id",))
    for login in ("secretary", "lead", "admin", "coordinator"):
        problem = await center.refused(login, publish_protocol, protocol)
        assert (problem.code, problem.facts) == ("FORBIDDEN", {"action": "protocol.publish"})

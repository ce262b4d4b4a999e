"""Forms sent to the schema, and what is told of them."""

from collections.abc import Mapping
from typing import Any

from documents.kernel.ids import global_id, read_global_id
from tests.support.asking import ask
from tests.support.town import Town

FAR = "9999-12-31T23:59:59Z"
CHANNEL = global_id("Channel", "POS")
MESSAGE: Mapping[str, Any] = {"regime": "MESSAGE", "channelId": CHANNEL, "text": "Яма на дороге"}


def mutation(name: str, input_type: str, shown: str) -> str:
    """Return a mutation of one input: what it shows, and its problems."""
    problems = "errors { code path message facts }"
    return f"mutation($i: {input_type}!) {{ {name}(input: $i) {{ {shown} {problems} }} }}"


REGISTER = mutation(
    "registerSubmission",
    "RegisterSubmissionInput",
    "submission { id number text summary receivedAt updatedAt }",
)


def record_id(shown_id: str) -> str:
    """Return the stored id behind a global one."""
    return read_global_id(shown_id)[1]


async def told(
    town: Town, field: str, document: str, given: Mapping[str, Any], login: str = "pos"
) -> list[tuple[str, str, str]]:
    """Return code, rule and path of each problem of a mutation; nothing was written where there is one."""
    before = await town.event_count()
    payload = (await ask(town, login, document, i=given))[field]
    problems = payload["errors"]
    assert not problems or await town.event_count() == before
    return [
        (one["code"], (one["facts"] or {}).get("rule", ""), ".".join(one["path"] or ())) for one in problems
    ]


async def registered(town: Town, **given: Any) -> dict[str, Any]:
    payload = (await ask(town, "pos", REGISTER, i={**MESSAGE, **given}))["registerSubmission"]
    assert payload["errors"] == []
    found: dict[str, Any] = payload["submission"]
    return found

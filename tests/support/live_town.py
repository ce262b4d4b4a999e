"""A case of the served town on its way, each step with its event in order."""

from typing import Any

from documents.kernel.ids import global_id
from tests.support.live import stamp
from tests.support.served_town import ServedTown

ROADS = global_id("Organization", "roads")
CASE = "submission { id number status }"


def registered(town: ServedTown) -> str:
    """A message that waits to be routed; its global id."""
    given = {"regime": "MESSAGE", "channelId": global_id("Channel", "POS"), "text": "Яма у дома 5."}
    case: str = done(town, "pos", "registerSubmission", **given)["id"]
    topic = global_id("Topic", "holes")
    done(town, "pos", "formalizeSubmission", id=case, topicId=topic, summary="Яма", expectedRevision=1)
    done(town, "pos", "acceptSubmission", id=case)
    return case


def done(town: ServedTown, login: str, name: str, **given: Any) -> dict[str, Any]:
    """What a mutation that nobody refuses makes of a case, its event in order."""
    kinds = {
        "acceptSubmission": "TargetInput",
        "routeSubmission": "RouteInput",
        "returnRouting": "ReasonInput",
    }
    kind = kinds.get(name, f"{name[0].upper()}{name[1:]}Input")
    query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {CASE} errors {{ code path facts }} }} }}"
    payload = town.data(login, query, input=given)[name]
    assert payload["errors"] == []
    stamp(town.database)
    found: dict[str, Any] = payload["submission"]
    return found


def route(town: ServedTown, case: str) -> None:
    """Send it to the recipient of roads."""
    done(town, "pos", "routeSubmission", id=case, recipientId=ROADS)


def take_back(town: ServedTown, case: str) -> None:
    """Have the recipient return it."""
    done(town, "recipient.coordinator", "returnRouting", id=case, reason="Не наша дорога")

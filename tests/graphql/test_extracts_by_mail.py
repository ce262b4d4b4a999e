"""Extracts by e-mail as callers meet them: who sends them again, who revokes a link, and what is read of both."""

from typing import Any

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.dispatched import LEAD, MINUTES, OFFICIAL, dispatched, entries
from tests.support.town import NOW, Town

SHOWN = "dispatches { letter { sentAt fault } link { endsAt usedAt revokedAt } acknowledgedVia acknowledgedBy { id } }"
READ = f"query ($id: ID!) {{ protocol(id: $id) {{ {SHOWN} }} }}"


async def act(town: Town, login: str, name: str, person_id: str) -> dict[str, Any]:
    document = (
        f"mutation ($i: DispatchedToInput!) {{ {name}(input: $i) {{ protocol {{ {SHOWN} }} "
        "errors { code path facts message } } }"
    )
    given = {"id": global_id("Protocol", MINUTES), "personId": global_id("Person", person_id)}
    payload: dict[str, Any] = (await ask(town, login, document, i=given))[name]
    return payload


async def test_how_an_extract_stands_is_read_by_the_center_and_moved_by_who_dispatches(town: Town) -> None:
    await dispatched(town, NOW)
    digest = (await entries(town))[0]["link"]["digest"]
    for login in ("head", "curator", "pos", "member", "leadership"):
        seen = (await ask(town, login, READ, id=global_id("Protocol", MINUTES)))["protocol"]
        official, lead = seen["dispatches"]
        assert official["letter"] == lead["letter"] == {"sentAt": None, "fault": None}
        assert (official["link"]["revokedAt"], lead["link"]) == (None, None)
        assert digest not in str(seen)
    assert (await ask(town, "assignee", READ, id=global_id("Protocol", MINUTES)))["protocol"] is None
    for login in ("member", "leadership", "admin"):
        for name in ("sendExtract", "revokeAcknowledgementLink"):
            refused = await act(town, login, name, OFFICIAL)
            assert [one["code"] for one in refused["errors"]] == ["FORBIDDEN"]
    revoked = await act(town, "pos", "revokeAcknowledgementLink", OFFICIAL)
    assert revoked["errors"] == []
    assert revoked["protocol"]["dispatches"][0]["link"]["revokedAt"] is not None
    again = await act(town, "pos", "revokeAcknowledgementLink", LEAD)
    [problem] = again["errors"]
    assert (problem["code"], problem["path"], problem["facts"], problem["message"]) == (
        "INVALID",
        ["personId"],
        {"rule": "no_link_to_acknowledge"},
        "Действующей ссылки для ознакомления нет.",
    )
    sent = await act(town, "curator", "sendExtract", OFFICIAL)
    assert sent["errors"] == []
    link = sent["protocol"]["dispatches"][0]["link"]
    assert (link["revokedAt"], link["usedAt"], link["endsAt"] is None) == (None, None, False)

"""Links of bodies without accounts as callers meet them: who sends them, who reads how they stand, who is told."""

from typing import Any

import pytest

from documents.cases.document import Case
from documents.incidents.operations import answering as incident_answering
from documents.kernel.ids import global_id
from documents.kernel.write.events import GUEST
from documents.kernel.write.runner import Request
from documents.organizations.document import Organization
from documents.submissions.operations import linking, routing
from tests.operations.test_incidents import registered
from tests.support.asking import ask
from tests.support.cases import routed
from tests.support.runs import Bench, stamped
from tests.support.town import NOW, Town

LINK = "link { endsAt sentAt fault openedAt unopenedAt answeredAt revokedAt }"
SHOWN = f"status routings {{ toOrganization {{ shortName workEmail }} {LINK} }}"
READ = (
    f"query ($id: ID!) {{ submission(id: $id) {{ {SHOWN} responses {{ author {{ id }} fromOrganization {{ shortName }} }} "
    "history(first: 20) { nodes { action actor { fullName } } } } }"
)
INBOX = "{ notifications(first: 5) { nodes { kind title } } }"


@pytest.fixture(scope="module", autouse=True)
async def library(town: Town) -> None:
    """A body that nobody signs in for."""
    body = {"name": "Библиотека № 1", "short_name": "Библиотека", "kind": "MUNICIPAL_INSTITUTION"}
    given = {"is_responsible_recipient": True, "work_email": "library@bodies.example", **body}
    await town.load([Organization(id="library", updated_at=NOW, **given)])


async def sent(town: Town) -> Case:
    case = await routed(town)
    given = {"recipient_id": "library", "reason": "По принадлежности"}
    after: Case = await town.do("pos", routing.route_submission, case.id, **given)
    return after


async def act(town: Town, login: str, name: str, case: Case) -> dict[str, Any]:
    document = (
        f"mutation ($i: TargetInput!) {{ {name}(input: $i) {{ submission {{ {SHOWN} }} "
        "errors { code path facts message } } }"
    )
    given = {"id": global_id("Message", case.id)}
    payload: dict[str, Any] = (await ask(town, login, document, i=given))[name]
    return payload


async def test_how_a_link_stands_is_read_with_its_routing(town: Town) -> None:
    case = await sent(town)
    gid, link = global_id("Message", case.id), case.routings[-1].link
    assert link is not None
    runner = town.container.runner.in_the_name_of(GUEST)
    facts = {"digest": link.digest, "text": "Лавку починили."}
    await runner.run_together([Request(linking.answer_by_link, None, link.minted_at, case.id, facts=facts)])
    for login in ("pos", "head", "curator", "lead.roads"):
        seen = (await ask(town, login, READ, id=gid))["submission"]
        first, last = seen["routings"]
        assert first["link"] is None
        assert last["toOrganization"] == {"shortName": "Библиотека", "workEmail": "library@bodies.example"}
        assert last["link"]["answeredAt"] is not None
        assert (last["link"]["sentAt"], last["link"]["revokedAt"]) == (None, None)
        assert seen["responses"] == [{"author": None, "fromOrganization": {"shortName": "Библиотека"}}]
        assert link.digest not in str(seen)


async def test_it_is_sent_again_and_revoked_by_who_may_route(town: Town) -> None:
    case = await sent(town)
    for login in ("curator", "leadership"):
        refused = await act(town, login, "revokeRecipientLink", case)
        assert [one["code"] for one in refused["errors"]] == ["FORBIDDEN"]
    revoked = await act(town, "lead.roads", "revokeRecipientLink", case)
    assert revoked["errors"] == []
    assert revoked["submission"]["routings"][-1]["link"]["revokedAt"] is not None
    again = await act(town, "pos", "revokeRecipientLink", case)
    [problem] = again["errors"]
    assert (problem["code"], problem["facts"], problem["message"]) == (
        "INVALID",
        {"rule": "no_open_link"},
        "Действующей ссылки для ответа нет.",
    )
    anew = await act(town, "pos", "sendRecipientLink", case)
    assert anew["errors"] == []
    link = anew["submission"]["routings"][-1]["link"]
    assert (link["revokedAt"], link["sentAt"]) == (None, None)


async def test_links_of_incidents_have_doors_of_their_own(town: Town) -> None:
    case = await registered(town)
    routed_to = {"recipient_id": "library"}
    await town.do("incident", incident_answering.route_incident, case.id, **routed_to)
    document = (
        "mutation ($i: TargetInput!) {{ {name}(input: $i) {{ incident {{ status routings {{ link {{ revokedAt }} }} }} "
        "errors {{ code facts }} }} }}"
    )
    given = {"id": global_id("Incident", case.id)}
    for login in ("pos", "curator"):
        told = await ask(town, login, document.format(name="revokeIncidentRecipientLink"), i=given)
        assert [one["code"] for one in told["revokeIncidentRecipientLink"]["errors"]] == ["FORBIDDEN"]
    revoked = await ask(town, "incident", document.format(name="revokeIncidentRecipientLink"), i=given)
    assert revoked["revokeIncidentRecipientLink"]["incident"]["routings"][-1]["link"]["revokedAt"] is not None
    anew = await ask(town, "incident", document.format(name="sendIncidentRecipientLink"), i=given)
    shown = anew["sendIncidentRecipientLink"]
    assert (shown["errors"], shown["incident"]["routings"][-1]["link"]) == ([], {"revokedAt": None})


async def test_desk_and_lead_are_told_of_a_link_that_nobody_opens(town: Town) -> None:
    bench = Bench(town)
    await stamped(bench)
    await bench.run("notify")
    case = await sent(town)
    # Without a mail server the link cannot go out, and the desk has to hand it over otherwise.
    await bench.run("send_recipient_links")
    await stamped(bench)
    await bench.run("notify")
    told = (await ask(town, "pos", INBOX))["notifications"]["nodes"]
    assert "LINK_NOT_SENT" in [one["kind"] for one in told]
    seen = (await ask(town, "pos", READ, id=global_id("Message", case.id)))["submission"]
    assert seen["routings"][-1]["link"]["fault"] == "NO_MAIL_SERVER"

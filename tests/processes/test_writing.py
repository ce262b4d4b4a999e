"""What one process changes binds the writes of all others at once: in both directions, whatever they still remember.

In each test the second server has just been asked, so that it holds what was true a moment ago. Behind each test stands
the line without which it fails.
"""

from typing import Any

from api.clock import utc_now
from documents.accounts.document import Account
from documents.kernel.ids import global_id
from documents.members.document import Membership
from documents.organizations.document import Person
from documents.sectors.document import Topic
from tests.support.neighbors import Neighbors, Server, ready_protocol

ROLES = "{ viewer { roles } }"
REGISTER = """mutation($input: RegisterSubmissionInput!) { registerSubmission(input: $input) {
    submission { id } errors { code } } }"""
FORMALIZE = """mutation($input: FormalizeSubmissionInput!) { formalizeSubmission(input: $input) {
    submission { topic { title } } errors { code } } }"""
ACCEPT = """mutation($input: TargetInput!) { acceptSubmission(input: $input) { errors { code } } }"""
ROUTE = """mutation($input: RouteInput!) { routeSubmission(input: $input) { errors { code } } }"""
SIGN = """mutation($input: TargetInput!) { signProtocol(input: $input) {
    protocol { status signerCapacity } errors { code } } }"""
RECORD = """mutation { recordCuratorAbsence(input: {reason: "Отпуск"}) { curatorAbsence { id } errors { code } } }"""
END = (
    """mutation($id: ID!) { endCuratorAbsence(input: {id: $id}) { curatorAbsence { id } errors { code } } }"""
)


def codes(payload: dict[str, Any]) -> list[str]:
    """The codes of a payload's refusals."""
    return [one["code"] for one in payload["errors"]]


def message(channel: str = "POST") -> dict[str, Any]:
    """What a registration says."""
    return {"regime": "MESSAGE", "channelId": global_id("Channel", channel), "text": "Яма у дома 5."}


async def register(server: Server, login: str, channel: str = "POST") -> dict[str, Any]:
    """Register a message; the payload."""
    told = await server.data(login, REGISTER, input=message(channel))
    payload: dict[str, Any] = told["registerSubmission"]
    return payload


async def sign(server: Server, login: str, protocol: str) -> dict[str, Any]:
    """Sign a protocol; the payload."""
    payload: dict[str, Any] = (await server.data(login, SIGN, input={"id": protocol}))["signProtocol"]
    return payload


async def test_a_role_that_was_ended_writes_nothing(pair: Neighbors) -> None:
    """Without the versions row that `run_together` reads first, the second server decides by the old principal."""
    assert codes(await register(pair.second, "registrar")) == []
    await pair.alter(Membership, "membership-registrar", valid_to=utc_now())
    before = await pair.trace()

    for server in (pair.second, pair.first):
        assert codes(await register(server, "registrar")) == ["FORBIDDEN"]
    assert await pair.trace() == before


async def test_a_role_that_was_given_writes_at_once(pair: Neighbors) -> None:
    """Without the second look of `Runner.entitled` the old principal is refused before the versions row is read."""
    assert codes(await register(pair.second, "member")) == ["FORBIDDEN"]
    given = Membership(
        id="given", person_id="person-member", role="REGISTRAR", valid_from=utc_now(), updated_at=utc_now()
    )
    await pair.town.load([given], utc_now())

    payload = await register(pair.second, "member")
    assert codes(payload) == []
    assert payload["submission"] is not None
    assert codes(await register(pair.first, "member")) == []


async def test_an_account_that_was_blocked_writes_nothing(pair: Neighbors) -> None:
    """Without `raises_version` of accounts, and without the look at the session before a mutation, it still writes."""
    assert codes(await register(pair.second, "pos")) == []
    await pair.alter(Account, "account-pos", is_active=False)
    before = await pair.trace()

    for server in (pair.second, pair.first):
        assert await server.code("pos", REGISTER, input=message()) == "UNAUTHENTICATED"
    assert await pair.trace() == before
    await pair.alter(Account, "account-pos", is_active=True)
    assert codes(await register(pair.second, "pos")) == []


async def test_a_session_that_was_revoked_writes_nothing(pair: Neighbors) -> None:
    """Without the look at the session before a mutation the second server believes it for another second and a half."""
    assert await pair.second.code("assignee", ROLES) == "ANSWERED"
    assert codes(await register(pair.second, "pos")) == []
    token = pair.first.tokens["pos"]
    (await pair.first.http.post(f"{pair.first.url}/auth/revoke", data={"token": token})).raise_for_status()
    before = await pair.trace()

    answer = await pair.second.answer("pos", REGISTER, input=message())
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
    assert await pair.first.code("pos", REGISTER, input=message()) == "UNAUTHENTICATED"
    assert await pair.trace() == before
    await pair.first.sign_in("pos")
    assert codes(await register(pair.second, "pos")) == []


async def test_who_acts_for_the_curator_signs_by_what_was_recorded_a_moment_ago(pair: Neighbors) -> None:
    """Without `at_least` in `run_together` the second server signs and refuses by the absences it remembers."""
    protocols = [await ready_protocol(pair.town, name) for name in ("away", "back")]
    assert codes(await sign(pair.second, "head", protocols[0])) == ["NOT_EFFECTIVE_CURATOR"]
    recorded = (await pair.first.data("curator", RECORD))["recordCuratorAbsence"]
    assert codes(recorded) == []

    assert codes(await sign(pair.second, "curator", protocols[0])) == ["NOT_EFFECTIVE_CURATOR"]
    signed = await sign(pair.second, "head", protocols[0])
    assert signed == {"protocol": {"status": "SIGNED", "signerCapacity": "ACTING"}, "errors": []}

    assert await pair.first.code("head", ROLES) == "ANSWERED"
    absence = recorded["curatorAbsence"]["id"]
    assert codes((await pair.second.data("curator", END, id=absence))["endCuratorAbsence"]) == []
    assert codes(await sign(pair.first, "head", protocols[1])) == ["NOT_EFFECTIVE_CURATOR"]
    signed = await sign(pair.first, "curator", protocols[1])
    assert signed == {"protocol": {"status": "SIGNED", "signerCapacity": "CURATOR"}, "errors": []}


async def formalized(pair: Neighbors, topic: str) -> tuple[str, dict[str, Any]]:
    """A message that the second server registered, and the payload of stating its topic there."""
    case = (await register(pair.second, "pos"))["submission"]["id"]
    given = {"id": case, "topicId": global_id("Topic", topic), "summary": "Дорога", "expectedRevision": 1}
    return case, (await pair.second.data("pos", FORMALIZE, input=given))["formalizeSubmission"]


async def test_a_write_answers_with_the_title_that_a_topic_was_given_a_moment_ago(pair: Neighbors) -> None:
    """Without `at_least` in `run_together` the payload shows the old title."""
    assert (await formalized(pair, "ice"))[1]["submission"]["topic"] == {"title": "Наледь"}
    await pair.alter(Topic, "ice", title="Гололёд")

    payload = (await formalized(pair, "ice"))[1]
    assert payload == {"submission": {"topic": {"title": "Гололёд"}}, "errors": []}


async def test_a_person_who_left_a_moment_ago_is_given_no_work(pair: Neighbors) -> None:
    """Without `at_least` in `run_together` the second server sends the message to him: it looks him up in memory."""
    case, _ = await formalized(pair, "holes")
    accepted = (await pair.second.data("pos", ACCEPT, input={"id": case}))["acceptSubmission"]
    assert codes(accepted) == []
    await pair.alter(Person, "person-assignee.yard", is_active=False)
    before = await pair.trace()

    given = {
        "id": case,
        "recipientId": global_id("Organization", "roads"),
        "assigneeId": global_id("Person", "person-assignee.yard"),
    }
    routed = (await pair.second.data("pos", ROUTE, input=given))["routeSubmission"]
    assert codes(routed) == ["INACTIVE_TARGET"]
    assert await pair.trace() == before


async def test_a_refusal_shows_no_more_than_the_new_rights_do(pair: Neighbors) -> None:
    """Without `renewed` in `_current` of the schema the refused payload carries the object under the old rights."""
    case = (await register(pair.second, "incident", "VK"))["submission"]["id"]
    given = {"id": case, "topicId": global_id("Topic", "meals"), "summary": "Обед", "expectedRevision": 7}
    stale = (await pair.second.data("incident", FORMALIZE, input=given))["formalizeSubmission"]
    assert stale == {"submission": {"topic": None}, "errors": [{"code": "STALE"}]}
    await pair.alter(Membership, "membership-incident", valid_to=utc_now())

    refused = (await pair.second.data("incident", FORMALIZE, input=given))["formalizeSubmission"]
    assert refused == {"submission": None, "errors": [{"code": "FORBIDDEN"}]}

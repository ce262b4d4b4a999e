"""The days of five roles and the Mondays of four, as `docs/days` tells them: each operation is sent, and none is refused."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse

from documents.kernel.ids import global_id
from documents.sectors.document import Channel
from documents.submissions.operations import answering
from schema.engine.prepared import PreparedDocuments
from schema.engine.weights import Weights
from tests.support.asking import CORE, ask
from tests.support.cases import in_review, registered, routed
from tests.support.town import FOUNDED, Town

DAYS = Path(__file__).resolve().parents[2] / "docs" / "days"
ROADS, HOLES = global_id("Organization", "roads"), global_id("Topic", "holes")
POST = "https://vk.com/wall-77_4"
Row = dict[str, Any]


def operations(role: str) -> dict[str, str]:
    """Name of each operation of a day → its text, in their order."""
    text = (DAYS / f"{role}.graphql").read_text(encoding="utf-8")
    found = {}
    for node in parse(text).definitions:
        assert isinstance(node, OperationDefinitionNode)
        assert node.name is not None
        assert node.loc is not None
        found[node.name.value] = text[node.loc.start : node.loc.end]
    return found


class Day:
    """The operations of one role, sent one after the other; at the end none may be left over."""

    def __init__(self, town: Town, role: str) -> None:
        self._town = town
        self._left = operations(role)

    async def send(self, login: str, name: str, **variables: Any) -> Row:
        """Send the next operation, which must be this one; its data. Raises: AssertionError for any refusal."""
        following = next(iter(self._left))
        assert name == following
        answer = await ask(self._town, login, self._left.pop(name), **variables)
        assert answer.errors == []
        assert answer.data is not None
        assert list(refusals(answer.data)) == []
        return answer.data

    def is_over(self) -> bool:
        """Whether all were sent."""
        return not self._left


def refusals(value: Any) -> Iterator[Any]:
    """What the payloads of an answer refuse, however deep it stands."""
    if isinstance(value, list):
        for one in value:
            yield from refusals(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from one if name == "errors" else refusals(one)


def ids(connection: Row) -> list[str]:
    return [node["id"] for node in connection["nodes"]]


def message_id(case_id: str) -> str:
    return global_id("Message", case_id)


async def approved(town: Town) -> str:
    """A message whose answer waits to be sent; its stored id."""
    case = await in_review(town)
    await town.do("recipient.head", answering.approve_response, case.id)
    return case.id


async def test_a_registrar_makes_a_case_of_a_letter_and_writes_the_card_of_a_reception(town: Town) -> None:
    letter = {"kind": "APPEAL", "appeal_kind": "COMPLAINT", "channel_id": "POST"}
    came_in = await registered(town, "registrar", **letter)
    reception = Channel(
        id="RECEPTION",
        code="RECEPTION",
        title="Прием",
        kind="PERSONAL_RECEPTION",
        desk="OFFICE",
        updated_at=FOUNDED,
    )
    await town.load([reception])
    spoken = {"kind": "APPEAL", "appeal_kind": "APPLICATION", "form": "ORAL"}
    oral = await registered(town, "registrar", channel_id=reception.id, **spoken)
    day = Day(town, "registrar")
    waiting = await day.send("registrar", "Waiting")
    assert global_id("Appeal", came_in.id) in ids(waiting["cases"])
    lists = await day.send("registrar", "Lists")
    assert {"POST", "PHONE"} <= {one["code"] for one in lists["channels"]}
    key = "a-key-of-the-letter-0001"
    made = await day.send("registrar", "Register", channel=global_id("Channel", "POST"), key=key)
    case = made["registerSubmission"]["submission"]
    similar = await day.send("registrar", "Similar", id=case["id"])
    assert similar["otherCases"] == []
    done = await day.send("registrar", "Formalize", id=case["id"], revision=case["revision"], topic=HOLES)
    assert done["formalizeSubmission"]["submission"]["sector"]["title"] == "Дороги"
    official = global_id("Person", "person-curator")
    await day.send("registrar", "Card", id=global_id("Appeal", oral.id), on="2026-06-01", official=official)
    assert day.is_over()


async def test_an_officer_for_pos_sends_on_what_came_and_opens_again_what_was_not_solved(town: Town) -> None:
    waits, sent = await ready_to_accept(town), await approved(town)
    day = Day(town, "pos-officer")
    morning = await day.send("pos", "Morning")
    assert morning["waiting"]["totalCount"]["value"] >= 1
    found = (await day.send("pos", "ToAccept"))["submissions"]
    assert message_id(waits) in ids(found)
    items = [{"id": message_id(waits)}]
    await day.send("pos", "Accept", items=items)
    await day.send("pos", "Route", items=items, recipient=ROADS)
    assert (await town.stored(waits)).status == "ASSIGNED"
    answered = (await day.send("pos", "Send", id=message_id(sent)))["sendResponse"]["submission"]
    assert (answered["status"], answered["deliveries"][0]["way"]) == ("ANSWERED", "POS")
    rated = (await day.send("pos", "Rated", id=message_id(sent)))["recordSatisfaction"]["submission"]
    assert rated["satisfaction"][0]["source"] == "PHONE"
    again = (await day.send("pos", "OpenAgain", id=message_id(sent)))["decideReopening"]["submission"]
    assert (again["status"], again["reopenedCount"]) == ("REOPENED", 1)
    assert day.is_over()


async def ready_to_accept(town: Town) -> str:
    """A message that was formalized; its stored id."""
    case = await registered(town)
    document = operations("registrar")["Formalize"]
    given: Row = {"id": message_id(case.id), "revision": case.revision, "topic": HOLES}
    assert (await ask(town, "pos", document, **given))["formalizeSubmission"]["errors"] == []
    return case.id


async def test_an_officer_for_incidents_has_a_post_replied_to_and_closes_it(town: Town) -> None:
    day = Day(town, "incident-officer")
    await day.send("incident", "Morning")
    noticed = await day.send("incident", "Notice", channel=global_id("Channel", "VK"), url=POST, topic=HOLES)
    incident = noticed["registerIncident"]["incident"]
    await day.send("incident", "Similar", id=incident["id"])
    marked = await day.send("incident", "Mark", id=incident["id"])
    assert marked["markCase"]["case"]["tags"] == ["люки", "школа"]
    person = global_id("Person", "person-assignee")
    await day.send("incident", "Route", id=incident["id"], recipient=ROADS, person=person)
    start = "mutation($id: ID!) { startIncident(input: { id: $id }) { errors { code message } } }"
    reply = (
        "mutation($id: ID!, $text: String!) { submitIncidentReply(input: { id: $id, text: $text }) "
        "{ errors { code message } } }"
    )
    assert (await ask(town, "assignee", start, id=incident["id"]))["startIncident"]["errors"] == []
    drafted = await ask(town, "assignee", reply, id=incident["id"], text="Люк закрыт, стоит ограждение.")
    assert drafted["submitIncidentReply"]["errors"] == []
    drafts = await day.send("incident", "Drafts")
    assert incident["id"] in ids(drafts["incidents"])
    await day.send("incident", "Publish", id=incident["id"], reply=f"{POST}?reply=5")
    closed = (await day.send("incident", "Close", id=incident["id"]))["closeIncident"]["incident"]
    assert (closed["status"], closed["outcome"]) == ("CLOSED", "RESOLVED")
    assert len(closed["history"]["nodes"]) >= 5
    assert day.is_over()


async def test_a_sector_lead_sees_the_sector_and_hurries_what_is_urgent(town: Town) -> None:
    case = await routed(town)
    day = Day(town, "sector-lead")
    monday = await day.send("lead.roads", "Monday")
    assert monday["deadlineControl"]["total"]["open"] >= 1
    found = await day.send("lead.roads", "Search", words="яма дорога")
    assert case.number in [one["number"] for one in found["cases"]["nodes"]]
    kept = await day.send("lead.roads", "Keep")
    assert kept["saveFilter"]["savedFilter"]["filter"] == {"isOpen": True, "isOverdue": True}
    target = message_id(case.id)
    await day.send("lead.roads", "Urgent", id=target)
    noted = await day.send("lead.roads", "Note", id=target)
    assert noted["addNote"]["case"]["notes"][-1]["audience"] == "CENTER"
    watched = await day.send("lead.roads", "Watch", id=target)
    assert watched["watchCase"]["case"]["isWatched"]
    assert day.is_over()


async def test_a_recipient_hands_out_answers_and_approves_with_a_second_pair_of_eyes(town: Town) -> None:
    case = await routed(town)
    target, day = message_id(case.id), Day(town, "recipient")
    await day.send("recipient.coordinator", "Unassigned")
    person = global_id("Person", "person-assignee")
    handed = await day.send("recipient.coordinator", "HandOut", id=target, recipient=ROADS, person=person)
    assert handed["routeSubmission"]["submission"]["assignee"]["fullName"] == "assignee"
    assert target in ids((await day.send("assignee", "Mine"))["cases"])
    started = await day.send("assignee", "Start", id=target)
    revision = started["startWork"]["submission"]["revision"]
    await day.send("assignee", "Draft", id=target, revision=revision)
    await day.send("assignee", "Submit", id=target)
    assert target in ids((await day.send("recipient.head", "ToApprove"))["cases"])
    done = await day.send("recipient.head", "Approve", id=target)
    assert done["approveResponse"]["submission"]["responses"][-1]["status"] == "APPROVED"
    assert day.is_over()


MONDAYS = {
    "Head": ("head", 12),
    "Curator": ("curator", 10),
    "Member": ("lead.roads", 12),
    "Secretary": ("pos", 12),
}
"""Query of a Monday → who asks it, and in how many commands it is answered at most."""


@pytest.mark.parametrize("name", MONDAYS)
async def test_what_waits_on_a_monday_is_one_query_of_few_commands(town: Town, name: str) -> None:
    login, most = MONDAYS[name]
    await routed(town)
    document = operations("mondays")[name]
    with town.recorder.capturing() as sent:
        answer = await ask(town, login, document)
    assert answer.errors == []
    assert answer.data is not None
    assert None not in answer.data.values()
    assert len(sent.commands) <= most, [one.name for one in sent.commands]


def test_every_monday_is_asked() -> None:
    assert set(operations("mondays")) == set(MONDAYS)


@pytest.mark.parametrize("path", sorted(DAYS.glob("*.graphql")), ids=lambda one: one.stem)
def test_each_operation_of_a_day_is_told_apart_by_a_line_before_it_or_its_name(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"# [^\n]+\n\n", text), "the first line says whose day it is"
    assert len(operations(path.stem)) >= 4


@pytest.mark.parametrize("day", sorted(one.stem for one in DAYS.glob("*.graphql")))
def test_no_operation_costs_more_than_one_may(day: str) -> None:
    prepared = PreparedDocuments(CORE)
    for name, document in operations(day).items():
        operation = prepared.choose(prepared.prepare(document), None)
        assert prepared.cost(operation).points({}) <= Weights().limit, name

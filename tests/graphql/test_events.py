"""The stream of changes: a partner that takes a place, lists what it may see and follows from there has what it can list."""

import random
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from auth.errors import Problem, Problems
from auth.policy.decide import Plan
from documents.cases.resource import CASES
from documents.kernel.ids import global_id
from documents.kernel.read import catching_up
from documents.kernel.read.catching_up import catch_up
from documents.kernel.write.stamping import head
from documents.submissions.operations import ending, intake, merging, routing
from schema.outbox import queries
from tests.support.asking import ask
from tests.support.cases import of_partner, registered
from tests.support.runs import Bench, stamped
from tests.support.town import Town

HEAD = "{ eventsHead }"
EVENTS = """query($first: Int!, $after: String) { events(first: $first, after: $after) {
  nodes { id position at name object { id } changedFields } endCursor hasNext } }"""
LIST = "{ cases(first: 100) { nodes { id revision status } } }"
READERS = ("partner", "recipient.coordinator", "lead.roads", "assignee", "pos")
"""Whose view is a system, a body, a sector, one's own work, and everything."""

NARROWED: Mapping[str, Mapping[str, list[str]]] = {
    "partner.sector": {"client_sectors": ["ROADS"]},
    "partner.body": {"client_organizations": ["roads"]},
    "partner.both": {"client_sectors": ["EDUCATION"], "client_organizations": ["yard", "education"]},
}
"""Clients that are narrowed to sectors, to organizations with what is below them, or to both."""

STEPS = 25
EVERYTHING = Plan(everything=True)


@pytest.fixture
async def bench(town: Town) -> Bench:
    bench = Bench(town)
    await stamped(bench)
    return bench


@pytest.fixture
async def narrowed_clients(town: Town) -> AsyncIterator[None]:
    """The clients of the partner's system that see a part of it, while a test needs them."""
    accounts = town.store.collection("accounts")
    stored = await accounts.find_one({"_id": "account-partner"}) or {}
    await accounts.insert_many(
        [{**stored, "_id": f"account-{login}", "login": login, **held} for login, held in NARROWED.items()]
    )
    yield
    await accounts.delete_many({"login": {"$in": [*NARROWED]}})


async def told(bench: Bench, after: str | None, *, first: int = 100, login: str = "partner") -> Any:
    await stamped(bench)
    return (await ask(bench.town, login, EVENTS, first=first, after=after))["events"]


async def test_each_change_of_what_a_partner_sees_is_told_with_the_fields_that_it_may_read(
    bench: Bench,
) -> None:
    place = (await ask(bench.town, "partner", HEAD))["eventsHead"]
    case = await of_partner(bench.town, "told")
    await registered(bench.town)
    await bench.town.do(
        "pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма на дороге"
    )
    page = await told(bench, place)
    assert [(one["name"], one["object"]["id"]) for one in page["nodes"]] == [
        ("submission.registered", global_id("Message", case.id)),
        ("submission.formalized", global_id("Message", case.id)),
    ]
    first, second = (one["changedFields"] for one in page["nodes"])
    assert {"topic", "sector", "summary"} <= set(second)
    assert "applicant" not in first
    assert not [name for name in (*first, *second) if "Redacted" in name or "accessKeys" in name]
    assert page["hasNext"] is False
    assert (await told(bench, page["endCursor"]))["nodes"] == []


async def test_a_page_goes_on_where_the_one_before_ended(bench: Bench) -> None:
    place = (await ask(bench.town, "partner", HEAD))["eventsHead"]
    cases = [await of_partner(bench.town, f"paged-{number}") for number in range(3)]
    seen: list[Any] = []
    for more in (True, True, False):
        page = await told(bench, place, first=1)
        seen += page["nodes"]
        place = page["endCursor"]
        assert page["hasNext"] is more
    assert [one["object"]["id"] for one in seen] == [global_id("Message", one.id) for one in cases]
    assert sorted(one["position"] for one in seen) == [one["position"] for one in seen]
    # The same event is the same wherever it is read.
    whole = await told(bench, None)
    assert [one for one in whole["nodes"] if one["id"] in {known["id"] for known in seen}] == seen


async def test_a_page_takes_three_commands_whatever_its_size(bench: Bench) -> None:
    for number in range(3):
        await of_partner(bench.town, f"counted-{number}")
    await stamped(bench)
    for first in (1, 50):
        with bench.town.recorder.capturing() as captured:
            page = (await ask(bench.town, "partner", EVENTS, first=first, after=None))["events"]
        assert len(page["nodes"]) >= min(first, 3)
        asked = sorted({one.collection for one in captured.commands} - {"accounts", "versions"})
        assert asked == ["cases", "counters", "events"]
        assert len([one for one in captured.commands if one.collection in asked]) == 3


async def test_a_page_of_none_stays_where_it_is(bench: Bench) -> None:
    place = (await ask(bench.town, "partner", HEAD))["eventsHead"]
    await of_partner(bench.town, "none")
    page = await told(bench, place, first=0)
    assert (page["nodes"], page["endCursor"], page["hasNext"]) == ([], place, True)


async def test_what_left_the_view_is_told_by_id_alone(bench: Bench) -> None:
    case = await of_partner(bench.town, "lost")
    await stamped(bench)
    place = (await ask(bench.town, "partner", HEAD))["eventsHead"]
    await bench.town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма")
    # As an operation leaves it that takes a case away from a system.
    await bench.town.store.collection("cases").update_one(
        {"_id": case.id}, {"$pull": {"access_keys": "system:PARTNER"}}
    )
    await bench.town.store.collection("events").update_one(
        {"object_id": case.id, "sequence": 2}, {"$pull": {"keys_after": "system:PARTNER"}}
    )
    [lost] = (await told(bench, place))["nodes"]
    assert lost["object"]["id"] == global_id("Message", case.id)
    assert (lost["name"], lost["at"], lost["changedFields"]) == (None, None, [])


async def test_where_too_much_was_missed_the_reader_begins_anew(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = (await ask(bench.town, "partner", HEAD))["eventsHead"]
    cases = [await of_partner(bench.town, f"missed-{number}") for number in range(2)]
    monkeypatch.setattr(queries, "EVENTS_RETAINED_COUNT", 2)
    assert len((await told(bench, place))["nodes"]) == 2
    monkeypatch.setattr(queries, "EVENTS_RETAINED_COUNT", 1)
    assert (await ask(bench.town, "partner", EVENTS, first=1, after=place)).codes == ["CURSOR_EXPIRED"]
    # Without a place it is what is told at all.
    [last] = (await told(bench, None))["nodes"]
    assert last["object"]["id"] == global_id("Message", cases[-1].id)


async def test_a_place_taken_under_other_rights_has_expired(bench: Bench) -> None:
    accounts = bench.town.store.collection("accounts")
    place = (await ask(bench.town, "partner", HEAD))["eventsHead"]
    stored = await accounts.find_one({"_id": "account-partner"})
    assert stored is not None
    fewer = [one for one in stored["client_actions"] if one != "incident.read"]
    await accounts.update_one({"_id": "account-partner"}, {"$set": {"client_actions": fewer}})
    assert (await ask(bench.town, "partner", EVENTS, first=1, after=place)).codes == ["CURSOR_EXPIRED"]
    await accounts.update_one({"_id": "account-partner"}, {"$set": stored})
    assert (await ask(bench.town, "partner", EVENTS, first=1, after=place)).codes == []


async def test_a_place_of_another_list_is_none_of_the_stream(bench: Bench) -> None:
    for after in ("x", "AAAA"):
        assert (await ask(bench.town, "partner", EVENTS, first=1, after=after)).codes == ["BAD_REQUEST"]


@pytest.mark.parametrize("login", ["pos", "head", "admin", "assignee"])
async def test_people_have_no_stream(bench: Bench, login: str) -> None:
    answer = await ask(bench.town, login, "{ eventsHead events(first: 1) { endCursor } }")
    assert (answer.data, answer.codes) == ({"eventsHead": None, "events": None}, [])


class Copy:
    """What a reader keeps: it takes a place, lists, and then reads the stream a few events at a time."""

    def __init__(self, bench: Bench, login: str) -> None:
        self._bench, self._login = bench, login
        self._position = 0
        self.kept: dict[str, Any] = {}

    async def begin(self) -> None:
        self._position = await head(self._bench.town.store)
        self.kept = await self.listed()

    async def listed(self) -> dict[str, Any]:
        nodes = (await ask(self._bench.town, self._login, LIST))["cases"]["nodes"]
        return {one["id"]: one for one in nodes}

    async def read(self, first: int) -> bool:
        """Read one page and ask anew for what it names; whether there is more."""
        town, who = self._bench.town, await self._bench.town.who(self._login)
        container = town.container
        found = await catch_up(
            container.store,
            container.access,
            who,
            CASES,
            EVERYTHING,
            self._position,
            last=await head(container.store),
            first=first,
        )
        self._position = found.position
        for one in found.events:
            assert (one.name is None) is (not one.changed_fields and one.at is None)
            self.kept.pop(one.object_id, None)
        ids = list(dict.fromkeys(one.object_id for one in found.events))
        document = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Case { revision status } } }"
        shown = (await ask(town, self._login, document, ids=ids))["nodes"] if ids else []
        self.kept |= {one["id"]: one for one in shown if one is not None}
        return found.has_more


class History:
    """A history drawn at random: cases come, are routed here and there, returned, merged and taken back."""

    def __init__(self, town: Town, drawn: random.Random, name: str) -> None:
        self._town, self._drawn, self._name = town, drawn, name
        self._ids: list[str] = []

    async def step(self) -> None:
        """Do one thing that may be done."""
        makes = not self._ids or self._drawn.random() < 0.25
        if makes:
            number = f"{self._name}-{len(self._ids)}"
            is_partners = self._drawn.random() < 0.5
            case = await (
                of_partner(self._town, number) if is_partners else registered(self._town, external_id=None)
            )
            self._ids.append(case.id)
            return
        operation, facts = self._drawn.choice(self._moves())
        try:
            await self._town.do("head", operation, self._drawn.choice(self._ids), **facts)
        except (Problem, Problems):
            return  # not in this state

    def _moves(self) -> list[tuple[Any, Mapping[str, Any]]]:
        into = self._drawn.choice(self._ids)
        routes: list[tuple[Any, Mapping[str, Any]]] = [
            (routing.route_submission, {"recipient_id": body, "assignee_id": person, "reason": "Туда"})
            for body, person in (("roads", "person-assignee"), ("education", None), ("yard", None))
        ]
        return [
            *(
                (intake.formalize_submission, {"topic_id": one, "summary": "Суть"})
                for one in ("holes", "ice")
            ),
            (intake.formalize_submission, {"topic_id": "meals", "summary": "Питание"}),
            *((intake.accept_submission, {}),) * 2,
            *routes * 2,
            (merging.merge_submissions, {"into_id": into, "reason": "О том же"}),
            (ending.withdraw_submission, {"reason": "Передумал"}),
        ]


async def test_a_copy_that_follows_the_stream_is_what_can_be_listed(
    bench: Bench, narrowed_clients: None, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "LOOKED_AT_ONCE", 7)
    monkeypatch.setattr(catching_up, "MOST_LOOKED_AT", 14)
    for seed in range(pytestconfig.getoption("--rounds")):
        drawn = random.Random(seed)
        history = History(bench.town, drawn, f"history-{seed}")
        copies = [Copy(bench, login) for login in (*READERS, *NARROWED)]
        for copy in copies:
            await copy.begin()
        for _ in range(STEPS):
            await history.step()
            if drawn.random() < 0.3:
                await stamped(bench)
                await drawn.choice(copies).read(drawn.randint(1, 4))
        await stamped(bench)
        for copy, login in zip(copies, (*READERS, *NARROWED), strict=True):
            while await copy.read(drawn.randint(1, 9)):
                pass
            assert copy.kept == await copy.listed(), (seed, login)

"""What answers promise is what happens: every action on every state of the demo, offered to every login and tried dry.

A plain run tries what is said alike once, with few cases, and asks one of those who have the same roles for what waits;
`--all-differences` tries everything on every object of the whole demo that stands otherwise, and asks everybody.
"""

import itertools
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from api.leaks.installation import SESSION, TOKEN_SECONDS, Installation, documents, opened
from documents.cases.statuses import CaseStatus
from documents.kernel.ids import global_id
from documents.kernel.write.operation import operations
from schema.build import schema
from tests.leaks.house import settings_of
from tests.support.deciding import BEYOND, OF_ONE_ALONE, answers, decisions
from tests.support.dry import undo_everything
from tests.support.few import few_cases
from tests.support.prepared import SEED_NOW, demo_copy
from tests.support.sampling import moving, said_anew, sampled

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

Row = Mapping[str, Any]

QUEUED: Mapping[str, str] = {"cases": "Case", "protocols": "Protocol", "assignments": "Assignment"}
"""List that takes `allowedAction` → what it holds."""

NEWEST = 20
"""Cases of a status, or of a queue, that are looked at."""

PAGE = 100
NO_ROWS: Row = {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}

AT_ONCE = 5
"""Lists asked for in one operation."""

LISTS: Mapping[str, tuple[str, str, str]] = {
    "cases": (
        "case",
        "number status receivedAt topic { id } outsideSectors responses { status }",
        "revision recipient { id } responses { no status }",
    ),
    "protocols": (
        "protocol",
        "status",
        "revision items { decisions { assignments { responsible { id } } } }",
    ),
    "assignments": ("assignment", "status", "revision"),
    "members": ("node", "... on Membership { role }", "revision"),
    "curatorAbsences": ("node", "... on CuratorAbsence { endedAt }", "revision"),
    "accounts": ("node", "... on UserAccount { isActive }", "revision"),
    "clients": ("node", "... on Client { isActive }", "revision"),
    "webhooks": ("node", "... on Webhook { state }", "revision"),
}
"""List → how one of its objects is asked for alone, what tells states apart, and what inputs are made of."""

OFFERS = "allowedActions { action allowed filterValue asksReason reasons { code message rule facts } }"

GUARDS = frozenset(
    {
        ("FOUR_EYES", None),
        *(("INVALID", one) for one in OF_ONE_ALONE),
        *(("DEADLINE_RULE", one) for one in ("already_due", "extended_once", "forwarding_term")),
    }
)
"""What is asked of one object alone, by guards: lists say nothing of it (contract, §2)."""

TYPES = (
    "Message",
    "Appeal",
    "Incident",
    "Protocol",
    "Assignment",
    "Membership",
    "CuratorAbsence",
    "UserAccount",
    "Client",
    "Webhook",
)


@dataclass
class Office:
    """The demo behind its doors, as it stands at its own moment: whatever is done there has not happened."""

    installation: Installation
    logins: Mapping[str, str]
    topic: str
    recipient: str
    act: str
    official: str
    outside: str
    asked: set[str] = field(default_factory=set)
    tokens: dict[str, str] = field(default_factory=dict)

    async def roles(self, login: str) -> Any:
        """The roles behind a login."""
        principals = self.installation.container.principals
        return (await principals.current(self.logins[login], SEED_NOW)).roles

    async def ask(self, login: str, document: str, **variables: Any) -> Row:
        """The data of what somebody asks, or does."""
        if login not in self.tokens:
            ttl, keys = TOKEN_SECONDS, self.installation.keys
            self.tokens[login] = keys.issue_access(self.logins[login], SESSION, now=SEED_NOW, ttl_seconds=ttl)
        reply = await self.installation.client.ask(self.tokens[login], document, variables)
        assert set(reply.codes) <= {"FORBIDDEN"}, reply.text
        return reply.data

    async def listed(self, login: str, name: str) -> list[Row]:
        """All rows of a list, page by page, each with what it offers."""
        shown = f"{_rows(name)} pageInfo {{ hasNextPage endCursor }}"
        query = f"query($after: String) {{ {name}(first: {PAGE}, after: $after) {{ {shown} }} }}"
        found: list[Row] = []
        after, goes_on = None, True
        while goes_on:
            page = (await self.ask(login, query, after=after))[name] or NO_ROWS
            found += page["nodes"]
            goes_on, after = page["pageInfo"]["hasNextPage"], page["pageInfo"]["endCursor"]
        return found

    async def newest(self, login: str, name: str) -> list[Row]:
        """Some rows of a list, of cases the newest of each status; each with what it offers."""
        fields = _rows(name)
        if name != "cases":
            page = (await self.ask(login, f"{{ {name}(first: 40) {{ {fields} }} }}"))[name]
            return page["nodes"] if page is not None else []
        pages = [
            f"{one}: cases(first: {NEWEST}, filter: {{status: {one}}}) {{ {fields} }}" for one in CaseStatus
        ]
        return [row for page in (await self._several(login, pages)).values() for row in page["nodes"]]

    async def queues(self, login: str, name: str) -> Mapping[str, Row]:
        """Value of `allowedAction` → the first objects of a list that wait for it, and whether there are more."""
        at = "receivedAt" if name == "cases" else ""
        fields = f"nodes {{ id {at} }} pageInfo {{ hasNextPage }}"
        kind = QUEUED.get(name)
        values = [one.filter_value for one in operations().values() if one.record.__name__ == kind]
        pages = [
            f"{one}: {name}(first: {NEWEST}, filter: {{allowedAction: {one}}}) {{ {fields} }}"
            for one in values
            if one is not None
        ]
        return await self._several(login, pages)

    async def _several(self, login: str, pages: Sequence[str]) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for start in range(0, len(pages), AT_ONCE):
            found |= await self.ask(login, f"{{ {' '.join(pages[start : start + AT_ONCE])} }}")
        return found

    async def alone(self, login: str, name: str, row: Row) -> Row:
        """An object of a list, asked for by itself."""
        door, _, needed = LISTS[name]
        posts = "publications { url }" if row["__typename"] == "Incident" else ""
        fields = f"__typename id {needed} {posts} {OFFERS}"
        on = f"... on {row['__typename']} {{ {fields} }}"
        found: Row = (
            await self.ask(login, f"query($id: ID!) {{ one: {door}(id: $id) {{ {on} }} }}", id=row["id"])
        )["one"]
        return found


def _rows(name: str) -> str:
    return f"nodes {{ __typename ... on Node {{ id }} {LISTS[name][1]} {OFFERS} }}"


@pytest.fixture(scope="module")
async def office(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> AsyncIterator[Office]:
    """A copy of the demo, in a plain run with few of its cases, in which everything is tried and nothing happens."""
    ids = itertools.count()
    copied = demo_copy if request.config.getoption("--all-differences") else few_cases
    with copied("promises") as copy:
        settings = settings_of(copy.url, copy.database, tmp_path_factory.mktemp("var"))
        async with opened(
            settings, documents(), now=lambda: SEED_NOW, new_id=lambda: f"{next(ids):024d}"
        ) as installation:
            undo_everything(installation.store)
            yield await _office(installation)


async def _office(installation: Installation) -> Office:
    store, rows = installation.store, installation.container.reference.snapshot.rows
    accounts = await store.collection("accounts").find({"is_demo": True}).to_list(length=None)
    acts = await store.collection("legal_acts").find({}).to_list(length=None)
    topic = next(one for one in rows("topics") if one["sector_id"] and one["is_active"])
    body = next(one for one in rows("organizations") if one["is_responsible_recipient"])
    bodies = [one for one in rows("organizations") if one["state"] == "ACTIVE"]
    outside = next(one for one in bodies if not one["is_responsible_recipient"])
    act = next(one for one in acts if one["url"] or one["file_id"])
    return Office(
        installation,
        {one["login"]: one["_id"] for one in accounts if one["person_id"] and one["is_active"]},
        global_id("Topic", topic["_id"]),
        global_id("Organization", body["_id"]),
        global_id("LegalAct", act["_id"]),
        global_id("Person", next(one["_id"] for one in rows("persons") if one["is_active"])),
        global_id("Organization", outside["_id"]),
    )


def inputs(office: Office, row: Row) -> Mapping[str, Row]:
    """Mutation → what it is given besides the id, so that nothing is wrong with the input of any."""
    formal = {
        "topicId": office.topic,
        "summary": "Проверка обещаний",
        "expectedRevision": row["revision"],
    }
    routed = {"recipientId": (row.get("recipient") or {}).get("id") or office.recipient}
    reason = {"reason": "Проверка обещаний"}
    text, post = {"text": "Проверка обещаний"}, {"url": "https://vk.com/wall-1_999", "text": "Проверка"}
    replies = [f"https://vk.com/wall-1_{number}" for number, _ in enumerate(row.get("publications") or ())]
    officials = {
        one["responsible"]["id"]
        for item in row.get("items") or ()
        for decision in item["decisions"]
        for one in decision["assignments"]
    }
    return {
        **dict.fromkeys(("formalizeSubmission", "formalizeIncident"), formal),
        "rejectSubmission": {"reason": "TEST", "comment": "Проверка"},
        **dict.fromkeys(("routeSubmission", "routeIncident"), routed),
        "dismissIncident": {"reason": "NO_ANSWER_NEEDED"},
        "addPublication": {"publication": post},
        "publishIncidentReply": {"replyUrls": replies},
        **answers(row),
        **decisions(SEED_NOW, office.official, office.outside, office.act),
        **{name: {"outcome": "RESOLVED"} for name in ("closeSubmission", "closeIncident")},
        "updateClient": {"owner": "Проверка обещаний"},
        "replaceClientDocuments": {"documents": []},
        "updateWebhook": {"isPaused": True},
        "replayDeliveries": {"fromPosition": 1, "toPosition": 1},
        "revealApplicant": {"fields": ["FULL_NAME"], **reason},
        "recordAssignmentAcknowledgement": {"via": "Лист"},
        "commentProtocol": text,
        "dissent": {**text, "order": 1},
        "updateProtocol": {"place": "г. Боготол", "expectedRevision": row["revision"]},
        "dispatchProtocol": {"recipients": [{"personId": one, "via": "EMAIL"} for one in sorted(officials)]},
        "endMembership": {"legalActId": office.act},
        "endCuratorAbsence": {"legalActId": office.act},
        "reportAssignment": {**text, "evidence": ["https://bogotol-r04.gosweb.gosuslugi.ru/"]},
        "addNote": {**text, "audience": "EVERYONE"},
        **dict.fromkeys(
            """returnRouting returnIncident returnResponse
            returnIncidentReply sendBackProtocol returnAssignmentReport blockAccount blockClient""".split(),
            reason,
        ),
    }


async def tried(office: Office, login: str, row: Row, names: Sequence[str]) -> dict[str, Row | None]:
    """Mutation → why it is refused on this object, tried dry; None where it would have succeeded."""
    given, found = inputs(office, row), dict[str, Row | None]()
    for name in names:
        document = (
            f"mutation($input: {_input_type(name)}) {{ {name}(input: $input) "
            "{ errors { code message path facts } } }"
        )
        answer = await office.ask(login, document, input={"id": row["id"], **given.get(name, {})})
        errors = answer[name]["errors"]
        found[name] = errors[0] if errors else None
        office.asked.add(name)
    return found


def _input_type(name: str) -> str:
    core = schema._schema.mutation_type
    assert core is not None
    return str(core.fields[name].args["input"].type)


def differences(row: Row, alone: Row, outcome: Mapping[str, Row | None]) -> Iterator[str]:
    """What the list, the object alone and the mutation say differently of one object."""
    what = f"{row['__typename']} {row.get('number')} {row.get('status')}"
    listed = {one["action"]: one for one in row["allowedActions"]}
    single = {one["action"]: one for one in alone["allowedActions"]}
    if list(listed) != list(single):
        yield f"{what}: offered in the list {list(listed)}, alone {list(single)}"
    for name, said in outcome.items():
        told = said and (said["code"], (said["facts"] or {}).get("rule"))
        refused = None if told in BEYOND else said
        one, alike = single.get(name), listed.get(name)
        if (one is not None and one["allowed"]) is not (refused is None):
            yield f"{what} {name}: alone {one}, the mutation {refused}"
        if (alike is not None and alike["allowed"]) is not (refused is None or told in GUARDS):
            yield f"{what} {name}: in the list {alike}, the mutation {refused}"
        if one is not None and not one["allowed"] and not _is_reason(one["reasons"], refused):
            yield f"{what} {name}: the reasons {one['reasons']}, the mutation {refused}"


def _is_reason(reasons: Sequence[Row], refused: Row | None) -> bool:
    """Whether the first reason is what the mutation says, word for word."""
    keys = ("code", "message", "facts")
    return bool(reasons) and refused is not None and all(reasons[0][key] == refused[key] for key in keys)


async def test_what_is_offered_is_what_happens(office: Office, request: pytest.FixtureRequest) -> None:
    tries_all = request.config.getoption("--all-differences")
    wrong: list[str] = []
    outcomes: Counter[bool] = Counter()
    known: set[Any] = set()
    said: set[Any] = set()
    waited: set[Any] = set()
    for login in sorted(office.logins):
        roles = await office.roles(login)
        # Of people of the same roles, each with a sector or a body of his own, one is asked for what waits for him.
        is_asked = tries_all or roles not in waited
        waited.add(roles)
        for name in LISTS:
            rows = await (office.newest if tries_all else office.listed)(login, name)
            queues = await office.queues(login, name) if rows and is_asked else {}
            wrong += [f"{login} {one}" for row in rows for one in queued_otherwise(row, queues)]
            for row, every in sampled(rows, roles, known):
                names = every if tries_all else said_anew(row, roles, every, said)
                if not names:
                    continue
                alone = await office.alone(login, name, row)
                outcome = await tried(office, login, alone, names)
                outcomes.update(one is None for one in outcome.values())
                wrong += [f"{login} {one}" for one in differences(row, alone, outcome)]
    assert wrong == []
    # Enough has been tried of either kind, and each action at least once.
    assert min(outcomes[True], outcomes[False]) > (200 if tries_all else 100)
    assert office.asked == {one.shown_name for kind in TYPES for one in moving(kind)}


def queued_otherwise(row: Row, queues: Mapping[str, Row]) -> Iterator[str]:
    """What the queues of `allowedAction` say otherwise than the list itself."""
    offered = {one["filterValue"] for one in row["allowedActions"] if one["allowed"]}
    for value, page in queues.items():
        nodes = page["nodes"]
        # Newest first: what is older than the last of a page that goes on may be on a later one.
        if page["pageInfo"]["hasNextPage"] and row.get("receivedAt", "") <= nodes[-1].get("receivedAt", ""):
            continue
        if any(one["id"] == row["id"] for one in nodes) is not (value in offered):
            yield f"{row.get('number')} {row['id']}: in the list {value in offered}, otherwise in the queue {value}"

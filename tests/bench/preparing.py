"""What has to be there before the measuring: a member with two roles, and accepted messages to be routed."""

import contextlib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pymongo import ReplaceOne

from api.clock import monotonic, utc_now
from api.process import new_id
from documents.accounts.reading import account_by_login
from documents.aggregates import STORED
from documents.container import Container, open_container
from documents.installation.releases import CURRENT, note_release
from documents.kernel.ids import global_id
from documents.kernel.store.connection import Store, StoreSettings, open_store
from documents.kernel.write.operation import operations
from documents.kernel.write.runner import Request
from documents.loading.operations import load_rows
from tests.bench.servers import KnownCases
from tests.bench.work import HEAD, TWO_ROLES

BATCH = 50
ALL = 100_000
WRITTEN_AT_ONCE = 500
TEXT = "На улице Ленина у дома 5 глубокая яма, машины объезжают её по тротуару. Прошу засыпать до дождей. Мария Петрова"


@dataclass(frozen=True)
class Message:
    """An accepted message and where it is to go, in stored ids."""

    case_id: str
    recipient_id: str
    assignee_id: str

    def by_hand(self) -> Mapping[str, Any]:
        """The body that the floor takes."""
        return {"_id": self.case_id, "recipient_id": self.recipient_id, "assignee_id": self.assignee_id}

    def variables(self) -> Mapping[str, Any]:
        """The variables of the mutation."""
        named = {
            "id": global_id("Message", self.case_id),
            "recipientId": global_id("Organization", self.recipient_id),
            "assigneeId": global_id("Person", self.assignee_id),
        }
        return {"input": named}


class Preparation:
    """A container of the bench's own, through which everything is written as callers would write it."""

    def __init__(self, store: Store, container: Container) -> None:
        self.store = store
        self._container = container

    async def incident_id(self) -> str:
        """An incident that has everything W1 asks for."""
        wanted = {"kind": "INCIDENT", "sector_id": {"$ne": None}, "recipient_id": {"$ne": None}}
        row = await self.store.collection("cases").find_one(wanted)
        assert row is not None
        return str(row["_id"])

    async def give_second_role(self) -> None:
        """Make a sector lead also head of the recipient that has most cases outside his sector."""
        account = await account_by_login(self.store, TWO_ROLES)
        assert account is not None
        group: list[Mapping[str, Any]] = [
            {"$match": {"recipient_id": {"$ne": None}, "sector_id": {"$ne": "ROADS"}}},
            {"$sortByCount": "$recipient_id"},
        ]
        busiest = (await self.store.aggregate("cases", group))[0]["_id"]
        now = utc_now()
        role = {
            "_id": new_id(),
            "person_id": account["person_id"],
            "role": "RECIPIENT_HEAD",
            "organization_id": busiest,
            "valid_from": now - timedelta(days=1),
            "is_demo": True,
        }
        facts = {"rows": [("memberships", role)], "updated_at": now}
        await self._container.runner.run_together([Request(load_rows, None, now, facts=facts)])

    async def messages(self, wanted: int) -> list[Message]:
        """Messages as the head registers, formalizes and accepts them, each ready to be routed."""
        account = await account_by_login(self.store, HEAD)
        assert account is not None
        now = utc_now()
        who = await self._container.principals.of(account["_id"], now)
        topic_id, person = self._topic(), self._person()
        found: list[Message] = []
        declared = operations()
        facts = {"kind": "MESSAGE", "channel_id": "POS", "text": TEXT, "message_kind": None}
        while len(found) < wanted:
            register = Request(declared["register_submission"], who, now, facts=facts)
            outcomes = await self._container.runner.run_together([register] * min(BATCH, wanted - len(found)))
            ids = [outcome.record.id for outcome in outcomes if outcome.record is not None]
            stated = {"topic_id": topic_id, "summary": "Яма на дороге"}
            rest = [
                request
                for one in ids
                for request in (
                    Request(declared["formalize_submission"], who, now, one, facts=stated),
                    Request(declared["accept_submission"], who, now, one),
                )
            ]
            await self._container.runner.run_together(rest)
            found += [Message(one, person["organization_id"], person["_id"]) for one in ids]
        return found

    async def take_back(self, known: KnownCases, messages: Iterable[Message] | None = None) -> None:
        """Store cases as a release before stored them, without what it does not know: these messages, or all that are
        there. Cases with a state or the like that it cannot answer go away for all servers.
        """
        cases = self.store.collection("cases")
        named = {} if messages is None else {"_id": {"$in": [one.case_id for one in messages]}}
        rows = await self.store.find("cases", named, at_most=ALL)
        strange = [row["_id"] for row in rows if not known.can_answer(row)]
        await cases.delete_many({"_id": {"$in": strange}})
        changed = [(row, cut) for row in rows if (cut := known.cut(row)) != row]
        for start in range(0, len(changed), WRITTEN_AT_ONCE):
            part = changed[start : start + WRITTEN_AT_ONCE]
            await cases.bulk_write([ReplaceOne({"_id": row["_id"]}, cut) for row, cut in part])

    @contextlib.asynccontextmanager
    async def as_release(self, number: int) -> AsyncIterator[None]:
        """Say that the data are of another release while the block runs, in which a program that knows only that one
        starts: it asks once. One that knows no errata keeps one protocol a meeting, and starts on no second one: they go
        away for all servers."""
        await self.store.collection("protocols").delete_many({"corrects_id": {"$ne": None}})
        await note_release(self.store, number, utc_now())
        yield
        await note_release(self.store, CURRENT, utc_now())

    def _topic(self) -> str:
        rows = self._container.reference.snapshot.rows("topics")
        return next(
            str(row["_id"])
            for row in rows
            if row["sector_id"] == "ROADS" and row["is_active"] and not row["is_sensitive"]
        )

    def _person(self) -> Mapping[str, Any]:
        snapshot = self._container.reference.snapshot
        for row in snapshot.rows("persons"):
            body = snapshot.row("organizations", row["organization_id"])
            is_there = row["is_active"] and body is not None and body["state"] == "ACTIVE"
            # Messages are routed to nobody but those who must answer.
            if is_there and body is not None and body["is_responsible_recipient"]:
                return row
        raise AssertionError("the demo has people of responsible recipients")

    async def close(self) -> None:
        """Give the connections back."""
        await self.store.close()


async def prepare(url: str) -> Preparation:
    """Open a container on the store that the servers serve."""
    store = await open_store(StoreSettings(url), STORED)
    return Preparation(store, await open_container(store, new_id=new_id, monotonic=monotonic))

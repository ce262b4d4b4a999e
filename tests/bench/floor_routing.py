"""W5 by hand: the rows that routing a message writes, without models, guards, lock rows or rights, by the driver's helpers:
what one writes who does not send all in one command. It stays the measure by which releases are told apart."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex
from typing import Any

from auth.principal import Principal
from documents.kernel.store.connection import Store

Row = dict[str, Any]
ATTEMPTS = 12
UNCHANGED_KEYS = ("channel", "creator", "sector", "system")
TOLD = ("assignee_id", "recipient_id", "routed_at", "status")


class Routing:
    """Routes one message in one transaction: two reads, a replacement, an insert, the commit."""

    def __init__(
        self,
        store: Store,
        sectors: Mapping[str | None, Row],
        organizations: Mapping[str | None, Row],
        people: Mapping[str | None, Row],
    ) -> None:
        self._store = store
        self._sectors, self._organizations, self._people = sectors, organizations, people

    async def route(self, who: Principal, now: datetime, given: Row) -> Row:
        """Route, and answer the payload."""
        cut = now.replace(microsecond=now.microsecond // 1000 * 1000)

        async def body(session: Any) -> Row:
            find = self._store.collection
            # The version of the reference data, and whether a session was revoked since the last look at one.
            both = {"_id": {"$in": ["reference", "revocations"]}}
            await find("versions").find(both, session=session).to_list(length=2)
            before = await find("cases").find_one({"_id": given["_id"]}, session=session)
            assert before is not None
            assert before["status"] == "ACCEPTED"
            assert given["recipient_id"] in self._organizations
            after = routed(before, given, who.subject, cut)
            result = await find("cases").replace_one(
                {"_id": before["_id"], "revision": before["revision"]}, after, session=session
            )
            assert result.matched_count == 1
            await find("events").insert_many([event(before, after, who, cut)], session=session)
            return after

        after = await self._store.transaction(body, attempts=ATTEMPTS)
        return {"routeSubmission": {"submission": self._shown(after), "errors": []}}

    def _shown(self, row: Row) -> Row:
        return {
            "kind": row["kind"],
            "status": row["status"],
            "revision": row["revision"],
            "isSensitive": row["is_sensitive"],
            "wasReturned": row["was_returned"],
            "sector": self._sectors.get(row["sector_id"]),
            "recipient": self._organizations.get(row["recipient_id"]),
            "assignee": self._people.get(row["assignee_id"]),
            "routings": [
                {
                    "reason": one["reason"],
                    "toOrganization": self._organizations.get(one["to_organization_id"]),
                }
                for one in row["routings"]
            ],
        }


def routed(before: Row, given: Row, subject: str, now: datetime) -> Row:
    """The row after a first routing."""
    recipient, assignee = given["recipient_id"], given["assignee_id"]
    sending = {
        "to_organization_id": recipient,
        "to_person_id": assignee,
        "by_id": subject,
        "at": now,
        "rule_id": None,
        "is_automatic": False,
        "reason": None,
        "reason_redacted": None,
        "returned_at": None,
        "return_reason": None,
        "return_reason_redacted": None,
        "link": None,
    }
    kept = [key for key in before["access_keys"] if key.partition(":")[0] in UNCHANGED_KEYS]
    return {
        **before,
        "status": "ASSIGNED",
        "recipient_id": recipient,
        "assignee_id": assignee,
        "co_assignee_ids": [],
        "routed_at": now,
        "routings": [*before["routings"], sending],
        "clocks": clocks(before, recipient, now),
        "revision": before["revision"] + 1,
        "updated_at": now,
        "sort_routed": f"{now.isoformat(timespec='milliseconds')}|{before['_id']}",
        "access_keys": sorted([*kept, f"org:{recipient}", f"person:{assignee}"]),
    }


def clocks(before: Row, recipient: str, now: datetime) -> list[Row]:
    """The clocks after a first routing: coordination is done, execution begins, and the recipient holds what runs on."""
    stopped = [
        {**one, "done_at": now}
        if one["kind"] == "COORDINATION"
        else {**one, "holder_id": recipient}
        if one["done_at"] is None
        else one
        for one in before["clocks"]
    ]
    execution = {"kind": "EXECUTION", "started_at": now, "due_at": before["due_at"], "done_at": None}
    return [*stopped, {**execution, "holder_id": recipient, "term": None}]


def event(before: Row, after: Row, who: Principal, now: datetime) -> Row:
    """Its row in the event log."""
    sequence = after["revision"]
    return {
        "_id": f"cases:{after['_id']}:{sequence}",
        "revision": 1,
        "updated_at": now,
        "name": "submission.routed",
        "object_collection": "cases",
        "object_id": after["_id"],
        "sequence": sequence,
        "at": now,
        "actor": {"account_id": who.account_id, "person_id": who.person_id, "role": "CENTER_HEAD"},
        "acting_for_id": None,
        "action": "submission.route",
        "keys_before": before["access_keys"],
        "keys_after": after["access_keys"],
        "changed": ["assignee_id", "recipient_id", "routed_at", "routings", "status"],
        "changes": [{"field": name, "before": before[name], "after": after[name]} for name in TOLD],
        "facts": {},
        "transaction_id": token_hex(12),
        "sort_sequence": f"{sequence:09d}",
        "position": None,
    }

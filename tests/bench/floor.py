"""The reference «floor»: routes written by hand, with the same bearer check and commands, and nothing between."""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from auth.actions import Action
from auth.policy.decide import Plan, plan
from auth.principal import Principal
from documents.cases.statuses import LABELS, CaseStatus
from tests.bench.floor_routing import Routing
from tests.bench.hosting import Premises, host

Row = dict[str, Any]
CAP = 10_000
WRITTEN = orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z
STATUSES = list(CaseStatus)

PAGE_KEYS = (
    "number kind status priority summary is_sensitive received_at registered_at routed_at due_at overdue_at revision "
    "location sector_id topic_id settlement_id recipient_id assignee_id access_keys sort_received"
)
EVERY_KEY = (
    "number kind status priority outside_sectors summary is_sensitive is_actionable received_at registered_at routed_at "
    "first_response_at answered_at closed_at updated_at due_at overdue_at due_soon_at outcome was_returned is_repeat "
    "reopened_count revision is_demo"
)
INCIDENT_KEYS = (
    "number kind status priority importance summary is_sensitive received_at routed_at due_at overdue_at revision "
    "sector_id recipient_id"
)
LINE_KEYS = "number kind status summary due_at overdue_at recipient_id assignee_id"
ASSIGNMENT_KEYS = "number text status due_on overdue_at responsible_id organization_id"
MEETING_KEYS = "number title status planned_at form"


def keys(text: str) -> dict[str, int]:
    """A projection."""
    return dict.fromkeys(text.split(), 1)


def public_id(kind: str, row_id: str) -> str:
    """The global id of a case."""
    return urlsafe_b64encode(f"{kind.capitalize()}:{row_id}".encode()).decode().rstrip("=")


class Floor:
    """The handlers; relations come from shapes made once of the reference data."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises
        self._cases = premises.store.collection("cases")
        self._assignments = premises.store.collection("assignments")
        self._meetings = premises.store.collection("meetings")
        snapshot = premises.container.reference.snapshot

        def shapes(collection: str, **names: str) -> Mapping[str | None, Row]:
            return {
                row["_id"]: {name: row[key] for name, key in names.items()}
                for row in snapshot.rows(collection)
            }

        self._sectors = shapes("sectors", code="code", title="title")
        self._topics = shapes("topics", title="title")
        self._settlements = shapes("settlements", title="title")
        self._short = shapes("organizations", shortName="short_name")
        self._names = shapes("organizations", name="name", shortName="short_name")
        self._people = shapes("persons", fullName="full_name")
        self._routing = Routing(premises.store, self._sectors, self._short, self._people)

    def routes(self) -> list[Route]:
        """One path for each line of the table."""
        doors: Mapping[str, Callable[[Principal, datetime, Any], Awaitable[Row]]] = {
            "W1": self.incident,
            "W2": self.page,
            "W3": self.everything,
            "W4": self.monday,
            "W5": self._routing.route,
            "W6": self.page,
        }
        return [Route(f"/{name}", self._door(work), methods=["POST"]) for name, work in doors.items()]

    def _door(
        self, work: Callable[[Principal, datetime, Any], Awaitable[Row]]
    ) -> Callable[[Request], Awaitable[Response]]:
        authentication, principals = self._premises.authentication, self._premises.container.principals

        async def answer(request: Request) -> Response:
            caller = await authentication.caller(request)
            assert caller.account_id is not None
            who = await principals.of(caller.account_id, caller.now)
            given = orjson.loads(await request.body())
            return Response(
                orjson.dumps({"data": await work(who, caller.now, given)}, option=WRITTEN),
                media_type="application/json",
            )

        return answer

    async def incident(self, who: Principal, now: datetime, given: Row) -> Row:
        """W1."""
        row = await self._cases.find_one({"_id": given["_id"]}, keys(INCIDENT_KEYS))
        assert row is not None
        shown = {
            "id": public_id(row["kind"], row["_id"]),
            "number": row["number"],
            "status": row["status"],
            "priority": row["priority"],
            "importance": row["importance"],
            "summary": row["summary"],
            "isSensitive": row["is_sensitive"],
            "receivedAt": row["received_at"],
            "routedAt": row["routed_at"],
            "dueAt": row["due_at"],
            "isOverdue": row["overdue_at"] <= now,
            "revision": row["revision"],
            "sector": self._sectors.get(row["sector_id"]),
            "recipient": self._names.get(row["recipient_id"]),
        }
        return {"incident": shown}

    async def page(self, who: Principal, now: datetime, given: Row) -> Row:
        """W2 and W6."""
        first, where = given["first"], readable(who)
        cursor = self._cases.find(where, keys(PAGE_KEYS)).sort("sort_received", -1).limit(first + 1)
        rows, count = await asyncio.gather(
            cursor.to_list(length=None), self._cases.count_documents(where, limit=CAP + 1)
        )
        flats, found = plan(who, Action.APPLICANT_READ, without_reason=True), rows[:first]
        last = (
            self._premises.cursors.seal(found[-1]["sort_received"], order="cases:sort_received:DESC")
            if found
            else None
        )
        shown = {
            "totalCount": {"value": min(count, CAP), "precision": "EXACT" if count <= CAP else "AT_LEAST"},
            "pageInfo": {"hasNextPage": len(rows) > first, "endCursor": last},
            "nodes": [self._paged(row, now, flats) for row in found],
        }
        return {"cases": shown}

    def _paged(self, row: Row, now: datetime, flats: Plan) -> Row:
        received, place = row["received_at"], row["location"]
        sees_flat = flats.everything or flats.admits(row["access_keys"])
        return {
            "id": public_id(row["kind"], row["_id"]),
            "number": row["number"],
            "kind": row["kind"],
            "status": row["status"],
            "priority": row["priority"],
            "summary": row["summary"],
            "isSensitive": row["is_sensitive"],
            "receivedAt": received,
            "registeredAt": row["registered_at"],
            "routedAt": row["routed_at"],
            "dueAt": row["due_at"],
            "isOverdue": row["overdue_at"] <= now,
            "ageHours": int((now - received).total_seconds() // 3600),
            "revision": row["revision"],
            "location": {
                "street": place["street"],
                "house": place["house"],
                "flat": place["flat"] if sees_flat else None,
            },
            "sector": self._sectors.get(row["sector_id"]),
            "topic": self._topics.get(row["topic_id"]),
            "settlement": self._settlements.get(row["settlement_id"]),
            "recipient": self._short.get(row["recipient_id"]),
            "assignee": self._people.get(row["assignee_id"]),
        }

    async def everything(self, who: Principal, now: datetime, given: Row) -> Row:
        """W3, without what only rights can say."""
        first = given["first"]
        cursor = self._cases.find(readable(who), keys(EVERY_KEY)).sort("sort_received", -1).limit(first + 1)
        rows = await cursor.to_list(length=None)
        return {"cases": {"nodes": [whole(row, now) for row in rows[:first]]}}

    async def monday(self, who: Principal, now: datetime, given: Row) -> Row:
        """W4."""
        late, soon = {"overdue_at": {"$lte": now}}, {"due_soon_at": {"$lte": now}, "overdue_at": {"$gt": now}}
        review = {"kind": {"$in": ["MESSAGE", "APPEAL"]}, "status": "IN_REVIEW"}
        counted: Row = {"status": {"$ne": CaseStatus.CANCELLED.value}}
        group: list[Row] = [
            {"$match": counted},
            {"$group": {"_id": {"STATUS": "$status"}, "count": {"$sum": 1}}},
        ]
        find, keyed = self._cases.find, keys(LINE_KEYS)
        found: Any = await asyncio.gather(
            find(late, keyed).sort("sort_due", 1).limit(21).to_list(length=None),
            self._cases.count_documents(late, limit=CAP + 1),
            find(soon, keyed).sort("sort_due", 1).limit(21).to_list(length=None),
            find(review, keyed).sort("sort_received", -1).limit(21).to_list(length=None),
            find({"kind": "INCIDENT"}, keyed).sort("sort_received", -1).limit(21).to_list(length=None),
            self._assignments.find({"overdue_at": {"$lte": now}}, keys(ASSIGNMENT_KEYS))
            .sort("sort_due", 1)
            .limit(21)
            .to_list(length=None),
            self._meetings.find({}, keys(MEETING_KEYS))
            .sort("sort_planned", -1)
            .limit(6)
            .to_list(length=None),
            self._grouped(group),
        )
        overdue, total, due_soon, in_review, incidents, assignments, meetings, counts = found
        counted = {"value": min(total, CAP), "precision": "EXACT" if total <= CAP else "AT_LEAST"}
        return {
            "overdue": {"totalCount": counted, "nodes": [self._line(row, now) for row in overdue[:20]]},
            "dueSoon": {"nodes": [self._line(row, now) for row in due_soon[:20]]},
            "inReview": {"nodes": [self._line(row, now) for row in in_review[:20]]},
            "incidents": {"nodes": [self._line(row, now) for row in incidents[:20]]},
            "assignments": {"nodes": [self._assigned(row, now) for row in assignments[:20]]},
            "meetings": {"nodes": [_met(row) for row in meetings[:5]]},
            "caseCounts": _counted(counts),
        }

    async def _grouped(self, stages: Sequence[Row]) -> list[Row]:
        return await (await self._cases.aggregate(stages)).to_list()

    def _line(self, row: Row, now: datetime) -> Row:
        return {
            "number": row["number"],
            "kind": row["kind"],
            "status": row["status"],
            "summary": row["summary"],
            "dueAt": row["due_at"],
            "isOverdue": row["overdue_at"] <= now,
            "recipient": self._short.get(row["recipient_id"]),
            "assignee": self._people.get(row["assignee_id"]),
        }

    def _assigned(self, row: Row, now: datetime) -> Row:
        return {
            "number": row["number"],
            "text": row["text"],
            "status": row["status"],
            "dueOn": row["due_on"],
            "isOverdue": row["overdue_at"] <= now,
            "responsible": self._people.get(row["responsible_id"]),
            "organization": self._short.get(row["organization_id"]),
        }


def readable(who: Principal) -> Row:
    """The condition of the rows that one may read."""
    seen = plan(who, Action.SUBMISSION_READ)
    if seen.everything:
        return {}
    access_keys = sorted(seen.keys)
    return {"access_keys": access_keys[0] if len(access_keys) == 1 else {"$in": access_keys}}


def _met(row: Row) -> Row:
    return {
        "number": row["number"],
        "title": row["title"],
        "status": row["status"],
        "plannedAt": row["planned_at"],
        "form": row["form"],
    }


def _counted(rows: list[Row]) -> Row:
    counts = {CaseStatus(row["_id"]["STATUS"]): row["count"] for row in rows}
    groups = [
        {"key": [{"code": str(status), "title": LABELS[status]}], "count": counts[status]}
        for status in STATUSES
        if status in counts
    ]
    return {"total": {"count": sum(counts.values())}, "groups": groups}


def whole(row: Row, now: datetime) -> Row:
    """A case of W3."""
    received = row["received_at"]
    return {
        "id": public_id(row["kind"], row["_id"]),
        "number": row["number"],
        "kind": row["kind"],
        "status": row["status"],
        "priority": row["priority"],
        "outsideSectors": row["outside_sectors"],
        "summary": row["summary"],
        "isSensitive": row["is_sensitive"],
        "isActionable": row["is_actionable"],
        "receivedAt": received,
        "registeredAt": row["registered_at"],
        "routedAt": row["routed_at"],
        "firstResponseAt": row["first_response_at"],
        "answeredAt": row["answered_at"],
        "closedAt": row["closed_at"],
        "updatedAt": row["updated_at"],
        "dueAt": row["due_at"],
        "isOverdue": row["overdue_at"] <= now,
        "isDueSoon": row["due_soon_at"] <= now < row["overdue_at"],
        "ageHours": int((now - received).total_seconds() // 3600),
        "outcome": row["outcome"],
        "wasReturned": row["was_returned"],
        "isRepeat": row["is_repeat"],
        "reopenedCount": row["reopened_count"],
        "revision": row["revision"],
        "isDemo": row["is_demo"],
    }


def build(premises: Premises) -> ASGIApp:
    """The routes, and no middleware at all."""
    return Starlette(routes=Floor(premises).routes())


if __name__ == "__main__":
    host(build)

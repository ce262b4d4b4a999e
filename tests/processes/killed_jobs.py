"""The jobs that workers are killed in the middle of: what each finds to do, and how often it did each thing."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from documents.cases.delivery import Delivery
from documents.cases.document import Response
from documents.center.document import DeadlineRecount
from documents.files.document import BUCKET, StoredFile
from documents.notifications.document import Notification
from documents.routing_rules.document import RoutingRule
from tests.processes.heaps import (
    DAY,
    Heap,
    KilledJob,
    Mark,
    Putting,
    Row,
    Rows,
    Surroundings,
    each_of,
    letters,
    numbered,
)
from tests.processes.killed_exports import EXPORT_JOBS
from tests.processes.killed_links import LINK_JOBS
from tests.processes.killed_webhooks import WEBHOOK_JOBS
from tests.support.assignments import put_recurring
from tests.support.cases import put_case, registered, routed
from tests.support.meetings import put_vote, voted


def _told(ids: Iterable[str], *kinds: str) -> Callable[[Rows], Counter[Mark]]:
    """Who was told of which object how often."""
    of_these = {"object_id": {"$in": list(ids)}, "kind": {"$in": kinds}}
    return lambda rows: Counter(
        (row["object_id"], row["person_id"]) for row in rows("notifications", **of_these)
    )


def _cases(
    name: str, facts: Callable[[datetime], Mapping[str, Any]], *, event: str, put: Putting = put_case
) -> KilledJob:
    """A job that does something with cases, or with what else is put there, of which each is told by an event."""

    async def pile(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
        return await _in_a_state(facts(now), event, place, numbered(prefix, count), put)

    return KilledJob(name, pile)


async def _in_a_state(
    facts: Mapping[str, Any], event: str, place: Surroundings, ids: list[str], put: Putting = put_case
) -> Heap:
    for one in ids:
        await put(place.town, one, **facts)
    of_these = {"name": event, "object_id": {"$in": ids}}
    return Heap(
        each_of(ids, [event]),
        lambda rows: Counter((row["object_id"], row["name"]) for row in rows("events", **of_these)),
    )


def _removed(name: str, collection: str, row: Callable[[datetime], Mapping[str, Any]]) -> KilledJob:
    """A job that removes rows whose time is over, and leaves the others alone."""

    async def pile(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
        ids = numbered(prefix, count)
        await place.town.store.collection(collection).insert_many(
            [{"_id": one, **row(now)} for one in ids] + [{"_id": f"kept-{prefix}", **row(now + 900 * DAY)}]
        )
        return Heap(each_of(ids, ["removed"]), _gone(collection, prefix, ids))

    return KilledJob(name, pile)


def _gone(collection: str, prefix: str, ids: Iterable[str]) -> Callable[[Rows], Counter[Mark]]:
    def done(rows: Rows) -> Counter[Mark]:
        left = {row["_id"] for row in rows(collection, _id={"$in": [*ids, f"kept-{prefix}"]})}
        assert f"kept-{prefix}" in left, "what was to stay is gone"
        return each_of((one for one in ids if one not in left), ["removed"])

    return done


async def _deadlines(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Cases that became late an hour and a half ago, which nobody was told of since two hours."""
    sets = {"$set": {"until": now - timedelta(hours=2)}}
    marks = place.town.store.collection("notification_marks")
    await marks.update_one({"_id": "CASE_OVERDUE"}, sets, upsert=True)
    ids = numbered(prefix, count)
    for one in ids:
        await put_case(
            place.town,
            one,
            status="IN_PROGRESS",
            recipient_id="roads",
            assignee_id="person-assignee",
            due_at=now - timedelta(minutes=90),
        )
    people = ("person-assignee", "person-pos", "person-recipient.coordinator")
    return Heap(each_of(ids, people), _told(ids, "CASE_OVERDUE"))


async def _routings(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Events of cases that were routed: of each the assignee and two of the body are told."""
    # What is told of half a year ago would be removed again by the upkeep.
    place.town.now = now
    followed = {"due_at": now, "runs": 0, "failures": 0, "counts": {}, "position": 0}
    # A job that never ran begins with what comes after.
    jobs = place.town.store.collection("jobs")
    await jobs.update_one({"_id": "notify"}, {"$setOnInsert": followed}, upsert=True)
    ids = [(await routed(place.town)).id for _ in range(count)]
    people = ("person-assignee", "person-recipient.coordinator", "person-recipient.head")
    return Heap(each_of(ids, people), _told(ids, "ROUTED", "ASSIGNED"))


async def _rules(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Routing rules whose body there is none of: of each the head is told."""
    ids = numbered(prefix, count)
    rules = [
        RoutingRule(
            id=one,
            updated_at=now,
            title="Ямы",
            topic_ids=["holes"],
            recipient_id="nobody",
            reason="-",
            rank=1,
        )
        for one in ids
    ]
    for rule in rules:
        rule.derive()
    collection = place.town.store.collection(RoutingRule.collection_name())
    # Of the rounds before every rule was told already.
    await collection.delete_many({})
    await collection.insert_many([rule.to_row() for rule in rules])
    return Heap(each_of(ids, ["person-head"]), _told(ids, "ROUTING_RULE_BROKEN"))


async def _letters(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Notifications that are due by mail: each is a letter, known by its name."""
    ids = numbered(prefix, count)
    rows = [
        _notification(now)
        | {"_id": one, "object_id": one, "mail_state": "WAITING", "mail_due_at": now - timedelta(minutes=1)}
        for one in ids
    ]
    await place.town.store.collection(Notification.get_settings().name or "").insert_many(rows)

    def done(rows: Rows) -> Counter[Mark]:
        # A letter counts once it is noted too: what went out and is not noted goes out again.
        noted = rows("notifications", _id={"$in": ids}, mail_state="SENT")
        return letters(place, {row["_id"]: row["_id"] for row in noted})

    return Heap(each_of(ids, ["sent"]), done)


async def _files(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Uploads that nobody finished: content goes before the row, both go."""
    ids = numbered(prefix, count)
    rows = [
        {
            "_id": one,
            "state": "RECEIVING",
            "account_id": "account-pos",
            "name": "a.txt",
            "size_bytes": 3,
            "mime": "text/plain",
            "sha256": "",
            "scan_status": "NOT_SCANNED",
            "scanned_at": None,
            "uploaded_at": now - DAY,
            "removable_at": now - timedelta(hours=1),
            "object_collection": None,
            "object_id": None,
        }
        for one in ids
    ]
    chunks = f"{BUCKET}.chunks"
    await place.town.store.collection(StoredFile.get_settings().name or "").insert_many(rows)
    await place.town.store.collection(chunks).insert_many(
        [{"_id": f"{one}-0", "files_id": one, "n": 0, "data": b"abc"} for one in ids]
    )

    def done(rows: Rows) -> Counter[Mark]:
        with_rows = {row["_id"] for row in rows("stored_files", _id={"$in": ids})}
        with_content = {row["files_id"] for row in rows(chunks, files_id={"$in": ids})}
        assert with_content <= with_rows, "content without a row is found by nobody"
        return each_of((one for one in ids if one not in with_rows), ["removed"])

    return Heap(each_of(ids, ["removed"]), done)


async def _terms(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Open cases whose deadlines are none of their policy's, and somebody asked to have them counted anew."""
    recount = DeadlineRecount(id=prefix, updated_at=now, asked_by_id="person-head", reason="-")
    await place.town.store.collection(DeadlineRecount.collection_name()).insert_one(recount.to_row())
    ids = numbered(prefix, count)
    return await _in_a_state({"status": "ACCEPTED"}, "case.deadline_recounted", place, ids)


async def _answers(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Answers that wait to go out by e-mail: each is a letter, known by its name."""
    place.town.now = now
    given = {"full_name": "Мария Петрова", "email": "maria@mail.example"}
    known = await registered(place.town, applicant=given)
    ids = numbered(prefix, count)
    for one in ids:
        await put_case(
            place.town,
            one,
            status="ANSWERED",
            answered_at=now,
            applicant_id=known.applicant_id,
            responses=[Response(no=1, text="Засыпали.", author_id="person-head", status="SENT", sent_at=now)],
            deliveries=[Delivery(response_no=1, way="EMAIL", status="QUEUED", at=now)],
        )

    def done(rows: Rows) -> Counter[Mark]:
        noted = rows("cases", _id={"$in": ids}, **{"deliveries.status": "HANDED_OVER"})
        return letters(place, {f"answer-{row['_id']}-1-1": row["_id"] for row in noted})

    return Heap(each_of(ids, ["sent"]), done)


def _notification(at: datetime) -> Row:
    return {
        "person_id": "person-pos",
        "kind": "CASE_OVERDUE",
        "relations": ["DESK"],
        "at": at,
        "object_collection": "cases",
        "object_id": "a",
        "in_inbox": True,
        "read_at": None,
        "mail_state": None,
        "mail_due_at": None,
        "sort_at": "",
    }


def _postponed(now: datetime) -> Row:
    return {"status": "POSTPONED", "postponed_until": now - timedelta(minutes=1)}


KILLED: tuple[KilledJob, ...] = (
    _cases("resume_postponed_submissions", _postponed, event="submission.resumed"),
    *WEBHOOK_JOBS,
    _cases(
        "resume_postponed_incidents",
        lambda now: {**_postponed(now), "kind": "INCIDENT", "channel_id": "VK"},
        event="incident.resumed",
    ),
    _cases(
        "close_unobjected_submissions",
        lambda now: {"status": "ANSWERED", "answered_at": now - 31 * DAY, "proposed_outcome": "RESOLVED"},
        event="submission.closed",
    ),
    _cases(
        "note_late_reopenings",
        lambda now: {
            "status": "ANSWERED",
            "answered_at": now - 9 * DAY,
            "proposal": "REOPENING",
            "reopening_due_at": now - timedelta(minutes=1),
        },
        event="submission.reopening_late",
    ),
    _cases(
        "end_details_terms",
        lambda now: {
            "status": "ACCEPTED",
            "awaits": "DETAILS",
            "details_due_at": now - timedelta(minutes=1),
        },
        event="submission.details_term_over",
    ),
    _cases(
        "escalate_late",
        # A day and a half: the first step, and not yet the second.
        lambda now: {"status": "IN_PROGRESS", "recipient_id": "roads", "due_at": now - 1.5 * DAY},
        event="submission.escalated",
    ),
    _cases("end_votes", lambda now: voted("VOTING", now), event="meeting.voting_closed", put=put_vote),
    _cases(
        "count_votes", lambda now: voted("VOTING_CLOSED", now), event="meeting.ballots_counted", put=put_vote
    ),
    _cases(
        "begin_periods",
        # A period of before is there already, so that the next one has begun whatever the day.
        lambda now: {"issued_at": now - 60 * DAY, "made_until": "2026-01-05"},
        event="assignment.period_begun",
        put=put_recurring,
    ),
    KilledJob("remind_of_deadlines", _deadlines),
    KilledJob("notify", _routings, is_periodic=False),
    KilledJob("check_routing_rules", _rules),
    KilledJob("send_mail", _letters, may_repeat=True),
    KilledJob("send_answers", _answers, may_repeat=True),
    *LINK_JOBS,
    *EXPORT_JOBS,
    KilledJob("recount_open_deadlines", _terms),
    KilledJob("remove_orphan_files", _files),
    _removed("remove_old_notifications", "notifications", lambda now: _notification(now - 500 * DAY)),
    _removed("remove_old_deliveries", "webhook_deliveries", lambda now: {"removable_at": now - DAY}),
    _removed("remove_expired_calls", "idempotent_calls", lambda now: {"expires_at": now - DAY}),
    _removed("remove_expired_sessions", "sessions", lambda now: {"expires_at": now - DAY}),
)
"""The first two are killed in every run of the suite, all of them where there are more rounds."""

AT_WORK_IN_EVERY_ROUND = "stamp_events"
"""The one job that is not among them: its order is judged after each."""

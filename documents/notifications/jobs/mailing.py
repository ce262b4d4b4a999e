"""The job that sends mail: what is due to go out, a letter for each notification or one a day for who wants that.

A letter is claimed, sent and noted. Killed between the sending and the note it is sent once more, under the same name: a
reminder that comes twice does less harm than one that never comes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from documents.accounts.reading import active_accounts
from documents.center.calendars import calendar_of
from documents.kernel.read.reference import Snapshot
from documents.kernel.store.connection import Session
from documents.kernel.write import ledger
from documents.kernel.write.jobs import JobRun, job
from documents.kernel.write.letters import Letter, Post
from documents.notifications.composing import WAITING
from documents.notifications.letters import LetterLine, letter_of, link_to
from documents.notifications.pipelines import numbered
from documents.notifications.preferences import preferences_of
from documents.notifications.reading import title_of
from documents.notifications.relations import READ_BY, Standpoint, may_know
from documents.notifications.telling import NOTIFICATIONS

SENDING, SENT, LEFT = "SENDING", "SENT", "LEFT"
"""Claimed; gone out; or left, since there is nobody to write to, or it is of long ago."""

AT_ONCE = 500
"""So many notifications are gone through in one run; what is left comes with the next."""

TOO_OLD = timedelta(days=3)
"""What could not be sent so long is of no use by mail any more."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Parcel:
    """What goes to one person in one letter."""

    person_id: str
    rows: Sequence[Row]


@job(title="Отправка уведомлений по почте", every=timedelta(minutes=1))
async def send_mail(run: JobRun) -> None:
    """Send what is due by mail; nothing where no mail server is set up."""
    if run.post is None:
        return
    post = run.post
    where = {"mail_due_at": {"$lte": run.now}}
    rows = await ledger.read_many(run.store, NOTIFICATIONS, where, at_most=AT_ONCE, sort={"mail_due_at": 1})
    if not rows:
        return
    snapshot = await run.reference.current()
    parcels = await _parcels(run, rows)
    have_accounts = {one["person_id"] for one in await active_accounts(run.store)}

    async def work(name: str) -> None:
        parcel = parcels[name]
        to = _address(snapshot, parcel.person_id) if parcel.person_id in have_accounts else None
        fresh = [row for row in parcel.rows if row["mail_due_at"] > run.now - TOO_OLD]
        if to is None or not fresh:
            await _note(run, parcel.rows, {"mail_state": LEFT, "mail_due_at": None})
            return
        letter = await _letter(run, snapshot, post, name, to, fresh)
        await _note(run, parcel.rows, {"mail_state": SENDING})
        await post.send(letter)
        await _note(run, parcel.rows, {"mail_state": SENT, "mail_due_at": None})

    await run.each(list(parcels), work)


async def _parcels(run: JobRun, rows: Sequence[Row]) -> Mapping[str, Parcel]:
    """Name of a letter → what goes into it: that of a digest follows from the first of its rows."""
    wishes = await preferences_of(run.store, {row["person_id"] for row in rows})
    found: dict[str, Parcel] = {}
    of_the_day: dict[str, list[Row]] = {}
    for row in rows:
        if wishes[row["person_id"]].is_digest:
            of_the_day.setdefault(row["person_id"], []).append(row)
        else:
            found[row["_id"]] = Parcel(row["person_id"], [row])
    for person_id, own in of_the_day.items():
        found[f"digest-{own[0]['_id']}"] = Parcel(person_id, own)
    return found


def _address(snapshot: Snapshot, person_id: str) -> str | None:
    person = snapshot.row("persons", person_id)
    return person["work_email"] if person is not None and person["is_active"] else None


async def _letter(
    run: JobRun, snapshot: Snapshot, post: Post, name: str, to: str, rows: Sequence[Row]
) -> Letter:
    lines = [await _line(run, snapshot, post.public_url, row) for row in rows]
    return letter_of(name, to, lines, calendar=calendar_of(snapshot), now=run.now)


async def _line(run: JobRun, snapshot: Snapshot, public_url: str, row: Row) -> LetterLine:
    """What is said of one notification, under the rights that its person has now."""
    at: datetime = row["at"]
    resource = READ_BY.get(row["object_collection"])
    there = (
        await numbered(run.store, row["object_collection"], row["object_id"])
        if resource is not None
        else None
    )
    standpoint = Standpoint(snapshot, run.now)
    if there is None or not may_know(row["object_collection"], there, row["person_id"], standpoint):
        return LetterLine(title_of(row["kind"], None), at, public_url)
    assert resource is not None
    type_name = resource.record.type_name(there)
    title = title_of(row["kind"], {"__type": type_name, "number": there.get("number")})
    return LetterLine(title, at, link_to(public_url, type_name, row["object_id"]))


async def _note(run: JobRun, rows: Sequence[Row], sets: Mapping[str, Any]) -> None:
    async def body(session: Session) -> None:
        for row in rows:
            where = {"_id": row["_id"], "mail_state": {"$in": [WAITING, SENDING]}}
            await ledger.change_within(run.store, session, NOTIFICATIONS, where, {"$set": dict(sets)})

    await run.write(body)

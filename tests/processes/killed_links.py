"""Letters with links that wait for a worker: those of bodies without accounts, of messages and incidents by turns, to go out
and to be told of where nobody opened them; and extracts of protocols."""

from collections import Counter
from datetime import datetime

from api.clock import utc_now
from documents.cases.routed import RecipientLink, Routing
from documents.directory.operations.organizations import update_organization
from documents.links.rules import LinkPurpose, minted
from documents.protocols.document import Dispatch, ExtractLetter
from tests.processes.heaps import DAY, Heap, KilledJob, Mark, Rows, Surroundings, each_of, letters, numbered
from tests.support.cases import put_case
from tests.support.dispatched import ordered, signed_protocol
from tests.support.keys import VAULT

BODY, ADDRESS = "yard", "yard@bodies.example"
OFFICIAL = "person-assignee"
UNOPENED = ["submission.link_unopened", "incident.link_unopened"]


async def _put(
    place: Surroundings, prefix: str, count: int, now: datetime, *, sent_at: datetime | None
) -> list[str]:
    place.town.now = utc_now()
    ids = numbered(prefix, count)
    for number, one in enumerate(ids):
        kind, status = (("MESSAGE", "ASSIGNED"), ("INCIDENT", "ROUTED"))[number % 2]
        link = minted(VAULT, LinkPurpose.RECIPIENT, one, nonce=f"nonce-{one}", now=now, days=60)
        given = RecipientLink(**link.model_dump() | {"sent_at": sent_at})
        await put_case(
            place.town,
            one,
            kind=kind,
            status=status,
            recipient_id=BODY,
            routings=[Routing(to_organization_id=BODY, by_id="person-pos", at=now, link=given)],
        )
    return ids


async def _to_send(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Links that wait to go out by e-mail: each is a letter, known by its name."""
    body = await place.town.store.collection("organizations").find_one({"_id": BODY})
    assert body is not None
    if body.get("work_email") != ADDRESS:
        await place.town.do("admin", update_organization, BODY, fields={"work_email": ADDRESS})
    ids = await _put(place, prefix, count, now, sent_at=None)

    def done(rows: Rows) -> Counter[Mark]:
        found = rows("cases", _id={"$in": ids})
        noted = [row["_id"] for row in found if row["routings"][-1]["link"]["sent_at"]]
        return letters(place, {f"link-{one}-1-1": one for one in noted})

    return Heap(each_of(ids, ["sent"]), done)


async def _unopened(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Links that nobody has opened for days: of each it is noted once."""
    ids = await _put(place, prefix, count, now - 5 * DAY, sent_at=now - 4 * DAY)

    def done(rows: Rows) -> Counter[Mark]:
        return Counter(
            (row["object_id"], "told")
            for row in rows("events", object_id={"$in": ids}, name={"$in": UNOPENED})
        )

    return Heap(each_of(ids, ["told"]), done)


async def _extracts(place: Surroundings, prefix: str, count: int, now: datetime) -> Heap:
    """Extracts that wait to go out by e-mail to an official: each is a letter, known by its name."""
    ids = numbered(prefix, count)
    for one in ids:
        sent = Dispatch(
            person_id=OFFICIAL, full_name="Ответственный", sent_at=now, via="СЭД", letter=ExtractLetter()
        )
        facts = {"status": "DISPATCHED", "dispatches": [sent], "number": None}
        protocol = signed_protocol(one, now, ordered(OFFICIAL, "Засыпать ямы"), **facts)
        await place.town.store.collection("protocols").insert_one(protocol.to_row())

    def done(rows: Rows) -> Counter[Mark]:
        found = rows("protocols", _id={"$in": ids})
        noted = [row["_id"] for row in found if row["dispatches"][0]["letter"]["sent_at"]]
        return letters(place, {f"extract-{one}-{OFFICIAL}-1": one for one in noted})

    return Heap(each_of(ids, ["sent"]), done)


LINK_JOBS = (
    KilledJob("send_extracts", _extracts, may_repeat=True),
    KilledJob("send_recipient_links", _to_send, may_repeat=True),
    KilledJob("note_unopened_links", _unopened),
)

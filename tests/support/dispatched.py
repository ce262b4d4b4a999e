"""A protocol that a town has dispatched: to a dispatcher without an account, and to a lead who has one."""

from datetime import datetime, timedelta
from typing import Any

from documents.dispatching.extracts import acknowledging_path
from documents.links.document import GuestLink
from documents.organizations.document import Person
from documents.protocols.document import Decision, Item, Ordered, Protocol
from documents.protocols.operations import dispatch_protocol
from tests.support.keys import VAULT
from tests.support.town import Town

MINUTES, OFFICIAL, LEAD, ADDRESS = "minutes", "person-edds", "person-lead.roads", "edds@bodies.example"
PHONE = "+7 913 000-12-34"
DAY = timedelta(days=1)


def signed_protocol(protocol_id: str, now: datetime, *orders: Ordered, **facts: Any) -> Protocol:
    """A signed protocol as it is stored, whose one decision orders this."""
    decision = Decision(no="1.1", text="Поручить", assignments=list(orders))
    given: dict[str, Any] = {
        "number": 3,
        "status": "SIGNED",
        "signed_by_id": "person-curator",
        "signed_at": now,
        **facts,
    }
    made = Protocol(
        id=protocol_id,
        updated_at=now,
        meeting_id=f"of-{protocol_id}",
        meeting_number="З-1",
        year=2026,
        date="2026-06-01",
        form="IN_PERSON",
        signer_capacity="CURATOR",
        secretary_id="person-pos",
        items=[Item(order=1, title="Отключения", decisions=[decision])],
        **given,
    )
    made.derive()
    return made


def ordered(responsible_id: str, text: str) -> Ordered:
    """What a decision orders of somebody."""
    return Ordered(text=text, responsible_id=responsible_id, due_on="2026-12-20")


async def put_official(town: Town, **facts: Any) -> None:
    """Let the directory know an official who has no account."""
    given = {"full_name": "Диспетчер Анна Петровна", "work_email": ADDRESS, **facts}
    await town.load([Person(id=OFFICIAL, updated_at=town.now, **given)])


async def dispatched(town: Town, now: datetime, **person: Any) -> None:
    """Sign a protocol and dispatch it, both about `now`."""
    town.now = now
    await put_official(town, **person)
    orders = (
        ordered(OFFICIAL, f"Публиковать графики. Телефон {PHONE}"),
        ordered(LEAD, "Засыпать ямы"),
    )
    protocol = signed_protocol(MINUTES, now, *orders)
    await town.store.collection("protocols").insert_one(protocol.to_row())
    recipients = [{"person_id": one, "via": "СЭД"} for one in (OFFICIAL, LEAD)]
    await town.do("head", dispatch_protocol, MINUTES, recipients=recipients)


async def entries(town: Town) -> list[dict[str, Any]]:
    """What is stored of the dispatch: to the official, and to the lead."""
    row = await town.store.collection("protocols").find_one({"_id": MINUTES})
    assert row is not None
    sent: list[dict[str, Any]] = row["dispatches"]
    return sent


async def path_of(town: Town) -> str:
    """Where the official acknowledges."""
    told = acknowledging_path(VAULT, MINUTES, GuestLink(**(await entries(town))[0]["link"]))
    assert told is not None
    return told

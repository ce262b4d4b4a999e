"""A small world for the tests of the policy: people, their principals, documents and their access keys."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from auth.principal import Grant, Principal
from auth.roles import COLUMN
from tests.policy.oracle import COLUMNS, DESK_OF, KEPT, PARENT, Document, Person, Seat, is_inside

FAR = datetime(2027, 1, 1)
SECTORS = ("ROADS", "EDUCATION", "ENERGY")
SYSTEMS = ("pos", "incidents")
PEOPLE = ("me", "petrova", "sidorov")
CREATORS = (*PEOPLE, "account-me")

STATES: Mapping[str, Sequence[str]] = {
    "case": ("NEW", "ACCEPTED", "ASSIGNED", "IN_PROGRESS", "IN_REVIEW", "ANSWERED", "CLOSED"),
    "meeting": ("DRAFT", "SCHEDULED", "IN_SESSION", "HELD"),
    "protocol": ("DRAFT", "IN_REVIEW", "READY_FOR_SIGNATURE", "SIGNED", "DISPATCHED"),
    "assignment": ("DRAFT", "ISSUED", "ACKNOWLEDGED", "IN_PROGRESS", "REPORTED", "COMPLETED"),
}


def principal(person: Person) -> Principal:
    """The person as the policy knows them."""
    return Principal(
        account_id=person.account_id,
        person_id=person.person_id,
        login="me",
        grants=tuple(_grant(seat) for seat in person.seats),
        acts_as_curator=person.acts_as_curator,
        acting_for=None,
        version=1,
        expires_at=FAR,
    )


def _grant(seat: Seat) -> Grant:
    own = seat.organization
    return Grant(
        role=COLUMN[seat.column],
        sectors=frozenset(seat.sectors),
        organizations=frozenset(
            one
            for one in PARENT
            if (own is not None and is_inside(one, own)) or any(is_inside(one, body) for body in seat.bodies)
        ),
        channels=frozenset(channel for channel, desk in DESK_OF.items() if desk in KEPT.get(seat.column, ())),
        system=seat.system,
    )


def seat(column: str, chance: Random) -> Seat:
    """A role with whatever it could need, drawn at random."""
    return Seat(
        column,
        sectors=tuple(
            chance.sample(SECTORS, chance.choice((1, 2)) if column == "SL" else chance.choice((0, 1)))
        )
        if column in {"SL", "IN"}
        else (),
        organization=chance.choice(list(PARENT)) if column in {"RC", "RH"} else None,
        system=chance.choice(SYSTEMS) if column == "IN" else None,
        bodies=tuple(chance.sample(list(PARENT), chance.choice((0, 1)))) if column == "IN" else (),
    )


def person(columns: Sequence[str], chance: Random) -> Person:
    """A person with these roles; a client where the only role is a partner's."""
    is_client = tuple(columns) == ("IN",)
    acts = chance.random() < 0.5 and bool({"CU", "HD"} & set(columns))
    return Person(
        tuple(seat(column, chance) for column in columns),
        person_id=None if is_client else "me",
        acts_as_curator=acts,
    )


def people(count: int, chance: Random) -> Iterator[Person]:
    """People with one to three roles each."""
    for _ in range(count):
        yield person(chance.sample(COLUMNS, chance.choice((1, 2, 2, 3))), chance)


def document(resource: str, chance: Random) -> dict[str, Any]:
    """A document of a resource (`case`, `meeting`, …), drawn at random, with its access keys."""
    drawn = {"resource": resource, **_DRAW[resource](chance)}
    drawn["access_keys"] = keys_of(drawn)
    return drawn


def _case(chance: Random) -> dict[str, Any]:
    return {
        "kind": chance.choice(("MESSAGE", "APPEAL", "INCIDENT")),
        "status": chance.choice(STATES["case"]),
        "channel_id": chance.choice(list(DESK_OF)),
        "sector_id": chance.choice((*SECTORS, None)),
        "recipient_id": chance.choice((*PARENT, None)),
        "assignee_id": chance.choice((*PEOPLE, None)),
        "co_assignee_ids": chance.sample(PEOPLE, chance.choice((0, 0, 1))),
        "creator_id": chance.choice(CREATORS),
        "system_id": chance.choice((*SYSTEMS, None)),
        "is_sensitive": chance.random() < 0.4,
    }


def _meeting(chance: Random) -> dict[str, Any]:
    return {
        "status": chance.choice(STATES["meeting"]),
        "participant_ids": chance.sample(PEOPLE, chance.choice((0, 1, 2))),
        "secretary_id": chance.choice(PEOPLE),
    }


def _ballot(chance: Random) -> dict[str, Any]:
    """A ballot, with what is known of its meeting."""
    voter = chance.choice(PEOPLE)
    return {**_meeting(chance), "person_id": voter, "voter_id": voter}


def _protocol(chance: Random) -> dict[str, Any]:
    return {**_meeting(chance), "status": chance.choice(STATES["protocol"])}


def _assignment(chance: Random) -> dict[str, Any]:
    return {
        "status": chance.choice(STATES["assignment"]),
        "responsible_id": chance.choice(PEOPLE),
        "co_executor_ids": chance.sample(PEOPLE, chance.choice((0, 0, 1))),
        "organization_id": chance.choice((*PARENT, None)),
        "secretary_id": chance.choice((*PEOPLE, None)),
    }


def _proposal(chance: Random) -> dict[str, Any]:
    return {"creator_id": chance.choice(CREATORS)}


def _webhook(chance: Random) -> dict[str, Any]:
    return {"client_id": chance.choice(("account-me", "account-another"))}


def _absence(chance: Random) -> dict[str, Any]:
    return {"curator_id": chance.choice(PEOPLE)}


def _plain(_: Random) -> dict[str, Any]:
    return {}


_DRAW = {
    "case": _case,
    "meeting": _meeting,
    "ballot": _ballot,
    "protocol": _protocol,
    "assignment": _assignment,
    "proposal": _proposal,
    "conference": _proposal,
    "absence": _absence,
    "webhook": _webhook,
    "plain": _plain,
}


def keys_of(drawn: Document) -> list[str]:
    """The access keys that a document stores about itself."""
    resource, status = drawn["resource"], drawn.get("status")
    keys = _facts(drawn)
    if status == "DRAFT":
        return sorted(key for key in keys if key.startswith(("secretary:", "voter:")))
    opens = {
        "meeting": ("HELD",),
        "ballot": ("HELD",),
        "protocol": ("SIGNED", "DISPATCHED"),
        "assignment": STATES["assignment"],
    }
    if status in opens.get(resource, ()):
        keys.add("center")
    return sorted(keys)


def _facts(drawn: Document) -> set[str]:
    single = {
        "sector": drawn.get("sector_id"),
        "org": drawn.get("recipient_id") or drawn.get("organization_id"),
        "channel": drawn.get("channel_id"),
        "system": drawn.get("system_id"),
        "creator": drawn.get("creator_id"),
        "client": drawn.get("client_id"),
        "secretary": drawn.get("secretary_id"),
        "voter": drawn.get("voter_id"),
    }
    keys = {f"{kind}:{value}" for kind, value in single.items() if value is not None}
    if drawn.get("system_id") is not None:
        joined = [f"{kind}:{single[kind]}" for kind in ("sector", "org") if single[kind] is not None]
        keys |= {f"system:{drawn['system_id']} {one}" for one in (*joined, " ".join(joined)) if one}
    responsible = [drawn.get("assignee_id"), drawn.get("responsible_id"), drawn.get("curator_id")]
    together = [*drawn.get("co_assignee_ids", ()), *drawn.get("co_executor_ids", ())]
    keys |= {f"person:{one}" for one in (*responsible, *together) if one is not None}
    return keys | {f"participant:{one}" for one in drawn.get("participant_ids", ())}


def resource_of(action: str) -> str:
    """What kind of document an action is about."""
    kind = action.partition(".")[0]
    if kind in {"meeting", "protocol", "assignment", "absence", "conference", "webhook"}:
        return kind
    if kind in {
        "case",
        "submission",
        "incident",
        "response",
        "reply",
        "applicant",
        "author",
        "satisfaction",
        "quality",
        "intake",
    }:
        return "case"
    return {"ballot.cast": "meeting", "ballot.read": "ballot", "agenda.propose": "proposal"}.get(
        action, "plain"
    )

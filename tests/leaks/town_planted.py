"""The people and reference data of the leak suite: one person a role, as the oracle's small world knows organizations and
desks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.roles import COLUMN
from documents.accounts.clients import OFFERED
from documents.accounts.document import Account
from documents.center.document import CalendarDay, DeadlinePolicy, Setting
from documents.kernel.record import Record
from documents.legal_acts.document import LegalAct
from documents.members.document import CuratorAbsence, Membership
from documents.organizations.document import Organization, Person
from documents.sectors.document import Channel, Sector, Settlement, Topic
from tests.leaks.secrets_planted import Objects
from tests.policy import oracle
from tests.support.town import FOUNDED

NOBODY = "NOBODY"
LOGINS = (*oracle.COLUMNS, NOBODY)
"""Who asks: one person a column of the matrix, and somebody whose last role has ended."""

CLIENT = "IN"
SYSTEM = "PARTNER"
SECTOR = "ROADS"
ORGANIZATION = "roads-department"
KIND_OF_DESK = {"POS": "POS", "OFFICE": "PHONE", "SOCIAL": "VK", "PAGES": "VK"}


def person_id(login: str) -> str:
    """The person behind a login."""
    return f"person-{login}"


@dataclass(frozen=True)
class Role:
    """One role as it is stored (a membership) and as the oracle knows it (a seat)."""

    stored: Mapping[str, Any]
    seat: Mapping[str, Any]


BOUND: Mapping[str, Role] = {
    "SL": Role({"sector_ids": [SECTOR]}, {"sectors": (SECTOR,)}),
    "RC": Role({"organization_id": ORGANIZATION}, {"organization": ORGANIZATION}),
    "RH": Role({"organization_id": ORGANIZATION}, {"organization": ORGANIZATION}),
    CLIENT: Role({}, {"system": SYSTEM}),
}
"""Roles that are bound to something; the others are roles and nothing more."""


def asking(login: str) -> oracle.Person:
    """The person as the oracle knows them."""
    role = BOUND.get(login)
    seats = () if login == NOBODY else (oracle.Seat(login, **(role.seat if role else {})),)
    return oracle.Person(
        seats,
        person_id=None if login == CLIENT else person_id(login),
        account_id=f"account-{login}",
        acts_as_curator=login == "CU",
    )


def records(objects: Objects) -> list[Record]:
    """All reference data and accounts; contacts, acts, policies and absences carry planted words."""
    return [*_places(), *_people(objects), *_papers(objects)]


def _places() -> Iterator[Record]:
    at = {"updated_at": FOUNDED}
    for code, letter in ((SECTOR, "д"), ("EDUCATION", "а"), ("ENERGY", "ж")):
        yield Sector(id=code, code=code, letter=letter, title=f"Направление {letter}", clause="II.1.2", **at)
    yield Topic(id="holes", title="Ямы", sector_id=SECTOR, **at)
    yield Topic(id="meals", title="Питание", sector_id="EDUCATION", is_sensitive=True, **at)
    yield Settlement(id="bogotol", title="Боготол", kind="TOWN", **at)
    for name, parent in oracle.PARENT.items():
        yield Organization(
            id=name, name=name, short_name=name, kind="STRUCTURAL_UNIT", parent_id=parent, **at
        )
    for channel, desk in oracle.DESK_OF.items():
        yield Channel(id=channel, code=channel, title=channel, kind=KIND_OF_DESK[desk], desk=desk, **at)


def _people(objects: Objects) -> Iterator[Record]:
    at = {"updated_at": FOUNDED}
    for login in LOGINS:
        if login == CLIENT:
            client = objects.add("Client", f"account-{login}", {"resource": "client"})
            yield Account(
                id=f"account-{login}",
                login=login,
                client_name=f"Партнёр {client.open('name')}",
                block_reason=f"Проверка {client.open('block_reason')}",
                client_secret_hash=client.nobodys("client_secret_hash"),
                client_system=SYSTEM,
                client_actions=[action.value for action in OFFERED],
                **at,
            )
            continue
        name = person_id(login)
        subject = objects.add("Person", name, {"resource": "person"})
        yield Person(
            id=name,
            full_name=f"Лицо {login}",
            organization_id=ORGANIZATION,
            work_phone=subject.withheld("work_phone"),
            work_email=subject.withheld("work_email"),
            **at,
        )
        account = objects.add("UserAccount", f"account-{login}", {"resource": "account"})
        yield Account(
            id=f"account-{login}",
            login=login,
            person_id=name,
            block_reason=f"Отпуск {account.open('block_reason')}",
            invitation_digest=account.nobodys("invitation_digest"),
            **at,
        )
        if login != NOBODY:
            bound = BOUND[login].stored if login in BOUND else {}
            objects.add("Membership", f"member-{login}", {"resource": "member"})
            yield Membership(
                id=f"member-{login}",
                person_id=name,
                role=COLUMN[login].value,
                valid_from=FOUNDED,
                legal_act_id="act",
                **bound,
                **at,
            )


def _papers(objects: Objects) -> Iterator[Record]:
    at = {"updated_at": FOUNDED}
    act = objects.add("LegalAct", "act", {"resource": "act"})
    yield LegalAct(
        id="act",
        kind="DECREE",
        number="1-р",
        issued_on="2026-04-07",
        title=f"О составе {act.open('title')}",
        **at,
    )
    # Their histories tell the title of the act, and of a day that it is a short one.
    yield Setting(id="center_legal_act_id", value="act", **at)
    yield CalendarDay(id="2026-06-05", kind="SHORTENED", basis="Распоряжение", **at)
    for code, unit, applies in (
        ("POS_STANDARD", "CALENDAR_DAYS", {"kind": ["MESSAGE"]}),
        ("APPEAL_59FZ", "CALENDAR_DAYS", {"kind": ["APPEAL"]}),
        ("IM_NORMAL", "WORKING_HOURS", {"kind": ["INCIDENT"]}),
    ):
        policy = objects.add("DeadlinePolicy", code, {"resource": "policy"})
        yield DeadlinePolicy(
            id=code,
            title=code,  # stands in the steps of every deadline it governs (contract, §2), so it is no secret
            unit=unit,
            amount=30,
            applies=applies,
            note=policy.open("note"),
            **at,
        )
    absence = objects.add("CuratorAbsence", "absence", {"resource": "absence", "curator_id": person_id("CU")})
    yield CuratorAbsence(
        id="absence",
        curator_id=person_id("CU"),
        starts_at=datetime(2026, 5, 4),
        ends_at=datetime(2026, 5, 9),
        reason=f"Отпуск {absence.open('reason')}",
        legal_act_id="act",
        recorded_by_id=person_id("CU"),
        **at,
    )

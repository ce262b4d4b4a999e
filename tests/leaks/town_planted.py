"""The people and reference data of the leak suite: one person a role, as the oracle's small world knows organizations and
desks."""

from collections.abc import Iterator, Mapping
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
from documents.sectors.document import Channel, Sector, Settlement, Street, Topic
from documents.webhooks.document import Webhook
from tests.leaks.words_planted import Words
from tests.policy import oracle
from tests.support.keys import VAULT
from tests.support.town import FOUNDED

NOBODY = "NOBODY"
CLIENT, NARROWED = "IN", "IN-narrowed"

LOGINS = (*oracle.COLUMNS, NOBODY, NARROWED)
"""Who asks: one person a column of the matrix, somebody whose last role has ended, and a client that is narrowed."""

SYSTEM = "PARTNER"
SECTOR = "ROADS"
ORGANIZATION = "roads-department"
KIND_OF_DESK = {"POS": "POS", "OFFICE": "PHONE", "SOCIAL": "VK", "PAGES": "VK"}


def person_id(login: str) -> str:
    """The person behind a login."""
    return f"person-{login}"


BOUND: Mapping[str, Mapping[str, Any]] = {
    "SL": {"sector_ids": [SECTOR]},
    "RC": {"organization_id": ORGANIZATION},
    "RH": {"organization_id": ORGANIZATION},
}
"""Roles that are bound to something; the others are roles and nothing more."""

TWINS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "SL2": ("SL", {"sector_ids": ["EDUCATION"]}),
    "RC2": ("RC", {"organization_id": "schools"}),
}
"""Login → whose role, and what it is bound to: a second person of one role, who sees other rows."""


def records(words: Words) -> list[Record]:
    """All reference data and accounts; contacts, acts, policies and absences carry planted words."""
    return [*_places(), *_people(words), *_papers(words)]


def _places() -> Iterator[Record]:
    at = {"updated_at": FOUNDED}
    for code, letter in ((SECTOR, "д"), ("EDUCATION", "а"), ("ENERGY", "ж")):
        yield Sector(id=code, code=code, letter=letter, title=f"Направление {letter}", clause="II.1.2", **at)
    yield Topic(id="holes", title="Ямы", sector_id=SECTOR, **at)
    yield Topic(id="meals", title="Питание", sector_id="EDUCATION", is_sensitive=True, **at)
    yield Settlement(id="bogotol", title="Боготол", kind="TOWN", **at)
    yield Street(id="lenina", settlement_id="bogotol", kind="STREET", name="Ленина", **at)
    for name, parent in oracle.PARENT.items():
        yield Organization(
            id=name, name=name, short_name=name, kind="STRUCTURAL_UNIT", parent_id=parent, **at
        )
    yield Setting(id="open311Channels", value=[*oracle.DESK_OF], **at)
    for channel, desk in oracle.DESK_OF.items():
        yield Channel(id=channel, code=channel, title=channel, kind=KIND_OF_DESK[desk], desk=desk, **at)


def _people(words: Words) -> Iterator[Record]:
    at = {"updated_at": FOUNDED}
    for login in LOGINS:
        if login in (CLIENT, NARROWED):
            is_narrowed = login == NARROWED
            yield Account(
                id=f"account-{login}",
                login=login,
                client_name=f"Партнёр {words.new('client.name')}",
                block_reason=f"Проверка {words.new('client.block_reason')}",
                client_secret_hash=words.new("client.client_secret_hash"),
                client_system=SYSTEM,
                client_sectors=[SECTOR] if is_narrowed else [],
                client_organizations=[ORGANIZATION] if is_narrowed else [],
                client_actions=[action.value for action in OFFERED],
                **at,
            )
            continue
        name = person_id(login)
        yield Person(
            id=name,
            full_name=f"Лицо {login}",
            organization_id=ORGANIZATION,
            work_phone=words.new("person.work_phone"),
            work_email=words.new("person.work_email"),
            **at,
        )
        yield Account(
            id=f"account-{login}",
            login=login,
            person_id=name,
            block_reason=f"Отпуск {words.new('account.block_reason')}",
            invitation_digest=words.new("account.invitation_digest"),
            **at,
        )
        if login != NOBODY:
            yield _member(login, login, BOUND.get(login, {}))


def _member(login: str, column: str, bound: Mapping[str, Any]) -> Membership:
    return Membership(
        id=f"member-{login}",
        person_id=person_id(login),
        role=COLUMN[column].value,
        valid_from=FOUNDED,
        legal_act_id="act",
        updated_at=FOUNDED,
        **bound,
    )


def twins() -> Iterator[Record]:
    """The second persons of their roles."""
    for login, (column, bound) in TWINS.items():
        name = person_id(login)
        organization = bound.get("organization_id", ORGANIZATION)
        yield Person(id=name, full_name=f"Лицо {login}", organization_id=organization, updated_at=FOUNDED)
        yield Account(id=f"account-{login}", login=login, person_id=name, updated_at=FOUNDED)
        yield _member(login, column, bound)


def _papers(words: Words) -> Iterator[Record]:
    at = {"updated_at": FOUNDED}
    yield LegalAct(
        id="act",
        kind="DECREE",
        number="1-р",
        issued_on="2026-04-07",
        title=f"О составе {words.new('act.title')}",
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
        yield DeadlinePolicy(
            id=code,
            title=code,  # stands in the steps of every deadline it governs (contract, §2), so it is no secret
            unit=unit,
            amount=30,
            applies=applies,
            note=words.new("policy.note"),
            **at,
        )
    for name, client in (("own", CLIENT), ("other", "another")):
        yield Webhook(
            id=f"webhook-{name}",
            client_id=f"account-{client}",
            client_login=client,
            title=words.new("webhook.title"),
            url=f"https://example.org/{words.new('webhook.url')}",
            selection=f"query Case($id: ID!) {{ node(id: $id) {{ {words.new('webhook.selection')} }} }}",
            secret=VAULT.seal(words.new("webhook.secret"), place=f"webhooks:webhook-{name}:secret"),
            **at,
        )
    yield CuratorAbsence(
        id="absence",
        curator_id=person_id("CU"),
        starts_at=datetime(2026, 5, 4),
        ends_at=datetime(2026, 5, 9),
        reason=f"Отпуск {words.new('absence.reason')}",
        legal_act_id="act",
        recorded_by_id=person_id("CU"),
        **at,
    )

"""A small center in a real store: its people and roles, a held meeting, and short ways to act and to look."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auth.errors import Problem, Problems
from auth.principal import Principal
from documents.accounts.document import Account
from documents.container import Container, open_container
from documents.kernel.record import Record
from documents.kernel.store.connection import Store
from documents.kernel.write.operation import Operation
from documents.legal_acts.document import LegalAct
from documents.meetings.document import AgendaItem, Meeting, Participant
from documents.members.document import CuratorAbsence, Membership
from documents.organizations.document import Organization, Person
from tests.support.founded import Founded, put_back
from tests.support.touched import TOUCHED

NOW = datetime(2026, 6, 10, 5, 0)
LONG_AGO = datetime(2026, 4, 7)
MEETING_DAY = "2026-06-09"

ROLES = {
    "curator": "CURATOR",
    "head": "CENTER_HEAD",
    "secretary": "POS_OFFICER",
    "officer": "INCIDENT_OFFICER",
    "lead": "SECTOR_LEAD",
    "member": "MEMBER",
    "coordinator": "CENTER_COORDINATOR",
    "recipient": "RECIPIENT_COORDINATOR",
    "assignee": "ASSIGNEE",
    "admin": "SYSTEM_ADMINISTRATOR",
}
"""Login and person id of everybody, and the one role of each."""


def stored(record: type[Record], record_id: str, **facts: Any) -> Record:
    """A document as an operation would have stored it."""
    made = record(id=record_id, updated_at=LONG_AGO, **facts)
    made.derive()
    return made


def people() -> list[Record]:
    """Two organizations, the officials in their roles with an account each, and two legal acts, one with its file."""
    found: list[Record] = [
        stored(Organization, "school", name="Школа № 1", short_name="Школа № 1", kind="INSTITUTION"),
        stored(
            Organization, "office", name="Администрация", short_name="Администрация", kind="ADMINISTRATION"
        ),
        stored(
            LegalAct,
            "order",
            kind="ORDER",
            number="14",
            issued_on="2026-06-01",
            title="О замещении",
            file_id="f",
        ),
        stored(LegalAct, "unfiled", kind="ORDER", number="15", issued_on="2026-06-01", title="О замещении"),
    ]
    for login, role in ROLES.items():
        body = "school" if login in ("recipient", "assignee") else "office"
        person = stored(
            Person, login, full_name=f"Иванов {login}", organization_id=body, work_phone="1-23-45"
        )
        member = stored(Membership, f"m-{login}", person_id=login, role=role, valid_from=LONG_AGO)
        found += [person, member, stored(Account, f"a-{login}", login=login, person_id=login)]
    return found


def meeting(meeting_id: str = "meeting", **facts: Any) -> Meeting:
    """A meeting held in person, with the officer as its secretary, and the curator, the lead and the head taking part."""
    named = ("curator", "head", "lead")
    given: dict[str, Any] = {
        "number": f"З-{meeting_id}",
        "form": "IN_PERSON",
        "status": "HELD",
        "title": "О вывозе снега",
        "planned_at": NOW - timedelta(days=1),
        "place": "г. Боготол",
        "chair_id": "curator",
        "secretary_id": "secretary",
        "participants": [Participant(person_id=one, full_name=one) for one in named],
        "agenda": [AgendaItem(order=1, title="Вывоз снега", draft_decision="Принять к сведению")],
        "held_on": MEETING_DAY,
    }
    made = stored(Meeting, meeting_id, **{**given, **facts})
    assert isinstance(made, Meeting)
    return made


def ordered(responsible_id: str = "assignee", **facts: Any) -> dict[str, Any]:
    """An assignment as a protocol's decision orders it."""
    return {"text": "Вывезти снег", "responsible_id": responsible_id, "due_on": "2026-06-20", **facts}


def items(*assignments: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of a protocol: one question, one decision that orders these assignments."""
    decision = {"text": "Поручить школе вывезти снег", "assignments": list(assignments or (ordered(),))}
    return [{"title": "Вывоз снега", "heard": "Доклад", "spoke": ["Замечание"], "decisions": [decision]}]


_FIRST: list[Founded] = []
"""The first center that this process opened; the others are it once more."""


@dataclass
class Center:
    """What a test acts with. `refused` proves that a refusal left no trace."""

    container: Container
    store: Store

    async def put(self, *records: Record) -> None:
        """Store documents as they are, and let this process know of them."""
        for record in records:
            await self.store.collection(record.collection_name()).insert_one(record.to_row())
        if any(record.is_reference for record in records):
            await self.container.reference.refresh()

    async def who(self, login: str, now: datetime = NOW) -> Principal:
        """The principal of somebody, built now."""
        return await self.container.principals.current(f"a-{login}", now)

    async def act(
        self,
        login: str,
        operation: Operation,
        target_id: str | None = None,
        *,
        now: datetime = NOW,
        **facts: Any,
    ) -> dict[str, Any]:
        """Run an operation as somebody; the row it left behind."""
        who = await self.who(login, now)
        outcome = await self.container.runner.run(who, now, operation, target_id, **facts)
        assert outcome.record is not None
        return outcome.record.to_row()

    async def refused(
        self,
        login: str,
        operation: Operation,
        target_id: str | None = None,
        *,
        now: datetime = NOW,
        **facts: Any,
    ) -> Problem:
        """The one problem that somebody is told; proves that nothing was written and nothing told."""
        return (await self.all_refused(login, operation, target_id, now=now, **facts))[0]

    async def all_refused(
        self,
        login: str,
        operation: Operation,
        target_id: str | None = None,
        *,
        now: datetime = NOW,
        **facts: Any,
    ) -> Sequence[Problem]:
        """All problems that somebody is told; proves that nothing was written and nothing told."""
        with TOUCHED.effects() as effects:
            try:
                await self.act(login, operation, target_id, now=now, **facts)
            except Problem as problem:
                found: Sequence[Problem] = [problem]
            except Problems as several:
                found = several.problems
            else:
                raise AssertionError(f"{login} was allowed to {operation.name}")
        assert effects == []
        return found

    async def row(self, collection: str, row_id: str) -> dict[str, Any]:
        """A stored row. Raises: AssertionError where there is none."""
        found = await self.store.collection(collection).find_one({"_id": row_id})
        assert found is not None
        return found

    async def rows(self, collection: str, **where: Any) -> list[dict[str, Any]]:
        """Stored rows by condition, in the order of their ids."""
        return await self.store.collection(collection).find(where).sort("_id", 1).to_list(length=None)

    async def told(self, object_id: str) -> list[str]:
        """Names of the events of one object, in their order."""
        events = await self.rows("events", object_id=object_id)
        return [event["name"] for event in sorted(events, key=lambda one: one["sequence"])]


async def open_center(store: Store) -> Center:
    """Empty the store and fill it with the people, one held meeting, and nothing else."""
    if not _FIRST:
        found: dict[str, list[dict[str, Any]]] = {}
        for record in (*people(), meeting()):
            found.setdefault(record.collection_name(), []).append(record.to_row())
        await put_back(store, found)
        _FIRST.append(await Founded.of((await reopen_center(store)).container))
    return Center(await _FIRST[0].again(store, new_id=_ids("new"), monotonic=lambda: 0.0), store)


async def reopen_center(store: Store, prefix: str = "new") -> Center:
    """Open the center as it is stored; `prefix` is what ids of new documents begin with."""
    container = await open_container(store, new_id=_ids(prefix), monotonic=lambda: 0.0)
    return Center(container, store)


def _ids(prefix: str) -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"{prefix}-{next(numbers):05d}"


def absence(
    starts_at: datetime, ends_at: datetime | None = None, absence_id: str = "absence"
) -> CuratorAbsence:
    """An absence of the curator as it is stored."""
    made = stored(
        CuratorAbsence,
        absence_id,
        curator_id="curator",
        starts_at=starts_at,
        ends_at=ends_at,
        reason="Отпуск",
        recorded_by_id="curator",
    )
    assert isinstance(made, CuratorAbsence)
    return made

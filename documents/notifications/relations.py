"""Whom an object concerns: each relation as a function of the object and of who holds which role at a moment."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from auth.roles import DESKS_OF, Role
from documents.assignments.resource import ASSIGNMENTS
from documents.cases.resource import CASES
from documents.kernel.read.readable import readable
from documents.kernel.read.reference import Snapshot
from documents.kernel.read.resource import Resource
from documents.meetings.resource import MEETINGS, PROPOSALS
from documents.members.curatorship import curatorship, holder
from documents.members.principals import principal_of_person
from documents.members.rules import active_on
from documents.notifications.vocabulary import NotificationRelation as R
from documents.organizations.tree import organization_with_units
from documents.protocols.resource import PROTOCOLS
from documents.webhooks.resource import WEBHOOKS

Row = Mapping[str, Any]

WATCHERS = "watcher_ids"
"""Under which key a case bears who watches it, which its row does not say."""

READ_BY: Mapping[str, Resource] = MappingProxyType(
    {
        one.record.collection_name(): one
        for one in (CASES, ASSIGNMENTS, PROTOCOLS, MEETINGS, PROPOSALS, WEBHOOKS)
    }
)
"""Collection → how its objects are read under rights; of what is not here everybody sees what concerns them."""


@dataclass(frozen=True)
class Standpoint:
    """The reference data, and when it is asked."""

    snapshot: Snapshot
    now: datetime

    def holding(self, *roles: Role) -> Iterator[Row]:
        """Yield the memberships of these roles that are in force."""
        names = {role.value for role in roles}
        yield from active_on(
            (one for one in self.snapshot.rows("memberships") if one["role"] in names), self.now
        )


def _of_recipient(role: Role) -> "Finder":
    def found(row: Row, moment: Standpoint) -> Iterator[str | None]:
        body = row.get("recipient_id") or row.get("organization_id")
        for held in moment.holding(role) if body is not None else ():
            person = moment.snapshot.row("persons", held["person_id"])
            own = held["organization_id"] or (person["organization_id"] if person else None)
            if own is not None and body in organization_with_units(moment.snapshot, own):
                yield held["person_id"]

    return found


def _of_desk(row: Row, moment: Standpoint) -> Iterator[str | None]:
    channel = moment.snapshot.row("channels", row.get("channel_id"))
    for held in moment.holding(Role.POS_OFFICER, Role.INCIDENT_OFFICER, Role.INFORMATION_POLICY_OFFICER):
        if channel is not None and channel["desk"] in DESKS_OF[Role(held["role"])]:
            yield held["person_id"]


def _of_sector(row: Row, moment: Standpoint) -> Iterator[str | None]:
    for held in moment.holding(Role.SECTOR_LEAD):
        if row.get("sector_id") in held["sector_ids"]:
            yield held["person_id"]


def _administrators(row: Row, moment: Standpoint) -> Iterator[str | None]:
    for held in moment.holding(Role.SYSTEM_ADMINISTRATOR):
        yield held["person_id"]


def _curator(row: Row, moment: Standpoint) -> Iterator[str | None]:
    yield curatorship(moment.snapshot, moment.snapshot.rows("absences"), moment.now).person_id


Finder = Callable[[Row, Standpoint], Iterable[str | None]]

FINDERS: Mapping[R, Finder] = {
    R.ASSIGNEE: lambda row, _: (row.get("assignee_id"), *row.get("co_assignee_ids", ())),
    R.RECIPIENT_COORDINATOR: _of_recipient(Role.RECIPIENT_COORDINATOR),
    R.RECIPIENT_HEAD: _of_recipient(Role.RECIPIENT_HEAD),
    R.DESK_OFFICER: _of_desk,
    R.SECTOR_LEAD: _of_sector,
    R.RESPONSIBLE: lambda row, _: (row.get("responsible_id"),),
    R.CO_EXECUTOR: lambda row, _: row.get("co_executor_ids", ()),
    R.CONTROLLER: lambda row, _: (row.get("controller_id"),),
    R.SECRETARY: lambda row, _: (row.get("secretary_id"),),
    R.PARTICIPANT: lambda row, _: [one["person_id"] for one in row.get("participants", ())],
    R.CENTER_HEAD: lambda _, moment: (holder(moment.snapshot, Role.CENTER_HEAD, moment.now),),
    R.CURATOR: _curator,
    R.WATCHER: lambda row, _: row.get(WATCHERS, ()),
    R.ADMINISTRATOR: _administrators,
    # Of an absence: the curator who is away, and who acts for him meanwhile.
    R.ONESELF: lambda row, moment: (
        (row["person_id"],)
        if "person_id" in row
        else (row["curator_id"], holder(moment.snapshot, Role.CENTER_HEAD, moment.now))
    ),
}
"""Relation → the ids of whom it stands for."""


def concerned(
    collection: str, row: Row, relations: Iterable[R], moment: Standpoint, *, but: str | None = None
) -> Mapping[str, tuple[R, ...]]:
    """Return person → by which relations an object concerns them: those in office who may read it now, without `but`, who
    brought it about."""
    found: dict[str, tuple[R, ...]] = {}
    for relation in relations:
        for person_id in FINDERS[relation](row, moment):
            if person_id is not None and person_id != but:
                found[person_id] = tuple(dict.fromkeys((*found.get(person_id, ()), relation)))
    return {person: by for person, by in found.items() if may_know(collection, row, person, moment)}


def may_know(collection: str, row: Row, person_id: str, moment: Standpoint) -> bool:
    """Return whether a person is in office and may read an object now."""
    person, resource = moment.snapshot.row("persons", person_id), READ_BY.get(collection)
    if person is None or not person["is_active"]:
        return False
    if resource is None:
        return True
    return readable(principal_of_person(person_id, moment.snapshot, moment.now), resource).admits(row)

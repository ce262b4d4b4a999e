"""What a change of reference data would touch, told before it is made: numbers only, small ones withheld (III.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from auth.errors import BadRequest
from documents.assignments.resource import ASSIGNMENTS
from documents.cases.deadlines import due_for
from documents.cases.resource import CASES
from documents.center.calendars import calendar_of, calendar_with
from documents.center.settings import EXTERNAL_TERM, SETTINGS
from documents.directory.operations.closing import ORDERED, WORK
from documents.directory.touching import (
    NOTHING,
    SETTING_EFFECTS,
    Touched,
    cases_returned_for,
    looked_at,
    suppressed,
    work_under,
)
from documents.kernel.calendar import Calendar, DayKind
from documents.kernel.read.access import Access
from documents.kernel.read.paging import Count
from documents.kernel.read.reference import Snapshot

IDLE_WORDS = "Пока ни на что не влияет."
CALENDAR_SETTINGS = frozenset(
    {"workingHours", "shortenedHours", "receiptOutsideHours", "calendarDecreedThrough"}
)
CALENDAR_WORDS = (
    "Сроки, которые уже установлены, не меняются, пока их пересчёт не поручит руководитель: по новому значению считаются "
    "следующие."
)
EXTERNAL_WORDS = (
    "Открытые дела со сроком внешней системы учтут новое значение при изменении дела или пересчёте сроков."
)
OUTSIDE_WORDS = "Открытая работа не затронута: меняется только то, что сказано о самом центре."

DUE_KEYS = ("policy_code", "topic_id", "received_at", "registered_at", "due_at")


class ReferenceKind(StrEnum):
    """What a preview is of."""

    ORGANIZATION = "ORGANIZATION"
    PERSON = "PERSON"
    TOPIC = "TOPIC"
    SETTLEMENT = "SETTLEMENT"
    CHANNEL = "CHANNEL"
    REASON = "REASON"


LABELS: Mapping[ReferenceKind, str] = {
    ReferenceKind.ORGANIZATION: "Организация",
    ReferenceKind.PERSON: "Должностное лицо",
    ReferenceKind.TOPIC: "Тема",
    ReferenceKind.SETTLEMENT: "Населённый пункт",
    ReferenceKind.CHANNEL: "Канал поступления",
    ReferenceKind.REASON: "Причина",
}

CASE_KEYS: Mapping[ReferenceKind, str] = {
    ReferenceKind.ORGANIZATION: "recipient_id",
    ReferenceKind.PERSON: "assignee_id",
    ReferenceKind.TOPIC: "topic_id",
    ReferenceKind.SETTLEMENT: "settlement_id",
    ReferenceKind.CHANNEL: "channel_id",
}
ASSIGNMENT_KEYS: Mapping[ReferenceKind, str] = {
    ReferenceKind.ORGANIZATION: "organization_id",
    ReferenceKind.PERSON: "responsible_id",
}
"""Kind → the stored key by which open work refers to it; a reason is named by the words of a return."""


@dataclass(frozen=True)
class Preview:
    """What refers to it: open cases and assignments, officials, organizations directly below it, topics."""

    open_cases: Touched
    assignments: Touched = NOTHING
    people: int = 0
    organizations: int = 0
    topics: int = 0


@dataclass(frozen=True)
class SettingPreview:
    """The open cases that a setting rules, the officials concerned in them, and what happens to them, in Russian."""

    open_cases: Touched
    people: Touched
    words: str


async def preview_reference(access: Access, kind: ReferenceKind, row_id: str) -> Preview:
    """Return what refers to a row of the reference data; for those who may change it."""
    snapshot = access.reference
    if kind is ReferenceKind.REASON:
        return Preview(await cases_returned_for(access, snapshot.row("reasons", row_id)))
    cases = await access.tally(CASES, where={CASE_KEYS[kind]: row_id, **WORK})
    key = ASSIGNMENT_KEYS.get(kind)
    ordered = await access.tally(ASSIGNMENTS, where={key: row_id, **ORDERED}) if key else Count(0, exact=True)
    is_body = kind is ReferenceKind.ORGANIZATION
    return Preview(
        suppressed(cases),
        suppressed(ordered),
        people=_referring(snapshot, "persons", "organization_id", row_id) if is_body else 0,
        organizations=_referring(snapshot, "organizations", "parent_id", row_id) if is_body else 0,
        topics=_referring(snapshot, "topics", "default_recipient_id", row_id) if is_body else 0,
    )


async def preview_day(access: Access, on: date, kind: DayKind | None) -> Touched:
    """Count the open cases whose deadline would be another one, were the day of that kind (None: ordinary).

    Deadlines that stand are left alone until somebody has them counted anew: the number says how many would differ. Those
    that were extended or postponed are not among them. For those who may change the calendar.
    """
    snapshot = access.reference
    now, then = calendar_of(snapshot), calendar_with(snapshot, {on: kind})
    after = now.start_of(on - timedelta(days=1))
    rows, is_all = await looked_at(access, {"due_at": {"$gte": after}, **WORK}, DUE_KEYS)
    moved = sum(_moves(snapshot, row, now, then) for row in rows)
    return suppressed(Count(moved, exact=is_all))


async def preview_setting(access: Access, name: str) -> SettingPreview:
    """Return what goes on otherwise once a setting has another value; no setting moves a deadline that stands.

    For those who may change it. Raises: BAD_REQUEST (`unknown_value`) for a name that is none.
    """
    if name not in SETTINGS:
        raise BadRequest("unknown_value", path=("name",))
    if name not in SETTING_EFFECTS:
        return SettingPreview(NOTHING, NOTHING, _words(name))
    cases, people = await work_under(access, SETTING_EFFECTS[name])
    return SettingPreview(cases, people, SETTING_EFFECTS[name].words)


def _words(name: str) -> str:
    if name in CALENDAR_SETTINGS:
        return CALENDAR_WORDS
    if name == EXTERNAL_TERM:
        return EXTERNAL_WORDS
    return OUTSIDE_WORDS if SETTINGS[name].is_used else IDLE_WORDS


def _referring(snapshot: Snapshot, collection: str, key: str, row_id: str) -> int:
    return sum(row[key] == row_id and row.get("is_active", True) for row in snapshot.rows(collection))


def _moves(snapshot: Snapshot, row: Mapping[str, Any], now: Calendar, then: Calendar) -> bool:
    policy = snapshot.row("deadline_policies", row["policy_code"])
    if policy is None:
        return False
    topic = snapshot.row("topics", row.get("topic_id"))
    due_now, due_then = (
        due_for(
            policy,
            topic=topic,
            received_at=row["received_at"],
            registered_at=row["registered_at"],
            calendar=calendar,
        ).due_at
        for calendar in (now, then)
    )
    return bool(due_now == row["due_at"] and due_then != due_now)

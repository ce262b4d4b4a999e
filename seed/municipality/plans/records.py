"""A batch of records of ПОС that came as a file, and came again: taken, followed, with a name and a state nobody knows, and
otherwise than people had decided, which one of them is decided and the other waits. Each tells its history there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from documents.intake.ids import record_id_of
from seed.municipality.plans.clockwork import Clock
from seed.shapes import Affair, PlannedStep

DESK, SYSTEM = "person-pos", "POS"
CAME, CAME_AGAIN, DECIDED_AT = timedelta(minutes=50), timedelta(minutes=35), timedelta(minutes=20)
"""Before the last moment: the desk loads its files before the day begins."""

SUMMARIES: Mapping[str, str] = {
    "90000001": "Не горит фонарь на Садовой, 7",
    "90000002": "Яма на Кирова у школы",
    "90000003": "Снег у остановки на Вокзальной",
    "90000004": "Провалился люк во дворе на Рабочей",
}

UNKNOWN_NAME = "Ямочность и выбоины на проезжей части"
UNKNOWN_STATE = "ON_SITE_CHECK"
REASON = "Автор уточнил описание по телефону"

RECORDS: Mapping[str, tuple[str, str | None]] = {
    "90000001": ("На улице Садовой у дома 7 не горит фонарь, вечером ничего не видно.", "roads-14"),
    "90000002": ("На Кирова у школы снова яма, объезжают по встречной.", None),
    "90000003": ("У остановки на Вокзальной не убран снег, автобус не может подъехать.", "roads-03"),
    "90000004": ("Во дворе на Рабочей провалился люк, дети ходят рядом.", "roads-13"),
}
"""Number of a record → its text, and the topic that its name stands for; none where nobody knows the name."""

NEWER: Mapping[str, tuple[str, str | None]] = {
    "90000001": (RECORDS["90000001"][0], "roads-07"),
    "90000003": ("У остановки на Вокзальной снег убрали, но остался вал у павильона.", "roads-03"),
    "90000004": ("Во дворе на Рабочей, 12 провалился люк, огорожен доской.", "roads-13"),
}
"""What some say when they come again: another topic, which the case follows, and other texts, which are for people."""

STATES: Mapping[str, tuple[tuple[str, str | None, int], ...]] = {
    "90000001": (
        ("MODERATION_NEW", "NEW", 14),
        ("MODERATION_ACCEPT", "ACCEPTED", 12),
        ("SET_EXECUTOR", "ASSIGNED", 6),
        ("TAKE_TO_WORK", "IN_PROGRESS", 3),
    ),
    "90000002": (("MODERATION_NEW", "NEW", 14), ("MODERATION_ACCEPT", "ACCEPTED", 11)),
    "90000003": (
        ("MODERATION_NEW", "NEW", 13),
        ("FORWARD_TO_SUBORDINATE", "ACCEPTED", 10),
        ("TAKE_TO_WORK", "IN_PROGRESS", 5),
    ),
    "90000004": (("MODERATION_NEW", "NEW", 14), (UNKNOWN_STATE, None, 4)),
}
"""Number of a record → its states there: code, what it comes to here, and how many hours ago it began."""

TOLD_AT_FIRST = 2
"""States that a record has when it comes first; the others it tells when it comes again."""

DECIDED = "90000003"


def recorded(clock: Clock) -> Iterator[Affair]:
    """Yield the batch, the same batch a little later, and one decision."""
    received_at = clock.now - timedelta(hours=15)
    for number, (external_id, said) in enumerate(RECORDS.items()):
        states = _states(external_id, clock)[:TOLD_AT_FIRST]
        yield _taken(external_id, said, received_at, clock.now - CAME + timedelta(minutes=number), states)
    for number, (external_id, said) in enumerate({**RECORDS, **NEWER}.items()):
        at = clock.now - CAME_AGAIN + timedelta(minutes=number)
        yield _taken(external_id, said, received_at, at, _states(external_id, clock))
    facts = {"take": ["TEXT"], "reason": REASON}
    step = PlannedStep("decide_conflict", clock.now - DECIDED_AT, DESK, facts)
    yield Affair(step, record_id_of(SYSTEM, DECIDED))


def _states(external_id: str, clock: Clock) -> list[dict[str, Any]]:
    return [
        {"code": code, "status": status, "at": clock.now - timedelta(hours=hours)}
        for code, status, hours in STATES[external_id]
    ]


def _taken(
    external_id: str,
    said: tuple[str, str | None],
    received_at: datetime,
    at: datetime,
    states: Sequence[Mapping[str, Any]],
) -> Affair:
    text, topic_id = said
    unmatched = [] if topic_id else [{"kind": "TOPIC", "name": UNKNOWN_NAME}]
    unmatched += [{"kind": "STATE", "name": one["code"]} for one in states if one["status"] is None]
    registration: dict[str, Any] = {
        "kind": "MESSAGE",
        "channel_id": "POS",
        "text": text,
        "summary": SUMMARIES[external_id],
        "received_at": received_at,
        "topic_id": topic_id,
        "is_demo": True,
    }
    facts = {
        "kind": "MESSAGE",
        "system": SYSTEM,
        "external_id": external_id,
        "registration": registration,
        "mark_id": sha256(f"{text} {topic_id} {len(states)}".encode()).hexdigest(),
        "unmatched": unmatched,
        "states": states,
    }
    return Affair(PlannedStep("take_record", at, DESK, facts))

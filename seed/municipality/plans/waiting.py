"""What waits for somebody's decision or word: proposals to put off, details asked of applicants, drafts that grow, a
complaint about a body, and what has lain for more than twice its time."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from seed.municipality import names
from seed.municipality.plans.clockwork import Clock, calendar
from seed.municipality.plans.hands import REGISTRAR, TRIOS
from seed.shapes import Affair, PlannedStep

DESK, LEAD = "person-pos", "person-lead-roads"
ROADS, HOUSING = "dept-roads", "dept-housing"

DAYS_AGO = 2
LAIN_DAYS = 17
"""Of a message by phone, which is answered in five working days: more than two terms, less than three."""

LifeStep = tuple[str, str, dict[str, Any]]


def waiting(clock: Clock) -> Iterator[Affair]:
    """Yield the steps of each life, ten minutes apart."""
    for number, (key, steps) in enumerate(_recent(clock).items()):
        yield from _lived(key, _morning(clock, DAYS_AGO) + timedelta(minutes=3 * number), steps)
    yield from _lived("waiting-lain", _morning(clock, LAIN_DAYS), _lain())


def _morning(clock: Clock, days_ago: int) -> datetime:
    day = calendar().working_on_or_before(clock.today - timedelta(days=days_ago))
    return calendar().start_of(day) + timedelta(hours=11)


def _lived(key: str, begun: datetime, steps: tuple[LifeStep, ...]) -> Iterator[Affair]:
    for place, (event, who, facts) in enumerate(steps):
        at = begun + timedelta(minutes=10 * place)
        named = {"on_key": key} if place else {"key": key}
        yield Affair(PlannedStep(event, at, who, facts), **named)


def _recent(clock: Clock) -> dict[str, tuple[LifeStep, ...]]:
    hands, until = TRIOS[ROADS], calendar().end_of(clock.today + timedelta(days=45))
    put_off = {
        "until": until,
        "reason": "Асфальтобетонный завод остановлен до весны",
        "text": "Участок осмотрен и внесён в план ямочного ремонта; о выполнении сообщим дополнительно.",
    }
    declined = {"is_accepted": False, "reason": "Щебень на складе есть: временный ремонт возможен сейчас"}
    first = "Участок осмотрен."
    drafts: tuple[LifeStep, ...] = (
        ("save_draft", hands.assignee_id, {"text": first}),
        (
            "save_draft",
            hands.assignee_id,
            {"text": f"{first} Повреждение 0,5 кв. м у люка, работы назначены."},
        ),
    )
    return {
        "waiting-proposed": (
            *_at_work("Яма у перехода на улице Вокзальной", 41),
            ("propose_postponement", hands.assignee_id, put_off),
        ),
        "waiting-declined": (
            *_at_work("Просела дорога у колодца на улице Рабочей", 42),
            *drafts,
            ("propose_postponement", hands.coordinator_id, put_off),
            ("decide_postponement", LEAD, declined),
        ),
        "waiting-details": (
            (
                "register_submission",
                DESK,
                _message("POS", "Опять не посыпали, ходить невозможно, примите меры!", 43),
            ),
            ("request_details", DESK, _question(clock)),
        ),
        "waiting-told": _told(clock),
        "waiting-complaint": _complaint(),
    }


def _at_work(summary: str, seed: int) -> tuple[LifeStep, ...]:
    hands = TRIOS[ROADS]
    text = f"{summary}. Машины объезжают по тротуару, прошу отремонтировать."
    return (
        ("register_submission", DESK, _message("POS", text, seed)),
        ("formalize_submission", DESK, {"topic_id": "roads-01", "summary": summary}),
        ("accept_submission", DESK, {}),
        ("route_submission", DESK, {"recipient_id": ROADS, "assignee_id": hands.assignee_id}),
        ("start_work", hands.assignee_id, {}),
    )


def _told(clock: Clock) -> tuple[LifeStep, ...]:
    """Asked for the place, which the applicant named; the gist was worded anew then."""
    topic = {"topic_id": "roads-03"}
    return (
        ("register_submission", DESK, _message("POS", "Во двор не проехать из-за снега.", 44)),
        ("formalize_submission", DESK, {**topic, "summary": "Не убран снег"}),
        ("request_details", DESK, _question(clock)),
        ("record_details", DESK, {"text": "Двор дома 7 по улице Деповской, въезд со стороны школы."}),
        ("formalize_submission", DESK, {**topic, "summary": "Не убран снег у дома 7 по улице Деповской"}),
        ("accept_submission", DESK, {}),
    )


def _complaint() -> tuple[LifeStep, ...]:
    filed = {
        "kind": "APPEAL",
        "appeal_kind": "COMPLAINT",
        "channel_id": "POST",
        "form": "WRITTEN",
        "text": "Отдел дорог дважды ответил, что улица убрана, а её не убирали. Прошу проверить.",
        "applicant": names.applicant(random.Random(45)),
    }
    about = {
        "topic_id": "roads-03",
        "summary": "Жалоба на ответы отдела дорог об уборке улицы",
        "complained_of_id": ROADS,
    }
    return (
        ("register_submission", REGISTRAR, filed),
        ("formalize_submission", DESK, about),
        ("accept_submission", DESK, {}),
    )


def _lain() -> tuple[LifeStep, ...]:
    return (
        (
            "register_submission",
            REGISTRAR,
            _message("PHONE", "В подъезде третий день не горит свет, темно на лестнице.", 46),
        ),
        ("formalize_submission", DESK, {"topic_id": "housing-08", "summary": "Нет света в подъезде"}),
        ("accept_submission", DESK, {}),
        ("route_submission", DESK, {"recipient_id": HOUSING}),
    )


def _question(clock: Clock) -> dict[str, Any]:
    return {
        "text": "Уточните, пожалуйста, улицу и ближайший дом.",
        "until": calendar().end_of(clock.today + timedelta(days=4)),
    }


def _message(channel_id: str, text: str, seed: int) -> dict[str, Any]:
    return {
        "kind": "MESSAGE",
        "channel_id": channel_id,
        "message_kind": "PROBLEM",
        "form": "ORAL" if channel_id == "PHONE" else "ELECTRONIC",
        "text": text,
        "settlement_id": "bogotol",
        "applicant": names.applicant(random.Random(seed)),
    }

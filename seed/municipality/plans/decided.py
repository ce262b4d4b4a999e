"""What few cases show: an appeal answered at a reception, one left without an answer with a notice, a term set elsewhere."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from seed.municipality import names
from seed.municipality.plans.clockwork import Clock, calendar
from seed.municipality.plans.hands import HEAD, REGISTRAR
from seed.shapes import Affair, PlannedStep

DESK = "person-pos"
DAYS_AGO = 2

LifeStep = tuple[str, str, dict[str, Any]]


def decided(clock: Clock) -> Iterator[Affair]:
    """Yield the steps of each life, ten minutes apart, on one morning."""
    day = calendar().working_on_or_before(clock.today - timedelta(days=DAYS_AGO))
    for number, (key, steps) in enumerate((("decided-reception", _reception(clock)), *_others(clock))):
        begun = calendar().start_of(day) + timedelta(hours=9 + number)
        for place, (event, who, facts) in enumerate(steps):
            at = begun + timedelta(minutes=10 * place)
            named = {"on_key": key} if place else {"key": key}
            yield Affair(PlannedStep(event, at, who, facts), **named)


def _appeal(channel_id: str, text: str, seed: int) -> dict[str, Any]:
    return {
        "kind": "APPEAL",
        "appeal_kind": "APPLICATION",
        "channel_id": channel_id,
        "form": "WRITTEN" if channel_id == "POST" else "ORAL",
        "text": text,
        "applicant": names.applicant(random.Random(seed)),
    }


def _reception(clock: Clock) -> tuple[LifeStep, ...]:
    day = calendar().working_on_or_before(clock.today - timedelta(days=DAYS_AGO))
    about = {"topic_id": "social-11", "summary": "Разъяснить порядок возмещения расходов на твёрдое топливо"}
    return (
        ("register_submission", REGISTRAR, _appeal("RECEPTION", "Прошу разъяснить порядок возмещения.", 11)),
        ("record_reception", REGISTRAR, {"on": day, "received_by_id": HEAD}),
        ("formalize_submission", REGISTRAR, about),
        (
            "answer_orally",
            HEAD,
            {"text": "Разъяснён порядок возмещения и перечень справок.", "consent": True},
        ),
    )


def _others(clock: Clock) -> tuple[tuple[str, tuple[LifeStep, ...]], ...]:
    about = {"topic_id": "housing-10", "summary": "Суть обращения не определяется"}
    unanswered = {
        "ground": "NO_SUBSTANCE",
        "reason": "Из текста нельзя понять, о чём просит заявитель",
        "text": "Из вашего обращения не ясна его суть. Вы можете обратиться снова, уточнив, о чём просите.",
    }
    late = {
        "external_due_at": calendar().end_of(clock.today + timedelta(days=9)),
        "reason": "Срок указан в карточке портала",
    }
    message = {
        "kind": "MESSAGE",
        "channel_id": "POS",
        "message_kind": "PROBLEM",
        "text": "На остановке у вокзала разбит павильон, ждать автобус под дождём негде.",
        "applicant": names.applicant(random.Random(13)),
    }
    return (
        (
            "decided-unanswered",
            (
                ("register_submission", DESK, _appeal("POST", "Всё плохо, примите меры ко всем.", 12)),
                ("formalize_submission", DESK, about),
                ("accept_submission", DESK, {}),
                ("leave_unanswered", DESK, unanswered),
            ),
        ),
        (
            "decided-elsewhere",
            (("register_submission", DESK, message), ("set_external_term", DESK, late)),
        ),
    )

"""Proposals of members to agendas, one in each state (III.3/2), and conferences of others that they attended (III.5.2)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from seed.municipality.plans.center import HEAD
from seed.municipality.plans.clockwork import FOUNDED, Clock, calendar

PROPOSED: tuple[tuple[str, str, str, str, str | None], ...] = (
    (
        "SUBMITTED",
        "person-lead-roads",
        "О порядке оповещения жителей о закрытии проезда",
        "Жители узнают о перекрытии на месте. Предлагаю публиковать сообщение не позднее чем за сутки.",
        None,
    ),
    (
        "ON_AGENDA",
        "person-lead-education",
        "О подвозе школьников в распутицу",
        "Весной автобус дважды не дошёл до отдалённых деревень. Предлагаю утвердить запасной маршрут.",
        None,
    ),
    (
        "ACCEPTED",
        "person-pos",
        "Об ответах, которые жители просят пояснить",
        "Четыре ответа за месяц пришлось объяснять по телефону. Предлагаю разобрать их на заседании.",
        "Принято: разбор проведён, памятка разослана органам.",
    ),
    (
        "REJECTED",
        "person-member",
        "О единой форме объявлений у подъездов",
        "Объявления управляющих организаций оформлены по-разному. Предлагаю единую форму.",
        "Отклонено: вопрос в ведении управляющих организаций, им направлено письмо.",
    ),
    (
        "WITHDRAWN",
        "person-lead-energy",
        "О графике отключений на праздники",
        "Предлагаю рассмотреть график до 1 мая.",
        None,
    ),
)
"""State, who proposes, the question, why, and the answer."""

DECIDED = ("ACCEPTED", "REJECTED")


def proposals_of(clock: Clock, meetings: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Return fields of the proposals but their numbers, which are drawn; the one on an agenda stands on that of the meeting
    to come."""
    coming = next(row["id"] for row in meetings if row["status"] == "SCHEDULED")
    held = next(row["id"] for row in reversed(meetings) if row["status"] == "HELD")
    on = {"ON_AGENDA": coming, "ACCEPTED": held}
    found = []
    for place, (status, person_id, title, text, answer) in enumerate(PROPOSED):
        day = max(FOUNDED + timedelta(days=1), clock.today - timedelta(days=3 + 4 * place))
        submitted_at = _morning(day)
        is_decided = status in DECIDED
        found.append(
            {
                "id": f"proposal-{place + 1}",
                "status": status,
                "title": title,
                "text": text,
                "person_id": person_id,
                "submitted_at": submitted_at,
                "meeting_id": on.get(status),
                "answer": answer,
                "decided_by_id": HEAD if is_decided else None,
                "decided_at": submitted_at + timedelta(days=2) if is_decided else None,
            }
        )
    return tuple(found)


ATTENDED: tuple[tuple[str, str, str, str], ...] = (
    (
        "person-lead-roads",
        "Управление дорожного хозяйства края",
        "О подготовке дорог к зиме",
        "Графики обработки переданы в центр, повторные жалобы сверяются с ними.",
    ),
    (
        "person-lead-education",
        "Отдел образования",
        "О подвозе учащихся",
        "Согласованы запасные остановки; ответы по школе готовятся по единой памятке.",
    ),
    (
        "person-info",
        "Совет старост",
        "О том, как жителям сообщают об отключениях",
        "Старосты получают сообщения центра одновременно с публикацией.",
    ),
)
"""Who took part, whose conference it was, what about, and what came of it."""


def conferences_of(clock: Clock) -> tuple[dict[str, Any], ...]:
    """Return fields of the conferences of others that members attended."""
    return tuple(
        {
            "id": f"conference-{place}",
            "person_id": person_id,
            "held_on": calendar().working_on_or_before(clock.today - timedelta(days=9 * place)).isoformat(),
            "host": host,
            "title": title,
            "outcome": outcome,
            "recorded_by_id": person_id,
        }
        for place, (person_id, host, title, outcome) in enumerate(ATTENDED, start=1)
    )


def _morning(day: date) -> datetime:
    return calendar().start_of(day) + timedelta(hours=9)

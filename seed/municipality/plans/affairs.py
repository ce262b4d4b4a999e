"""What happens beside the lives of cases: an organization closes and hands over, a topic is renamed, personal data are
looked at, photographs are attached, notes left, answers checked, cases linked and split, letters come back, the head gives
assignments outside a meeting, a file of another system comes twice, answers are rated by link, and some things wait for
somebody."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from seed.municipality.organizations import CLOSED_ID, SUCCESSOR_ID
from seed.municipality.plans.attachments import attached
from seed.municipality.plans.clockwork import Clock, calendar
from seed.municipality.plans.decided import decided
from seed.municipality.plans.deliveries import delivered
from seed.municipality.plans.divided import divided
from seed.municipality.plans.errands import errands
from seed.municipality.plans.linked import linked
from seed.municipality.plans.notes import noted
from seed.municipality.plans.quality import checked
from seed.municipality.plans.rated_by_link import rated_by_link
from seed.municipality.plans.records import recorded
from seed.municipality.plans.waiting import waiting
from seed.municipality.topics import FORMER_TITLES, TOPICS
from seed.shapes import Affair, CasePlan, PlannedStep

ADMINISTRATOR, HEAD, CURATOR = "person-admin", "person-head", "person-curator"
DESK, SOCIAL, LEAD = "person-pos", "person-incident", "person-lead-roads"

RENAMED_ON, ANNOUNCED_ON = date(2026, 4, 21), date(2026, 5, 19)
FILED_ON, ANSWERED_ON = date(2026, 5, 13), date(2026, 5, 21)

MESSAGE, INCIDENT = "affair-message", "affair-incident"
REASON = "Учреждение закрывается, функции переходят к преемнику"

LOOKS: tuple[tuple[int, int, str, tuple[str, ...], str], ...] = (
    (8, 11, CURATOR, ("FULL_NAME", "TEXT"), "Проверка полноты ответа перед докладом Главе округа"),
    (6, 14, LEAD, ("PHONE", "ADDRESS"), "Уточнить у заявителя место провала на дороге"),
    (2, 10, HEAD, ("FULL_NAME", "PHONE"), "Личный приём: заявитель просил перезвонить"),
)
"""Days before the last one, local hour, who, what of a case, and why."""

SEARCHED_DAYS_AGO = 4
YOUNGEST = timedelta(days=25)
"""The last move of a case that is looked at is older than that, holidays before the look included."""


def affairs_of(clock: Clock, cases: Iterable[CasePlan]) -> tuple[Affair, ...]:
    """Return all of it, oldest first."""
    known = tuple(cases)
    found = [
        *_renaming(),
        *_closing(),
        *_looks(clock, known),
        *attached(clock, known),
        *noted(clock, known),
        *checked(clock, known),
        *divided(clock),
        *decided(clock),
        *linked(clock),
        *delivered(clock, known),
        *errands(clock),
        *waiting(clock),
        *recorded(clock),
    ]
    touched = frozenset(affair.on_key for affair in found if affair.on_key is not None)
    found += rated_by_link(clock, known, touched)
    return tuple(sorted(found, key=lambda affair: affair.step.at))


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return calendar().start_of(day) + timedelta(hours=hour, minutes=minute)


def _renaming() -> Iterator[Affair]:
    titles = {row["id"]: row["title"] for row in TOPICS}
    for minute, topic_id in enumerate(FORMER_TITLES):
        facts = {"fields": {"title": titles[topic_id]}}
        yield Affair(PlannedStep("update_topic", _at(RENAMED_ON, 11, minute), ADMINISTRATOR, facts), topic_id)


def _closing() -> Iterator[Affair]:
    """Two cases lie with the organization when its closing is announced; the successor's are answered, and it closes."""
    routed = {"recipient_id": CLOSED_ID}
    yield from _lived(MESSAGE, _at(FILED_ON, 10), DESK, _message(), routed)
    yield from _lived(INCIDENT, _at(FILED_ON, 15), SOCIAL, _incident(), routed)
    handing: dict[str, Any] = {"from_id": CLOSED_ID, "to_id": SUCCESSOR_ID, "reason": REASON}
    steps: tuple[tuple[str, int, dict[str, Any]], ...] = (
        ("begin_closing_organization", 0, {}),
        ("hand_over_organization_work", 1, handing),
        ("close_organization", 3, {}),
    )
    for name, days, facts in steps:
        at = _at(ANNOUNCED_ON + timedelta(days=days), 9, 30)
        yield Affair(PlannedStep(name, at, ADMINISTRATOR, facts), CLOSED_ID)
    yield from _answered()


def _answered() -> Iterator[Affair]:
    answer = {"text": "Тротуар на указанном участке убран 21 мая, уборка внесена в график."}
    lives: tuple[tuple[str, int, tuple[tuple[str, str, dict[str, Any]], ...]], ...] = (
        (
            MESSAGE,
            10,
            (
                ("start_work", DESK, {}),
                ("submit_response", DESK, answer),
                ("approve_response", HEAD, {}),
                ("send_response", DESK, {}),
                ("close_submission", DESK, {"outcome": "RESOLVED"}),
            ),
        ),
        (
            INCIDENT,
            14,
            (
                ("start_incident", SOCIAL, {}),
                ("submit_incident_reply", SOCIAL, answer),
                ("publish_incident_reply", SOCIAL, {"reply_urls": ["https://vk.example/wall-302_1?reply=2"]}),
                ("close_incident", SOCIAL, {"outcome": "RESOLVED"}),
            ),
        ),
    )
    for key, hour, moves in lives:
        for minute, (name, who, facts) in enumerate(moves):
            yield Affair(PlannedStep(name, _at(ANSWERED_ON, hour, 10 * minute), who, facts), on_key=key)


def _lived(
    key: str, at: datetime, who: str, steps: Iterable[tuple[str, dict[str, Any]]], routed: dict[str, Any]
) -> Iterator[Affair]:
    for number, (name, facts) in enumerate(steps):
        moment = at + timedelta(minutes=10 * number)
        given = {**facts, **routed} if name.startswith("route_") else facts
        yield Affair(PlannedStep(name, moment, who, given), **({"on_key": key} if number else {"key": key}))


def _message() -> tuple[tuple[str, dict[str, Any]], ...]:
    filed = {
        "kind": "MESSAGE",
        "channel_id": "POS",
        "message_kind": "PROBLEM",
        "text": "На тротуаре по улице Садовой после зимы лежит песок, с коляской не пройти.",
    }
    about = {"topic_id": "roads-06", "summary": "Не убран тротуар по улице Садовой"}
    return (
        ("register_submission", filed),
        ("formalize_submission", about),
        ("accept_submission", {}),
        ("route_submission", {}),
    )


def _incident() -> tuple[tuple[str, dict[str, Any]], ...]:
    seen = {
        "channel_id": "VK",
        "publications": [{"url": "https://vk.example/wall-302_1", "text": "Когда уберут песок с тротуаров?"}],
        "summary": "Спрашивают, когда уберут песок с тротуаров",
        "topic_id": "roads-06",
    }
    return (("register_incident", seen), ("route_incident", {}))


def _looks(clock: Clock, cases: tuple[CasePlan, ...]) -> Iterator[Affair]:
    """Looks at the applicants of cases on the roads that came by the desk, and one search by a phone."""
    told = [one for one in cases if one.steps[-1].at < clock.now - YOUNGEST and _has_phone(one)]
    for (days, hour, who, fields, reason), case in zip(LOOKS, reversed(told), strict=False):
        at = _at(calendar().working_on_or_before(clock.today - timedelta(days=days)), hour)
        facts = {"fields": list(fields), "reason": reason}
        yield Affair(PlannedStep("reveal_applicant", at, who, facts), on_key=case.key)
    for case in told[-1:]:
        at = _at(calendar().working_on_or_before(clock.today - timedelta(days=SEARCHED_DAYS_AGO)), 16)
        facts = {"fields": ["PHONE"], "phone": case.steps[0].facts["applicant"]["phone"]}
        yield Affair(PlannedStep("note_contact_search", at, DESK, facts))


def _has_phone(case: CasePlan) -> bool:
    facts = case.steps[0].facts
    topics = {step.facts.get("topic_id") for step in case.steps}
    applicant = facts.get("applicant") or {}
    return bool(applicant.get("phone")) and any(str(one).startswith("roads-") for one in topics)

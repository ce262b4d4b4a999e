"""Who answers, and who is asked, by links without an account: an incident that lies with a body in which nobody signs in, a
message that it answered, and two messages whose applicants were told one answer."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from seed.municipality import names
from seed.municipality.plans.clockwork import Clock, calendar
from seed.municipality.plans.hands import TRIOS
from seed.shapes import Affair, PlannedStep

DESK, SOCIAL = "person-pos", "person-incident"
BODY, ROADS = "youth-center", "dept-roads"
INCIDENT, LIVING, MERGED = "linked-incident", "linked-living", "linked-merged"
ANSWERED = "linked-answered"

MERGED_KEY = "merged_key"
"""The fact that stands for the merged case whose applicant speaks, until that has an id."""

ROUTED_DAYS_AGO, TOLD_DAYS_AGO, ANSWERED_DAYS_AGO = 1, 6, 2
ANSWER = "Ямы у въезда во двор дома 22 по улице Советской засыпаны щебнем, в июле участок заасфальтируют."


def linked(clock: Clock) -> Iterator[Affair]:
    """Yield the life of the incident, and of the two messages until the second applicant has rated the answer."""
    yield from _incident(_morning(clock, ROUTED_DAYS_AGO) + timedelta(hours=6))
    yield from _messages(_morning(clock, TOLD_DAYS_AGO))
    yield from _answered(_morning(clock, ANSWERED_DAYS_AGO))


def _morning(clock: Clock, days_ago: int) -> datetime:
    day = calendar().working_on_or_before(clock.today - timedelta(days=days_ago))
    return calendar().start_of(day) + timedelta(hours=10)


def _incident(at: datetime) -> Iterator[Affair]:
    post = {
        "url": "https://vk.example/wall-302_77",
        "text": "У молодёжного центра второй день не горит вход, дети выходят в темноту.",
    }
    seen = {
        "channel_id": "VK",
        "publications": [post],
        "summary": "Не освещён вход в молодёжный центр",
        "topic_id": "education-06",
    }
    yield Affair(PlannedStep("register_incident", at, SOCIAL, seen), key=INCIDENT)
    routed = {"recipient_id": BODY, "reason": "Здание центра"}
    yield Affair(PlannedStep("route_incident", at + timedelta(minutes=12), SOCIAL, routed), on_key=INCIDENT)


def _messages(at: datetime) -> Iterator[Affair]:
    about = {"topic_id": "roads-01", "summary": "Ямы у въезда во двор дома 22 по улице Советской"}
    hands = TRIOS[ROADS]
    texts = (
        "Во двор дома 22 по Советской не заехать: у въезда ямы.",
        "Советская, 22: скорая объезжает двор из-за ям.",
    )
    for number, (key, text) in enumerate(zip((LIVING, MERGED), texts, strict=True)):
        filed = {
            "kind": "MESSAGE",
            "channel_id": "POS",
            "message_kind": "PROBLEM",
            "text": text,
            "settlement_id": "bogotol",
            "applicant": names.applicant(random.Random(770 + number)),
        }
        yield Affair(
            PlannedStep("register_submission", at + timedelta(minutes=20 * number), DESK, filed), key=key
        )
    merging = {"into_key": LIVING, "reason": "Об одном и том же дворе"}
    yield Affair(PlannedStep("merge_submissions", at + timedelta(minutes=40), DESK, merging), on_key=MERGED)
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("formalize_submission", DESK, about),
        ("accept_submission", DESK, {}),
        ("route_submission", DESK, {"recipient_id": ROADS, "assignee_id": hands.assignee_id}),
        ("start_work", hands.assignee_id, {}),
        ("submit_response", hands.assignee_id, {"text": ANSWER}),
        ("approve_response", hands.head_id, {}),
        ("send_response", DESK, {"outcome": "RESOLVED"}),
        (
            "record_satisfaction",
            DESK,
            {MERGED_KEY: MERGED, "score": 4, "solved": True, "comment": "Проехать можно, ждём асфальта."},
        ),
        # The body that answered heard something too: kept with its source, and counted by nobody.
        (
            "record_satisfaction",
            hands.coordinator_id,
            {"score": 5, "solved": True, "comment": "Заявитель сказал, что вопросов больше нет."},
        ),
    )
    for number, (event, who, facts) in enumerate(steps):
        yield Affair(
            PlannedStep(event, at + timedelta(hours=1, minutes=30 * number), who, facts), on_key=LIVING
        )


def _answered(at: datetime) -> Iterator[Affair]:
    """The body was sent the link, opened it, and answered: what it said waits to be approved."""
    filed = {
        "kind": "MESSAGE",
        "channel_id": "POS",
        "message_kind": "QUESTION",
        "text": "Будет ли в молодёжном центре зимой шахматный кружок и как в него записаться?",
        "settlement_id": "bogotol",
        "applicant": names.applicant(random.Random(780)),
    }
    about = {"topic_id": "education-11", "summary": "Запись в шахматный кружок молодёжного центра"}
    answer = {
        "text": "Кружок работает с 1 декабря по вторникам и четвергам с 16 часов; запись у администратора "
        "молодёжного центра по телефону +7 (39157) 0-00-40."
    }
    steps: tuple[tuple[str, str | None, dict[str, Any]], ...] = (
        ("register_submission", DESK, filed),
        ("formalize_submission", DESK, about),
        ("accept_submission", DESK, {}),
        ("route_submission", DESK, {"recipient_id": BODY}),
        ("note_link_sent", None, {"letter_no": 1}),
        ("open_by_link", None, {}),
        ("answer_by_link", None, answer),
    )
    for number, (event, who, facts) in enumerate(steps):
        named = {"on_key": ANSWERED} if number else {"key": ANSWERED}
        yield Affair(PlannedStep(event, at + timedelta(minutes=15 * number), who, facts), **named)

"""What came in with several questions at once and was split: a message of two, and an incident of two matters."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from seed.municipality import names
from seed.municipality.plans.clockwork import Clock, calendar
from seed.shapes import Affair, PlannedStep

DESK, SOCIAL = "person-pos", "person-incident"

DAYS_AGO = 3
REASON = "В одном сообщении несколько вопросов разных исполнителей"
TEXT = (
    "Во дворе дома 14 по улице Садовой третью неделю не вывозят мусор. И ещё: на повороте с Садовой на Кирова "
    "яма, машины выезжают на встречную полосу."
)
SECOND = {"start": TEXT.index("на повороте"), "end": len(TEXT)}
"""Where the second question of the message stands in its text."""

POSTS = ("https://vk.example/wall-302_41", "https://vk.example/wall-302_42")


def divided(clock: Clock) -> Iterator[Affair]:
    """Yield the registration of each and how it is split: by the officer of its desk, on the same morning."""
    morning = calendar().start_of(
        calendar().working_on_or_before(clock.today - timedelta(days=DAYS_AGO))
    ) + timedelta(hours=10)
    lives = (
        ("divided-message", DESK, ("register_submission", _message()), ("split_submission", _question())),
        ("divided-incident", SOCIAL, ("register_incident", _incident()), ("split_incident", _matter())),
    )
    for number, (key, who, (registers, filed), (splits, parts)) in enumerate(lives):
        at = morning + timedelta(minutes=40 * number)
        yield Affair(PlannedStep(registers, at, who, filed), key=key)
        facts = {"parts": [parts], "reason": REASON}
        yield Affair(PlannedStep(splits, at + timedelta(minutes=15), who, facts), on_key=key)


def _message() -> dict[str, Any]:
    return {
        "kind": "MESSAGE",
        "channel_id": "POS",
        "message_kind": "PROBLEM",
        "text": TEXT,
        "settlement_id": "bogotol",
        "location": {"street": "улица Садовая", "house": "д. 14, кв. 8"},
        "applicant": names.applicant(random.Random(302)),
    }


def _question() -> dict[str, Any]:
    return {
        "summary": "Яма на повороте с улицы Садовой на улицу Кирова",
        "text": "На повороте с Садовой на Кирова яма, машины выезжают на встречную полосу.",
        "text_range": SECOND,
        "topic_id": "roads-01",
    }


def _incident() -> dict[str, Any]:
    texts = ("На Садовой опять не горят фонари.", "Раз уж пишут про Садовую: когда уберут песок с тротуара?")
    posts = [{"url": url, "text": text} for url, text in zip(POSTS, texts, strict=True)]
    return {"channel_id": "VK", "publications": posts, "summary": "Освещение и уборка улицы Садовой"}


def _matter() -> dict[str, Any]:
    return {
        "summary": "Не убран песок с тротуара улицы Садовой",
        "topic_id": "roads-06",
        "publication_urls": [POSTS[1]],
    }

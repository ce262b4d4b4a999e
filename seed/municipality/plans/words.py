"""What officials write in the demo: reasons and comments by occasion, and the answers with their outcome."""

import random
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from documents.kernel.search import terms
from seed.municipality.plans.brief import Brief
from seed.municipality.settlements import WHERE
from seed.municipality.texts import (
    education,
    energy,
    housing,
    outside,
    phrases,
    roads,
    social,
    transport,
    waste,
)
from seed.shapes import TopicTexts

TEXTS: Mapping[str, TopicTexts] = {
    topic_id: texts
    for module in (education, social, housing, waste, roads, transport, energy, outside)
    for topic_id, texts in module.TEXTS.items()
}

SAID: Mapping[str, tuple[str, ...]] = {
    "returned": phrases.RETURNS,
    "rerouted": phrases.REROUTING,
    "intermediate": phrases.INTERMEDIATE,
    "postponed": phrases.POSTPONEMENTS,
    "extended": phrases.EXTENSIONS,
    "withdrawn": phrases.WITHDRAWALS,
    "reopened": phrases.REOPENINGS,
    "cancelled": (
        "Зарегистрировано повторно по ошибке, первая карточка остаётся в работе.",
        "Ошибочная регистрация: это сообщение уже есть под другим номером.",
    ),
    "merged": (
        "Тот же вопрос по тому же адресу уже рассматривается, объединено.",
        "Дубль: сообщение о том же событии зарегистрировано ранее.",
    ),
}
"""Occasion → what is written."""

FORWARDED_TO: Mapping[str, int] = {"hospital": 0, "krai-roads": 1, "uszn": 2, "power-grid": 3, "gibdd": 4}
"""Organization outside → the sentence of `FORWARDING` that speaks of it; the last one fits any."""

REJECTION_WEIGHTS: Mapping[str, float] = {
    "INSUFFICIENT_DATA": 5,
    "NO_SUBSTANCE": 4,
    "NOT_OUR_COMPETENCE": 4,
    "OBSCENE_OR_THREATENING": 3,
    "DUPLICATE": 3,
    "SPAM_OR_ADVERTISING": 2,
    "EMERGENCY_CALL_112": 1,
    "UNREADABLE": 1,
    "TEST": 1,
    "OTHER": 1,
}
"""How often a message is turned down for what; the other reasons are for appeals of citizens in writing."""


REJECTED_TEXTS: Mapping[str, tuple[str, ...]] = {
    "INSUFFICIENT_DATA": (
        "У нашего дома опять яма, сделайте уже что-нибудь.",
        "Не горит фонарь возле магазина, темно. Почините.",
        "Мусор не вывезли. Сколько можно ждать?",
    ),
    "NO_SUBSTANCE": ("Всё как всегда.", "Когда наведёте порядок? Смотреть тошно.", "Просто нет слов."),
    "NOT_OUR_COMPETENCE": (
        "Сосед передвинул забор на мой участок, заставьте его вернуть границу.",
        "Не можем с соседями поделить сарай, прошу разобраться, чей он.",
    ),
    "OBSCENE_OR_THREATENING": ("Вы там *** совсем, чтоб вам ***.", "Ничего не делаете, *** одни сидят."),
    "SPAM_OR_ADVERTISING": (
        "Пластиковые окна со скидкой, замер бесплатно!",
        "Окна и балконы под ключ, звоните.",
    ),
    "EMERGENCY_CALL_112": (
        "Горит сарай за гаражами, огонь идёт к домам!",
        "Сильный дым из подвала, помогите!",
    ),
    "UNREADABLE": ("прш тк дрг нзв ул пжл", "????? ?? ????? ????? ?? ???"),
    "TEST": ("Тест.", "Проверка формы, не отвечайте."),
    "OTHER": ("Извините, это не вам, ошибся адресом.",),
}
"""Reason → what is written by those who are turned down for it; of a double the text is like any other."""


def forwarding(organization_id: str) -> str:
    """Return what the applicant is told when a case goes to that organization."""
    return phrases.FORWARDING[FORWARDED_TO.get(organization_id, -1)]


def reworking(brief: Brief) -> dict[str, Any]:
    """Return why a draft goes back: the reason in words, and the code of the offered one that it falls under."""
    criterion = brief.generator.choice(list(phrases.REWORK))
    return {"reason": brief.generator.choice(phrases.REWORK[criterion]), "criteria": [criterion]}


def rejected(brief: Brief) -> dict[str, Any]:
    """Return why a message is turned down, what the applicant reads, and the text that deserves it where any would not."""
    weights = REJECTION_WEIGHTS
    reason = brief.quoted_reason or brief.generator.choices(list(weights), list(weights.values()))[0]
    comments, texts = phrases.REJECTIONS[reason], REJECTED_TEXTS.get(reason)
    if texts is None:
        return {"rejection": reason, "comment": brief.generator.choice(comments)}
    return {"rejection": reason, "comment": comments[0], "text": brief.generator.choice(texts)}


def said(brief: Brief, occasion: str) -> str:
    """Return one of the sentences of an occasion."""
    return filled(brief, brief.generator.choice(SAID[occasion]))


def outcome_of(brief: Brief) -> str:
    """Return the outcome that the case will be closed with."""
    if brief.message.get("message_kind") == "GRATITUDE":
        return "NO_RESPONSE_REQUIRED"
    if brief.message.get("message_kind") == "QUESTION":
        return "EXPLAINED"
    outcomes = ("RESOLVED", "EXPLAINED", "REFUSED", "NOT_RESOLVED")
    return brief.generator.choices(outcomes, (64, 27, 5, 4))[0]


def answer_of(brief: Brief, outcome: str) -> str:
    """Return the text of an answer with that outcome."""
    if outcome == "NO_RESPONSE_REQUIRED":
        return "Здравствуйте! Спасибо за добрые слова, обязательно передадим их коллективу."
    texts = TEXTS[str(brief.topic["id"])]
    found = texts.answers if outcome == "RESOLVED" else texts.explanations
    return filled(brief, nearest(brief.generator, found, brief.message["text"]))


def nearest(generator: random.Random, texts: Sequence[str], said: str) -> str:
    """Choose of several texts the one that shares most words with what was said; by lot where none does more than others."""
    words = _words(said)
    shared = [len(words & _words(text)) for text in texts]
    return generator.choice([text for text, count in zip(texts, shared, strict=True) if count == max(shared)])


@lru_cache(maxsize=8_192)
def _words(text: str) -> frozenset[str]:
    return frozenset(one for one in terms(text) if len(one) > 3)


class _Slots(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def filled(brief: Brief, text: str) -> str:
    """Return a text with the case's own place and times in its slots."""
    generator = brief.generator
    place = brief.location
    return text.format_map(
        _Slots(
            street=place.get("street") or "Центральная",
            house=place.get("house") or "1",
            flat=place.get("flat") or str(generator.randint(1, 60)),
            settlement=brief.settlement["title"],
            settlement_in=WHERE[str(brief.settlement["id"])],
            days=generator.randint(2, 9),
            time=f"{generator.randint(6, 21)}:{generator.choice(('00', '10', '20', '30', '45'))}",
            weekday=generator.choice(("понедельник", "вторник", "среду", "четверг", "пятницу")),
        )
    )

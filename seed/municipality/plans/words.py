"""What officials write in the demo: reasons and comments by occasion, and the answers with their outcome."""

from collections.abc import Mapping
from typing import Any

from seed.municipality.plans.brief import Brief
from seed.municipality.settlements import WHERE
from seed.municipality.texts import education, energy, housing, outside, roads, social, transport, waste
from seed.shapes import TopicTexts

TEXTS: Mapping[str, TopicTexts] = {
    topic_id: texts
    for module in (education, social, housing, waste, roads, transport, energy, outside)
    for topic_id, texts in module.TEXTS.items()
}

SAID: Mapping[str, tuple[str, ...]] = {
    "returned": (
        "Не по принадлежности: вопрос не относится к полномочиям отдела, прошу направить по компетенции.",
        "Объект не находится в нашем ведении. Возвращаем для определения исполнителя.",
        "По реестру муниципального имущества участок закреплён за другим подразделением.",
    ),
    "rerouted": (
        "После уточнения адреса исполнителем определено другое подразделение.",
        "По итогам звонка заявителю вопрос относится к другому получателю.",
        "Уточнена принадлежность объекта, передано по компетенции.",
    ),
    "rework": (
        "В ответе нет срока выполнения работ. Прошу указать дату.",
        "Ответ не по всем вопросам заявителя: нет сведений о повторной проверке.",
        "Слишком канцелярский язык, прошу переписать понятнее и приложить фото «после».",
        "Не указано, кто и когда выезжал на место.",
    ),
    "forwarded": (
        "Вопрос относится к компетенции другого органа, направлено с уведомлением заявителя.",
        "Полномочия по этому вопросу у другой организации, заявитель уведомлён о переадресации.",
    ),
    "postponed": (
        "Здравствуйте! Ваше сообщение рассмотрено. Работы включены в план, о выполнении сообщим дополнительно.",
        "Здравствуйте! Для решения вопроса нужны материалы, поставка ожидается. Окончательный ответ дадим к указанной дате.",
        "Добрый день! Провели осмотр, подрядчик определён. Вернёмся с ответом после завершения работ.",
    ),
    "merged": (
        "Тот же вопрос по тому же адресу уже рассматривается, объединено.",
        "Дубль: сообщение о том же событии зарегистрировано ранее.",
    ),
    "withdrawn": (
        "Заявитель сообщил по телефону, что вопрос решён, и просит не рассматривать.",
        "Отозвано по просьбе заявителя.",
    ),
    "reopened": (
        "Заявитель сообщает, что вопрос не решён, приложил свежее фото.",
        "Новая жалоба в той же ветке: работы не выполнены.",
        "Оценка «не решено», просит проверить ещё раз.",
    ),
    "extended": (
        "Направлен запрос сведений в ресурсоснабжающую организацию, срок продлён, заявитель уведомлён.",
        "Требуется комиссионное обследование, срок рассмотрения продлён с уведомлением заявителя.",
    ),
}
"""Occasion → what is written."""

REJECTIONS: tuple[tuple[str, str, float], ...] = (
    (
        "INSUFFICIENT_DATA",
        "Уточните, пожалуйста, адрес и дату: без них мы не сможем проверить ваше сообщение.",
        5,
    ),
    (
        "NO_SUBSTANCE",
        "В сообщении не указано, в чём состоит вопрос. Опишите проблему, и мы примем её в работу.",
        4,
    ),
    ("NOT_OUR_COMPETENCE", "Вопрос не относится к полномочиям органов местного самоуправления округа.", 4),
    ("OBSCENE_OR_THREATENING", "Сообщение содержит нецензурные выражения. Изложите вопрос без них.", 3),
    ("DUPLICATE", "Такое же ваше сообщение уже принято, ответ придёт по первому из них.", 3),
    ("SPAM_OR_ADVERTISING", "Сообщение носит рекламный характер и не рассматривается.", 2),
    (
        "EMERGENCY_CALL_112",
        "О происшествии, угрожающем жизни, сообщите по телефону 112. Сведения переданы в ЕДДС.",
        1,
    ),
    ("UNREADABLE", "Текст не удалось прочитать. Отправьте, пожалуйста, сообщение ещё раз.", 1),
    ("TEST", "Тестовое сообщение, рассмотрению не подлежит.", 1),
)
"""Reason, what the applicant reads, weight."""


def said(brief: Brief, occasion: str) -> str:
    """One of the sentences of an occasion."""
    return brief.generator.choice(SAID[occasion])


def outcome_of(brief: Brief) -> str:
    """With what the case will be closed."""
    if brief.message.get("message_kind") == "GRATITUDE":
        return "NO_RESPONSE_REQUIRED"
    if brief.message.get("message_kind") == "QUESTION":
        return "EXPLAINED"
    outcomes = ("RESOLVED", "EXPLAINED", "REFUSED", "NOT_RESOLVED")
    return brief.generator.choices(outcomes, (64, 27, 5, 4))[0]


def answer_of(brief: Brief, outcome: str) -> str:
    """The text of an answer with that outcome."""
    if outcome == "NO_RESPONSE_REQUIRED":
        return "Здравствуйте! Спасибо за добрые слова, обязательно передадим их коллективу."
    texts = TEXTS[str(brief.topic["id"])]
    found = texts.answers if outcome == "RESOLVED" else texts.explanations
    return filled(brief, brief.generator.choice(found))


class _Slots(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def filled(brief: Brief, text: str) -> str:
    """A text with the case's own place and times in its slots."""
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

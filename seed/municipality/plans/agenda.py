"""Minutes of further meetings of the demo, in the shape of `seed.municipality.minutes`; which meeting has which."""

from collections.abc import Mapping, Sequence
from typing import Any

from seed.municipality import minutes

Minutes = Mapping[str, Any]


def _order(text: str, responsible: str, organization: str, due: int | str) -> dict[str, Any]:
    term = {"recurrence": due} if isinstance(due, str) else {"due_in_days": due}
    return {
        "text": text,
        "responsible_id": f"person-{responsible}",
        "organization_id": organization,
        "co_executor_ids": [],
        **term,
    }


def _question(
    title: str, speaker: str, heard: str, decision: str, *orders: dict[str, Any], spoke: Sequence[str] = ()
) -> tuple[str, dict[str, Any]]:
    decisions = [{"text": decision, "assignments": list(orders)}]
    return f"person-{speaker}", {"title": title, "heard": heard, "spoke": list(spoke), "decisions": decisions}


def _minutes(title: str, *questions: tuple[str, dict[str, Any]]) -> Minutes:
    agenda = [{"title": item["title"], "speaker_id": speaker_id} for speaker_id, item in questions]
    return {"title": title, "form": "IN_PERSON", "agenda": agenda, "items": [item for _, item in questions]}


GRADING = _minutes(
    "Грунтовые дороги и свалки после зимы",
    _question(
        "О грейдировании грунтовых дорог в сельских территориях",
        "lead-roads",
        "Доложил об очерёдности участков и о числе повторных сообщений из Юрьевки и Критово.",
        "Поручить отделу дорожной деятельности провести грейдирование в срок до {due}.",
        _order(
            "Провести грейдирование дорог в Юрьевке и Критово в срок до {due}", "lead-roads", "dept-roads", 35
        ),
        spoke=("Территориальные отделы просили начать со школьных маршрутов.",),
    ),
    _question(
        "О ликвидации несанкционированных свалок",
        "lead-waste",
        "Сообщила о местах складирования отходов на берегу Чулыма и за гаражами.",
        "Поручить организовать уборку свалки на берегу Чулыма в срок до {due}.",
        _order(
            "Организовать уборку свалки на берегу Чулыма в срок до {due}", "lead-waste", "dept-housing", 30
        ),
        spoke=("Обсудили запрещающие знаки и фотоловушки.",),
    ),
)
ANSWERS = _minutes(
    "Качество ответов и доступная среда",
    _question(
        "О качестве ответов в социальных сетях",
        "incident",
        "Приведены примеры ответов без срока и без сведений о выполненных работах.",
        "Поручить подготовить памятку для исполнителей в срок до {due}.",
        _order("Подготовить памятку по ответам в социальных сетях в срок до {due}", "info", "admin", 20),
    ),
    _question(
        "Об освещении на подходах к школам",
        "lead-energy",
        "Представил перечень неработающих светильников по сообщениям жителей.",
        "Поручить восстановить освещение у школ и детских садов в срок до {due}.",
        _order(
            "Восстановить освещение у школ и детских садов в срок до {due}",
            "as-landscaping",
            "landscaping",
            21,
        ),
    ),
)
RETURNS = _minutes(
    "Возвраты не по принадлежности и итоги месяца",
    _question(
        "О возвратах сообщений не по принадлежности",
        "pos",
        "Каждое двадцатое сообщение направляется не тому получателю, это отнимает до двух дней.",
        "Поручить уточнить перечень получателей по темам в срок до {due}.",
        _order("Уточнить перечень получателей по темам в срок до {due}", "pos", "dept-social-policy", 12),
        spoke=("Получатели просят звонить до отправки спорных сообщений.",),
    ),
    _question(
        "Об итогах месяца по сообщениям жителей",
        "info",
        "Больше всего сообщений о дорогах и ЖКХ, доля ответов в срок выросла.",
        "Принять к сведению итоги месяца.",
    ),
)
CROSSING = _minutes(
    "Внеочередное заседание о переправе",
    _question(
        "О работе переправы в Александровке",
        "lead-roads",
        "",
        "Принять к сведению информацию о работе переправы.",
    ),
)

BALLOT, ACTING = minutes.WASTE_POLL, minutes.BUSES
OTHERS: tuple[Minutes, ...] = (
    minutes.FLOOD,
    minutes.LIGHT_AND_POWER,
    GRADING,
    ANSWERS,
    minutes.SCHOOLS,
    RETURNS,
    minutes.HEATING,
)
"""Of the meetings in person that the curator chaired, the oldest first; so many must be held."""

COMING, CANCELLED, IN_DRAFT, IN_VOTING = ANSWERS, CROSSING, GRADING, RETURNS


def spread(count: int, *, ballot: int, acting: int) -> tuple[Minutes, ...]:
    """Return the minutes of `count` meetings: those by ballot and of the acting head at their indexes, the others in
    order."""
    others = iter(OTHERS)
    named = {ballot: BALLOT, acting: ACTING}
    return tuple(named[index] if index in named else next(others) for index in range(count))

"""Invented minutes of six meetings of the center: agenda, heard, spoke, decided, ordered.

`{due}` in a decision or an assignment is the day its term ends; `items_of` puts it in. Speakers and responsible officials
are person ids of the demo center, organizations are its ids.
"""

from datetime import date, timedelta
from typing import Any


def _order(text: str, responsible: str, organization: str, due: int | str, *co: str) -> dict[str, Any]:
    """An assignment; `due` counts days from the meeting, or says how it recurs."""
    term = {"recurrence": due} if isinstance(due, str) else {"due_in_days": due}
    return {
        "text": text,
        "responsible_id": f"person-{responsible}",
        "organization_id": organization,
        "co_executor_ids": [f"person-{one}" for one in co],
        **term,
    }


def _decided(text: str, *assignments: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "assignments": list(assignments)}


def _item(title: str, heard: str, spoke: tuple[str, ...], *decisions: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "heard": heard, "spoke": list(spoke), "decisions": list(decisions)}


def _minutes(title: str, form: str, speakers: tuple[str, ...], *items: dict[str, Any]) -> dict[str, Any]:
    agenda = [
        {"title": item["title"], "speaker_id": f"person-{speaker}"}
        for item, speaker in zip(items, speakers, strict=True)
    ]
    return {"title": title, "form": form, "agenda": agenda, "items": list(items)}


FLOOD = _minutes(
    "Паводок, просрочки и отчётность",
    "IN_PERSON",
    ("lead-roads", "incident", "head"),
    _item(
        "О готовности к паводку и переправе в Александровке",
        "Лёд на Чулыме потемнел, подвесной мост требует замены настила, запас продуктов в селе на десять дней.",
        (
            "Ответственный за энергетику предложил заранее проверить опоры у береговой линии.",
            "Представитель ЕДДС сообщил, что звонки из села принимаются вне очереди.",
        ),
        _decided("Принять к сведению информацию о готовности к паводку."),
        _decided(
            "Поручить отделу дорожной деятельности отремонтировать настил подвесного моста в срок до {due}.",
            _order(
                "Отделу дорожной деятельности отремонтировать настил моста в Александровке в срок до {due}",
                "recipient-head",
                "dept-roads",
                15,
                "as-terr-aleksandrovka",
            ),
        ),
        _decided(
            "Поручить ЕДДС вести ежедневную сводку о переправе до конца ледохода.",
            _order(
                "Вести сводку о переправе и подвозе продуктов",
                "as-edds",
                "edds",
                "ежедневно до конца ледохода",
            ),
        ),
    ),
    _item(
        "О просрочках в «Инцидент Менеджмент»",
        "За месяц девять ответов даны позже срока, шесть из них о дорогах и ТКО; причина: поздняя передача исполнителю.",
        ("Ответственный за ТКО предложил назначить дежурных на выходные.",),
        _decided(
            "Поручить отделу ЖКХ назначить дежурных по сообщениям на выходные дни в срок до {due}.",
            _order(
                "Утвердить график дежурных на выходные в срок до {due}", "recipient2-head", "dept-housing", 7
            ),
        ),
        _decided(
            "Поручить разобрать причины каждой просрочки и представить справку в срок до {due}.",
            _order("Представить справку о причинах просрочек в срок до {due}", "incident", "admin", 14),
        ),
    ),
    _item(
        "Об утверждении графика отчётности",
        "Представлен проект графика: еженедельная сводка, месячный обзор, квартальные показатели.",
        ("Координатор от ЦУР предложил единый день представления сведений.",),
        _decided("Утвердить график отчётности муниципального центра управления."),
        _decided(
            "Поручить отраслевым ответственным представлять картину проблем ежемесячно до 5-го числа.",
            _order(
                "Собирать картины проблем по направлениям",
                "head",
                "admin",
                "ежемесячно до 5-го числа",
                "lead-roads",
                "lead-housing",
                "lead-waste",
            ),
        ),
    ),
)
"""The example of the domain notes, № 1: held on 30.04.2026 its first term ends on 15.05.2026."""

LIGHT_AND_POWER = _minutes(
    "Повторные сообщения об отключениях и освещении",
    "IN_PERSON",
    ("lead-energy", "pos"),
    _item(
        "О повторных отключениях электроэнергии в Вагино",
        "За квартал из Вагино поступило двадцать одно сообщение об отключениях, восемь из них повторные.",
        (
            "Отмечено, что жители узнают о плановых работах в день отключения.",
            "Предложено вносить в карточку адреса людей, зависящих от медицинских приборов, с их согласия.",
        ),
        _decided(
            "Поручить ЕДДС публиковать графики отключений не позднее чем за три дня.",
            _order("Публиковать графики плановых отключений", "as-edds", "edds", "постоянно"),
        ),
        _decided(
            "Поручить согласовать с электросетями вырубку веток у линии Вагино в срок до {due}.",
            _order("Согласовать вырубку веток в срок до {due}", "lead-energy", "admin", 21, "as-terr-vagino"),
        ),
    ),
    _item(
        "О качестве ответов в ПОС",
        "Из тридцати проверенных ответов семь возвращены: в четырёх не назван срок, в трёх нет фотографий.",
        ("Предложена памятка с примерами понятных ответов.",),
        _decided(
            "Поручить подготовить памятку об ответах простым языком в срок до {due}.",
            _order("Подготовить и разослать памятку в срок до {due}", "pos", "admin", 10, "info"),
        ),
    ),
)

WASTE_POLL = _minutes(
    "Заочное голосование о контейнерных площадках",
    "ABSENTEE",
    ("lead-waste", "lead-housing"),
    _item(
        "О перечне контейнерных площадок первой очереди",
        "Членам центра направлен перечень из восьми площадок, составленный по числу сообщений жителей.",
        (),
        _decided("Согласовать перечень контейнерных площадок первой очереди."),
        _decided(
            "Поручить МБУ «Благоустройство» обустроить основания площадок в срок до {due}.",
            _order(
                "Обустроить основания восьми площадок в срок до {due}", "as-landscaping", "landscaping", 45
            ),
        ),
    ),
    _item(
        "О подъезде мусоровоза в Медяково",
        "Мусоровоз не проходит к крайним домам: дорога сужена зарослями, разворот не отсыпан.",
        (),
        _decided(
            "Поручить отсыпать разворотную площадку в Медяково в срок до {due}.",
            _order("Отсыпать разворотную площадку в срок до {due}", "recipient-head", "dept-roads", 30),
        ),
    ),
)

BUSES = _minutes(
    "Сельские автобусы и остановки",
    "IN_PERSON",
    ("lead-transport", "lead-social"),
    _item(
        "О срывах рейсов Боготол — Критово",
        "По данным перевозчика, за месяц не выполнено шесть рейсов из ста четырёх, причина: поломки одного автобуса.",
        (
            "Предложено публиковать отмены в группе перевозчика не позднее чем за час.",
            "Управление образования просит учитывать время начала уроков.",
        ),
        _decided(
            "Поручить обеспечить резервный автобус на утренние рейсы в срок до {due}.",
            _order(
                "Согласовать с перевозчиком резервный автобус в срок до {due}", "lead-transport", "admin", 12
            ),
        ),
        _decided(
            "Поручить управлению образования сверить расписание автобусов с уроками в срок до {due}.",
            _order(
                "Сверить расписание автобусов и уроков в срок до {due}",
                "as-dept-education",
                "dept-education",
                9,
                "as-school-kritovo",
            ),
        ),
    ),
    _item(
        "О доступности здания администрации",
        "На приём не могут попасть люди на колясках: нет пандуса и кнопки вызова у входа.",
        ("Предложено до устройства пандуса вести приём на первом этаже библиотеки.",),
        _decided(
            "Поручить отделу архитектуры подготовить решение по пандусу в срок до {due}.",
            _order(
                "Подготовить решение по пандусу в срок до {due}",
                "as-dept-architecture",
                "dept-architecture",
                25,
            ),
        ),
    ),
)
"""Fits the meeting that the head chairs instead of the curator."""

SCHOOLS = _minutes(
    "Школы к учебному году и слухи о закрытии",
    "IN_PERSON",
    ("lead-education", "info"),
    _item(
        "О сообщениях жителей о подготовке школ",
        "Чаще всего жители пишут о подвозе, ремонте входных групп и горячем питании.",
        ("Отмечена благодарность жителей Вагино за спортивный зал.",),
        _decided(
            "Поручить управлению образования закрыть замечания по ремонту в срок до {due}.",
            _order(
                "Закрыть замечания по ремонту школ в срок до {due}",
                "as-dept-education",
                "dept-education",
                20,
                "as-school-vagino",
                "as-school-yuryevka",
            ),
        ),
    ),
    _item(
        "Об опровержении слуха о закрытии сельской школы",
        "Слух набрал около трёх тысяч просмотров, опровержение вышло через два часа и остановило распространение.",
        ("Предложено готовить разъяснения заранее, до начала обсуждения в сетях.",),
        _decided("Принять к сведению информацию об опровержении."),
        _decided(
            "Поручить вести перечень тем, о которых возможны слухи.",
            _order("Вести перечень возможных слухов с разъяснениями", "info", "admin", "еженедельно"),
        ),
    ),
)

HEATING = _minutes(
    "Отопительный период и уборка снега",
    "IN_PERSON",
    ("lead-housing", "lead-roads"),
    _item(
        "О сообщениях о слабом отоплении",
        "Три дома дают половину сообщений об отоплении: нужны промывка системы и наладка тепловых узлов.",
        ("Предложено замерять температуру в день сообщения.",),
        _decided(
            "Поручить отделу ЖКХ проверить тепловые узлы трёх домов в срок до {due}.",
            _order(
                "Проверить тепловые узлы в срок до {due}", "recipient2-head", "dept-housing", 14, "assignee2"
            ),
        ),
    ),
    _item(
        "О порядке уборки снега",
        "Жители не знают очередности улиц и потому жалуются на вторые сутки, хотя срок не вышел.",
        ("Предложено опубликовать карту очередей уборки.",),
        _decided(
            "Поручить МБУ «Благоустройство» подготовить карту очередей в срок до {due}.",
            _order(
                "Подготовить карту очередей уборки в срок до {due}",
                "as-landscaping",
                "landscaping",
                16,
                "info",
            ),
        ),
    ),
)
"""Fits a meeting that is still ahead, or a protocol that is still a draft."""


def items_of(minutes: dict[str, Any], held_on: date) -> list[dict[str, Any]]:
    """Return the items with days for terms: `due_on` (ISO) instead of `due_in_days`, `{due}` filled; nothing passed in
    changes."""
    return [
        {
            **item,
            "spoke": list(item["spoke"]),
            "decisions": [_dated(one, held_on) for one in item["decisions"]],
        }
        for item in minutes["items"]
    ]


def _dated(decision: dict[str, Any], held_on: date) -> dict[str, Any]:
    assignments = []
    text = decision["text"]
    for assignment in decision["assignments"]:
        days = assignment.get("due_in_days")
        due = None if days is None else held_on + timedelta(days=days)
        put = f"{due:%d.%m.%Y}" if due else ""
        text = text.replace("{due}", put)
        rest = {name: value for name, value in assignment.items() if name != "due_in_days"}
        dated = {**rest, "text": assignment["text"].replace("{due}", put)}
        assignments.append({**dated, "due_on": due.isoformat()} if due else dated)
    return {"text": text, "assignments": assignments}

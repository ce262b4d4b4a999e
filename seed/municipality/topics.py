"""Topics of the demo classifier, by direction; each with the organization that usually answers. Ids count in this order."""

from typing import Any

FORMER_TITLES: dict[str, str] = {"waste-05": "Вывоз крупного мусора"}
"""Topic → its title until it was renamed to the present one."""

# Group → direction, and the organization that answers unless the topic says otherwise.
_GROUPS: dict[str, tuple[str | None, str]] = {
    "education": ("EDUCATION", "dept-education"),
    "social": ("SOCIAL_PROTECTION", "dept-social-policy"),
    "housing": ("HOUSING_AND_UTILITIES", "dept-housing"),
    "waste": ("SOLID_WASTE", "dept-housing"),
    "roads": ("ROADS", "dept-roads"),
    "transport": ("TRANSPORT", "dept-roads"),
    "energy": ("ENERGY", "dept-housing"),
    "outside": (None, "admin"),
}

_TITLES: dict[str, tuple[str, ...]] = {
    "education": (
        "Зачисление в школу и детский сад",
        "Очередь в детский сад",
        "Питание в школе",
        "Школьный автобус (подвоз)",
        "Температурный режим в школе, детском саду",
        "Ремонт здания",
        "Нехватка учителей",
        "Качество преподавания",
        "Безопасность и охрана",
        "Травля и конфликты",
        "Дополнительное образование и кружки",
        "Детский отдых",
        "Интернет и оборудование",
        "Образование прочее",
    ),
    "social": (
        "Субсидии и льготы на ЖКУ",
        "Детские пособия и выплаты",
        "Меры поддержки участников СВО и семей",
        "Поддержка сирот (запрос помощи, предоставление жилья, отказ и т.д.)",
        "Создание доступной среды для маломобильных групп граждан",
        "Технические средства реабилитации",
        "Социальное обслуживание на дому",
        "Твёрдое топливо (уголь, дрова) льготникам",
        "Поддержка многодетных (земля, выплаты)",
        "Ветераны",
        "Улучшение жилищных условий, социальный наём жилья",
        "Поддержка лиц БОМЖ",
        "Социальное обслуживание и защита прочее",
    ),
    "housing": (
        "Отопление отсутствует, слабое",
        "Горячая вода",
        "Холодная вода: отсутствие, напор, качество",
        "Водоразборная колонка",
        "Канализация, засор",
        "Вывоз ЖБО",
        "Протечка кровли",
        "Содержание подъезда",
        "Капитальный ремонт",
        "Начисления и перерасчёт",
        "Работа управляющей компании",
        "Ветхое и аварийное жильё",
        "Газовые баллоны",
        "Уборка двора от снега и наледи",
        "ЖКХ прочее",
    ),
    "waste": (
        "График вывоза нарушен",
        "Контейнеры переполнены",
        "Нехватка, поломка контейнеров",
        "Обустройство контейнерной площадки",
        "Вывоз крупногабарита",
        "Несанкционированная свалка",
        "Нарушения при обращении с отходами (слив ЖБО, сброс мусора и др.)",
        "Начисление платы за ТКО",
        "Пакетированный сбор в сёлах",
        "Подъезд мусоровоза",
        "Обращение с отходами прочее",
    ),
    "roads": (
        "Ямы и разрушение покрытия",
        "Грейдирование грунтовой дороги",
        "Уборка снега",
        "Наледь, посыпка",
        "Уборка дорог от пыли, смёта, листвы",
        "Уборка тротуаров от мусора, смёта, листвы",
        "Неисправность или отсутствие освещения на дорогах и тротуарах",
        "Дорожные знаки",
        "Пешеходный переход",
        "Ливневая канализация, подтопление",
        "Мост, переправа, подвесной мост",
        "Ремонт тротуара",
        "Открытый люк",
        "Дороги прочее",
    ),
    "transport": (
        "Нарушение расписания",
        "Отмена рейса",
        "Мало рейсов в сельские территории",
        "Состояние автобуса",
        "Поведение водителя",
        "Остановочный павильон",
        "Льготный проезд",
        "Стоимость проезда",
        "Пригородные поезда",
        "Переправа через Чулым",
        "Общественный транспорт прочее",
    ),
    "energy": (
        "Отключение электроэнергии",
        "Низкое напряжение",
        "Аварийная опора, провисший провод",
        "Подключение (технологическое присоединение)",
        "Прибор учёта",
        "Начисления за электричество",
        "Плановые отключения: не предупредили",
        "Уличное освещение не горит",
        "Трансформаторная подстанция",
        "Энергетика прочее",
    ),
    "outside": (
        "Медицина и запись к врачу",
        "Благоустройство (площадки, деревья)",
        "Безнадзорные животные",
        "Связь и интернет",
        "Безопасность",
        "Культура и спорт",
        "Кладбища",
    ),
}

# Working days of the topic's own; None: fast track by the policy's general number.
_FAST_TRACK_DAYS: dict[str, int | None] = {
    "housing-01": 3,
    "housing-02": 3,
    "housing-03": 3,
    "housing-14": None,
    "waste-02": 3,
    "roads-03": 3,
    "roads-04": 3,
    "roads-07": 5,
    "roads-13": 3,
    "energy-01": 3,
    "energy-03": 3,
    "energy-08": 5,
}

# Health, disability, conflicts among children: the text is for few (§5.6).
_SENSITIVE = frozenset({"education-10", "social-04", "social-05", "social-06", "social-07", "outside-01"})

_OTHER_RECIPIENTS: dict[str, str] = {
    "education-12": "youth-center",
    "social-05": "dept-architecture",
    "social-11": "dept-housing",
    "roads-05": "landscaping",
    "roads-06": "landscaping",
    "energy-08": "landscaping",
    "outside-01": "dept-social-policy",
    "outside-02": "landscaping",
    "outside-03": "dept-housing",
    "outside-04": "dept-economy",
    "outside-05": "dept-emergency",
    "outside-06": "dept-culture",
    "outside-07": "dept-housing",
}


def _row(group: str, number: int, title: str) -> dict[str, Any]:
    one = f"{group}-{number:02d}"
    sector_id, recipient_id = _GROUPS[group]
    return {
        "id": one,
        "title": title,
        "group_id": group,
        "sector_id": sector_id,
        "fast_track": one in _FAST_TRACK_DAYS,
        "fast_track_days": _FAST_TRACK_DAYS.get(one),
        "default_recipient_id": _OTHER_RECIPIENTS.get(one, recipient_id),
        "is_sensitive": one in _SENSITIVE,
        "is_demo": True,
    }


TOPICS: tuple[dict[str, Any], ...] = tuple(
    _row(group, number, title)
    for group, titles in _TITLES.items()
    for number, title in enumerate(titles, start=1)
)
"""Rows of `topics`. A topic without a sector lies outside the directions."""

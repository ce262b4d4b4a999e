"""Templates of answers of the demo: of all, of a channel, of a body, and one that is switched off."""

from typing import Any

_TEMPLATES: tuple[dict[str, Any], ...] = (
    {
        "title": "Ответ с итогами проверки",
        "text": (
            "Здравствуйте, {{заявитель}}!\n\n"
            "Ваше обращение № {{номер}} от {{дата поступления}} рассмотрено. Тема: {{тема}}.\n\n"
            "Установлено следующее: …\n\n"
            "Исполнитель: {{исполнитель}}, телефон {{телефон исполнителя}}."
        ),
    },
    {
        "title": "Работы запланированы",
        "text": (
            "Здравствуйте, {{заявитель}}!\n\n"
            "По сообщению № {{номер}} ({{населённый пункт}}) работы включены в план и будут выполнены до {{срок}}."
        ),
        "channel_id": "POS",
    },
    {
        "title": "Ямочный ремонт",
        "text": (
            "Здравствуйте, {{заявитель}}!\n\n"
            "{{орган}} сообщает: участок, о котором говорится в сообщении № {{номер}}, осмотрен {{сегодня}}. "
            "Повреждение будет устранено."
        ),
        "organization_id": "dept-roads",
    },
    {
        "title": "Старый образец",
        "text": "Ваше обращение № {{номер}} принято к сведению.",
        "is_active": False,
    },
)

RESPONSE_TEMPLATES: tuple[dict[str, Any], ...] = tuple(
    {"id": f"template-{number:02d}", "is_demo": True, **row} for number, row in enumerate(_TEMPLATES, 1)
)
"""Rows of `response_templates`."""

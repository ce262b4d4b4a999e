"""Routing rules of the demo municipality, in their order; the second cannot be followed: its organization has closed."""

from typing import Any

from seed.municipality.organizations import CLOSED_ID

_RULES: tuple[dict[str, Any], ...] = (
    {
        "title": "Аварии вне рабочих часов",
        "sector_ids": ["HOUSING_AND_UTILITIES", "ENERGY"],
        "words": ["авария", "прорвало", "нет света", "без тепла"],
        "hours": "OUTSIDE",
        "recipient_id": "edds",
        "reason": "Вне рабочих часов аварии принимает единая дежурно-диспетчерская служба",
    },
    {
        "title": "Дорожные знаки и переходы",
        "topic_ids": ["roads-08", "roads-09"],
        "recipient_id": CLOSED_ID,
        "reason": "Знаки и переходы содержит дорожная служба",
    },
    {
        "title": "Освещение улиц",
        "topic_ids": ["roads-07", "energy-08"],
        "recipient_id": "landscaping",
        "reason": "Уличное освещение обслуживает учреждение благоустройства",
    },
    {
        "title": "Критово: отходы и уборка",
        "sector_ids": ["SOLID_WASTE"],
        "settlement_ids": ["kritovo", "medyakovo"],
        "recipient_id": "terr-kritovo",
        "reason": "Территория Критовского территориального отдела",
    },
    {
        "title": "Важное из социальных сетей о дорогах",
        "sector_ids": ["ROADS"],
        "importances": ["HIGH", "CRITICAL"],
        "recipient_id": "dept-roads",
        "assignee_id": "person-as-dept-roads",
        "reason": "Повышенная важность: сразу исполнителю отдела",
    },
    {
        "title": "Дороги и транспорт",
        "sector_ids": ["ROADS", "TRANSPORT"],
        "recipient_id": "dept-roads",
        "reason": "Вопросы дорог и перевозок ведёт отдел дорог и транспорта",
    },
    {
        "title": "Школы и детские сады",
        "sector_ids": ["EDUCATION"],
        "recipient_id": "dept-education",
        "reason": "Вопросы образования ведёт управление образования",
    },
    {
        "title": "Почта и обращения по закону",
        "regimes": ["APPEAL_59FZ"],
        "channel_ids": ["POST"],
        "recipient_id": "admin",
        "reason": "Письменные обращения распределяет Администрация",
        "is_active": False,
    },
)

ROUTING_RULES: tuple[dict[str, Any], ...] = tuple(
    {"id": f"routing-{rank:02d}", "rank": rank, "is_demo": True, **row} for rank, row in enumerate(_RULES, 1)
)
"""Rows of `routing_rules`."""

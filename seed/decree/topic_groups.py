"""Groups of topics: one for each direction (II.1.2), and one for what lies outside them."""

from typing import Any

TOPIC_GROUPS: tuple[dict[str, Any], ...] = (
    {"id": "education", "title": "Образование"},
    {"id": "social", "title": "Социальное обслуживание и защита"},
    {"id": "housing", "title": "Жилищно-коммунальное хозяйство"},
    {"id": "waste", "title": "Обращение с отходами"},
    {"id": "roads", "title": "Дороги"},
    {"id": "transport", "title": "Общественный транспорт"},
    {"id": "energy", "title": "Энергетика"},
    {"id": "outside", "title": "Вне направлений центра"},
)
"""Rows of `topic_groups`; the id begins the ids of the group's topics."""

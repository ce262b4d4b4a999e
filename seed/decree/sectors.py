"""The seven directions of the center's work, а)–ж), in the decree's order and words (II.1.2)."""

from typing import Any

_TITLES: tuple[tuple[str, str, str], ...] = (
    ("EDUCATION", "а", "Образование"),
    ("SOCIAL_PROTECTION", "б", "Социальная защита"),
    ("HOUSING_AND_UTILITIES", "в", "Жилищно-коммунальное хозяйство"),
    ("SOLID_WASTE", "г", "Твердые коммунальные отходы"),
    ("ROADS", "д", "Дороги"),
    ("TRANSPORT", "е", "Транспорт"),
    ("ENERGY", "ж", "Энергетика"),
)

SECTORS: tuple[dict[str, Any], ...] = tuple(
    {"id": code, "code": code, "letter": letter, "title": title, "clause": f"II.1.2 {letter})"}
    for code, letter, title in _TITLES
)
"""Rows of `sectors`; the id is the code."""

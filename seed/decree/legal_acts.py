"""The acts that the decree rests on or names, with the dates and numbers it gives them; the decree itself first."""

from typing import Any

DECREE_ID = "decree-0302-p"

LEGAL_ACTS: tuple[dict[str, Any], ...] = (
    {
        "id": DECREE_ID,
        "kind": "DECREE",
        "number": "0302-п",
        "issued_on": "2026-04-07",
        "title": "О создании рабочей группы (проектного офиса) «Муниципальный центр управления в Боготольском "
        "муниципальном округе Красноярского края»",
    },
    {
        "id": "federal-law-33",
        "kind": "FEDERAL_LAW",
        "number": "33-ФЗ",
        "issued_on": "2025-03-20",
        "title": "Об общих принципах организации местного самоуправления в единой системе публичной власти",
    },
    {
        "id": "federal-law-59",
        "kind": "FEDERAL_LAW",
        "number": "59-ФЗ",
        "issued_on": "2006-05-02",
        "title": "О порядке рассмотрения обращений граждан Российской Федерации",
    },
    {
        "id": "presidential-instructions-1111",
        "kind": "PRESIDENTIAL_INSTRUCTIONS",
        "number": "Пр-1111",
        "issued_on": "2023-06-04",
        "title": "Перечень поручений Президента Российской Федерации",
    },
    {
        "id": "government-decree-1844",
        "kind": "GOVERNMENT_DECREE",
        "number": "1844",
        "issued_on": "2020-11-16",
        "title": "Об утверждении Правил предоставления субсидии из федерального бюджета автономной некоммерческой "
        "организации по развитию цифровых проектов в сфере общественных связей и коммуникаций «Диалог Регионы» "
        "на создание и обеспечение функционирования в субъектах Российской Федерации центров управления регионов "
        "и Правил создания и функционирования в субъектах Российской Федерации центров управления регионов",
    },
)
"""Rows of `legal_acts`. The charter and the Constitution are named without a number, so they are not listed."""

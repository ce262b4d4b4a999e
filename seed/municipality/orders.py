"""Orders of the demo Administration: the composition of the center, by which its members act (III.1)."""

from typing import Any

COMPOSITION_ID = "order-composition"
EXTENSIONS_ID = "order-extensions"

LEGAL_ACTS: tuple[dict[str, Any], ...] = (
    {
        "id": COMPOSITION_ID,
        "kind": "ORDER",
        "number": "ДЕМО-1-р",
        "issued_on": "2026-04-07",
        "title": "Об утверждении персонального состава рабочей группы (проектного офиса) «Муниципальный центр "
        "управления» (демонстрационное распоряжение)",
        "file_id": "demo-order-composition",
        "is_demo": True,
    },
    {
        "id": EXTENSIONS_ID,
        "kind": "ORDER",
        "number": "ДЕМО-2-р",
        "issued_on": "2025-01-09",
        "title": "О должностных лицах, уполномоченных продлевать срок рассмотрения обращений (демонстрационное "
        "распоряжение)",
        "url": "https://bogotol.example/demo-2-r",
        "is_demo": True,
    },
)
"""Rows of `legal_acts`."""

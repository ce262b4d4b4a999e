"""Filters that officials of the demo keep, alone or with all who hold their role, and lists that they want in files."""

from collections.abc import Mapping
from typing import Any

SAVED: tuple[tuple[str, str, str | None, Mapping[str, Any]], ...] = (
    (
        "person-pos",
        "Ждут модерации дольше срока",
        "POS_OFFICER",
        {"lateClock": ["MODERATION"], "isOpen": True},
    ),
    (
        "person-pos",
        "Мои срочные",
        None,
        {"assignedToMe": True, "priority": ["HIGH", "CRITICAL"], "isOpen": True},
    ),
    ("person-incident", "Важное из соцсетей", "INCIDENT_OFFICER", {"kind": ["INCIDENT"], "isOpen": True}),
    ("person-lead-roads", "Просрочено по дорогам", "SECTOR_LEAD", {"sector": ["ROADS"], "isOverdue": True}),
    ("person-head", "К заседанию", None, {"tags": ["к заседанию"]}),
    ("person-head", "Повторные с файлами", None, {"isRepeat": True, "hasAttachments": True}),
)
"""Whose it is, its name, the role that it is shared with, and the filter as callers write it."""

EXPORTS: tuple[tuple[str, str, str, Mapping[str, Any], tuple[str, ...]], ...] = (
    (
        "head",
        "CASES",
        "XLSX",
        {"isOverdue": True},
        ("number", "status", "topic.title", "settlement.title", "recipient.shortName", "summary", "dueAt"),
    ),
    ("lead.roads", "ASSIGNMENTS", "CSV", {}, ("number", "text", "status", "responsible.fullName", "dueOn")),
)
"""Who asks, for which list, in which form, by which filter, with which columns."""

"""The ways in which messages arrive (I.2.1–I.2.6, III.4.4–III.4.6), and the desk that keeps each."""

from typing import Any

from documents.cases.vocabulary import ChannelKind

_CHANNELS: tuple[tuple[str, str, ChannelKind, str, str | None], ...] = (
    ("POS", "Платформа обратной связи (ПОС)", ChannelKind.POS, "POS", "POS_STANDARD"),
    ("PHONE", "Телефон приёмной", ChannelKind.PHONE, "OFFICE", "PHONE_EDDS"),
    ("EDDS", "ЕДДС (112)", ChannelKind.EDDS_112, "OFFICE", "PHONE_EDDS"),
    ("EMAIL", "Электронная почта", ChannelKind.EMAIL, "OFFICE", "MESSAGE_GENERAL"),
    ("SITE", "Официальный сайт", ChannelKind.WEBSITE, "OFFICE", "MESSAGE_GENERAL"),
    ("POST", "Почта", ChannelKind.POST, "OFFICE", None),
    ("RECEPTION", "Личный приём", ChannelKind.PERSONAL_RECEPTION, "OFFICE", "PHONE_EDDS"),
    ("DIRECT_LINE", "Прямая линия", ChannelKind.DIRECT_LINE, "OFFICE", "PHONE_EDDS"),
    ("VK", "ВКонтакте", ChannelKind.VK, "SOCIAL", "IM_NORMAL"),
    ("OK", "Одноклассники", ChannelKind.OK, "SOCIAL", "IM_NORMAL"),
    ("TELEGRAM", "Telegram", ChannelKind.TELEGRAM, "SOCIAL", "IM_NORMAL"),
    ("MAX", "MAX", ChannelKind.MAX, "SOCIAL", "IM_NORMAL"),
    ("OTHER_SOCIAL", "Другая социальная сеть", ChannelKind.OTHER_SOCIAL, "SOCIAL", "IM_NORMAL"),
    # Nearly all official pages stand in VKontakte, whose kind they have; the desk tells them apart (III.4.6).
    ("PAGES", "Официальные страницы (госпаблики)", ChannelKind.VK, "PAGES", None),
)

CHANNELS: tuple[dict[str, Any], ...] = tuple(
    {"id": code, "code": code, "title": title, "kind": kind.value, "desk": desk, "policy_code": policy_code}
    for code, title, kind, desk, policy_code in _CHANNELS
)
"""Rows of `channels`; the id is the code. A policy named here is the usual one of what arrives this way."""

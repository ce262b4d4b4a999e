"""Deadline policies of the stages of a case as releases brought them: what an older installation lacks is added to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from documents.kernel.read.reference import Snapshot

Row = Mapping[str, Any]

EXPERIMENT = "ПП РФ от 10.11.2020 № 1802"

STAGE_POLICIES: tuple[dict[str, Any], ...] = (
    {
        "id": "APPEAL_NO_ANSWER",
        "title": "Обращение: уведомление об оставлении без ответа",
        "unit": "CALENDAR_DAYS",
        "amount": 7,
        "counted_from": "REGISTERED",
        "applies": {"kind": ["APPEAL"], "stage": ["NO_ANSWER"]},
        "note": (
            "Если текст не читается, суть не определяется, обжалуется судебное решение или ответ опубликован."
        ),
        "clause": "59-ФЗ, ст. 11",
        "is_active": True,
    },
    *(
        {
            "id": f"POS_{stage}",
            "title": f"Сообщение ПОС: {called}",
            "unit": "WORKING_DAYS",
            "amount": amount,
            "counted_from": "REGISTERED",
            "applies": {"kind": ["MESSAGE"], "channel_kind": ["POS"], "stage": [stage]},
            "note": "Этап внутри общего срока.",
            "clause": EXPERIMENT,
            "is_active": True,
        }
        for stage, called, amount in (
            ("MODERATION", "модерация", 1),
            ("COORDINATION", "координация", 1),
            ("APPROVAL", "согласование ответа", 2),
        )
    ),
    {
        "id": "IM_ROUTING",
        "title": "Инцидент: направление получателю",
        "unit": "WORKING_HOURS",
        "amount": 1,
        "counted_from": "REGISTERED",
        "applies": {"kind": ["INCIDENT"], "stage": ["ROUTING"]},
        "note": "Рабочий час с регистрации.",
        "clause": "III.4.5/2",
        "is_active": True,
    },
)
"""What the stages are ruled by where nobody decided otherwise. An installation of before has none of them."""


def lacking(reference: Snapshot) -> Iterator[dict[str, Any]]:
    """Yield the policies that an installation lacks: neither they themselves are there, switched off or not, nor another
    one for the same stage of the same kind of case."""
    stored = list(reference.rows("deadline_policies"))
    ids = {row["_id"] for row in stored}
    ruled = {pair for row in stored for pair in _ruled(row)}
    for policy in STAGE_POLICIES:
        if policy["id"] not in ids and ruled.isdisjoint(_ruled(policy)):
            yield dict(policy)


def _ruled(policy: Row) -> Iterator[tuple[str, str]]:
    applies = policy.get("applies") or {}
    for kind in applies.get("kind", ()):
        yield from ((kind, stage) for stage in applies.get("stage", ()))

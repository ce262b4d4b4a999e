"""What became of answers and notices of the last weeks: by e-mail they arrived, by post some came back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from seed.municipality.pictures import FIRST_RECEIPT
from seed.municipality.plans.attachments import DRAWING
from seed.municipality.plans.clockwork import Clock
from seed.municipality.plans.hands import officer_of
from seed.shapes import Affair, CasePlan, PlannedStep

Facts = Mapping[str, Any]

BY_EMAIL = frozenset({"EMAIL", "SITE"})
BY_POST = frozenset({"POST"})
IN_PERSON = frozenset({"RECEPTION"})

AFTER = timedelta(hours=20)
LEFT_TO_THE_WORKER = timedelta(hours=30)
"""Letters of the last day still wait for the worker."""

ARRIVED: Facts = {"status": "DELIVERED", "note": "Заявитель подтвердил, что письмо получено."}
CAME_BACK: Facts = {
    "status": "RETURNED",
    "note": "Письмо вернулось: адресат по указанному адресу не проживает.",
}

OF_THE_POST: tuple[tuple[Facts, ...], ...] = (
    ({"status": "DELIVERED", "number": "66200091000017"},),
    (CAME_BACK,),
    (CAME_BACK, {"status": "DELIVERED", "way": "PHONE", "note": "Ответ зачитан по телефону."}),
    (CAME_BACK, {"status": "ABANDONED", "note": "Других сведений о заявителе нет."}),
)
"""What becomes of letters by post, one after the other, fact by fact."""


RECEIPTS = 5
"""How many receipts of the post are kept as files."""


@dataclass(frozen=True)
class SentAnswer:
    """An answer or a notice that went out: its number within the case, and when."""

    response_no: int
    at: datetime


def sending(channel_id: str, registration: Facts) -> dict[str, Any]:
    """Return how an answer goes out that came by this channel, where the channel alone does not say it."""
    left = registration.get("applicant") or {}
    if channel_id in IN_PERSON:
        return {"way": "IN_PERSON"}
    if channel_id in BY_EMAIL and not left.get("email"):
        return {"way": "POST" if left.get("address") else "PHONE"}
    return {}


def delivered(clock: Clock, cases: Iterable[CasePlan]) -> Iterator[Affair]:
    """Yield what officers record of the deliveries of their own cases."""
    lots = iter(OF_THE_POST * 1_000)
    receipts = iter([{DRAWING: FIRST_RECEIPT + one} for one in range(RECEIPTS)])
    for case in cases:
        channel = str(case.steps[0].facts.get("channel_id"))
        if case.via != "operations" or channel not in BY_EMAIL | BY_POST:
            continue
        for one in _sendings(case):
            if one.at > clock.now - LEFT_TO_THE_WORKER:
                continue
            told = (ARRIVED,) if _by_email(case, channel) else next(lots) if channel in BY_POST else ()
            for number, facts in enumerate(told, 1):
                at = one.at + number * AFTER / len(told)
                given = {"response_no": one.response_no, **facts}
                if "number" in facts:
                    given |= next(receipts, {})
                yield Affair(PlannedStep("record_delivery", at, officer_of(channel), given), on_key=case.key)


def _by_email(case: CasePlan, channel: str) -> bool:
    return channel in BY_EMAIL and bool((case.steps[0].facts.get("applicant") or {}).get("email"))


def _sendings(case: CasePlan) -> Iterator[SentAnswer]:
    """What a life sends: drafts and notices are numbered together."""
    count = 0
    for step in case.steps:
        if step.event in {"submit_response", "postpone_submission", "forward_submission"}:
            count += 1
        if step.event in {"send_response", "postpone_submission", "forward_submission"}:
            yield SentAnswer(count, step.at)

"""What sending writes about delivery: which way an answer or a notice goes, and the first fact of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from auth.errors import Invalid
from documents.cases.delivery import Delivery, way_by_channel, way_by_contact
from documents.cases.document import Case
from documents.cases.vocabulary import DeliveryStatus, DeliveryWay
from documents.kernel.write.change import Change

Row = Mapping[str, Any]


def going_out(
    change: Change, case: Case, responses: Sequence[Row], *, way: str | None = None
) -> dict[str, Any]:
    """Return what is written of responses some of which go out now: the responses, and of each that was not sent before
    how it goes. Without `way` that follows from the channel, else from what the applicant left."""
    sent = {one.no for one in case.responses if one.status == "SENT"}
    fresh = [one["no"] for one in responses if one["status"] == "SENT" and one["no"] not in sent]
    taken = way or (_notice_way(change, case) if fresh else None)
    facts = [_begun(change, response_no, taken).model_dump() for response_no in fresh]
    return {
        "responses": list(responses),
        "deliveries": [*(one.model_dump() for one in case.deliveries), *facts],
    }


def required_way(change: Change, case: Case, way: str | None, channel_id: str) -> str | None:
    """Return the way of an answer: that which is named, or that of the channel; of a past that is retold whatever there is.

    Raises: INVALID (`delivery_way_required`, `no_email_address`) at `way`.
    """
    if way is not None:
        refuse_without_address(case, way)
        return way
    found = way_by_channel(_kind_of(change, channel_id), contacts(case))
    if found is not None:
        return found.value
    if is_retold(change):
        return _notice_way(change, case)
    raise Invalid("delivery_way_required", path="way")


def refuse_without_address(case: Case, way: str | None) -> None:
    """Refuse e-mail to who left no address. Raises: INVALID (`no_email_address`) at `way`."""
    if way == DeliveryWay.EMAIL and not contacts(case).get("email"):
        raise Invalid("no_email_address", path="way")


def contacts(case: Case) -> Mapping[str, Any]:
    """Return what the applicant left, masked; empty for nobody."""
    return case.applicant.model_dump() if case.applicant is not None else {}


def is_retold(change: Change) -> bool:
    """Return whether a past is told: what is retold went out long ago."""
    return change.who is None and not change.is_by_system


def _notice_way(change: Change, case: Case) -> str | None:
    """The way of what goes out without being asked for one; None where nothing says how."""
    if case.kind == "INCIDENT":
        return DeliveryWay.PUBLICATION.value
    left = contacts(case)
    found = way_by_channel(_kind_of(change, case.channel_id), left) or way_by_contact(left)
    return None if found is None else found.value


def _begun(change: Change, response_no: int, way: str | None) -> Delivery:
    if way is None:
        status = DeliveryStatus.NO_WAY
    elif way == DeliveryWay.EMAIL and not is_retold(change):
        status = DeliveryStatus.QUEUED
    else:
        status = DeliveryStatus.HANDED_OVER
    return Delivery(
        response_no=response_no, way=way, status=status.value, at=change.now, by_id=change.subject
    )


def _kind_of(change: Change, channel_id: str) -> str | None:
    channel = change.reference.row("channels", channel_id)
    return None if channel is None else str(channel["kind"])

"""How answers and notices reach the applicant, as stored facts: by what way, what came of it, and what follows for the case.

A fact is never altered: what came of a letter is another one beside it, and of each answer the latest counts.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from documents.cases.vocabulary import ChannelKind, DeliveryStatus, DeliveryWay
from documents.kernel.record import EmbeddedDocument

UNDELIVERED = "UNDELIVERED"
"""How deliveries of a case stand: something came back, or nothing says how it is to go."""

QUEUED = "QUEUED"
"""How deliveries of a case stand: a letter by e-mail is to go out."""

BACK = frozenset({DeliveryStatus.RETURNED, DeliveryStatus.NO_WAY})
"""What somebody has to do something about."""

WAY_OF_CHANNEL: Mapping[ChannelKind, DeliveryWay] = {
    ChannelKind.POS: DeliveryWay.POS,
    ChannelKind.VK: DeliveryWay.SOCIAL_MEDIA,
    ChannelKind.OK: DeliveryWay.SOCIAL_MEDIA,
    ChannelKind.TELEGRAM: DeliveryWay.SOCIAL_MEDIA,
    ChannelKind.MAX: DeliveryWay.SOCIAL_MEDIA,
    ChannelKind.OTHER_SOCIAL: DeliveryWay.SOCIAL_MEDIA,
    ChannelKind.PHONE: DeliveryWay.PHONE,
    ChannelKind.EDDS_112: DeliveryWay.PHONE,
    ChannelKind.DIRECT_LINE: DeliveryWay.PHONE,
    ChannelKind.EMAIL: DeliveryWay.EMAIL,
    ChannelKind.WEBSITE: DeliveryWay.EMAIL,
    ChannelKind.POST: DeliveryWay.POST,
    ChannelKind.MEDIA: DeliveryWay.PUBLICATION,
}
"""Kind of channel → the way that follows from it. Whoever came in person says how the answer is to go."""

WAY_OF_CONTACT: Mapping[str, DeliveryWay] = {
    "email": DeliveryWay.EMAIL,
    "address": DeliveryWay.POST,
    "phone": DeliveryWay.PHONE,
}
"""What an applicant left → the way of a notice where none follows from the channel; the first that there is."""


_POSTAL_NUMBER = re.compile(r"[0-9]{14}|[A-Z]{2}[0-9]{9}[A-Z]{2}")
"""Within the country fourteen digits, abroad that of the Universal Postal Union (S10)."""


class Delivery(EmbeddedDocument):
    """One fact: the answer `response_no` went by a way, or came back. `number` is that of the post; `fault` says why the
    mail server did not take it; `by_id` is null for what the worker noted."""

    response_no: int
    way: str | None = None
    status: str
    at: datetime
    by_id: str | None = None
    number: str | None = None
    note: str | None = None
    note_redacted: str | None = None
    fault: str | None = None


def latest(deliveries: Iterable[Delivery]) -> Mapping[int, Delivery]:
    """Return number of an answer → the fact that counts."""
    return {one.response_no: one for one in deliveries}


def delivery_state(deliveries: Iterable[Delivery]) -> str | None:
    """Return how the deliveries of a case stand: UNDELIVERED, else QUEUED, else None."""
    found = {one.status for one in latest(deliveries).values()}
    if found & BACK:
        return UNDELIVERED
    return QUEUED if DeliveryStatus.QUEUED in found else None


def way_by_channel(kind: str | None, contacts: Mapping[str, object]) -> DeliveryWay | None:
    """Return the way that follows from a kind of channel; None where none does, or where it needs an e-mail address that the
    applicant did not leave."""
    way = WAY_OF_CHANNEL.get(ChannelKind(kind)) if kind is not None else None
    return None if way is DeliveryWay.EMAIL and not contacts.get("email") else way


def way_by_contact(contacts: Mapping[str, object]) -> DeliveryWay | None:
    """Return the way that what the applicant left allows; None where nothing does."""
    return next((way for name, way in WAY_OF_CONTACT.items() if contacts.get(name)), None)


def is_postal_number(number: str) -> bool:
    """Return whether it can be the number under which the post tracks a letter."""
    return _POSTAL_NUMBER.fullmatch(number) is not None

"""What Open311 tells of topics, messages and answers, in the fields of the specification; what is extra stands last."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from api.open311.given import CLOSED, KIND, Period
from documents.cases.labels import LABELS as TERMS
from documents.cases.statuses import LABELS, CaseStatus
from documents.cases.vocabulary import MessageKind

ShownNode = Mapping[str, Any]

CHANGESET = "2026-11-29T00:00:00Z"
"""When what this address answers last changed its form."""

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
HOLDING_BACK = ("INTERMEDIATE", "NOTICE_OF_EXTENSION", "REQUEST_FOR_DETAILS")
"""Answers after which the question is still open."""


def told_service(topic: ShownNode) -> dict[str, Any]:
    """Return a topic as a service."""
    sector = topic["sector"]
    return {
        "service_code": topic["id"],
        "service_name": topic["title"],
        "description": topic["title"],
        "metadata": True,
        "type": "realtime",
        "keywords": sector["title"] if sector else "",
        "group": topic["group"] or "",
    }


def told_definition(topic: ShownNode) -> dict[str, Any]:
    """Return what may be said of a request for a service beside its fields."""
    kinds = TERMS[MessageKind]
    attribute = {
        "variable": True,
        "code": KIND,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": "",
        "order": 1,
        "description": "Вид сообщения",
        "values": [{"key": one.value, "name": kinds[one]} for one in MessageKind],
    }
    return {"service_code": topic["id"], "attributes": [attribute]}


def status_of(status: str) -> str:
    """Return `open` or `closed` for a status of ours."""
    return "closed" if status in CLOSED else "open"


def told_request(message: ShownNode) -> dict[str, Any]:
    """Return a message as a service request. What is withheld is not there, as in the list that it comes from."""
    topic, recipient, place = message["topic"], message["recipient"], message["location"]
    street, rejection = place["directoryStreet"], message["rejection"]
    parts = (
        (message["settlement"] or {}).get("title"),
        *(place[one] for one in ("street", "house", "description")),
    )
    return {
        "service_request_id": message["number"],
        "status": status_of(message["status"]),
        "status_notes": rejection["comment"] if rejection else LABELS[CaseStatus(message["status"])],
        "service_name": topic["title"] if topic else None,
        "service_code": topic["id"] if topic else None,
        "description": message["text"] if message["text"] is not None else message["summary"],
        "agency_responsible": recipient["shortName"] if recipient else None,
        "service_notice": None,
        "requested_datetime": message["receivedAt"],
        "updated_datetime": message["updatedAt"],
        "expected_datetime": message["dueAt"],
        "address": ", ".join(one for one in parts if one) or None,
        "address_id": street["id"] if street else None,
        "zipcode": None,
        "lat": place["latitude"],
        "long": place["longitude"],
        "media_url": None,
        "extended_status": message["status"],
    }


def told_updates(message: ShownNode, period: Period | None) -> Iterator[dict[str, Any]]:
    """Yield what the applicant was told of a message in a period: its answers, and why it was turned down."""
    for at, update in _updates(message):
        if period is None or period.start <= at < period.end:
            yield {
                "update_id": f"{message['number']}.{update['no']}",
                "service_request_id": message["number"],
                "status": update["status"],
                "updated_datetime": at,
                "description": update["text"],
                "media_url": None,
                "extended_status": message["status"],
            }


def _updates(message: ShownNode) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for answer in message["responses"]:
        if answer["status"] == "SENT" and answer["sentAt"] is not None:
            status = "open" if answer["kind"] in HOLDING_BACK else "closed"
            yield answer["sentAt"], {"no": answer["no"], "status": status, "text": answer["text"]}
    if message["rejection"]:
        # When it was turned down is told by its last change: nothing comes after that but corrections, under the same id.
        yield message["updatedAt"], {"no": 0, "status": "closed", "text": message["rejection"]["comment"]}


def told_discovery(address: str, contact: str) -> dict[str, Any]:
    """Return the document that says what is served where."""
    endpoint = {
        "specification": SPECIFICATION,
        "url": address,
        "changeset": CHANGESET,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    return {
        "changeset": CHANGESET,
        "contact": contact,
        "key_service": "Ключ клиента выдаёт администратор центра (rotateClientKey).",
        "endpoints": [endpoint],
    }


def told_registered(message: ShownNode | None) -> Sequence[Mapping[str, Any]]:
    """Return the answer to a request that was registered at once; without its number where the client may not read it."""
    number = message["number"] if message is not None else None
    return [{"service_request_id": number, "service_notice": None, "account_id": None}]

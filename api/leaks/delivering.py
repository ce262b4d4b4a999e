"""Deliveries of webhooks: made of cases as the worker makes them, and judged like every other answer to the client."""

from typing import Any

import orjson

from api.http.answers import encode
from api.leaks import rights
from api.leaks.answers import Probe
from api.leaks.asgi import Reply
from api.leaks.asking import Driver
from api.leaks.findings import CheckKind, Sort
from api.leaks.installation import Installation
from api.leaks.people import Asker
from api.leaks.selection import CORE, pieces
from api.leaks.truth import CASE_TYPES
from documents.kernel.ids import global_id
from documents.webhooks.delivering import told_to
from documents.webhooks.keeping import waiting_row
from schema.webhooks.selections import SelectionReader

DOOR = "веб-хуки"
MERGED = "MERGED"

CHANGED = ["status", "text", "summary", "applicant", "location", "publications", "attachments", "drafts"]
"""Fields that an event would name: more than most may read."""


async def delivered(driver: Driver, installation: Installation, asker: Asker) -> None:
    """Make deliveries of cases for a client: with all that may be selected where it sees the case, with the id alone where
    it does not. For people none are made."""
    if asker.person.person_id is not None or not rights.ever(asker.person, "event.read"):
        return
    container = installation.container
    reader = SelectionReader(CORE, container, installation.cursors)
    for type_name in CASE_TYPES:
        selected = pieces(type_name, deep=False)
        for number, (_, row) in enumerate(driver.few(list(driver.truth.rows(type_name)))):
            piece = selected[number % len(selected)]
            document = f"query Told($id: ID!) {{ node(id: $id) {{ ... on {type_name} {{ {piece} }} }} }}"
            who = await container.principals.of(asker.account_id, installation.now())
            event = {
                "_id": f"event-{row['_id']}",
                "object_id": row["_id"],
                "name": "submission.routed",
                "at": installation.now(),
                "changed": CHANGED,
                "sequence": 1,
                "position": 1,
            }
            waiting = waiting_row("webhook", event, type_name, installation.now())
            told = await told_to(
                who,
                container.access,
                reader,
                {"selection": document},
                [waiting],
                None,
                now=installation.now(),
            )
            _judged(driver, Probe(DOOR, asker, document), type_name, row, encode(told.payload))


def _judged(driver: Driver, asked: Probe, type_name: str, row: dict[str, Any], body: bytes) -> None:
    payload, about = orjson.loads(body), (type_name, row["_id"])
    driver.tally.requests += 1
    driver.tally.count(CheckKind.LIVE, asked.door, asked.asker.label)
    is_visible = driver.truth.is_visible(asked.asker, *about)
    if not is_visible or row["status"] == MERGED:
        if payload != {"id": global_id(type_name, row["_id"])}:
            driver.judge.note(asked, Sort.LEAK, CheckKind.LIVE, f"доставка: {type_name} не одним id", about)
        return
    if "event" not in payload:
        driver.judge.note(asked, Sort.MISSING, CheckKind.LIVE, f"доставка: {type_name} без содержания", about)
        return
    driver.judge.judge(asked, Reply(200, {}, body.decode(), payload))
    withheld = driver.truth.withheld(asked.asker, type_name, row)
    for field in withheld.intersection(payload["changedFields"]):
        driver.judge.note(asked, Sort.LEAK, CheckKind.LIVE, f"доставка: {type_name}.{field}", about)

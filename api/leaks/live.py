"""Subscriptions: what happened lately is told again to each role, event by event, and judged like every other answer.

Which there are, and what they show, is read from the built schema: a new one is driven without a line here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from graphql import GraphQLField, GraphQLUnionType, get_named_type, is_leaf_type

from api.leaks import rights
from api.leaks.answers import Probe
from api.leaks.asgi import Reply
from api.leaks.asking import Driver
from api.leaks.findings import CheckKind, Sort
from api.leaks.installation import Installation
from api.leaks.people import Asker
from api.leaks.pipelines import Row, events_behind, last_position
from api.leaks.selection import CORE, pieces, possible
from api.leaks.truth import STORED_TYPES
from documents.kernel.ids import MalformedId, read_global_id
from documents.notifications.telling import NOTIFICATIONS
from schema.live.interest import LOST, ORDER

AGAIN = 200
"""Events that are told again where only a sample is looked at."""

MOST = 5_000

INBOX = "Notification"
"""What is shown of rows that are somebody's own: whose they are, their events say."""


def subscription_fields() -> Mapping[str, GraphQLField]:
    """Return the subscription fields of the schema; none where there is no subscription."""
    root = CORE.subscription_type
    found: Mapping[str, GraphQLField] = root.fields if root is not None else {}
    return found


def not_followed() -> Iterator[tuple[str, str]]:
    """Name the subscriptions that cannot be asked for what happened: which take no place to go on from, or show nothing
    that could be judged."""
    for name, field in subscription_fields().items():
        if "after" not in field.args or _changed(field) is None:
            yield name, "новая подписка: проверка не умеет её спрашивать (api/leaks/live.py)"


async def followed(driver: Driver, installation: Installation, asker: Asker, name: str) -> None:
    """Follow a subscription from some events ago until now, once for each piece of what it shows, or for that whose turn it
    is."""
    field = subscription_fields()[name]
    found = _changed(field)
    if found is None:
        return
    last = await last_position(installation.store)
    start = max(0, last - (MOST if driver.sample is None else AGAIN))
    events = await events_behind(installation.store, start)
    after = installation.cursors.seal(str(start), order=ORDER)
    shown = found[2]
    for document in driver.in_turn(asker, name, list(documents_of(name))):
        asked = Probe(name, asker, document)
        driver.begin(asker, name)
        replies = await installation.client.listen(asker.token or None, document, {"after": after})
        for reply in replies:
            driver.judge.judge(asked, _without_lost(reply))
        if asker.token and shown == INBOX:
            _compare_inbox(driver, asked, replies, events)
        elif asker.token:
            _compare(driver, asked, replies, events, shown)


def documents_of(name: str) -> Iterator[str]:
    """Yield what a subscription is followed by: a document for each piece of what it shows."""
    found = _changed(subscription_fields()[name])
    if found is None:
        return
    changed, shown_as, shown = found
    for piece in pieces(shown):
        yield (
            f"subscription($after: String) {{ {name}(after: $after) {{ __typename ... on {changed} {{ position action "
            f"{shown_as} {{ {piece} }} }} ... on {LOST} {{ lost: id }} }} }}"
        )


def _changed(field: GraphQLField) -> tuple[str, str, str] | None:
    """The type that tells of a change, its field that shows the object, and the type of that; None for another shape."""
    told = get_named_type(field.type)
    if not isinstance(told, GraphQLUnionType) or LOST not in {one.name for one in possible(told)}:
        return None
    for one in possible(told):
        objects = [name for name, inner in one.fields.items() if not is_leaf_type(get_named_type(inner.type))]
        if one.name != LOST and "position" in one.fields and len(objects) == 1:
            return one.name, objects[0], get_named_type(one.fields[objects[0]].type).name
    return None


def _without_lost(reply: Reply) -> Reply:
    """An answer without the id of what is lost, which nobody else may read: that one is judged by itself."""
    ids = [str(value["lost"]) for value in reply.data.values() if value is not None and "lost" in value]
    return replace(reply, text=reply.text.replace(ids[0], "")) if ids else reply


def _compare(driver: Driver, asked: Probe, replies: list[Reply], events: list[Row], shown: str) -> None:
    """All that is visible now is told, event by event; what is told to be lost was to be lost."""
    types = tuple(one.name for one in possible(CORE.type_map[shown]))
    told = [value for reply in replies for value in reply.data.values() if value is not None]
    positions = {one["position"] for one in told if "position" in one}
    for event in events:
        name = _type_of(driver, event, types)
        if name is None:
            continue
        driver.tally.count(CheckKind.LIVE, asked.door, asked.asker.label)
        is_visible = driver.truth.is_visible(asked.asker, name, event["object_id"])
        if is_visible and event["position"] not in positions:
            place = f"{name}: изменение не рассказано"
            driver.judge.note(asked, Sort.MISSING, CheckKind.LIVE, place, (name, event["object_id"]))
    by_position = {event["position"]: event for event in events}
    for one in told:
        if "lost" in one:
            _lost(driver, asked, one["lost"], events, types)
        elif one["action"] is not None:
            _action(driver, asked, by_position[one["position"]], types)


def _compare_inbox(driver: Driver, asked: Probe, replies: list[Reply], events: list[Row]) -> None:
    """All of one's own is told, and of what is for others alone nothing is."""
    told = [value for reply in replies for value in reply.data.values() if value is not None]
    positions = {one["position"] for one in told}
    for event in events:
        if event["object_collection"] != NOTIFICATIONS:
            continue
        driver.tally.count(CheckKind.LIVE, asked.door, asked.asker.label)
        is_theirs = f"person:{asked.asker.person.person_id}" in event["keys_after"]
        if is_theirs != (event["position"] in positions):
            sort, words = (
                (Sort.MISSING, "не рассказано своё") if is_theirs else (Sort.LEAK, "рассказано чужое")
            )
            driver.judge.note(asked, sort, CheckKind.LIVE, f"{INBOX}: {words}", (INBOX, event["object_id"]))


def _lost(driver: Driver, asked: Probe, told_id: Any, events: list[Row], types: tuple[str, ...]) -> None:
    driver.tally.count(CheckKind.LIVE, asked.door, asked.asker.label)
    try:
        name, row_id = read_global_id(told_id)
    except MalformedId:
        name, row_id = "", ""
    row = driver.truth.by_type[name].get(row_id) if name in types else None
    if row is None or not _was_lost(driver, asked.asker, name, row, events):
        driver.judge.note(asked, Sort.LEAK, CheckKind.LIVE, f"{LOST}: {name or told_id}", (name, row_id))


def _was_lost(driver: Driver, asker: Asker, name: str, row: Row, events: list[Row]) -> bool:
    """Whether the object is not visible, and was: as it stood before one of the events, taken back one by one."""
    if driver.truth.is_visible(asker, name, row["_id"]):
        return False
    image = dict(row)
    for event in reversed([one for one in events if one["object_id"] == row["_id"]]):
        image |= {change["field"]: change["before"] for change in event["changes"]}
        if rights.reaches(asker.person, STORED_TYPES[name].read, image):
            return True
    return False


def _action(driver: Driver, asked: Probe, event: Row, types: tuple[str, ...]) -> None:
    """Who did what is history: it is told to whoever may read that."""
    driver.tally.count(CheckKind.HISTORY, asked.door, asked.asker.label)
    name = _type_of(driver, event, types)
    row = driver.truth.by_type[name][event["object_id"]] if name is not None else None
    if name is not None and row is not None and not driver.truth.tells_history(asked.asker, name, row):
        about = (name, event["object_id"])
        driver.judge.note(asked, Sort.LEAK, CheckKind.HISTORY, f"{name}: action", about)


def _type_of(driver: Driver, event: Row, types: tuple[str, ...]) -> str | None:
    """The type under which an object of these is shown; None for others."""
    for name in types:
        if STORED_TYPES[name].collection == event["object_collection"] and (
            event["object_id"] in driver.truth.by_type[name]
        ):
            return name
    return None

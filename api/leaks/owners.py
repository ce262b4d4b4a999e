"""Who may read a restricted value, and whose are the ways into the house: keys, sessions, links, what somebody was told."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from api.leaks import rights
from api.leaks.applicants import WEBHOOK_KEYS
from api.leaks.case_words import May, nobody
from api.leaks.parts import EXPORT, SAVED_FILTER, sees_filter
from api.leaks.people import Asker
from api.leaks.truth import Truth, gid


@dataclass(frozen=True)
class Owner:
    """One place where a restricted value stands: the type and id of the object, the path, and who may read it there."""

    type_name: str
    row_id: str
    path: str
    may: May


def ways_in(truth: Truth) -> Iterator[tuple[str | None, Owner]]:
    """Yield what proves who somebody is, for nobody; sessions and notifications, for whose they are; the log of accesses,
    for its readers."""
    for row in truth.data.rows("accounts"):
        for path in ("password_hash", "client_secret_hash", "client_previous_hash", "invitation_digest"):
            yield row.get(path), Owner("UserAccount", row["_id"], path, nobody)
    for row in truth.data.rows("webhooks"):
        for path in WEBHOOK_KEYS:
            yield row.get(path), Owner("Webhook", row["_id"], path, nobody)
    for row in truth.data.rows("sessions"):
        yield row["_id"], Owner("Session", row["_id"], "handle", partial(_is_of, row["account_id"]))
    for row in truth.data.rows("notifications"):
        is_theirs = partial(_is_told, row["person_id"])
        yield gid("Notification", row), Owner("Notification", row["_id"], "id", is_theirs)
    for row in truth.data.rows("saved_filters"):
        sees = partial(sees_filter, row)
        yield gid(SAVED_FILTER, row), Owner(SAVED_FILTER, row["_id"], "id", sees)
    for row in truth.data.rows("exports"):
        is_theirs = partial(_is_of, row["account_id"])
        yield gid(EXPORT, row), Owner(EXPORT, row["_id"], "id", is_theirs)
    yield from _of_links(truth)
    for row in truth.data.rows("personal_data_accesses"):
        yield row.get("reason"), Owner("PersonalDataAccess", row["_id"], "reason", _reads_log)


def _of_links(truth: Truth) -> Iterator[tuple[str | None, Owner]]:
    """By what links are known that open a calendar, or the extract of a protocol: for nobody."""
    for row in truth.data.rows("calendar_feeds"):
        for path in ("digest", "nonce"):
            yield row["link"][path], Owner("CalendarFeed", row["_id"], path, nobody)
    for row in truth.data.rows("protocols"):
        # Protocols of before there were links have none.
        for link in (one.get("link") or {} for one in row["dispatches"]):
            for path in ("digest", "nonce"):
                yield link.get(path), Owner("Protocol", row["_id"], f"dispatches.link.{path}", nobody)


def _is_of(account_id: str, asker: Asker) -> bool:
    return asker.account_id == account_id


def _is_told(person_id: str, asker: Asker) -> bool:
    return asker.person.person_id == person_id


def _reads_log(asker: Asker) -> bool:
    return rights.ever(asker.person, "access_log.read")

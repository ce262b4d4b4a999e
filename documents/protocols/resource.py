"""How protocols are read: their orders and the people they name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from documents.cases.routed import shown_link
from documents.files.showing import as_shown
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Derived, Relation, Resource, Row, Seen
from documents.protocols.document import SIGNED, Protocol


def _is_signed(row: Mapping[str, Any], now: datetime) -> bool:
    return row["status"] in SIGNED


def _kept(name: str) -> Derived:
    """A list as it is kept; empty on protocols that were stored before there was one."""
    return Derived(frozenset({name}), lambda row, _: row.get(name) or [])


def _attachments(files: list[Row], seen: Seen) -> list[Row]:
    return [as_shown(one, seen) for one in files]


def _comments(comments: list[Row], seen: Seen) -> list[Row]:
    return [{**one, "author": seen("persons", one["author_id"])} for one in comments]


def _dispatches(dispatches: list[Row], seen: Seen) -> list[Row]:
    """What was sent, with whom it names; what a release without these keys has stored names nobody."""
    return [
        {
            "acknowledged_via": None,
            "letter": None,
            **one,
            "link": shown_link(one.get("link")),
            "person": seen("persons", one["person_id"]),
            "instead_of": seen("persons", one.get("instead_of_id")),
            "acknowledged_by": seen("persons", one.get("acknowledged_by_id")),
        }
        for one in dispatches
    ]


def _dissents(dissents: list[Row], seen: Seen) -> list[Row]:
    return [{**one, "person": seen("persons", one["person_id"])} for one in dissents]


def _publication(publication: Row, seen: Seen) -> Row:
    return {**publication, "published_by": seen("persons", publication["published_by_id"])}


def _items(items: list[Row], seen: Seen) -> list[Row]:
    """The questions with the people and organizations that the assignments in their decisions name."""
    return [{**item, "decisions": [_decision(one, seen) for one in item["decisions"]]} for item in items]


def _decision(decision: Mapping[str, Any], seen: Seen) -> dict[str, Any]:
    ordered = [_ordered(one, seen) for one in decision["assignments"]]
    # One signed before decisions could cancel has no place for it.
    return {"cancels": [], **decision, "assignments": ordered}


def _ordered(ordered: Mapping[str, Any], seen: Seen) -> dict[str, Any]:
    helpers = (seen("persons", one) for one in ordered["co_executor_ids"])
    return {
        **ordered,
        "responsible": seen("persons", ordered["responsible_id"]),
        "organization": seen("organizations", ordered["organization_id"]),
        "co_executors": [one for one in helpers if one is not None],
    }


PROTOCOLS = Resource(
    name="protocol",
    record=Protocol,
    read=Action.PROTOCOL_READ,
    orders={"DATE": "sort_date", "NUMBER": "sort_number"},
    default_order=("DATE", Direction.DESC),
    derived={
        "is_signed": Derived(frozenset({"status"}), _is_signed),
        **{name: _kept(name) for name in ("attachments", "comments", "dissents", "errata_ids")},
    },
    relations={
        "chair": Relation("persons", "chair_id"),
        "secretary": Relation("persons", "secretary_id"),
        "participants": Relation("persons", "participant_ids", many=True),
        "signed_by": Relation("persons", "signed_by_id"),
    },
    ids_of={"meeting_id": "Meeting", "corrects_id": "Protocol", "errata_ids": "Protocol"},
    paths={"meeting_id": "meeting", "corrects_id": "corrects", "errata_ids": "errata"},
    needs={
        "meeting": frozenset({"meeting_id"}),
        "corrects": frozenset({"corrects_id"}),
        "errata": frozenset({"errata_ids"}),
        "warnings": frozenset({"items"}),
    },
    always=frozenset({"status", "access_keys"}),
    nested={
        "attachments": _attachments,
        "comments": _comments,
        "dispatches": _dispatches,
        "dissents": _dissents,
        "items": _items,
        "publication": _publication,
    },
    carries={"attachments": list},
    has_actions=True,
)

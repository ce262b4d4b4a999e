"""How cases are read: orders, derived fields, relations, and the text each viewer gets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.policy.decide import text_mode
from auth.principal import Principal
from documents.cases.clock_rules import is_late
from documents.cases.delivery import UNDELIVERED
from documents.cases.document import Case
from documents.cases.free_text import FREE_TEXT, LISTED, OWN, redactor_of, stored_beside
from documents.cases.highlighting import HIGHLIGHTED
from documents.cases.letters import with_letters
from documents.cases.outside import own_due_at
from documents.cases.routed import shown_link
from documents.cases.routing import SUGGESTED_BY
from documents.cases.source_words import words_of
from documents.cases.wordings import WORDINGS
from documents.files.showing import as_shown
from documents.kernel.ids import global_id
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Derived, Finish, Relation, Resource, Row, Seen, StoredKeys

NOTE = "Note"
"""The type that shows a note; it is found through its case alone."""

RIGHTS = frozenset({"kind", "status", "access_keys", "is_sensitive", "channel_id", "recipient_id"})
"""What the policy may look at on a case, asked for with every row."""


DEADLINE = frozenset(
    """due_at own_due_at external_due_at first_due_at legal_due_on control_due_on policy_code due_steps
    postponed_until""".split()
)
"""What a deadline is told from."""


def _is_overdue(row: Mapping[str, Any], now: datetime) -> bool:
    return bool(row["overdue_at"] <= now)


def _is_due_soon(row: Mapping[str, Any], now: datetime) -> bool:
    return bool(row["due_soon_at"] <= now < row["overdue_at"])


def _age_hours(row: Mapping[str, Any], now: datetime) -> int:
    return int((now - row["received_at"]).total_seconds() // 3600)


def _deadline(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    shown = {key: row[key] for key in DEADLINE if key not in {"due_steps", "own_due_at"}}
    return {**shown, "own_due_at": own_due_at(row), "policy": row["policy_code"], "steps": row["due_steps"]}


def _clocks(row: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    return [{**one, "is_late": is_late(one, now)} for one in row.get("clocks") or ()]


def _deliveries(row: Mapping[str, Any], now: datetime) -> list[Any]:
    # Not stored on cases of before there were any.
    return list(row.get("deliveries") or ())


def _source_states(row: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    # Not stored on cases of before there were any.
    return [{**one, "words": words_of(one["code"])} for one in row.get("source_states") or ()]


def _source_state(row: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    return next(iter(_source_states(row, now)[-1:]), None)


def _is_undelivered(row: Mapping[str, Any], now: datetime) -> bool:
    return row.get("delivery_state") == UNDELIVERED


def _finisher(keys: StoredKeys) -> Finish:
    """Plain texts only where the policy says so; everybody else reads the redacted ones, or nothing (hidden)."""
    swap = redactor_of(keys)

    def finish(row: Row, who: Principal) -> None:
        if text_mode(who, row) != "PLAIN":
            swap(row)

    return finish


def _routings(routings: list[Row], seen: Seen) -> list[Row]:
    return [
        {
            **one,
            "to_organization": seen("organizations", one["to_organization_id"]),
            "to_person": seen("persons", one["to_person_id"]),
            # Not stored on routings of before there were rules.
            "is_automatic": one.get("is_automatic", False),
            # Nor were there links.
            "link": shown_link(one.get("link")),
        }
        for one in routings
    ]


def _held(clocks: list[Row], seen: Seen) -> list[Row]:
    return [{**one, "held_by": seen("organizations", one["holder_id"])} for one in clocks]


def _attachments(attachments: list[Row], seen: Seen) -> list[Row]:
    return [as_shown(one, seen) for one in attachments]


def _notes(notes: list[Row], seen: Seen) -> list[Row]:
    return [
        {**one, "id": global_id(NOTE, one["id"]), "author": seen("persons", one["author_id"])}
        for one in notes
    ]


def _earlier_wordings(wordings: list[Row], seen: Seen) -> list[Row]:
    return [
        {
            **one,
            "note_id": one["note_id"] and global_id(NOTE, one["note_id"]),
            "replaced_by": seen("persons", one["replaced_by_id"]),
        }
        for one in wordings
    ]


def _with_letters(row: Mapping[str, Any], now: datetime) -> list[Any]:
    return with_letters(row)


def _stored_drafts(row: Mapping[str, Any], now: datetime) -> list[Any]:
    # Not stored on cases of before there were any.
    return list(row.get("drafts") or ())


def _drafts(drafts: list[Row], seen: Seen) -> list[Row]:
    return [{**one, "saved_by": seen("persons", one["saved_by_id"])} for one in drafts]


def _linked_cases(links: list[Row], seen: Seen) -> list[Row]:
    return [{**one, "by": seen("persons", one["by_id"])} for one in links]


def _responses(responses: list[Row], seen: Seen) -> list[Row]:
    return [
        {
            **one,
            "author": seen("persons", one["author_id"]),
            "official_signer": seen("persons", one.get("signer_id")),
            # Not stored on answers of before anything was noticed of them, and of before there were links.
            "signals": one.get("signals", []),
            "from_organization": seen("organizations", one.get("from_organization_id")),
        }
        for one in responses
    ]


def _reception(card: Row, seen: Seen) -> Row:
    return {**card, "received_by": seen("persons", card["received_by_id"])}


def _decisions(decisions: list[Row], seen: Seen) -> list[Row]:
    return [
        {
            **one,
            "by": seen("persons", one["by_id"]),
            "decided_by": seen("persons", one["decided_by_id"]),
            "organization": seen("organizations", one["organization_id"]),
            "is_late": one.get("due_at") is not None and one["at"] > one["due_at"],
            # Not stored on decisions of before there was a term.
            "due_at": one.get("due_at"),
        }
        for one in decisions
    ]


def _ratings(row: Mapping[str, Any], now: datetime) -> list[dict[str, Any]]:
    # Not stored on cases of before there were ratings.
    return row.get("satisfaction") or []


def _satisfaction(ratings: list[Row], seen: Seen) -> list[Row]:
    return [{**one, "by": seen("persons", one["by_id"])} for one in ratings]


def _stored_checks(row: Mapping[str, Any], now: datetime) -> list[Any]:
    # Not stored on cases of before there were any.
    return list(row.get("quality_checks") or ())


def _quality_checks(checks: list[Row], seen: Seen) -> list[Row]:
    return [{**one, "by": seen("persons", one["by_id"])} for one in checks]


def _delivered(deliveries: list[Row], seen: Seen) -> list[Row]:
    return [{**one, "by": seen("persons", one["by_id"])} for one in deliveries]


CASES = Resource(
    name="case",
    record=Case,
    read=Action.SUBMISSION_READ,
    reads={"INCIDENT": Action.INCIDENT_READ},
    orders={
        "RECEIVED_AT": "sort_received",
        "ROUTED_AT": "sort_routed",
        "DUE_AT": "sort_due",
        "NUMBER": "sort_number",
        "UPDATED_AT": "sort_updated",
        "PRIORITY": "sort_priority",
    },
    default_order=("RECEIVED_AT", Direction.DESC),
    derived={
        "is_overdue": Derived(frozenset({"overdue_at"}), _is_overdue),
        "is_due_soon": Derived(frozenset({"due_soon_at", "overdue_at"}), _is_due_soon),
        "clocks": Derived(frozenset({"clocks"}), _clocks),
        "satisfaction": Derived(frozenset({"satisfaction"}), _ratings),
        "quality_checks": Derived(frozenset({"quality_checks"}), _stored_checks),
        "responses": Derived(frozenset({"responses"}), _with_letters),
        "deliveries": Derived(frozenset({"deliveries"}), _deliveries),
        "drafts": Derived(frozenset({"drafts"}), _stored_drafts),
        "source_state": Derived(frozenset({"source_states"}), _source_state),
        "source_states": Derived(frozenset({"source_states"}), _source_states),
        "is_undelivered": Derived(frozenset({"delivery_state"}), _is_undelivered),
        "age_hours": Derived(frozenset({"received_at"}), _age_hours),
        "deadline": Derived(
            DEADLINE,
            _deadline,
        ),
    },
    relations={
        "channel": Relation("channels", "channel_id"),
        "sector": Relation("sectors", "sector_id"),
        "topic": Relation("topics", "topic_id"),
        "settlement": Relation("settlements", "settlement_id"),
        "recipient": Relation("organizations", "recipient_id"),
        "assignee": Relation("persons", "assignee_id"),
        "forwarded_to": Relation("organizations", "forwarded_to_id"),
        "complained_of": Relation("organizations", "complained_of_id"),
        "co_assignees": Relation("persons", "co_assignee_ids", many=True),
    },
    paths={
        "first_due_at": "deadline.first_due_at",
        "external_due_at": "deadline.external_due_at",
        "legal_due_on": "deadline.legal_due_on",
        "control_due_on": "deadline.control_due_on",
        "policy_code": "deadline.policy_code",
        "source_code": "source_state.code",
        "source_status": "source_state.status",
        "source_at": "source_state.at",
        "postponed_until": "deadline.postponed_until",
        "duplicate_of_id": "mergedInto",
        "merged_ids": "mergedCases",
        "replaced_by_id": "replacedBy",
        "replaces_id": "replaces",
        "split_from_id": "splitFrom",
        "split_into_ids": "splitInto",
        "split_ranges": "splitInto.textRange",
        # The applicant is told by the masked one; who created or repeats a case is shown by no field.
        **dict.fromkeys(
            (
                "applicant_id",
                "creator_id",
                "repeat_of_id",
                "system_id",
                "proposal",
                "awaits",
                "paused_at",
                "reopening_late_at",
                "to_examine",
            )
        ),
    },
    needs={
        **{name: stored_beside(name) for name in FREE_TEXT[OWN]},
        "routing_suggestion": SUGGESTED_BY,
        "highlights": HIGHLIGHTED.union(*map(stored_beside, FREE_TEXT[OWN])),
        "merged_into": frozenset({"duplicate_of_id"}),
        "merged_cases": frozenset({"merged_ids"}),
        "replaced_by": frozenset({"replaced_by_id"}),
        "replaces": frozenset({"replaces_id"}),
        "split_from": frozenset({"split_from_id", "split_ranges"}),
        "split_into": frozenset({"split_into_ids", "split_ranges"}),
    },
    always=RIGHTS,
    finisher=_finisher,
    finishes=frozenset({*FREE_TEXT[OWN], *FREE_TEXT, *LISTED, "highlights"}),
    nested={
        "routings": _routings,
        "responses": _responses,
        "decisions": _decisions,
        "deliveries": _delivered,
        "attachments": _attachments,
        "notes": _notes,
        "earlier_wordings": _earlier_wordings,
        "linked_cases": _linked_cases,
        "drafts": _drafts,
        "clocks": _held,
        "reception": _reception,
        "satisfaction": _satisfaction,
        "quality_checks": _quality_checks,
    },
    carries={"attachments": list},
    wordings=WORDINGS,
    has_actions=True,
)

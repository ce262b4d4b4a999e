"""The indexes of cases: by what lists are ordered and filtered, and by what becomes due by itself."""

from typing import Any

from pymongo import ASCENDING, DESCENDING, GEOSPHERE, IndexModel

SORTS = ("sort_received", "sort_routed", "sort_due", "sort_number", "sort_updated", "sort_priority")
"""The stored values that lists of cases are ordered by."""

FILTERED = ("status", "sector_id", "recipient_id", "assignee_id", "overdue_at")
"""Filters of every screen: each sort's index carries them behind the sort value, so that rows that do not match are
passed over in the index, without being read. All other filters are residual."""

SELECTIVE = ("status", "sector_id", "recipient_id", "assignee_id")
"""Filters that leave few rows: for the two orders of every screen they stand before the sort value as well."""


def _index(*keys: tuple[str, int | str], name: str, **options: Any) -> IndexModel:
    return IndexModel(list(keys), name=name, **options)


def case_indexes() -> list[IndexModel]:
    """Return the indexes of cases: one for each list, each filter that leaves few rows, and each job."""
    found = [
        _index(("number", ASCENDING), name="number_unique", unique=True),
        _index(
            ("external_system", ASCENDING),
            ("external_id", ASCENDING),
            name="external_id_unique",
            unique=True,
            partialFilterExpression={"external_id": {"$type": "string"}},
        ),
        _index(("search_terms", ASCENDING), ("sort_received", DESCENDING), name="search_received"),
        _index(("file_hashes", ASCENDING), ("sort_received", DESCENDING), name="file_hashes", sparse=True),
        # The version is said, since the store would otherwise take a second start for another index.
        _index(("point", GEOSPHERE), name="point", **{"2dsphereIndexVersion": 3}),
        _index(("overdue_at", ASCENDING), name="overdue"),
        _index(("guest_links.digest", ASCENDING), name="guest_links", sparse=True),
        _index(("link_digests", ASCENDING), name="link_digests", sparse=True),
        # What waits for a decision, for the applicant, for a second look, or for a body to be told or to look, or did not
        # reach them: of each a few cases.
        *(
            _index(
                (name, ASCENDING),
                ("sort_received", DESCENDING),
                name=name,
                partialFilterExpression={name: {"$type": "string"}},
            )
            for name in ("proposal", "awaits", "to_examine", "delivery_state", "link_state")
        ),
        # What becomes due by itself: of each the few cases that wait for it.
        *(
            _index(
                *((key, ASCENDING) for key in ("status", moment, "kind")),
                name=f"{status.lower()}_{moment}",
                partialFilterExpression={"status": status},
            )
            for status, moment in (("POSTPONED", "postponed_until"), ("ANSWERED", "answered_at"))
        ),
        _index(
            ("awaits", ASCENDING),
            ("details_due_at", ASCENDING),
            name="awaits_details_due_at",
            partialFilterExpression={"awaits": {"$type": "string"}},
        ),
        _index(("access_keys", ASCENDING), ("overdue_at", ASCENDING), name="keys_overdue"),
    ]
    trailing = [(name, ASCENDING) for name in FILTERED]
    for sort in SORTS:
        found.append(_index((sort, DESCENDING), *trailing, name=sort))
        found.append(_index(("access_keys", ASCENDING), (sort, DESCENDING), *trailing, name=f"keys_{sort}"))
    found.extend(
        _index((name, ASCENDING), ("sort_received", DESCENDING), name=name)
        for name in ("likeness_keys", "applicant_phone_mark", "applicant_email_mark")
    )
    for sort in ("sort_received", "sort_due"):
        found.extend(
            _index((name, ASCENDING), (sort, DESCENDING), name=f"{name}_{sort}") for name in SELECTIVE
        )
    return found

"""Everything of the decree that is stored, as rows by collection, in the order in which they refer to one another."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seed.decree.channels import CHANNELS
from seed.decree.legal_acts import LEGAL_ACTS
from seed.decree.reasons import REASONS
from seed.decree.sectors import SECTORS
from seed.decree.settings import SETTINGS
from seed.decree.topic_groups import TOPIC_GROUPS


def _from_file(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of a data file beside this module, `_id` being the id."""
    found = json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return tuple({"id": row["_id"], **{key: row[key] for key in row if key != "_id"}} for row in found)


DEADLINE_POLICIES = _from_file("deadline_policies.json")
CALENDAR_DAYS = _from_file("calendar.json")


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield pairs of collection and fresh row."""
    for collection, found in (
        ("legal_acts", LEGAL_ACTS),
        ("settings", SETTINGS),
        ("calendar_days", CALENDAR_DAYS),
        ("deadline_policies", DEADLINE_POLICIES),
        ("channels", CHANNELS),
        ("sectors", SECTORS),
        ("topic_groups", TOPIC_GROUPS),
        ("reasons", REASONS),
    ):
        for row in found:
            yield collection, dict(row)

"""Everything of the demo municipality that is stored, as rows by collection; accounts are the loader's."""

from collections.abc import Iterator
from typing import Any

from seed.municipality.orders import LEGAL_ACTS
from seed.municipality.organizations import ORGANIZATIONS
from seed.municipality.people import MEMBERSHIPS, PERSONS
from seed.municipality.settlements import SETTLEMENTS
from seed.municipality.topics import TOPICS


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """Pairs of collection and fresh row."""
    for collection, found in (
        ("settlements", SETTLEMENTS),
        ("organizations", ORGANIZATIONS),
        ("topics", TOPICS),
        ("legal_acts", LEGAL_ACTS),
        ("persons", PERSONS),
        ("memberships", MEMBERSHIPS),
    ):
        for row in found:
            yield collection, dict(row)

"""Everything of the demo municipality that is stored, as rows by collection; accounts are the loader's."""

from collections.abc import Iterator
from typing import Any

from seed.municipality.orders import LEGAL_ACTS
from seed.municipality.organizations import CLOSED, ORGANIZATIONS
from seed.municipality.people import MEMBERSHIPS, PERSONS
from seed.municipality.response_templates import RESPONSE_TEMPLATES
from seed.municipality.routing_rules import ROUTING_RULES
from seed.municipality.settlements import SETTLEMENTS
from seed.municipality.streets import STREETS
from seed.municipality.topics import FORMER_TITLES, TOPICS


def _topics_of_before() -> tuple[dict[str, Any], ...]:
    return tuple({**row, "title": FORMER_TITLES.get(row["id"], row["title"])} for row in TOPICS)


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield pairs of collection and fresh row."""
    for collection, found in (
        ("settlements", SETTLEMENTS),
        ("streets", STREETS),
        ("organizations", (*ORGANIZATIONS, *CLOSED)),
        ("topics", _topics_of_before()),
        ("legal_acts", LEGAL_ACTS),
        ("persons", PERSONS),
        ("memberships", MEMBERSHIPS),
        ("routing_rules", ROUTING_RULES),
        ("response_templates", RESPONSE_TEMPLATES),
    ):
        for row in found:
            yield collection, dict(row)

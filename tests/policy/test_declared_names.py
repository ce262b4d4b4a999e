"""What withholds, and from what: the names that documents declare are those of the policy."""

import pytest

from auth.policy.table import HISTORIES, ITEMS, WITHHELD
from documents.aggregates import RECORDS, RESOURCES


@pytest.mark.parametrize(
    "name", sorted({*WITHHELD, *(one.resource for one in ITEMS), *(one.resource for one in HISTORIES)})
)
def test_the_policy_speaks_of_resources_that_there_are(name: str) -> None:
    assert name in RESOURCES


def test_those_who_act_are_kept_in_one_collection() -> None:
    (actors,) = [record for record in RECORDS if record.acts]
    assert actors.is_reference
    assert actors.collection_name() == "persons"

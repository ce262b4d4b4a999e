"""What withholds, and from what: the names that documents declare are those of the policy."""

import pytest

from auth.policy.table import HISTORIES, ITEMS, WITHHELD
from documents.kernel.read.resource import Resource
from documents.registry import RECORDS
from schema.history import RESOURCES
from schema.lookup import KEPT, STORED

READ: dict[str, Resource] = {one.name: one for one in (*KEPT.values(), *STORED.values(), *RESOURCES.values())}


@pytest.mark.parametrize("name", sorted({*WITHHELD, *(one.resource for one in (*ITEMS, *HISTORIES))}))
def test_the_policy_speaks_of_resources_that_there_are(name: str) -> None:
    assert name in READ


def test_kept_rows_say_under_which_name_their_fields_are_withheld() -> None:
    # They are shown as relations by their collection alone, so the document says what else the resource does.
    kept = {name: one.record for name, one in READ.items() if one.record.is_reference}
    assert {name: record.withheld_as for name, record in kept.items() if name in WITHHELD} == {
        name: name for name in kept if name in WITHHELD
    }
    assert {record.withheld_as for record in RECORDS} - {None} <= WITHHELD.keys()


def test_those_who_act_are_kept_in_one_collection() -> None:
    (actors,) = [record for record in RECORDS if record.acts]
    assert actors.is_reference
    assert actors.collection_name() == "persons"

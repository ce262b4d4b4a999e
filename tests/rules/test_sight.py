"""What is withheld of the reference data stays so however it is reached: by itself, and inside a row that holds it."""

from random import Random
from types import MappingProxyType
from typing import Any

import pytest

from auth.actions import Action
from auth.policy.grammar import withheld
from documents.aggregates import RECORDS, WITHHOLDING
from documents.kernel.frozen import FrozenRow, frozen
from documents.kernel.read.reference import Snapshot
from documents.kernel.read.visible_reference import VisibleReference, Withholding, withholding_of
from tests.policy.world import person, principal

BODIES = withholding_of(RECORDS, {"organizations": "organization"})


def snapshot() -> Snapshot:
    """A body below another, and somebody who works in it, each holding what it links to."""
    top: dict[str, Any] = {"_id": "top", "name": "Верх", "parent_id": None, "parent": None}
    below: dict[str, Any] = {"_id": "below", "name": "Низ", "parent_id": "top"}
    works: dict[str, Any] = {"_id": "works", "organization_id": "below", "work_phone": "1"}
    for row in (top, below, works):
        row["hidden_fields"] = frozen()
    bodies = {"top": FrozenRow(top), "below": FrozenRow(below)}
    below["parent"], works["organization"] = bodies["top"], bodies["below"]
    kept = {
        "organizations": MappingProxyType(bodies),
        "persons": MappingProxyType({"works": FrozenRow(works)}),
    }
    return Snapshot(1, MappingProxyType(kept))


def looking(column: str, withholds: Withholding) -> tuple[VisibleReference, Snapshot]:
    seen = snapshot()
    return VisibleReference(principal(person([column], Random(column))), seen, withholds), seen


@pytest.fixture
def withheld_name(monkeypatch: pytest.MonkeyPatch) -> None:
    line = withheld("organization", "name", Action.AUDIT_READ)
    monkeypatch.setattr("auth.policy.decide.WITHHELD", {"organization": (line,)})


def test_only_what_leads_to_a_withheld_row_is_looked_through() -> None:
    assert set(WITHHOLDING.names) == {"persons"}
    assert WITHHOLDING.links == {}
    assert set(BODIES.links) == {"organizations", "persons"}
    assert set(withholding_of(RECORDS, {"sectors": "sector"}).links) == {"topics"}


@pytest.mark.usefixtures("withheld_name")
def test_a_withheld_field_is_hidden_on_the_row_and_wherever_a_row_holds_it() -> None:
    visible, _ = looking("MB", BODIES)
    works: Any = visible("persons", "works")
    body, top = works["organization"], works["organization"]["parent"]
    assert [one["name"] for one in (body, top)] == [None, None]
    assert [tuple(one["hidden_fields"]) for one in (works, body, top)] == [(), ("name",), ("name",)]
    assert works["work_phone"] == "1"
    # Each is copied once, so that what others make of it is made once.
    assert visible("persons", "works") is works
    assert visible.within("organizations")("below") is body


@pytest.mark.usefixtures("withheld_name")
def test_who_sees_it_is_shown_the_kept_rows_themselves() -> None:
    visible, seen = looking("HD", BODIES)
    assert visible("persons", "works") is seen.row("persons", "works")
    assert visible("organizations", "below") is seen.row("organizations", "below")
    assert visible("organizations", None) is visible("organizations", "nothing") is None


def test_work_contacts_are_withheld_from_a_client_alone() -> None:
    shown: Any = looking("IN", WITHHOLDING)[0]("persons", "works")
    assert shown["work_phone"] is None
    assert set(shown["hidden_fields"]) == {"workPhone", "workEmail"}
    visible, seen = looking("MB", WITHHOLDING)
    assert visible.within("persons")("works") is seen.row("persons", "works")

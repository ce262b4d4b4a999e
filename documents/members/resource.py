"""How the composition of the center and the curator's absences are read: from memory, newest first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Derived, Relation, Resource
from documents.members.document import CuratorAbsence, Membership
from documents.members.rules import active_on, ends

Row = Mapping[str, Any]


def _is_active(row: Row, now: datetime) -> bool:
    return bool(active_on([row], now))


def _in_force(row: Row, now: datetime) -> bool:
    end = ends(row)
    return bool(row["starts_at"] <= now) and (end is None or now < end)


MEMBERS = Resource(
    name="member",
    record=Membership,
    read=Action.DIRECTORY_READ,
    orders={"VALID_FROM": "sort_from"},
    default_order=("VALID_FROM", Direction.DESC),
    derived={"is_active": Derived(frozenset({"valid_from", "valid_to"}), _is_active)},
    relations={
        "person": Relation("persons", "person_id"),
        "sectors": Relation("sectors", "sector_ids", many=True),
        "organization": Relation("organizations", "organization_id"),
        "legal_act": Relation("legal_acts", "legal_act_id"),
        "substitutes": Relation("memberships", "substitutes_id"),
        "recorded_by": Relation("persons", "recorded_by_id"),
        "ended_by": Relation("persons", "ended_by_id"),
        "ended_legal_act": Relation("legal_acts", "ended_legal_act_id"),
    },
)

ABSENCES = Resource(
    name="absence",
    record=CuratorAbsence,
    read=Action.ABSENCE_READ,
    orders={"STARTS_AT": "sort_starts"},
    default_order=("STARTS_AT", Direction.DESC),
    derived={"is_in_force": Derived(frozenset({"starts_at", "ends_at", "ended_at"}), _in_force)},
    relations={
        "curator": Relation("persons", "curator_id"),
        "recorded_by": Relation("persons", "recorded_by_id"),
        "ended_by": Relation("persons", "ended_by_id"),
        "legal_act": Relation("legal_acts", "legal_act_id"),
        "ended_legal_act": Relation("legal_acts", "ended_legal_act_id"),
    },
    paths={"ended_legal_act_id": None},
    always=frozenset({"access_keys"}),
)

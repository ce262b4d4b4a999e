"""As whom the doors are asked: one active account for each combination of roles that is held now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from api.leaks.pipelines import StoredRows
from api.leaks.rights import RightsHolder, Seat, Town
from auth.roles import COLUMN, Role

Row = Mapping[str, Any]

COLUMN_OF = {role.value: column for column, role in COLUMN.items()}
NO_ROLE, STANDING_IN, HELD = "без роли", ", замещая", ", в границах"


@dataclass(eq=False)
class Asker:
    """Somebody who asks: the account, the roles as codes, the person as the second opinion knows them, and a token."""

    account_id: str
    roles: tuple[str, ...]
    person: RightsHolder
    token: str = ""
    memo: dict[Any, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The roles in one word for the report; never the name of the person."""
        held = HELD if self.is_narrowed else ""
        return (" + ".join(self.roles) or NO_ROLE) + (STANDING_IN if self.is_substitute else "") + held

    @property
    def is_substitute(self) -> bool:
        """Whether one of the roles is held in somebody's stead."""
        return any(seat.stands_in_for for seat in self.person.seats)

    @property
    def is_narrowed(self) -> bool:
        """Whether it is a client that is held to some sectors or organizations."""
        return any(seat.system and (seat.sectors or seat.bodies) for seat in self.person.seats)


def town_of(data: StoredRows) -> Town:
    """Gather the facts of the municipality that the words of the matrix look at."""
    return Town(
        {row["_id"]: row["parent_id"] for row in data.rows("organizations")},
        {row["_id"]: row["desk"] for row in data.rows("channels")},
    )


def everybody(data: StoredRows, now: datetime) -> list[Asker]:
    """List all active accounts as askers, by account id."""
    town = town_of(data)
    held = [row for row in data.rows("memberships") if is_in_force(row, now)]
    curator = _acting_curator(held, data.rows("absences"), now)
    accounts = sorted((row for row in data.rows("accounts") if row["is_active"]), key=lambda row: row["_id"])
    return [_asker(row, data, held, curator, town) for row in accounts]


def chosen(askers: Iterable[Asker], weigh: Mapping[str, int]) -> list[Asker]:
    """Choose the account that sees most, by `weigh`, for each combination of roles; substitutes apart."""
    best: dict[str, Asker] = {}
    for one in askers:
        known = best.get(one.label)
        if known is None or weigh.get(one.account_id, 0) > weigh.get(known.account_id, 0):
            best[one.label] = one
    order = {role.value: place for place, role in enumerate(Role)}
    return sorted(best.values(), key=lambda one: ([order[role] for role in one.roles], one.account_id))


def missing_roles(askers: Iterable[Asker]) -> list[str]:
    """Name the roles that nobody with an active account holds."""
    held = {role for one in askers for role in one.roles}
    return [role.value for role in Role if role.value not in held]


def _asker(account: Row, data: StoredRows, held: Sequence[Row], curator: str | None, town: Town) -> Asker:
    person_id = account.get("person_id")
    person = data.row("persons", person_id)
    seats: list[Seat] = []
    roles: list[str] = []
    if person is not None and person["is_active"]:
        for row in held:
            if row["person_id"] == person_id:
                own = row.get("organization_id") or person.get("organization_id")
                instead = data.row("memberships", row.get("substitutes_id"))
                seats.append(
                    Seat(
                        COLUMN_OF[row["role"]],
                        tuple(row["sector_ids"]),
                        own,
                        row.get("system"),
                        instead["person_id"] if instead else None,
                    )
                )
                roles.append(row["role"])
    if person_id is None and account.get("client_system"):
        sectors, bodies = account.get("client_sectors") or (), account.get("client_organizations") or ()
        seats.append(Seat("IN", tuple(sectors), system=account["client_system"], bodies=tuple(bodies)))
        roles.append(Role.INTEGRATION.value)
    known = RightsHolder(
        tuple(seats),
        person_id=person_id,
        account_id=account["_id"],
        acts_as_curator=person_id is not None and person_id == curator,
        registered=None if person_id is not None else frozenset(account.get("client_actions") or ()),
        town=town,
    )
    return Asker(account["_id"], tuple(sorted(set(roles))), known)


def is_in_force(row: Row, now: datetime) -> bool:
    """Return whether a membership is held, or an absence lasts, at a moment."""
    return bool(row["valid_from"] <= now and (row["valid_to"] is None or now < row["valid_to"]))


def _acting_curator(held: Sequence[Row], absences: Sequence[Row], now: datetime) -> str | None:
    """Who has the curator's powers (III.2): the curator, or the head while an absence of the curator is in force."""
    curator = next((row["person_id"] for row in held if row["role"] == "CURATOR"), None)
    head = next((row["person_id"] for row in held if row["role"] == "CENTER_HEAD"), None)
    away = any(row["curator_id"] == curator and _is_away(row, now) for row in absences)
    return head if curator is not None and away else curator


def _is_away(row: Row, now: datetime) -> bool:
    ends = [row[name] for name in ("ends_at", "ended_at") if row.get(name) is not None]
    return bool(row["starts_at"] <= now and all(now < end for end in ends))

"""Queries of the center itself: the viewer, the curator's powers, the calendar and deadlines."""

from dataclasses import asdict
from typing import Annotated, Any

import strawberry

from auth.actions import Action
from auth.errors import BadRequest
from auth.policy.decide import permissions
from auth.roles import Role
from documents.center import settings
from documents.center.calendars import calendar_of
from documents.center.resource import DEADLINE_POLICIES
from documents.kernel.calendar import LONGEST, ZONE, DeadlineUnit, due
from documents.kernel.read.reference import Snapshot
from documents.members.curatorship import curatorship, holder
from schema.center.days import days_between
from schema.center.types import (
    CalendarDay,
    Center,
    DeadlinePolicy,
    DueDatePreview,
    EffectiveCurator,
    Setting,
    Viewer,
)
from schema.context import GraphInfo
from schema.legal_acts.types import related_act
from schema.memory import bounded_year, memory_list, related
from schema.nodes import query
from schema.permissions import in_use
from schema.shapes.kinds import Instant, LocalDay, Whole

NAME = "Муниципальный центр управления"
MOST_DAYS = 400
LONGEST_WORDS = (
    f"At most {', '.join(f'{most:_} {unit}'.replace('_', ' ') for unit, most in LONGEST.items())}."
)


def _legal_basis(info: GraphInfo, snapshot: Snapshot) -> Any:
    """The act named by the center's settings; else the first decree."""
    named = settings.setting(snapshot, "center_legal_act_id", default=None)
    acts = sorted(snapshot.rows("legal_acts"), key=lambda row: (row["kind"] != "DECREE", row["issued_on"]))
    return related_act(info, named or (acts[0]["_id"] if acts else None))


def _permissions(info: GraphInfo) -> list[str]:
    """The codes of what the viewer may do now and something here asks for."""
    used = {action.value for action in in_use(info._raw_info.schema)}  # noqa: SLF001  # Strawberry hides the built schema
    return [one for one in permissions(info.context.principal) if one in used]


@strawberry.type
class CenterQueries:
    @query(None, Viewer, "Who is asking, and what they may do now.")
    async def viewer(self, info: GraphInfo) -> Any:
        who = info.context.principal
        held = (related(info, "memberships", grant.membership_id) for grant in who.grants)
        return {
            "login": who.login,
            "person": related(info, "persons", who.person_id),
            "roles": sorted(who.roles, key=list(Role).index),
            "permissions": _permissions(info),
            "memberships": [row for row in held if row is not None],
            "acting_for": related(info, "persons", who.acting_for),
            "now": info.context.now,
        }

    @query(
        Action.DIRECTORY_READ,
        Center,
        "The center: its name, its legal basis and who leads it.",
    )
    async def center(self, info: GraphInfo) -> Any:
        snapshot, now = info.context.container.access.reference, info.context.now

        def seat(role: Role) -> Any:
            return related(info, "persons", holder(snapshot, role, now))

        return {
            "name": settings.setting(snapshot, "center_name", default=NAME),
            "time_zone": ZONE,
            "legal_basis": _legal_basis(info, snapshot),
            "coordinator": seat(Role.CENTER_COORDINATOR),
            "curator": seat(Role.CURATOR),
            "head": seat(Role.CENTER_HEAD),
        }

    @query(
        Action.ABSENCE_READ,
        EffectiveCurator,
        "Who has the curator's powers now, or at another moment (III.2/2).",
    )
    async def effective_curator(self, info: GraphInfo, at: Instant | None = None) -> Any:
        context = info.context
        snapshot = context.container.access.reference
        found = curatorship(snapshot, list(snapshot.rows("absences")), at or context.now)
        person = related(info, "persons", found.person_id)
        return {
            "person": person,
            "acting": found.acting,
            "capacity": found.capacity if person is not None else None,
            "absence": related(info, "absences", found.absence_id),
            "until": found.until,
        }

    @query(
        Action.DIRECTORY_READ,
        DueDatePreview,
        f"What a deadline would be. {LONGEST_WORDS}",
    )
    async def due_date_preview(
        self,
        info: GraphInfo,
        from_: Annotated[
            Instant, strawberry.argument(name="from", description="When it starts; its local day is day 0.")
        ],
        unit: DeadlineUnit,
        amount: Whole,
    ) -> Any:
        bounded_year(from_.date(), path="from")
        longest = LONGEST[DeadlineUnit(unit)]
        if not 1 <= amount <= longest:
            raise BadRequest("out_of_range", path=("amount",), least=1, most=longest)
        return asdict(due(from_, unit, amount, calendar=calendar_of(info.context.container.access.reference)))

    @query(
        Action.DIRECTORY_READ,
        list[CalendarDay],
        "Each day from `from` up to but not including `to`; at most 400 days.",
    )
    async def calendar(
        self,
        info: GraphInfo,
        from_: Annotated[LocalDay, strawberry.argument(name="from", description="The first day.")],
        to: Annotated[LocalDay, strawberry.argument(description="The day after the last.")],
    ) -> Any:
        if bounded_year(from_, path="from") >= bounded_year(to, path="to"):
            raise BadRequest("empty_range", path=("from",))
        if (to - from_).days > MOST_DAYS:
            raise BadRequest("out_of_range", path=("to",))
        snapshot = info.context.container.access.reference
        return list(days_between(snapshot, from_, to))

    @query(Action.POLICY_READ, list[DeadlinePolicy], "Deadline policies (правила сроков), by code.")
    async def deadline_policies(self, info: GraphInfo) -> Any:
        return memory_list(info, DEADLINE_POLICIES)

    @query(
        Action.POLICY_READ,
        list[Setting],
        "Settings of the center, by name: what is decided in practice and only read by the code.",
    )
    async def settings(self, info: GraphInfo) -> Any:
        snapshot = info.context.container.access.reference
        unset = {"value": None, "revision": 0}
        return [
            snapshot.row("settings", name) or {"_id": name, **unset} for name in sorted(settings.SETTINGS)
        ]

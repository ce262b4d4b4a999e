"""Who acts as the curator now, and how one is told that somebody else does (III.2/2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.errors import NotEffectiveCurator, Problem
from auth.policy.decide import Authorization
from auth.policy.limits import acts_as_curator
from auth.roles import Role
from documents.kernel.ids import global_id
from documents.kernel.read.reference import Snapshot
from documents.kernel.write.change import Change
from documents.kernel.write.events import EventRecord
from documents.kernel.write.operation import GuardContext
from documents.members.document import CuratorAbsence
from documents.members.rules import absence_at, active_on, effective_curator

Row = Mapping[str, Any]

CURATOR_LOCK = "curator"
"""Touched by everything that turns on who is the curator now: signing, and recording or ending an absence."""

MEMBERS_LOCK = "members"
"""Touched by everything that gives or ends a role: no two of them pass each other."""

SIGNED = "protocol.signed"
"""Signatures are looked up in the event log: members know nothing of protocols, which stand above them."""


@dataclass(frozen=True)
class Curatorship:
    """Who acts (None: nobody), in which capacity, by which absence, and when it ends that the head acts, if it does."""

    person_id: str | None
    acting: bool
    until: datetime | None
    absence_id: str | None = None

    @property
    def capacity(self) -> str:
        """How the signature is printed: CURATOR, or ACTING for the head in the curator's absence."""
        return "ACTING" if self.acting else "CURATOR"

    def problem(self) -> NotEffectiveCurator:
        """Return what anybody else is told."""
        curator = global_id("Person", self.person_id) if self.person_id is not None else None
        return NotEffectiveCurator(curator, self.until)


def holder(snapshot: Snapshot, role: Role, now: datetime) -> str | None:
    """Return person id of who holds a role of one person at `now`; None where nobody does."""
    held = active_on(list(snapshot.rows("memberships")), now)
    return next((row["person_id"] for row in held if row["role"] == role), None)


def curatorship(snapshot: Snapshot, absences: Iterable[Row], now: datetime) -> Curatorship:
    """Return who acts as the curator at `now` by these absences, which a write reads in its own transaction."""
    curator, known = holder(snapshot, Role.CURATOR, now), list(absences)
    effective = effective_curator(curator, holder(snapshot, Role.CENTER_HEAD, now), known, now)
    away = absence_at(curator, known, now)
    return Curatorship(effective.person_id, effective.acting, effective.until, away["_id"] if away else None)


async def acting_now(change: Change) -> Curatorship:
    """Return the curatorship of this very moment, of whoever acts: read again in the transaction, and never at the same
    time as an absence is recorded (invariants 2, 3). Raises: NOT_EFFECTIVE_CURATOR for anybody else."""
    change.touch_lock_row(CURATOR_LOCK)
    absences = [one.to_row() for one in await change.find(CuratorAbsence, {})]
    acting = curatorship(change.reference, absences, change.now)
    if change.who is None or acting.person_id is None or change.who.person_id != acting.person_id:
        raise acting.problem()
    return acting


def not_effective(row: Row, guard_context: GuardContext, authorization: Authorization) -> Problem | None:
    """Return the refusal of who could act as the curator but does not now; None where something else stood in the way."""
    if authorization.failed_limit is not acts_as_curator:
        return None
    return curatorship(
        guard_context.reference, guard_context.reference.rows("absences"), guard_context.now
    ).problem()


async def signatures(change: Change, since: datetime) -> Sequence[EventRecord]:
    """Return the signatures under protocols from `since` on: who has the curator's powers never changes behind one."""
    return await change.find(EventRecord, {"name": SIGNED, "at": {"$gte": since}})

"""What somebody was allowed at another moment, and by which appointments: asked of the history, decided by the policy."""

from dataclasses import dataclass
from datetime import datetime

from auth.actions import Action
from auth.policy.decide import Considered, explain
from auth.policy.table import BY_ROLE
from auth.principal import Grant, Principal
from documents.kernel.read.reference import Snapshot
from documents.members.principals import build_principal


@dataclass(frozen=True)
class Ground:
    """One appointment or grant that gave the right: the rule for it, and whether its limit held at that moment.

    A limit that speaks of a document (`messages only`) cannot be judged without one and counts as held.
    """

    membership_id: str | None
    considered: Considered
    holds: bool


@dataclass(frozen=True)
class PastRight:
    """The grounds of a right at a moment; empty where no role of the person's gave it. `acting_for` is the curator whom
    the person stood in for then."""

    grounds: tuple[Ground, ...]
    acting_for: str | None

    @property
    def is_held(self) -> bool:
        """Whether the person had the right on some object."""
        return any(ground.holds for ground in self.grounds)


def principal_at(snapshot: Snapshot, person_id: str, at: datetime) -> Principal:
    """Return who a person was at a moment, by the memberships and absences known now; organizations and desks are as they
    are now."""
    return build_principal(
        {"_id": person_id, "login": "", "person_id": person_id}, snapshot, at, is_past=True
    )


def past_right(snapshot: Snapshot, person_id: str, action: Action, at: datetime) -> PastRight:
    """Return the appointments by which a person had a right at a moment, own ones first."""
    who = principal_at(snapshot, person_id, at)
    speaking = [grant for grant in who.grants if (action, grant.role) in BY_ROLE]
    # Considered are exactly these grants, in their order: one rule a role and action.
    considered = explain(who, action, {})
    grounds = tuple(
        Ground(grant.membership_id, one, _holds(who, grant, one))
        for grant, one in zip(speaking, considered, strict=True)
    )
    return PastRight(grounds, who.acting_for)


def _holds(who: Principal, grant: Grant, considered: Considered) -> bool:
    limit = considered.rule.limit
    if considered.rule.proposes:
        return False
    reaches = considered.rule.scope.keys is None or bool(considered.rule.scope.keys(who, grant))
    return reaches and (limit is None or bool(limit.reads) or limit.holds(who, grant, {}))

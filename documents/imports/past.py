"""What a move did that was made elsewhere, for cases told with a past: less is asked of it than of one that is made here."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from auth.errors import Invalid
from documents.cases import events
from documents.cases.deciding import cancelled, extended, forwarded, merged, postponed, reopened, withdrawn
from documents.cases.document import Case
from documents.kernel.write.change import Change

Facts = Mapping[str, Any]
Sets = dict[str, Any]
Teller = Callable[[Change, Case, Facts], Awaitable[Sets]]


async def _postponed(change: Change, case: Case, facts: Facts) -> Sets:
    return postponed(change, case, until=facts["until"], text=facts.get("text"), reason=facts.get("reason"))


async def _resumed(change: Change, case: Case, facts: Facts) -> Sets:
    # The second deadline stays: the case was promised for that day.
    return {}


async def _extended(change: Change, case: Case, facts: Facts) -> Sets:
    named = {name: facts.get(name) for name in ("decided_by_id", "legal_act_id")}
    days, text, reason = int(facts["days"]), facts.get("text"), facts.get("reason")
    return extended(change, case, days=days, text=text, reason=reason, **named)


async def _forwarded(change: Change, case: Case, facts: Facts) -> Sets:
    organization_id, text = facts.get("organization_id"), facts.get("text")
    return forwarded(change, case, organization_id=organization_id, text=text, reason=facts.get("reason"))


async def _merged(change: Change, case: Case, facts: Facts) -> Sets:
    return merged(change, case, into_id=facts.get("into_id"), reason=facts.get("reason"))


async def _withdrawn(change: Change, case: Case, facts: Facts) -> Sets:
    return withdrawn(change, case, reason=facts.get("reason"))


async def _cancelled(change: Change, case: Case, facts: Facts) -> Sets:
    other = await change.get(Case, facts["into_id"])
    if other is None:
        raise Invalid("unknown_case", path="intoId")
    await change.touch(other, events.REPLACES, replaces_id=case.id)
    return cancelled(change, case, replaced_by_id=other.id, reason=facts.get("reason"))


async def _reopened(change: Change, case: Case, facts: Facts) -> Sets:
    return reopened(change, case, reason=facts.get("reason"))


@dataclass(frozen=True)
class PastMove:
    """What a move of the past writes, and the event that tells of it."""

    event: str
    told: Teller


PAST: Mapping[str, PastMove] = {
    "postpone_submission": PastMove(events.POSTPONED, _postponed),
    "resume_work": PastMove(events.RESUMED, _resumed),
    "extend_deadline": PastMove(events.EXTENDED, _extended),
    "forward_submission": PastMove(events.FORWARDED, _forwarded),
    "merge_submissions": PastMove(events.MERGED, _merged),
    "reopen_submission": PastMove(events.REOPENED, _reopened),
    "withdraw_submission": PastMove(events.WITHDRAWN, _withdrawn),
    "cancel_submission": PastMove(events.CANCELLED, _cancelled),
    "postpone_incident": PastMove(events.INCIDENT_POSTPONED, _postponed),
    "resume_incident": PastMove(events.INCIDENT_RESUMED, _resumed),
    "reopen_incident": PastMove(events.INCIDENT_REOPENED, _reopened),
    "merge_incidents": PastMove(events.INCIDENT_MERGED, _merged),
}
"""Machine event → its move. Rights and guards are not asked: it happened, and another system vouches for it."""

"""One case per record of another system: what is told of the one that is there (invariant 16)."""

from collections.abc import Iterator, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import DuplicateExternalId, Invalid
from auth.policy.decide import plan
from auth.principal import Principal
from documents.cases.document import Case
from documents.cases.systems import own_system
from documents.kernel.ids import global_id
from documents.kernel.write.change import Change
from documents.kernel.write.lookups import SoughtRecord
from documents.kernel.write.uniqueness import UNIQUE_PROBLEMS

# Two at once meet in the index; who comes second is told without a look at the first.
UNIQUE_PROBLEMS["external_id_unique"] = DuplicateExternalId


def sought_second(facts: Mapping[str, Any], who: Principal | None) -> Iterator[SoughtRecord]:
    """Yield what `refuse_a_second` looks up for what is to be registered: the case that the record is already, perhaps."""
    system, external_id = own_system(who) or facts.get("external_system"), facts.get("external_id")
    if system is not None and external_id is not None:
        yield SoughtRecord(Case, "external_id", external_id, frozenset({("external_system", system)}))


async def refuse_a_second(change: Change, external_system: str | None, external_id: str | None) -> None:
    """Refuse with DUPLICATE_EXTERNAL_ID where the record of the other system is a case already; with the case's id where
    the caller sees it. Raises also: INVALID (`required`) where the other system is not named: its numbers are its own."""
    if external_id is None:
        return
    if external_system is None:
        raise Invalid("required", path=("externalSystem",))
    found = await change.find(
        Case, {"external_system": external_system, "external_id": external_id}, at_most=1
    )
    if not found:
        return
    case = found[0]
    read = Action.INCIDENT_READ if case.kind == "INCIDENT" else Action.SUBMISSION_READ
    visible = change.who is None or plan(change.who, read).admits(case.access_keys)
    raise DuplicateExternalId(global_id(Case.type_name(case.to_row()), case.id) if visible else None)

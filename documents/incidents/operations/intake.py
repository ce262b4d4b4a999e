"""Operations at the door: register an incident, formalize, gather publications, dismiss (I.2.2, III.4.5/1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Invalid
from auth.principal import Principal
from documents.cases import events
from documents.cases.addresses import located
from documents.cases.checks import (
    SUMMARY_LIMIT,
    text_within,
)
from documents.cases.clock import deadline_fields
from documents.cases.document import Case, Location
from documents.cases.duplicates import refuse_a_second, sought_second
from documents.cases.formalizing import formalized_fields
from documents.cases.numbers import case_number
from documents.cases.receipts import refuse_receipt, refuse_term_before
from documents.cases.self_routing import SystemMove, routed_by_rules
from documents.cases.systems import system_of
from documents.cases.targets import known, offered, refuse_switched_off
from documents.center.reasons import ReasonKind
from documents.incidents.publications import (
    PUBLICATIONS_LIMIT,
    is_gathered,
    publication_given,
    publications_given,
    publications_of,
)
from documents.incidents.rules import MACHINE
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, operation

KINDS = ("INCIDENT",)

BY_ITSELF = (SystemMove("route_incident", events.INCIDENT_ROUTED, Action.INCIDENT_ROUTE),)
"""How the system routes what was just registered."""

Facts = Mapping[str, Any]


def _registered_keys(facts: Facts, who: Principal) -> Mapping[str, Any]:
    keys = [f"channel:{facts.get('channel_id')}", f"creator:{who.subject}"]
    systems = [grant.system for grant in who.grants if grant.system]
    return {
        "access_keys": [*keys, *(f"system:{one}" for one in systems)],
        "channel_id": facts.get("channel_id"),
        "sector_id": facts.get("sector_id"),
        "recipient_id": None,
        "status": MACHINE.initial,
        "kind": "INCIDENT",
    }


@operation(
    title="Зарегистрировать инцидент",
    action=Action.INCIDENT_REGISTER,
    record=Case,
    effect=Effect.CREATES,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    preview=_registered_keys,
    seeks=sought_second,
    checks=(publications_given, text_within("summary", "summary", SUMMARY_LIMIT)),
)
async def register_incident(
    change: Change,
    *,
    channel_id: str,
    publications: Sequence[Mapping[str, Any]],
    summary: str,
    topic_id: str | None = None,
    sector_id: str | None = None,
    settlement_id: str | None = None,
    location: Mapping[str, Any] | None = None,
    importance: str = "NORMAL",
    received_at: datetime | None = None,
    is_actionable: bool | None = None,
    external_system: str | None = None,
    external_id: str | None = None,
    external_due_at: datetime | None = None,
    repeat_of_id: str | None = None,
    is_demo: bool = False,
) -> Case:
    """Register an incident of one or more publications on one subject (I.2.2); its clock runs in working hours.

    Where the routing rules decide by themselves it gets its recipient too.
    """
    received = received_at or change.now
    refuse_receipt(change, received)
    refuse_term_before(received, external_due_at)
    offered(change, "channels", channel_id, path="channelId")
    known(change, "sectors", sector_id, path="sectorId")
    known(change, "settlements", settlement_id, path="settlementId")
    place, place_settlement = located(change.reference, location, settlement_id)
    topic = offered(change, "topics", topic_id, path="topicId")
    external_system, system_id = system_of(change, external_system)
    await refuse_a_second(change, external_system, external_id)
    sector = sector_id or (topic["sector_id"] if topic else None)
    gathered = await publications_of(publications)
    case = Case(
        id=await change.new_id(),
        updated_at=change.now,
        kind="INCIDENT",
        number=await case_number(change, "INCIDENT"),
        status=MACHINE.initial,
        priority=importance,
        importance=importance,
        channel_id=channel_id,
        external_system=external_system,
        external_id=external_id,
        external_due_at=external_due_at,
        system_id=system_id,
        topic_id=topic_id,
        sector_id=sector,
        outside_sectors=topic is not None and sector is None,
        settlement_id=place_settlement,
        location=Location(**place),
        summary=summary,
        is_sensitive=bool(topic and topic["is_sensitive"]),
        is_actionable=is_actionable,
        publications=gathered,
        received_at=received,
        registered_at=change.now,
        creator_id=change.subject,
        is_repeat=repeat_of_id is not None,
        repeat_of_id=repeat_of_id,
        is_demo=is_demo,
        **deadline_fields(
            change.reference,
            kind="INCIDENT",
            regime=None,
            channel_id=channel_id,
            topic_id=topic_id,
            importance=importance,
            received_at=received,
            registered_at=change.now,
        ),
    )
    registered = await change.create(case, events.INCIDENT_REGISTERED)
    return await routed_by_rules(change, registered, MACHINE, BY_ITSELF)


@operation(
    title="Формализовать инцидент",
    action=Action.INCIDENT_FORMALIZE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(text_within("summary", "summary", SUMMARY_LIMIT),),
    replaces_text=True,
)
async def formalize_incident(
    change: Change,
    case: Case,
    *,
    topic_id: str,
    summary: str,
    sector_id: str | None = None,
    outside_sectors: bool = False,
    settlement_id: str | None = None,
    location: Mapping[str, Any] | None = None,
    is_sensitive: bool | None = None,
    is_actionable: bool | None = None,
    tags: list[str] | None = None,
) -> Case:
    """State what it is about: topic, sector or outside the sectors, place, gist. Raises: INVALID, INACTIVE_TARGET."""
    fields = formalized_fields(
        change,
        case,
        topic_id=topic_id,
        summary=summary,
        sector_id=sector_id,
        outside_sectors=outside_sectors,
        settlement_id=settlement_id,
        location=location,
        is_sensitive=is_sensitive,
        is_actionable=is_actionable,
        tags=tags,
    )
    return await change.save(case, events.INCIDENT_FORMALIZED, **fields)


@operation(
    title="Добавить публикацию",
    action=Action.INCIDENT_ADD_PUBLICATION,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(publication_given,),
)
async def add_publication(change: Change, case: Case, *, publication: Mapping[str, Any]) -> Case:
    """Add a later post or comment of the same matter (I.2.2). Raises: INVALID (`duplicate` for a post that is gathered
    already, `too_many`)."""
    if len(case.publications) >= PUBLICATIONS_LIMIT:
        raise Invalid("too_many", path=("publication",), limit=PUBLICATIONS_LIMIT)
    if is_gathered(case.publications, publication["url"]):
        raise Invalid("duplicate", path=("publication", "url"))
    gathered = [*case.publications, *await publications_of([publication])]
    return await change.save(
        case, events.PUBLICATION_ADDED, publications=[one.model_dump() for one in gathered]
    )


@operation(
    title="Отметить, что ответ не требуется",
    action=Action.INCIDENT_DISMISS,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
)
async def dismiss_incident(change: Change, case: Case, *, reason: str) -> Case:
    """Say that no answer is needed, and why. Raises: INACTIVE_TARGET for a reason that is switched off."""
    refuse_switched_off(change, ReasonKind.DISMISSAL, reason, path="reason")
    return await change.save(case, events.INCIDENT_DISMISSED, dismissal_reason=reason, closed_at=change.now)

"""Operations at the door: register, formalize, accept and reject messages and appeals (II.1.1, II.2.1/2, III.4.4/1)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from auth.principal import Principal
from documents.applicants.storing import store_applicant
from documents.cases import events
from documents.cases.addresses import located
from documents.cases.checks import COMMENT_LIMIT, MOST_SIGNATORIES, SUMMARY_LIMIT, TEXT_LIMIT, text_within
from documents.cases.clock import deadline_fields
from documents.cases.document import Case, Location, Rejection
from documents.cases.duplicates import refuse_a_second, sought_second
from documents.cases.formalizing import formalized, formalized_fields
from documents.cases.gathering import gathers_nothing
from documents.cases.numbers import case_number
from documents.cases.receipts import refuse_receipt, refuse_term_before
from documents.cases.self_routing import SystemMove, routed_by_rules
from documents.cases.systems import system_of
from documents.cases.targets import known, offered, refuse_switched_off
from documents.cases.vocabulary import ApplicantKind
from documents.center.reasons import ReasonKind
from documents.kernel.names import camel
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, operation
from documents.privacy.forbidden import mask_forbidden
from documents.submissions.rules import MACHINE

KINDS = ("MESSAGE", "APPEAL")
OTHER_KIND: Mapping[str, str] = {"MESSAGE": "appeal_kind", "APPEAL": "message_kind"}
"""Kind of a submission → the fact that says the kind of the other one."""

BY_ITSELF = (
    SystemMove("accept_submission", events.ACCEPTED, Action.SUBMISSION_ACCEPT),
    SystemMove("route_submission", events.ROUTED, Action.SUBMISSION_ROUTE),
)
"""How the system routes what was just registered."""

Facts = Mapping[str, Any]


def _kind_of_its_own(facts: Facts) -> Iterable[Problem]:
    """Check that an appeal says its kind, and that none says the kind of the other."""
    if facts.get("kind") == "APPEAL" and facts.get("appeal_kind") is None:
        yield Invalid("required", path="appealKind")
    other = OTHER_KIND[facts["kind"]]
    if facts.get(other) is not None:
        yield Invalid("not_for_this_kind", path=camel(other))


def _signed_by_many(facts: Facts) -> Iterable[Problem]:
    """Check that signatures are counted of a collective one alone, and are several."""
    count = facts.get("signatories_count")
    if count is None:
        return
    if facts.get("applicant_kind") != ApplicantKind.COLLECTIVE:
        yield Invalid("not_for_this_kind", path=("signatoriesCount",))
    elif not 2 <= count <= MOST_SIGNATORIES:
        yield Invalid("out_of_range", path=("signatoriesCount",))


def _registered_keys(facts: Facts, who: Principal) -> Mapping[str, Any]:
    keys = [f"channel:{facts.get('channel_id')}", f"creator:{who.subject}"]
    systems = [grant.system for grant in who.grants if grant.system]
    return {
        "access_keys": [*keys, *(f"system:{one}" for one in systems)],
        "channel_id": facts.get("channel_id"),
        "sector_id": None,
        "recipient_id": None,
        "status": "NEW",
        "kind": facts.get("kind"),
    }


@operation(
    title="Зарегистрировать сообщение или обращение",
    action=Action.SUBMISSION_REGISTER,
    record=Case,
    effect=Effect.CREATES,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    preview=_registered_keys,
    seeks=sought_second,
    checks=(
        _kind_of_its_own,
        _signed_by_many,
        text_within("text", "text", TEXT_LIMIT),
        text_within("summary", "summary", SUMMARY_LIMIT, required=False),
    ),
)
async def register_submission(
    change: Change,
    *,
    kind: str,
    channel_id: str,
    text: str,
    form: str = "ELECTRONIC",
    message_kind: str | None = None,
    appeal_kind: str | None = None,
    summary: str | None = None,
    priority: str = "NORMAL",
    received_at: datetime | None = None,
    topic_id: str | None = None,
    settlement_id: str | None = None,
    location: Mapping[str, Any] | None = None,
    applicant: Mapping[str, Any] | None = None,
    applicant_kind: str | None = None,
    signatories_count: int | None = None,
    is_sensitive: bool = False,
    external_system: str | None = None,
    external_id: str | None = None,
    external_due_at: datetime | None = None,
    repeat_of_id: str | None = None,
    is_demo: bool = False,
) -> Case:
    """Register a message or appeal: it gets its number, its deadline policy and its first deadline, and where the routing
    rules decide by themselves its recipient."""
    received = received_at or change.now
    refuse_receipt(change, received)
    refuse_term_before(received, external_due_at)
    offered(change, "channels", channel_id, path="channelId")
    known(change, "settlements", settlement_id, path="settlementId")
    place, place_settlement = located(change.reference, location, settlement_id)
    topic = offered(change, "topics", topic_id, path="topicId")
    external_system, system_id = system_of(change, external_system)
    await refuse_a_second(change, external_system, external_id)
    case_id = await change.new_id()
    regime = "APPEAL_59FZ" if kind == "APPEAL" else "MESSAGE"
    if applicant and applicant_kind is not None and any(applicant.values()):
        applicant = {**applicant, "applicant_type": applicant_kind}
    applicant_fields = await store_applicant(change, case_id, applicant, is_demo=is_demo)
    case = Case(
        id=case_id,
        updated_at=change.now,
        kind=kind,
        number=await case_number(change, kind),
        status=MACHINE.initial,
        regime=regime,
        form=form,
        message_kind=message_kind,
        appeal_kind=appeal_kind,
        signatories_count=signatories_count,
        priority=priority,
        channel_id=channel_id,
        external_system=external_system,
        external_id=external_id,
        external_due_at=external_due_at,
        system_id=system_id,
        topic_id=topic_id,
        sector_id=topic["sector_id"] if topic else None,
        settlement_id=place_settlement,
        location=Location(**place),
        summary=summary,
        text=mask_forbidden(text),
        is_sensitive=is_sensitive or bool(topic and topic["is_sensitive"]),
        received_at=received,
        registered_at=change.now,
        creator_id=change.subject,
        is_repeat=repeat_of_id is not None,
        repeat_of_id=repeat_of_id,
        is_demo=is_demo,
        **applicant_fields,
        **deadline_fields(
            change.reference,
            kind=kind,
            regime=regime,
            channel_id=channel_id,
            topic_id=topic_id,
            importance=None,
            received_at=received,
            registered_at=change.now,
        ),
    )
    registered = await change.create(case, events.REGISTERED)
    return await routed_by_rules(change, registered, MACHINE, BY_ITSELF)


@operation(
    title="Формализовать",
    action=Action.SUBMISSION_FORMALIZE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    checks=(text_within("summary", "summary", SUMMARY_LIMIT),),
    replaces_text=True,
)
async def formalize_submission(
    change: Change,
    case: Case,
    *,
    topic_id: str,
    summary: str,
    sector_id: str | None = None,
    outside_sectors: bool = False,
    settlement_id: str | None = None,
    location: Mapping[str, Any] | None = None,
    message_kind: str | None = None,
    appeal_kind: str | None = None,
    complained_of_id: str | None = None,
    is_sensitive: bool | None = None,
    is_actionable: bool | None = None,
    tags: list[str] | None = None,
) -> Case:
    """State what it is about: topic, sector or outside the sectors, place, gist. Raises: INVALID, INACTIVE_TARGET."""
    if {"appeal_kind": appeal_kind, "message_kind": message_kind}[OTHER_KIND[case.kind]] is not None:
        raise Invalid("not_for_this_kind", path=(camel(OTHER_KIND[case.kind]),))
    if complained_of_id is not None and case.kind != "APPEAL":
        raise Invalid("not_for_this_kind", path="complainedOfId")
    known(change, "organizations", complained_of_id, path="complainedOfId")
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
    return await change.save(
        case,
        events.FORMALIZED,
        message_kind=message_kind or case.message_kind,
        appeal_kind=appeal_kind or case.appeal_kind,
        complained_of_id=complained_of_id or case.complained_of_id,
        **fields,
    )


@operation(
    title="Принять в работу",
    action=Action.SUBMISSION_ACCEPT,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(formalized,),
)
async def accept_submission(change: Change, case: Case) -> Case:
    """Take a formalized message or appeal into the center's work."""
    return await change.save(case, events.ACCEPTED)


@operation(
    title="Отклонить сообщение",
    action=Action.SUBMISSION_REJECT,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(gathers_nothing,),
    checks=(text_within("comment", "comment", COMMENT_LIMIT),),
)
async def reject_submission(change: Change, case: Case, *, reason: str, comment: str) -> Case:
    """Turn a message down, with a reason of the list and the text the applicant reads; appeals are never rejected.

    Raises: INACTIVE_TARGET for a reason that is switched off.
    """
    refuse_switched_off(change, ReasonKind.REJECTION, reason, path="reason")
    return await change.save(
        case,
        events.REJECTED,
        facts={"reason": reason},
        rejection=Rejection(reason=reason, comment=comment).model_dump(),
    )

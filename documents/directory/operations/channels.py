"""Operations on intake channels and on the reasons that are offered for turning down, dismissing and returning (III.6)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.cases.vocabulary import ChannelKind
from documents.center.document import Reason
from documents.center.reasons import FIXED_KINDS, ReasonKind
from documents.directory.fields import (
    LINE_LIMIT,
    NAME_LIMIT,
    FieldRule,
    fields_within,
    refuse_double,
    resolved,
    title,
)
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation
from documents.sectors.document import Channel
from documents.sectors.vocabulary import Desk

CHANNEL_CREATED = event("channel.created", "channels", "Канал поступления добавлен")
CHANNEL_CHANGED = event("channel.changed", "channels", "Канал поступления изменён")
REASON_CREATED = event("reason.created", "reasons", "Причина добавлена")
REASON_CHANGED = event("reason.changed", "reasons", "Причина изменена")

CODE = re.compile(r"[A-Z][A-Z0-9_]{1,39}")

CHANNEL = {
    "code": FieldRule(is_required=True, pattern=CODE, broken="malformed_code"),
    "title": title(LINE_LIMIT),
    "kind": FieldRule(is_required=True, values=frozenset(ChannelKind)),
    "desk": FieldRule(is_required=True, values=frozenset(Desk) - {Desk.OTHER}),
    "policy_code": FieldRule(refers_to="deadline_policies"),
    "is_active": FieldRule(is_required=True),
}
CREATED_CHANNEL = {name: rule for name, rule in CHANNEL.items() if name != "is_active"}
CREATED_REASON = {
    "kind": FieldRule(is_required=True, values=frozenset(ReasonKind)),
    "code": FieldRule(is_required=True, pattern=CODE, broken="malformed_code"),
    "title": title(NAME_LIMIT),
}
REASON = {"title": title(NAME_LIMIT), "is_active": FieldRule(is_required=True)}


@operation(
    title="Добавить канал",
    action=Action.REFERENCE_MANAGE,
    record=Channel,
    effect=Effect.CREATES,
    checks=(fields_within(CREATED_CHANNEL, creates=True),),
)
async def create_channel(change: Change, *, fields: dict[str, Any]) -> Channel:
    """Add a channel; its code is its id and never changes. Raises: INVALID (`duplicate`, `unknown_policy`)."""
    refuse_double(change, "channels", "code", fields["code"])
    channel = Channel(id=fields["code"], updated_at=change.now, **resolved(change, CHANNEL, fields))
    return await change.create(channel, CHANNEL_CREATED)


@operation(
    title="Изменить канал",
    action=Action.REFERENCE_MANAGE,
    record=Channel,
    read=Action.DIRECTORY_READ,
    checks=(fields_within(CHANNEL, creates=False),),
)
async def update_channel(change: Change, channel: Channel, *, fields: dict[str, Any]) -> Channel:
    """Change a channel, give it to another desk, or switch it off and on. Cases that came by it stay with its desk,
    whichever that is: no case is rewritten. Raises: INVALID (`unknown_policy`)."""
    return await change.save(channel, CHANNEL_CHANGED, **resolved(change, CHANNEL, fields))


def _of_an_open_list(facts: Mapping[str, Any]) -> Iterable[Problem]:
    # The API's enumerations name every ground for turning down and dismissing: data cannot add one.
    if facts["fields"].get("kind") in FIXED_KINDS:
        yield Invalid("fixed_list", path=("kind",))


@operation(
    title="Добавить причину",
    action=Action.REFERENCE_MANAGE,
    record=Reason,
    effect=Effect.CREATES,
    checks=(fields_within(CREATED_REASON, creates=True), _of_an_open_list),
)
async def create_reason(change: Change, *, fields: dict[str, Any]) -> Reason:
    """Add usual words for a return. Raises: INVALID (`duplicate`, `fixed_list`)."""
    refuse_double(change, "reasons", "code", fields["code"], kind=fields["kind"])
    reason = Reason(id=f"{fields['kind']}.{fields['code']}", updated_at=change.now, **fields)
    return await change.create(reason, REASON_CREATED)


@operation(
    title="Изменить причину",
    action=Action.REFERENCE_MANAGE,
    record=Reason,
    read=Action.DIRECTORY_READ,
    checks=(fields_within(REASON, creates=False),),
)
async def update_reason(change: Change, reason: Reason, *, fields: dict[str, Any]) -> Reason:
    """Reword a reason, or switch it off and on: one that is off is not offered any more."""
    return await change.save(reason, REASON_CHANGED, **fields)

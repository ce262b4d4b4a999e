"""The operation on conferences of others: that somebody took part is recorded, by oneself or by the head (III.5.2)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from auth.actions import Action
from auth.errors import InactiveTarget, Invalid, Problem
from auth.principal import Principal
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.center.calendars import calendar_of
from documents.conferences.document import Conference
from documents.files.attaching import take_file
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation

TITLE_LIMIT = 1_000
FILES_LIMIT = 20

RECORDED = event("conference.recorded", "conferences", "Записано участие в совещании")

Facts = Mapping[str, Any]
Row = Mapping[str, Any]


def _keys(facts: Facts, who: Principal) -> Row:
    return {"access_keys": [f"creator:{facts.get('person_id') or who.subject}"]}


def _files(facts: Facts) -> Iterable[Problem]:
    file_ids = facts.get("file_ids") or ()
    if len(set(file_ids)) != len(file_ids):
        yield Invalid("duplicate", path=("fileIds",))
    if len(file_ids) > FILES_LIMIT:
        yield Invalid("too_many", path=("fileIds",), limit=FILES_LIMIT)


@operation(
    title="Записать участие в совещании",
    action=Action.CONFERENCE_RECORD,
    record=Conference,
    effect=Effect.CREATES,
    read=Action.CONFERENCE_RECORD,
    preview=_keys,
    checks=(
        text_within("host", "host", TITLE_LIMIT),
        text_within("title", "title", TITLE_LIMIT),
        text_within("outcome", "outcome", COMMENT_LIMIT),
        _files,
    ),
)
async def record_conference(
    change: Change,
    *,
    held_on: date,
    host: str,
    title: str,
    outcome: str,
    person_id: str | None = None,
    file_ids: Sequence[str] = (),
    is_demo: bool = False,
) -> Conference:
    """Record that a member took part in a conference of others, oneself where nobody is named.

    Raises: INVALID (`in_the_future`, `unknown_person`, and `unknown_file`, `infected` for a file that is no waiting upload),
    INACTIVE_TARGET.
    """
    named = person_id or change.subject
    person = change.reference.row("persons", named)
    if person is None:
        raise Invalid("unknown_person", path=("personId",))
    if not person["is_active"]:
        raise InactiveTarget(path=("personId",))
    if held_on > calendar_of(change.reference).day_of(change.now):
        raise Invalid("in_the_future", path=("heldOn",))
    conference = Conference(
        id=await change.new_id(),
        updated_at=change.now,
        person_id=named,
        held_on=held_on.isoformat(),
        host=host,
        title=title,
        outcome=outcome,
        recorded_by_id=change.subject,
        is_demo=is_demo,
    )
    conference.files = [
        await take_file(change, conference, one, path=("fileIds", str(index)))
        for index, one in enumerate(file_ids)
    ]
    return await change.create(conference, RECORDED)

"""The operation on two incidents about one matter: one goes on with the publications of both (I.2.2)."""

from auth.actions import Action
from auth.errors import Invalid
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.deciding import merged
from documents.cases.document import Case
from documents.cases.gathering import case_to_merge_into, gathered_ids
from documents.incidents.operations.intake import KINDS
from documents.incidents.publications import PUBLICATIONS_LIMIT, is_gathered
from documents.incidents.rules import MACHINE
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation


@operation(
    title="Объединить с другим инцидентом",
    action=Action.INCIDENT_MERGE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(text_within("reason", "reason", COMMENT_LIMIT),),
)
async def merge_incidents(change: Change, case: Case, *, into_id: str | None, reason: str) -> Case:
    """Merge into an open incident, which takes over the publications: its reply goes under all of them, so that every author
    is answered. What was merged into this one before points to the other from now on. Raises: INVALID."""
    into = await case_to_merge_into(change, case, into_id, Action.INCIDENT_READ)
    taken = [one for one in case.publications if not is_gathered(into.publications, one.url)]
    if len(into.publications) + len(taken) > PUBLICATIONS_LIMIT:
        raise Invalid("too_many", path="intoId", limit=PUBLICATIONS_LIMIT)
    gathered = await gathered_ids(change, case, into, events.INCIDENT_MERGED)
    await change.touch(
        into,
        events.INCIDENT_GATHERED,
        merged_ids=gathered,
        publications=[one.model_dump() for one in (*into.publications, *taken)],
    )
    return await change.save(
        case, events.INCIDENT_MERGED, **merged(change, case, into_id=into.id, reason=reason)
    )

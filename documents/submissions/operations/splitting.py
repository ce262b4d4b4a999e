"""The operation on a message or an appeal of several questions: each becomes one of its own (§2.2 of the domain)."""

from collections.abc import Mapping, Sequence
from typing import Any

from auth.actions import Action
from documents.applicants.storing import copy_applicant
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.document import Case
from documents.cases.gathering import gathers_nothing
from documents.cases.self_routing import routed_by_rules
from documents.cases.splitting import part_of, parted, parts_given, refuse_more_parts
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation
from documents.submissions.operations.intake import BY_ITSELF, KINDS
from documents.submissions.rules import MACHINE


@operation(
    title="Разделить на несколько",
    action=Action.SUBMISSION_MERGE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.SUBMISSION_READ,
    guards=(gathers_nothing,),
    checks=(parts_given, text_within("reason", "reason", COMMENT_LIMIT)),
)
async def split_submission(
    change: Change, case: Case, *, parts: Sequence[Mapping[str, Any]], reason: str
) -> Case:
    """Split questions off, each with the same applicant, who is answered on each; this one goes on with the rest.

    A part without a text of its own bears the whole text. Its term is counted from the first receipt. Raises: INVALID,
    INACTIVE_TARGET.
    """
    refuse_more_parts(case, len(parts))
    part_ids = []
    for index, one in enumerate(parts):
        part_id = await change.new_id()
        part = await part_of(
            change,
            case,
            one,
            f"parts.{index}",
            id=part_id,
            status=MACHINE.initial,
            text=one.get("text") or case.text,
            **await copy_applicant(change, part_id, case.applicant_id),
        )
        part_ids.append(part_id)
        await routed_by_rules(change, await change.create(part, events.SPLIT_OFF), MACHINE, BY_ITSELF)
    return await change.save(case, events.SPLIT, **parted(change, case, part_ids, reason=reason))

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
from documents.cases.text_ranges import kept_range, ranges_apart, refuse_ranges, words_of
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
    checks=(parts_given, ranges_apart, text_within("reason", "reason", COMMENT_LIMIT)),
)
async def split_submission(
    change: Change, case: Case, *, parts: Sequence[Mapping[str, Any]], reason: str
) -> Case:
    """Split questions off, each with the same applicant, who is answered on each; this one goes on with the rest.

    A part without a text of its own bears the range of the text that it names, or the whole. Its term is counted from the
    first receipt. Raises: INVALID (`shared_text` for a range that an earlier part has taken), INACTIVE_TARGET.
    """
    refuse_more_parts(case, len(parts))
    refuse_ranges(case.text, case.split_ranges, parts)
    part_ids = []
    taken = list(case.split_ranges)
    for index, one in enumerate(parts):
        part_id = await change.new_id()
        part = await part_of(
            change,
            case,
            one,
            f"parts.{index}",
            id=part_id,
            status=MACHINE.initial,
            text=words_of(case.text, one),
            split_ranges=kept_range(case.id, one),
            **await copy_applicant(change, part_id, case.applicant_id),
        )
        part_ids.append(part_id)
        taken += kept_range(part_id, one)
        await routed_by_rules(change, await change.create(part, events.SPLIT_OFF), MACHINE, BY_ITSELF)
    sets = parted(change, case, part_ids, reason=reason)
    return await change.save(case, events.SPLIT, split_ranges=[one.model_dump() for one in taken], **sets)

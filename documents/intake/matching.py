"""Puts what people have said of unknown names into drafts of records: what was mapped is known from then on."""

from collections.abc import Iterable, Iterator, Mapping

from documents.intake.drafting import UNKNOWN, IntakeDraft
from documents.intake.ids import reference_id_of
from documents.intake.names import is_offered
from documents.intake.vocabulary import CASE_FIELDS, UnmatchedReferenceKind
from documents.kernel.read.reference import Snapshot


def met_names(drafts: Iterable[IntakeDraft], system: str) -> Iterator[str]:
    """Yield the ids of the names that drafts have met and nothing here goes by."""
    for draft in drafts:
        for kind, name in draft.unmatched:
            yield _id_of(draft, system, kind, name)


def settle_names(draft: IntakeDraft, system: str, mapped: Mapping[str, str], snapshot: Snapshot) -> None:
    """Put in the place of the names of a draft what they stand for: id of a name → what that is. What was switched off since
    stands for nothing."""
    waiting = []
    for kind, name in draft.unmatched:
        target_id = mapped.get(_id_of(draft, system, kind, name))
        if target_id is None or not is_offered(snapshot, kind, target_id):
            waiting.append((kind, name))
            continue
        if kind in CASE_FIELDS:
            draft.facts[CASE_FIELDS[kind]] = target_id
        rule = UNKNOWN[kind]
        draft.problems = [one for one in draft.problems if one.problem.facts.get("rule") != rule]
    draft.unmatched = waiting


def _id_of(draft: IntakeDraft, system: str, kind: UnmatchedReferenceKind, name: str) -> str:
    return reference_id_of(system, str(draft.facts["channel_id"]), kind.value, name)

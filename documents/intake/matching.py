"""Puts what people have said of unknown names into drafts of records: what was mapped is known from then on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from documents.cases.statuses import CaseStatus
from documents.intake.drafting import UNKNOWN, IntakeDraft
from documents.intake.ids import reference_id_of
from documents.intake.names import is_offered, key_of
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
    waiting: list[tuple[UnmatchedReferenceKind, str]] = []
    is_known: dict[str, list[bool]] = {}
    for kind, name in draft.unmatched:
        target_id = mapped.get(_id_of(draft, system, kind, name))
        known = target_id is not None and is_offered(snapshot, kind, target_id)
        is_known.setdefault(UNKNOWN[kind], []).append(known)
        if target_id is None or not known:
            waiting.append((kind, name))
        elif kind in CASE_FIELDS:
            draft.facts[CASE_FIELDS[kind]] = target_id
        elif kind is UnmatchedReferenceKind.STATE:
            _settle_state(draft, name, CaseStatus(target_id))
    # Each unknown name has its problem, in the same order.
    answers = {rule: iter(each) for rule, each in is_known.items()}
    nothing: Iterator[bool] = iter(())
    draft.problems = [
        one
        for one in draft.problems
        if not next(answers.get(str(one.problem.facts.get("rule")), nothing), False)
    ]
    draft.unmatched = waiting


def _settle_state(draft: IntakeDraft, name: str, status: CaseStatus) -> None:
    key = key_of(UnmatchedReferenceKind.STATE, name)
    draft.states = [
        replace(one, status=status)
        if one.status is None and key_of(UnmatchedReferenceKind.STATE, one.code) == key
        else one
        for one in draft.states
    ]


def _id_of(draft: IntakeDraft, system: str, kind: UnmatchedReferenceKind, name: str) -> str:
    return reference_id_of(system, str(draft.facts["channel_id"]), kind.value, name)

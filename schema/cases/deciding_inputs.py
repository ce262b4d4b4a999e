"""Inputs of the mutations that decide about a case beside its answer."""

from typing import Annotated, TypeVar

import strawberry

from documents.cases.splitting import MOST_PARTS
from documents.cases.vocabulary import Importance, Priority, UnansweredGround
from documents.center.settings import LONGEST_EXTENSION_DAYS
from documents.kernel import shapes
from schema.cases.placed import LocationInput
from schema.legal_acts.inputs import LegalActInput
from schema.shapes.kinds import (
    Code,
    Comment,
    Id,
    Instant,
    LocalDay,
    LongText,
    Many,
    Revision,
    Summary,
    WebLink,
    Whole,
)

T = TypeVar("T")

SplitOff = Annotated[list[T], shapes.ListShape(most=MOST_PARTS, least=1)]
Days = Annotated[int, shapes.whole(1, LONGEST_EXTENSION_DAYS, kind="days")]


@strawberry.input(description="A message to put off, with the intermediate answer that goes out now.")
class PostponeSubmissionInput:
    id: Id = strawberry.field(description="The object.")
    until: Instant = strawberry.field(
        description=(
            "The second deadline: when the final answer is due. At most the days of the setting `postponedDays` ahead."
        )
    )
    reason: Comment = strawberry.field(description="The reason.")
    text: LongText = strawberry.field(description="The intermediate answer that the applicant reads.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="An incident to put off, with the intermediate answer that goes out now.")
class PostponeIncidentInput:
    id: Id = strawberry.field(description="The object.")
    until: Instant = strawberry.field(
        description=(
            "The second deadline: when the final reply is due. The officer alone puts it off by up to 7 working days, the "
            "head by up to the days of the setting `postponedDays`."
        )
    )
    text: LongText = strawberry.field(description="The intermediate answer that readers of the thread see.")
    reason: Comment | None = strawberry.field(default=None, description="The reason.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A message that should be put off, with the draft of an intermediate answer.")
class ProposePostponementInput:
    id: Id = strawberry.field(description="The object.")
    until: Instant = strawberry.field(description="The second deadline that is proposed.")
    reason: Comment = strawberry.field(description="The reason.")
    text: LongText = strawberry.field(
        description="The intermediate answer that goes out if the proposal is accepted."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="The decision on a proposal to put a message off.")
class DecidePostponementInput:
    id: Id = strawberry.field(description="The object.")
    accept: bool = strawberry.field(
        description="Whether it is put off as proposed; the intermediate answer is sent then."
    )
    reason: Comment | None = strawberry.field(
        default=None, description="The reason; required where the proposal is declined."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A longer time for a message or an appeal, with the notice that goes out.")
class ExtendDeadlineInput:
    id: Id = strawberry.field(description="The object.")
    days: Days = strawberry.field(
        description="By how many calendar days; at most those of the setting `extensionDays`."
    )
    reason: Comment = strawberry.field(description="The reason.")
    text: LongText = strawberry.field(description="The notice that the applicant reads.")
    decided_by_id: Id | None = strawberry.field(
        default=None, description="The official who decided it with authority; required for an appeal."
    )
    legal_act_id: Id | None = strawberry.field(
        default=None,
        description="The act that it was decided by; an appeal needs one, here or in `legalAct`.",
    )
    legal_act: LegalActInput | None = strawberry.field(
        default=None, description="The act in full, where it is not recorded yet."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="An appeal that is left without an answer on its substance.")
class LeaveUnansweredInput:
    id: Id = strawberry.field(description="The object.")
    ground: UnansweredGround = strawberry.field(description="The ground of 59-ФЗ, art. 11.")
    reason: Comment = strawberry.field(description="How the ground was found, for the record.")
    text: LongText | None = strawberry.field(
        default=None,
        description="The notice that the applicant reads; required on all grounds but `NO_NAME_OR_ADDRESS`.",
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="Where a message or an appeal is forwarded, with the notice that goes out.")
class ForwardSubmissionInput:
    id: Id = strawberry.field(description="The object.")
    organization_id: Id = strawberry.field(
        description="The organization that is competent: active, and no responsible recipient."
    )
    text: LongText = strawberry.field(description="The notice that the applicant reads.")
    reason: Comment | None = strawberry.field(default=None, description="The reason.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="The card of a personal reception at which an appeal was made.")
class RecordReceptionInput:
    id: Id = strawberry.field(description="The appeal, of the channel of personal reception.")
    on: LocalDay = strawberry.field(description="The day of the reception.")
    received_by_id: Id = strawberry.field(description="The official who received the applicant.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="An answer that was given at the reception, there and then.")
class AnswerOrallyInput:
    id: Id = strawberry.field(description="The appeal; its card is recorded.")
    text: LongText = strawberry.field(description="What was answered.")
    consent: bool = strawberry.field(
        description="Whether the applicant agreed to an oral answer; without that it is answered in writing."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="What the applicant is asked for, and until when.")
class RequestDetailsInput:
    id: Id = strawberry.field(description="The object.")
    text: LongText = strawberry.field(description="The question that the applicant reads.")
    until: Instant = strawberry.field(description="Until when the answer is awaited.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A wrong registration, and what was registered in its place.")
class CancelSubmissionInput:
    id: Id = strawberry.field(description="The object.")
    replaced_by_id: Id = strawberry.field(
        description="The message or appeal that was registered in its place; still open, and it replaces nothing else."
    )
    reason: Comment = strawberry.field(description="The reason.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A case to merge, and the one that goes on.")
class MergeInput:
    id: Id = strawberry.field(description="The case that ends.")
    into_id: Id = strawberry.field(description="The open case of the same kind that answers for both.")
    reason: Comment = strawberry.field(description="The reason.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input
class SplitPart:
    """What every part says of itself; no type of its own."""

    summary: Summary = strawberry.field(description="The gist of this part in one sentence.")
    topic_id: Id | None = strawberry.field(default=None, description="What this part is about.")
    settlement_id: Id | None = strawberry.field(
        default=None, description="The place it concerns; defaults to that of the whole."
    )
    location: LocationInput | None = strawberry.field(
        default=None, description="The exact place; defaults to that of the whole."
    )


@strawberry.input(description="Some of the text, counted in characters as it is stored.")
class TextRangeInput:
    start: Whole = strawberry.field(description="The first character, from 0.")
    end: Whole = strawberry.field(description="The character behind the last one.")


@strawberry.input(description="One question that becomes a message or an appeal of its own.")
class SubmissionPartInput(SplitPart):
    text: LongText | None = strawberry.field(
        default=None,
        description="The words of this question; defaults to those of `textRange`, or to the whole text.",
    )
    text_range: TextRangeInput | None = strawberry.field(
        default=None,
        description=(
            "Which text of the whole it takes; no two parts take the same, and none what an earlier part has taken."
        ),
    )


@strawberry.input(description="One matter that becomes an incident of its own, with its publications.")
class IncidentPartInput(SplitPart):
    publication_urls: Many[WebLink] = strawberry.field(
        description="The publications that are about it, by their links; each goes to one part."
    )


@strawberry.input(description="A message or an appeal of several questions, and those that are split off.")
class SplitSubmissionInput:
    id: Id = strawberry.field(description="The case that goes on with the rest.")
    parts: SplitOff[SubmissionPartInput] = strawberry.field(description="What is split off.")
    reason: Comment = strawberry.field(description="The reason.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="An incident of several matters, and those that are split off.")
class SplitIncidentInput:
    id: Id = strawberry.field(description="The incident that goes on with the other publications.")
    parts: SplitOff[IncidentPartInput] = strawberry.field(description="What is split off.")
    reason: Comment = strawberry.field(description="The reason.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="By when another system wants a case answered.")
class SetExternalTermInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    external_due_at: Instant | None = strawberry.field(
        default=None, description="When it is due there; null if that system sets no term any more."
    )
    reason: Comment = strawberry.field(description="Where the term is known from.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="How urgent a case is; at least one of the two is given.")
class SetPriorityInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    priority: Priority | None = strawberry.field(default=None, description="How urgent it is.")
    importance: Importance | None = strawberry.field(
        default=None,
        description="How important an incident is: its deadline follows, and its priority where none is given.",
    )
    reason: Comment = strawberry.field(description="The reason.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="Tags to put on a case and to take off it; capitals make no difference.")
class MarkCaseInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    add: Many[Code] | None = strawberry.field(default=None, description="Tags to put on.")
    remove: Many[Code] | None = strawberry.field(default=None, description="Tags to take off.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )

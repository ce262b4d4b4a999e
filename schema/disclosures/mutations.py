"""The one door through which plain personal data leave: `revealApplicant` (III.6)."""

from typing import Any

import strawberry

from auth.actions import Action
from documents.disclosures import operations
from documents.disclosures.vocabulary import RevealField
from documents.kernel.write.runner import Outcome
from schema.context import GraphInfo
from schema.disclosures.types import RevealedApplicant
from schema.problems import Ids, ProblemType, attempt, mutation, shown_problem
from schema.shapes.kinds import Id, Many, ShortComment

CASE_TYPES = ("Message", "Appeal", "Incident")


@strawberry.input(description="What to reveal about which case, and why.")
class RevealApplicantInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    fields: Many[RevealField] = strawberry.field(description="What to show; at least one, each once.")
    reason: ShortComment | None = strawberry.field(
        default=None,
        description=(
            "The reason: at least ten letters, required if the role's right says so; at most 1 000 "
            "characters. Never include the data itself: the curator and the head read the reason in the "
            "log."
        ),
    )


@strawberry.type(description="The result of a reveal.")
class RevealApplicantPayload:
    revealed: RevealedApplicant | None = strawberry.field(
        description="The plain values; null if the mutation was refused."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class DisclosureMutations:
    @mutation(
        Action.APPLICANT_READ,
        RevealApplicantPayload,
        "Show an applicant's plain data, or the unredacted text. Each call is logged before it is "
        "answered: who, what, which case, why, when. The text of a sensitive case requires "
        "`case.read_sensitive_text` as well.",
    )
    async def reveal_applicant(self, info: GraphInfo, input: RevealApplicantInput) -> Any:
        ids = Ids()
        found = await attempt(
            info,
            operations.reveal_applicant,
            ids=ids,
            target_id=ids.one(input.id, CASE_TYPES, path="id"),
            facts={"fields": [one.value for one in input.fields], "reason": input.reason},
        )
        if isinstance(found, Outcome):
            return {"revealed": found.answer, "errors": []}
        return {"revealed": None, "errors": [shown_problem(info, one) for one in found]}

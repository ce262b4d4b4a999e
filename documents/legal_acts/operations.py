"""Operations on legal acts: an act of the Administration is recorded by itself, for what will rest on it, and gets its file
where it was recorded without one (III.1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Problem
from documents.files.attaching import refuse_one_more, take_file
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, operation
from documents.legal_acts.document import LegalAct
from documents.legal_acts.events import FILED
from documents.legal_acts.recording import act_problems, store_act

Facts = Mapping[str, Any]


def _act(facts: Facts) -> Iterable[Problem]:
    yield from act_problems(facts["legal_act"], ())


@operation(
    title="Внести правовой акт",
    action=Action.LEGAL_ACT_RECORD,
    record=LegalAct,
    effect=Effect.CREATES,
    read=Action.POLICY_READ,
    checks=(_act,),
)
async def record_legal_act(change: Change, *, legal_act: Facts, is_demo: bool = False) -> LegalAct:
    """Record an act by where it is published. Raises: INVALID (`in_the_future`, `duplicate`)."""
    return await store_act(change, legal_act, (), is_demo=is_demo)


@operation(
    title="Приложить файл к правовому акту",
    action=Action.LEGAL_ACT_RECORD,
    record=LegalAct,
    read=Action.POLICY_READ,
)
async def attach_legal_act_file(change: Change, act: LegalAct, *, file_id: str) -> LegalAct:
    """Attach an upload of one's own to an act that is recorded: its text, or an annex. What it says stays as it is.

    Raises: LIMIT_REACHED; INVALID (`unknown_file`, `infected`).
    """
    refuse_one_more(change, len(act.files))
    kept = [*act.files, await take_file(change, act, file_id, path=("fileId",))]
    return await change.save(act, FILED, files=[one.model_dump() for one in kept])

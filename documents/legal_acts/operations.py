"""The operation on legal acts: an act of the Administration is recorded by itself, for what will rest on it (III.1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.actions import Action
from auth.errors import Problem
from documents.kernel.write.change import Change
from documents.kernel.write.operation import Effect, operation
from documents.legal_acts.document import LegalAct
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

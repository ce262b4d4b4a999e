"""Puts an explanation together: rights by the policy, then state and guards by the declaration that guards the mutation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden, NotFound, Problem
from auth.policy.decide import allows
from auth.policy.explaining import (
    ExplainedRule,
    RuleOutcome,
    decisive,
    explained_rules,
    other_roles,
    refusal,
)
from auth.policy.grammar import AS_WRITTEN, Reading, WithheldField
from auth.principal import Principal
from auth.roles import DESKS_OF, Role
from auth.texts.errors import Text
from auth.texts.policy import limit_text, scope_text
from documents.kernel.read.readable import readable
from documents.kernel.read.resource import Resource
from documents.kernel.write.offering import impossible_now, leaves, standing_in_the_way, why_refused
from documents.kernel.write.operation import GuardContext, Operation
from schema.access.types import AccessDecision, AccessExplanation, ConsideredRule
from schema.actions import shown_reason
from schema.context import GraphInfo
from schema.memory import related
from schema.refusing import message
from schema.sentences import Speaker

Row = Mapping[str, Any]

ALLOWED = Text("Разрешено: {why}.", "Allowed: {why}.")
REFUSED = Text("Отказано: {why}.", "Refused: {why}.")
DEPENDS = Text(
    "Объект не существует или вам не виден; решают правила роли и то, к чему относится объект.",
    "The object does not exist or is not visible to you; the rules and what the object is about decide.",
)
NO_RULE = Text("ни одна роль сотрудника этого не разрешает", "none of the person's roles allows it")
ONLY_PROPOSALS = Text("роль позволяет только предложить", "the role may only propose it")
NOT_WITHHELD = Text("у этого объекта поле не скрывается", "the field is not withheld on this object")
IN_STATE = Text("в состоянии: {states}", "in the state: {states}")


@dataclass(frozen=True)
class AccessQuestion:
    """May `actor` do it to this object? `row` is the object as the asker sees it, None where the asker does not."""

    info: GraphInfo
    actor: Principal
    action: Action
    type_name: str
    resource: Resource
    row: Row | None
    operation: Operation | None = None
    field: WithheldField | None = None

    @property
    def without_reason(self) -> bool:
        """Whether a right that asks for a reason does not count by itself."""
        return self.field is not None and self.field.without_reason

    @property
    def is_of_asker(self) -> bool:
        """Whether who asks asks about themselves."""
        return self.actor.subject == self.info.context.principal.subject

    def rules(self) -> tuple[ExplainedRule, ...]:
        """Return the rules that the actor's roles have on it."""
        return explained_rules(
            self.actor,
            self.action,
            self.row,
            without_reason=self.without_reason,
            reading=reading_of(self.operation),
        )


def reading_of(operation: Operation | None) -> Reading:
    """Return how the rules are read for what is asked about: as the operation reads them, a permission as it is written."""
    return operation.reading if operation is not None else AS_WRITTEN


def explained(question: AccessQuestion) -> AccessExplanation:
    """Return the whole answer. Of an object that the asker does not see it tells nothing, not even whether it is there."""
    speaker = Speaker(question.info, question.type_name)
    rules = question.rules()
    if question.row is None:
        return _by_rights_alone(question, speaker, rules)
    if question.field is not None and not question.field.concerns(question.row):
        return _answer(question, speaker, rules, key=speaker.say(NOT_WITHHELD), allowed=True)
    reasons = list(_reasons(question, question.row, rules))
    decided = decisive(rules)
    key = speaker.why(decided) if decided is not None else None
    first = f"{_told(question, reasons[0])}" if reasons and _allows(rules) else key or speaker.say(NO_RULE)
    return _answer(
        question,
        speaker,
        rules,
        key=key,
        allowed=not reasons,
        why=first.rstrip("."),
        reasons=reasons,
        changes=list(_changes(question, question.row, speaker, rules)) if reasons else [],
    )


def reasons_against(question: AccessQuestion, row: Row) -> list[Problem]:
    """Return what stands in the way of an action on an object that the asker sees, as the mutation would answer it; empty
    where it may be done."""
    return list(_reasons(question, row, question.rules()))


def shown_rule(speaker: Speaker, one: ExplainedRule) -> ConsideredRule:
    """Return one rule as its type."""
    return ConsideredRule(
        role=one.role,
        scope=one.rule.scope.word,
        scope_words=speaker.say(scope_text(one.rule.scope)),
        clause=one.rule.clause,
        limit=speaker.say(limit_text(one.rule.limit)) if one.rule.limit is not None else None,
        outcome=one.outcome,
        why=speaker.why(one),
    )


def _by_rights_alone(
    question: AccessQuestion, speaker: Speaker, rules: tuple[ExplainedRule, ...]
) -> AccessExplanation:
    if any(not one.rule.proposes for one in rules):
        found = _answer(question, speaker, rules, key=None, allowed=False)
        found.decision, found.summary = AccessDecision.DEPENDS, speaker.say(DEPENDS)
        return found
    why = speaker.say(ONLY_PROPOSALS if rules else NO_RULE)
    refused = [_refused(question, None)]
    return _answer(question, speaker, rules, key=None, allowed=False, why=why, reasons=refused)


def _answer(
    question: AccessQuestion,
    speaker: Speaker,
    rules: tuple[ExplainedRule, ...],
    *,
    key: str | None,
    allowed: bool,
    why: str | None = None,
    reasons: list[Any] | None = None,
    changes: list[str] | None = None,
) -> AccessExplanation:
    return AccessExplanation(
        decision=AccessDecision.ALLOWED if allowed else AccessDecision.REFUSED,
        summary=speaker.say(ALLOWED if allowed else REFUSED, why=why or key or ""),
        permission=question.action.value,
        actor=related(question.info, "persons", question.actor.person_id),  # type: ignore[arg-type]  # rows are read by key
        rules=[shown_rule(speaker, one) for one in rules],
        deciding_key=key,
        reasons=[shown_reason(question.info, one, of_asker=question.is_of_asker) for one in reasons or ()],
        would_change_it=changes or [],
    )


def _allows(rules: tuple[ExplainedRule, ...]) -> bool:
    return any(one.outcome is RuleOutcome.ALLOWS for one in rules)


def _reasons(question: AccessQuestion, row: Row, rules: tuple[ExplainedRule, ...]) -> Iterator[Problem]:
    """What stands in the way, in the order in which the mutation would answer it."""
    declared = question.operation
    if not rules or all(one.rule.proposes for one in rules):
        yield _refused(question, row)
        return
    if not readable(question.actor, question.resource).admits(row):
        yield NotFound()
        return
    guard_context = GuardContext(
        question.actor, question.info.context.now, question.info.context.container.reference.snapshot
    )
    if not _allows(rules):
        authorization = allows(question.actor, question.action, row, reading=reading_of(declared))
        yield (
            why_refused(declared, row, guard_context, authorization) if declared else _refused(question, row)
        )
    if declared is None:
        return
    if declared.machine is not None and not leaves(declared, row, guard_context.reference):
        yield impossible_now(declared.machine, declared.name, row, guard_context.reference, guard_context)
        return
    yield from standing_in_the_way(declared.guards, row, guard_context)


def _refused(question: AccessQuestion, row: Row | None) -> Forbidden:
    declared = question.operation
    return refusal(
        question.actor,
        question.action,
        row,
        about=question.type_name,
        step=declared.words if declared is not None else None,
        reading=reading_of(declared),
    )


def _told(question: AccessQuestion, problem: Problem) -> str:
    return message(question.info, problem, of_asker=question.is_of_asker)


def _changes(
    question: AccessQuestion, row: Row, speaker: Speaker, rules: tuple[ExplainedRule, ...]
) -> Iterator[str]:
    """What would have to be otherwise: of the object, of the person, of the state."""
    if not _allows(rules):
        said = (text for one in rules for text in speaker.would(one))
        yield from dict.fromkeys(said)
        for grant in other_roles(
            question.actor,
            question.action,
            row,
            _channels_of(question.info),
            without_reason=question.without_reason,
            reading=reading_of(question.operation),
        ):
            yield speaker.with_role(grant)
    declared = question.operation
    if declared is None or declared.machine is None:
        return
    guard_context = GuardContext(
        question.actor, question.info.context.now, question.info.context.container.reference.snapshot
    )
    if not leaves(declared, row, guard_context.reference):
        yield speaker.say(IN_STATE, states=", ".join(_sources(declared, guard_context, speaker)))


def _sources(declared: Operation, guard_context: GuardContext, speaker: Speaker) -> list[str]:
    """The states that the operation leaves, by their labels; by their codes in English."""
    machine, given = declared.machine, declared.given(guard_context.reference)
    assert machine is not None
    left = [one for one in machine.labels if machine.move(one, declared.name, given=given) is not None]
    return [speaker.say(Text(machine.label(one), one)) for one in left]


def _channels_of(info: GraphInfo) -> Any:
    rows = list(info.context.container.access.reference.rows("channels"))

    def kept(role: Role) -> frozenset[str]:
        desks = DESKS_OF.get(role, frozenset())
        return frozenset(row["_id"] for row in rows if row["desk"] in desks)

    return kept

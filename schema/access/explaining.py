"""Puts an explanation together: rights by the policy, then state and guards by the declaration that guards the mutation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden, InvalidTransition, NotFound, Problem
from auth.policy.decide import allows
from auth.policy.explaining import ExplainedRule, RuleOutcome, explained_rules, other_roles
from auth.policy.grammar import WithheldField
from auth.principal import Principal
from auth.roles import DESKS_OF, Role
from auth.texts.errors import Text
from auth.texts.policy import limit_text, scope_text
from documents.kernel.names import camel
from documents.kernel.read.readable import readable
from documents.kernel.read.resource import Resource
from documents.kernel.write.operation import GuardContext, Operation
from schema.access.types import AccessDecision, AccessExplanation, ConsideredRule
from schema.actions import ActionReason
from schema.context import GraphInfo
from schema.memory import related
from schema.problems import ProblemCode
from schema.sentences import Speaker

Row = Mapping[str, Any]

# Which of the rules that do not allow tells most about why.
TELLING = (
    RuleOutcome.LIMITED,
    RuleOutcome.ASKS_REASON,
    RuleOutcome.PROPOSES,
    RuleOutcome.OUT_OF_SCOPE,
    RuleOutcome.DEPENDS,
)
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

    def rules(self) -> tuple[ExplainedRule, ...]:
        """Return the rules that the actor's roles have on it."""
        return explained_rules(self.actor, self.action, self.row, without_reason=self.without_reason)


def explained(question: AccessQuestion) -> AccessExplanation:
    """Return the whole answer. Of an object that the asker does not see it tells nothing, not even whether it is there."""
    speaker = Speaker(question.info, question.type_name)
    rules = question.rules()
    if question.row is None:
        return _by_rights_alone(question, speaker, rules)
    if question.field is not None and not question.field.concerns(question.row):
        return _answer(question, speaker, rules, key=speaker.say(NOT_WITHHELD), allowed=True)
    reasons = list(_reasons(question, question.row, rules))
    decisive = _decisive(rules)
    key = speaker.why(decisive) if decisive is not None else None
    locale = question.info.context.locale
    first = f"{reasons[0].message(locale)}" if reasons and _allows(rules) else key or speaker.say(NO_RULE)
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
    refused = [Forbidden(question.action.value)]
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
    locale = question.info.context.locale
    return AccessExplanation(
        decision=AccessDecision.ALLOWED if allowed else AccessDecision.REFUSED,
        summary=speaker.say(ALLOWED if allowed else REFUSED, why=why or key or ""),
        permission=question.action.value,
        actor=related(question.info, "persons", question.actor.person_id),  # type: ignore[arg-type]  # rows are read by key
        rules=[shown_rule(speaker, one) for one in rules],
        deciding_key=key,
        reasons=[
            ActionReason(code=ProblemCode(one.code), message=one.message(locale)) for one in reasons or ()
        ],
        would_change_it=changes or [],
    )


def _allows(rules: tuple[ExplainedRule, ...]) -> bool:
    return any(one.outcome is RuleOutcome.ALLOWS for one in rules)


def _decisive(rules: tuple[ExplainedRule, ...]) -> ExplainedRule | None:
    for outcome in (RuleOutcome.ALLOWS, *TELLING):
        for one in rules:
            if one.outcome is outcome:
                return one
    return None


def _reasons(question: AccessQuestion, row: Row, rules: tuple[ExplainedRule, ...]) -> Iterator[Problem]:
    """What stands in the way, in the order in which the mutation would answer it."""
    declared = question.operation
    if not rules or all(one.rule.proposes for one in rules):
        yield Forbidden(question.action.value)
        return
    if not readable(question.actor, question.resource).admits(row):
        yield NotFound()
        return
    guard_context = GuardContext(
        question.actor, question.info.context.now, question.info.context.container.reference.snapshot
    )
    if not _allows(rules):
        authorization = allows(question.actor, question.action, row)
        refused = (
            declared.refusal(row, guard_context, authorization) if declared and declared.refusal else None
        )
        yield refused or Forbidden(question.action.value)
    if declared is None:
        return
    if not _leaves(declared, row, guard_context):
        yield InvalidTransition(
            status=row["status"], event=camel(declared.name), allowed=_open(declared, row, guard_context)
        )
        return
    for guard in declared.guards:
        problem = guard(row, guard_context)
        if problem is not None:
            yield problem


def _leaves(declared: Operation, row: Row, guard_context: GuardContext) -> bool:
    machine = declared.machine
    given = declared.given(guard_context.reference)
    return machine is None or machine.move(row["status"], declared.name, given=given) is not None


def _open(declared: Operation, row: Row, guard_context: GuardContext) -> list[str]:
    assert declared.machine is not None
    leaving = declared.machine.leaving(row["status"], given=declared.given(guard_context.reference))
    return [camel(name) for name in leaving]


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
        ):
            yield speaker.with_role(grant)
    declared = question.operation
    if declared is None or declared.machine is None:
        return
    guard_context = GuardContext(
        question.actor, question.info.context.now, question.info.context.container.reference.snapshot
    )
    if not _leaves(declared, row, guard_context):
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

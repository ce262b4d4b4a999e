"""What a refusal by rights says to the caller: the rule that decided, as far as it speaks of what the caller sees anyhow."""

from collections.abc import Mapping
from typing import Any

from auth.errors import Problem
from auth.policy.explaining import ExplainedRule, Refusal, RuleOutcome, decisive
from auth.texts.errors import Text
from auth.texts.policy import limit_text
from schema.context import GraphInfo
from schema.sentences import Speaker

YOU_MAY_NOT = Text("Вам не разрешено действие «{step}»: {why}.", "You may not use {step}: {why}.")
THEY_MAY_NOT = Text(
    "Сотруднику не разрешено действие «{step}»: {why}.", "The person may not use {step}: {why}."
)
NONE_OF_THEIRS = Text(
    "Ни одна роль сотрудника не даёт права на это действие: {step}.",
    "None of the person's roles allows this: {step}.",
)
LIMITED = Text("это право дано с ограничением: {limit}", "the right is limited: {limit}")
ONLY_PROPOSES = Text(
    "можно только предложить это, решает другой", "it may only be proposed, someone else decides"
)


def message(info: GraphInfo, problem: Problem, *, of_asker: bool = True) -> str:
    """Return the sentence of a problem for people; a refusal by rights with the reason that decided.

    `of_asker` is false where it is about somebody else than who reads it.
    """
    locale, because = info.context.locale, getattr(problem, "because", None)
    if not isinstance(because, Refusal):
        return problem.message(locale)
    speaker = Speaker(info, because.about or "", of_asker=of_asker)
    step = speaker.say(problem.words["step"])
    rule = decisive(because.rules)
    if rule is None or because.about is None:
        return problem.message(locale) if of_asker else speaker.say(NONE_OF_THEIRS, step=step)
    return speaker.say(YOU_MAY_NOT if of_asker else THEY_MAY_NOT, step=step, why=_why(speaker, rule))


def reason_row(info: GraphInfo, problem: Problem, *, of_asker: bool = True) -> Mapping[str, Any]:
    """Return a problem as the reason why an action is not possible."""
    return {
        "code": problem.code,
        "message": message(info, problem, of_asker=of_asker),
        "rule": problem.facts.get("rule"),
        "facts": problem.facts or None,
    }


def _why(speaker: Speaker, one: ExplainedRule) -> str:
    if one.outcome is RuleOutcome.LIMITED and one.rule.limit is not None:
        return speaker.say(LIMITED, limit=speaker.say(limit_text(one.rule.limit)))
    return speaker.say(ONLY_PROPOSES) if one.outcome is RuleOutcome.PROPOSES else speaker.key(one)

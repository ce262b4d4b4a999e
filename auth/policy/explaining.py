"""Why somebody may do something or not, as data: the rules that speak of it, what decided, and what would change it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden
from auth.policy.decide import Considered, allows, explain
from auth.policy.grammar import AS_WRITTEN, Moment, Reading, Rule
from auth.policy.table import BY_ROLE
from auth.principal import Grant, Principal
from auth.roles import Role
from auth.texts.wording import Text

Document = Mapping[str, Any]
Channels = Callable[[Role], frozenset[str]]
"""The ids of the channels that a role keeps."""


class RuleOutcome(StrEnum):
    """What came of one rule."""

    ALLOWS = "ALLOWS"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    LIMITED = "LIMITED"
    PROPOSES = "PROPOSES"
    ASKS_REASON = "ASKS_REASON"
    DEPENDS = "DEPENDS"


# Which of the rules that do not allow tells most about why.
TELLING = (
    RuleOutcome.LIMITED,
    RuleOutcome.ASKS_REASON,
    RuleOutcome.PROPOSES,
    RuleOutcome.OUT_OF_SCOPE,
    RuleOutcome.DEPENDS,
)


@dataclass(frozen=True)
class ExplainedRule:
    """One rule of one grant. `found` are the keys of the object that are of the kinds the scope looks at, `wanted` those
    it would accept; both empty where it covers everything. Without an object `found` is empty too."""

    rule: Rule
    grant: Grant
    outcome: RuleOutcome
    found: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()

    @property
    def role(self) -> Role:
        """The role under which the rule serves."""
        return self.grant.role


@dataclass(frozen=True)
class Refusal:
    """Why rights refuse, for whoever puts it into words: the type of the object (None: it is about none), and what came
    of each rule that the caller has. No rule: none of the roles gives the right at all."""

    about: str | None
    rules: tuple[ExplainedRule, ...]


def refusal(
    who: Principal,
    action: Action,
    document: Document | None,
    *,
    about: str | None = None,
    step: Text | None = None,
    moment: Moment = Moment.BEFORE,
    reading: Reading = AS_WRITTEN,
) -> Forbidden:
    """Return the refusal of an action, with what decided: on a document that the caller sees or has just described; by
    rights alone for None. `step` says what was to be done."""
    rules = explained_rules(who, action, document, moment=moment, reading=reading)
    return Forbidden(action.value, step=step, because=Refusal(about if document is not None else None, rules))


def explained_rules(
    who: Principal,
    action: Action,
    document: Document | None,
    *,
    without_reason: bool = False,
    moment: Moment = Moment.BEFORE,
    reading: Reading = AS_WRITTEN,
) -> tuple[ExplainedRule, ...]:
    """Tell every rule on the action that serves `who`: on a document, or where there is none to be
    told about, by the rights alone. With `without_reason` a rule that asks for one does not allow by itself."""
    considered = explain(who, action, document or {}, moment=moment, reading=reading)
    return tuple(_told(who, one, document, without_reason=without_reason) for one in considered)


def decisive(rules: Iterable[ExplainedRule]) -> ExplainedRule | None:
    """Return the rule that decided: one that allows, else the one that tells most about why none does; None of none."""
    known = tuple(rules)
    for outcome in (RuleOutcome.ALLOWS, *TELLING):
        for one in known:
            if one.outcome is outcome:
                return one
    return None


def other_roles(
    who: Principal,
    action: Action,
    document: Document,
    channels: Channels,
    *,
    without_reason: bool = False,
    reading: Reading = AS_WRITTEN,
) -> tuple[Grant, ...]:
    """Name the roles that `who` lacks and that would allow it on this very document, each bound to
    what the document is about. Roles that would also need another object, person or reason are left out."""
    held, found = who.roles, []
    for role in Role:
        rule = BY_ROLE.get((action, role))
        if rule is None or role in held or (without_reason and rule.asks_reason):
            continue
        grant = _fitting(role, document, channels)
        with_it = replace(who, grants=(grant,), acts_as_curator=who.acts_as_curator or role is Role.CURATOR)
        if allows(with_it, action, document, reading=reading).allowed:
            found.append(grant)
    return tuple(found)


def _told(
    who: Principal, one: Considered, document: Document | None, *, without_reason: bool
) -> ExplainedRule:
    scope = one.rule.scope
    wanted = () if scope.keys is None else tuple(sorted(scope.keys(who, one.grant)))
    if document is None:
        return ExplainedRule(one.rule, one.grant, RuleOutcome.DEPENDS, wanted=wanted)
    kinds = {key.partition(":")[0] for key in wanted}
    found = tuple(key for key in document.get("access_keys", ()) if key.partition(":")[0] in kinds)
    outcome = RuleOutcome(one.outcome)
    if outcome is RuleOutcome.ALLOWS and without_reason and one.rule.asks_reason:
        outcome = RuleOutcome.ASKS_REASON
    return ExplainedRule(one.rule, one.grant, outcome, found, wanted)


def _fitting(role: Role, document: Document, channels: Channels) -> Grant:
    by_kind: dict[str, set[str]] = {}
    for key in document.get("access_keys", ()):
        kind, _, value = key.partition(":")
        by_kind.setdefault(kind, set()).add(value)
    return Grant(
        role=role,
        sectors=frozenset(by_kind.get("sector", ())),
        organizations=frozenset(by_kind.get("org", ())),
        channels=channels(role),
        system=min(by_kind.get("system", ()), default=None),
    )

"""The words in which the policy is written: a rule, a note to its row, a field or an item withheld, a history."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import Flag
from typing import Any

from auth.actions import Action
from auth.policy.limits import Limit
from auth.policy.scopes import Scope
from auth.principal import Principal
from auth.roles import Role


class Moment(Flag):
    """When a limit is tested: on the document before, on what it has become (a creation), or on both."""

    BEFORE = 1
    AFTER = 2
    BOTH = 3


BEFORE, AFTER, BOTH = Moment.BEFORE, Moment.AFTER, Moment.BOTH


@dataclass(frozen=True)
class Rule:
    """These roles may do this, within this scope. Rules only ever allow; what no rule allows is denied.

    `asks_reason`: only through a door that takes a reason and logs it. `proposes`: may ask for it, somebody
    else decides.
    """

    action: Action
    roles: frozenset[Role]
    scope: Scope
    clause: str
    limit: Limit | None = None
    on: Moment = BEFORE
    asks_reason: bool = False
    proposes: bool = False

    def role_for(self, who: Principal) -> Role | None:
        """Return the role under which this rule serves `who`; None where it does not."""
        return next((grant.role for grant in who.grants if grant.role in self.roles), None)

    def narrowed_to(self, role: Role) -> "Rule":
        """Return the same rule for one of its roles."""
        return replace(self, roles=frozenset({role}))

    @property
    def words(self) -> str:
        """The rule for people: its scope, then what narrows it."""
        parts = [self.scope.words]
        if self.limit is not None:
            parts.append(self.limit.words)
        if self.asks_reason:
            parts.append("after stating a reason")
        if self.proposes:
            parts.append("as a proposal that someone else decides on")
        return ", ".join(parts)


@dataclass(frozen=True)
class Reading:
    """How an operation reads the rules on its action, where it is a part of what the row of the matrix allows.

    `proposing` reads the rules that may only ask, and those alone. `limits` narrow the rule of a role further, which has no
    limit of its own; the roles in `without` have no part in it.
    """

    proposing: bool = False
    limits: Mapping[Role, Limit] = field(default_factory=dict)
    without: frozenset[Role] = frozenset()

    def of(self, rule: Rule) -> Rule | None:
        """Return the rule of one role as it serves here; None where it does not. Raises: TypeError for a second limit."""
        (role,) = rule.roles
        if role in self.without or (self.proposing and not rule.proposes):
            return None
        limit = self.limits.get(role)
        if limit is not None and rule.limit is not None:
            raise TypeError(f"{role} has a limit on {rule.action} already: {rule.limit.name}")
        return replace(rule, limit=limit or rule.limit, proposes=rule.proposes and not self.proposing)


AS_WRITTEN = Reading()
"""Every rule as the policy writes it."""


@dataclass(frozen=True)
class Note:
    """What an action's row says besides its words: the remark, and the clause of a row without rules."""

    action: Action
    text: str
    clause: str | None = None


@dataclass(frozen=True)
class WithheldField:
    """A field that is hidden on the rows where its action is not allowed.

    `path` is in snake_case. `kinds`: the kinds of document that have the field at all (all, when None).
    `when`: the rows that withhold it (all, when None); `reads` are the fields that it looks at, and no others.
    `is_only_sought`: no read shows it; only filters look at it.
    """

    resource: str
    path: str
    action: Action
    without_reason: bool = False
    kinds: frozenset[str] | None = None
    when: Callable[[Mapping[str, Any]], bool] | None = None
    reads: tuple[str, ...] = ()
    is_only_sought: bool = False

    def concerns(self, document: Mapping[str, Any]) -> bool:
        """Return whether this row could hide the field. A row read without its kind is treated as one that could."""
        if self.kinds is not None and document.get("kind") not in (None, *self.kinds):
            return False
        return self.when is None or self.when(document)


@dataclass(frozen=True)
class Items:
    """A list in a row, of which each item is shown where its action is allowed on it.

    An item is decided like a document: by its own fields, with the access keys of its row and those that `keys` gives.
    Lists are never filtered by items, so limits count as well. `when`, `reads` and `without_reason` are those of
    `WithheldField`, `words` say for people on which rows. `is_open` tells of an item whether everybody sees it who reads the
    row. `is_named`: where the row's own keys do not allow the action, the list is named among what is hidden on the row.
    """

    resource: str
    path: str
    action: Action
    keys: Callable[[Mapping[str, Any]], frozenset[str]]
    words: str
    when: Callable[[Mapping[str, Any]], bool] | None = None
    reads: tuple[str, ...] = ()
    without_reason: bool = False
    is_open: Callable[[Mapping[str, Any]], bool] | None = None
    is_named: bool = False

    def concerns(self, document: Mapping[str, Any]) -> bool:
        """Return whether this row could hide items."""
        return self.when is None or self.when(document)

    def opens(self, item: Mapping[str, Any]) -> bool:
        """Return whether whoever reads the row sees this item of it."""
        return self.is_open is not None and self.is_open(item)


@dataclass(frozen=True)
class History:
    """The history of a resource's objects, told where the action is allowed on the object.

    `oneself` is the field that names a person: to whom it is told in any case.
    """

    resource: str
    action: Action
    oneself: str | None = None


Line = Rule | Note | WithheldField | Items | History
"""One line of the policy."""


def rule(
    action: Action,
    roles: AbstractSet[Role],
    scope: Scope,
    *,
    clause: str,
    limit: Limit | None = None,
    on: Moment = BEFORE,
    asks_reason: bool = False,
    proposes: bool = False,
) -> Rule:
    """Tell that `roles` may do `action` within `scope`, by this clause of the decree."""
    return Rule(action, frozenset(roles), scope, clause, limit, on, asks_reason, proposes)


def note(action: Action, text: str, *, clause: str | None = None) -> Note:
    """Add a remark to an action's row; with a clause where nobody has a right under it."""
    return Note(action, text, clause)


def withheld(
    resource: str,
    path: str,
    action: Action,
    *,
    without_reason: bool = False,
    kinds: AbstractSet[str] | None = None,
    when: Callable[[Mapping[str, Any]], bool] | None = None,
    reads: tuple[str, ...] = (),
    is_only_sought: bool = False,
) -> WithheldField:
    """Withhold a field of a resource wherever `action` is not allowed on the row."""
    limited_to = frozenset(kinds) if kinds is not None else None
    return WithheldField(resource, path, action, without_reason, limited_to, when, reads, is_only_sought)


def items(
    resource: str,
    path: str,
    action: Action,
    *,
    keys: Callable[[Mapping[str, Any]], frozenset[str]],
    words: str,
    when: Callable[[Mapping[str, Any]], bool] | None = None,
    reads: tuple[str, ...] = (),
    without_reason: bool = False,
    is_open: Callable[[Mapping[str, Any]], bool] | None = None,
    is_named: bool = False,
) -> Items:
    """Withhold each item of a list wherever `action` is not allowed on it."""
    return Items(resource, path, action, keys, words, when, reads, without_reason, is_open, is_named)


def history(resource: str, action: Action, *, oneself: str | None = None) -> History:
    """Tell a resource's histories under an action of their own; all others are told to who reads the object."""
    return History(resource, action, oneself)

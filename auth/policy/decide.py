"""The readings of the policy: every door asks here, and nothing else decides."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auth.actions import Action
from auth.policy.grammar import AS_WRITTEN, Items, Moment, Reading, Rule, WithheldField
from auth.policy.limits import Limit
from auth.policy.rules.cases import is_sensitive
from auth.policy.table import BY_ROLE, HISTORY_OF, ITEMS_OF, SEARCHED, WITHHELD
from auth.principal import Grant, Principal

Document = Mapping[str, Any]
TextMode = Literal["PLAIN", "REDACTED", "HIDDEN"]

KEYS = "access_keys"
NO_KEYS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """The rows that an action covers for one principal: everything, or those with one of the keys."""

    everything: bool = False
    keys: frozenset[str] = NO_KEYS

    @property
    def nothing(self) -> bool:
        """Whether the plan covers no row at all."""
        return not self.everything and not self.keys

    def admits(self, access_keys: Iterable[str]) -> bool:
        """Return whether a row with these access keys is covered."""
        return self.everything or not self.keys.isdisjoint(access_keys)

    def contains(self, other: "Plan") -> bool:
        """Return whether every row of `other` is covered here too."""
        return self.everything or (not other.everything and other.keys <= self.keys)


@dataclass(frozen=True)
class AuthorizationInputs:
    """What rights look at in a document: keys and fields. Documents that agree in them are decided alike."""

    keys: frozenset[str]
    fields: tuple[str, ...]

    def of(self, document: Document) -> Hashable:
        """Return how a document stands: the keys it has of those that matter, and what the fields hold."""
        return self.keys.intersection(document.get(KEYS, ())), *map(document.get, self.fields)


@dataclass(frozen=True)
class Authorization:
    """Whether it is allowed, by which rules (one role each), or else which limit alone stood in the way."""

    allowed: bool
    rules: tuple[Rule, ...] = ()
    failed_limit: Limit | None = None


@dataclass(frozen=True)
class Considered:
    """One rule that speaks of the action for one of the viewer's grants, and what came of it."""

    rule: Rule
    grant: Grant
    outcome: Literal["ALLOWS", "OUT_OF_SCOPE", "LIMITED", "PROPOSES"]


def plan(who: Principal, action: Action, *, without_reason: bool = False) -> Plan:
    """Add up the rows that `who` reaches with `action` over all grants; memoised on `who`. `without_reason` leaves out the
    rules that ask for a reason."""
    name = ("plan", action, without_reason)
    found: Plan | None = who.memo.get(name)
    if found is None:
        found = who.memo[name] = _add_up(who, action, without_reason=without_reason)
    return found


def may_ever(who: Principal, action: Action, *, reading: Reading = AS_WRITTEN) -> bool:
    """Tell, before any I/O, whether on some document `who` may do `action`.

    Limits are not asked: the head outside an absence may ever sign, and is told on the protocol why not now.
    """
    if reading is AS_WRITTEN:
        return not plan(who, action).nothing
    return any(
        not rule.proposes and (rule.scope.keys is None or bool(rule.scope.keys(who, grant)))
        for grant, rule in rules_of(who, action, reading)
    )


def allows(
    who: Principal,
    action: Action,
    document: Document,
    *,
    moment: Moment = Moment.BEFORE,
    reading: Reading = AS_WRITTEN,
) -> Authorization:
    """Decide an action on a document: by its access keys, and the limits due at `moment`.

    For a creation, hand over the new document and `Moment.AFTER`. For what a move made of a document, see
    `bears`.
    """
    rules: list[Rule] = []
    failed: Limit | None = None
    for grant, rule in rules_of(who, action, reading):
        if rule.proposes or not _covers(who, grant, rule, document):
            continue
        if _holds(who, grant, rule, document, moment):
            rules.append(rule)
        else:
            failed = failed or rule.limit
    return Authorization(bool(rules), tuple(dict.fromkeys(rules)), None if rules else failed)


def bears(who: Principal, authorization: Authorization, document: Document) -> Authorization:
    """Tell which of the rules that allowed a move also bear what it made of the document.

    A rule that speaks of the document before has done its work (a return takes the case out of one's view,
    and may); one that speaks of it after, or of both, must cover the after-image with its scope and its
    limit.
    """
    rules = tuple(
        rule for rule in authorization.rules if Moment.AFTER not in rule.on or _reaches(who, rule, document)
    )
    failed = next((rule.limit for rule in authorization.rules if rule.limit is not None), None)
    return Authorization(bool(rules), rules, None if rules else failed)


def authorization_inputs(who: Principal) -> AuthorizationInputs:
    """Tell what decides for `who` on any action before a change: the keys that a rule could
    match, and what the limits of rules look at; memoised on `who`."""
    found: AuthorizationInputs | None = who.memo.get("authorization inputs")
    if found is None:
        found = who.memo["authorization inputs"] = _looked_at(who)
    return found


def withholding(who: Principal, resource: str) -> AuthorizationInputs | None:
    """Tell what decides which paths of a row are withheld from `who`; None where nothing can be."""
    name = ("withholding", resource)
    if name not in who.memo:
        pairs, lists = _withheld(who, resource), _lists_withholding(who, resource)
        fields = {one for field, _ in pairs for one in (*field.reads, *(("kind",) if field.kinds else ()))}
        fields |= {one for line, _ in lists for one in line.reads}
        keys = NO_KEYS.union(*(seen.keys for _, seen in (*pairs, *lists)))
        who.memo[name] = AuthorizationInputs(keys, tuple(sorted(fields))) if pairs or lists else None
    found: AuthorizationInputs | None = who.memo[name]
    return found


def _looked_at(who: Principal) -> AuthorizationInputs:
    """The keys and the fields of a document that the viewer's own rules look at before a change."""
    keys: set[str] = set()
    fields: set[str] = set()
    for action in Action:
        for grant, rule in rules_of(who, action):
            keys |= rule.scope.keys(who, grant) if rule.scope.keys is not None else NO_KEYS
            if rule.limit is not None and Moment.BEFORE in rule.on:
                fields |= set(rule.limit.reads)
    return AuthorizationInputs(frozenset(keys), tuple(sorted(fields)))


def hidden(who: Principal, resource: str, document: Document) -> frozenset[str]:
    """Name the paths (snake_case) withheld from `who` on this row, by rights alone."""
    keys = document.get(KEYS, ())
    return frozenset(
        field.path
        for field, seen in _withheld(who, resource)
        if field.concerns(document) and not seen.admits(keys)
    )


def shown_items(who: Principal, line: Items, document: Document) -> list[Document]:
    """Return the items of a list in a row that `who` sees, in their order."""
    there: Iterable[Document] = document.get(line.path) or ()
    if not line.concerns(document):
        return list(there)
    keys = frozenset(document.get(KEYS, ()))
    return [item for item in there if line.opens(item) or _shows_item(who, line, item, keys)]


def lists_with_hidden(who: Principal, resource: str, document: Document) -> frozenset[str]:
    """Name the lists (snake_case) of which items may be hidden from `who` on this row, by rights alone; of those only that
    the policy names among the hidden fields."""
    keys = document.get(KEYS, ())
    return frozenset(
        line.path
        for line, seen in _lists_withholding(who, resource)
        if line.concerns(document) and not seen.admits(keys)
    )


def tells_history(who: Principal, resource: str, document: Document, *, read: Action) -> bool:
    """Tell whether the history of an object is for `who`: under the action that the policy names for it, else under
    `read`, the one to read the object."""
    line = HISTORY_OF.get(resource)
    if line is None:
        return plan(who, read).admits(document.get(KEYS, ()))
    named = document.get(line.oneself) if line.oneself is not None else None
    if named is not None and named == who.person_id:
        return True
    return plan(who, line.action).admits(document.get(KEYS, ()))


def _shows_item(who: Principal, line: Items, item: Document, keys: frozenset[str]) -> bool:
    rules = allows(who, line.action, {**item, KEYS: keys | line.keys(item)}).rules
    return any(not (line.without_reason and rule.asks_reason) for rule in rules)


def hideable(who: Principal, resource: str) -> Mapping[str, Plan]:
    """Return for each path that can be withheld the rows on which `who` surely sees it.

    Paths that `who` sees everywhere are listed too, with a plan of everything. Empty for a resource that
    withholds nothing.
    """
    return {
        field.path: plan(who, field.action, without_reason=field.without_reason)
        for field in WITHHELD.get(resource, ())
    }


def searchable(who: Principal, resource: str) -> Mapping[str, Plan]:
    """Return for each path that only filters look at the rows on which `who` may seek by it."""
    return {
        field.path: plan(who, field.action, without_reason=field.without_reason)
        for field in SEARCHED.get(resource, ())
    }


def text_mode(who: Principal, document: Document) -> TextMode:
    """Tell how a case's own text is shown: as it is, redacted, or not at all.

    A right that asks for a reason does not count here: it is used through the door that takes the reason.
    """
    keys = document.get(KEYS, ())
    text = plan(who, Action.CASE_READ_SENSITIVE_TEXT, without_reason=True)
    if is_sensitive(document) and not text.admits(keys):
        return "HIDDEN"
    return "PLAIN" if plan(who, Action.APPLICANT_READ, without_reason=True).admits(keys) else "REDACTED"


def explain(
    who: Principal,
    action: Action,
    document: Document,
    *,
    moment: Moment = Moment.BEFORE,
    reading: Reading = AS_WRITTEN,
) -> tuple[Considered, ...]:
    """Tell of each rule that speaks of the action for `who` what comes of it on a document, with the limits due then."""
    return tuple(
        _consider(who, grant, rule, document, moment) for grant, rule in rules_of(who, action, reading)
    )


def permissions(who: Principal) -> tuple[str, ...]:
    """List the codes of the actions that `who` may do now on some document, sorted.

    A limit that no document fulfills now leaves a right out: the head who does not act as the curator signs nothing.
    """
    return tuple(sorted(action.value for action in Action if _may_now(who, action)))


def rules_of(who: Principal, action: Action, reading: Reading = AS_WRITTEN) -> Iterator[tuple[Grant, Rule]]:
    """Return each grant with its rule on the action, as it is read; nothing for what a client is not registered for."""
    if who.actions is not None and action not in who.actions:
        return  # a client passes two gates: what it was registered for, then the policy
    for grant in who.grants:
        rule = BY_ROLE.get((action, grant.role))
        if rule is not None and reading is not AS_WRITTEN:
            rule = reading.of(rule)
        if rule is not None:
            yield grant, rule


def _may_now(who: Principal, action: Action) -> bool:
    for grant, rule in rules_of(who, action):
        reaches = rule.scope.keys is None or bool(rule.scope.keys(who, grant))
        limit = rule.limit if rule.on & Moment.BEFORE else None
        is_closed = limit is not None and limit.bounds is not None and limit.bounds(who, grant) is None
        if reaches and not rule.proposes and not is_closed:
            return True
    return False


def _add_up(who: Principal, action: Action, *, without_reason: bool) -> Plan:
    keys: set[str] = set()
    for grant, rule in rules_of(who, action):
        if rule.proposes or (rule.asks_reason and without_reason):
            continue
        if rule.scope.keys is None:
            return Plan(everything=True)
        keys |= rule.scope.keys(who, grant)
    return Plan(keys=frozenset(keys))


def _covers(who: Principal, grant: Grant, rule: Rule, document: Document) -> bool:
    if rule.scope.keys is None:
        return True
    return not rule.scope.keys(who, grant).isdisjoint(document.get(KEYS, ()))


def _holds(who: Principal, grant: Grant, rule: Rule, document: Document, moment: Moment) -> bool:
    return rule.limit is None or not rule.on & moment or rule.limit.holds(who, grant, document)


def _reaches(who: Principal, rule: Rule, document: Document) -> bool:
    grants = [grant for grant in who.grants if grant.role in rule.roles]
    return any(
        _covers(who, grant, rule, document) and _holds(who, grant, rule, document, Moment.AFTER)
        for grant in grants
    )


def _consider(who: Principal, grant: Grant, rule: Rule, document: Document, moment: Moment) -> Considered:
    if not _covers(who, grant, rule, document):
        return Considered(rule, grant, "OUT_OF_SCOPE")
    if rule.proposes:
        return Considered(rule, grant, "PROPOSES")
    if not _holds(who, grant, rule, document, moment):
        return Considered(rule, grant, "LIMITED")
    return Considered(rule, grant, "ALLOWS")


def _withheld(who: Principal, resource: str) -> tuple[tuple[WithheldField, Plan], ...]:
    found: tuple[tuple[WithheldField, Plan], ...] | None = who.memo.get(("withheld", resource))
    if found is None:
        seen = hideable(who, resource)
        pairs = ((field, seen[field.path]) for field in WITHHELD.get(resource, ()))
        found = who.memo[("withheld", resource)] = tuple(pair for pair in pairs if not pair[1].everything)
    return found


def _lists_withholding(who: Principal, resource: str) -> tuple[tuple[Items, Plan], ...]:
    name = ("lists withholding", resource)
    if name not in who.memo:
        pairs = (
            (line, plan(who, line.action, without_reason=line.without_reason))
            for line in ITEMS_OF.get(resource, ())
            if line.is_named
        )
        who.memo[name] = tuple(pair for pair in pairs if not pair[1].everything)
    found: tuple[tuple[Items, Plan], ...] = who.memo[name]
    return found

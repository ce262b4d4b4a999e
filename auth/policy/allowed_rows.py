"""Where an action is allowed, told for lists: the keys and the values of fields by which a store finds the rows."""

from dataclasses import dataclass

from auth.actions import Action
from auth.policy.decide import Plan, rules_of
from auth.policy.grammar import AS_WRITTEN, Moment, Reading
from auth.policy.limits import Bounds
from auth.principal import Principal


@dataclass(frozen=True)
class AllowedRows:
    """Rows of the plan whose fields have one of the values each: what one rule allows somebody before a change."""

    plan: Plan
    bounds: Bounds


def allowed_rows(who: Principal, action: Action, *, reading: Reading = AS_WRITTEN) -> tuple[AllowedRows, ...]:
    """Return what each rule of `who` allows; together they are the rows on which `allows` says yes.

    Rules that only propose are left out. Empty for who may never do it. Raises: TypeError for a limit that is tested
    before a change and does not say its bounds.
    """
    found: list[AllowedRows] = []
    for grant, rule in rules_of(who, action, reading):
        if rule.proposes:
            continue
        keys = None if rule.scope.keys is None else rule.scope.keys(who, grant)
        bounds: Bounds | None = {}
        if rule.limit is not None and rule.on & Moment.BEFORE:
            if rule.limit.bounds is None:
                raise TypeError(f"{rule.limit.name} does not say by which fields a list finds its rows")
            bounds = rule.limit.bounds(who, grant)
        if bounds is not None and keys != frozenset():
            found.append(AllowedRows(Plan(everything=True) if keys is None else Plan(keys=keys), bounds))
    return tuple(found)

"""What the fields of reference data may hold: one table a kind, checked alike on creation and on a partial change."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from auth.errors import InactiveTarget, Invalid, Problem
from documents.kernel.names import camel
from documents.kernel.read.reference import Snapshot
from documents.kernel.text.characters import is_blank
from documents.kernel.text.matching import name_key
from documents.kernel.write.change import Change

FieldValues = Mapping[str, Any]

UNKNOWN: Mapping[str, str] = {
    "sectors": "unknown_sector",
    "organizations": "unknown_organization",
    "deadline_policies": "unknown_policy",
}
"""Collection → the rule that an id of nothing breaks; `unknown_id` for all others."""

TITLE_LIMIT, NAME_LIMIT, LINE_LIMIT = 200, 400, 120
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,}")


@dataclass(frozen=True)
class FieldRule:
    """What one field may hold: `limit` letters, one of `values`, from `least` to `most`, an id of `refers_to`."""

    is_required: bool = False
    limit: int | None = None
    pattern: re.Pattern[str] | None = None
    broken: str = "unknown_value"
    values: frozenset[str] | None = None
    least: int | None = None
    most: int | None = None
    refers_to: str | None = None


FieldRules = Mapping[str, FieldRule]


def title(limit: int = TITLE_LIMIT) -> FieldRule:
    """Return a text that must be there."""
    return FieldRule(is_required=True, limit=limit)


def fields_within(rules: FieldRules, *, creates: bool) -> Callable[[Mapping[str, Any]], Iterable[Problem]]:
    """Return a check of the fact `fields`: absent ones are left alone, null clears what may be empty."""

    def check(facts: Mapping[str, Any]) -> Iterable[Problem]:
        fields: FieldValues = facts["fields"]
        if not creates and not fields:
            yield Invalid("nothing_to_change")
        for name, rule in rules.items():
            if name not in fields and not (creates and rule.is_required):
                continue
            yield from _broken(rule, fields.get(name), camel(name))

    return check


def _broken(rule: FieldRule, value: Any, path: str) -> Iterable[Problem]:
    if value is None or (isinstance(value, str) and is_blank(value)):
        if rule.is_required or value is not None:
            yield Invalid("required", path=(path,))
    elif rule.limit is not None and len(value) > rule.limit:
        yield Invalid("too_long", path=(path,), limit=rule.limit)
    elif rule.pattern is not None and not rule.pattern.fullmatch(value):
        yield Invalid(rule.broken, path=(path,))
    elif rule.values is not None and value not in rule.values:
        yield Invalid("unknown_value", path=(path,))
    elif (rule.least is not None and value < rule.least) or (rule.most is not None and value > rule.most):
        yield Invalid("out_of_range", path=(path,))


def resolved(change: Change, rules: FieldRules, fields: FieldValues) -> dict[str, Any]:
    """Return the fields with their references looked up. Raises: INVALID (`unknown_…`), INACTIVE_TARGET for an organization
    that closes.

    Every change of reference data raises the same versions row, so of two at once one is decided again on what the
    other left: what is looked up here cannot have gone by the commit.
    """
    for name, rule in rules.items():
        if rule.refers_to is None or fields.get(name) is None:
            continue
        given = fields[name]
        for one in given if isinstance(given, list) else [given]:
            _there(change.reference, rule.refers_to, one, camel(name))
    return dict(fields)


def _there(snapshot: Snapshot, collection: str, row_id: str, path: str) -> None:
    row = snapshot.row(collection, row_id)
    if row is None:
        raise Invalid(UNKNOWN.get(collection, "unknown_id"), path=(path,))
    if collection == "organizations" and row["state"] != "ACTIVE":
        raise InactiveTarget(path=(path,))


def refuse_double(
    change: Change, collection: str, name: str, value: Any, *, but: str | None = None, **alike: Any
) -> None:
    """Refuse a name that another row of the same kind has. Raises: INVALID (`duplicate`)."""
    if value is None:
        return
    for row in change.reference.rows(collection):
        same = all(row.get(key) == one for key, one in alike.items())
        if same and row["_id"] != but and name_key(str(row[name])) == name_key(str(value)):
            raise Invalid("duplicate", path=(camel(name),))

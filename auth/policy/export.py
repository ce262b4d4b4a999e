"""The policy as data, in a stable order and with its version; and which role gained or lost which door between two."""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auth.actions import Action
from auth.policy.grammar import History, Items, WithheldField
from auth.policy.matrix import word_of
from auth.policy.table import BY_ROLE, FIELDS, HISTORIES, ITEMS, NOTES, RULES, Rule
from auth.roles import COLUMN, DECREE_ROLES, Role

PolicyData = Mapping[str, Any]

NOTHING = "nothing"
EVERYTHING = "All"
VERSION_CHARACTERS = 16

_WORDS = Counter(scope.word for scope in {rule.scope for rule in RULES})
SHARED = frozenset(word for word, times in _WORDS.items() if times > 1)
"""Words of the matrix that stand for several scopes."""


def as_data() -> dict[str, Any]:
    """Return the whole policy as plain values; `version` is a digest of all the rest."""
    found: dict[str, Any] = {
        "roles": [
            {"code": role.value, "column": column, "decree": role in DECREE_ROLES}
            for column, role in COLUMN.items()
        ],
        "scopes": _words({rule.scope.words: rule.scope.word for rule in RULES}),
        "limits": _words({rule.limit.words: rule.limit.name for rule in RULES if rule.limit is not None}),
        "rules": [
            _rule(BY_ROLE[action, role], role)
            for action in Action
            for role in Role
            if (action, role) in BY_ROLE
        ],
        "withheld": [_withheld(field) for field in FIELDS],
        "items": [_items(line) for line in ITEMS],
        "histories": [_history(line) for line in HISTORIES],
        "notes": {action.value: NOTES[action].text for action in Action if action in NOTES},
    }
    return {"version": version_of(found), **found}


def version_of(data: PolicyData) -> str:
    """Digest a policy, whatever version it says it has; the same for the same contents."""
    told = json.dumps({key: value for key, value in data.items() if key != "version"}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:VERSION_CHARACTERS]


def to_json(data: PolicyData) -> str:
    """Write a policy as JSON, a line for each rule, role and field, so that a difference reads well."""
    return "{\n" + ",\n".join(f"{_json(name)}: {_lines(value)}" for name, value in data.items()) + "\n}\n"


def to_csv(data: PolicyData) -> str:
    """Write what each role may do and see as a table: a line for each role and door."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(("role", "door", "word"))
    table.writerows((role, door, word) for (role, door), word in doors(data).items() if word != NOTHING)
    return written.getvalue()


@dataclass(frozen=True)
class DoorChange:
    """One role, one door (a permission, or a field that can be withheld), and its words before and after."""

    role: str
    door: str
    before: str
    after: str

    def __str__(self) -> str:
        """The line that announces it."""
        if self.before.startswith(NOTHING):
            return f"{self.role} gained {self.door} ({self.after})"
        if self.after.startswith(NOTHING):
            return f"{self.role} lost {self.door} ({self.before})"
        return f"{self.role} changed {self.door}: {self.before} → {self.after}"


def doors(data: PolicyData) -> dict[tuple[str, str], str]:
    """Return for each role and each door the word of the matrix with what narrows it."""
    rules = {(one["role"], one["action"]): one for one in data["rules"]}
    roles = [one["code"] for one in data["roles"]]
    found = {(role, action): _narrowed(rule) for (role, action), rule in rules.items()}
    for door, action, more, without_reason in _opened_by_one_action(data):
        for role in roles:
            rule = rules.get((role, action))
            is_open = rule is not None and not (without_reason and rule["asks_reason"])
            found[role, door] = (_narrowed(rule) if rule is not None and is_open else NOTHING) + more
    for field in data["withheld"]:
        for kind in field["kinds"] or ["all kinds"]:
            for role in roles:
                rule = rules.get((role, field["action"]))
                found[role, f"field {field['field']} of {kind}"] = _shown(field, rule)
    return found


def changes(before: PolicyData, after: PolicyData) -> list[DoorChange]:
    """Name every door that a role gained, lost or has otherwise; none for equal policies.

    A field, an item or a history that one of the two does not withhold is open to everybody there; what an older form
    of the export does not speak of at all is not compared.
    """
    old, new = doors(before), doors(after)
    found = []
    for role, door in sorted({*old, *new}):
        kind = door.partition(" ")[0]
        if not all(_SPOKEN_OF.get(kind, "rules") in data for data in (before, after)):
            continue
        absent = EVERYTHING if kind in _SPOKEN_OF else NOTHING
        was, is_now = old.get((role, door), absent), new.get((role, door), absent)
        if was != is_now:
            found.append(DoorChange(role, door, was, is_now))
    return found


_SPOKEN_OF = {"field": "withheld", "items": "items", "history": "histories"}
"""The first word of a door that is open where nothing withholds it → the part of the export that withholds it."""


def _words(found: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"word": word, "words": words} for words, word in found.items()]


def _rule(rule: Rule, role: Role) -> dict[str, Any]:
    return {
        "action": rule.action.value,
        "role": role.value,
        "word": word_of(rule, role),
        "scope": rule.scope.words,
        "clause": rule.clause,
        "limit": rule.limit.name if rule.limit is not None else None,
        "tested": str(rule.on.name).lower() if rule.limit is not None else None,
        "asks_reason": rule.asks_reason,
        "proposes": rule.proposes,
    }


def _withheld(field: WithheldField) -> dict[str, Any]:
    return {
        "field": f"{field.resource}.{field.path}",
        "action": field.action.value,
        "without_reason": field.without_reason,
        "kinds": sorted(field.kinds) if field.kinds is not None else None,
        "sensitive_only": field.when is not None,
    }


def _opened_by_one_action(data: PolicyData) -> Iterator[tuple[str, str, str, bool]]:
    """Yield items and histories as doors: the door, the action that opens it, what else does, and whether only a right that
    asks for no reason counts."""
    for line in data.get("items", ()):
        # An older export says nothing of reasons.
        yield f"items {line['list']}", line["action"], "", line.get("without_reason", False)
    for line in data.get("histories", ()):
        yield f"history of {line['of']}", line["action"], " or oneself" if line["oneself"] else "", False


def _items(line: Items) -> dict[str, Any]:
    return {
        "list": f"{line.resource}.{line.path}",
        "action": line.action.value,
        "rows": line.words,
        "without_reason": line.without_reason,
    }


def _history(line: History) -> dict[str, Any]:
    return {"of": line.resource, "action": line.action.value, "oneself": line.oneself}


def _narrowed(rule: PolicyData) -> str:
    limit = f", {rule['limit']} {rule['tested']}" if rule["limit"] is not None else ""
    # Where scopes share a word, their own words tell them apart.
    scope = f", {rule['scope']}" if rule["word"] in SHARED else ""
    return f"{rule['word']}{scope}{limit}"


def _shown(field: PolicyData, rule: PolicyData | None) -> str:
    hidden = rule is None or rule["proposes"] or (field["without_reason"] and rule["asks_reason"])
    word = NOTHING if rule is None or hidden else _narrowed(rule)
    if field["sensitive_only"]:
        return f"{word} where sensitive"
    return word


def _lines(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"  {_json(one)}" for one in value) + "\n]"
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"  {_json(key)}: {_json(one)}" for key, one in value.items()) + "\n}"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)

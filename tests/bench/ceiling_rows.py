"""The ceiling with rights compiled: stored rows become the answer, and rights are asked once for each set of keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auth.actions import Action
from auth.policy.decide import hidden, hideable, plan
from auth.principal import Principal
from documents.cases.document import Case
from documents.cases.resource import RIGHTS
from documents.kernel.names import camel
from documents.kernel.write.offering import allowed_actions, state_keys
from schema.context import Context
from tests.bench.floor import EVERY_KEY, Floor, keys, readable, whole
from tests.bench.hosting import Premises

Row = dict[str, Any]
ASKED_KEYS = dict.fromkeys((*RIGHTS, *state_keys(Case)), 1)
"""What rights, and the guards on how a case stands, look at."""


@dataclass
class Decided:
    """What rights say about all rows of a kind, status, last answer, files, mark and set of matched keys: asked once."""

    mattering: frozenset[str]
    hidden: dict[Any, list[str]] = field(default_factory=dict)
    actions: dict[Any, list[dict[str, Any]]] = field(default_factory=dict)


class Compiled:
    """W2 and W3 from the stored rows. Unlike the floor it knows rights; unlike `access` it knows the operation."""

    def __init__(self, premises: Premises) -> None:
        self._cases = premises.store.collection("cases")
        self._floor = Floor(premises)

    async def page_of_cases(self, context: Context, variables: Mapping[str, Any]) -> Row:
        """W2: the floor's own page is all there is to do once the one withheld field is compiled in."""
        return await self._floor.page(context.principal, context.now, {"first": variables["first"]})

    async def every_field(self, context: Context, variables: Mapping[str, Any]) -> Row:
        """W3 with hidden fields and allowed actions."""
        first, who = variables["first"], context.principal
        cursor = (
            self._cases.find(readable(who), keys(EVERY_KEY) | ASKED_KEYS)
            .sort("sort_received", -1)
            .limit(first + 1)
        )
        rows = await cursor.to_list(length=None)
        return {"cases": {"nodes": [self._node(context, who, row) for row in rows[:first]]}}

    def _node(self, context: Context, who: Principal, row: Row) -> Row:
        decided = _decided(who)
        matched = decided.mattering.intersection(row["access_keys"])
        answers = tuple((one.get("kind"), one["status"]) for one in row["responses"])
        asked = tuple(row.get(name) for name in ("proposal", "awaits", "to_examine", "link_ends_at"))
        has_files = bool(row.get("file_hashes"))
        key = (row["kind"], row["status"], answers, asked, has_files, row["is_sensitive"], matched)
        node = whole(row, context.now)
        if key not in decided.hidden:
            decided.hidden[key] = sorted(camel(path) for path in hidden(who, "case", row))
            found = allowed_actions(who, Case, row, context.guard_context(), asks_guards=False)
            decided.actions[key] = [
                {"action": one.operation.shown_name, "allowed": one.allowed} for one in found
            ]
        node["hiddenFields"], node["allowedActions"] = decided.hidden[key], decided.actions[key]
        return node


def _decided(who: Principal) -> Decided:
    found: Decided | None = who.memo.get("bench")
    if found is None:
        plans = [plan(who, action) for action in Action]
        every = [*plans, *hideable(who, "case").values()]
        found = who.memo["bench"] = Decided(frozenset().union(*(one.keys for one in every)))
    return found

"""How rows are shown to a viewer: what does not depend on the row is settled once, what rights say once for all rows
that stand alike."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from auth.policy.decide import hidden, lists_with_hidden, shown_items, withholding
from auth.policy.table import ITEMS_OF
from auth.principal import Principal
from documents.kernel.frozen import Frozen, frozen
from documents.kernel.ids import global_id
from documents.kernel.names import camel
from documents.kernel.read.resource import Resource, Row
from documents.kernel.read.visible_reference import VisibleReference, withhold
from documents.kernel.write.offering import AllowedActions, state_keys
from documents.kernel.write.operation import GuardContext

MOST_PRESENTERS = 200
"""Presenters kept for one viewer; more mean that somebody tries every selection there is."""

FieldNames = frozenset[str] | None


@dataclass(frozen=True)
class WithheldPaths:
    """What is withheld on all rows that stand alike: where to go in the row, and how it is told."""

    paths: tuple[tuple[str, ...], ...]
    told: Frozen[str]


NOTHING = WithheldPaths((), frozen())


class Presenter:
    """The rows of one resource as one viewer sees them, with these fields (None: all). No row depends on another."""

    def __init__(self, resource: Resource, who: Principal, fields: FieldNames) -> None:
        fields = resource.with_wordings(fields)

        def wanted(names: Iterable[str]) -> list[str]:
            return [name for name in names if fields is None or name in fields]

        self._resource = resource
        self._who = who
        self._absent: Row = dict.fromkeys(fields or ())
        self._derived = [(name, resource.derived[name].compute) for name in wanted(resource.derived)]
        relations = [(name, resource.relations[name]) for name in wanted(resource.relations)]
        self._single = [one for one in relations if not one[1].many]
        self._many = [one for one in relations if one[1].many]
        self._nested = [(name, resource.nested[name]) for name in wanted(resource.nested)]
        self._itemwise = [one for one in ITEMS_OF.get(resource.name, ()) if wanted([one.path])]
        self._type_name = resource.record.type_name
        self._has_id = bool(wanted(["id"]))
        # Whoever reads a whole document shows it alone, and asks its guards as well.
        lists_offers = resource.has_actions and fields is not None and "allowed_actions" in fields
        self._actions_of = resource.record if lists_offers else None
        stored = resource.stored(fields)
        finisher = resource.finisher if wanted(resource.finishes) else None
        self._finish = finisher and finisher(stored)
        looked_at = state_keys(resource.record) if lists_offers else frozenset[str]()
        #: The stored keys to ask for; None asks for the whole document.
        self.keys = stored and stored.union(key for key in looked_at if key.partition(".")[0] not in stored)
        #: Under which names a row holds those: a part of which some keys are asked for stands there as that part.
        self.names = self.keys and frozenset(key.partition(".")[0] for key in self.keys)
        self._rights = withholding(who, resource.name)
        self._withheld: dict[Hashable, WithheldPaths] = {}

    def show(
        self, rows: Sequence[Row], now: datetime, visible: VisibleReference, *, more: Iterable[str] = ()
    ) -> list[Row]:
        """Return the rows as they may be seen; those handed in are used up. `more` is what of them was asked for besides
        `keys`; what of all that a row lacks reads null."""
        absent, whole = self._absent, len(self.names.union(more)) if self.names else 0
        found = [row if len(row) == whole else absent | row for row in rows] if absent else list(rows)
        single = [(name, one.key, visible.within(one.collection)) for name, one in self._single]
        many = [(name, one.key, visible.within(one.collection)) for name, one in self._many]
        offering = (
            AllowedActions(self._actions_of, GuardContext(self._who, now, visible.snapshot))
            if self._actions_of
            else None
        )
        for row in found:
            for name, compute in self._derived:
                row[name] = compute(row, now)
            for name, key, find in single:
                row[name] = find(row.get(key))
            for name, key, find in many:
                row[name] = [one for one in map(find, row.get(key) or ()) if one is not None]
            self._complete(row, visible)
            row["__type"] = self._type_name(row)
            if self._has_id:
                row["id"] = global_id(row["__type"], row["_id"])
            withheld = NOTHING if self._rights is None else self._withheld_on(row, self._rights.of(row))
            for path in withheld.paths:
                withhold(row, path)
            row["hidden_fields"] = withheld.told
            if offering is not None:
                row["allowed_actions"] = offering.of(row)
        return found

    def _complete(self, row: Row, visible: VisibleReference) -> None:
        for line in self._itemwise:
            row[line.path] = shown_items(self._who, line, row)
        if self._finish is not None:
            self._finish(row, self._who)
        for name, complete in self._nested:
            if row.get(name) is not None:
                row[name] = complete(row[name], visible)

    def _withheld_on(self, row: Row, alike: Hashable) -> WithheldPaths:
        found = self._withheld.get(alike)
        if found is None:
            paths = sorted(hidden(self._who, self._resource.name, row))
            told = {*paths, *lists_with_hidden(self._who, self._resource.name, row)}
            found = WithheldPaths(
                tuple(tuple(path.split(".")) for path in paths), frozen(sorted(map(camel, told)))
            )
            self._withheld[alike] = found
        return found


def presenter_of(resource: Resource, who: Principal, fields: FieldNames) -> Presenter:
    """Return the presenter, kept on the viewer: rights do not change while a principal lives."""
    presenters: dict[Hashable, Presenter] = who.memo.setdefault("presenters", {})
    name = (resource.name, fields)
    found = presenters.get(name)
    if found is None:
        if len(presenters) >= MOST_PRESENTERS:
            presenters.clear()
        found = presenters[name] = Presenter(resource, who, fields)
    return found

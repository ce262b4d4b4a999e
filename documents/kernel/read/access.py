"""All reads: every door asks here, and what comes back is what the viewer may see, as plain mappings."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any

from auth.actions import Action
from auth.policy.decide import KEYS as KEYS
from auth.policy.decide import Plan, plan
from auth.principal import Principal
from documents.kernel.read.conditions import add
from documents.kernel.read.doubting import Doubt
from documents.kernel.read.narrowing import narrowed
from documents.kernel.read.paging import (
    COUNT_CAP,
    Count,
    Order,
    Page,
    Window,
    cut,
    empty_page,
    sort_range,
    step,
)
from documents.kernel.read.presenter import FieldNames, presenter_of
from documents.kernel.read.readable import readable
from documents.kernel.read.reference import Reference, Snapshot
from documents.kernel.read.resource import Resource, Row
from documents.kernel.read.visible_reference import VisibleReference, Withholding
from documents.kernel.store.connection import Store

Choice = Callable[[Sequence[Row]], Sequence[Row]]
"""Which of the rows that were read are shown, and in which order."""

BATCH = 200
"""Ids in one `$in`; more are asked for in several commands (the embedded store's limit of good behavior)."""


class Access:
    """Reads under rights. One instance a process; reads never run in a session, so they can run side by side."""

    def __init__(self, store: Store, reference: Reference, withholds: Withholding) -> None:
        """Read from `store` and `reference`; `withholds` says of which reference data something may be withheld."""
        self._store = store
        self._reference = reference
        self._withholds = withholds
        self._doubt: Doubt | None = None

    def doubting(self, doubt: Doubt) -> "Access":
        """Return the same reads, each row looked at before it is shown: what cannot be shown is left out. Dear: for asking
        again where an answer met such a row."""
        careful = copy(self)
        careful._doubt = doubt  # noqa: SLF001
        return careful

    @property
    def reference(self) -> Snapshot:
        """The reference data as this process knows it."""
        return self._reference.snapshot

    async def one(
        self,
        resource: Resource,
        who: Principal,
        now: datetime,
        *,
        where: Mapping[str, Any],
        fields: FieldNames = None,
    ) -> Row | None:
        """Return the object that `where` names uniquely (`_id` or a number); None when it is not there or not the viewer's.

        What is hidden costs the same command as what is unknown, and none for who may read nothing of the kind.
        """
        if not self.reads(resource, who):
            return None
        rows = await self._store.find(
            _collection(resource), where, keys=self._keys(resource, who, fields), at_most=1
        )
        return self.present(resource, who, now, rows[0], fields) if rows else None

    async def many(
        self,
        resource: Resource,
        who: Principal,
        now: datetime,
        *,
        ids: Iterable[str],
        fields: FieldNames = None,
    ) -> dict[str, Row]:
        """Return id → object, for the ids that are there and visible."""
        visible = readable(who, resource)
        wanted = [] if visible.plan.nothing else list(dict.fromkeys(ids))
        found: list[Row] = []
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            rows = await self._store.find(
                _collection(resource),
                {"_id": {"$in": batch}},
                keys=self._keys(resource, who, fields),
                at_most=len(batch),
            )
            found += filter(visible.admits, rows)
        return {row["_id"]: row for row in self._show(resource, who, now, found, fields)}

    async def page(
        self,
        resource: Resource,
        who: Principal,
        now: datetime,
        *,
        order: Order,
        window: Window,
        where: Mapping[str, Any] | None = None,
        touching: Iterable[str] = (),
        within: Plan | None = None,
        fields: FieldNames = None,
        choose: Choice | None = None,
    ) -> Page:
        """Return one page of what the viewer may see, in one command; none where that is nothing.

        Where the filter or the order looks at withheld fields, the page narrows to the rows where the viewer may see
        them, and within those to the rows that `within` covers. `touching` names such paths of which the filter looks
        at something else that follows from them. `choose` picks which rows of the page are shown, and in which order, as
        they are stored: it looks at nothing that is withheld from who sees the row. Raises: FilterForbidden where that is
        no row by right.
        """
        condition = self.condition(resource, who, where, touching, within, order)
        if condition is None or not (window.size or window.looks_on):
            return empty_page(order)
        bounds = sort_range(window, order)
        if bounds:
            add(condition, order.key, bounds)
        rows = await self._store.find(
            _collection(resource),
            condition,
            keys=self._keys(resource, who, fields, order.key),
            sort={order.key: step(window, order)},
            at_most=window.size + 1,
        )
        page = cut(rows, window, order)
        shown = self._show(resource, who, now, page.rows, fields, order.key, choose=choose)
        return page.showing(shown) if page.rows else page

    async def count(
        self,
        resource: Resource,
        who: Principal,
        *,
        where: Mapping[str, Any] | None = None,
        touching: Iterable[str] = (),
        within: Plan | None = None,
    ) -> Count:
        """Return how many rows the viewer may see, capped at 10 000 by the store."""
        condition = self.condition(resource, who, where, touching, within)
        if condition is None:
            return Count(0, exact=True)
        found = await self._store.count(_collection(resource), condition, at_most=COUNT_CAP + 1)
        return Count(min(found, COUNT_CAP), exact=found <= COUNT_CAP)

    async def pipeline(
        self,
        resource: Resource,
        who: Principal,
        action: Action,
        *,
        stages: Sequence[Mapping[str, Any]],
        where: Mapping[str, Any] | None = None,
    ) -> list[Row]:
        """Return what an aggregation gives over the rows that `action` covers: the plan is its first `$match`."""
        condition = _merged(narrowed(resource, who, plan(who, action), where), where)
        if condition is None:
            return []
        return await self._store.aggregate(_collection(resource), [{"$match": condition}, *stages])

    async def tally(self, resource: Resource, *, where: Mapping[str, Any]) -> Count:
        """Return how many rows there are, whoever may see them; for previews, which tell no small number."""
        found = await self._store.count(_collection(resource), where, at_most=COUNT_CAP + 1)
        return Count(min(found, COUNT_CAP), exact=found <= COUNT_CAP)

    async def sample(
        self, resource: Resource, *, where: Mapping[str, Any], keys: Iterable[str] | None, at_most: int
    ) -> list[Row]:
        """Return a few keys of rows (None: all), whoever may see them; to compute from, shown by `present` alone."""
        asked = None if keys is None else tuple(keys)
        return await self._store.find(_collection(resource), where, keys=asked, at_most=at_most)

    async def related(
        self, resource: Resource, *, where: Mapping[str, Any], order: Order, window: Window
    ) -> Page:
        """Return rows that belong to an object the viewer has already been shown (its history); rights are the object's."""
        condition = {**where}
        bounds = sort_range(window, order)
        if bounds:
            add(condition, order.key, bounds)
        rows = await self._store.find(
            _collection(resource),
            condition,
            sort={order.key: step(window, order)},
            at_most=window.size + 1,
        )
        return cut(rows, window, order)

    async def related_many(
        self, resource: Resource, *, where: Mapping[str, Any], order: Order, at_most: int
    ) -> list[Row]:
        """Return the same for several objects shown to the viewer, in one command; `where` bounds what each may have."""
        return await self._store.find(_collection(resource), where, sort={order.key: 1}, at_most=at_most)

    def present(
        self,
        resource: Resource,
        who: Principal,
        now: datetime,
        row: Mapping[str, Any],
        fields: FieldNames = None,
    ) -> Row | None:
        """Return a stored row (or an after-image) as the viewer may see it; None when it is not theirs to see."""
        if not readable(who, resource).admits(row):
            return None
        names = presenter_of(resource, who, fields).names
        # A key that nobody asked for is not there, as it would not be in what the store gives.
        asked = dict(row) if names is None else {name: row[name] for name in names if name in row}
        return next(iter(self._show(resource, who, now, [asked], fields)), None)

    def from_memory(
        self,
        resource: Resource,
        who: Principal,
        now: datetime,
        *,
        order: Order,
        window: Window,
        keep: Callable[[Mapping[str, Any]], bool] | None = None,
    ) -> tuple[Page, Count]:
        """Return a page and a count of reference data, which every process holds: no command at all."""
        if not self.reads(resource, who):
            return empty_page(order), Count(0, exact=True)
        rows = [
            row for row in self.reference.rows(resource.record.collection_name()) if keep is None or keep(row)
        ]
        rows.sort(key=lambda row: str(row[order.key]), reverse=step(window, order) < 0)
        after, before = sort_range(window, order), len(rows)
        inside = [row for row in rows if _within(str(row[order.key]), after)][: window.size + 1]
        page = cut([dict(row) for row in inside], window, order)
        return replace(page, rows=self._show(resource, who, now, page.rows, None)), Count(before, exact=True)

    def condition(
        self,
        resource: Resource,
        who: Principal,
        where: Mapping[str, Any] | None,
        touching: Iterable[str],
        within: Plan | None = None,
        order: Order | None = None,
    ) -> dict[str, Any] | None:
        """Return what the store is asked of a list: the filter under the viewer's rights; None where that is no row.

        Raises: FilterForbidden.
        """
        visible = readable(who, resource)
        where = visible.narrowed(where)
        seen = narrowed(resource, who, visible.plan, where, touching, order=order)
        if within is None or within.contains(seen):
            return _merged(seen, where)
        condition = _merged(within, where)
        if condition is not None and not seen.contains(within):
            # A row may reach both by different keys, so both are asked for.
            condition["$and"] = [*condition.get("$and", ()), {KEYS: {"$in": sorted(seen.keys)}}]
        return condition

    def reads(self, resource: Resource, who: Principal) -> bool:
        """Tell whether the viewer may read any row of this kind."""
        return not readable(who, resource).plan.nothing

    def kept(self, resource: Resource, who: Principal, record_id: str | None) -> Mapping[str, Any] | None:
        """Return a row of reference data, which every process holds; None for no id, nothing under it, or none of the
        viewer's."""
        if not self.reads(resource, who):
            return None
        return self.reference_row(who, _collection(resource), record_id)

    def actor(self, who: Principal, actor_id: str | None) -> Mapping[str, Any] | None:
        """Return somebody who acted, as the viewer may see them; None for no id, and where nobody acts by name."""
        actors = self.reference.actors
        return self.reference_row(who, actors, actor_id) if actors is not None else None

    def visible(self, who: Principal) -> VisibleReference:
        """Return what the viewer sees of the reference data as this process knows it."""
        return VisibleReference(who, self.reference, self._withholds)

    def reference_row(self, who: Principal, collection: str, row_id: str | None) -> Mapping[str, Any] | None:
        """Return a row of the reference data as the viewer may see it: the kept row itself where nothing is withheld."""
        found = self.visible(who)(collection, row_id)
        is_sound = found is None or self._doubt is None or self._doubt.kept(collection, found)
        return found if is_sound else None

    def _show(
        self,
        resource: Resource,
        who: Principal,
        now: datetime,
        rows: Sequence[Row],
        fields: FieldNames,
        *more: str,
        choose: Choice | None = None,
    ) -> list[Row]:
        found = presenter_of(resource, who, fields)
        visible = self.visible(who)
        if self._doubt is not None:
            rows = self._doubt.stored(resource, rows, found.names, more)
        if choose is not None:
            rows = choose(rows)
        if self._doubt is not None:
            return self._doubt.shown(resource, rows, lambda row: found.show([row], now, visible, more=more))
        return found.show(rows, now, visible, more=more)

    def _keys(
        self, resource: Resource, who: Principal, fields: FieldNames, *more: str
    ) -> tuple[str, ...] | None:
        # A row that is doubted is looked at as a whole.
        keys = presenter_of(resource, who, fields).keys if self._doubt is None else None
        return (*keys, *more) if keys is not None else None


def _collection(resource: Resource) -> str:
    return resource.record.collection_name()


def _merged(who_plan: Plan, where: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """One flat condition: the plan's keys beside the filter; None where the plan holds nothing."""
    if who_plan.nothing:
        return None
    condition = dict(where or {})
    if KEYS in condition:
        raise ValueError("a filter must not name the access keys: they belong to the plan")
    if not who_plan.everything:
        keys = sorted(who_plan.keys)
        condition[KEYS] = keys[0] if len(keys) == 1 else {"$in": keys}
    return condition


def _within(value: str, bounds: Mapping[str, str]) -> bool:
    return not ("$gt" in bounds and not value > bounds["$gt"]) and not (
        "$lt" in bounds and not value < bounds["$lt"]
    )

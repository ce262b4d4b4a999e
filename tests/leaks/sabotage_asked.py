"""More leaks made on purpose: through what waits for somebody, the periods of the log, and numbers of others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from auth.actions import Action
from auth.errors import Forbidden
from auth.policy.allowed_rows import AllowedRows, allowed_rows
from auth.policy.decide import Plan
from documents.cases.statuses import CaseStatus
from documents.kernel.store.connection import Store
from documents.kernel.write import waiting as kernel_waiting
from schema.cases import counts as count_queries
from schema.cases import filters as case_filters
from schema.cases import queries as case_queries
from schema.cases import searching as case_searching
from schema.connections import load_connection
from schema.disclosures import queries as disclosure_queries
from schema.loading import load_one
from schema.protocols import queries as protocol_queries
from tests.leaks.house import House
from tests.leaks.sabotage import Patch, open_declared, without_narrowing


async def waiting_without_rights(patch: Patch, house: House) -> None:
    """Whatever stands in the right state waits for everybody who sees it."""
    patch.setattr(
        kernel_waiting, "allowed_rows", lambda who, action, **read: (AllowedRows(Plan(everything=True), {}),)
    )


async def waiting_in_any_state(patch: Patch, house: House) -> None:
    """What waits for somebody is told without the state that the case is in."""
    patch.setattr(kernel_waiting, "_left_by", lambda declared, snapshot: frozenset(map(str, CaseStatus)))


async def waiting_without_limits(patch: Patch, house: House) -> None:
    """The limits of the rules are forgotten: an appeal waits to be rejected."""
    patch.setattr(
        kernel_waiting,
        "allowed_rows",
        lambda who, action, **read: tuple(
            replace(one, bounds={}) for one in allowed_rows(who, action, **read)
        ),
    )


async def waiting_left_out(patch: Patch, house: House) -> None:
    """One of the actions waits for nobody any more."""

    def forgetful(who: Any, action: Action, **read: Any) -> tuple[AllowedRows, ...]:
        return () if action is Action.SUBMISSION_RETURN else allowed_rows(who, action, **read)

    patch.setattr(kernel_waiting, "allowed_rows", forgetful)


async def waiting_not_counted_by(patch: Patch, house: House) -> None:
    """The counts forget what waits for whom, and count all that there is."""
    patch.setattr(count_queries, "one_condition", lambda where, parts: dict(where))


async def period_forgotten(patch: Patch, house: House) -> None:
    """The log of access to personal data is shown whole, whatever period is asked for."""
    _log_where(patch, lambda where: {key: value for key, value in where.items() if key != "at"})


async def period_with_its_end(patch: Patch, house: House) -> None:
    """A period of the log holds the moment at which it ends."""

    def closed(where: Mapping[str, Any]) -> dict[str, Any]:
        at = {"$lte" if key == "$lt" else key: value for key, value in where.get("at", {}).items()}
        return {**where, "at": at} if at else dict(where)

    _log_where(patch, closed)


async def period_for_everybody(patch: Patch, house: House) -> None:
    """Who asks the log for a period is not asked for the permission to read it."""
    open_declared(patch)

    def loaded(info: Any, resource: Any, **asked: Any) -> Any:
        by_period = replace(resource, read=Action.DIRECTORY_READ)
        return load_connection(info, by_period if "at" in asked["where"] else resource, **asked)

    patch.setattr(disclosure_queries, "load_connection", loaded)


async def number_of_another_refused(patch: Patch, house: House) -> None:
    """A case of others is refused by its number, and one that is not there is null: so the number is given."""
    known = case_queries._one

    async def telling(info: Any, *asked: Any) -> Any:
        found = await known(info, *asked)
        if found is None and await _is_there(info, "cases", {"number": asked[1]}):
            raise Forbidden(action=Action.SUBMISSION_READ)
        return found

    patch.setattr(case_queries, "_one", telling)


async def protocol_of_others_refused(patch: Patch, house: House) -> None:
    """A protocol that is not for somebody is refused by number and year."""
    open_declared(patch)

    async def telling(info: Any, resource: Any, *, where: Mapping[str, Any]) -> Any:
        found = await load_one(info, resource, where=where)
        if found is None and "number" in where and await _is_there(info, "protocols", where):
            raise Forbidden(action=Action.PROTOCOL_READ)
        return found

    patch.setattr(protocol_queries, "load_one", telling)


async def number_with_neighbors(patch: Patch, house: House) -> None:
    """A search for a number finds its neighbors too."""
    known = case_searching.add_search

    def searching(where: dict[str, Any], text: str) -> None:
        known(where, text)
        if "number" in where:
            where["number"] = {"$gte": where["number"]["$gte"][:-1]}

    patch.setattr(case_filters, "add_search", searching)


async def house_as_it_was_written(patch: Patch, house: House) -> None:
    """The filter by house looks at what was written, the flat beside the house included."""
    known = case_filters.condition

    def looking(info: Any, given: Any, kinds: Any) -> dict[str, Any]:
        if given is None or given.house is None:
            return known(info, given, kinds)
        asked, given.house = given.house, None
        return {**known(info, given, kinds), "location.house": asked}

    without_narrowing(patch)
    for module in (case_queries, count_queries):
        patch.setattr(module, "condition", looking)


def _log_where(patch: Patch, changed: Any) -> None:
    known = disclosure_queries._condition
    patch.setattr(disclosure_queries, "_condition", lambda given: changed(known(given)))


async def _is_there(info: Any, collection: str, where: Mapping[str, Any]) -> bool:
    store: Store = info.context.container.store
    return await store.collection(collection).find_one(dict(where)) is not None

"""Mutations of saved filters: everybody's own, shared inside a role that one holds."""

from collections.abc import Mapping
from typing import Any

import strawberry

from auth.errors import BadRequest, Invalid, Problem, Problems
from auth.principal import Principal
from auth.roles import Role
from auth.texts.invalid import INVALID
from documents.idempotency.calls import Earlier
from documents.saved_filters.keeping import filter_of, remove_filter, save_filter, update_filter
from documents.saved_filters.rules import personal_data
from schema.cases.filters import CaseFilter, condition
from schema.context import GraphInfo
from schema.owned import answered, own_id
from schema.problems import Ids, ProblemType, mutation
from schema.saved_filters.types import NAME, SavedFilter, shown_filter, written
from schema.shapes.kinds import Id, ShortTitle

SAVED_ID = "saved_id"
"""Under which name the filter is kept for a repeat of the call."""


@strawberry.input(description="A filter to keep under a name.")
class SaveFilterInput:
    title: ShortTitle = strawberry.field(description="The name.")
    filter: CaseFilter = strawberry.field(
        description="The filter. Refused with `applicantPhone` or `applicantEmail`, or with personal data among its words."
    )
    role: Role | None = strawberry.field(
        default=None,
        description="A role that you hold: whoever holds it sees the filter too. You alone, if absent.",
    )


@strawberry.input(description="A saved filter of yours to change; what is left out stays as it is.")
class UpdateSavedFilterInput:
    id: Id = strawberry.field(description="The saved filter.")
    title: ShortTitle | None = strawberry.field(default=strawberry.UNSET, description="The name; never null.")
    filter: CaseFilter | None = strawberry.field(
        default=strawberry.UNSET,
        description="The filter; never null. Refused with personal data, as in `saveFilter`.",
    )
    role: Role | None = strawberry.field(
        default=strawberry.UNSET, description="A role that you hold, to share it with; null ends the sharing."
    )


@strawberry.input(description="A saved filter of yours to remove.")
class RemoveSavedFilterInput:
    id: Id = strawberry.field(description="The saved filter.")


@strawberry.type(description="The result of a mutation on a saved filter.")
class SavedFilterPayload:
    saved_filter: SavedFilter | None = strawberry.field(
        description="The filter as it is kept now; null if it was removed or the mutation was refused."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


def kept(info: GraphInfo, filter: CaseFilter) -> Mapping[str, Any]:
    """Return a filter as it is kept. Raises: Problems for personal data, and for what would be refused where it is used."""
    given: Mapping[str, Any] = written(filter)
    problems: list[Problem] = list(personal_data(given))
    try:
        condition(info, filter, None)
    except BadRequest as refusal:
        rule = str(refusal.facts["rule"])
        problems.append(Invalid(rule if rule in INVALID else "wrong_value", path=refusal.path))
    if problems:
        raise Problems(problems)
    return given


def _role(who: Principal, role: Role | None) -> str | None:
    """The role that a filter is shared with. Raises: INVALID (`not_your_role`)."""
    if role is not None and role not in who.roles:
        raise Invalid("not_your_role", path=("role",))
    return role.value if role is not None else None


def _named(text: str) -> str:
    ids = Ids()
    found = ids.one(text, NAME, path="id")
    if found is None:
        raise Problems(ids.problems)
    return found


@strawberry.type
class SavedFilterMutations:
    @mutation(None, SavedFilterPayload, "Keep a filter of cases under a name; at most 50.")
    async def save_filter(self, info: GraphInfo, input: SaveFilterInput) -> Any:
        context = info.context

        async def work(who: Principal) -> Mapping[str, Any]:
            row = await save_filter(
                context.container.store,
                context.container.runner.new_id(),
                own_id(who),
                title=input.title,
                given=kept(info, input.filter),
                role=_role(who, input.role),
                now=context.now,
            )
            if context.call is not None:
                context.call.kept = {SAVED_ID: row["_id"]}
            return row

        async def shown(who: Principal, earlier: Earlier | None, row: Mapping[str, Any] | None) -> Any:
            if earlier is not None:
                row = await filter_of(context.container.store, earlier.kept[SAVED_ID], own_id(who))
            return shown_filter(info, row) if row is not None else None

        return await answered(info, "saved_filter", work, shown)

    @mutation(None, SavedFilterPayload, "Change a saved filter of your own.")
    async def update_saved_filter(self, info: GraphInfo, input: UpdateSavedFilterInput) -> Any:
        store = info.context.container.store

        async def work(who: Principal) -> None:
            row_id, changed = _named(input.id), _changed(info, who, input)
            await update_filter(store, row_id, own_id(who), who.roles, changed, info.context.now)

        async def shown(who: Principal, _earlier: Earlier | None, _found: None) -> Any:
            row = await filter_of(store, _named(input.id), own_id(who))
            return shown_filter(info, row) if row is not None else None

        return await answered(info, "saved_filter", work, shown)

    @mutation(None, SavedFilterPayload, "Remove a saved filter of your own.")
    async def remove_saved_filter(self, info: GraphInfo, input: RemoveSavedFilterInput) -> Any:
        async def work(who: Principal) -> None:
            await remove_filter(info.context.container.store, _named(input.id), own_id(who), who.roles)

        async def shown(_who: Principal, _earlier: Earlier | None, _found: None) -> Any:
            return None

        return await answered(info, "saved_filter", work, shown)


def _changed(info: GraphInfo, who: Principal, input: UpdateSavedFilterInput) -> dict[str, Any]:
    """What an update sets. Raises: INVALID (`nothing_to_change`, `required`)."""
    found: dict[str, Any] = {}
    for name, value in (("title", input.title), ("filter", input.filter)):
        if value is None:
            raise Invalid("required", path=(name,))
    if input.title is not strawberry.UNSET:
        found["title"] = input.title
    if input.filter is not strawberry.UNSET and input.filter is not None:
        found["given"] = kept(info, input.filter)
    if input.role is not strawberry.UNSET:
        found["role"] = _role(who, input.role)
    if not found:
        raise Invalid("nothing_to_change")
    return found

"""Histories as types: what happened to one object, under the rights that the viewer has on it now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry.dataloader import DataLoader

from auth.policy.decide import plan
from documents.aggregates import OBJECT_TYPES
from documents.center import settings
from documents.center.resource import SETTINGS
from documents.kernel.ids import global_id, read_global_id
from documents.kernel.read.history import ORDER, histories, history
from documents.kernel.read.paging import Page, empty_page
from documents.kernel.read.resource import Relation, Resource
from schema.connections import Edge, PageInfo, shown_page, window_of
from schema.context import GraphInfo
from schema.legal_acts.types import related_act
from schema.words import ActorRole

Row = Mapping[str, Any]

# Named by text: the module that shows officials asks this one for their history.
OFFICIAL = Annotated["Person", strawberry.lazy("schema.directory.types")]  # type: ignore[name-defined]  # noqa: F821
"""Officials have a history themselves."""

ACTS = "legal_acts"

NAMES = ("title", "short_name", "full_name", "number")
"""How a row of the reference data is called, by the first of these that it has."""


@strawberry.type(description="One field before and after.")
class FieldChange:
    field: str = strawberry.field(
        description="The field's GraphQL name; of a field within another one its path, e.g. `deadline.policyCode`."
    )
    has_values: bool = strawberry.field(
        description=(
            "Whether the values are known. False for texts and for what holds some, as `location`: the log never stores "
            "them, so that `from` and `to` are null whatever stood there. Of the summary, the notes and the drafts of a "
            "case the words are told from the case itself, to who reads them there."
        )
    )
    from_: str | None = strawberry.field(
        name="from",
        description=(
            "The value before, as text: codes of statuses, titles of what an id refers to, moments in RFC "
            "3339; null if there was none, and where `hasValues` is false."
        ),
    )
    to: str | None = strawberry.field(description="The value after, in the same form.")


@strawberry.type(description="Событие: one change of one object.")
class HistoryEntry:
    at: datetime = strawberry.field(description="When it happened.")
    actor: OFFICIAL | None = strawberry.field(
        description="Who did it; null for systems and the command line."
    )
    actor_role: ActorRole = strawberry.field(
        description="The role whose rule allowed it; `NONE` where no rule was needed, or for a role that is no more."
    )
    acting_for: OFFICIAL | None = strawberry.field(
        description="The curator for whom the head acted, or the member who was being substituted; null otherwise."
    )
    action: str = strawberry.field(description="The permission that was used.")
    name: str = strawberry.field(description="Name of the event, e.g. `submission.routed`.")
    words: str = strawberry.field(description="The event in Russian.")
    changes: list[FieldChange] = strawberry.field(
        description="What changed, without what is withheld from you."
    )


@strawberry.type(description="A page of a history, oldest entry first.")
class HistoryConnection:
    edges: list[Edge[HistoryEntry]] = strawberry.field(description="Entries with their cursors.")
    nodes: list[HistoryEntry] = strawberry.field(description="Entries without their cursors.")
    page_info: PageInfo = strawberry.field(description="The position of the page in its list.")


async def history_of(
    info: GraphInfo, resource: Resource, row: Row, *, first: int, after: str | None
) -> dict[str, Any]:
    """Return a page of an object's history; empty for who may not read it.

    Raises: BAD_REQUEST.
    """
    context = info.context
    of = f" {resource.name} {row['_id']}"
    window = window_of(info, ORDER, first=first, after=after, last=None, before=None, of=of)
    # Revision 0 is a setting or a day that was never set: no row, so nothing that the log could tell.
    if row.get("revision") == 0:
        return shown_page(info, empty_page(ORDER), None, of=of)
    if window.after is None:
        found: Page = await _loader(info, resource, window.size).load(row)
    else:
        found = await history(context.container.access, context.principal, resource, row, window)
    entries = [entry | {"changes": _changes(info, resource, row, entry)} for entry in found.rows]
    return shown_page(info, Page(entries, ORDER, found.has_next, found.has_previous), None, of=of)


def _loader(info: GraphInfo, resource: Resource, first: int) -> DataLoader[Row, Page]:
    """Gathers the first pages that the rows of one list ask for into one command."""
    name, context = f"history {resource.name} {first}", info.context
    loader: DataLoader[Row, Page] | None = context.memo.get(name)
    if loader is None:

        async def load(rows: list[Row]) -> list[Page]:
            return await histories(context.container.access, context.principal, resource, rows, first=first)

        loader = context.memo[name] = DataLoader(
            load_fn=load, cache_key_fn=lambda row: row["_id"], cache=False
        )
    return loader


def _changes(info: GraphInfo, resource: Resource, row: Row, entry: Row) -> list[dict[str, Any]]:
    def text(name: str, value: Any) -> str | None:
        return _act(info, value) if names_act else _text(info, resource, name, value)

    names_act = resource is SETTINGS and settings.SETTINGS[row["_id"]].kind is settings.SettingKind.LEGAL_ACT
    return [
        {
            "field": one["field"],
            "from_": text(one["name"], one["from"]),
            "to": text(one["name"], one["to"]),
            "has_values": one["has_values"],
        }
        for one in entry["changes"]
    ]


def _act(info: GraphInfo, record_id: str | None) -> str | None:
    """The title of the act that a setting names."""
    row = related_act(info, record_id)
    return str(row["title"]) if row is not None else None


def _text(info: GraphInfo, resource: Resource, name: str, value: Any) -> str | None:
    """A value for people: what an id stands for, a list joined by commas, everything else as it is written."""
    if value is None or value == []:
        return None
    if isinstance(value, list):
        return ", ".join(text for one in value if (text := _text(info, resource, name, one)) is not None)
    if isinstance(value, bool):
        return "true" if value else "false"
    relation = resource.relations.get(name)
    if relation is not None:
        return _called(info, relation, str(value))
    shown_by = resource.ids_of.get(name)
    if shown_by is not None:
        # Whether this very object is seen would cost a read: its id is told only to who sees all of its kind.
        reads_all = plan(info.context.principal, OBJECT_TYPES[shown_by].read_action).everything
        return global_id(shown_by, str(value)) if reads_all else None
    # Ids of objects whose kind the log does not hold tell nobody anything.
    return None if name.endswith("_id") else str(value)


def _called(info: GraphInfo, relation: Relation, shown_id: str) -> str | None:
    _, record_id = read_global_id(shown_id)
    access, who = info.context.container.access, info.context.principal
    # Acts have a right of their own, which who reads what rests on them may lack.
    row = (
        related_act(info, record_id)
        if relation.collection == ACTS
        else access.reference_row(who, relation.collection, record_id)
    )
    return next((str(row[name]) for name in NAMES if row and row.get(name)), None)

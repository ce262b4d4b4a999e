"""Notes, links and replaced wordings of cases as types, and whether the viewer watches one."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import strawberry
from strawberry.dataloader import DataLoader

from documents.cases.resource import CASES
from documents.notes.vocabulary import NoteAudience, WordingOf
from documents.watching.keeping import watched_among
from schema.context import Context, GraphInfo
from schema.directory.types import Person

Row = Mapping[str, Any]


@strawberry.type(
    name="Note", description="Заметка: what an official tells colleagues about a case; no applicant sees it."
)
class CaseNote:
    id: strawberry.ID = strawberry.field(
        description="Opaque id. A note is found through its case, not by `node`."
    )
    text: str = strawberry.field(description="The words; redacted like the text of the case.")
    audience: NoteAudience = strawberry.field(description="Who reads it.")
    at: datetime = strawberry.field(description="When it was added.")
    edited_at: datetime | None = strawberry.field(
        description="When it was last reworded; null if it never was."
    )
    author: Person | None = strawberry.field(description="Who wrote it.")


@strawberry.type(description="A wording that was replaced by a later one.")
class EarlierWording:
    of: WordingOf = strawberry.field(description="What it belonged to.")
    note_id: strawberry.ID | None = strawberry.field(description="The note; null for the summary.")
    text: str = strawberry.field(description="The words as they were; redacted like the text of the case.")
    replaced_at: datetime = strawberry.field(description="When other words were put in their place.")
    replaced_by: Person | None = strawberry.field(description="Who did.")


@strawberry.type(
    description="Проект ответа: a wording of the draft; the last one that was not handed in is the present draft."
)
class DraftVersion:
    text: str | None = strawberry.field(
        description="The words; redacted like the text of the case, or withheld."
    )
    saved_at: datetime = strawberry.field(description="When it was saved.")
    saved_by: Person | None = strawberry.field(description="Who saved it.")
    response_no: int | None = strawberry.field(
        description="The `no` of the answer as which the draft was handed in; null until it is."
    )


@strawberry.type(description="Связь: another case that has to do with this one.")
class CaseLink:
    at: datetime = strawberry.field(description="When the cases were linked.")
    by: Person | None = strawberry.field(description="Who linked them.")

    @strawberry.field(description="Global id of the other case; null if you may not see it.")
    async def case_id(self, info: GraphInfo, link: strawberry.Parent[Row]) -> strawberry.ID | None:
        other = await _other(info, link)
        return other["id"] if other is not None else None

    @strawberry.field(description="Number of the other case; null if you may not see it.")
    async def number(self, info: GraphInfo, link: strawberry.Parent[Row]) -> str | None:
        other = await _other(info, link)
        return other["number"] if other is not None else None


OTHERS = "loader of linked cases"
NAMING = frozenset({"id", "number"})


async def _other(info: GraphInfo, link: Row) -> Row | None:
    """The other case of a link, as far as it is named; those of one answer are read in one command."""
    loader = info.context.memo.get(OTHERS)
    if loader is None:
        loader = info.context.memo[OTHERS] = DataLoader(load_fn=_named(info.context), cache=False)
    found: Row | None = await loader.load(link["case_id"])
    return found


def _named(context: Context) -> Callable[[list[str]], Any]:
    async def load(case_ids: list[str]) -> list[Row | None]:
        found = await context.container.access.many(
            CASES, context.principal, context.now, ids=sorted(set(case_ids)), fields=NAMING
        )
        return [found.get(one) for one in case_ids]

    return load


def watched_field() -> Any:
    """Return the field that says whether the viewer watches a case."""

    @strawberry.field(description="Whether you watch it: see `watchCase`. False for a partner's client.")
    async def resolve(info: GraphInfo, case: strawberry.Parent[Row]) -> bool:
        if info.context.principal.person_id is None:
            return False
        loader = info.context.memo.get(LOADER)
        if loader is None:
            loader = info.context.memo[LOADER] = DataLoader(load_fn=_watched(info.context), cache=False)
        found: bool = await loader.load(case["_id"])
        return found

    return resolve


LOADER = "loader of watches"


def _watched(context: Context) -> Callable[[list[str]], Any]:
    async def load(case_ids: list[str]) -> list[bool]:
        person_id = context.principal.person_id or ""
        found = await watched_among(context.container.store, person_id, set(case_ids))
        return [one in found for one in case_ids]

    return load

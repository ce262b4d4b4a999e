"""How a case names another one: by id and number, to who sees that one."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import strawberry

from documents.cases.resource import CASES
from schema.context import GraphInfo
from schema.loading import loaded

Row = Mapping[str, Any]


@strawberry.type(
    description="Some of the text of a message or an appeal, counted in characters as it is stored."
)
class TextRange:
    start: int = strawberry.field(description="The first character, from 0.")
    end: int = strawberry.field(description="The character behind the last one.")


@strawberry.type(description="Another case that you can see: ask for it by its id.")
class CaseReference:
    case_id: strawberry.ID = strawberry.field(description="Its global id.")
    number: str = strawberry.field(description="Its registration number.")
    text_range: TextRange | None = strawberry.field(
        default=None,
        description="Between a whole and its part: which text of the whole the part has taken; null where it named none.",
    )


REFERRED = frozenset({"id", "number"})


async def reference(info: GraphInfo, case_id: str | None) -> Row | None:
    """Return how another case is named to the viewer; None for no id, or nothing to see."""
    found = await loaded(info, CASES, case_id, fields=REFERRED)
    return found and {"case_id": found["id"], "number": found["number"], "text_range": None}


async def references(info: GraphInfo, case_ids: Iterable[str]) -> list[Row]:
    """Return how other cases are named to the viewer: those to see, in their order."""
    found = await asyncio.gather(*(reference(info, one) for one in case_ids))
    return [one for one in found if one is not None]


async def with_ranges(info: GraphInfo, case: Row, *case_ids: str | None) -> list[Row]:
    """Return how the other cases of a split are named to the viewer, with the text that went from the one to the other."""
    ranges = {one["case_id"]: one for one in case.get("split_ranges") or ()}
    found = await asyncio.gather(*(reference(info, one) for one in case_ids))
    told = zip(case_ids, found, strict=True)
    return [{**one, "text_range": ranges.get(case_id)} for case_id, one in told if one is not None]

"""Where a search was found, as a type beside the case that it found."""

from collections.abc import Mapping
from typing import Any

import strawberry

from documents.cases.highlighting import CLOSING, MOST_FRAGMENTS, OPENING, highlights

HIGHLIGHTS = "highlights"
SOUGHT = "__sought"
"""The key of a row that a list was searched for: what was looked for."""


@strawberry.type(description="Где найдено: a field of a case in which the words of a search stand.")
class Highlight:
    field: str = strawberry.field(
        description="The path of the field: `number`, `summary`, `text`, `publications.text` or `responses.text`."
    )
    fragments: list[str] = strawberry.field(
        description=(
            f"Pieces of the field as you may read it, at most {MOST_FRAGMENTS}; what was found stands between `{OPENING}` "
            f"and `{CLOSING}`."
        )
    )


def highlights_field() -> Any:
    """Return the field of a case that tells where the search of its list found it; nothing where there was none."""

    def shown_highlights(case: strawberry.Parent[Mapping[str, Any]]) -> Any:
        return highlights(case, case[SOUGHT]) if SOUGHT in case else []

    return strawberry.field(
        shown_highlights,
        description="Where the `search` of the list found it, in what you may read; empty elsewhere.",
        graphql_type=list[Highlight],
    )

"""Votes on one question as they are stored."""

from typing import Any

from documents.meetings.document import Voted
from documents.meetings.rules import tally


def voted(in_favour: int, against: int, abstained: int, chair_choice: str | None) -> dict[str, Any]:
    """Return votes as they are stored, with what they come to."""
    came_to = tally(in_favour, against, abstained, chair_choice=chair_choice)
    return Voted(
        in_favour=in_favour,
        against=against,
        abstained=abstained,
        chair_choice=chair_choice,
        outcome=came_to.outcome,
        ground=came_to.ground,
    ).model_dump()

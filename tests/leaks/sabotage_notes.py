"""Leaks made on purpose of notes: to whom they are shown, and as what."""

from typing import Any

from api.leaks.findings import CheckKind as C
from auth.policy import decide
from documents.kernel.read import presenter
from tests.leaks.house import House
from tests.leaks.sabotage import Patch, Sabotage, Said


async def notes_for_everybody(patch: Patch, house: House) -> None:
    """Whoever sees a case reads all of its notes."""
    _show_all(patch, "notes")


async def earlier_words_for_everybody(patch: Patch, house: House) -> None:
    """Whoever sees a case reads all words that were replaced, those of notes that are not for them too."""
    _show_all(patch, "earlier_wordings")


async def links_for_nobody(patch: Patch, house: House) -> None:
    """Nobody is shown a link."""
    known = decide.shown_items
    patch.setattr(
        presenter,
        "shown_items",
        lambda who, line, row: [] if line.path == "linked_cases" else known(who, line, row),
    )


def _show_all(patch: Patch, path: str) -> None:
    known = decide.shown_items

    def shown(who: Any, line: Any, row: Any) -> Any:
        return list(row.get(path) or ()) if line.path == path else known(who, line, row)

    patch.setattr(presenter, "shown_items", shown)


NOTES = (
    Sabotage(
        "чужие заметки",
        notes_for_everybody,
        ("ASSIGNEE",),
        ("cases",),
        (Said(C.OBJECTS, "Note целиком", "cases"), Said(C.FIELDS, "Message.notes", "cases")),
    ),
    Sabotage(
        "прежние слова чужих заметок",
        earlier_words_for_everybody,
        ("ASSIGNEE",),
        ("cases",),
        (Said(C.FIELDS, "Message.earlierWordings", "cases"), Said(C.TEXTS, "earlier_wordings.text", "cases")),
    ),
    Sabotage(
        "связи не показаны",
        links_for_nobody,
        ("CENTER_HEAD",),
        ("cases",),
        (Said(C.FIELDS, "Message.linkedCases", "cases"),),
    ),
)

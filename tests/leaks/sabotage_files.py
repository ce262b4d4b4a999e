"""Planted leaks of files: shown before they are cleared, told by their words, given to whoever knows their address."""

from typing import Any

from api.http import files as endpoints
from api.leaks.findings import CheckKind as C
from documents.cases import free_text
from documents.kernel.read import presenter
from tests.leaks.house import House
from tests.leaks.sabotage import Patch, Sabotage, Said


async def files_for_everybody(patch: Patch, house: House) -> None:
    """Files are shown with their case before anybody has cleared them."""
    patch.setattr(presenter, "ITEMS_OF", {})


async def files_given_to_everybody(patch: Patch, house: House) -> None:
    """Whoever knows the address of a file gets it."""

    async def seen(access: Any, who: Any, now: Any, stored: Any) -> Any:
        return {"name": stored["name"]}

    patch.setattr(endpoints, "seen_file", seen)


async def captions_as_written(patch: Patch, house: House) -> None:
    """Captions are told as they were written to who reads the case redacted."""
    known = {name: words for name, words in free_text.FREE_TEXT.items() if name != "attachments"}
    patch.setattr(free_text, "FREE_TEXT", known)


FILES = (
    Sabotage(
        "файлы до проверки",
        files_for_everybody,
        ("CURATOR",),
        ("messages",),
        (Said(C.FIELDS, "Message.attachments"),),
    ),
    Sabotage(
        "файл по адресу",
        files_given_to_everybody,
        ("MEMBER",),
        ("файлы",),
        (Said(C.ROUTES, "файл отдан тому, кому не виден"),),
    ),
    Sabotage(
        "подпись файла как есть",
        captions_as_written,
        ("INFORMATION_POLICY_OFFICER",),
        ("incidents",),
        (Said(C.FIELDS, "Incident.attachments.caption"),),
    ),
)

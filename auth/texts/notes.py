"""What INVALID says of notes and links between cases, by rule."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.wording import Text

NOTES: Mapping[str, Text] = MappingProxyType(
    {
        "unknown_note": Text("Такой вашей заметки нет.", "You have no such note."),
        "unknown_case": Text("Такого дела нет.", "There is no such case."),
        "the_same_case": Text(
            "Это то же самое дело: укажите другое.", "This is the same case: name another one."
        ),
        "already_linked": Text("Дела уже связаны.", "The cases are linked already."),
        "not_linked": Text("Дела не связаны.", "The cases are not linked."),
    }
)

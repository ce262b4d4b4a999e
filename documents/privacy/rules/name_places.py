"""Names that are not of people: streets, villages, shops and feasts that are called after somebody."""

import re
from functools import lru_cache

from documents.privacy.rules.name_classes import WORD
from documents.privacy.rules.name_surroundings import FAMOUS, FAMOUS_BEGINNINGS, PLACES, SHORT_PLACES

_HOUSE_BEHIND = re.compile(
    r" ?,? ?(?:(?:д|дом|стр|строение|корп|корпус)\.? ?)?[0-9]{1,3}(?:[а-д](?![а-я]))?(?![0-9а-я]|[.:][0-9])"
)


def is_of_a_place(text: str, start: int) -> bool:
    """Return whether the word before says that a place is named, or who everybody calls streets after follows."""
    if text.startswith(FAMOUS_BEGINNINGS, start) and FAMOUS.match(text, start):
        return True
    lead = text[max(0, start - 24) : start].rstrip(" «\"'„“-")
    return _is_a_place(lead[lead.rfind(" ", 0, len(lead.rstrip(" ."))) + 1 :])


@lru_cache(maxsize=20_000)
def _is_a_place(lead: str) -> bool:
    """Whether a word with the signs behind it says that a place is named."""
    word = (WORD.findall(lead) or [""])[-1]
    tail = lead[lead.rfind(word) + len(word) :] if word else lead
    if tail.strip(" ") not in ("", "."):
        return False
    return word in PLACES or (word in SHORT_PLACES and tail.startswith("."))


def is_a_title(text: str, start: int) -> bool:
    """Return whether a quotation begins right before: shops and firms are called after people too."""
    return text[max(0, start - 3) : start].endswith(("«", "«у ", '"'))


def has_a_house(text: str, end: int) -> bool:
    """Return whether a number follows, as a house follows a street: «Заявитель: Хвойная, 22»."""
    return _HOUSE_BEHIND.match(text, end) is not None

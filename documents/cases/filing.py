"""What a case is filed under beside its words: place, tags and number elsewhere, one key for every way to write the same."""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from documents.cases.house_numbers import house_and_flat
from documents.kernel.text.matching import matching, name_key


class FilingPrefix(StrEnum):
    """What the keys stand under among the search terms of a case; no word of a text holds a colon."""

    STREET = "street:"
    HOUSE = "house:"
    STREET_ID = "street-id:"
    TAG = "tag:"
    EXTERNAL_ID = "external:"


PLAIN_STREET = "улица"

_KINDS: Mapping[str, tuple[str, ...]] = {
    PLAIN_STREET: ("ул", "улица", "улице", "улицы", "улицу"),
    "проспект": ("проспект", "пр-кт", "пр-т", "просп", "пр"),
    "проезд": ("проезд", "пр-д"),
    "переулок": ("переулок", "пер", "пер-к"),
    "площадь": ("площадь", "пл"),
    "бульвар": ("бульвар", "б-р", "бул"),
    "микрорайон": ("микрорайон", "мкр", "мкрн", "мкр-н", "м-н", "мр-н"),
    "квартал": ("квартал", "кв-л"),
    "шоссе": ("шоссе", "ш"),
    "набережная": ("набережная", "наб"),
    "тупик": ("тупик", "туп"),
    "тракт": ("тракт", "тр-т"),
    "аллея": ("аллея",),
    "территория": ("территория", "тер"),
    "линия": ("линия",),
}
"""Kind of street → how it is written, as one word of the matching form."""

_KIND_OF = {written: kind for kind, ways in _KINDS.items() for written in ways}
_IDLE = frozenset({"им", "имени"})
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# Redaction leaves bracketed words («[телефон]»), and before them what joined them to the house.
_REPLACED = re.compile(r"\[[^\[\]\n]{1,40}\]")

_HOUSE = re.compile(r"^\W*(?:дом|д)(?![^\W\d_])")
_PARTS = re.compile(r"(?<![^\W\d_])(?P<word>корпус|корп|строение|стр)(?![^\W\d_])")
_SHORT_WORDS: Mapping[str, str] = {"корпус": "к", "корп": "к", "строение": "с", "стр": "с"}
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)[^\w/]+(?=\d)")
_SIGNS = re.compile(r"[^\w/-]+|(?<!\d)-|-(?!\d)")


# A case is filed anew at every write, and its place mostly stays what it was.
@lru_cache(maxsize=2_048)
def street_key(street: str) -> str:
    """Return what a street is compared by: its name in the matching form behind its kind; one without a kind is «улица».

    «ул. Кирова», «Кирова» and «кирова ул» are equal, «пер. Кирова» is another street. Empty where nothing names it.
    """
    words = [word for word in _WORD.findall(matching(_REPLACED.sub(" ", street))) if word not in _IDLE]
    kind = PLAIN_STREET
    for place in (0, -1):
        # A street may be named by what is a kind elsewhere: «Набережная», «ул. Линия».
        if len(words) > 1 and words[place] in _KIND_OF:
            kind = _KIND_OF[words.pop(place)]
            break
    return f"{kind} {' '.join(words)}" if words else ""


@lru_cache(maxsize=2_048)
def house_key(house: str) -> str:
    """Return what a house is compared by: «48а», «48 А», «48-а» and «д. 48А» are equal. Empty where nothing names it.

    A flat behind it belongs to what is compared: no house is found by somebody's flat.
    """
    read = house_and_flat(_REPLACED.sub(" ", house))
    if read is not None and read[1] is None:
        return read[0]
    text = _HOUSE.sub("", matching(_REPLACED.sub(" ", house)))
    text = _PARTS.sub(lambda found: _SHORT_WORDS[found["word"]], text)
    joined = _SIGNS.sub("", _BETWEEN_NUMBERS.sub("-", text)).strip("/-")
    # A letter that stood apart is one of the number now: what looks Latin in it is compared as Cyrillic.
    return matching(joined)


_KEYS: Mapping[FilingPrefix, Callable[[str], str]] = {
    FilingPrefix.STREET: street_key,
    FilingPrefix.HOUSE: house_key,
    FilingPrefix.STREET_ID: str,
    FilingPrefix.TAG: name_key,
    FilingPrefix.EXTERNAL_ID: name_key,
}


def filed_terms(heading: FilingPrefix, values: Iterable[str | None]) -> list[str]:
    """Return the search terms of these values under a heading, each once, in order; none for a value that names nothing."""
    keys = (_KEYS[heading](value) for value in values if value)
    return list(dict.fromkeys(f"{heading}{key}" for key in keys if key))

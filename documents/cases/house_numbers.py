"""Numbers of houses and of flats in their one form, taken apart where somebody wrote them together."""

import re
from collections.abc import Mapping

from documents.kernel.text.matching import matching

# A letter belongs to its number, but for «к» and «с» before another one: «5 к 2».
_NUMBER = r"[0-9]{1,4}(?: ?-? ?(?![кс]\.? ?[0-9])[а-я](?![а-я]))?"
_FLAT = r"[0-9]{1,4} ?[а-д]?"
_FLAT_WORD = r"(?:квартира|кварт|кв|комната|комн|ком|помещение|пом)(?![а-я])\.? ?(?:№ ?)?"
_HOUSE = re.compile(
    rf"\W*(?:(?:дом|д)(?![а-я])\.? ?)?(?:№ ?)?(?P<number>{_NUMBER})"
    rf"(?: ?/ ?(?P<second>{_NUMBER}))?"
    rf"(?:[ ,]*(?:корпус|корп|к)(?![а-я])\.? ?(?P<block>{_NUMBER}))?"
    rf"(?:[ ,]*(?:строение|стр|с)(?![а-я])\.? ?(?P<building>{_NUMBER}))?"
    rf"(?:[ ,]*{_FLAT_WORD}(?P<named>{_FLAT})|(?: ?- ?|[ ,]+)(?P<joined>{_FLAT}))?\W*"
)
_ONLY_FLAT = re.compile(rf"\W*(?:{_FLAT_WORD})?(?P<flat>{_FLAT})\W*")
_APART = re.compile("[ -]")
_MARKS: Mapping[str, str] = {"number": "", "second": "/", "block": "к", "building": "с"}
"""Part of the number of a house → what stands before it in the one form: «5/2», «5к2», «5с1»."""


def house_and_flat(written: str) -> tuple[str, str | None] | None:
    """Return the number of a house in its one form, and the flat where one stands behind it; None for other words.

    «д. 5 к. 2 кв. 17» is «5к2» and «17», «5/2-17» is «5/2» and «17», «5 А» is «5а». What redaction takes for a flat behind a
    house is one here too.
    """
    found = _HOUSE.fullmatch(matching(written))
    if found is None:
        return None
    house = "".join(
        f"{mark}{_APART.sub('', found[name])}" for name, mark in _MARKS.items() if found[name] is not None
    )
    flat = found["named"] or found["joined"]
    return house, flat and _APART.sub("", flat)


def flat_number(written: str) -> str:
    """Return the number of a flat without the word before it; what is no number as it was written."""
    found = _ONLY_FLAT.fullmatch(matching(written))
    return _APART.sub("", found["flat"]) if found else written

"""Streets of the demo municipality: invented lists, long for the town and short for the villages."""

from typing import Any

from seed.municipality import names
from seed.municipality.settlements import SETTLEMENTS

TOWN = "bogotol"

_IN_TOWN_ALONE: tuple[tuple[str, str], ...] = (
    ("LANE", "Школьный"),
    ("LANE", "Пожарный"),
    ("LANE", "Деповской"),
    ("LANE", "Садовый"),
    ("PASSAGE", "Складской"),
    ("PASSAGE", "Кирпичный"),
    ("AVENUE", "Мира"),
    ("SQUARE", "Вокзальная"),
    ("SQUARE", "Советская"),
    ("HIGHWAY", "Объездное"),
    ("EMBANKMENT", "Тополиная"),
    ("MICRODISTRICT", "Южный"),
    ("MICRODISTRICT", "Железнодорожный"),
    ("STREET", "8 Марта"),
    ("STREET", "40 лет Октября"),
)

FEWEST, PEOPLE_TO_A_STREET = 4, 60
"""How many streets the least hamlet has, and to how many people a village has one more."""


def _streets_of(settlement: dict[str, Any], place: int) -> list[tuple[str, str]]:
    if settlement["id"] == TOWN:
        return [*(("STREET", one) for one in names.STREETS), *_IN_TOWN_ALONE]
    count = min(len(names.STREETS), FEWEST + settlement["population"] // PEOPLE_TO_A_STREET)
    turned = names.STREETS[place:] + names.STREETS[:place]
    return [("STREET", one) for one in turned[:count]]


STREETS: tuple[dict[str, Any], ...] = tuple(
    {
        "id": f"{settlement['id']}-{number:02d}",
        "settlement_id": settlement["id"],
        "kind": kind,
        "name": name,
        "is_demo": True,
    }
    for place, settlement in enumerate(SETTLEMENTS)
    for number, (kind, name) in enumerate(_streets_of(settlement, place), start=1)
)
"""Rows of `streets`."""

"""The place of a case as an input: in words, or a street chosen in the directory."""

from collections.abc import Mapping
from typing import Any

import strawberry

from schema.problems import Ids
from schema.shapes.kinds import House, Id, Latitude, Longitude, Place, ShortTitle


@strawberry.input(
    description="The place it concerns. Nothing written is refused: what is not recognized is kept as it was written."
)
class LocationInput:
    street_id: Id | None = strawberry.field(
        default=None,
        description=(
            "The street, chosen among `streets`: `street` is ignored then, and where no settlement is given it is that of "
            "the street."
        ),
    )
    street: ShortTitle | None = strawberry.field(
        default=None,
        description=(
            "The street in words, the house behind it or not; one that the directory has in the settlement is linked."
        ),
    )
    house: House | None = strawberry.field(
        default=None,
        description="House number; «д. 5 к. 2 кв. 17» and «5/2-17» are split into house and flat.",
    )
    flat: House | None = strawberry.field(default=None, description="Flat number.")
    description: Place | None = strawberry.field(default=None, description="Description of the place.")
    latitude: Latitude | None = strawberry.field(default=None, description="Degrees, WGS 84.")
    longitude: Longitude | None = strawberry.field(default=None, description="Degrees, WGS 84.")


def placed(ids: Ids, value: LocationInput | None, *, path: str = "location") -> Mapping[str, Any] | None:
    """Return a place as a mapping, its id read; None for none."""
    if value is None:
        return None
    return {**vars(value), "street_id": ids.one(value.street_id, "Street", path=f"{path}.streetId")}

"""Where on the map cases are looked for: a circle or a box, as inputs and as conditions."""

from typing import Any

import strawberry

from auth.errors import BadRequest
from documents.cases.places import near, within
from documents.kernel.read.conditions import add
from schema.shapes.kinds import Meters, SoughtLatitude, SoughtLongitude


@strawberry.input(description="A circle on the globe (WGS 84).")
class GeoCircle:
    latitude: SoughtLatitude = strawberry.field(description="Of the center, in degrees.")
    longitude: SoughtLongitude = strawberry.field(description="Of the center, in degrees.")
    meters: Meters = strawberry.field(description="The radius, as the crow flies.")


@strawberry.input(
    description="A box of degrees (WGS 84), its edges included; it does not cross the antimeridian."
)
class GeoBox:
    south: SoughtLatitude = strawberry.field(description="The least latitude.")
    west: SoughtLongitude = strawberry.field(description="The least longitude.")
    north: SoughtLatitude = strawberry.field(description="The greatest latitude.")
    east: SoughtLongitude = strawberry.field(description="The greatest longitude.")


def add_places(where: dict[str, Any], circle: GeoCircle | None, box: GeoBox | None) -> None:
    """Require that a case lies in a circle and in a box, both looked up by the index of points.

    Raises: BAD_REQUEST (`empty_range`) for a box that holds nothing.
    """
    if circle is not None:
        where.update(near(circle.latitude, circle.longitude, circle.meters))
    if box is None:
        return
    if box.south >= box.north or box.west >= box.east:
        raise BadRequest("empty_range", path=("filter", "within"))
    for key, condition in within(box.south, box.west, box.north, box.east).items():
        add(where, key, condition)

"""Points on the globe, and the box that is drawn wide enough for what lies in it."""

from math import atan, cos, degrees, radians, tan
from typing import Any

import pytest

from documents.cases.places import LATITUDE, LONGITUDE, POINT, near, point_of, within


@pytest.mark.parametrize(
    ("latitude", "longitude", "point"),
    [
        (56.2, 89.5, {"type": "Point", "coordinates": [89.5, 56.2]}),
        (0.0, 0.0, {"type": "Point", "coordinates": [0.0, 0.0]}),
        (56.2, None, None),
        (None, 89.5, None),
    ],
)
def test_a_place_has_a_point_where_both_coordinates_are_known(
    latitude: float | None, longitude: float | None, point: Any
) -> None:
    assert point_of(latitude, longitude) == point


def test_near_is_a_circle_on_the_globe() -> None:
    (center, angle) = near(56.2, 89.5, 6_378_100)[POINT]["$geoWithin"]["$centerSphere"]
    assert (center, angle) == ([89.5, 56.2], 1.0)


@pytest.mark.parametrize(
    ("south", "west", "north", "east"),
    [
        (56.1, 89.3, 56.3, 89.7),
        (55.5, 88.4, 57.3, 90.6),
        (-56.3, 89.3, -56.1, 89.7),
        (-1.0, -1.0, 1.0, 1.0),
        (50.0, 20.0, 80.0, 60.0),
        (89.0, -30.0, 90.0, 30.0),
    ],
)
def test_a_box_holds_what_its_edges_leave_and_compares_the_coordinates(
    south: float, west: float, north: float, east: float
) -> None:
    found = within(south, west, north, east)
    assert found[LATITUDE] == {"$gte": south, "$lte": north}
    assert found[LONGITUDE] == {"$gte": west, "$lte": east}
    (ring,) = found[POINT]["$geoWithin"]["$geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    latitudes, longitudes = [one[1] for one in ring], [one[0] for one in ring]
    assert min(latitudes) <= south < north <= max(latitudes)
    assert min(longitudes) <= west < east <= max(longitudes)
    assert all(abs(one) <= 90 for one in latitudes)
    assert all(abs(one) <= 180 for one in longitudes)
    # In the middle of an edge the great circle through both corners stands off furthest: it spares the box all the same.
    assert middle(min(latitudes), east - west) <= south or min(latitudes) == -90
    assert middle(max(latitudes), east - west) >= north or max(latitudes) == 90


def test_a_box_as_wide_as_a_continent_is_compared_alone() -> None:
    found = within(-90.0, -180.0, 90.0, 180.0)
    assert found[POINT] == {"$ne": None}
    assert found[LONGITUDE] == {"$gte": -180.0, "$lte": 180.0}


def middle(latitude: float, width: float) -> float:
    """The latitude in the middle of the great circle between two points of a parallel."""
    return degrees(atan(tan(radians(latitude)) / cos(radians(width / 2))))

"""Where cases are on the globe: the point that a real index finds, and what «near» and «within» ask of it (WGS 84)."""

from collections.abc import Mapping
from math import cos, degrees, radians
from typing import Any

EARTH_METERS = 6_378_100
"""The radius that the store reckons with."""

MARGIN = 1e-6
"""Degrees by which a box is drawn wider for the index; the coordinates themselves say what is inside."""

WIDEST = 60
"""Degrees of longitude up to which a box is looked up by the index."""

POINT, LATITUDE, LONGITUDE = "point", "location.latitude", "location.longitude"


def point_of(latitude: float | None, longitude: float | None) -> dict[str, Any] | None:
    """Return the point that is stored of a place; None without both coordinates."""
    if latitude is None or longitude is None:
        return None
    return {"type": "Point", "coordinates": [longitude, latitude]}


def near(latitude: float, longitude: float, meters: int) -> dict[str, Any]:
    """Return the condition of being at most so many meters away, as the crow flies."""
    circle = [[longitude, latitude], meters / EARTH_METERS]
    return {POINT: {"$geoWithin": {"$centerSphere": circle}}}


def within(south: float, west: float, north: float, east: float) -> dict[str, Any]:
    """Return the conditions of lying in a box of degrees, its edges included.

    The edges of the polygon that the index knows are the shortest ways between its corners, which bow towards the pole: it
    is drawn wider by so much, and the coordinates are compared besides. A box as wide as a continent has no polygon.
    """
    compared = {LATITUDE: {"$gte": south, "$lte": north}, LONGITUDE: {"$gte": west, "$lte": east}}
    if east - west > WIDEST:
        return {POINT: {"$ne": None}, **compared}
    bow = MARGIN + degrees(_bow(radians(east - west)))
    low, high = max(south - bow, -90.0), min(north + bow, 90.0)
    left, right = max(west - MARGIN, -180.0), min(east + MARGIN, 180.0)
    ring = [[left, low], [right, low], [right, high], [left, high], [left, low]]
    polygon: Mapping[str, Any] = {"type": "Polygon", "coordinates": [ring]}
    return {POINT: {"$geoWithin": {"$geometry": polygon}}, **compared}


def _bow(width: float) -> float:
    """By how much, in radians and at most, the shortest way along a width leaves its parallel, wherever that is."""
    return 0.5 * (1 / cos(width / 2) - 1)

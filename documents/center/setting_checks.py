"""What a setting may be set to: a value is checked by the rule of its setting before it is stored."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from auth.errors import Invalid
from documents.center.settings import SettingKind, SettingRule
from documents.kernel.ids import MalformedId, read_global_id

PATH = ("value",)
HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")
MOST_SPANS = 6
MOST_CHANNELS = 20
TEXT_LIMIT = 400


def stored_value(rule: SettingRule, value: Any) -> Any:
    """Return the value to store. Raises: INVALID (`wrong_value`, `required`, `too_long`, `out_of_range`, `unknown_value`,
    `malformed_id`, `malformed_hours`, `duplicate`) at `value`."""
    if rule.kind is SettingKind.SWITCH:
        return _of(bool, value)
    if rule.kind is SettingKind.NUMBER:
        number = _of(int, value)
        if isinstance(value, bool):
            raise Invalid("wrong_value", path=PATH)
        if not rule.least <= number <= rule.most:
            raise Invalid("out_of_range", path=PATH, least=rule.least, most=rule.most)
        return number
    if rule.kind in SPANS:
        return SPANS[rule.kind](value)
    text = _of(str, value).strip()
    if not text:
        raise Invalid("required", path=PATH)
    if rule.kind is SettingKind.CHOICE and text not in rule.values:
        raise Invalid("unknown_value", path=PATH)
    if len(text) > TEXT_LIMIT:
        raise Invalid("too_long", path=PATH, limit=TEXT_LIMIT)
    return _act_id(text) if rule.kind is SettingKind.LEGAL_ACT else text


def _of(wanted: type, value: Any) -> Any:
    if not isinstance(value, wanted):
        raise Invalid("wrong_value", path=PATH)
    return value


def _hours(value: Any) -> list[str]:
    spans: list[str] = _of(list, value)
    if not 1 <= len(spans) <= MOST_SPANS or not all(isinstance(one, str) for one in spans):
        raise Invalid("wrong_value", path=PATH)
    bounds = [bound for one in spans for bound in one.split("-")]
    # One span after the other: «08:00-12:00», then «13:00-17:00».
    if not all(HOURS.fullmatch(one) for one in spans) or sorted(set(bounds)) != bounds:
        raise Invalid("malformed_hours", path=PATH)
    return spans


def _box(value: Any) -> list[float]:
    bounds: list[Any] = _of(list, value)
    if len(bounds) != 4 or any(isinstance(one, bool) or not isinstance(one, int | float) for one in bounds):
        raise Invalid("wrong_value", path=PATH)
    west, south, east, north = (float(one) for one in bounds)
    # Not a number compares as false, so it is refused here as well.
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise Invalid("out_of_range", path=PATH)
    return [west, south, east, north]


def _channels(value: Any) -> list[str]:
    codes: list[str] = _of(list, value)
    if len(codes) > MOST_CHANNELS or not all(isinstance(one, str) for one in codes):
        raise Invalid("wrong_value", path=PATH)
    if len(set(codes)) != len(codes):
        raise Invalid("duplicate", path=PATH)
    return codes


SPANS: Mapping[SettingKind, Callable[[Any], Any]] = {
    SettingKind.HOURS: _hours,
    SettingKind.BOX: _box,
    SettingKind.CHANNELS: _channels,
}
"""Kinds whose values are lists → how one is read."""


def _act_id(text: str) -> str:
    try:
        type_name, record_id = read_global_id(text)
    except MalformedId as error:
        raise Invalid("malformed_id", path=PATH) from error
    if type_name != "LegalAct":
        raise Invalid("malformed_id", path=PATH)
    return record_id

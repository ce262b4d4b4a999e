"""Operations on what the center rests on: its settings, and the days that differ from their weekday (III.6)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from auth.actions import Action
from auth.errors import Invalid, NotFound, Problem, Stale
from auth.policy.decide import allows
from auth.policy.grammar import Moment
from documents.center.calendars import is_listed
from documents.center.document import CalendarDay, Setting
from documents.center.setting_checks import stored_value
from documents.center.settings import SETTINGS, SettingKind
from documents.directory.fields import NAME_LIMIT
from documents.kernel.record import Record
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import Effect, operation
from documents.legal_acts.recording import recorded_act

SETTING_CHANGED = event("setting.changed", "settings", "Настройка изменена")
DAY_SET = event("calendar_day.set", "calendar_days", "День календаря изменён")
DAY_CLEARED = event("calendar_day.cleared", "calendar_days", "День календаря снова обычный")

FIRST_YEAR, LAST_YEAR = 2024, 2100
DECREED_THROUGH = "calendarDecreedThrough"

R = TypeVar("R", bound=Record)
Facts = Mapping[str, Any]


def _named(facts: Facts) -> Iterable[Problem]:
    if facts["name"] not in SETTINGS:
        yield Invalid("unknown_value", path=("name",))
        return
    try:
        stored_value(SETTINGS[facts["name"]], facts["value"])
    except Invalid as problem:
        yield problem


def _day(facts: Facts) -> Iterable[Problem]:
    if not FIRST_YEAR <= date.fromisoformat(facts["on"]).year <= LAST_YEAR:
        yield Invalid("out_of_range", path=("date",))
    basis = facts.get("basis", "")
    if "basis" in facts and not (basis or "").strip():
        yield Invalid("required", path=("basis",))
    elif len(basis or "") > NAME_LIMIT:
        yield Invalid("too_long", path=("basis",), limit=NAME_LIMIT)


async def _kept(change: Change, record: type[R], row_id: str, seen_revision: int | None) -> R | None:
    """The row that is there, if any, admitted and at the revision the caller was looking at. Raises: STALE."""
    found = await change.get(record, row_id)
    revision = found.revision if found is not None else 0
    if seen_revision is not None and seen_revision != revision:
        raise Stale(revision=revision)
    if found is not None and change.who is not None:
        # A row that may not be there yet is declared as a creation, which is decided only when one is stored.
        row = found.to_row()
        change.allow(allows(change.who, change.operation.action, row, moment=Moment.BEFORE), row)
    return found


@operation(
    title="Изменить настройку",
    action=Action.REFERENCE_MANAGE,
    record=Setting,
    effect=Effect.CREATES,
    checks=(_named,),
)
async def update_setting(
    change: Change, *, name: str, value: Any, seen_revision: int | None = None
) -> Setting:
    """Set a setting to a value of its kind. Raises: STALE, INVALID (`unknown_legal_act`, `incomplete_year`)."""
    rule = SETTINGS[name]
    kept = await _kept(change, Setting, name, seen_revision)
    stored = stored_value(rule, value)
    if name == DECREED_THROUGH:
        _refuse_unlisted(change, kept, stored)
    if rule.kind is SettingKind.LEGAL_ACT:
        await recorded_act(change, stored, path="value")
    if rule.kind is SettingKind.CHANNELS:
        _refuse_unknown_channels(change, stored)
    if kept is None:
        return await change.create(Setting(id=name, updated_at=change.now, value=stored), SETTING_CHANGED)
    return await change.save(kept, SETTING_CHANGED, value=stored)


def _refuse_unlisted(change: Change, kept: Setting | None, through: int) -> None:
    """Refuse a later year while the days of one up to it do not stand as a whole: it would count weekends alone."""
    since = int(kept.value) if kept is not None and not isinstance(kept.value, list) else through - 1
    for year in range(since + 1, through + 1):
        if not is_listed(change.reference, year):
            raise Invalid("incomplete_year", path=("value",), year=year)


def _refuse_unknown_channels(change: Change, codes: Sequence[str]) -> None:
    known = {row["code"] for row in change.reference.collections.get("channels", {}).values()}
    for index, code in enumerate(codes):
        if code not in known:
            raise Invalid("unknown_value", path=("value", str(index)))


@operation(
    title="Задать особый день календаря",
    action=Action.REFERENCE_MANAGE,
    record=CalendarDay,
    effect=Effect.CREATES,
    checks=(_day,),
)
async def set_calendar_day(
    change: Change, *, on: str, kind: str, basis: str, seen_revision: int | None = None
) -> CalendarDay:
    """Make a local day (ISO) differ from its weekday. Deadlines that are computed from now on follow it; those that
    stand are left alone. Raises: STALE."""
    kept = await _kept(change, CalendarDay, on, seen_revision)
    if kept is None:
        day = CalendarDay(id=on, updated_at=change.now, kind=kind, basis=basis)
        return await change.create(day, DAY_SET)
    return await change.save(kept, DAY_SET, kind=kind, basis=basis, is_cleared=False)


@operation(
    title="Отменить особый день календаря",
    action=Action.REFERENCE_MANAGE,
    record=CalendarDay,
    effect=Effect.CREATES,
    checks=(_day,),
)
async def clear_calendar_day(change: Change, *, on: str, seen_revision: int | None = None) -> CalendarDay:
    """Make a day ordinary again. Raises: NOT_FOUND where it is ordinary, STALE."""
    kept = await _kept(change, CalendarDay, on, seen_revision)
    if kept is None or kept.is_cleared:
        raise NotFound
    return await change.save(kept, DAY_CLEARED, is_cleared=True)

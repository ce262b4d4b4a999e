"""Reference data by mutation: partial changes, what they may refer to, history, and that they hold everywhere at once."""

import asyncio
from datetime import date, datetime
from typing import Any

import pytest

from auth.errors import Problem, Problems
from documents.center.calendars import calendar_of
from documents.center.settings import setting
from documents.directory.operations.center import clear_calendar_day, set_calendar_day, update_setting
from documents.directory.operations.channels import create_channel, create_reason, update_channel
from documents.directory.operations.organizations import create_organization, update_organization
from documents.directory.operations.people import create_person, update_person
from documents.directory.operations.topics import (
    create_settlement,
    create_topic,
    update_settlement,
    update_topic,
)
from documents.kernel.calendar import Calendar, due
from documents.kernel.holidays import HOLIDAYS
from documents.kernel.ids import global_id
from documents.kernel.write.operation import Operation
from documents.submissions.operations.intake import register_submission
from tests.support.town import Town, reopen_town


async def refused(
    town: Town, operation: Operation, target: str | None = None, *, login: str = "admin", **facts: Any
) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """The only problem with an operation, of which nothing may be left behind."""
    before = (await town.event_count(), town.container.reference.snapshot.version)
    with pytest.raises((Problem, Problems)) as caught:
        await town.do(login, operation, target, **facts)
    (problem,) = caught.value.problems if isinstance(caught.value, Problems) else (caught.value,)
    assert isinstance(problem, Problem)
    version = (await town.container.reference.stored_versions()).reference
    assert (await town.event_count(), version) == before
    return problem.code, problem.facts, problem.path


def row(town: Town, collection: str, row_id: str) -> Any:
    return town.container.access.reference.row(collection, row_id)


async def test_a_topic_is_added_changed_and_switched_off_with_its_history(town: Town) -> None:
    fields = {"title": "Снег", "sector_id": "ROADS", "default_recipient_id": "yard", "fast_track": True}
    topic = await town.do("admin", create_topic, fields=fields)
    await town.do("admin", update_topic, topic.id, fields={"title": "Уборка снега", "fast_track_days": 3})
    await town.do("admin", update_topic, topic.id, fields={"default_recipient_id": None, "is_active": False})

    kept = row(town, "topics", topic.id)
    assert (kept["title"], kept["sector_id"], kept["fast_track_days"]) == ("Уборка снега", "ROADS", 3)
    assert (kept["default_recipient_id"], kept["is_active"], kept["revision"]) == (None, False, 3)
    events = await town.events_of(topic.id)
    assert [one["name"] for one in events] == ["topic.created", "topic.changed", "topic.changed"]
    assert {one["actor"]["role"] for one in events} == {"SYSTEM_ADMINISTRATOR"}
    assert {"field": "title", "before": "Снег", "after": "Уборка снега"} in events[1]["changes"]


@pytest.mark.parametrize(
    ("fields", "code", "facts", "path"),
    [
        ({}, "INVALID", {"rule": "nothing_to_change"}, ()),
        ({"title": None}, "INVALID", {"rule": "required"}, ("title",)),
        ({"title": " "}, "INVALID", {"rule": "required"}, ("title",)),
        ({"title": "х" * 201}, "INVALID", {"rule": "too_long", "limit": 200}, ("title",)),
        ({"title": "наледь"}, "INVALID", {"rule": "duplicate"}, ("title",)),
        ({"is_active": None}, "INVALID", {"rule": "required"}, ("isActive",)),
        ({"fast_track_days": 31}, "INVALID", {"rule": "out_of_range"}, ("fastTrackDays",)),
        ({"sector_id": "SPORT"}, "INVALID", {"rule": "unknown_sector"}, ("sectorId",)),
        ({"group": "Нет такой"}, "INVALID", {"rule": "unknown_value"}, ("group",)),
        ({"default_recipient_id": "x"}, "INVALID", {"rule": "unknown_organization"}, ("defaultRecipientId",)),
    ],
)
async def test_a_topic_takes_only_what_it_may_hold(
    town: Town, fields: dict[str, Any], code: str, facts: dict[str, Any], path: tuple[str, ...]
) -> None:
    assert await refused(town, update_topic, "holes", fields=fields) == (code, facts, path)


@pytest.mark.parametrize("login", ["head", "curator", "coordinator", "lead.roads", "registrar"])
async def test_only_the_administrator_keeps_reference_data(town: Town, login: str) -> None:
    told = ("FORBIDDEN", {"action": "reference.manage"}, ())
    assert await refused(town, update_topic, "holes", login=login, fields={"title": "Ямы и рытвины"}) == told
    assert await refused(town, update_setting, login=login, name="fourEyes", value=False) == told


async def test_a_stale_revision_and_a_strange_id_are_told(town: Town) -> None:
    await town.do("admin", update_topic, "holes", fields={"title": "Рытвины"})
    assert (await refused(town, update_topic, "holes", expected_revision=1, fields={"title": "Ямы"}))[:2] == (
        "STALE",
        {"revision": 2},
    )
    assert (await refused(town, update_topic, "none", fields={"title": "Ямы"}))[0] == "NOT_FOUND"


async def test_a_body_moves_but_never_below_itself(town: Town) -> None:
    fields = {"name": "Служба", "short_name": "Служба", "kind": "MUNICIPAL_INSTITUTION", "parent_id": "yard"}
    service = await town.do("admin", create_organization, fields=fields)
    for parent_id in ("roads", "yard", service.id):
        told = await refused(town, update_organization, "roads", fields={"parent_id": parent_id})
        assert told == ("INVALID", {"rule": "cycle"}, ("parentId",))
    await town.do("admin", update_organization, "yard", fields={"parent_id": None, "sector_ids": ["ROADS"]})
    await town.do("admin", update_organization, "roads", fields={"parent_id": service.id})
    assert row(town, "organizations", "roads")["parent_id"] == service.id


async def test_two_moves_at_once_never_close_a_ring(town: Town) -> None:
    moves = (("roads", "education"), ("education", "roads"))
    results = await asyncio.gather(
        *(town.do("admin", update_organization, one, fields={"parent_id": other}) for one, other in moves),
        return_exceptions=True,
    )
    assert [one.facts for one in results if isinstance(one, Problem)] == [{"rule": "cycle"}]


async def test_an_official_is_recorded_and_moves(town: Town) -> None:
    fields = {"full_name": "Зимина Ольга Петровна", "organization_id": "roads", "work_email": "z@example.org"}
    person = await town.do("admin", create_person, fields=fields)
    await town.do("admin", update_person, person.id, fields={"organization_id": "yard", "work_email": None})
    kept = row(town, "persons", person.id)
    assert (kept["organization_id"], kept["work_email"], kept["is_active"]) == ("yard", None, True)
    # Contacts are named in the log, never told.
    assert "z@example.org" not in str(await town.events_of(person.id))
    for name, value, rule in (
        ("work_email", "z@", "malformed_email"),
        ("work_phone", "звоните", "malformed_phone"),
    ):
        told = await refused(town, update_person, person.id, fields={name: value})
        assert told[1] == {"rule": rule}


async def keeps(town: Town, login: str, channel_id: str) -> bool:
    return any(channel_id in grant.channels for grant in (await town.who(login)).grants)


async def test_channels_settlements_and_reasons_are_kept_alike(town: Town) -> None:
    fields = {"code": "RUTUBE", "title": "Rutube", "kind": "OTHER_SOCIAL", "desk": "SOCIAL"}
    channel = await town.do("admin", create_channel, fields=fields)
    assert (await refused(town, create_channel, fields=fields))[1] == {"rule": "duplicate"}
    assert await keeps(town, "incident", "RUTUBE")
    await town.do("admin", update_channel, channel.id, fields={"desk": "PAGES", "is_active": False})
    assert not await keeps(town, "incident", "RUTUBE")
    village = await town.do("admin", create_settlement, fields={"title": "Вагино", "kind": "VILLAGE"})
    await town.do("admin", update_settlement, village.id, fields={"population": 910})
    assert row(town, "settlements", village.id)["population"] == 910
    reason = {"kind": "REWORK", "code": "TOO_SHORT", "title": "Слишком кратко"}
    assert (await town.do("admin", create_reason, fields=reason)).id == "REWORK.TOO_SHORT"
    told = await refused(town, create_reason, fields=reason | {"kind": "REJECTION"})
    assert told == ("INVALID", {"rule": "fixed_list"}, ("kind",))


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("unheard", True, "unknown_value"),
        ("fourEyes", "да", "wrong_value"),
        ("materialsWorkingDays", True, "wrong_value"),
        ("materialsWorkingDays", 31, "out_of_range"),
        ("quorumRule", "ALL", "unknown_value"),
        ("workingHours", ["08:00-12:00", "11:00-17:00"], "malformed_hours"),
        ("workingHours", "08:00-12:00", "wrong_value"),
        ("center_name", " ", "required"),
        ("center_legal_act_id", "order", "malformed_id"),
        ("center_legal_act_id", global_id("LegalAct", "none"), "unknown_legal_act"),
    ],
)
async def test_a_setting_takes_only_a_value_of_its_kind(town: Town, name: str, value: Any, rule: str) -> None:
    code, facts, *_ = await refused(town, update_setting, name=name, value=value)
    assert (code, facts["rule"]) == ("INVALID", rule)


async def test_a_setting_is_set_again_and_again(town: Town) -> None:
    await town.do("admin", update_setting, name="fourEyes", value=False)
    assert setting(town.container.access.reference, "fourEyes", default=True) is False
    act = global_id("LegalAct", "order")
    assert (await town.do("admin", update_setting, name="center_legal_act_id", value=act)).value == "order"
    told = await refused(town, update_setting, name="fourEyes", value=True, seen_revision=9)
    assert told[:2] == ("STALE", {"revision": 1})
    await town.do("admin", update_setting, name="fourEyes", value=True)
    roles = [one["actor"]["role"] for one in await town.events_of("fourEyes")]
    assert roles == ["SYSTEM_ADMINISTRATOR"] * 2


async def test_a_day_is_set_cleared_and_set_again(town: Town) -> None:
    monday = date(2026, 6, 15)

    def is_working() -> bool:
        return calendar_of(town.container.access.reference).is_working(monday)

    assert is_working()
    assert (await refused(town, clear_calendar_day, on="2026-06-15"))[0] == "NOT_FOUND"
    await town.do("admin", set_calendar_day, on="2026-06-15", kind="DAY_OFF", basis="Постановление № 1")
    assert not is_working()
    await town.do("admin", clear_calendar_day, on="2026-06-15")
    assert is_working()
    await town.do("admin", set_calendar_day, on="2026-06-15", kind="DAY_OFF", basis="Постановление № 2")
    assert not is_working()
    names = [one["name"] for one in await town.events_of("2026-06-15")]
    assert names == ["calendar_day.set", "calendar_day.cleared", "calendar_day.set"]


async def test_days_set_by_hand_leave_a_year_provisional_and_only_a_whole_one_is_decreed(town: Town) -> None:
    def calendar() -> Calendar:
        return calendar_of(town.container.access.reference)

    async def is_off(day: str) -> None:
        await town.do("admin", set_calendar_day, on=day, kind="DAY_OFF", basis="Распоряжение № 1")

    await is_off("2028-05-02")
    assert calendar().is_provisional(date(2028, 5, 2))
    assert [calendar().is_working(date(2028, 5, day)) for day in (1, 2, 3)] == [False, False, True]
    told = await refused(town, update_setting, name="calendarDecreedThrough", value=2028)
    assert told == ("INVALID", {"rule": "incomplete_year", "year": 2028}, ("value",))
    weekdays = [date(2028, month, day) for month, day in HOLIDAYS]
    for day in weekdays:
        if day.weekday() < 5:
            await is_off(day.isoformat())
    assert calendar().is_provisional(date(2028, 5, 2))
    await town.do("admin", update_setting, name="calendarDecreedThrough", value=2028)
    assert not calendar().is_provisional(date(2028, 5, 2))
    # 4 November 2028 is a Saturday: by law Monday would be off, by these days it is not.
    assert calendar().is_working(date(2028, 11, 6))
    await town.do("admin", clear_calendar_day, on="2028-05-01")
    assert not calendar().is_provisional(date(2028, 5, 2))


async def test_the_hours_and_the_day_of_a_receipt_follow_the_settings(town: Town) -> None:
    evening = datetime(2026, 6, 1, 10)  # Monday, 17:00 there

    def days() -> date | None:
        return due(
            evening, "CALENDAR_DAYS", 1, calendar=calendar_of(town.container.access.reference)
        ).legal_due_on

    assert days() == date(2026, 6, 2)
    await town.do("admin", update_setting, name="receiptOutsideHours", value="NEXT_WORKING_DAY")
    assert days() == date(2026, 6, 3)
    await town.do("admin", update_setting, name="workingHours", value=["09:00-18:00"])
    assert days() == date(2026, 6, 2)
    told = await refused(town, update_setting, name="receiptOutsideHours", value="YESTERDAY")
    assert told[:2] == ("INVALID", {"rule": "unknown_value"})


async def test_a_new_case_takes_no_topic_or_channel_that_is_switched_off(town: Town) -> None:
    await town.do("admin", update_topic, "holes", fields={"is_active": False})
    await town.do("admin", update_channel, "PHONE", fields={"is_active": False})
    given = {"kind": "MESSAGE", "text": "Яма"}
    told = await refused(town, register_submission, login="pos", channel_id="POS", topic_id="holes", **given)
    assert (told[0], told[2]) == ("INACTIVE_TARGET", ("topicId",))
    told = await refused(town, register_submission, login="pos", channel_id="PHONE", **given)
    assert (told[0], told[2]) == ("INACTIVE_TARGET", ("channelId",))


async def test_another_process_knows_a_change_at_its_next_look(town: Town, store_url: str) -> None:
    other = await reopen_town(store_url, town.store.database_name)
    await town.do("admin", update_topic, "holes", fields={"title": "Рытвины"})
    assert (await other.container.reference.refresh()).row("topics", "holes")["title"] == "Рытвины"  # type: ignore[index]
    await other.store.close()


async def test_after_a_change_only_what_it_wrote_is_read_again(town: Town) -> None:
    with town.recorder.capturing() as sent:
        await town.do("admin", create_topic, fields={"title": "Снег", "sector_id": "ROADS"})
    assert [one.collection for one in sent.commands if one.name == "find" and not one.filter] == ["topics"]
    # What is linked to is linked to anew.
    await town.do("admin", update_organization, "roads", fields={"name": "Дороги и мосты"})
    for official in town.container.reference.snapshot.rows("persons"):
        if official["organization_id"] == "roads":
            assert official["organization"]["name"] == "Дороги и мосты"


async def test_a_change_of_what_another_process_has_changed_meanwhile_reads_that_too(
    town: Town, store_url: str
) -> None:
    other = await reopen_town(store_url, town.store.database_name)
    await other.do("admin", update_topic, "holes", fields={"title": "Рытвины"})
    assert row(town, "topics", "holes")["title"] == "Ямы"
    await town.do("admin", create_settlement, fields={"title": "Критово", "kind": "VILLAGE"})
    assert row(town, "topics", "holes")["title"] == "Рытвины"
    assert (
        town.container.reference.snapshot.version
        == (await other.container.reference.stored_versions()).reference
    )
    await other.store.close()

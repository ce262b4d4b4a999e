"""Calendars: one meeting for who may see it, one's own meetings behind a link; read as a calendar program reads them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from documents.kernel.ids import global_id
from tests.support import web
from tests.support.served_town import WITHIN_SECONDS, ServedTown, until

LINK = "calendarLink { url madeAt endsAt }"
PEOPLE = ("curator", "head", "lead.roads", "pos")


@pytest.fixture(scope="module")
def town(shared_town: ServedTown) -> ServedTown:
    """A town whose meetings the tests of this module call."""
    return shared_town


def get(town: ServedTown, path: str, login: str | None = None, **headers: str) -> httpx.Response:
    token = {"Authorization": f"Bearer {town.token(login)}"} if login else {}
    return web.get(f"{town.url}{path}", headers={**token, **headers}, timeout=30)


def called(town: ServedTown, title: str, *people: str, form: str = "IN_PERSON") -> dict[str, Any]:
    """A meeting that the head has scheduled."""
    planned = datetime.now(UTC).replace(microsecond=0) + timedelta(days=20)
    given = {
        "form": form,
        "title": title,
        "plannedAt": planned.isoformat().replace("+00:00", "Z"),
        "secretaryId": global_id("Person", "person-pos"),
        "participants": [{"personId": global_id("Person", f"person-{one}")} for one in people],
        "agenda": [{"title": "Ямы", "minutes": 15}, {"title": "Снег", "minutes": 30}],
        **({"place": "г. Боготол, каб. 214"} if form == "IN_PERSON" else {}),
    }
    made = town.act("head", "draftMeeting", "meeting { id }", **given)["meeting"]
    return moved(town, "scheduleMeeting", "TargetInput", id=made["id"])


def moved(town: ServedTown, name: str, kind: str, **given: Any) -> dict[str, Any]:
    query = f"""mutation($i: {kind}!) {{ {name}(input: $i) {{
        meeting {{ id number calendarUrl plannedAt votingTo revision }} errors {{ code path facts }} }} }}"""
    payload = town.data("head", query, i=given)[name]
    assert payload["errors"] == []
    found: dict[str, Any] = payload["meeting"]
    return found


def events(answer: httpx.Response) -> dict[str, Any]:
    """Number of a meeting → its event, as a calendar program parses them."""
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar["version"] == "2.0"
    assert b"\r\n" in answer.content
    assert not calendar.errors
    return {str(one["uid"]).split("@")[0].removeprefix("meeting-"): one for one in calendar.walk("VEVENT")}


def linked(town: ServedTown, login: str, **given: Any) -> str:
    """The address of a new link of somebody's feed."""
    payload = town.act(login, "makeCalendarLink", LINK, **given)
    assert payload["errors"] == []
    return str(payload["calendarLink"]["url"])


def test_a_meeting_is_an_event_for_who_may_see_it(town: ServedTown) -> None:
    meeting = called(town, "О дорогах", *PEOPLE)
    [event] = events(get(town, meeting["calendarUrl"], "lead.roads")).values()
    assert event["summary"] == f"Заседание МЦУ {meeting['number']}: О дорогах"
    assert (event["location"], event["status"]) == ("г. Боготол, каб. 214", "CONFIRMED")
    begins = datetime.fromisoformat(meeting["plannedAt"])
    assert (event.start, event.end) == (begins, begins + timedelta(minutes=45))
    assert get(town, meeting["calendarUrl"], "member").status_code == 404
    assert get(town, meeting["calendarUrl"]).status_code == 401
    for other in (global_id("Topic", "holes"), global_id("Meeting", "none"), "none"):
        assert get(town, f"/meetings/{other}.ics", "head").status_code == 404


def test_a_feed_shows_ones_own_meetings_and_follows_them(town: ServedTown) -> None:
    mine, other = called(town, "О снеге", *PEOPLE), called(town, "О школах", "curator", "head")
    poll = called(town, "О паводке", *PEOPLE, form="ABSENTEE")
    path = linked(town, "lead.roads")
    shown = events(get(town, path))
    assert {mine["number"], poll["number"]} <= shown.keys()
    assert other["number"] not in shown
    assert shown[poll["number"]].end == datetime.fromisoformat(poll["votingTo"])
    assert str(shown[poll["number"]]["transp"]) == "TRANSPARENT"
    later = (datetime.fromisoformat(mine["plannedAt"]) + timedelta(days=1)).isoformat()
    moved(town, "moveMeeting", "MoveMeetingInput", id=mine["id"], plannedAt=later, reason="Паводок")
    moved(town, "cancelMeeting", "ReasonInput", id=poll["id"], reason="Решено")
    again = events(get(town, path))
    assert again[mine["number"]].start == datetime.fromisoformat(later)
    assert again[mine["number"]]["sequence"] > shown[mine["number"]]["sequence"]
    assert again[poll["number"]]["status"] == "CANCELLED"


def test_a_feed_names_nobody(town: ServedTown) -> None:
    meeting = called(town, "Жалоба Петровой Анны Ивановны, тел. 8 913 555-01-02", *PEOPLE)
    answer = get(town, linked(town, "pos"))
    assert meeting["number"] in events(answer)
    text = answer.content.decode().replace("\r\n ", "")
    for word in ("Петровой", "555-01-02", "person-", "lead.roads", "ATTENDEE", "ORGANIZER", "mailto"):
        assert word not in text
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")


def test_a_link_that_was_replaced_or_revoked_opens_nothing(town: ServedTown) -> None:
    first = linked(town, "curator")
    assert town.data("curator", f"{{ {LINK} }}")["calendarLink"]["url"] == first
    second = linked(town, "curator", days=30)
    assert second != first
    assert get(town, first).status_code == 404
    assert get(town, second).status_code == 200
    wrong = town.act("curator", "revokeCalendarLink", LINK, madeAt="2020-01-01T00:00:00Z")
    assert [one["code"] for one in wrong["errors"]] == ["NOT_FOUND"]
    shown = town.data("curator", f"{{ {LINK} }}")["calendarLink"]
    assert town.act("curator", "revokeCalendarLink", LINK, madeAt=shown["madeAt"])["errors"] == []
    page = get(town, second, Accept="text/html")
    assert (page.status_code, "Подписка не открывается" in page.text) == (404, True)
    assert town.data("curator", f"{{ {LINK} }}")["calendarLink"] is None
    nothing = town.act("curator", "revokeCalendarLink", LINK)
    assert [one["code"] for one in nothing["errors"]] == ["NOT_FOUND"]


def test_whoever_may_not_sign_in_any_more_has_no_feed(town: ServedTown) -> None:
    path = linked(town, "info")
    assert get(town, path).status_code == 200
    account = global_id("UserAccount", "account-info")
    assert town.act("admin", "blockAccount", "account { id }", id=account, reason="Уволен")["errors"] == []
    until(lambda: get(town, path).status_code == 404, seconds=WITHIN_SECONDS)


def test_who_reads_no_meetings_has_no_feed_and_a_client_none_to_make(town: ServedTown) -> None:
    assert get(town, linked(town, "admin")).status_code == 404
    payload = town.act("partner", "makeCalendarLink", LINK, idempotencyKey="key-of-a-calendar-link-1")
    assert [(one["code"], one["facts"]) for one in payload["errors"]] == [("INVALID", {"rule": "no_person"})]
    assert town.data("partner", f"{{ {LINK} }}")["calendarLink"] is None
    wrong = town.act("head", "makeCalendarLink", LINK, days=0)
    assert [(one["code"], one["path"]) for one in wrong["errors"]] == [("INVALID", ["days"])]


def test_a_link_is_told_again_under_the_same_key(town: ServedTown) -> None:
    key = "key-of-a-calendar-link-2"
    assert linked(town, "head", idempotencyKey=key) == linked(town, "head", idempotencyKey=key)


def test_what_is_kept_of_a_link_opens_nothing(town: ServedTown) -> None:
    token = linked(town, "head").removeprefix("/calendar/").removesuffix(".ics")
    kept = town.database["calendar_feeds"].find_one({"_id": "person-head"})
    assert kept is not None
    assert token not in str(kept)
    assert get(town, f"/calendar/{kept['link']['digest']}.ics").status_code == 404
    assert token not in town.log

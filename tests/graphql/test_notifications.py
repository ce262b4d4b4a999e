"""One's own notifications in GraphQL: what is shown under which rights, and how one wants to be told."""

from typing import Any

import pytest

from documents.submissions.operations import routing
from tests.support.asking import ask
from tests.support.cases import routed
from tests.support.runs import Bench, stamped
from tests.support.town import Town

INBOX = """query ($filter: NotificationFilter, $after: String) { notifications(filter: $filter, first: 2, after: $after) {
  nodes { id kind relations title isRead object { id ... on Message { status } } }
  pageInfo { hasNextPage endCursor } unreadCount } }"""
MARK = """mutation ($input: MarkNotificationsReadInput!) { markNotificationsRead(input: $input) {
  marked { count unreadCount } errors { code path facts } } }"""
SETTINGS = "settings { quietHours isDigest choices { kind relation channel isOn } }"


@pytest.fixture
async def bench(town: Town) -> Bench:
    bench = Bench(town)
    await town.store.collection("notifications").delete_many({})
    await stamped(bench)
    await bench.run("notify")
    return bench


async def told(bench: Bench) -> None:
    await stamped(bench)
    await bench.run("notify")


async def test_the_inbox_shows_what_it_is_about_under_the_rights_of_now(bench: Bench) -> None:
    case = await routed(bench.town)
    await told(bench)
    [shown] = (await ask(bench.town, "assignee", INBOX))["notifications"]["nodes"]
    assert (shown["kind"], shown["relations"], shown["isRead"]) == ("ASSIGNED", ["ASSIGNEE"], False)
    assert shown["title"] == f"Назначено вам: сообщение {case.number}"
    assert shown["object"]["status"] == "ASSIGNED"
    await bench.town.do(
        "pos", routing.route_submission, case.id, recipient_id="education", assignee_id=None, reason="Ошибка"
    )
    page = (await ask(bench.town, "assignee", INBOX))["notifications"]
    assert page["unreadCount"] == 1
    assert [(one["title"], one["object"]) for one in page["nodes"]] == [("Назначено вам", None)]


async def test_nobody_sees_or_marks_those_of_others(bench: Bench) -> None:
    await routed(bench.town)
    await told(bench)
    [own] = (await ask(bench.town, "assignee", INBOX))["notifications"]["nodes"]
    other = (await ask(bench.town, "member", INBOX))["notifications"]
    assert (other["nodes"], other["unreadCount"]) == ([], 0)
    marked = await ask(bench.town, "member", MARK, input={"ids": [own["id"]]})
    assert marked["markNotificationsRead"] == {"marked": {"count": 0, "unreadCount": 0}, "errors": []}
    assert (await ask(bench.town, "assignee", INBOX))["notifications"]["unreadCount"] == 1
    partner = (await ask(bench.town, "partner", INBOX))["notifications"]
    assert (partner["nodes"], partner["unreadCount"]) == ([], 0)


async def test_pages_filters_and_marks(bench: Bench) -> None:
    for _ in range(3):
        await routed(bench.town)
    await told(bench)
    first = (await ask(bench.town, "assignee", INBOX))["notifications"]
    assert (len(first["nodes"]), first["unreadCount"]) == (2, 3)
    assert first["pageInfo"]["hasNextPage"]
    rest = (await ask(bench.town, "assignee", INBOX, after=first["pageInfo"]["endCursor"]))["notifications"]
    assert (len(rest["nodes"]), rest["pageInfo"]["hasNextPage"]) == (1, False)
    ids = [one["id"] for one in first["nodes"]]
    assert len({*ids, rest["nodes"][0]["id"]}) == 3
    done = (await ask(bench.town, "assignee", MARK, input={"ids": ids}))["markNotificationsRead"]
    assert done == {"marked": {"count": 2, "unreadCount": 1}, "errors": []}
    unread = (await ask(bench.town, "assignee", INBOX, filter={"isRead": False}))["notifications"]["nodes"]
    assert [one["id"] for one in unread] == [rest["nodes"][0]["id"]]
    read = (await ask(bench.town, "assignee", INBOX, filter={"isRead": True}))["notifications"]["nodes"]
    assert [one["id"] for one in read] == ids
    none = (await ask(bench.town, "assignee", INBOX, filter={"kind": ["REOPENED"]}))["notifications"]["nodes"]
    assert none == []
    done = (await ask(bench.town, "assignee", MARK, input={"all": True}))["markNotificationsRead"]
    assert done == {"marked": {"count": 1, "unreadCount": 0}, "errors": []}


@pytest.mark.parametrize("given", [{}, {"ids": [], "all": True}, {"ids": ["x"]}, {"all": False}])
async def test_marking_says_which(bench: Bench, given: dict[str, Any]) -> None:
    payload = (await ask(bench.town, "assignee", MARK, input=given))["markNotificationsRead"]
    assert [one["code"] for one in payload["errors"]] == ["INVALID"]
    assert payload["marked"] is None


async def test_everybody_chooses_for_themselves(bench: Bench) -> None:
    change = f"""mutation ($isOn: Boolean!) {{ setNotification(input: {{kind: ASSIGNED, relation: ASSIGNEE, channel: INBOX,
      isOn: $isOn}}) {{ {SETTINGS} errors {{ code path }} }} }}"""
    for is_on in (False, True):
        payload = (await ask(bench.town, "assignee", change, isOn=is_on))["setNotification"]
        [choice] = [
            one
            for one in payload["settings"]["choices"]
            if (one["kind"], one["relation"], one["channel"]) == ("ASSIGNED", "ASSIGNEE", "INBOX")
        ]
        assert (payload["errors"], choice["isOn"]) == ([], is_on)
    unfit = """mutation { setNotification(input: {kind: ASSIGNED, relation: CURATOR, channel: MAIL, isOn: true}) {
      errors { code path } } }"""
    refused = (await ask(bench.town, "assignee", unfit))["setNotification"]
    assert refused == {"errors": [{"code": "INVALID", "path": ["relation"]}]}
    untouched = await ask(bench.town, "member", "{ notificationSettings { quietHours isDigest } }")
    assert untouched["notificationSettings"] == {"quietHours": None, "isDigest": False}
    assert (await ask(bench.town, "partner", "{ notificationSettings { isDigest } }"))[
        "notificationSettings"
    ] is None


TIMES = """mutation ($input: SetNotificationTimesInput!) { setNotificationTimes(input: $input) {
  settings { quietHours isDigest } errors { code path } } }"""


@pytest.mark.parametrize("hours", ["22:00", "25:00-07:00", "07:00-07:00", "ночью"])
async def test_quiet_hours_are_two_times_of_day(bench: Bench, hours: str) -> None:
    payload = (await ask(bench.town, "assignee", TIMES, input={"quietHours": hours}))["setNotificationTimes"]
    assert payload == {"settings": None, "errors": [{"code": "INVALID", "path": ["quietHours"]}]}


async def test_what_is_left_out_stays_as_it_is(bench: Bench) -> None:
    for given, kept in (
        ({"quietHours": "22:00-07:00"}, ("22:00-07:00", False)),
        ({"isDigest": True}, ("22:00-07:00", True)),
        ({}, ("22:00-07:00", True)),
        ({"quietHours": None}, (None, True)),
        ({"isDigest": False}, (None, False)),
    ):
        payload = (await ask(bench.town, "assignee", TIMES, input=given))["setNotificationTimes"]
        assert payload["errors"] == []
        assert (payload["settings"]["quietHours"], payload["settings"]["isDigest"]) == kept
    refused = (await ask(bench.town, "partner", TIMES, input={"isDigest": True}))["setNotificationTimes"]
    assert [one["code"] for one in refused["errors"]] == ["INVALID"]

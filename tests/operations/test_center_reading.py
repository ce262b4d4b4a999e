"""What members, participants and partners read of the center: lists by their keys, and histories without secrets."""

from datetime import timedelta

from documents.kernel.ids import global_id
from documents.kernel.read.history import history
from documents.kernel.read.paging import Direction, Window
from documents.meetings.resource import MEETINGS
from documents.members.operations.absences import record_curator_absence
from documents.members.resource import ABSENCES, MEMBERS
from documents.organizations.resource import ORGANIZATIONS, PERSONS
from documents.protocols.operations import sign_protocol, submit_protocol
from documents.protocols.resource import PROTOCOLS
from tests.support.center import NOW, ROLES, Center, meeting
from tests.support.protocols import drafted, ready

TEN = Window(first=10)


async def readers(center: Center, protocol_id: str) -> set[str]:
    """Logins of those who find the protocol in their list, see it alone, and count it: all three agree."""
    found = set()
    access = center.container.access
    for login in ROLES:
        who = await center.who(login)
        order = PROTOCOLS.order("DATE", Direction.DESC)
        page = await access.page(PROTOCOLS, who, NOW, order=order, window=TEN)
        one = await access.one(PROTOCOLS, who, NOW, where={"_id": protocol_id})
        count = await access.count(PROTOCOLS, who)
        assert len(page.rows) == count.value == (one is not None)
        if one is not None:
            found.add(login)
    return found


async def test_a_protocol_opens_step_by_step(center: Center) -> None:
    protocol = await drafted(center)
    assert await readers(center, protocol) == {"curator", "head", "secretary"}
    await center.act("secretary", submit_protocol, protocol)
    assert await readers(center, protocol) == {"curator", "head", "secretary", "lead"}
    await center.store.collection("protocols").delete_many({})
    await center.store.collection("events").delete_many({"object_collection": "protocols"})
    signed = await ready(center)
    await center.act("curator", sign_protocol, signed)
    members = {"curator", "head", "secretary", "officer", "lead", "member", "coordinator"}
    assert await readers(center, signed) == members


async def test_a_scheduled_meeting_is_seen_by_those_who_take_part(center: Center) -> None:
    await center.put(meeting("planned", status="SCHEDULED", held_on=None))
    access = center.container.access
    for login, expected in {"lead": True, "secretary": True, "head": True, "member": False}.items():
        row = await access.one(MEETINGS, await center.who(login), NOW, where={"_id": "planned"})
        assert (row is not None) is expected, login


async def test_ballots_stay_secret_until_they_are_counted(center: Center) -> None:
    cast = [{"person_id": one, "order": 1, "choice": "FOR", "cast_at": NOW} for one in ("curator", "lead")]
    await center.put(meeting("poll", form="ABSENTEE", status="VOTING", held_on=None, ballots=cast))
    access = center.container.access
    for login, expected in {"lead": ["lead"], "head": [], "secretary": ["curator", "lead"]}.items():
        row = await access.one(
            MEETINGS, await center.who(login), NOW, where={"_id": "poll"}, fields=frozenset({"ballots"})
        )
        assert row is not None
        assert [one["person_id"] for one in row["ballots"]] == expected


async def test_a_protocol_names_people_as_the_viewer_may_see_them(center: Center) -> None:
    protocol = await drafted(center)
    row = await center.container.access.one(PROTOCOLS, await center.who("head"), NOW, where={"_id": protocol})
    assert row is not None
    task = row["items"][0]["decisions"][0]["assignments"][0]
    assert (task["responsible"]["full_name"], task["organization"]["short_name"]) == (
        "Иванов assignee",
        "Школа № 1",
    )
    assert row["secretary"]["id"] == global_id("Person", "secretary")
    assert row["id"] == global_id("Protocol", protocol)


async def test_reference_lists_come_from_memory_in_their_order(center: Center) -> None:
    access, who = center.container.access, await center.who("member")
    order = ORGANIZATIONS.order(None, None)
    page, count = access.from_memory(ORGANIZATIONS, who, NOW, order=order, window=Window(first=1))
    assert ([row["_id"] for row in page.rows], page.has_next, count.value) == (["office"], True, 2)
    after = Window(first=1, after=page.rows[0][order.key])
    rest, _ = access.from_memory(ORGANIZATIONS, who, NOW, order=order, window=after)
    assert ([row["_id"] for row in rest.rows], rest.has_next) == (["school"], False)
    people, _ = access.from_memory(PERSONS, who, NOW, order=PERSONS.order(None, None), window=TEN)
    assert people.rows[0]["work_phone"] == "1-23-45"
    members, _ = access.from_memory(MEMBERS, who, NOW, order=MEMBERS.order(None, None), window=TEN)
    assert all(row["is_active"] and row["person"] is not None for row in members.rows)


async def test_absences_are_shown_with_whether_they_are_in_force(center: Center) -> None:
    await center.act("curator", record_curator_absence, reason="Отпуск", ends_at=NOW + timedelta(days=1))
    access, order = center.container.access, ABSENCES.order(None, None)
    for moment, expected in ((NOW, True), (NOW + timedelta(days=1), False)):
        who = await center.who("member", moment)
        page, _ = access.from_memory(ABSENCES, who, moment, order=order, window=TEN)
        assert [(row["is_in_force"], row["curator"]["_id"]) for row in page.rows] == [(expected, "curator")]
    assignee = await center.who("assignee")
    assert access.from_memory(ABSENCES, assignee, NOW, order=order, window=TEN)[1].value == 0


# History


async def test_a_history_tells_who_did_what_and_what_changed(center: Center) -> None:
    protocol = await ready(center)
    await center.act("curator", record_curator_absence, reason="Отпуск")
    await center.act("head", sign_protocol, protocol)
    who = await center.who("member")
    row = await center.container.access.one(PROTOCOLS, who, NOW, where={"_id": protocol})
    assert row is not None
    page = await history(center.container.access, who, PROTOCOLS, row, TEN)
    assert [entry["name"] for entry in page.rows] == [
        "protocol.drafted",
        "protocol.submitted",
        "protocol.ready",
        "protocol.signed",
    ]
    signed = page.rows[-1]
    assert (signed["actor"]["_id"], signed["actor_role"], signed["acting_for"]["_id"]) == (
        "head",
        "CENTER_HEAD",
        "curator",
    )
    assert (signed["action"], signed["words"]) == ("protocol.sign", "Протокол подписан")
    changes = {one["field"]: (one["from"], one["to"]) for one in signed["changes"]}
    assert changes["status"] == ("READY_FOR_SIGNATURE", "SIGNED")
    assert changes["number"] == (None, 1)
    assert changes["signedBy"] == (None, global_id("Person", "head"))
    assert changes["signedAt"] == (None, "2026-06-10T05:00:00Z")


async def test_a_text_that_changed_is_named_and_not_told(center: Center) -> None:
    protocol = await drafted(center)
    who = await center.who("head")
    row = await center.container.access.one(PROTOCOLS, who, NOW, where={"_id": protocol})
    assert row is not None
    page = await history(center.container.access, who, PROTOCOLS, row, TEN)
    changes = {one["field"]: (one["from"], one["to"]) for one in page.rows[0]["changes"]}
    assert changes["items"] == (None, None)
    assert "Вывезти снег" not in str(page.rows)


async def test_a_history_is_paged_in_its_order_beyond_nine_entries(center: Center) -> None:
    protocol = await drafted(center)
    event = (await center.rows("events", object_id=protocol))[0]
    copies = [
        {**event, "_id": f"protocols:{protocol}:{no}", "sequence": no, "sort_sequence": f"{no:09d}"}
        for no in range(2, 12)
    ]
    await center.store.collection("events").insert_many(copies)
    who = await center.who("head")
    row = await center.container.access.one(PROTOCOLS, who, NOW, where={"_id": protocol})
    assert row is not None
    first = await history(center.container.access, who, PROTOCOLS, row, Window(first=9))
    after = Window(first=9, after=first.rows[-1]["sort_sequence"])
    second = await history(center.container.access, who, PROTOCOLS, row, after)
    told = [int(entry["sort_sequence"]) for entry in (*first.rows, *second.rows)]
    assert told == list(range(1, 12))
    assert (first.has_next, second.has_next) == (True, False)

"""Reference data, the viewer and the center, as their callers ask for them."""

import re
from datetime import timedelta
from typing import Any

import pytest

from documents.kernel.ids import global_id
from documents.members.operations.absences import record_curator_absence
from schema.build import sdl
from tests.support.asking import ask
from tests.support.town import NOW, PEOPLE, Town

PAGE = "edges { cursor node { id } } nodes { id } pageInfo { hasNextPage endCursor } totalCount { value precision }"


async def test_sectors_come_in_the_order_of_the_decree_with_their_leads(town: Town) -> None:
    answer = await ask(town, "member", "{ sectors { id code letter title leads { fullName } } }")

    assert [one["letter"] for one in answer["sectors"]] == ["а", "д"]
    assert answer["sectors"][1]["leads"] == [{"fullName": "lead.roads"}]
    assert answer["sectors"][1]["id"] == global_id("Sector", "ROADS")


@pytest.mark.parametrize("name", ["topics", "settlements", "organizations", "members"])
async def test_reference_data_are_paged_from_memory_without_a_command(town: Town, name: str) -> None:
    who = await town.who("assignee")
    assert who.roles
    with town.recorder.capturing() as captured:
        first = await ask(town, "assignee", f"{{ {name}(first: 1) {{ {PAGE} }} }}")
    page = first[name]
    # One command only: the account of who is asking, read anew by this test.
    assert [command.collection for command in captured.commands] == ["accounts"]
    assert page["edges"][0]["node"] == page["nodes"][0]
    assert page["totalCount"]["precision"] == "EXACT"
    seen = [page["nodes"][0]["id"]]
    while page["pageInfo"]["hasNextPage"]:
        document = f"query($after: String) {{ {name}(first: 1, after: $after) {{ {PAGE} }} }}"
        page = (await ask(town, "assignee", document, after=page["pageInfo"]["endCursor"]))[name]
        seen += [one["id"] for one in page["nodes"]]
    assert len(seen) == len(set(seen)) == page["totalCount"]["value"]


async def test_topics_are_filtered_by_sector_and_words(town: Town) -> None:
    document = """{
      roads: topics(first: 10, filter: {sector: [ROADS]}) { nodes { title sector { code } group } }
      words: topics(first: 10, filter: {search: "ШКОЛЕ пит"}) { nodes { title } }
      none: topics(first: 10, filter: {isActive: false}) { nodes { title } totalCount { value } }
      last: topics(last: 1, orderBy: {field: TITLE, direction: DESC}) { nodes { title } }
    }"""
    answer = await ask(town, "pos", document)

    assert [one["title"] for one in answer["roads"]["nodes"]] == ["Наледь", "Ямы"]
    assert answer["words"]["nodes"] == [{"title": "Питание в школе"}]
    assert answer["none"] == {"nodes": [], "totalCount": {"value": 0}}
    assert answer["last"]["nodes"] == [{"title": "Запись к врачу"}]


async def test_organizations_are_filtered_by_parent_and_name(town: Town) -> None:
    document = """query($parent: ID!) {
      organizations(first: 10, filter: {parentIds: [$parent], search: "road"}) { nodes { shortName parent { name } } }
    }"""
    answer = await ask(town, "pos", document, parent=global_id("Organization", "administration"))

    assert answer["organizations"]["nodes"] == [{"shortName": "roads", "parent": {"name": "administration"}}]


async def test_members_are_those_of_the_decree_by_role_sector_and_day(town: Town) -> None:
    document = """{
      all: members(first: 50) { nodes { role person { fullName } sectors { code } legalAct { number } } }
      leads: members(first: 10, filter: {role: [SECTOR_LEAD], sector: [ROADS]}) { nodes { person { fullName } } }
      before: members(first: 10, filter: {on: "2026-04-06"}) { totalCount { value } }
      first: members(first: 50, filter: {on: "2026-04-07"}) { totalCount { value } }
    }"""
    answer = await ask(town, "leadership", document)

    assert len(answer["all"]["nodes"]) == answer["first"]["totalCount"]["value"] == 9
    assert {one["role"] for one in answer["all"]["nodes"]}.isdisjoint({"ASSIGNEE", "REGISTRAR", "LEADERSHIP"})
    assert answer["leads"]["nodes"] == [{"person": {"fullName": "lead.roads"}}]
    assert answer["before"]["totalCount"]["value"] == 0


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        ("", "first_or_last"),
        ("(first: 1, last: 1)", "first_or_last"),
        ("(first: 101)", "page_size"),
        ("(last: -1)", "page_size"),
        ('(first: 1, after: "AAAA")', "malformed_cursor"),
    ],
)
async def test_a_window_that_makes_no_sense_is_a_bad_request(town: Town, arguments: str, rule: str) -> None:
    answer = await ask(town, "pos", f"{{ topics{arguments} {{ nodes {{ id }} }} sectors {{ code }} }}")

    assert answer.codes == ["BAD_REQUEST"]
    assert answer.errors[0].path == ["topics"]
    assert isinstance(answer.data, dict)
    assert answer.data["topics"] is None
    assert len(answer.data["sectors"]) == 2


async def test_the_viewer_knows_his_roles_permissions_and_appointments(town: Town) -> None:
    document = """{ viewer { login person { id fullName } roles permissions actingFor { id } now
      memberships { role sectors { id code } organization { id } validTo } } }"""
    viewer = (await ask(town, "lead.roads", document))["viewer"]

    assert viewer["login"] == "lead.roads"
    assert viewer["person"] == {"id": global_id("Person", "person-lead.roads"), "fullName": "lead.roads"}
    assert viewer["roles"] == ["SECTOR_LEAD"]
    assert {"submission.read", "case.count"} <= set(viewer["permissions"])
    assert viewer["actingFor"] is None
    assert viewer["now"] == "2026-06-01T03:00:00Z"
    sector = {"id": global_id("Sector", "ROADS"), "code": "ROADS"}
    assert viewer["memberships"] == [
        {"role": "SECTOR_LEAD", "sectors": [sector], "organization": None, "validTo": None}
    ]


async def test_the_center_names_its_leaders_and_rests_on_an_act_for_who_may_read_acts(town: Town) -> None:
    document = "{ center { name coordinator { fullName } curator { fullName } head { fullName } legalBasis { number } } }"
    inside, outside = await ask(town, "member", document), await ask(town, "assignee", document)

    assert inside["center"]["curator"] == outside["center"]["curator"] == {"fullName": "curator"}
    assert inside["center"]["legalBasis"] == {"number": "1-р"}
    assert outside["center"]["legalBasis"] is None


async def test_the_effective_curator_is_told_to_who_may_read_absences(town: Town) -> None:
    document = "{ effectiveCurator { person { fullName } acting until } }"

    assert (await ask(town, "pos", document))["effectiveCurator"] == {
        "person": {"fullName": "curator"},
        "acting": False,
        "until": None,
    }
    assert (await ask(town, "assignee", document))["effectiveCurator"] is None


async def test_administrative_lists_are_empty_for_roles_without_any_right(town: Town) -> None:
    document = """{ legalActs(first: 5) { nodes { number issuedOn } totalCount { value } }
      deadlinePolicies { code unit amount } curatorAbsences(first: 5) { nodes { id } } }"""
    outside, inside = await ask(town, "assignee", document), await ask(town, "admin", document)

    assert outside["legalActs"] == {"nodes": [], "totalCount": {"value": 0}}
    assert outside["deadlinePolicies"] == outside["curatorAbsences"]["nodes"] == []
    assert inside["legalActs"]["nodes"] == [{"number": "1-р", "issuedOn": "2026-04-07"}]
    assert {"code": "IM_HIGH", "unit": "WORKING_HOURS", "amount": 4} in inside["deadlinePolicies"]


async def test_a_deadline_is_previewed_with_its_steps(town: Town) -> None:
    document = """query($amount: Int!, $unit: DeadlineUnit!) {
      dueDatePreview(from: "2026-06-01T10:00:00+07:00", unit: $unit, amount: $amount) {
        dueAt legalDueOn controlDueOn steps { at rule note } } }"""
    days = (await ask(town, "assignee", document, amount=5, unit="CALENDAR_DAYS"))["dueDatePreview"]
    hours = (await ask(town, "assignee", document, amount=5, unit="CLOCK_HOURS"))["dueDatePreview"]

    assert (days["dueAt"], days["legalDueOn"], days["controlDueOn"]) == (
        "2026-06-06T17:00:00Z",
        "2026-06-06",
        "2026-06-05",
    )
    assert days["steps"][0]["rule"] == "START"
    assert (hours["dueAt"], hours["legalDueOn"]) == ("2026-06-01T08:00:00Z", None)
    for amount in (0, -1, 401):
        assert (await ask(town, "assignee", document, amount=amount, unit="WORKING_DAYS")).codes == [
            "BAD_REQUEST"
        ]


async def test_the_calendar_tells_each_day_of_a_bounded_period(town: Town) -> None:
    document = (
        "query($from: Date!, $to: Date!) { calendar(from: $from, to: $to) { date isWorking kind basis } }"
    )
    three: dict[str, Any] = {"from": "2026-06-05", "to": "2026-06-08"}
    days = (await ask(town, "member", document, **three))["calendar"]

    assert [(one["date"], one["isWorking"], one["kind"]) for one in days] == [
        ("2026-06-05", True, "WORKING"),
        ("2026-06-06", False, "DAY_OFF"),
        ("2026-06-07", False, "DAY_OFF"),
    ]
    for last in ("2026-06-05", "2027-08-01", "9999-12-31"):
        wrong: dict[str, Any] = {"from": "2026-06-05", "to": last}
        assert (await ask(town, "member", document, **wrong)).codes == ["BAD_REQUEST"]


async def test_labels_are_given_for_all_enumerations_or_those_named(town: Town) -> None:
    document = "query($names: [String!]) { enumLabels(names: $names) { enum value label order } }"
    some = (await ask(town, "assignee", document, names=["Regime", "LegalRegime", "__TypeKind", "Case"]))[
        "enumLabels"
    ]
    everything = (await ask(town, "assignee", document))["enumLabels"]

    assert [(one["value"], one["label"], one["order"]) for one in some] == [
        ("MESSAGE", "Сообщение вне 59-ФЗ", 0),
        ("APPEAL_59FZ", "Обращение по 59-ФЗ", 1),
    ]
    assert {"CaseStatus", "Role", "SectorCode", "ProblemCode"} <= {one["enum"] for one in everything}


OF_FIELDS = frozenset(
    """author.read ballot.read case.history case.read_sensitive_text person.read_contacts quality.read
    satisfaction.read""".split()
)
"""Permissions that no root field names: fields of objects ask for them."""


async def test_the_permissions_of_the_viewer_are_those_that_some_field_asks_for(town: Town) -> None:
    named = set(re.findall(r'@requires\(action: "([\w.]+)"', sdl())) | OF_FIELDS
    told: set[str] = set()
    for login in PEOPLE:
        found = (await ask(town, login, "{ viewer { permissions } }"))["viewer"]["permissions"]
        assert found == sorted(set(found) & named), login
        told |= set(found)
    assert told >= OF_FIELDS


async def test_the_head_is_told_of_the_signature_only_while_it_is_the_heads_to_give(town: Town) -> None:
    document = "{ viewer { permissions } }"
    signing = {"protocol.sign", "protocol.send_back", "protocol.publish"}
    assert not signing & set((await ask(town, "head", document))["viewer"]["permissions"])
    assert signing <= set((await ask(town, "curator", document))["viewer"]["permissions"])
    await town.do("curator", record_curator_absence, reason="VACATION")
    later = NOW + timedelta(days=1)
    assert signing <= set((await ask(town, "head", document, now=later))["viewer"]["permissions"])
    assert not signing & set((await ask(town, "curator", document, now=later))["viewer"]["permissions"])

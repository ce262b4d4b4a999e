"""Counts of cases: everything for who could list the cases, fixed cuts with small counts withheld for the others."""

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest

from documents.cases.document import Case
from documents.kernel.ids import global_id
from tests.support.asking import Answer, ask
from tests.support.town import NOW, Town

DOCUMENT = """query($by: [CountDimension!], $filter: CaseFilter) { caseCounts(by: $by, filter: $filter) {
  total { count } groups { key { dimension code title } count suppressed } } }"""
MONTH = {"from": "2026-05-01T00:00:00+07:00", "to": "2026-06-01T00:00:00+07:00"}
MAY = datetime(2026, 5, 10, 3)

# status, sector, recipient, channel → how many
CASES = {
    ("NEW", None, None, "POS"): 5,
    ("ACCEPTED", "ROADS", None, "POS"): 4,
    ("ASSIGNED", "ROADS", "roads", "PHONE"): 6,
    ("ANSWERED", "ROADS", "yard", "POS"): 2,
    ("ASSIGNED", "EDUCATION", "education", "POS"): 3,
}


@pytest.fixture(scope="module", autouse=True)
async def counted(town: Town) -> None:
    """Twenty messages of May 2026."""
    numbers = itertools.count(1)
    cases = []
    for (status, sector_id, recipient_id, channel_id), count in CASES.items():
        for number in itertools.islice(numbers, count):
            case = Case(
                id=f"counted-{number}",
                updated_at=NOW,
                kind="MESSAGE",
                number=f"2026-9{number:05d}",
                status=status,
                sector_id=sector_id,
                recipient_id=recipient_id,
                channel_id=channel_id,
                received_at=MAY,
                registered_at=MAY,
                due_at=NOW + timedelta(days=-1 if number % 2 else 1),
                policy_code="POS_STANDARD",
                creator_id="person-pos",
            )
            case.derive()
            cases.append(case.to_row())
    await town.store.collection("cases").insert_many(cases)


async def counts(town: Town, login: str, *by: str, **given: Any) -> Answer:
    return await ask(town, login, DOCUMENT, by=list(by), filter=given or None)


def told(answer: Answer) -> dict[Any, int | None]:
    groups = answer["caseCounts"]["groups"]
    assert all(one["suppressed"] is (one["count"] is None) for one in groups)
    return {tuple(key["code"] for key in one["key"]): one["count"] for one in groups}


async def test_who_may_list_everything_counts_freely_in_one_command(town: Town) -> None:
    with town.recorder.capturing() as captured:
        answer = await counts(town, "pos", "STATUS", "SECTOR", isOverdue=False)
    assert [(one.name, one.collection) for one in captured.of("cases")] == [("aggregate", "cases")]
    found = told(answer)
    assert sum(value or 0 for value in found.values()) == answer["caseCounts"]["total"]["count"]
    assert ("NEW", None) in found
    assert told(await counts(town, "pos", "STATUS")) == {
        ("NEW",): 5,
        ("ACCEPTED",): 4,
        ("ASSIGNED",): 9,
        ("ANSWERED",): 2,
    }


async def test_keys_have_codes_and_russian_titles_in_the_order_of_their_dimension(town: Town) -> None:
    answer = await counts(town, "head", "RECIPIENT", "OVERDUE", sector=["ROADS"])
    groups = answer["caseCounts"]["groups"]

    roads = global_id("Organization", "roads")
    keys = [[(key["dimension"], key["code"], key["title"]) for key in one["key"]] for one in groups]
    assert keys[0] == [("RECIPIENT", roads, "roads"), ("OVERDUE", "true", "Просрочено")]
    assert keys[-1][0] == ("RECIPIENT", None, "Не указано")


async def test_a_search_or_a_filter_of_any_kind_is_fine_where_the_rows_are_visible(town: Town) -> None:
    answer = await counts(
        town, "curator", "KIND", search="2026-9", recipientIds=[global_id("Organization", "yard")]
    )

    assert told(answer) == {("MESSAGE",): 2}


async def test_a_recipient_counts_what_is_his(town: Town) -> None:
    assert told(await counts(town, "recipient.coordinator", "STATUS")) == {("ASSIGNED",): 6, ("ANSWERED",): 2}


@pytest.mark.parametrize("login", ["coordinator", "member", "leadership", "lead.education"])
async def test_small_counts_and_a_complement_are_withheld_from_who_cannot_list(
    town: Town, login: str
) -> None:
    answer = await counts(town, login, "STATUS", receivedAt=MONTH)

    assert told(answer) == {("NEW",): 5, ("ACCEPTED",): None, ("ASSIGNED",): 9, ("ANSWERED",): None}
    assert answer["caseCounts"]["total"] == {"count": 20}


async def test_one_value_is_cut_out_of_the_whole_table_and_gives_nothing_away(town: Town) -> None:
    by_status = told(await counts(town, "leadership", "STATUS"))
    for status, count in by_status.items():
        total = await counts(town, "leadership", status=[status[0]])
        assert total["caseCounts"] == {"total": {"count": count}, "groups": []}
    sliced = await counts(town, "leadership", "SECTOR", status=["ASSIGNED"])
    assert sliced["caseCounts"]["total"] == {"count": 9}
    with town.recorder.capturing() as captured:
        both = await counts(town, "leadership", "SECTOR", "CHANNEL", sector=["ROADS"])
    assert len(captured.of("cases")) == 1
    assert {key[0] for key in told(both)} == {"ROADS"}


async def test_the_order_of_dimensions_changes_nothing(town: Town) -> None:
    one = told(await counts(town, "leadership", "SECTOR", "STATUS"))
    other = told(await counts(town, "leadership", "STATUS", "SECTOR"))

    assert {(status, sector): count for (sector, status), count in one.items()} == other
    assert None in other.values()
    for status in ("ASSIGNED", "ANSWERED"):
        sliced = told(await counts(town, "leadership", "SECTOR", status=[status]))
        assert sliced == {(sector,): count for (name, sector), count in other.items() if name == status}


async def test_a_lead_counts_freely_within_his_sectors(town: Town) -> None:
    inside = await counts(town, "lead.roads", "STATUS", sector=["ROADS"], isOverdue=True)
    outside = await counts(town, "lead.roads", "STATUS", sector=["ROADS", "EDUCATION"], isOverdue=True)
    fixed = await counts(town, "lead.roads", "STATUS", sector=["EDUCATION"])

    assert None not in told(inside).values()
    assert outside.codes == ["FILTER_FORBIDDEN"]
    assert fixed["caseCounts"]["total"] == {"count": 3}


@pytest.mark.parametrize(
    "given",
    [
        {"search": "яма"},
        {"receivedAt": {"from": "2026-05-02T00:00:00+07:00"}},
        {"receivedAt": {"from": "2026-05-01T00:00:00Z"}},
        {"status": ["NEW"], "sector": ["ROADS"]},
        {"status": ["NEW", "ACCEPTED"]},
        {"isOverdue": True},
        {"recipientIds": [global_id("Organization", "roads")]},
        {"unassigned": False},
    ],
)
async def test_anything_but_a_fixed_cut_is_forbidden(town: Town, given: dict[str, Any]) -> None:
    answer = await ask(town, "leadership", DOCUMENT, by=["KIND"], filter=given)

    assert answer.codes == ["FILTER_FORBIDDEN"]
    assert answer.data == {"caseCounts": None}


async def test_three_dimensions_or_one_twice_are_a_bad_request(town: Town) -> None:
    assert (await counts(town, "pos", "STATUS", "KIND", "SECTOR")).codes == ["BAD_REQUEST"]
    assert (await counts(town, "pos", "STATUS", "STATUS")).codes == ["BAD_REQUEST"]


async def test_without_dimensions_there_is_only_a_total(town: Town) -> None:
    answer = await ask(town, "leadership", "{ caseCounts { total { count } groups { count } } }")

    assert answer["caseCounts"] == {"total": {"count": 20}, "groups": []}


async def test_who_may_not_count_gets_nothing(town: Town) -> None:
    with town.recorder.capturing() as captured:
        answer = await counts(town, "admin", "STATUS")
    assert answer["caseCounts"] is None
    assert captured.of("cases") == []

"""Counts of cases: exact for who could list them and for the leadership, protected figures for the others."""

import itertools
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from documents.cases.document import Case
from documents.kernel.ids import global_id
from documents.members.document import Membership
from documents.statistics.rounding import BASE
from tests.support.asking import Answer, ask
from tests.support.neighbors import alter
from tests.support.town import FOUNDED, NOW, Town

DOCUMENT = """query($by: [CountDimension!], $filter: CaseFilter) { caseCounts(by: $by, filter: $filter) {
  total { count } isRounded groups { key { dimension code title } count suppressed } } }"""
MONTH = {"from": "2026-05-01T00:00:00+07:00", "to": "2026-06-01T00:00:00+07:00"}
MAY = datetime(2026, 5, 10, 3)
DIMENSIONS = ("STATUS", "KIND", "SECTOR", "RECIPIENT", "TOPIC", "SETTLEMENT", "CHANNEL", "OVERDUE")

# status, sector, recipient, channel → how many
CASES = {
    ("NEW", None, None, "POS"): 5,
    ("ACCEPTED", "ROADS", None, "POS"): 4,
    ("ASSIGNED", "ROADS", "roads", "PHONE"): 6,
    ("ANSWERED", "ROADS", "yard", "POS"): 2,
    ("ASSIGNED", "EDUCATION", "education", "POS"): 3,
    ("CANCELLED", "ROADS", None, "POS"): 3,
}


@pytest.fixture(scope="module", autouse=True)
async def counted(town: Town) -> None:
    """Twenty messages of May 2026, and three wrong registrations."""
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
                received_at=MAY + timedelta(seconds=number),
                registered_at=MAY + timedelta(seconds=number),
                due_at=NOW + timedelta(days=-1 if number % 2 else 1),
                policy_code="POS_STANDARD",
                creator_id="person-pos",
            )
            case.derive()
            cases.append(case.to_row())
    await town.store.collection("cases").insert_many(cases)


async def counts(town: Town, login: str, *by: str, **given: Any) -> Answer:
    return await ask(town, login, DOCUMENT, by=list(by), filter=given or None)


def told(answer: Answer) -> dict[Any, int]:
    groups = answer["caseCounts"]["groups"]
    assert all(one["suppressed"] is False for one in groups)
    return {tuple(key["code"] for key in one["key"]): one["count"] for one in groups}


async def test_who_may_list_everything_counts_freely_in_one_command(town: Town) -> None:
    with town.recorder.capturing() as captured:
        answer = await counts(town, "pos", "STATUS", "SECTOR", isOverdue=False)
    assert [(one.name, one.collection) for one in captured.of("cases")] == [("aggregate", "cases")]
    found = told(answer)
    assert sum(found.values()) == answer["caseCounts"]["total"]["count"]
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


async def test_the_leadership_counts_exactly_by_anything_but_words(town: Town) -> None:
    year = {"from": "2026-01-01T00:00:00+07:00", "to": "2027-01-01T00:00:00+07:00"}
    for by in (["TOPIC"], ["RECIPIENT"], ["OVERDUE"], ["STATUS", "SECTOR"], ["RECIPIENT", "CHANNEL"]):
        mine = await counts(town, "leadership", *by, receivedAt=year, isOverdue=False)
        true = await counts(town, "head", *by, receivedAt=year, isOverdue=False)
        assert mine["caseCounts"] == true["caseCounts"]
        assert mine["caseCounts"]["isRounded"] is False
    refused = await ask(town, "leadership", DOCUMENT, filter={"search": "яма"})
    assert refused.codes == ["FILTER_FORBIDDEN"]
    assert "search" in refused.errors[0].original_error.message()  # type: ignore[union-attr]


PROTECTED = ["coordinator", "member", "lead.education"]
CUTS: list[tuple[str, ...]] = [(), *((one,) for one in DIMENSIONS), *itertools.combinations(DIMENSIONS, 2)]


@pytest.mark.parametrize("login", PROTECTED)
async def test_every_protected_figure_is_a_multiple_of_the_base_beside_the_true_one(
    town: Town, login: str
) -> None:
    own = {"EDUCATION"} if login == "lead.education" else set[str]()
    for by in CUTS:
        given = {"receivedAt": MONTH} if len(by) % 2 else {}
        answer, true = await counts(town, login, *by, **given), await counts(town, "head", *by, **given)
        assert answer["caseCounts"]["isRounded"] is True
        assert 15 < answer["caseCounts"]["total"]["count"] < 25
        exact = told(true)
        for key, figure in told(answer).items():
            assert abs(figure - exact[key]) < BASE
            assert figure % BASE == 0 or login == "lead.education"
            assert own.isdisjoint(key) or figure == exact[key]


async def test_the_same_cases_are_rounded_alike_however_they_are_asked_for(town: Town) -> None:
    month, quarter = MONTH, {"from": "2026-04-01T00:00:00+07:00", "to": "2026-07-01T00:00:00+07:00"}
    year = {"from": "2026-01-01T00:00:00+07:00", "to": "2027-01-01T00:00:00+07:00"}
    for login in ("coordinator", "member"):
        figures = {
            told(await counts(town, login, "STATUS", **({"receivedAt": one} if one else {}))).get(("NEW",), 0)
            for one in (None, month, quarter, year)
        }
        by_kind = told(await counts(town, login, "KIND", status=["NEW"])).get(("MESSAGE",), 0)
        by_pair = told(await counts(town, login, "STATUS", "CHANNEL")).get(("NEW", "POS"), 0)
        total = (await counts(town, login, status=["NEW"]))["caseCounts"]["total"]["count"]
        assert figures == {by_kind} == {by_pair} == {total} == {5}
    one, other = [told(await counts(town, login, "SECTOR", "STATUS")) for login in ("coordinator", "member")]
    assert one == other


async def test_the_order_of_dimensions_changes_nothing(town: Town) -> None:
    one = told(await counts(town, "member", "SECTOR", "STATUS"))
    other = told(await counts(town, "member", "STATUS", "SECTOR"))

    assert {(status, sector): count for (sector, status), count in one.items()} == other


async def test_a_range_is_the_sum_of_its_whole_years_quarters_and_months(town: Town) -> None:
    spring = {"from": "2026-04-01T00:00:00+07:00", "to": "2026-06-01T00:00:00+07:00"}
    with town.recorder.capturing() as captured:
        found = told(await counts(town, "coordinator", "STATUS", receivedAt=spring))
    assert len(captured.of("cases")) == 1
    assert found == told(await counts(town, "coordinator", "STATUS", receivedAt=MONTH))


async def test_a_lead_counts_freely_within_his_sectors(town: Town) -> None:
    inside = await counts(town, "lead.roads", "STATUS", sector=["ROADS"], isOverdue=True)
    outside = await counts(town, "lead.roads", "STATUS", sector=["ROADS", "EDUCATION"], isOverdue=True)
    fixed = await counts(town, "lead.roads", "STATUS", sector=["EDUCATION"])
    both = told(await counts(town, "lead.roads", "SECTOR", "RECIPIENT"))

    assert inside["caseCounts"]["isRounded"] is False
    assert outside.codes == ["FILTER_FORBIDDEN"]
    assert fixed["caseCounts"]["total"]["count"] in (0, 5)
    roads = {key[1]: count for key, count in both.items() if key[0] == "ROADS"}
    assert roads == {None: 4, global_id("Organization", "roads"): 6, global_id("Organization", "yard"): 2}


@pytest.fixture
async def second_seat(town: Town) -> AsyncIterator[None]:
    """The coordinator of the center coordinates a body too, for one test."""
    seat = Membership(
        id="second-seat",
        person_id="person-coordinator",
        role="RECIPIENT_COORDINATOR",
        organization_id="yard",
        valid_from=FOUNDED,
        updated_at=FOUNDED,
    )
    await town.load([seat])
    yield
    await alter(town, Membership, seat.id, valid_to=FOUNDED)


@pytest.mark.usefixtures("second_seat")
async def test_who_counts_for_two_roles_is_told_the_other_cases_rounded(town: Town) -> None:
    """His own cases exactly, the others never."""
    own: dict[tuple[str | None, str], int] = {("ROADS", "MESSAGE"): 2}
    alone: dict[tuple[str | None, str], int] = {
        ("ROADS", "MESSAGE"): 10,
        ("EDUCATION", "MESSAGE"): 3,
        (None, "MESSAGE"): 5,
    }
    found = told(await counts(town, "coordinator", "SECTOR", "KIND"))
    for key, others in alone.items():
        foreign = found.get(key, 0) - own.get(key, 0)
        assert foreign % BASE == 0
        assert abs(foreign - others) < BASE


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
async def test_anything_but_whole_periods_and_one_value_is_forbidden_and_the_message_says_what_is_not(
    town: Town, given: dict[str, Any]
) -> None:
    for login in PROTECTED:
        answer = await ask(town, login, DOCUMENT, by=["KIND"], filter=given)

        assert answer.codes == ["FILTER_FORBIDDEN"]
        assert answer.data == {"caseCounts": None}
        words = answer.errors[0].original_error.message()  # type: ignore[union-attr]
        assert "месяцы, кварталы или годы" in words
        assert "kind, status, sector, channel" in words


async def test_three_dimensions_or_one_twice_are_a_bad_request(town: Town) -> None:
    assert (await counts(town, "pos", "STATUS", "KIND", "SECTOR")).codes == ["BAD_REQUEST"]
    assert (await counts(town, "pos", "STATUS", "STATUS")).codes == ["BAD_REQUEST"]


async def test_without_dimensions_there_is_only_a_total(town: Town) -> None:
    for login in ("leadership", "member"):
        answer = await ask(town, login, "{ caseCounts { total { count } groups { count } } }")
        assert answer["caseCounts"] == {"total": {"count": 20}, "groups": []}


async def test_wrong_registrations_are_no_messages_and_are_counted_by_who_asks_for_them(town: Town) -> None:
    for login in ("head", "leadership", "member"):
        told_of_all = await counts(town, login, "STATUS", sector=["ROADS"])
        assert ("CANCELLED",) not in told(told_of_all)
        assert told(await counts(town, login, "SECTOR"))[("ROADS",)] < 20
    assert (await counts(town, "head", isOpen=False))["caseCounts"]["total"]["count"] == 2
    asked = await counts(town, "head", "STATUS", status=["CANCELLED", "NEW"])
    assert told(asked) == {("CANCELLED",): 3, ("NEW",): 5}
    assert (await counts(town, "member", status=["CANCELLED"]))["caseCounts"]["total"]["count"] in (0, 5)


async def test_who_may_not_count_gets_nothing(town: Town) -> None:
    with town.recorder.capturing() as captured:
        answer = await counts(town, "admin", "STATUS")
    assert answer["caseCounts"] is None
    assert captured.of("cases") == []

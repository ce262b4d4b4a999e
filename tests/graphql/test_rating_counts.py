"""Counts of ratings: exact for who may read them and for the leadership, protected figures for the others."""

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest

from documents.cases.satisfaction import SatisfactionRating
from documents.kernel.ids import global_id
from documents.statistics.rounding import BASE
from tests.support.asking import Answer, ask
from tests.support.cases import put_case
from tests.support.town import Town

DOCUMENT = """query($by: [RatingDimension!], $filter: RatingFilter) { satisfactionCounts(by: $by, filter: $filter) {
  total { count averageScore } isRounded groups { key { dimension code title } count averageScore } } }"""
APRIL, MAY = datetime(2026, 4, 10, 3), datetime(2026, 5, 10, 3)
DIMENSIONS = ("RECIPIENT", "SECTOR", "TOPIC", "MONTH", "SCORE", "SOLVED")

# sector, recipient, channel, score, month → how many cases
RATED: dict[tuple[str, str, str, int, datetime], int] = {
    ("ROADS", "roads", "POS", 5, MAY): 6,
    ("ROADS", "yard", "POS", 2, MAY): 3,
    ("ROADS", "roads", "PHONE", 4, APRIL): 4,
    ("EDUCATION", "education", "PHONE", 1, MAY): 2,
}


def rating(score: int, at: datetime, **more: Any) -> SatisfactionRating:
    facts = {"answer_no": 1, "source": "LINK", "solved": score > 2, **more}
    return SatisfactionRating(score=score, at=at, **facts)


@pytest.fixture(scope="module", autouse=True)
async def counted(town: Town) -> None:
    """Fifteen rated messages, one of them rated again after it was reopened, and one rated by its own recipient."""
    numbers = itertools.count(1)
    for (sector, recipient, channel, score, at), count in RATED.items():
        for number in itertools.islice(numbers, count):
            again = [rating(5, MAY, answer_no=2)] if number == 1 else []
            await put_case(
                town,
                f"rated-{number}",
                status="ANSWERED",
                sector_id=sector,
                recipient_id=recipient,
                channel_id=channel,
                satisfaction=[rating(score, at + timedelta(minutes=number)), *again],
                moments={"received_at": at - timedelta(days=9, seconds=number)},
            )
    own = rating(5, MAY, source="RECIPIENT")
    await put_case(town, "rated-own", status="ANSWERED", recipient_id="roads", satisfaction=[own])
    await put_case(town, "unrated", status="ANSWERED", recipient_id="roads")


async def counts(town: Town, login: str, *by: str, **given: Any) -> Answer:
    return await ask(town, login, DOCUMENT, by=list(by), filter=given or None)


def told(answer: Answer) -> dict[Any, int]:
    groups = answer["satisfactionCounts"]["groups"]
    return {tuple(key["code"] for key in one["key"]): one["count"] for one in groups}


async def test_who_may_read_the_ratings_counts_them_exactly_in_one_command(town: Town) -> None:
    with town.recorder.capturing() as captured:
        answer = await counts(town, "head", "SCORE")
    assert [(one.name, one.collection) for one in captured.of("cases")] == [("aggregate", "cases")]
    assert told(answer) == {("1",): 2, ("2",): 3, ("4",): 4, ("5",): 7}
    found = answer["satisfactionCounts"]
    assert (found["total"], found["isRounded"]) == ({"count": 16, "averageScore": 3.69}, False)
    assert found["groups"][0]["key"][0] == {
        "dimension": "SCORE",
        "code": "1",
        "title": "полностью не удовлетворён",
    }
    roads, yard, school = (global_id("Organization", one) for one in ("roads", "yard", "education"))
    assert told(await counts(town, "curator", "RECIPIENT")) == {(roads,): 11, (yard,): 3, (school,): 2}
    assert told(await counts(town, "head", "MONTH", "SOLVED")) == {
        ("2026-04", "true"): 4,
        ("2026-05", "true"): 7,
        ("2026-05", "false"): 5,
    }
    averages = await counts(town, "head", "SECTOR")
    assert [one["averageScore"] for one in averages["satisfactionCounts"]["groups"]] == [1.0, 4.07]


async def test_a_filter_narrows_by_when_it_was_rated_and_by_what_was_answered(town: Town) -> None:
    may = {"from": "2026-05-01T00:00:00+07:00", "to": "2026-06-01T00:00:00+07:00"}
    for given, count in (
        ({"ratedAt": may}, 12),
        ({"ratedAt": {"to": may["from"]}}, 4),
        ({"sector": ["EDUCATION"]}, 2),
        ({"channel": ["PHONE"]}, 6),
        ({"recipientIds": [global_id("Organization", "yard")]}, 3),
        ({"topicIds": [global_id("Topic", "holes")]}, 16),
        ({"kind": ["APPEAL"]}, 0),
        ({"kind": ["INCIDENT"]}, 0),
    ):
        assert (await counts(town, "head", **given))["satisfactionCounts"]["total"]["count"] == count, given
    nothing = await counts(town, "head", kind=["APPEAL"])
    assert nothing["satisfactionCounts"]["total"]["averageScore"] is None
    upside_down = {"from": may["to"], "to": may["from"]}
    assert (await counts(town, "head", ratedAt=upside_down)).codes == ["BAD_REQUEST"]
    assert (await counts(town, "head", "SCORE", "SOLVED", "TOPIC")).codes == ["BAD_REQUEST"]
    assert (await counts(town, "head", topicIds=["x"])).codes == ["BAD_REQUEST"]


async def test_a_recipient_counts_what_its_own_answers_were_rated(town: Town) -> None:
    answer = await counts(town, "recipient.coordinator", "SCORE")
    assert told(answer) == {("2",): 3, ("4",): 4, ("5",): 7}
    assert answer["satisfactionCounts"]["isRounded"] is False


async def test_the_leadership_counts_exactly_what_it_cannot_read(town: Town) -> None:
    mine = await counts(town, "leadership", "TOPIC", "SCORE")
    assert mine["satisfactionCounts"] == (await counts(town, "head", "TOPIC", "SCORE"))["satisfactionCounts"]


OWN = {"coordinator": set[str](), "member": set[str](), "lead.education": {"EDUCATION"}}


@pytest.mark.parametrize("login", OWN)
async def test_every_protected_figure_is_a_multiple_of_the_base_beside_what_one_may_read(
    town: Town, login: str
) -> None:
    for by in [(), *((one,) for one in DIMENSIONS), *itertools.combinations(DIMENSIONS, 2)]:
        answer, true = await counts(town, login, *by), await counts(town, "head", *by)
        found = answer["satisfactionCounts"]
        assert found["isRounded"] is True
        assert all(one["averageScore"] is None for one in (found["total"], *found["groups"]))
        assert abs(found["total"]["count"] - 16) < BASE
        exact = told(true)
        for key, figure in told(answer).items():
            assert abs(figure - exact[key]) < BASE
            assert figure % BASE == 0 or login == "lead.education"
            assert OWN[login].isdisjoint(key) or figure == exact[key]


async def test_the_same_ratings_are_rounded_alike_however_they_are_asked_for(town: Town) -> None:
    by_sector = told(await counts(town, "member", "SECTOR")).get(("EDUCATION",), 0)
    by_body = told(await counts(town, "member", "RECIPIENT"))
    assert by_body.get((global_id("Organization", "education"),), 0) == by_sector
    asked = (await counts(town, "member", sector=["EDUCATION"]))["satisfactionCounts"]["total"]["count"]
    assert asked == by_sector


async def test_a_lead_counts_exactly_within_his_sectors(town: Town) -> None:
    answer = await counts(town, "lead.education", "SCORE", sector=["EDUCATION"])
    assert (told(answer), answer["satisfactionCounts"]["isRounded"]) == ({("1",): 2}, False)


async def test_anything_but_whole_months_and_one_value_is_forbidden_to_who_is_told_figures(
    town: Town,
) -> None:
    for given in (
        {"ratedAt": {"from": "2026-05-02T00:00:00+07:00"}},
        {"topicIds": [global_id("Topic", "holes")]},
        {"recipientIds": [global_id("Organization", "roads")]},
        {"kind": ["MESSAGE", "APPEAL"]},
        {"kind": ["MESSAGE"], "sector": ["ROADS"]},
    ):
        assert (await counts(town, "member", **given)).codes == ["FILTER_FORBIDDEN"], given
    may = {"from": "2026-05-01T00:00:00+07:00", "to": "2026-06-01T00:00:00+07:00"}
    assert (await counts(town, "member", ratedAt=may, channel=["POS"]))["satisfactionCounts"]["isRounded"]


async def test_who_may_not_count_gets_nothing(town: Town) -> None:
    for login in ("assignee", "registrar", "admin"):
        with town.recorder.capturing() as captured:
            answer = await counts(town, login, "SCORE")
        assert answer["satisfactionCounts"] is None
        assert captured.of("cases") == []

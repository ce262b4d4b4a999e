"""Figures of checked answers: exact for who reads the checks and for the leadership, protected for others."""

from typing import Any

import pytest

from documents.statistics.rounding import BASE
from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.town import Town

COUNTS = """query ($by: [QualityDimension!], $filter: CaseFilter) { qualityCounts(by: $by, filter: $filter) {
  checked isRounded groups { key { dimension code title } count } } }"""

VERDICTS = {"PASSED": 7, "REMARKS": 4, "FAILED": 1}


@pytest.fixture(scope="module", autouse=True)
async def many(town: Town) -> None:
    """Twelve checked cases of two sectors, and one that nobody has checked."""
    await put_case(town, "unchecked", status="ANSWERED")
    verdicts = [name for name, count in VERDICTS.items() for _ in range(count)]
    for number, verdict in enumerate(verdicts):
        unmet = ["TERM_NAMED", "POLITE"] if verdict == "FAILED" else ["TERM_NAMED"]
        criteria = [{"criterion": one, "is_met": False} for one in unmet if verdict != "PASSED"]
        check = {"answer_no": 1, "is_before_sending": False, "at": town.now, "by_id": "person-head"}
        earlier = {**check, "criteria": [], "verdict": "FAILED"}
        await put_case(
            town,
            f"checked-{number:02d}",
            status="ANSWERED",
            sector_id="ROADS" if number % 3 else "EDUCATION",
            quality_checks=[earlier, {**check, "criteria": criteria, "verdict": verdict}],
        )


async def counted(town: Town, login: str, *by: str, **given: Any) -> Any:
    return (await ask(town, login, COUNTS, by=list(by), filter=given or None))["qualityCounts"]


def told(counts: Any) -> dict[Any, int]:
    return {tuple(key["code"] for key in one["key"]): one["count"] for one in counts["groups"]}


async def test_the_last_check_of_a_case_counts(town: Town) -> None:
    for login in ("head", "leadership", "curator"):
        found = await counted(town, login, "VERDICT")
        assert (found["checked"], found["isRounded"]) == (12, False)
        assert told(found) == {(one,): count for one, count in VERDICTS.items()}
        assert next(one["key"][0]["title"] for one in found["groups"]) == "Соответствует"
    unmet = await counted(town, "head", "UNMET_CRITERION")
    assert (unmet["checked"], told(unmet)) == (12, {("TERM_NAMED",): 5, ("POLITE",): 1})
    own = await counted(town, "lead.roads", "VERDICT", sector=["ROADS"])
    assert (own["checked"], own["isRounded"]) == (8, False)


async def test_who_reads_no_check_is_told_protected_figures(town: Town) -> None:
    for by in ([], ["VERDICT"], ["UNMET_CRITERION"], ["SECTOR", "VERDICT"], ["CHANNEL"], ["RECIPIENT"]):
        found, true = await counted(town, "coordinator", *by), await counted(town, "head", *by)
        assert found["isRounded"] is True
        figures = [found["checked"], *told(found).values()]
        assert all(one % BASE == 0 for one in figures)
        assert abs(found["checked"] - true["checked"]) < BASE
        assert all(abs(figure - told(true)[key]) < BASE for key, figure in told(found).items())
    for given in ({"search": "яма"}, {"isOverdue": True}, {"kind": ["MESSAGE", "APPEAL"]}):
        refused = await ask(town, "coordinator", COUNTS, filter=given)
        assert refused.codes == ["FILTER_FORBIDDEN"]
    for_words = await ask(town, "leadership", COUNTS, filter={"search": "яма"})
    assert for_words.codes == ["FILTER_FORBIDDEN"]


async def test_who_may_count_nothing_of_it_is_refused(town: Town) -> None:
    for login in ("member", "info", "assignee", "registrar"):
        answer = await ask(town, login, COUNTS)
        assert answer.data == {"qualityCounts": None} or answer["qualityCounts"]["checked"] == 0


async def test_more_than_two_dimensions_are_too_many(town: Town) -> None:
    answer = await ask(town, "head", COUNTS, by=["VERDICT", "SECTOR", "TOPIC"])
    assert answer.codes == ["BAD_REQUEST"]


async def test_what_waits_for_somebody_is_counted_by_its_checks(town: Town) -> None:
    found = await counted(town, "head", "VERDICT", allowedAction=["CLOSE_SUBMISSION"])
    assert (found["checked"], told(found)) == (12, {(one,): count for one, count in VERDICTS.items()})
    none = await counted(town, "head", "VERDICT", allowedAction=["APPROVE_RESPONSE"])
    assert (none["checked"], told(none)) == (0, {})

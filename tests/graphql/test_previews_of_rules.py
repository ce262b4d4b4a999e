"""Previews of reasons and settings: the open work that names a reason or waits where a setting decides; in numbers only."""

from typing import Any

import pytest

from documents.cases.document import Case, Rejection, Response
from documents.cases.routed import Routing
from documents.center.document import Reason
from documents.center.settings import SETTINGS
from documents.directory import touching
from documents.directory.previews import CALENDAR_SETTINGS
from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.town import FOUNDED, NOW, Town

REASON = """query($id: ID!) { referenceChangePreview(kind: REASON, id: $id) {
  openCases { value precision } assignments { value } people organizations topics } }"""
SETTING = """query($name: String!) { settingChangePreview(name: $name) {
  openCases { value precision } people { value precision } note } }"""

REASONS = (
    ("ROUTING_RETURN", "NOT_OURS", "Не наше"),
    ("ROUTING_RETURN", "NO_ADDRESS", "Нет адреса"),
    ("ROUTING_RETURN", "NEVER", "Никогда"),
    ("REWORK", "INCOMPLETE", "Ответ неполный"),
    ("REJECTION", "NO_SUBSTANCE", "Нет сути"),
)


def returned(*reasons: str) -> dict[str, Any]:
    """Open again, after returns for these reasons."""
    sent = [
        Routing(to_organization_id="yard", by_id="person-pos", at=NOW, returned_at=NOW, return_reason=one)
        for one in reasons
    ]
    return {"status": "ACCEPTED", "routings": sent}


def draft(status: str, author: str = "assignee", **more: Any) -> list[Response]:
    """An answer in this state; one that was returned before stands in front of it."""
    first = Response(no=1, text="Нет", author_id="person-pos", status="RETURNED", **more)
    return [first, Response(no=2, text="Сделано", author_id=f"person-{author}", status=status)]


CASES: tuple[dict[str, Any], ...] = (
    returned("NOT_OURS"),
    returned("Не наше"),
    returned("NO_ADDRESS", " Не наше "),
    {**returned("NOT_OURS"), "status": "CLOSED"},
    returned("Не наше, а соседей"),
    {"status": "REJECTED", "rejection": Rejection(reason="NO_SUBSTANCE", comment="Нет сути")},
    *(
        {"status": "IN_PROGRESS", "assignee_id": f"person-{one}"}
        for one in ("assignee", "assignee.yard", "recipient.head")
    ),
    *(
        {"status": "ANSWERED", "assignee_id": f"person-{one}"}
        for one in ("assignee", "assignee", "assignee.yard", "recipient.head", "head")
    ),
    {"status": "ANSWERED", "kind": "INCIDENT", "assignee_id": "person-head"},
    {"status": "IN_PROGRESS"},
    {"status": "IN_PROGRESS", "kind": "INCIDENT", "assignee_id": "person-head"},
    {"status": "IN_REVIEW", "responses": draft("IN_REVIEW", return_criteria=["INCOMPLETE"])},
    {"status": "IN_REVIEW", "responses": draft("IN_REVIEW", return_reason="Ответ неполный")},
    {"status": "IN_REVIEW", "responses": draft("IN_REVIEW", "recipient.head")},
    {"status": "IN_REVIEW", "responses": draft("APPROVED", "head", return_criteria=["Ответ неполный"])},
    {"status": "IN_REVIEW", "kind": "INCIDENT", "responses": draft("IN_REVIEW", "incident")},
)


@pytest.fixture(scope="module", autouse=True)
async def waiting(town: Town) -> None:
    """The reasons, and cases that were returned for them or wait for an answer."""
    await town.load(
        Reason(id=f"{kind}.{code}", kind=kind, code=code, title=title, updated_at=FOUNDED)
        for kind, code, title in REASONS
    )
    rows = []
    for number, given in enumerate(CASES):
        facts = {"kind": "MESSAGE", "channel_id": "POS", "policy_code": "POS_STANDARD", **given}
        at = {"received_at": NOW, "registered_at": NOW, "due_at": NOW, "updated_at": NOW}
        case = Case(id=f"rule-{number}", number=f"2026-7{number:05d}", creator_id="person-pos", **facts, **at)
        case.derive()
        rows.append(case.to_row())
    await town.store.collection("cases").insert_many(rows)


async def cases_of(town: Town, reason: str) -> Any:
    answer = await ask(town, "admin", REASON, id=global_id("Reason", reason))
    return answer["referenceChangePreview"]["openCases"]


async def preview(town: Town, name: str) -> Any:
    return (await ask(town, "admin", SETTING, name=name))["settingChangePreview"]


def exactly(value: int | None) -> dict[str, Any]:
    return {"value": value, "precision": "EXACT"}


@pytest.mark.parametrize("reason", ["ROUTING_RETURN.NOT_OURS", "REWORK.INCOMPLETE"])
async def test_open_cases_name_a_reason_by_its_code_or_its_words(town: Town, reason: str) -> None:
    assert await cases_of(town, reason) == exactly(3)


async def test_a_reason_that_one_case_bears_is_told_like_one_that_none_bears(town: Town) -> None:
    # Else a reason worded like a remark would tell whether somebody wrote it.
    assert await cases_of(town, "ROUTING_RETURN.NO_ADDRESS") == exactly(None)
    assert await cases_of(town, "ROUTING_RETURN.NEVER") == exactly(None)


async def test_a_ground_for_turning_down_is_borne_by_no_open_case(town: Town) -> None:
    answer = await ask(town, "admin", REASON, id=global_id("Reason", "REJECTION.NO_SUBSTANCE"))
    others = {"assignments": {"value": 0}, "people": 0, "organizations": 0, "topics": 0}
    assert answer["referenceChangePreview"] == {"openCases": exactly(0), **others}


@pytest.mark.parametrize(
    ("name", "cases", "people"),
    [
        ("approvalRequired", 4, 3),
        ("fourEyes", 3, None),
        ("closeWithoutObjectionDays", 5, 4),
        ("center_name", 0, 0),
    ],
)
async def test_a_setting_tells_the_open_work_that_it_rules(
    town: Town, name: str, cases: int, people: int | None
) -> None:
    found = await preview(town, name)
    assert (found["openCases"], found["people"]) == (exactly(cases), exactly(people))


@pytest.mark.parametrize("name", sorted(name for name, rule in SETTINGS.items() if not rule.is_used))
async def test_a_setting_that_nothing_reads_touches_nothing_and_says_so(town: Town, name: str) -> None:
    note = "Пока ни на что не влияет."
    assert await preview(town, name) == {"openCases": exactly(0), "people": exactly(0), "note": note}


def test_each_setting_that_is_read_says_what_work_it_rules() -> None:
    of_the_center = {"center_name", "center_legal_act_id"}
    of_new_cases = {
        "districtBox",
        "oldestReceiptDays",
        "routingMode",
    }  # what is registered already stays as it is
    of_what_comes = {  # files, jobs and decisions go by them from the next one on
        *("pauseOnClarification", "extensionDays", "postponedDays"),
        *("notificationKeepDays", "personalDataAlertCount"),
        *("escalateToLeadDays", "escalateToHeadDays", "escalateToCuratorDays"),
        "externalTerm",
        *("reopeningDecisionDays", "satisfactionLinkDays"),
        *("recipientLinkDays", "unopenedLinkDays", "acknowledgementLinkDays"),
        *("fileMegabytes", "filesWaiting", "filesPerObject", "eventsRetained"),
        *("quorumRule", "quorumMandatory", "abstentionAllowed"),
        *("open311Channels", "open311Jurisdiction"),
        *("votingWorkingDays", "ballotCountingDays", "materialsWorkingDays"),
    }
    assert {name for name, rule in SETTINGS.items() if rule.is_used} == {
        *touching.SETTING_EFFECTS,
        *of_the_center,
        *CALENDAR_SETTINGS,
        *of_new_cases,
        *of_what_comes,
    }


@pytest.mark.parametrize("name", sorted(CALENDAR_SETTINGS))
async def test_a_setting_of_the_calendar_says_that_deadlines_stay(town: Town, name: str) -> None:
    found = await preview(town, name)
    assert (found["openCases"], found["people"]) == (exactly(0), exactly(0))
    assert "не меняются" in found["note"]


async def test_of_more_than_are_looked_at_a_lower_bound_is_told(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(touching, "MOST_LOOKED_AT", 3)
    found = await preview(town, "approvalRequired")
    assert found["openCases"] == {"value": 3, "precision": "AT_LEAST"}


async def test_a_preview_reads_one_page_of_cases_and_changes_nothing(town: Town) -> None:
    before: list[Any] = await town.store.collection("cases").find({}).to_list(length=None)
    events = await town.event_count()
    with town.recorder.capturing() as captured:
        await preview(town, "fourEyes")
        await cases_of(town, "REWORK.INCOMPLETE")
    assert [one.name for one in captured.of("cases")] == ["find", "find"]
    assert {one.body["limit"] for one in captured.of("cases")} == {touching.MOST_LOOKED_AT + 1}
    assert await town.store.collection("cases").find({}).to_list(length=None) == before
    assert await town.event_count() == events


@pytest.mark.parametrize("login", ["head", "leadership", "assignee"])
async def test_previews_of_rules_are_the_administrators_alone(town: Town, login: str) -> None:
    reason = global_id("Reason", "REWORK.INCOMPLETE")
    with town.recorder.capturing() as captured:
        answers = [await ask(town, login, REASON, id=reason)]
        answers += [await ask(town, login, SETTING, name=name) for name in ("fourEyes", "unheard")]
    assert [one.codes for one in answers] == [["FORBIDDEN"]] * 3
    assert captured.of("cases") == []


async def test_a_setting_that_there_is_not_has_no_preview(town: Town) -> None:
    answer = await ask(town, "admin", SETTING, name="unheard")
    assert (answer.codes, answer.errors[0].path) == (["BAD_REQUEST"], ["settingChangePreview"])

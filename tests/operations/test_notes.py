"""Notes and links of cases: who adds and reads which, what is kept of earlier words, and what is refused."""

from typing import Any

import pytest

from auth.errors import Forbidden, Invalid, LimitReached, Problem, Problems, Stale
from documents.cases.document import Case
from documents.cases.resource import CASES
from documents.notes import operations
from documents.submissions.operations import intake
from tests.support.cases import put_case, registered, routed
from tests.support.town import Town

READ = frozenset({"notes", "earlier_wordings", "linked_cases", "summary"})


async def seen(town: Town, login: str, case_id: str) -> dict[str, Any] | None:
    """A case with its notes, as somebody reads it."""
    return await town.container.access.one(
        CASES, await town.who(login), town.now, where={"_id": case_id}, fields=READ
    )


async def noted(town: Town, login: str, case: Case, text: str, audience: str = "EVERYONE") -> Case:
    found: Case = await town.do(login, operations.add_note, case.id, text=text, audience=audience)
    return found


async def test_notes_are_read_by_their_audience(town: Town) -> None:
    case = await routed(town)
    await noted(town, "pos", case, "Для всех")
    await noted(town, "pos", case, "Только для центра", "CENTER")
    texts = {
        login: [one["text"] for one in (await seen(town, login, case.id) or {})["notes"]]
        for login in (
            "pos",
            "head",
            "curator",
            "lead.roads",
            "recipient.coordinator",
            "recipient.head",
            "assignee",
        )
    }
    both, one = ["Для всех", "Только для центра"], ["Для всех"]
    assert texts == {
        "pos": both,
        "head": both,
        "curator": both,
        "lead.roads": both,
        "recipient.coordinator": one,
        "recipient.head": one,
        "assignee": one,
    }


async def test_who_may_not_note_on_a_case_reads_no_notes_of_it(town: Town) -> None:
    case = await routed(town)
    await noted(town, "pos", case, "Для всех")
    # The incident officer sees the case, and has notes on his own desk alone.
    assert (await seen(town, "incident", case.id) or {})["notes"] == []
    with pytest.raises(Forbidden):
        await noted(town, "incident", case, "Ещё одна")


@pytest.mark.parametrize("login", ["recipient.coordinator", "recipient.head", "assignee"])
async def test_nobody_writes_for_those_to_whom_they_do_not_belong(town: Town, login: str) -> None:
    case = await routed(town)
    events = await town.event_count()
    with pytest.raises(Forbidden):
        await noted(town, login, case, "Для центра", "CENTER")
    assert (await town.stored(case.id)).notes == []
    assert await town.event_count() == events
    assert len((await noted(town, login, case, "Выехали на место")).notes) == 1


async def test_a_note_is_reworded_by_its_author_and_its_earlier_words_are_read_by_who_reads_it(
    town: Town,
) -> None:
    case = await routed(town)
    case = await noted(town, "pos", case, "Позвонить в ГИБДД", "CENTER")
    note_id = case.notes[0].id
    case = await town.do(
        "pos",
        operations.reword_note,
        case.id,
        expected_revision=case.revision,
        note_id=note_id,
        text="Позвонили в ГИБДД",
    )
    assert (case.notes[0].text, case.notes[0].edited_at) == ("Позвонили в ГИБДД", case.updated_at)
    told = {
        login: [one["text"] for one in (await seen(town, login, case.id) or {})["earlier_wordings"]]
        for login in ("pos", "head", "assignee")
    }
    assert told == {"pos": ["Позвонить в ГИБДД"], "head": ["Позвонить в ГИБДД"], "assignee": []}
    [*_, event] = await town.events_of(case.id)
    assert event["name"] == "case.note_reworded"
    assert "ГИБДД" not in repr(event)


async def test_the_earlier_summary_is_read_by_all_who_read_the_case(town: Town) -> None:
    case = await registered(town)
    facts = {"topic_id": "holes", "sector_id": None, "outside_sectors": False, "settlement_id": None}
    facts |= {"location": None, "is_sensitive": None, "is_actionable": None, "tags": None}
    for summary in ("Яма у дома", "Яма на проезжей части", "Яма на проезжей части"):
        case = await town.do(
            "pos",
            intake.formalize_submission,
            case.id,
            expected_revision=case.revision,
            summary=summary,
            **facts,
        )
    [earlier] = (await seen(town, "curator", case.id) or {})["earlier_wordings"]
    assert (earlier["of"], earlier["text"], earlier["note_id"]) == ("SUMMARY", "Яма у дома", None)
    assert earlier["replaced_by"]["full_name"]


async def test_personal_data_in_a_note_are_redacted_for_who_may_not_read_them(town: Town) -> None:
    case = await routed(town)
    await noted(town, "pos", case, "Заявитель ждёт звонка: 8 913 123-45-67")
    for login, is_plain in (("pos", True), ("assignee", True), ("curator", False)):
        [note] = (await seen(town, login, case.id) or {})["notes"]
        assert ("123-45-67" in note["text"]) is is_plain, login


async def test_links_stand_on_both_cases_and_are_taken_off_both(town: Town) -> None:
    case, other = await routed(town), await routed(town)
    linked = await town.do("pos", operations.link_cases, case.id, other_id=other.id)
    assert [one.case_id for one in linked.linked_cases] == [other.id]
    assert [one.case_id for one in (await town.stored(other.id)).linked_cases] == [case.id]
    for one in (case, other):
        assert (await town.events_of(one.id))[-1]["name"] == "case.linked"
    with pytest.raises(Invalid, match="already_linked"):
        await town.do("pos", operations.link_cases, other.id, other_id=case.id)
    await town.do("pos", operations.unlink_cases, other.id, other_id=case.id)
    for one in (case, other):
        assert (await town.stored(one.id)).linked_cases == []
    with pytest.raises(Invalid, match="not_linked"):
        await town.do("pos", operations.unlink_cases, case.id, other_id=other.id)


async def refused(town: Town, case: Case, login: str, operation: Any, **facts: Any) -> Any:
    """The refusal of an operation, which leaves everything as it was."""
    before, events = await town.stored(case.id), await town.event_count()
    with pytest.raises((Problem, Problems)) as found:
        await town.do(login, operation, case.id, **facts)
    assert (await town.stored(case.id)).to_row() == before.to_row()
    assert await town.event_count() == events
    assert isinstance(found.value, Problem | Problems)
    return found.value


async def test_what_is_refused_changes_nothing(town: Town) -> None:
    case = await noted(town, "pos", await routed(town), "Первая")
    hidden = "hidden-from-roads"
    await put_case(town, hidden, status="ROUTED", sector_id="EDUCATION", recipient_id="education")
    note_id, revision = case.notes[0].id, case.revision
    reword = {"operation": operations.reword_note, "expected_revision": revision}
    found = [
        await refused(town, case, "pos", operations.add_note, text=" ", audience="EVERYONE"),
        await refused(town, case, "pos", **reword, note_id=note_id, text="Первая"),
        await refused(town, case, "head", **reword, note_id=note_id, text="Чужая"),
        await refused(town, case, "pos", **reword, note_id="nothing", text="Нет такой"),
        await refused(town, case, "pos", operations.link_cases, other_id=case.id),
        await refused(town, case, "pos", operations.link_cases, other_id="nothing"),
        await refused(town, case, "recipient.coordinator", operations.link_cases, other_id=hidden),
    ]
    rules = [one.facts["rule"] for problem in found for one in getattr(problem, "problems", [problem])]
    assert rules == [
        *("required", "nothing_to_change", "unknown_note", "unknown_note"),
        *("the_same_case", "unknown_case", "unknown_case"),
    ]
    stale = {"operation": operations.reword_note, "expected_revision": revision - 1}
    assert isinstance(await refused(town, case, "pos", **stale, note_id=note_id, text="Иначе"), Stale)


async def test_a_case_bears_a_bounded_number_of_notes(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "MOST_NOTES", 1)
    case = await noted(town, "pos", await routed(town), "Первая")
    problem = await refused(town, case, "pos", operations.add_note, text="Вторая", audience="CENTER")
    assert isinstance(problem, LimitReached)
    assert problem.facts == {"limit": "notesPerCase"}

"""Histories tell the values of all that is no text, mark the texts, and call fields as the SDL does."""

from typing import Any

from documents.kernel.ids import global_id
from documents.notes import operations as notes
from documents.submissions.operations import answering, intake
from tests.support.asking import ask
from tests.support.cases import registered, routed
from tests.support.town import Town


async def test_a_history_tells_values_of_all_that_is_no_text_and_marks_the_texts(town: Town) -> None:
    case = await registered(town)
    await town.do(
        "pos",
        intake.formalize_submission,
        case.id,
        topic_id="meals",
        summary="Питание",
        message_kind="PROBLEM",
        is_actionable=True,
        tags=["школа"],
        expected_revision=case.revision,
    )
    document = """query($id: ID!) { message(id: $id) { tags externalId externalSystem history(first: 2) {
      nodes { changes { field hasValues from to } } } } }"""
    shown = (await ask(town, "head", document, id=global_id("Message", case.id)))["message"]
    told = {one.pop("field"): one for one in shown["history"]["nodes"][1]["changes"]}
    assert told["tags"] == {"hasValues": False, "from": None, "to": None}
    assert told["summary"] == {"hasValues": True, "from": None, "to": "Питание"}
    assert told["messageKind"] == {"hasValues": True, "from": None, "to": "PROBLEM"}
    assert told["isSensitive"] == {"hasValues": True, "from": "false", "to": "true"}
    assert told["isActionable"] == {"hasValues": True, "from": None, "to": "true"}
    assert told["topic"] == {"hasValues": True, "from": None, "to": "Питание в школе"}
    begun = {one.pop("field"): one for one in shown["history"]["nodes"][0]["changes"]}
    assert begun["regime"] == {"hasValues": True, "from": None, "to": "MESSAGE"}
    assert begun["form"] == {"hasValues": True, "from": None, "to": "ELECTRONIC"}
    assert begun["deadline.legalDueOn"]["to"] == case.legal_due_on
    assert not {"creatorId", "systemId", "legalDueOn", "policyCode"} & begun.keys()
    assert (shown["tags"], shown["externalId"], shown["externalSystem"]) == (["школа"], None, None)


WORDS = """query($id: ID!) { case(id: $id) { history(first: 50) {
  nodes { name changes { field hasValues from to } } } } }"""


async def words(town: Town, login: str, case_id: str, field: str) -> list[Any]:
    """What the history of a message tells somebody of a text: before and after of each change, None without values."""
    shown = await ask(town, login, WORDS, id=global_id("Message", case_id))
    changes = [one for entry in shown["case"]["history"]["nodes"] for one in entry["changes"]]
    told = [one for one in changes if one["field"] == field]
    return [(one["from"], one["to"]) if one["hasValues"] else None for one in told]


async def test_a_history_tells_the_words_that_the_case_keeps_to_who_reads_them_there(town: Town) -> None:
    case = await routed(town)
    await town.do("assignee", answering.start_work, case.id)
    for text in ("Засыплем", "Засыпали. Вопросы: +7 900 000-12-34"):
        await town.do("assignee", answering.save_draft, case.id, text=text)
    await town.do("assignee", answering.submit_response, case.id)
    await town.do("lead.roads", answering.return_response, case.id, reason="Нет даты", criteria=[])
    for text in ("Яма", "Яма у школы"):
        await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary=text)
    await town.do("assignee", answering.save_draft, case.id, text="Засыпали 2 июня")
    noted = await town.do("pos", notes.add_note, case.id, text="Позвонить", audience="CENTER")
    await town.do("pos", notes.reword_note, case.id, note_id=noted.notes[0].id, text="Позвонили")

    summary = [(None, "Яма на дороге"), ("Яма на дороге", "Яма"), ("Яма", "Яма у школы")]
    assert await words(town, "curator", case.id, "summary") == summary
    drafts = [
        (None, "Засыплем"),
        ("Засыплем", "Засыпали. Вопросы: +7 900 000-12-34"),
        # Handed in: no other words.
        None,
        (None, "Засыпали 2 июня"),
    ]
    assert await words(town, "assignee", case.id, "drafts") == drafts
    # The lead reads the applicant with a reason only, and so the redacted words here as there.
    assert "000-12-34" not in str(await words(town, "lead.roads", case.id, "drafts"))
    # Nobody else works on answers, or belongs to the center.
    assert not any(await words(town, "curator", case.id, "drafts"))
    assert await words(town, "head", case.id, "notes") == [(None, "Позвонить"), ("Позвонить", "Позвонили")]
    assert not any(await words(town, "assignee", case.id, "notes"))
    kept = str(await town.events_of(case.id))
    assert not [one for one in ("Засып", "Яма", "Позвон") if one in kept]

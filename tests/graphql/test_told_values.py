"""Histories tell the values of all that is no text, mark the texts, and call fields as the SDL does."""

from documents.kernel.ids import global_id
from documents.submissions.operations import intake
from tests.support.asking import ask
from tests.support.cases import registered
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
    text = {"hasValues": False, "from": None, "to": None}
    assert told["summary"] == told["tags"] == text
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

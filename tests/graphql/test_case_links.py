"""What names another case names it to those alone who see that one."""

from documents.kernel.ids import global_id
from documents.submissions.operations import ending, merging
from tests.support.asking import ask
from tests.support.cases import registered
from tests.support.town import Town

LINKS = """query($id: ID!) { submission(id: $id) { status
  mergedInto { caseId number } replacedBy { caseId number } replaces { caseId number }
  decisions { kind reason by { fullName } decidedBy { fullName } organization { shortName } legalAct { number } } } }"""


async def test_a_wrong_registration_and_its_replacement_are_found_from_each_other(town: Town) -> None:
    wrong, right = await registered(town), await registered(town)
    given = {"reason": "Ошибка в канале", "replaced_by_id": right.id}
    await town.do("pos", ending.cancel_submission, wrong.id, **given)
    shown = (await ask(town, "pos", LINKS, id=global_id("Message", wrong.id)))["submission"]
    assert shown["status"] == "CANCELLED"
    assert shown["replacedBy"] == {"caseId": global_id("Message", right.id), "number": right.number}
    assert (shown["replaces"], shown["mergedInto"]) == (None, None)
    assert [one["kind"] for one in shown["decisions"]] == ["CANCELLED"]
    other = (await ask(town, "pos", LINKS, id=global_id("Message", right.id)))["submission"]
    assert other["replaces"] == {"caseId": global_id("Message", wrong.id), "number": wrong.number}


async def test_a_case_that_one_does_not_see_is_not_named(town: Town) -> None:
    own = await registered(town, "registrar", channel_id="PHONE")
    hidden = await registered(town)
    await town.do("pos", merging.merge_submissions, own.id, into_id=hidden.id, reason="Тот же двор")
    shown = (await ask(town, "registrar", LINKS, id=global_id("Message", own.id)))["submission"]
    assert (shown["status"], shown["mergedInto"]) == ("MERGED", None)
    seen = (await ask(town, "pos", LINKS, id=global_id("Message", own.id)))["submission"]
    assert seen["mergedInto"] == {"caseId": global_id("Message", hidden.id), "number": hidden.number}

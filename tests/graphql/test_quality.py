"""Checks of answers as callers meet them: who makes and reads them, and what is noticed of an answer."""

from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.cases import in_review
from tests.support.town import Town

SHOWN = (
    "qualityChecks { answerNo isBeforeSending criteria { criterion isMet } verdict comment by { fullName } } "
    "responses { no signals } hiddenFields"
)
CHECK = f"""mutation ($i: QualityCheckInput!) {{ qualityCheck(input: $i) {{
  case {{ {SHOWN} }} errors {{ code path facts }} }} }}"""
READ = f"query ($id: ID!) {{ case(id: $id) {{ {SHOWN} }} }}"
COMMENT = "Не сказано, когда. Звоните +7 900 000-12-34"


async def checked(town: Town) -> str:
    case = await in_review(town)
    gid = global_id("Message", case.id)
    given = {
        "id": gid,
        "criteria": [{"criterion": "TERM_NAMED", "isMet": False}, {"criterion": "POLITE", "isMet": True}],
        "verdict": "REMARKS",
        "comment": COMMENT,
    }
    payload = (await ask(town, "recipient.head", CHECK, i=given))["qualityCheck"]
    assert payload["errors"] == []
    [check] = payload["case"]["qualityChecks"]
    assert check == {
        "answerNo": 1,
        "isBeforeSending": True,
        "criteria": given["criteria"],
        "verdict": "REMARKS",
        "comment": COMMENT,
        "by": {"fullName": "recipient.head"},
    }
    assert payload["case"]["responses"][0]["signals"] == ["NOT_ON_QUESTION", "NO_UNIT"]
    return gid


async def test_a_check_is_read_by_its_right_and_without_personal_data(town: Town) -> None:
    gid = await checked(town)
    for login in ("curator", "lead.roads", "incident"):
        seen = (await ask(town, login, READ, id=gid))["case"]
        assert seen["qualityChecks"][0]["comment"] == "Не сказано, когда. Звоните [телефон]"
        assert not {"qualityChecks", "responses.signals"} & set(seen["hiddenFields"])
    # Who looks after information policy reads the case, and not how good its answers are found.
    other = (await ask(town, "info", READ, id=gid))["case"]
    assert other["qualityChecks"] is None
    assert other["responses"] == [{"no": 1, "signals": None}]
    assert {"qualityChecks", "responses.signals"} <= set(other["hiddenFields"])

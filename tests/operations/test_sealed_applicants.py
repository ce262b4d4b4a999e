"""Nothing that is stored holds an applicant's plain data: every collection of a town is looked through."""

from typing import Any

from documents.imports.operations import PastStep, import_case
from documents.kernel.write.runner import Request
from documents.submissions.operations import intake
from tests.support.cases import registered
from tests.support.keys import VAULT
from tests.support.town import Town

APPLICANT = {
    "full_name": "Кудеярова Аглая Ферапонтовна",
    "phone": "+7 900 000-77-31",
    "email": "Aglaya.Kudeyarova@example.org",
    "address": "г. Боготол, ул. Заречная, д. 41, кв. 6",
}
PLAIN = ("Кудеярова", "Аглая", "Ферапонтовна", "000-77-31", "0007731", "kudeyarova", "Заречная")


async def everything_stored(town: Town) -> str:
    """All rows of all collections, as one text in small letters."""
    rows: list[Any] = []
    for name in await town.store.collection_names():
        rows += await town.store.collection(name).find({}).to_list(length=None)
    return repr(rows).casefold()


def found_in(text: str) -> list[str]:
    return [one for one in PLAIN if one.casefold() in text]


async def test_a_registered_applicant_stands_nowhere_in_plain(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT)
    await town.do("pos", intake.formalize_submission, case.id, topic_id="holes", summary="Яма", tags=["яма"])
    stored = await everything_stored(town)
    assert case.id in stored
    assert found_in(stored) == []
    assert found_in(repr(APPLICANT).casefold())  # the look finds what is there to be found


async def test_an_imported_applicant_stands_nowhere_in_plain(town: Town) -> None:
    facts = {"kind": "MESSAGE", "channel_id": "POS", "text": "Яма на дороге", "applicant": APPLICANT}
    steps = [PastStep("register_submission", town.now, None, "NONE", facts)]
    outcomes = await town.container.runner.run_together(
        [Request(import_case, None, town.now, facts={"steps": steps})]
    )
    record = outcomes[0].record
    assert record is not None
    stored = await everything_stored(town)
    assert record.id in stored
    assert found_in(stored) == []


async def test_a_case_keeps_marks_by_which_the_exact_contact_is_found(town: Town) -> None:
    case = await registered(town, applicant=APPLICANT)
    assert case.applicant_phone_mark == VAULT.mark("phone", "79000007731")
    assert case.applicant_email_mark == VAULT.mark("email", "aglaya.kudeyarova@example.org")


async def test_what_cannot_be_compared_leaves_no_mark(town: Town) -> None:
    case = await registered(town, applicant={"full_name": "Кто-то", "phone": "нет", "email": "нет"})
    assert case.applicant_phone_mark is None
    assert case.applicant_email_mark is None

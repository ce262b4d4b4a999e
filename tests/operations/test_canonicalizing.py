"""Text that was stored before there was one form of it is rewritten once; events and signed protocols stay."""

from typing import Any

from documents.aggregates import RECORDS
from documents.applicants.document import Applicant
from documents.applicants.storing import opened
from documents.canonicalizing import KEPT, Canonicalized, canonicalize
from documents.kernel.read.reference import VERSION_ID
from documents.kernel.search import terms
from documents.privacy.sealing import sealed_values
from tests.support.cases import registered
from tests.support.keys import VAULT
from tests.support.numbered import numbered_records
from tests.support.town import Town


async def run(town: Town) -> dict[str, Canonicalized]:
    found = await canonicalize(town.store, VAULT, RECORDS, told=lambda name, done: None)
    assert {one.collection for one in found} == {one.collection_name() for one in RECORDS} - KEPT
    return {one.collection: one for one in found}


async def contents(town: Town) -> dict[str, Any]:
    names = sorted({one.collection_name() for one in RECORDS})
    return {
        name: await town.store.collection(name).find({}).sort("_id", 1).to_list(length=None) for name in names
    }


async def test_a_text_is_rewritten_with_what_it_is_found_by(town: Town) -> None:
    case = await registered(town, text="Яма", summary="Яма")
    old = {
        "text": " Водо\u00adснабже\u00adние\r\nу дома\u202e ",
        "summary": "Раи\u0306онная  доро\u00adга",
        "tags": [" а\u200b "],
    }
    await town.store.collection("cases").update_one({"_id": case.id}, {"$set": {**old, "search_terms": []}})
    events = await town.event_count()
    found = (await run(town))["cases"]
    after = await town.stored(case.id)
    assert (found.looked_at, found.rewritten, found.is_complete) == (1, 1, True)
    assert (after.text, after.summary, after.tags) == ("Водоснабжение\nу дома", "Районная дорога", ["а"])
    assert {*terms("водоснабжение"), *terms("районная дорога")} <= set(after.search_terms)
    assert after.revision == case.revision
    assert await town.event_count() == events


async def test_a_second_run_finds_nothing_to_do(town: Town) -> None:
    await registered(town, applicant={"full_name": "Котова Марина", "phone": "8 (913) 555-77-01 доб. 12"})
    await run(town)
    before = await contents(town)
    again = await run(town)
    assert {name: one.rewritten for name, one in again.items() if one.rewritten} == {}
    assert await contents(town) == before


async def test_an_applicant_is_sealed_anew_and_found_by_the_number(town: Town) -> None:
    case = await registered(town, applicant={"full_name": "Котова Марина", "phone": "+7 913 555-77-01"})
    odd = {"full_name": " Котова\u200b  Марина ", "phone": "8 (913) 555-77-01 доб. 12"}
    row = await town.store.collection("applicants").find_one({"case_id": case.id})
    assert row is not None
    await town.store.collection("applicants").update_one(
        {"_id": row["_id"]}, {"$set": sealed_values(VAULT, Applicant, row["_id"], odd)}
    )
    await town.store.collection("cases").update_one(
        {"_id": case.id}, {"$set": {"applicant_phone_mark": "прежняя"}}
    )
    assert (await run(town))["applicants"].rewritten == 1
    after = await town.store.collection("applicants").find_one({"_id": row["_id"]})
    assert after is not None
    assert opened(VAULT, after)["full_name"] == "Котова Марина"
    stored = await town.stored(case.id)
    assert stored.applicant_phone_mark == case.applicant_phone_mark
    assert stored.applicant == case.applicant


async def test_names_of_reference_data_are_rewritten_and_every_process_hears_of_it(town: Town) -> None:
    await town.store.collection("topics").update_one(
        {"_id": "holes"}, {"$set": {"title": "Я\u200bмы ", "sort_title": "ямы|holes"}}
    )
    before = await town.store.collection("versions").find_one({"_id": VERSION_ID})
    assert (await run(town))["topics"].rewritten >= 1
    topic = await town.store.collection("topics").find_one({"_id": "holes"})
    after = await town.store.collection("versions").find_one({"_id": VERSION_ID})
    assert topic is not None
    assert before is not None
    assert after is not None
    assert (topic["title"], topic["sort_title"]) == ("Ямы", "ямы\x01holes")
    assert after["version"] == before["version"] + 1


async def test_what_would_be_doubled_or_is_odd_is_left_and_counted(town: Town) -> None:
    # Ids of its own: the embedded store keeps a unique key that was changed from everybody after.
    first = await registered(town, external_system="POS", external_id="ВГ-1")
    second = await registered(town, external_system="POS", external_id="ВГ-2")
    third = await registered(town)
    for case, sets in ((second, {"external_id": "ВГ-1 "}), (third, {"status": 5})):
        await town.store.collection("cases").update_one({"_id": case.id}, {"$set": sets})
    found = (await run(town))["cases"]
    assert (found.doubled, found.odd, found.is_complete) == (1, 1, False)
    assert (await town.stored(first.id)).external_id == "ВГ-1"
    assert (await town.stored(second.id)).external_id == "ВГ-1 "


async def test_a_signed_protocol_stays_as_it_was_signed(town: Town) -> None:
    protocol = next(one for one in numbered_records() if one.collection_name() == "protocols")
    row = {**protocol.to_row(), "place": " Зал\u200b ", "signed_at": town.now}
    await town.store.collection("protocols").insert_one(row)
    assert (await run(town))["protocols"].rewritten == 0
    assert await town.store.collection("protocols").find_one({"_id": row["_id"]}) == row

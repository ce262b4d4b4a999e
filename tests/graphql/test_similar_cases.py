"""Cases that are like one, as each caller is told of them: the reasons, in two commands, and nothing beyond one's rights."""

from datetime import timedelta
from typing import Any

import pytest

from documents.cases.document import Location, Publication
from documents.kernel.ids import global_id
from tests.support.asking import ask
from tests.support.cases import put_case, registered
from tests.support.town import Town
from tests.support.town_for_each import town_for_each

TEXT = (
    "Возле дома на улице Кирова вторую неделю не горит фонарь, дети возвращаются из школы в темноте, просим починить "
    "освещение и ответить, кто отвечает за участок"
)
POST = "https://vk.com/wall-1_22"
DOCUMENT = """query($id: ID!, $first: Int! = 10) { similarCases(id: $id, first: $first) {
  case { number status recipient { shortName } } reasons likeness } }"""


town = town_for_each


def place(house: str) -> Location:
    return Location(street="ул. Кирова", house=house)


def posts(url: str) -> list[Publication]:
    return [Publication(url=url, text="Фонарь")]


PHONE = {"applicant_id": "somebody", "applicant_phone_mark": "mark-1"}

CASES: dict[str, dict[str, Any]] = {
    "sc-asked": {"text": TEXT, "location": place("12"), "is_sensitive": False, **PHONE},
    "sc-text": {"text": TEXT.replace("вторую", "третью"), "sector_id": "EDUCATION", "topic_id": "doctors"},
    "sc-place": {"location": place("д. 12"), "text": "Темно"},
    "sc-longago": {"location": place("12"), "days": 200},
    "sc-repeated": {"status": "CLOSED", "days": 40, "answered": 20, "channel_id": "PHONE", **PHONE},
    "sc-open": {"days": 30, **PHONE},
    "sc-hidden": {"text": TEXT, "is_sensitive": True},
    "sc-merged": {"text": TEXT, "status": "MERGED"},
    "sc-post": {"kind": "INCIDENT", "channel_id": "VK", "publications": posts(POST), "recipient_id": "roads"},
    "sc-post-too": {
        "kind": "INCIDENT",
        "channel_id": "VK",
        "publications": posts(f"{POST}?utm_source=x"),
        "recipient_id": "roads",
    },
}


@pytest.fixture(autouse=True)
async def filed(town: Town) -> None:
    """Cases around one, each alike in its own way or not at all."""
    for case_id, given in CASES.items():
        facts = {"status": "NEW", **given}
        received_at = town.now - timedelta(days=facts.pop("days", 0))
        answered = facts.pop("answered", None)
        if answered is not None:
            facts["answered_at"] = town.now - timedelta(days=answered)
        await put_case(town, case_id, **facts)
        await town.store.collection("cases").update_one(
            {"_id": case_id},
            {"$set": {"received_at": received_at, "sort_received": f"{received_at.isoformat()}|{case_id}"}},
        )


async def like(
    town: Town, login: str, case_id: str = "sc-asked", kind: str = "Message", **more: Any
) -> dict[str, Any] | None:
    answer = await ask(town, login, DOCUMENT, id=global_id(kind, case_id), **more)
    found = answer["similarCases"]
    return (
        None if found is None else {one["case"]["number"]: (one["reasons"], one["likeness"]) for one in found}
    )


async def test_each_case_is_told_with_the_reason_the_most_alike_first(town: Town) -> None:
    found = await like(town, "head")
    assert found is not None
    assert list(found) == ["sc-text", "sc-repeated", "sc-place"]
    reasons, likeness = found["sc-text"]
    assert reasons == ["SAME_TEXT"]
    assert 70 <= likeness < 100
    assert found["sc-repeated"] == (["REPEAT"], None)
    assert found["sc-place"] == (["SAME_PLACE"], None)


async def test_it_takes_two_commands_whatever_it_finds(town: Town) -> None:
    for first in (0, 20):
        with town.recorder.capturing() as captured:
            await like(town, "head", first=first)
        asked = [one for one in captured.commands if one.collection == "cases"]
        assert len(asked) == (2 if first else 1)


async def test_what_one_may_not_see_is_neither_shown_nor_counted(town: Town) -> None:
    assert await like(town, "lead.education", "sc-text") == {}
    assert await like(town, "lead.education") is None
    found = await like(town, "lead.roads")
    # Another sector's text, and whose an applicant is, since the lead needs a reason for that.
    assert found == {"sc-place": (["SAME_PLACE"], None)}


async def test_the_same_post_is_told_to_who_may_see_links(town: Town) -> None:
    same = {"sc-post-too": (["SAME_LINK"], None)}
    assert await like(town, "head", "sc-post", "Incident") == same
    assert await like(town, "incident", "sc-post", "Incident") == same
    for login in ("recipient.head", "lead.roads"):
        assert await like(town, login, "sc-post", "Incident") == {}


OTHERS = "query($id: ID!, $first: Int! = 10) { otherCases(id: $id, first: $first) { number } }"


async def others(town: Town, login: str, case_id: str = "sc-asked", **more: Any) -> list[str] | None:
    answer = await ask(town, login, OTHERS, id=global_id("Message", case_id), **more)
    found = answer["otherCases"]
    return None if found is None else [one["number"] for one in found]


async def test_other_cases_of_an_applicant_are_told_where_plain_data_need_no_reason(town: Town) -> None:
    assert await others(town, "head") == ["sc-open", "sc-repeated"]
    assert await others(town, "head", first=1) == ["sc-open"]
    # One of them came by the telephone, which is another desk's.
    assert await others(town, "pos", "sc-text") == []
    assert await others(town, "lead.roads") == []
    assert await others(town, "lead.education") in (None, [])
    assert await others(town, "member") in (None, [])


async def test_other_cases_take_two_commands(town: Town) -> None:
    for login in ("head", "pos", "registrar"):
        with town.recorder.capturing() as captured:
            await others(town, login)
        assert len([one for one in captured.commands if one.collection == "cases"]) <= 2


async def test_an_id_of_another_kind_of_case_finds_nothing(town: Town) -> None:
    assert await like(town, "head", "sc-asked", "Incident") is None
    assert (await ask(town, "head", DOCUMENT, id=global_id("Topic", "holes"))).codes == ["BAD_REQUEST"]
    assert (await ask(town, "head", DOCUMENT, id=global_id("Message", "sc-asked"), first=21)).codes == [
        "BAD_REQUEST"
    ]
    assert (await ask(town, "admin", DOCUMENT, id=global_id("Message", "sc-asked")))["similarCases"] in (
        None,
        [],
    )


async def test_who_has_just_registered_a_case_is_told_what_it_may_double(town: Town) -> None:
    case = await registered(town, text=TEXT.replace("освещение", "свет"))
    found = await like(town, "pos", case.id)
    assert found is not None
    assert found["sc-asked"][0] == ["SAME_TEXT"]
    assert "sc-hidden" not in found

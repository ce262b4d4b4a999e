"""Who takes over what a protocol gave another is sent its extract, with a link where he has no account."""

from typing import Any

from documents.dispatching.operations import acknowledge_by_link, record_acknowledgement
from documents.handover.operations import hand_over_person_work
from documents.jobs.vocabulary import Outcome
from documents.kernel.write.events import GUEST
from documents.kernel.write.runner import Request
from documents.organizations.document import Person
from documents.protocols.operations import dispatch_protocol
from tests.support.dispatched import (
    DAY,
    LEAD,
    MINUTES,
    OFFICIAL,
    dispatched,
    entries,
    ordered,
    put_official,
    signed_protocol,
)
from tests.support.runs import Bench
from tests.support.town import NOW, Town

TAKING, THIRD = "person-taking", "person-third"


async def put_others(town: Town) -> None:
    """Let the directory know two who may take over and have no account."""
    await town.load(
        [
            Person(
                id=one, updated_at=town.now, full_name=f"Принявший {one}", work_email=f"{one}@bodies.example"
            )
            for one in (TAKING, THIRD)
        ]
    )


async def passed(town: Town, from_id: str, to_id: str) -> list[dict[str, Any]]:
    """Hand over all work of somebody; what is stored of the dispatch then."""
    await town.do("head", hand_over_person_work, from_id, to_id=to_id, reason="Перевод")
    return await entries(town)


async def assignments(town: Town) -> dict[str, tuple[str, str]]:
    """Who is responsible for what the protocol gave, and how it stands."""
    rows = await town.store.collection("assignments").find({"protocol_id": MINUTES}).to_list(None)
    return {row["text"].split()[0]: (row["responsible_id"], row["status"]) for row in rows}


async def follow(town: Town, sent: dict[str, Any]) -> None:
    """Acknowledge by the link of an entry."""
    runner = town.container.runner.in_the_name_of(GUEST)
    digest = {"digest": sent["link"]["digest"]}
    await runner.run_together([Request(acknowledge_by_link, None, NOW + DAY, MINUTES, facts=digest)])


async def test_who_takes_over_is_sent_the_extract_and_acknowledges_by_a_link_of_his_own(town: Town) -> None:
    await dispatched(town, NOW)
    await put_others(town)
    *_, sent = await passed(town, OFFICIAL, TAKING)
    assert (sent["person_id"], sent["instead_of_id"], sent["via"]) == (TAKING, OFFICIAL, "Передача поручения")
    assert (sent["full_name"], sent["acknowledged_at"]) == (f"Принявший {TAKING}", None)
    assert sent["letter"] == {"letter_no": 1, "sent_at": None, "fault": None}
    assert "protocol.passed_on" in [one["name"] for one in await town.events_of(MINUTES)]
    # The whole way of a letter: without a mail server each ends as one that could not go out.
    assert await Bench(town).run("send_extracts", NOW + DAY) is Outcome.DONE
    assert [one["letter"]["fault"] for one in await entries(town)] == ["NO_MAIL_SERVER"] * 3
    await follow(town, sent)
    first, _, last = await entries(town)
    assert (first["acknowledged_at"], last["acknowledged_at"]) == (None, NOW + DAY)
    assert (await assignments(town))["Публиковать"] == (TAKING, "ACKNOWLEDGED")


async def test_who_has_an_account_gets_no_link_and_who_was_sent_it_already_nothing(town: Town) -> None:
    await dispatched(town, NOW)
    *_, sent = await passed(town, OFFICIAL, "person-member")
    assert (sent["person_id"], sent["link"]) == ("person-member", None)
    assert sent["letter"] is not None
    assert len(await passed(town, "person-member", OFFICIAL)) == 3
    assert len(await passed(town, OFFICIAL, "person-member")) == 3


async def test_what_goes_on_from_hand_to_hand_is_told_by_whom_the_protocol_names(town: Town) -> None:
    await dispatched(town, NOW)
    await put_others(town)
    await passed(town, OFFICIAL, TAKING)
    # The lead's own order and the one that he takes over are two entries, and one letter.
    await passed(town, LEAD, TAKING)
    sent = await passed(town, TAKING, THIRD)
    named = [(one["person_id"], one["instead_of_id"]) for one in sent]
    assert named[2:] == [(TAKING, OFFICIAL), (TAKING, LEAD), (THIRD, OFFICIAL), (THIRD, LEAD)]
    assert [one["letter"] is not None for one in sent] == [True, True, False, True, False, True]
    # One acknowledgement is of all that he was sent.
    noted = {"person_id": THIRD, "via": "По телефону"}
    await town.do("pos", record_acknowledgement, MINUTES, **noted)
    assert [one["acknowledged_via"] for one in await entries(town)][4:] == ["По телефону"] * 2
    assert set((await assignments(town)).values()) == {(THIRD, "ACKNOWLEDGED")}


async def test_who_has_no_address_is_in_the_list_and_gets_no_letter(town: Town) -> None:
    await dispatched(town, NOW)
    await town.load([Person(id=TAKING, updated_at=town.now, full_name="Без адреса")])
    *_, sent = await passed(town, OFFICIAL, TAKING)
    assert (sent["person_id"], sent["letter"], sent["link"]) == (TAKING, None, None)


async def test_what_no_protocol_gave_or_a_helper_leaves_is_sent_to_nobody(town: Town) -> None:
    await dispatched(town, NOW)
    await put_others(town)
    given = town.store.collection("assignments")
    await given.update_many(
        {"responsible_id": OFFICIAL},
        {"$set": {"responsible_id": "person-head", "co_executor_ids": [OFFICIAL]}},
    )
    assert len(await passed(town, OFFICIAL, TAKING)) == 2
    await given.update_many({"responsible_id": LEAD}, {"$set": {"protocol_id": None}})
    assert len(await passed(town, LEAD, TAKING)) == 2


async def test_a_protocol_that_is_not_sent_out_is_passed_on_by_its_dispatch(town: Town) -> None:
    town.now = NOW
    await put_official(town)
    await put_others(town)
    protocol = signed_protocol(MINUTES, NOW, ordered(OFFICIAL, "Публиковать графики"))
    await town.store.collection("protocols").insert_one(protocol.to_row())
    assert await passed(town, OFFICIAL, TAKING) == []
    recipients = [{"person_id": OFFICIAL, "via": "СЭД"}]
    await town.do("head", dispatch_protocol, MINUTES, recipients=recipients)
    assert len(await passed(town, OFFICIAL, TAKING)) == 2

"""Files that a protocol is signed with: attached and taken away while it is written, there before it goes to the curator,
and bound by its signature."""

from typing import Any

import pytest

from auth.errors import Forbidden, Invalid, Problem, Problems, SignedImmutable
from documents.kernel.write.operation import Operation
from documents.protocols.document import Ordered
from documents.protocols.integrity import is_unchanged
from documents.protocols.naming import names_attachment
from documents.protocols.operations import mark_protocol_ready, sign_protocol
from documents.protocols.operations.attaching import attach_to_protocol, detach_from_protocol
from tests.support.dispatched import LEAD, MINUTES, signed_protocol
from tests.support.files import waiting
from tests.support.town import NOW, Town

UNSIGNED = {"number": None, "signed_by_id": None, "signed_at": None, "status": "IN_REVIEW"}


async def written(town: Town, text: str = "Засыпать ямы", **facts: Any) -> None:
    """A protocol that its participants review."""
    town.now = NOW
    ordered = Ordered(text=text, responsible_id=LEAD, due_on="2026-12-20")
    protocol = signed_protocol(MINUTES, NOW, ordered, **{**UNSIGNED, **facts})
    await town.store.collection("protocols").insert_one(protocol.to_row())


async def row_of(town: Town) -> dict[str, Any]:
    row = await town.store.collection("protocols").find_one({"_id": MINUTES})
    assert row is not None
    return dict(row)


async def refused(
    town: Town, problem: type[Problem], login: str, operation: Operation, **facts: Any
) -> tuple[Any, tuple[str, ...]]:
    """Why somebody is refused; nothing is written and nothing told."""
    before, events = await row_of(town), await town.event_count()
    with pytest.raises((problem, Problems)) as caught:
        await town.do(login, operation, MINUTES, **facts)
    assert (await row_of(town), await town.event_count()) == (before, events)
    told = caught.value.problems[0] if isinstance(caught.value, Problems) else caught.value
    assert isinstance(told, problem)
    return told.facts.get("rule"), told.path


async def test_a_file_is_attached_and_taken_away_while_the_text_may_change(town: Town) -> None:
    await written(town)
    await waiting(town, "pos", file_id="map", name="Схема.pdf")
    await town.do("pos", attach_to_protocol, MINUTES, file_id="map", caption="Участки")
    [one] = (await row_of(town))["attachments"]
    assert (one["id"], one["name"], one["caption"]) == ("map", "Схема.pdf", "Участки")
    event = (await town.events_of(MINUTES))[-1]
    assert event["name"] == "protocol.attached"
    assert "Схема" not in str(event)
    # What one object carries no other does.
    assert await refused(town, Invalid, "pos", attach_to_protocol, file_id="map") == (
        "unknown_file",
        ("fileId",),
    )
    await town.do("head", detach_from_protocol, MINUTES, file_id="map")
    assert (await row_of(town))["attachments"] == []
    file = await town.store.collection("stored_files").find_one({"_id": "map"})
    assert file is not None
    assert (file["state"], file["object_id"]) == ("DETACHED", None)
    assert (await refused(town, Invalid, "head", detach_from_protocol, file_id="map"))[0] == "unknown_file"
    assert (await refused(town, Invalid, "pos", attach_to_protocol, file_id="x", caption="а" * 501))[0] == (
        "too_long"
    )


async def test_only_who_writes_it_attaches_and_nobody_once_it_is_signed(town: Town) -> None:
    await written(town, participant_ids=["person-member"])
    await waiting(town, "member", file_id="map")
    for operation in (attach_to_protocol, detach_from_protocol):
        await refused(town, Forbidden, "member", operation, file_id="map")
    signed = {"$set": {"status": "SIGNED", "number": 3}}
    await town.store.collection("protocols").update_one({"_id": MINUTES}, signed)
    await waiting(town, "pos", file_id="late")
    for operation in (attach_to_protocol, detach_from_protocol):
        await refused(town, SignedImmutable, "pos", operation, file_id="late")


async def test_what_its_text_names_is_there_before_it_goes_to_the_curator(town: Town) -> None:
    await written(town, "Засыпать ямы согласно приложению № 1")
    rule, path = await refused(town, Invalid, "head", mark_protocol_ready)
    assert (rule, path) == ("attachment_required", ("attachments",))
    await waiting(town, "pos", file_id="map")
    await town.do("pos", attach_to_protocol, MINUTES, file_id="map")
    files = town.store.collection("stored_files")
    for sets, said in (
        ({"scan_status": "INFECTED"}, "infected"),
        ({"object_id": None, "scan_status": "CLEAN"}, "attachment_missing"),
    ):
        await files.update_one({"_id": "map"}, {"$set": sets})
        assert await refused(town, Invalid, "head", mark_protocol_ready) == (said, ("attachments", "0"))
    await files.update_one({"_id": "map"}, {"$set": {"object_id": MINUTES}})
    await town.do("head", mark_protocol_ready, MINUTES)


async def test_the_signature_binds_the_content_and_the_name_of_each_file(town: Town) -> None:
    await written(town)
    await waiting(town, "pos", file_id="map")
    await town.do("pos", attach_to_protocol, MINUTES, file_id="map", caption="Участки")
    await town.do("head", mark_protocol_ready, MINUTES)
    await town.do("curator", sign_protocol, MINUTES)
    row = await row_of(town)
    assert is_unchanged(row)
    for key in ("name", "caption", "sha256"):
        [file] = row["attachments"]
        assert not is_unchanged({**row, "attachments": [{**file, key: "другое"}]})
    assert not is_unchanged({**row, "attachments": []})


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Утвердить график согласно приложению", True),
        ("Утвердить перечень (приложение № 2)", True),
        ("Принять план; план прилагается", True),
        ("Действовать по приложению 1 к настоящему протоколу", True),
        ("Разъяснить, как работает мобильное приложение", False),
        ("Сообщать через приложение «Госуслуги»", False),
        ("Приложить усилия к уборке снега", False),
    ],
)
def test_a_text_names_what_is_attached_and_no_program_for_telephones(text: str, is_named: bool) -> None:
    item = {"decisions": [{"text": text, "assignments": []}]}
    assert names_attachment([item]) is is_named
    order = {"decisions": [{"text": "Решено", "assignments": [{"text": text}]}]}
    assert names_attachment([order]) is is_named

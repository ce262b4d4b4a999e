"""Files of a protocol as callers meet them: who attaches one, and who has it with the protocol."""

from typing import Any

from documents.kernel.ids import global_id
from documents.protocols.document import Ordered
from tests.support.asking import ask
from tests.support.dispatched import LEAD, signed_protocol
from tests.support.files import waiting
from tests.support.town import NOW, Town

FILES = "attachments { id name caption mime size addedBy { id } scan { status } }"
READ = f"query ($id: ID!) {{ protocol(id: $id) {{ {FILES} }} }}"
PROTOCOL, FILE = global_id("Protocol", "with-files"), global_id("File", "map")


async def act(town: Town, login: str, name: str, **given: Any) -> dict[str, Any]:
    kind = f"{name[0].upper()}{name[1:]}Input"
    document = (
        f"mutation ($i: {kind}!) {{ {name}(input: $i) {{ protocol {{ {FILES} }} errors {{ code facts }} }} }}"
    )
    payload: dict[str, Any] = (await ask(town, login, document, i={"id": PROTOCOL, "fileId": FILE, **given}))[
        name
    ]
    return payload


async def test_who_writes_a_protocol_attaches_files_and_its_participants_have_them(town: Town) -> None:
    unsigned = {"number": None, "signed_by_id": None, "signed_at": None, "status": "IN_REVIEW"}
    ordered = Ordered(text="Засыпать ямы", responsible_id=LEAD, due_on="2026-12-20")
    draft = signed_protocol("with-files", NOW, ordered, participant_ids=["person-member"], **unsigned)
    await town.store.collection("protocols").insert_one(draft.to_row())
    await waiting(town, "pos", file_id="map", name="Схема.pdf")
    for login in ("member", "curator"):
        refused = await act(town, login, "attachToProtocol")
        assert [one["code"] for one in refused["errors"]] == ["FORBIDDEN"]
    attached = await act(town, "pos", "attachToProtocol", caption="Участки")
    assert attached["errors"] == []
    [file] = attached["protocol"]["attachments"]
    assert (file["id"], file["name"], file["caption"]) == (FILE, "Схема.pdf", "Участки")
    assert file["addedBy"] == {"id": global_id("Person", "person-pos")}
    for login in ("member", "curator", "head"):
        assert (await ask(town, login, READ, id=PROTOCOL))["protocol"]["attachments"] == [file]
    assert (await ask(town, "lead.roads", READ, id=PROTOCOL))["protocol"] is None
    detached = await act(town, "head", "detachFromProtocol")
    assert (detached["errors"], detached["protocol"]["attachments"]) == ([], [])

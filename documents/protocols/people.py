"""The people whom a protocol names, as they are called: kept at the signature, since posts and surnames change later."""

from collections.abc import Iterator, Mapping
from typing import Any

from documents.kernel.read.reference import Snapshot
from documents.protocols.document import NamedPerson
from documents.protocols.rules import assignments_of

Row = Mapping[str, Any]


def named_people(snapshot: Snapshot, protocol: Row, meeting: Row | None) -> list[dict[str, Any]]:
    """Return everybody whom a protocol names, each once, with name and post; participants under the name they were called
    by."""
    called = {one["person_id"]: one["full_name"] for one in (meeting or {}).get("participants") or ()}
    found: list[dict[str, Any]] = []
    for person_id in dict.fromkeys(_ids(protocol, meeting)):
        person = snapshot.row("persons", person_id)
        name = called.get(person_id) or (person or {}).get("full_name")
        if name is None:
            continue
        position = (person or {}).get("position")
        found.append(NamedPerson(person_id=person_id, full_name=name, position=position).model_dump())
    return found


def _ids(protocol: Row, meeting: Row | None) -> Iterator[str]:
    one_by_one = (protocol["chair_id"], protocol["secretary_id"], protocol["signed_by_id"])
    yield from (one for one in one_by_one if one)
    yield from protocol["participant_ids"]
    for one in (meeting or {}).get("agenda") or ():
        if one["speaker_id"]:
            yield one["speaker_id"]
    for ordered in assignments_of(protocol):
        yield ordered["responsible_id"]
        yield from ordered["co_executor_ids"]
    for dissent in protocol.get("dissents") or ():
        yield dissent["person_id"]

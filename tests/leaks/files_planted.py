"""The files of the leak suite: two of each case, one of them cleared, all of them stored, and one that nobody attached."""

from hashlib import sha256

from documents.files.document import Attachment
from tests.leaks.town_planted import person_id
from tests.leaks.words_planted import Words
from tests.support.files import PDF, waiting
from tests.support.town import NOW, Town

ALIKE = ("far-", "pos-", "sector-", "body-")
"""How the ids of the cases begin whose files have one content: of others and of desks, sectors and bodies."""


def content_of(record_id: str) -> bytes:
    """The content of the files of a record: the same for a third of the cases and all papers, of each other case another."""
    is_like_others = record_id.startswith(ALIKE) or not record_id.endswith(("sensitive", "ordinary"))
    return PDF if is_like_others else PDF + f"% {record_id}\n".encode()


def files_of_a_case(words: Words, record_id: str) -> list[Attachment]:
    """One file that was cleared, and one that was not."""
    content = content_of(record_id)
    return [
        Attachment(
            id=f"{record_id}-{'cleared' if is_cleared else 'uncleared'}",
            name=f"{words.new('case.attachments.name')}.pdf",
            caption=words.free_text("case.attachments.caption"),
            size_bytes=len(content),
            mime="application/pdf",
            sha256=sha256(content).hexdigest(),
            is_cleared=is_cleared,
            added_at=NOW,
            added_by_id=person_id("PO"),
        )
        for is_cleared in (True, False)
    ]


def files_of_a_meeting(words: Words, name: str) -> list[Attachment]:
    """The files that were prepared for a question of a meeting."""
    return [_file(words, f"meeting-{name}-file", "meeting.materials")]


def files_of_a_conference(words: Words, name: str) -> list[Attachment]:
    """A file of a conference of others."""
    return [_file(words, f"conference-{name}-file", "conference.files")]


def files_of_a_protocol(words: Words, name: str) -> list[Attachment]:
    """A file that a protocol is signed with."""
    return [_file(words, f"protocol-{name}-file", "protocol.attachments")]


def _file(words: Words, file_id: str, place: str) -> Attachment:
    return Attachment(
        id=file_id,
        name=f"{words.new(f'{place}.name')}.pdf",
        caption=words.new(f"{place}.caption"),
        size_bytes=len(PDF),
        mime="application/pdf",
        sha256=sha256(PDF).hexdigest(),
        added_at=NOW,
        added_by_id=person_id("PO"),
    )


async def store_files(town: Town) -> None:
    """The content of every file that a planted object carries, and one that nobody has attached."""
    await waiting(town, "PO", file_id="unattached")
    for name in ("cases", "assignments", "legal_acts", "meetings", "conferences", "protocols"):
        async for row in town.store.collection(name).find({}):
            parts = [row, *(row.get("reports") or ()), *(row.get("materials") or ())]
            for file in [
                one for part in parts for key in ("attachments", "files") for one in part.get(key) or ()
            ]:
                content = content_of(row["_id"])
                await waiting(town, "PO", file_id=file["id"], name=file["name"], content=content)
                sets = {
                    "state": "ATTACHED",
                    "removable_at": None,
                    "object_collection": name,
                    "object_id": row["_id"],
                }
                await town.store.collection("stored_files").update_one({"_id": file["id"]}, {"$set": sets})

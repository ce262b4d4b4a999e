"""Operations on the files that a protocol carries: what it is signed and printed with (§2.6)."""

from auth.actions import Action
from auth.errors import Invalid
from documents.cases.checks import text_within
from documents.files.attaching import CAPTION_LIMIT, give_back, refuse_one_more, take_file
from documents.kernel.write.change import Change
from documents.kernel.write.events import event
from documents.kernel.write.operation import operation
from documents.protocols.document import Protocol
from documents.protocols.operations import still_draft

ATTACHED = event("protocol.attached", "protocols", "К проекту протокола приложен файл")
DETACHED = event("protocol.detached", "protocols", "Файл убран из приложений к проекту протокола")


@operation(
    title="Приложить файл к протоколу",
    action=Action.PROTOCOL_DRAFT,
    record=Protocol,
    read=Action.PROTOCOL_READ,
    guards=(still_draft,),
    checks=(text_within("caption", "caption", CAPTION_LIMIT, required=False),),
)
async def attach_to_protocol(
    change: Change, protocol: Protocol, *, file_id: str, caption: str | None = None
) -> Protocol:
    """Attach an upload of who acts to a draft, behind those that it has: it is signed with it.

    Raises: INVALID (`unknown_file`, `infected`), LIMIT_REACHED.
    """
    refuse_one_more(change, len(protocol.attachments), path=("fileId",))
    taken = await take_file(change, protocol, file_id, path=("fileId",), caption=caption)
    carried = [one.model_dump() for one in (*protocol.attachments, taken)]
    return await change.save(protocol, ATTACHED, attachments=carried)


@operation(
    title="Убрать файл из приложений к протоколу",
    action=Action.PROTOCOL_DRAFT,
    record=Protocol,
    read=Action.PROTOCOL_READ,
    guards=(still_draft,),
)
async def detach_from_protocol(change: Change, protocol: Protocol, *, file_id: str) -> Protocol:
    """Take a file away from a draft. Raises: INVALID (`unknown_file`)."""
    left = [one.model_dump() for one in protocol.attachments if one.id != file_id]
    if len(left) == len(protocol.attachments):
        raise Invalid("unknown_file", path=("fileId",))
    await give_back(change, protocol, file_id)
    return await change.save(protocol, DETACHED, attachments=left)

"""Protocols brought to the state that a test begins with."""

from typing import Any

from documents.protocols.operations import draft_protocol, mark_protocol_ready, sign_protocol, submit_protocol
from tests.support.centre import Centre, items


async def drafted(centre: Centre, meeting_id: str = "meeting", **facts: Any) -> str:
    """The id of a protocol in draft."""
    row = await centre.act("secretary", draft_protocol, meeting_id=meeting_id, **{"items": items(), **facts})
    return str(row["_id"])


async def ready(centre: Centre, meeting_id: str = "meeting", **facts: Any) -> str:
    """The id of a protocol that waits for its signature."""
    protocol = await drafted(centre, meeting_id, **facts)
    await centre.act("secretary", submit_protocol, protocol)
    await centre.act("head", mark_protocol_ready, protocol)
    return protocol


async def signed(centre: Centre) -> str:
    """The id of a protocol that the curator has signed."""
    protocol = await ready(centre)
    await centre.act("curator", sign_protocol, protocol)
    return protocol

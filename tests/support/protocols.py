"""Protocols brought to the state that a test begins with."""

from typing import Any

from documents.protocols.operations import draft_protocol, mark_protocol_ready, sign_protocol, submit_protocol
from tests.support.center import Center, items


async def drafted(center: Center, meeting_id: str = "meeting", **facts: Any) -> str:
    """The id of a protocol in draft."""
    row = await center.act("secretary", draft_protocol, meeting_id=meeting_id, **{"items": items(), **facts})
    return str(row["_id"])


async def ready(center: Center, meeting_id: str = "meeting", **facts: Any) -> str:
    """The id of a protocol that waits for its signature."""
    protocol = await drafted(center, meeting_id, **facts)
    await center.act("secretary", submit_protocol, protocol)
    await center.act("head", mark_protocol_ready, protocol)
    return protocol


async def signed(center: Center, **facts: Any) -> str:
    """The id of a protocol that the curator has signed."""
    protocol = await ready(center, **facts)
    await center.act("curator", sign_protocol, protocol)
    return protocol

"""The facts about a case that give somebody a right to it."""

from collections.abc import Sequence
from typing import Protocol


class KeyedCase(Protocol):
    """What is asked of a case: where it came in, who registered it, and who works on it."""

    channel_id: str
    creator_id: str
    sector_id: str | None
    recipient_id: str | None
    assignee_id: str | None
    system_id: str | None

    @property
    def co_assignee_ids(self) -> Sequence[str]: ...


def access_keys(case: KeyedCase) -> list[str]:
    """Return the facts about a case that give somebody a right to it, as sorted keys."""
    keys = {f"channel:{case.channel_id}", f"creator:{case.creator_id}"}
    for word, value in (
        ("sector", case.sector_id),
        ("org", case.recipient_id),
        ("person", case.assignee_id),
        ("system", case.system_id),
    ):
        if value is not None:
            keys.add(f"{word}:{value}")
    if case.system_id is not None:
        keys.update(_of_partner(case.system_id, case.sector_id, case.recipient_id))
    keys.update(f"person:{person_id}" for person_id in case.co_assignee_ids)
    return sorted(keys)


def _of_partner(system_id: str, sector_id: str | None, recipient_id: str | None) -> set[str]:
    """What opens a case to a partner's client that is narrowed: the system together with the sector, the body, or both."""
    sector, body = f"sector:{sector_id}", f"org:{recipient_id}"
    joined = {sector: sector_id, body: recipient_id, f"{sector} {body}": sector_id and recipient_id}
    return {f"system:{system_id} {within}" for within, is_there in joined.items() if is_there}

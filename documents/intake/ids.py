"""The ids of what is remembered of other systems: each follows from what they say, so that nothing is there twice."""

import hashlib

from documents.intake.names import key_of
from documents.intake.vocabulary import UnmatchedReferenceKind


def record_id_of(system: str, external_id: str) -> str:
    """Return the id of what is remembered of a record: it follows from its number there, so that there are never two."""
    return hashlib.sha256(f"{system}\n{external_id}".encode()).hexdigest()[:24]


def reference_id_of(system: str, channel_id: str, kind: str, name: str) -> str:
    """Return the id of a name of a system in the records of a channel, however it is spelled: there are never two."""
    key = key_of(UnmatchedReferenceKind(kind), name)
    return hashlib.sha256(f"{system}\n{channel_id}\n{kind}\n{key}".encode()).hexdigest()[:24]

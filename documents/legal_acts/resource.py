"""How legal acts are read: from memory, newest first."""

from auth.actions import Action
from documents.kernel.read.paging import Direction
from documents.kernel.read.resource import Resource, Row
from documents.legal_acts.document import LegalAct


def _files(files: list[Row]) -> list[Row]:
    return [{**one, "file_id": one["id"]} for one in files]


LEGAL_ACTS = Resource(
    name="legal_act",
    record=LegalAct,
    read=Action.POLICY_READ,
    orders={"ISSUED_ON": "sort_issued"},
    default_order=("ISSUED_ON", Direction.DESC),
    needs={"attachments": frozenset({"files"})},
    carries={"files": _files},
)

"""«What waits for me» among cases, which are told apart by their kind."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.principal import Principal
from documents.cases.document import Case
from documents.cases.vocabulary import CaseKind
from documents.kernel.read.parts import ListPart
from documents.kernel.read.reference import Snapshot
from documents.kernel.write import waiting

KINDS = tuple(str(kind) for kind in CaseKind)


def waiting_cases(
    who: Principal, names: Iterable[str], snapshot: Snapshot, *, where: Mapping[str, Any]
) -> tuple[ListPart, ...]:
    """Return the parts of the list `where` in which one of the operations waits for `who`."""
    return waiting.waiting(Case, who, names, snapshot, where=where, kinds=KINDS)

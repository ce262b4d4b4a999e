"""The reference data as an aggregate: who keeps them, whatever package stores them."""

from documents.directory.previews import LABELS, ReferenceKind
from documents.kernel.aggregate import Aggregate, Enumeration

AGGREGATE = Aggregate(
    enumerations=(
        Enumeration(ReferenceKind, "ReferenceKind", "Вид справочника: what a preview is about.", LABELS),
    ),
)

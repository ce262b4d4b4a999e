"""Files as an aggregate: rows of bookkeeping, and their content beside them."""

from documents.files.document import FileChunk, FileHead, StoredFile
from documents.files.vocabulary import SCAN_TERMS, ScanStatus
from documents.kernel.aggregate import Aggregate, Enumeration

AGGREGATE = Aggregate(
    bookkeeping=(StoredFile, FileHead, FileChunk),
    enumerations=(
        Enumeration(
            ScanStatus,
            "ScanStatus",
            "Проверка на вирусы: what the virus scanner said of a file.",
            SCAN_TERMS,
        ),
    ),
)

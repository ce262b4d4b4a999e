"""Exports as an aggregate: rows of bookkeeping, which are everybody's own, and their content beside them."""

from documents.exports.document import ExportChunk, ExportHead, ExportRow
from documents.exports.vocabulary import (
    FAILURE_TERMS,
    FORMAT_TERMS,
    LIST_TERMS,
    STATUS_TERMS,
    ExportFailure,
    ExportFormat,
    ExportList,
    ExportStatus,
)
from documents.kernel.aggregate import Aggregate, Enumeration

KEPT = (ExportRow, ExportHead, ExportChunk)

AGGREGATE = Aggregate(
    bookkeeping=KEPT,
    # A file of a day, which can be asked for again.
    transient=KEPT,
    enumerations=(
        Enumeration(ExportList, "ExportList", "Список: a list that can be exported.", LIST_TERMS),
        Enumeration(ExportFormat, "ExportFormat", "Формат: the form of an exported file.", FORMAT_TERMS),
        Enumeration(
            ExportStatus, "ExportStatus", "Состояние выгрузки: where an export stands.", STATUS_TERMS
        ),
        Enumeration(ExportFailure, "ExportFailure", "Почему нет файла: why an export failed.", FAILURE_TERMS),
    ),
)

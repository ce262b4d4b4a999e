"""Exports in a test: a bench whose jobs read lists, and what stands in the file of an export."""

import tempfile
from typing import Any

from documents.exports.keeping import export_content
from documents.kernel.ids import read_global_id
from schema.exports.reading import ExportReader
from tests.support.asking import CORE, CURSORS
from tests.support.runs import Bench
from tests.support.town import Town


def exporting(town: Town) -> Bench:
    """A bench whose worker reads lists."""
    bench = Bench(town)
    bench.running.lists = ExportReader(CORE, town.container, CURSORS, tempfile.TemporaryFile)
    return bench


async def row_of(town: Town, export_id: str) -> dict[str, Any]:
    """The stored row of an export, by its public id."""
    found = await town.store.collection("exports").find_one({"_id": read_global_id(export_id)[1]})
    assert found is not None
    return dict(found)


async def content_of_export(town: Town, export_id: str) -> bytes:
    """The file of an export that is ready."""
    row = await row_of(town, export_id)
    assert row["status"] == "READY", row
    async with export_content(town.store, row["content_id"]) as file:
        return b"".join([piece async for piece in file.pieces])

"""Exports in a test: a bench whose jobs read lists, and what stands in the file of an export."""

import tempfile
from collections.abc import Mapping
from typing import Any

from documents.exports.keeping import export_content
from documents.jobs.vocabulary import Outcome
from documents.kernel.ids import read_global_id
from schema.exports.reading import ExportReader
from tests.support.asking import CORE, CURSORS, ask
from tests.support.runs import Bench
from tests.support.town import Town

SHOWN = "id list format status rows progress failure columns size url askedAt endedAt expiresAt"
CREATE = f"""mutation($i: CreateExportInput!) {{ createExport(input: $i) {{
    export {{ {SHOWN} }} errors {{ code path facts }} }} }}"""


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


async def create(town: Town, login: str, **given: Any) -> Any:
    """The payload of asking for an export."""
    return (await ask(town, login, CREATE, i={"list": "CASES", "format": "JSONL", **given}))["createExport"]


async def asked_for(town: Town, login: str, **given: Any) -> str:
    """The id of an export that somebody has asked for."""
    payload = await create(town, login, **given)
    assert payload["errors"] == []
    return str(payload["export"]["id"])


async def made(bench: Bench, login: str, **given: Any) -> bytes:
    """The file of an export that somebody has asked for and the worker has made."""
    export_id = await asked_for(bench.town, login, **given)
    assert await bench.run("make_exports") is Outcome.DONE
    return await content_of_export(bench.town, export_id)


def problems(payload: Mapping[str, Any]) -> list[tuple[str, list[str] | None, Any]]:
    """What was refused: code, path and rule."""
    return [(one["code"], one["path"], (one["facts"] or {}).get("rule")) for one in payload["errors"]]

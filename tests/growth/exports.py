"""What an export of very many rows costs: `python -m tests.growth.exports` writes 50 000 in each form, and says how long
that took and what memory it took beyond the process at rest. `python -m tests.growth.exports 10000 XLSX` writes fewer, in
the forms that are named."""

import asyncio
import resource
import sys
import time
from collections.abc import Sequence

from documents.cases.document import Case
from documents.exports.vocabulary import ExportFormat
from documents.kernel.ids import read_global_id
from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.exports import exporting
from tests.support.store import temporary_store
from tests.support.town import Town, open_town

ROWS, AT_ONCE = 50_000, 500
ORDER = "sort_received"
"""The stored key by which the list is ordered where nobody names another."""

CREATE = "mutation($i: CreateExportInput!) { createExport(input: $i) { export { id } errors { code path } } }"
MEBIBYTE = 1024
"""Of the kibibytes in which the system tells memory."""


async def fill(town: Town, rows: int) -> None:
    """Store the rows: copies of one case, each with keys of its own, under the indexes of the order of the list alone."""
    await put_case(town, "export-0", status="IN_PROGRESS", recipient_id="roads", summary="Яма у дома 5")
    collection = town.store.collection("cases")
    first = await collection.find_one({"_id": "export-0"})
    assert first is not None
    await collection.drop_indexes()
    for index in Case.Settings.indexes:
        keys = list(index.document["key"])
        if keys[0] == ORDER or keys[:2] == ["access_keys", ORDER]:
            await collection.create_indexes([index])
    for start in range(1, rows, AT_ONCE):
        copies = [
            {
                name: value.replace("export-0", f"export-{number:05d}") if isinstance(value, str) else value
                for name, value in first.items()
            }
            for number in range(start, min(rows, start + AT_ONCE))
        ]
        await collection.insert_many(copies)


async def measure(town: Town, forms: Sequence[ExportFormat]) -> None:
    """Write the list in each form, and print what it took."""
    bench = exporting(town)
    for form in forms:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        given = {"list": "CASES", "format": form.value}
        payload = (await ask(town, "pos", CREATE, i=given))["createExport"]
        started = time.perf_counter()
        await bench.run("make_exports")
        took = time.perf_counter() - started
        row = await town.store.collection("exports").find_one(
            {"_id": read_global_id(payload["export"]["id"])[1]}
        )
        assert row is not None
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / MEBIBYTE
        print(  # noqa: T201
            f"{form}: {row['status']}, {row['row_count']} rows, {row['size_bytes'] / 2**20:.1f} MiB, {took:.0f} s, "
            f"{row['row_count'] / took:.0f} rows/s, at most {grown:.0f} MiB more than before"
        )


async def main(url: str, rows: int, forms: Sequence[ExportFormat]) -> None:
    """Found a town, fill it and measure."""
    town = await open_town(url, "export_growth")
    await fill(town, rows)
    await measure(town, forms)
    await town.store.drop()
    await town.store.close()


if __name__ == "__main__":
    with temporary_store("export-growth") as store:
        given = sys.argv[1:]
        wanted = [ExportFormat(one) for one in given[1:]] or list(ExportFormat)
        asyncio.run(main(store.url, int(given[0]) if given else ROWS, wanted))

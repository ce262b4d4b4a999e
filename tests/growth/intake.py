"""What a file of very many records costs: `python -m tests.growth.intake` takes 10 000 in each form, of both systems, and
says how many a second were read and stored, and what memory that took beyond the process at rest."""

import argparse
import asyncio
import csv
import io
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from api.intake.reporting import counts_of, told_result
from api.intake.spooling import spool_records, spooled_batches
from documents.intake.layouts import LAYOUTS
from documents.intake.taking import BATCH, Intake
from tests.support.keys import VAULT
from tests.support.store import temporary_store
from tests.support.town import NOW, Town, open_town
from tests.support.workbooks import workbook

ROWS = 10_000
MEBIBYTE = 1024
"""Of the kibibytes in which the system tells memory."""

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
TEXT = (
    "Здравствуйте! Во дворе дома {} по улице Ленина третью неделю не горит фонарь, дети идут из школы в темноте. "
    "Звонила по номеру 8 913 123-45-67, обещали починить. Прошу принять меры. Котова Марина Петровна."
)

Record = Mapping[str, Any]


def records_of(kind: str, form: str, rows: int) -> Iterator[Record]:
    """Yield the records of a file, each with a number of its own."""
    for number in range(rows):
        at = NOW - timedelta(days=1, minutes=number % 600)
        if kind == "pos":
            yield {
                "Номер": f"{form}-{number}",
                "Дата создания": f"{at:%d.%m.%Y %H:%M:%S}",
                "Тема": "Ямы" if number % 3 else "Провалы на дорогах",
                "Текст": TEXT.format(number),
                "Населенный пункт": "г. Боготол",
                "Адрес": f"ул. Ленина, д. {number % 200}",
                "ФИО": "Котова Марина Петровна",
                "Телефон": "8 913 123-45-67",
                "Категория заявки": "обычная",
            }
        else:
            yield {
                "Номер инцидента": f"{form}-{number}",
                "Дата создания": f"{at:%d.%m.%Y %H:%M}",
                "Группа тем": "Дороги",
                "Тема": "Ямы" if number % 3 else "Освещение",
                "Населённый пункт": "Боготол",
                "Улица": "Ленина",
                "Дом": str(number % 200),
                "Тип инцидента": "Решаемый",
                "Текст инцидента": TEXT.format(number),
                "Отдел": "Отдел дорог",
                "Ссылка": f"https://vk.com/wall-{form}_{number}",
            }


def _csv(records: Sequence[Record]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(records[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(records)
    return written.getvalue().encode("cp1251")


FORMS: Mapping[str, Callable[[Sequence[Record]], bytes]] = {
    "csv": _csv,
    "xlsx": lambda records: workbook([list(records[0]), *(list(one.values()) for one in records)]),
    "json": lambda records: json.dumps(records, ensure_ascii=False).encode(),
    "ndjson": lambda records: b"\n".join(json.dumps(one, ensure_ascii=False).encode() for one in records),
}


def highest() -> float:
    """The most memory that was resident since it was asked for last, in MiB; and begin anew."""
    words = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM")).split()
    with suppress(OSError):
        RESET.write_text("5")
    return int(words[1]) / MEBIBYTE


async def measure(town: Town, kind: str, form: str, rows: int) -> None:
    """Take a file, and print what it took."""
    login = {"pos": "pos", "incidents": "incident"}[kind]
    container, layout = town.container, LAYOUTS[kind]
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as records:
        sent.write(FORMS[form](list(records_of(kind, form, rows))))
        size = sent.tell() / 2**20
        highest()
        idle = highest()
        started = time.perf_counter()
        count = spool_records(sent, records, layout)
        read = time.perf_counter() - started
        reading = highest() - idle
        intake = Intake(
            container.runner, container.store, container.reference, VAULT, layout, await town.who(login)
        )
        started, results = time.perf_counter(), []
        counts: dict[str, int] = {}
        for batch in spooled_batches(records, BATCH):
            taken = await intake.take(batch, NOW)
            results += [told_result(one, "ru") for one in taken]
            counts = {name: counts.get(name, 0) + more for name, more in counts_of(taken).items()}
        stored = time.perf_counter() - started
    print(  # noqa: T201
        f"{kind} {form}: {count} rows, {size:.1f} MiB; read {count / read:.0f} rows/s, {reading:.0f} MiB over idle; "
        f"stored {count / stored:.0f} rows/s, {highest() - idle:.0f} MiB over idle; "
        f"{', '.join(f'{number} {name}' for name, number in counts.items() if number)}",
        flush=True,
    )


async def main(url: str, rows: int, forms: Sequence[str], kinds: Sequence[str]) -> None:
    """Found a town, and measure each form of each kind."""
    town = await open_town(url, "intake_growth")
    for kind in kinds:
        for form in forms:
            await measure(town, kind, form, rows)
    await town.store.drop()
    await town.store.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.growth.intake", description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    parser.add_argument("--forms", nargs="*", choices=FORMS, default=list(FORMS))
    parser.add_argument("--kinds", nargs="*", choices=LAYOUTS, default=list(LAYOUTS))
    given = parser.parse_args()
    with temporary_store("intake-growth") as store:
        asyncio.run(main(store.url, given.rows, given.forms, given.kinds))

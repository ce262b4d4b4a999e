"""Files of very many records of other systems, in each form in which they are taken."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.support.town import NOW
from tests.support.workbooks import workbook

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


def _csv(records: Sequence[Record], encoding: str) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(records[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(records)
    return written.getvalue().encode(encoding)


FORMS: Mapping[str, Callable[[Sequence[Record]], bytes]] = {
    "csv": lambda records: _csv(records, "utf-8-sig"),
    "csv-1251": lambda records: _csv(records, "cp1251"),
    "xlsx": lambda records: workbook([list(records[0]), *(list(one.values()) for one in records)]),
    "json": lambda records: json.dumps(records, ensure_ascii=False).encode(),
    "ndjson": lambda records: b"\n".join(json.dumps(one, ensure_ascii=False).encode() for one in records),
}


def write_file(path: str, kind: str, form: str, rows: int) -> None:
    """Write a file of so many records."""
    Path(path).write_bytes(FORMS[form](list(records_of(kind, form, rows))))

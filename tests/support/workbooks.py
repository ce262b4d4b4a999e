"""Writes the smallest workbook (XLSX) that holds a table: no more of the format than a reader asks for."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

Cell = str | int | float | bool | None

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(*sheets: Sequence[Sequence[Cell]], hidden: Sequence[int] = ()) -> bytes:
    """The bytes of a workbook with these sheets, of which some, counted from 0, are hidden."""
    numbers = range(1, len(sheets) + 1)
    states = ["hidden" if number - 1 in hidden else "visible" for number in numbers]
    files = {
        "[Content_Types].xml": _types(numbers),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/_rels/workbook.xml.rels": _relations([("worksheet", f"worksheets/{n}.xml") for n in numbers]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(
            f'<sheet name="s{n}" sheetId="{n}" state="{state}" r:id="r{n}"/>'
            for n, state in zip(numbers, states, strict=True)
        )
        + "</sheets></workbook>",
        **{f"xl/worksheets/{n}.xml": _sheet(rows) for n, rows in zip(numbers, sheets, strict=True)},
    }
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return written.getvalue()


def _types(numbers: range) -> str:
    parts = [("/xl/workbook.xml", "sheet.main")]
    parts += [(f"/xl/worksheets/{number}.xml", "worksheet") for number in numbers]
    told = "".join(f'<Override PartName="{path}" ContentType="{KIND}.{kind}+xml"/>' for path, kind in parts)
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return f'<Types xmlns="{TYPES}">{rels}{told}</Types>'


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{path}"/>'
        for number, (kind, path) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{told}</Relationships>'


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    told = "".join(
        f'<row r="{number}">{"".join(_cell(_letters(index), number, cell) for index, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{told}</sheetData></worksheet>'


def _cell(column: str, number: int, cell: Cell) -> str:
    place = f'r="{column}{number}"'
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return f'<c {place} t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f"<c {place}><v>{cell}</v></c>"
    return f'<c {place} t="inlineStr"><is><t>{escape(cell)}</t></is></c>'


def _letters(index: int) -> str:
    """A, B, …, Z, AA, …: how a column is named."""
    before, last = divmod(index, 26)
    return f"{_letters(before - 1) if before else ''}{chr(65 + last)}"

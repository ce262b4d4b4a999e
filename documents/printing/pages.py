"""Letters and protocols set as pages: PDF for archives (PDF/A-2b)."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Final

import typst

from documents.printing.layout import EMBEDDED_SERIF, LAYOUT
from documents.printing.letter import Letter
from documents.printing.minutes import PrintedProtocol

SHEETS = files("documents.printing")
SHEET = SHEETS.joinpath("letter.typ").read_bytes()
MINUTES_SHEET = SHEETS.joinpath("minutes.typ").read_bytes()

ARCHIVED: Final = "a-2b"
"""The standard of archives: fonts inside, nothing from elsewhere."""


def pdf_of(letter: Letter) -> bytes:
    """Return a letter as PDF; the same letter is the same bytes. Takes tens of milliseconds: not for the event loop."""
    return _set(SHEET, given_of(letter))


def given_of(letter: Letter) -> dict[str, str]:
    """Return what the sheet is given: words come as data, so that nothing in them is read as an order to the setter."""
    return _given("letter", letter)


def pdf_of_protocol(protocol: PrintedProtocol) -> bytes:
    """Return a protocol or an extract as PDF; the same words are the same bytes. Not for the event loop."""
    return _set(MINUTES_SHEET, given_of_protocol(protocol))


def given_of_protocol(protocol: PrintedProtocol) -> dict[str, str]:
    """Return what the sheet of protocols is given, as data."""
    return _given("protocol", protocol)


def _set(sheet: bytes, given: dict[str, str]) -> bytes:
    return typst.compile(
        sheet, format="pdf", ignore_system_fonts=True, sys_inputs=given, pdf_standards=ARCHIVED
    )


def _given(name: str, words: Letter | PrintedProtocol) -> dict[str, str]:
    given = {name: asdict(words), "layout": asdict(LAYOUT), "face": EMBEDDED_SERIF}
    return {"given": json.dumps(given, ensure_ascii=False)}

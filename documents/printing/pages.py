"""A letter set as pages: PDF for archives (PDF/A-2b)."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Final

import typst

from documents.printing.layout import EMBEDDED_SERIF, LAYOUT
from documents.printing.letter import Letter

SHEET = files("documents.printing").joinpath("letter.typ").read_bytes()

ARCHIVED: Final = "a-2b"
"""The standard of archives: fonts inside, nothing from elsewhere."""


def pdf_of(letter: Letter) -> bytes:
    """Return a letter as PDF; the same letter is the same bytes. Takes tens of milliseconds: not for the event loop."""
    return typst.compile(
        SHEET, format="pdf", ignore_system_fonts=True, sys_inputs=given_of(letter), pdf_standards=ARCHIVED
    )


def given_of(letter: Letter) -> dict[str, str]:
    """Return what the sheet is given: words come as data, so that nothing in them is read as an order to the setter."""
    given = {"letter": asdict(letter), "layout": asdict(LAYOUT), "face": EMBEDDED_SERIF}
    return {"given": json.dumps(given, ensure_ascii=False)}

"""A letter set as pages: PDF for archives (PDF/A-2b), or pictures of the pages."""

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Any

import typst

from documents.printing.layout import EMBEDDED_SERIF, LAYOUT
from documents.printing.letter import Letter

SHEET = files("documents.printing").joinpath("letter.typ").read_bytes()

ARCHIVED = "a-2b"
"""The standard of archives: fonts inside, nothing from elsewhere."""

DOTS_PER_INCH = 100.0


def pdf_of(letter: Letter) -> bytes:
    """Return a letter as PDF; the same letter is the same bytes. Takes tens of milliseconds: not for the event loop."""
    [made] = _set(letter, format="pdf", pdf_standards=ARCHIVED)
    return made


def pictures_of(letter: Letter) -> list[bytes]:
    """Return the pages of a letter as PNG."""
    return _set(letter, format="png", ppi=DOTS_PER_INCH)


def _set(letter: Letter, **how: Any) -> list[bytes]:
    made: Any = typst.compile(SHEET, ignore_system_fonts=True, sys_inputs=_given(letter), **how)
    # Of one page its bytes alone are returned.
    return made if isinstance(made, list) else [made]


def _given(letter: Letter) -> dict[str, str]:
    # Words come as data, never as a part of the sheet: nothing in them is read as an instruction to the setter.
    given = {"letter": asdict(letter), "layout": asdict(LAYOUT), "face": EMBEDDED_SERIF}
    return {"given": json.dumps(given, ensure_ascii=False)}

"""A letter as a document of an office program (DOCX), which may be edited before it is signed by hand."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.printing.layout import LAYOUT, SERIF
from documents.printing.letter import Letter

PAGE_MM = (210.0, 297.0)
TEXT_MM = PAGE_MM[0] - LAYOUT.left_mm - LAYOUT.right_mm

ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
"""What stands as the moment at which it was made: the same letter is the same document."""


def docx_of(letter: Letter) -> bytes:
    """Return a letter as DOCX. Takes tens of milliseconds: not for the event loop."""
    document = Document()
    prepare(document, letter.subject, letter.body)
    _head(document, letter)
    _first_lines(document, letter)
    _words(document, letter)
    _foot(document, letter)
    return written(document)


def written(document: Any) -> bytes:
    """Return a document as a file: the same words make the same bytes, whenever it is written."""
    saved, made = BytesIO(), BytesIO()
    document.save(saved)
    # The library notes in each part when it was written, to two seconds.
    with ZipFile(saved) as parts, ZipFile(made, "w", ZIP_DEFLATED) as again:
        for part in parts.infolist():
            again.writestr(ZipInfo(part.filename, ALWAYS.timetuple()[:6]), parts.read(part), ZIP_DEFLATED)
    return made.getvalue()


def prepare(document: Any, title: str, author: str) -> None:
    """Set pages, face and what stands as the properties of a document; the same words are the same document."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.left_margin, section.right_margin = Mm(LAYOUT.left_mm), Mm(LAYOUT.right_mm)
    section.top_margin, section.bottom_margin = Mm(LAYOUT.top_mm), Mm(LAYOUT.bottom_mm)
    style = document.styles["Normal"]
    style.font.name, style.font.size = SERIF, Pt(LAYOUT.text_pt)
    # Without these a word in Cyrillic is set in the face of the theme.
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        faces.set(qn(script), SERIF)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = LAYOUT.line_spacing
    about = document.core_properties
    about.title, about.author, about.language = title, author, "ru-RU"
    about.created = about.modified = ALWAYS
    about.comments = about.last_modified_by = ""


def _head(document: Any, letter: Letter) -> None:
    if letter.body_above:
        line(document, letter.body_above, align=WD_ALIGN_PARAGRAPH.CENTER, size=LAYOUT.head_pt)
    last = line(document, letter.body.upper(), align=WD_ALIGN_PARAGRAPH.CENTER, size=LAYOUT.head_pt)
    for run in last.runs:
        run.bold = True
    underline(last)
    last.paragraph_format.space_after = Pt(LAYOUT.gap_pt)


def _first_lines(document: Any, letter: Letter) -> None:
    """Day, number and reference to the left, the addressee to the right."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(TEXT_MM - LAYOUT.addressee_mm), Mm(LAYOUT.addressee_mm)
    left.paragraphs[0].text = f"{letter.on} № {letter.number}".strip()
    left.add_paragraph(letter.reference)
    right.paragraphs[0].text = letter.addressee[0]
    for one in letter.addressee[1:]:
        right.add_paragraph(one)


def _words(document: Any, letter: Letter) -> None:
    subject = line(document, letter.subject)
    subject.paragraph_format.space_before = subject.paragraph_format.space_after = Pt(LAYOUT.gap_pt)
    subject.paragraph_format.right_indent = Mm(TEXT_MM * 0.4)
    if letter.salutation:
        greeting = line(document, letter.salutation, align=WD_ALIGN_PARAGRAPH.CENTER)
        greeting.paragraph_format.space_after = Pt(LAYOUT.gap_pt / 3)
    for one in letter.paragraphs:
        paragraph = line(document, one, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
        paragraph.paragraph_format.first_line_indent = Mm(LAYOUT.indent_mm)


def _foot(document: Any, letter: Letter) -> None:
    """The signature, and the executor in the footer of the page."""
    signature = line(document, f"{letter.signer_position}\t{letter.signer_name}")
    signature.paragraph_format.space_before = Pt(2 * LAYOUT.gap_pt)
    signature.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM), WD_TAB_ALIGNMENT.RIGHT)
    signature.paragraph_format.keep_together = True
    footer = document.sections[0].footer
    lines = [one for one in (letter.executor, letter.executor_phone) if one]
    for number, one in enumerate(lines):
        paragraph = footer.paragraphs[0] if number == 0 else footer.add_paragraph()
        paragraph.add_run(one).font.size = Pt(LAYOUT.small_pt)


def line(document: Any, text: str, *, align: Any = None, size: float = LAYOUT.text_pt) -> Any:
    """Return a new paragraph of one run."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.add_run(text).font.size = Pt(size)
    return paragraph


def number_pages(document: Any) -> None:
    """Set the number of the page above every page but the first, as the setter does."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    above = section.header.paragraphs[0]
    above.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = above.add_run()
    run.font.size = Pt(LAYOUT.small_pt)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        if words:
            piece = OxmlElement("w:instrText")
            piece.text = words
        else:
            piece = OxmlElement("w:fldChar")
            piece.set(qn("w:fldCharType"), kind)
        run._r.append(piece)  # noqa: SLF001  # the library has no word for fields


def underline(paragraph: Any) -> None:
    """Set a line across the page beneath a paragraph: the letterhead ends there."""
    borders, beneath = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "4"), ("w:color", "auto")):
        beneath.set(qn(name), value)
    borders.append(beneath)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001  # the library has no word for borders

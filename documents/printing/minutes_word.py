"""A protocol or an extract as a document of an office program (DOCX)."""

from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt

from documents.printing.layout import LAYOUT
from documents.printing.minutes import PrintedDecision, PrintedItem, PrintedProtocol
from documents.printing.word import TEXT_MM, line, number_pages, prepare, underline, written

CENTERED, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
GAP = Pt(LAYOUT.gap_pt / 3)


def docx_of_protocol(protocol: PrintedProtocol) -> bytes:
    """Return a protocol or an extract as DOCX. Takes tens of milliseconds: not for the event loop."""
    document = Document()
    prepare(document, f"{protocol.kind} {protocol.subject}", protocol.body)
    number_pages(document)
    _head(document, protocol)
    for group in protocol.groups:
        _labelled(document, group.heading, group.people)
    if protocol.agenda:
        _heading(document, "Повестка дня:")
        for one in protocol.agenda:
            line(document, one, align=JUSTIFIED)
    for item in protocol.items:
        _item(document, item)
    if protocol.dissents:
        _heading(document, "Особые мнения:")
        for one in protocol.dissents:
            line(document, one, align=JUSTIFIED)
    if protocol.attached:
        _heading(document, "Приложения:")
        for one in protocol.attached:
            line(document, one, align=JUSTIFIED)
    for one in protocol.notes:
        line(document, one).paragraph_format.space_before = GAP
    _foot(document, protocol)
    return written(document)


def _head(document: Any, protocol: PrintedProtocol) -> None:
    if protocol.body_above:
        line(document, protocol.body_above, align=CENTERED, size=LAYOUT.head_pt)
    underline(_bold(document, protocol.body.upper(), align=CENTERED, size=LAYOUT.head_pt))
    kind = _bold(document, protocol.kind.upper(), align=CENTERED, size=LAYOUT.head_pt)
    kind.paragraph_format.space_before = Pt(LAYOUT.gap_pt)
    line(document, protocol.subject, align=CENTERED).paragraph_format.space_after = GAP
    number = f" № {protocol.number}" if protocol.number else ""
    _spread(document, protocol.place, f"{protocol.on}{number}").paragraph_format.space_after = GAP


def _labelled(document: Any, heading: str, people: tuple[str, ...]) -> None:
    if len(people) == 1:
        named = _bold(document, f"{heading}: ")
        named.add_run(people[0]).font.size = Pt(LAYOUT.text_pt)
        return
    _bold(document, f"{heading}:").paragraph_format.keep_with_next = True
    for one in people:
        _indented(document, one)


def _item(document: Any, item: PrintedItem) -> None:
    _heading(document, f"{item.no}. {item.title}")
    for heading, lines in (("СЛУШАЛИ:", item.heard), ("ВЫСТУПИЛИ:", item.spoke)):
        if lines:
            line(document, heading).paragraph_format.keep_with_next = True
        for one in lines:
            _indented(document, one)
    if item.decisions:
        line(document, "РЕШИЛИ:").paragraph_format.keep_with_next = True
    for place, decision in enumerate(item.decisions):
        _decision(document, decision, above=GAP if place else Pt(0))


def _decision(document: Any, decision: PrintedDecision, *, above: Any) -> None:
    first, *others = decision.text or ("",)
    numbered = line(document, f"{decision.no}\t{first}", align=JUSTIFIED)
    numbered.paragraph_format.space_before = above
    numbered.paragraph_format.left_indent = Mm(LAYOUT.indent_mm)
    numbered.paragraph_format.first_line_indent = Mm(-LAYOUT.indent_mm)
    for one in others:
        _indented(document, one)
    lines = []
    for order in decision.orders:
        lines.append(_indented(document, order.text))
        lines[-1].paragraph_format.space_before = GAP
        said = (
            ("Ответственный", order.responsible),
            ("Соисполнители", order.together),
            ("Срок", order.term),
        )
        for label, value in said:
            if value:
                lines.append(_indented(document, f"{label}: {value}.", size=LAYOUT.small_pt * 1.1))
    if decision.votes:
        lines.append(_indented(document, decision.votes))
        lines[-1].paragraph_format.space_before = GAP
    # Who is to do it, and how it was voted, stand on no page without what it is about.
    for one in lines[:-1]:
        one.paragraph_format.keep_with_next = True


def _foot(document: Any, protocol: PrintedProtocol) -> None:
    """The signature, who certifies an extract, and in the footer of the page by what it is known again."""
    signature = _spread(document, protocol.signer_position, protocol.signer_name)
    signature.paragraph_format.space_before = Pt(2 * LAYOUT.gap_pt)
    signature.paragraph_format.keep_together = True
    if protocol.signed:
        line(document, protocol.signed, size=LAYOUT.small_pt)
    if protocol.certified:
        line(document, protocol.certified).paragraph_format.space_before = Pt(LAYOUT.gap_pt)
    section = document.sections[0]
    for foot in (section.first_page_footer, section.footer) if protocol.fingerprint else ():
        foot.paragraphs[0].add_run(protocol.fingerprint).font.size = Pt(LAYOUT.small_pt * 0.8)


def _heading(document: Any, text: str) -> None:
    paragraph = _bold(document, text)
    paragraph.paragraph_format.space_before = Pt(LAYOUT.gap_pt * 0.7)
    paragraph.paragraph_format.keep_with_next = True


def _bold(document: Any, text: str, *, align: Any = None, size: float = LAYOUT.text_pt) -> Any:
    paragraph = line(document, text, align=align, size=size)
    paragraph.runs[0].bold = True
    return paragraph


def _indented(document: Any, text: str, *, size: float = LAYOUT.text_pt) -> Any:
    paragraph = line(document, text, align=JUSTIFIED, size=size)
    paragraph.paragraph_format.left_indent = Mm(LAYOUT.indent_mm)
    return paragraph


def _spread(document: Any, left: str, right: str) -> Any:
    """One line with words at both margins."""
    paragraph = line(document, f"{left}\t{right}")
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM), WD_TAB_ALIGNMENT.RIGHT)
    return paragraph

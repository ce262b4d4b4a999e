"""THE measures of letters and protocols, which both formats are set by: the margins of Russian offices, sizes of type, and
distances."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """Millimetres of an A4 page, and points of type."""

    left_mm: float = 30
    right_mm: float = 15
    top_mm: float = 20
    bottom_mm: float = 20
    head_pt: float = 13
    text_pt: float = 13
    small_pt: float = 10
    indent_mm: float = 12.5
    addressee_mm: float = 75
    line_spacing: float = 1.15
    gap_pt: float = 18


LAYOUT = Layout()

SERIF = "Times New Roman"
"""The face of a letter that an office goes on editing."""

EMBEDDED_SERIF = "Libertinus Serif"
"""The face of a letter that is set here: it comes with the setter, holds Cyrillic, and asks for no font of the system."""

"""The form in which text is stored: what can be seen, spelled in one way."""

import re
import unicodedata

from documents.kernel.text.characters import HOLLOW, IDLE, JOINING, is_blank

_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff]"
)
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_JOINED_SCRIPTS = "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af"
_DRESSED = f"{_PICTURE}[\U0001f3fb-\U0001f3ff]?[\ufe0e\ufe0f]?"
_CARRYING = "|".join(
    (
        "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]+\U000e007f",  # flags of regions
        f"{_DRESSED}(?:\u200d{_DRESSED})*",  # pictures, also those made of several
        "[0-9#*]\ufe0f(?=\u20e3)",  # keycaps
        f"{_HAN}[\ufe00-\ufe0f\U000e0100-\U000e01ef]",  # variants of one ideograph
        f"(?<=[{_JOINED_SCRIPTS}])[\u200c\u200d](?=[{_JOINED_SCRIPTS}])",  # letters that would join, or would not
    )
)
_JOINERS = re.compile(f"({_CARRYING})|[{JOINING}]")
_HAS_JOINER = re.compile(f"[{JOINING}]")
_IDLE = re.compile(f"[{IDLE}]+")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_EDGES = re.compile(f"^[\\s{HOLLOW}]+|[\\s{HOLLOW}]+$")
_WHITE = re.compile(f"[\\s{HOLLOW}]+")


def canonical_text(text: str) -> str:
    """Return a text of several lines as it is stored; empty where nothing of it can be seen.

    NFC; line breaks are LF; controls but the tab, overrides of direction, zero-width characters, soft hyphens and what is no
    character are out; joiners and variation selectors stay where they make a picture or a letter; the edges are trimmed.
    """
    return _EDGES.sub("", _composed(text))


def canonical_line(text: str) -> str:
    """Return a text of one line as it is stored: like `canonical_text`, and each run of white space is one space."""
    return _EDGES.sub("", _WHITE.sub(" ", _composed(text)))


def _composed(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    seen = unicodedata.normalize("NFC", _IDLE.sub("", _BREAKS.sub("\n", text)))
    if _HAS_JOINER.search(seen):  # what stood between a letter and its accent is gone: they compose now
        seen = unicodedata.normalize("NFC", _JOINERS.sub(lambda found: found.group(1) or "", seen))
    return "" if is_blank(seen) else seen

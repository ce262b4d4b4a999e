"""The characters that nobody sees: what carries nothing, what only joins its neighbours, what looks like a space."""

import re
import unicodedata
from functools import lru_cache

_END_OF_EACH_PLANE = "".join(
    chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)
)

IDLE = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls but the tab and what breaks a line
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f"  # soft hyphen, grapheme joiner, marks of direction, zero width
    "\u202a-\u202e\u2060-\u206f\ufeff"  # overrides and isolates of direction, word joiner, byte order mark
    "\ufff0-\ufffc"  # annotations of another layer, the place of an object that is not here
    "\ud800-\udfff\ufdd0-\ufdef"  # halves of a surrogate pair, which no store takes, and what is no character
    f"{_END_OF_EACH_PLANE}"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"  # controls of shorthand and of music
    "\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
"""What carries nothing, as the inside of a character class."""

JOINING = "\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef"
"""What carries something only beside what it joins or varies: joiners, variation selectors, tags of flags."""

HOLLOW = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and signs by their class that are drawn as nothing: fillers of Hangul and Khmer, the empty Braille cell."""

_UNSEEN = re.compile(f"[\\s{IDLE}{JOINING}{HOLLOW}]+")


def is_blank(text: str) -> bool:
    """Return whether nothing of the text can be seen: white space, what is drawn as nothing, marks that stand on nothing."""
    return all(unicodedata.category(character) in {"Mn", "Me"} for character in _UNSEEN.sub("", text))


@lru_cache(maxsize=20_000)
def is_mark(character: str) -> bool:
    """Return whether the character is drawn on the one before it: an accent, a vowel sign, the breve of a decomposed й."""
    return unicodedata.combining(character) != 0 or unicodedata.category(character) == "Me"

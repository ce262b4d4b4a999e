"""The form in which text is compared: what people take for the same is the same, and each character knows its origin."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.kernel.text.characters import HOLLOW, IDLE, JOINING, is_mark

_UNSEEN = re.compile(f"[{IDLE}{JOINING}\u180b-\u180f]")
_SEEN = re.compile(f"[^{IDLE}{JOINING}\u180b-\u180f]")
_BREAKS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_AS_THEY_ARE = {
    "й": "й",
    "Й": "й",
    "№": "№",
}  # й is a letter of its own; № taken apart would be the word «no»
_SIGNS = {"\u2212": "-", "\u2043": "-", "\u02d7": "-", "\u2044": "/", "\u2215": "/"} | dict.fromkeys(
    HOLLOW, " "
)

# After folding the case: capitals look alike more often than small letters do («МАРИЯ» with Latin M, A and P).
_LATIN, _CYRILLIC = "abcehkmoptxy", "авсенкмортху"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_WORD = re.compile("[a-zа-яѐ-ӿ]+")
_LETTER_OF_A_NUMBER = re.compile(rf"(?<![\w@./-])(\d+)([{_LATIN}])(?![\w@]|[./-]\w)")
_QUOTES = dict.fromkeys(map(ord, "«»„“”‟‹›″＂"), '"') | dict.fromkeys(map(ord, "‘’‚‛`´ʼ"), "'")


class _Folds(dict[int, str]):
    """What each character is compared as, kept once computed; as large as the repertoire of characters that were met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _fold(chr(code))
        return found


def _fold(character: str) -> str:
    if character in _AS_THEY_ARE:
        return _AS_THEY_ARE[character]
    before, after = "", character
    while before != after:
        before = after
        spread = unicodedata.normalize("NFKD", after)
        after = "".join(one for one in spread if not is_mark(one)).casefold()
    return "".join(_sign(one) for one in after)


def _sign(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character in _BREAKS:
        return "\n"
    if character.isspace():
        return " "
    kind = unicodedata.category(character)
    if kind == "Pd":
        return "-"
    return str(unicodedata.decimal(character)) if kind == "Nd" else character


_FOLDS = _Folds()


def matching(text: str) -> str:
    """Return the form in which a text is compared.

    NFKC, small letters, ё as е, accents out (й stays a letter of its own), digits of all scripts as ASCII, dashes as
    `-`, each space as one, Latin letters inside Cyrillic words as the Cyrillic ones that they look like, and the
    reverse.
    """
    return _one_script(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).translate(_FOLDS))


def name_key(name: str) -> str:
    """Return what makes two names one: their matching form, with quotation marks of one kind and single spaces."""
    # Some signs become quotation marks only as they are compared.
    return " ".join(matching(name.translate(_QUOTES)).translate(_QUOTES).split())


@dataclass(frozen=True, slots=True)
class Matched:
    """A text in its matching form, and the place in the original of each of its characters."""

    text: str
    positions: Sequence[int]
    """One for each character, never falling, and the length of the original at the end."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the matching form stands in the original.

        What is dropped in comparing (an accent, a zero-width space) belongs to the character before it; a character
        that is compared as several (`ﬁ`, `…`) is found whole.
        """
        first = self.positions[start]
        if end <= start:
            return first, first
        last = self.positions[end - 1]
        while self.positions[end] == last:
            end += 1
        return first, self.positions[end]


def matched(text: str) -> Matched:
    """Return the matching form of a text with the places of its characters; the form is that of `matching`."""
    pieces: list[str] = []
    positions: list[int] = []
    for place, character in _characters(text):
        piece = _FOLDS[ord(character)]
        pieces.append(piece)
        positions.extend([place] * len(piece))
    return Matched(_one_script("".join(pieces)), (*positions, len(text)))


def _characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield the characters of the text as NFC composes them, each with the place at which it begins."""
    seen = _UNSEEN.sub("", text)
    if unicodedata.is_normalized("NFC", seen):
        places: Sequence[int] = range(len(text)) if len(seen) == len(text) else _places(text)
        yield from zip(places, seen, strict=True)
        return
    cluster, begins = "", 0
    for place in _places(text):
        if cluster and not is_mark(text[place]):
            yield from ((begins, one) for one in unicodedata.normalize("NFC", cluster))
            cluster = ""
        begins = begins if cluster else place
        cluster += text[place]
    yield from ((begins, one) for one in unicodedata.normalize("NFC", cluster))


def _places(text: str) -> list[int]:
    return [found.start() for found in _SEEN.finditer(text)]


def _one_script(text: str) -> str:
    words = text if text.isascii() else _WORD.sub(_one_word, text)
    return _LETTER_OF_A_NUMBER.sub(lambda found: found[1] + found[2].translate(_TO_CYRILLIC), words)


def _one_word(found: re.Match[str]) -> str:
    word = found[0]
    latin = {letter for letter in word if letter <= "z"}
    if not latin or len(latin) == len(set(word)):
        return word
    if latin <= set(_LATIN):
        return word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if set(word) - latin <= set(_CYRILLIC) else word

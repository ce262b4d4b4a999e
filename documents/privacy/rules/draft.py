"""A text while it is redacted: its matching form, the case of its letters, and where each character came from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from documents.kernel.text.matching import matched
from documents.privacy.rules.marks import BLOTS, FILLER, blot_of

Found = tuple[int, int]
"""Where something stands in the working form of a draft, half-open."""

# Characters that the matching form only makes small: words of these alone need no walk, character by character.
_ODD = re.compile(r"[^\x20-\x7e\n\tа-яА-ЯёЁ№«»—–]+")
# Each begins with the sign that is rare and looks back from there: it leaps from one such sign to the next.
_MIXED = re.compile(
    r"[a-zA-Z](?:(?=[а-яА-ЯёЁ])|(?<=[а-яА-ЯёЁ][a-zA-Z])|(?<=\d[abcehkmoptxyABCEHKMOPTXY])(?![a-zA-Z]))"
)
_TELLING = re.compile(r"\w")
_REST_OF_WORD = re.compile(r"\S*")


class Draft:
    """The working form of one text. What was taken out of it is blotted there, so that rules see that something stood in
    its place, and of which kind."""

    def __init__(self, text: str) -> None:
        self.original = text
        folded, self.shape, self.positions = _folded(text)
        self.text = _undisguised(folded, self.shape)
        self.taken: list[Taken] = []
        self._take_marks()

    def take(self, found: Iterable[Found], mark: str) -> None:
        """Take stretches out and blot each; they must come in their order, without overlap."""
        stretches = [one for one in found if _TELLING.search(self.text, *one)]
        if stretches:
            self.taken += [Taken(self.positions[start], self._end(end), mark) for start, end in stretches]
            self._blot(stretches, blot_of(mark))

    def redacted(self) -> str:
        """Return the original text with a mark in place of each stretch that was taken out."""
        pieces, at = [], 0
        for one in sorted(self.taken, key=lambda taken: taken.start):
            pieces += [self.original[at : one.start], one.mark]
            at = one.end
        return "".join(pieces) + self.original[at:]

    def _end(self, place: int) -> int:
        last = self.positions[place - 1]
        while self.positions[place] == last:
            place += 1
        return self.positions[place]

    def _blot(self, stretches: Sequence[Found], blot: str) -> None:
        """Places stay what they were: a blot is as long as what it covers."""
        pieces, at = list[str](), 0
        for start, end in stretches:
            pieces += [self.text[at:start], blot, FILLER * (end - start - 1)]
            at = end
        self.text = "".join(pieces) + self.text[at:]

    def _take_marks(self) -> None:
        """What an earlier redaction put there counts as taken, and stays."""
        for mark in BLOTS if "[" in self.text else ():
            folded = _plain(mark)
            if folded in self.text:
                found = [one.span() for one in re.finditer(re.escape(folded), self.text)]
                self._blot(found, blot_of(mark))


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of the original text that was taken out, and the mark in its place."""

    start: int
    end: int
    mark: str


def _folded(text: str) -> tuple[str, str, Sequence[int]]:
    """The matching form, the same with its capitals, and where each character came from.

    What is written in usual characters is folded at once, the rest by words.
    """
    odd = _odd_words(text)
    if not odd:
        return _plain(text), text, range(len(text) + 1)
    pieces, shape, positions, at = list[str](), list[str](), list[int](), 0
    for start, end in odd:
        word = matched(text[start:end])
        origins = [start + place for place in word.positions[:-1]]
        pieces += [_plain(text[at:start]), word.text]
        shape += [text[at:start], *(text[place] for place in origins)]
        positions += [*range(at, start), *origins]
        at = end
    return (
        "".join(pieces) + _plain(text[at:]),
        "".join(shape) + text[at:],
        [*positions, *range(at, len(text) + 1)],
    )


# Letters that stand for digits of one number («9О2», «О5», «З1»), and words of capitals that only look Russian («KOT»).
_DISGUISED_DIGITS = re.compile(
    r"[0-9оoзil](?:(?<=[0-9])(?<!\w[0-9])[0-9]*[оoзil][0-9оoзil]*|(?<=[0-9оo][ -][оoзil])[0-9оoзil]*)(?!\w)"
)
_DISGUISED_WORDS = re.compile(r"[abcehkmoptxy](?<![\w.@/-][a-y])[abcehkmoptxy]{2,}(?![\w.@/-])")
_TO_DIGITS = str.maketrans("оoзil", "00311")
_TO_CYRILLIC = str.maketrans("abcehkmoptxy", "авсенкмортху")
_RUSSIAN = re.compile(r"[а-я]")


def _undisguised(folded: str, shape: str) -> str:
    """The same form with letters that were put for digits, and Latin words that were put for Russian ones, made right."""
    text = _DISGUISED_DIGITS.sub(_as_digits, folded)
    if not _RUSSIAN.search(text):
        return text
    return _DISGUISED_WORDS.sub(
        lambda word: (
            word[0].translate(_TO_CYRILLIC) if shape[word.start() : word.end()].isupper() else word[0]
        ),
        text,
    )


def _as_digits(word: re.Match[str]) -> str:
    has_digit = any(character in "0123456789" for character in word[0])
    return word[0].translate(_TO_DIGITS) if has_digit and not word[0].isdigit() else word[0]


def _plain(piece: str) -> str:
    return piece.lower().replace("ё", "е").replace("—", "-").replace("–", "-").replace("\t", " ")


def _odd_words(text: str) -> list[Found]:
    """The words that hold an unusual character, or letters of two alphabets."""
    places = [one.start() for one in _ODD.finditer(text)] + [one.start() for one in _MIXED.finditer(text)]
    words, done = list[Found](), 0
    for place in sorted(places):
        if place < done:
            continue
        start = place
        while start > done and not text[start - 1].isspace():
            start -= 1
        done = _REST_OF_WORD.match(text, place).end()  # type: ignore[union-attr]
        words.append((start, max(done, place + 1)))
    return words

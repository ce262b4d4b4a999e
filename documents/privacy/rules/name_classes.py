"""Words of a text that may be parts of names, each with its class, in rows of those that stand beside each other."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from documents.privacy.rules.draft import Draft
from documents.privacy.rules.name_surroundings import COMMON, KIN, LIKE_VERBS, NAMED, PLACES, VERB_ENDS, WORK
from documents.privacy.rules.name_words import (
    AMBIGUOUS,
    GIVEN,
    GIVEN_END,
    NO_PATRONYMIC,
    PATRONYMIC,
    PATRONYMIC_ENDS,
    SURE_SURNAME,
    SURNAME,
)
from documents.privacy.rules.rule import places_of

LONGEST = 32
"""More letters than a word of a name has."""

_PARTICLES = frozenset({"оглы", "кызы", "угли", "оол", "ака", "апа", "эже"})
WORD = re.compile(r"[a-zа-яѐ-ӿ]+(?:[-'][a-zа-яѐ-ӿ]+)*")
_JOINS = frozenset({" ", "\n", "  ", " \n", ".", ". ", ".\n", " (", ") ", ".-", "-", " - "})
_OPENS = " \n\"'«“„([*|:—-"

# Given name, patronymic, initial, sure surname, possible surname, another word with a capital, an unknown one all in
# capitals, one that ends like a verb, and what is no name. In small letters: `g` and `p`.
GIVEN_NAME, FATHERS_NAME, INITIAL, SURELY_SURNAME, MAYBE_SURNAME, OTHER, LOUD, LIKE_A_VERB, NO_NAME = (
    "GPISMCUVX"
)
SMALL_GIVEN, SMALL_FATHERS = "gp"


@dataclass(slots=True)
class NameWord:
    """One word that may be part of a name, where it stands, and its class."""

    text: str
    start: int
    end: int
    kind: str
    is_loud: bool
    opens: bool


# Whatever may be a capital: all but small letters and signs in usual characters.
_NOT_SMALL = re.compile(r"[^\x20-\x40\x5b-\x7e\n\tа-яё№«»—–]")
_INSIDE = re.compile(r"(?<=[a-zа-яѐ-ӿ])[-']?\Z")


def words_of(draft: Draft) -> list[NameWord]:
    """Return the words of a draft that may be parts of names, in their order.

    Most words are small and parts of none: they are told by what they are, not one by one where they stand.
    """
    return sorted([*_with_capitals(draft), *_small(draft)], key=lambda word: word.start)


def _with_capitals(draft: Draft) -> Iterator[NameWord]:
    text, shape, done = draft.text, draft.shape, 0
    for capital in _NOT_SMALL.finditer(shape):
        start = capital.start()
        found = WORD.match(text, start) if start >= done and capital[0].isupper() else None
        if found is None or _is_inside(text, start):
            continue
        word, done = found[0], found.end()
        is_loud = len(word) > 1 and shape[start:done].isupper()
        kind = _class_of_loud(word) if is_loud else _class_of(word)
        yield NameWord(word, start, done, kind, is_loud, _opens(text, start))


def _small(draft: Draft) -> Iterator[NameWord]:
    text, shape = draft.text, draft.shape
    for word in {*WORD.findall(text)}:
        kind = class_of_small(word)
        for start, end in places_of(text, word) if kind else ():
            found = WORD.match(text, start)
            if found and found.end() == end and not shape[start].isupper() and not _is_inside(text, start):
                yield NameWord(word, start, end, kind, is_loud=False, opens=False)


def _is_inside(text: str, start: int) -> bool:
    """Whether a word began before."""
    before = text[max(0, start - 2) : start]
    return not before.endswith((" ", "\n")) and _INSIDE.search(before) is not None


@lru_cache(maxsize=20_000)
def class_of_small(word: str) -> str:
    """Return the class of a word in small letters: only given names that are nothing else, and patronymics."""
    if word in _PARTICLES:
        return FATHERS_NAME
    if word in GIVEN:
        return SMALL_GIVEN if word not in AMBIGUOUS and len(word) > 3 else ""
    is_patronymic = word.endswith(PATRONYMIC_ENDS) and word not in NO_PATRONYMIC
    return SMALL_FATHERS if is_patronymic and len(word) <= LONGEST and PATRONYMIC.fullmatch(word) else ""


@lru_cache(maxsize=20_000)
def _class_of(word: str) -> str:
    """The class of a word with a capital."""
    return _surely(word) or _by_its_end(word)


@lru_cache(maxsize=20_000)
def _class_of_loud(word: str) -> str:
    """The class of a word all in capitals."""
    return _surely(word) or _in_capitals(word)


def _surely(word: str) -> str:
    return next((kind for kind, is_one in _CLASSES if is_one(word)), "")


def _is_initial(word: str) -> bool:
    return len(word) == 1 or (len(word) == 3 and word[1] == "-")


def _is_common(word: str) -> bool:
    """Whether a word is none of a name: «Мастеров» may be one although «мастер» is not."""
    if len(word) > LONGEST or word in COMMON or ("-" in word and word.partition("-")[0] in WORK):
        return True
    return not word.endswith("ов") and any(word in some for some in (KIN, NAMED, WORK, PLACES))


def _is_given(word: str) -> bool:
    return word in GIVEN or GIVEN_END.fullmatch(word) is not None


def _is_patronymic(word: str) -> bool:
    return word not in NO_PATRONYMIC and PATRONYMIC.fullmatch(word) is not None


def _is_sure_surname(word: str) -> bool:
    return SURE_SURNAME.fullmatch(word) is not None


_CLASSES: Sequence[tuple[str, Callable[[str], bool]]] = (
    (INITIAL, _is_initial),
    (NO_NAME, _is_common),
    (GIVEN_NAME, _is_given),
    (FATHERS_NAME, _is_patronymic),
    (SURELY_SURNAME, _is_sure_surname),
)
"""The surest first; what is of none of these is told by its end."""


def _in_capitals(word: str) -> str:
    return MAYBE_SURNAME if len(word) >= 5 and SURNAME.fullmatch(word) else LOUD


def _by_its_end(word: str) -> str:
    if SURNAME.fullmatch(word):
        return MAYBE_SURNAME
    if word.endswith(VERB_ENDS):
        return NO_NAME
    return LIKE_A_VERB if word.endswith(LIKE_VERBS) else OTHER


_SHORTENED = re.compile(r"(?<![а-я])(?:ул|пер|пл|просп|пр|им|г|с|д|п|пос|дер|гр|тел|ст|мкр|наб|т|кв|р)$")


def _opens(text: str, start: int) -> bool:
    """Whether a word opens a sentence: its capital says nothing then."""
    if start > 1 and text[start - 1] == " " and "а" <= text[start - 2] <= "я":
        return False
    place = start - 1
    while place >= 0 and text[place] in _OPENS:
        if text[place] == "\n":
            return True
        place -= 1
    if text[place] == "." and _SHORTENED.search(text[max(0, place - 6) : place]):
        return False
    return place < 0 or text[place] in ".!?…;" or "\ue000" <= text[place] <= "\ue0ff"


def rows_of(text: str, words: list[NameWord]) -> Iterator[list[NameWord]]:
    """Yield words that stand beside each other, with nothing between them but what may stand inside a name."""
    row: list[NameWord] = []
    for word in words:
        if row and not _is_joined(text, row[-1], word):
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _is_joined(text: str, one: NameWord, other: NameWord) -> bool:
    between = text[one.end : other.start]
    if "\n" in between and one.is_loud != other.is_loud:
        return False
    if between.startswith("."):
        return one.kind == INITIAL and len(between) <= 2
    return between in _JOINS or (between == "" and one.kind == INITIAL)


def end_of(text: str, some: list[NameWord]) -> int:
    """Return where a name ends, with the full stop of its last initial."""
    last = some[-1]
    is_short = last.kind == INITIAL and text[last.end : last.end + 1] == "."
    return last.end + is_short

"""Names of people: words are classed one by one, and rows of classes are names or not.

Each word is looked at a fixed number of times, so that the work grows as the text does.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from documents.privacy.rules.draft import Draft, Found
from documents.privacy.rules.marks import NAME, NAME_BLOT, PHONE_BLOT, PHONE_SIGN
from documents.privacy.rules.name_classes import (
    FATHERS_NAME,
    GIVEN_NAME,
    INITIAL,
    LOUD,
    MAYBE_SURNAME,
    NO_NAME,
    OTHER,
    SMALL_FATHERS,
    SMALL_GIVEN,
    SURELY_SURNAME,
    NameWord,
    end_of,
    rows_of,
    words_of,
)
from documents.privacy.rules.name_leads import by_lead
from documents.privacy.rules.name_places import has_a_house, is_a_title, is_of_a_place
from documents.privacy.rules.name_surroundings import COMMON
from documents.privacy.rules.name_words import AMBIGUOUS, SURE_SURNAME

_ROWS = (
    "[SMV]{1,2}[GCU]{1,2}PP?",  # Иванова Мария Петровна, Гусейнов Ильгар Мамед оглы
    "[GSMCUV]{1,2}PP?[SMC]?",  # Мария Петровна, Мария Петровна Иванова
    "[SMC][SM]?II?(?!I)",  # Иванова М. П.
    "U?[SMU]II",  # ИВАНОВА М. П.
    "G{1,2}I",  # Андрей К.
    "III?[SMCGU]",  # М. П. Иванова
    "I[SM]",  # М. Иванова
    "G{2,3}",
    "[SM]G",  # Иванова Мария
    "GG?[SMC]",  # Мария Иванова
    "CG",
    "SC",
    "P",
    "g?p?p|gg?",
)
"""Rows of classes that are names, the surest first."""

_NAMES = re.compile("|".join(_ROWS))


def take_names(draft: Draft) -> None:
    """Take names of people out of a draft; streets and institutions that are called after people keep theirs."""
    text, words = draft.text, words_of(draft)
    rows = list(rows_of(text, words))
    names = [*_by_row(text, rows), *by_lead(text, rows), *_alone(text, rows)]
    names += _listed(text, words, names)
    names += _again(text, words, names)
    draft.take(_merged(text, names), NAME)


def _by_row(text: str, rows: list[list[NameWord]]) -> Iterator[Found]:
    """Names that are known by their words alone: two parts or more, or a patronymic."""
    for row in rows:
        classes = "".join(word.kind for word in row)
        for name in _NAMES.finditer(classes):
            some = row[name.start() : name.end()]
            if not _is_doubtful(text, some):
                start, end = some[0].start, end_of(text, some)
                yield (
                    _with_small(text, start, end)
                    if some[0].kind in (SMALL_GIVEN, SMALL_FATHERS)
                    else (start, end)
                )


_SMALL_BEFORE = re.compile(r"(?<![а-я])(?P<word>[а-я]{3,}) $")
_SMALL_AFTER = re.compile(r" (?P<word>[а-я]{3,})(?![а-я])")


def _with_small(text: str, start: int, end: int) -> Found:
    """A name in small letters together with the surname beside it: «мария котова», «иван петрович сухих»."""
    before, after = _SMALL_BEFORE.search(text[max(0, start - 24) : start]), _SMALL_AFTER.match(text, end)
    if after is not None and _is_small_surname(after["word"]):
        return start, after.end()
    if before is not None and _is_small_surname(before["word"]):
        return start - len(before[0]), end
    return start, end


_SMALL_ENDS = (
    "ов",
    "ев",
    "ова",
    "ева",
    "ину",
    "ин",
    "ина",
    "овой",
    "евой",
    "ову",
    "еву",
    "ский",
    "ская",
    "енко",
    "их",
    "ых",
)


def _is_small_surname(word: str) -> bool:
    return word.endswith(_SMALL_ENDS) and SURE_SURNAME.fullmatch(word) is not None and word not in COMMON


def _is_called_after_somebody(text: str, start: int, kinds: str) -> bool:
    return is_of_a_place(text, start) or (is_a_title(text, start) and kinds != "SG")


def _is_doubtful(text: str, some: list[NameWord]) -> bool:
    """Whether a row that looks like a name may be none."""
    kinds, first = "".join(word.kind for word in some), some[0]
    is_sure = FATHERS_NAME in kinds or kinds.count(INITIAL) > 1
    if not is_sure and _is_called_after_somebody(text, first.start, kinds):
        return True
    if FATHERS_NAME in kinds or SMALL_FATHERS in kinds:
        return kinds == FATHERS_NAME and is_a_title(text, first.start)
    if kinds.islower():
        whole = first.start, some[-1].end
        return _with_small(text, *whole) == whole
    return _has_odd_initials(text, some, kinds) if INITIAL in kinds else _has_weak_words(some, kinds)


def _has_weak_words(some: list[NameWord], kinds: str) -> bool:
    """«Роза Лужкова», «Звонила Мария»: words that are names only perhaps."""
    given = [word.text not in AMBIGUOUS for word in some if word.kind == GIVEN_NAME]
    if SURELY_SURNAME not in kinds and not all(given) and not (any(given) and set(kinds) == {GIVEN_NAME}):
        return True
    if kinds == "SC":
        return not some[0].text.endswith(_SUREST) or some[1].text.endswith(_ADJECTIVE)
    # A capital at the start of a sentence says nothing.
    return some[0].opens and some[0].kind in (OTHER, MAYBE_SURNAME)


_SUREST = ("ова", "ева", "ов", "ев")
_ADJECTIVE = ("ая", "ый", "ий", "ой", "ого", "его", "ому", "ое", "ые")


def _has_odd_initials(text: str, some: list[NameWord], kinds: str) -> bool:
    """«Дом 5 А. Потом», «пункт А»: letters that are no initials."""
    first = some[0]
    last = end_of(text, some)
    if text[last : last + 1].isdigit():
        return True
    if first.kind == INITIAL and text[max(0, first.start - 2) : first.start].strip(" ").isdigit():
        return True
    dotted = [text[word.end : word.end + 1] == "." for word in some if word.kind == INITIAL]
    if not any(dotted) and not (kinds.endswith("II") and kinds[0] in "SM"):
        return True
    return kinds in ("CI", "MI") and (first.opens or not dotted[0])


_SAYS = re.compile(r" (?:\([^)\n]{1,20}\) )?[а-я]+(?:ла|лась|ет|ит|л|лся)(?![а-я])")
_TO_PHONE = re.compile(
    rf"(?![ ]?\n ?\n)[ \n,:(;-]{{0,4}}(?:(?:т|тел|сот|моб|конт)\.?|телефон:?|номер:?)?[ :\n.]{{0,3}}{PHONE_BLOT}"
)
_FROM_PHONE = re.compile(rf"{PHONE_BLOT}(?! ?\n ?\n)[ \n,(-]{{0,4}}$")
_TO_BIRTH = re.compile(r"[ ,(]{1,3}[^\n]{6,22}?(?:г\.? ?р(?![а-я])|рожд)")
_ENUMERATED = re.compile(rf"{NAME_BLOT}\.?(?:, | и )$")


def _alone(text: str, rows: list[list[NameWord]]) -> Iterator[Found]:
    """Single words: beside a phone, as a whole sentence, or a given name that is nothing else."""
    for row in rows:
        some = [
            word
            for word in row
            if word.kind in (GIVEN_NAME, SURELY_SURNAME, MAYBE_SURNAME, OTHER, FATHERS_NAME)
        ]
        if not some or len(some) != len(row) or len(row) > 3:
            yield from ((one.start, one.end) for one in row if _is_named_alone(text, one))
            continue
        is_owner = _is_owner(some) and _is_beside(text, some[0].start, some[-1].end)
        if is_owner or _is_a_signature(text, some):
            yield some[0].start, some[-1].end
        else:
            yield from ((one.start, one.end) for one in some if _is_named_alone(text, one))


def _is_beside(text: str, start: int, end: int) -> bool:
    """Whether a phone or a date of birth stands beside a name."""
    if _TO_BIRTH.match(text, end) or _TO_PHONE.match(text, end):
        return True
    lead = text[max(0, start - 30) : start]
    return PHONE_SIGN in lead and _FROM_PHONE.search(lead) is not None


def _is_owner(some: list[NameWord]) -> bool:
    """Who stands beside a phone is its owner: a given name, a surname, or two words with capitals."""
    kinds = {word.kind for word in some}
    if len(some) == 1:
        return bool(kinds & {GIVEN_NAME, SURELY_SURNAME}) or (MAYBE_SURNAME in kinds and not some[0].opens)
    return bool(kinds & {GIVEN_NAME, SURELY_SURNAME, MAYBE_SURNAME}) or not some[0].opens


_AT_THE_END = re.compile(r"[ .!\n]{0,40}\Z")
_LINE_ENDS = re.compile(r" ?(?:[.!/]|\n|\Z)")


def _is_a_signature(text: str, some: list[NameWord]) -> bool:
    """Whether a whole sentence or line is one surname, or a given name at the very end."""
    if not some[0].opens:
        return False
    before = text[max(0, some[0].start - 4) : some[0].start].rstrip(" ")[-1:]
    if before not in ("", ".", "!", "?", "\n", ")", "…") or not _LINE_ENDS.match(text, some[-1].end):
        return False
    if is_of_a_place(text, some[0].start):
        return False
    kinds = {word.kind for word in some}
    if len(some) == 1:
        return SURELY_SURNAME in kinds or (
            GIVEN_NAME in kinds and _AT_THE_END.match(text, some[-1].end) is not None
        )
    return bool(kinds & {GIVEN_NAME, SURELY_SURNAME}) and not any(word.text in AMBIGUOUS for word in some)


def _is_named_alone(text: str, word: NameWord) -> bool:
    """Whether a single word is a name by itself, or by what it does in its sentence."""
    if word.kind == SMALL_GIVEN:
        return _TO_PHONE.match(text, word.end) is not None
    if word.kind not in (SURELY_SURNAME, GIVEN_NAME) or word.is_loud or is_of_a_place(text, word.start):
        return False
    if word.kind == SURELY_SURNAME:
        return _is_a_surname_alone(text, word)
    if word.text in AMBIGUOUS:
        return False
    if is_a_title(text, word.start) or has_a_house(text, word.end):
        return False
    return not word.opens or text[word.end : word.end + 1] in (",", " ")


def _is_a_surname_alone(text: str, word: NameWord) -> bool:
    """«Петухова пришла», «у Ивановых»; at the start of a sentence only what ends as no thing does."""
    if word.text.endswith(("ова", "ева") if word.opens else _SUREST) and _SAYS.match(text, word.end):
        return True
    is_family = word.text.endswith(("овых", "евых", "иных")) and _BESIDE_FAMILY.search(
        text[max(0, word.start - 4) : word.start]
    )
    return bool(is_family) and not word.opens


_BESIDE_FAMILY = re.compile(r"(?<![а-я])(?:у|к|от) $")


_LIST = re.compile(r"(?:, | и )$")


def _listed(text: str, words: list[NameWord], names: list[Found]) -> Iterator[Found]:
    """Surnames that go on a list of names: «Петров В., Доржиева Ц., Кусков»."""
    ends = {end for _, end in names}
    for word in words:
        lead = text[max(0, word.start - 40) : word.start]
        joint = _LIST.search(lead) if word.kind == SURELY_SURNAME and not word.is_loud else None
        if joint and (word.start - len(joint[0]) in ends or _ENUMERATED.search(lead)):
            ends.add(word.end)
            yield word.start, word.end


_ON_A_STREET = (" на ", " по ")


def _again(text: str, words: list[NameWord], names: list[Found]) -> Iterator[Found]:
    """A surname that was found once is one wherever it comes back, in any case; streets keep theirs."""
    within = {place for start, end in names for place in range(start, end)}
    roots = {
        _root(word.text)
        for word in words
        if word.start in within and word.kind in (SURELY_SURNAME, MAYBE_SURNAME, OTHER, LOUD)
    }
    for word in words:
        known = (
            len(word.text) > 3
            and _root(word.text) in roots
            and word.kind not in (NO_NAME, SMALL_GIVEN, SMALL_FATHERS)
        )
        if (
            known
            and word.start not in within
            and text[max(0, word.start - 4) : word.start] not in _ON_A_STREET
            and not is_of_a_place(text, word.start)
            and not has_a_house(text, word.end)
        ):
            yield word.start, word.end


_CASE_ENDS = re.compile(r"(?:ого|ому|ыми|ими|ой|ою|ым|им|ом|ем|ую|юю|ая|ий|ый|ых|их|ью|[аеиоуыюяьй])$")


@lru_cache(maxsize=20_000)
def _root(word: str) -> str:
    return _CASE_ENDS.sub("", word)


def _merged(text: str, names: list[Found]) -> list[Found]:
    """The same stretches in order, those that overlap or are parted by a space alone made one."""
    merged: list[Found] = []
    for start, end in sorted(set(names)):
        if merged and start <= merged[-1][1] + (text[merged[-1][1] : start] in (" ", ". ") and 2):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

"""Phones, flats and birth dates of which some or all digits are spelled out."""

import re
from collections.abc import Iterable, Iterator

from documents.privacy.rules.draft import Draft, Found
from documents.privacy.rules.marks import BIRTH, FLAT, NAME_BLOT, PASSPORT, PHONE, POLICY, SNILS
from documents.privacy.rules.rule import before, occurrences, windows
from documents.privacy.rules.surroundings import MONEY, is_of_a_paper
from documents.privacy.rules.word_tree import any_of, tree_of, whole_words

_ONES = "ноль нуль один одна раз два две три четыре пять шесть семь восемь девять"
_PLACES: dict[str, int] = {
    **dict.fromkeys(_ONES.split(), 1),
    **dict.fromkeys("десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать".split(), 2),
    **dict.fromkeys("шестнадцать семнадцать восемнадцать девятнадцать".split(), 2),
    **dict.fromkeys(
        "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split(), 2
    ),
    **dict.fromkeys("сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split(), 3),
    **dict.fromkeys(
        "нуля ноля единицы двойки тройки четверки пятерки шестерки семерки восьмерки девятки".split(), 1
    ),
    **dict.fromkeys(
        "нулей единиц двоек троек четверок пятерок шестерок семерок восьмерок девяток".split(), 1
    ),
}
"""Words of a number as people dictate it, and for how many digits each stands."""

_FREE_OF_CHARGE = re.compile(r"8[ -]800")
_COUNTED = re.compile(
    r"(?:нул|нол|единиц|двой|двоек|трой|троек|четвер|пятер|шестер|семер|восьмер|девят(?:ки|ок))"
)
_TIMES = {"два": 2, "две": 2, "три": 3, "четыре": 4}
_WORDS = "|".join(sorted(_PLACES, key=len, reverse=True))
_JOINT = re.compile(r"[ ,.;\n-]{1,3}(?:(?:и|потом|дальше|затем|номер|серия) )?")
_PART = re.compile(r"[а-я]+|[0-9]+")
_NUMBER_WORDS = any_of(_PLACES)
_BREAK = re.compile(r"[^а-я0-9 ,.;\n-]+|[а-я]{13,}|[0-9]{5,}|[ ,.;\n-]{4,}")
"""What no chain goes across: another sign, a word or number longer than any of a chain, too much between two."""

_CALL = re.compile(r"(?:тел|сот|звон|номер|домашн|контакт|набра|набер|ватсап|вотсап|связ)")

_ANNOUNCED = (
    (SNILS, re.compile(r"снилс"), 11),
    (POLICY, re.compile(r"(?<![а-я])(?:полис|омс(?![а-я])|енп(?![а-я]))"), 16),
    (PASSPORT, re.compile(r"паспорт"), 10),
)
"""The mark, the word that announces the number, and how many digits it has at least."""

_CARDINAL = rf"(?:{_WORDS})(?![а-я])(?: (?:{_WORDS})(?![а-я])){{0,2}}"
_STEMS = (
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат "
    "пятнадцат шестнадцат "
    "семнадцат восемнадцат девятнадцат двадцат тридцат сороков пятидесят шестидесят семидесят восьмидесят девяност сот"
).split()
_ORDINALS = frozenset(
    stem + ending
    for stem in _STEMS
    for ending in "ый ого ое ому ой ом ая ую ий ье ьего ьей ья ью ые ых ым".split()
)
_ORDINAL = rf"(?:{'|'.join(_STEMS)})(?:ый|ого|ое|ому|ой|ом|ая|ую|ий|ье|ьего|ьей|ья|ью|ые|ых|ым)(?![а-я])"
_SPELLED = re.compile(rf"(?<![а-я])(?:{_ORDINAL}|(?:{_WORDS})(?![а-я]))")
_FLATS = (
    re.compile(rf"(?<![а-я])(?:квартир[аыеу]|кв\.?|комнат[аыеу]|комн\.?) (?:номер )?{_CARDINAL}"),
    re.compile(
        rf"(?<![а-я])(?:{tree_of(_PLACES)} )?{tree_of(_ORDINALS)} (?:квартир|комнат)[аыеу]й?(?![а-я])"
    ),
)
_OF_A_ROOM = re.compile(r" ?(?:комнат|окн|окон|человек|этаж|квадрат|метр|раз(?![а-я]))")
_MONTH = r"(?:январ|феврал|март|апрел|ма[йяе](?![а-я])|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,2}"
_DATE_WORD = (
    rf"(?:(?:{_WORDS})(?![а-я])|{_ORDINAL}|{_MONTH}|года?(?![а-я])|числа|в(?= )|тысяча|тысячи|"
    rf"[0-9]{{1,4}}(?![0-9]))"
)
_WORDS_OF_DATES = any_of([*_PLACES, *_ORDINALS])
_DATES = re.compile(rf"(?<![а-я0-9]){_DATE_WORD}(?:[ ,.-]{{1,2}}{_DATE_WORD}){{1,9}}")
_A_MONTH = re.compile(_MONTH)
_BORN = re.compile(rf"{NAME_BLOT}, $|(?:рожд|родил|родом|г\.? ?р\.?|д\.? ?р\.?)[^.!?\n]{{0,12}}$")
_BORN_AFTER = re.compile(r"[ ,]{0,2}(?:год[а]? )?(?:рожд|г\.? ?р)")


def take_spelled(draft: Draft) -> None:
    """Take out numbers in words: a chain as long as a phone, a short one after a word of phones, and flats."""
    text = draft.text
    chains = chains_of(text)
    for mark, announced, least in _ANNOUNCED:
        draft.take(_announced(draft.text, chains, announced, least), mark)
    draft.take([one for one in chains if _is_phone(draft.text, *one)], PHONE)
    for pattern in _FLATS:
        rooms = windows(draft.text, occurrences(draft.text, ("кв", "комн")))
        found = (one.span() for start, end in rooms for one in pattern.finditer(draft.text, start, end))
        draft.take([one for one in found if not _OF_A_ROOM.match(draft.text, one[1])], FLAT)


def take_spelled_birth(draft: Draft) -> None:
    """Take out dates of birth in words; names must have been taken out before."""
    if any(word in draft.text for word in ("год", "рожд", "родил")):
        draft.take(_born(draft.text), BIRTH)


def take_spelled_insurance(draft: Draft) -> None:
    """Take out numbers of СНИЛС and policies of which some digits are words, after the word that announces them."""
    chains = chains_of(draft.text)
    for mark, announced, least in _ANNOUNCED[:2]:
        draft.take(_announced(draft.text, chains, announced, least), mark)


def chains_of(text: str) -> list[Found]:
    """Return where words of numbers and digits follow each other with little between them; digits alone are no chain."""
    chains, done = list[Found](), 0
    for start, end in whole_words(_NUMBER_WORDS, text):
        if start >= done:
            stop = _BREAK.search(text, end)
            begin, done = _last_break(text, start), stop.start() if stop else len(text)
            chains += chains_within(text, begin, done)
    return chains


def _last_break(text: str, place: int) -> int:
    """Where the last of what no chain goes across ends before a place; 0 where there is none."""
    reach, start = 60, place
    while start > 0:
        start, reach = max(0, place - reach), reach * 4
        ends = [one.end() for one in _BREAK.finditer(text, start, place)]
        if ends:
            return ends[-1]
    return 0


def chains_within(text: str, begin: int, stop: int) -> list[Found]:
    """Return the same of a part of a text, word by word; no chain may go beyond the part."""
    chains, start, end, has_word = list[Found](), -1, -1, False
    for part in _PART.finditer(text, begin, stop):
        is_word = part[0] in _PLACES
        if not is_word and not (part[0].isdigit() and len(part[0]) <= 4):
            continue
        if start >= 0 and _JOINT.fullmatch(text, end, part.start()):
            end, has_word = part.end(), has_word or is_word
            continue
        if has_word:
            chains.append((start, end))
        start, end, has_word = part.start(), part.end(), is_word
        if text[max(0, start - 5) : start] == "плюс ":
            start -= 5
    return [*chains, (start, end)] if has_word else chains


def _announced(text: str, chains: Iterable[Found], announced: re.Pattern[str], least: int) -> Iterator[Found]:
    for start, end in chains:
        if announced.search(before(text, start, 40)):
            length, words = _length(text[start:end])
            if words and length >= least:
                yield start, end


def _is_phone(text: str, start: int, end: int) -> bool:
    length, words = _length(text[start:end])
    if words == 0 or _FREE_OF_CHARGE.match(text, start) or MONEY.match(text, end):
        return False
    if is_of_a_paper(text, start, end):
        return False
    is_called = _CALL.search(before(text, start, 30)) is not None
    return 10 <= length <= 12 or (is_called and 5 <= length <= 7 and words > 1)


def _length(chain: str) -> tuple[int, int]:
    """For how many digits a chain stands, and how many of its parts are words."""
    total, room, times, words = 0, 0, 1, 0
    for part in _PART.findall(chain):
        if part.isdigit():
            total, room, times = total + len(part), 0, 1
            continue
        places = _PLACES.get(part)
        if places is None:
            continue
        words += 1
        if _COUNTED.match(part):  # «три пятёрки»: the number before says how often
            total, room, times = total + times - (times > 1), 0, 1
            continue
        # A smaller word fills up a larger one: «девятьсот тринадцать» are three digits.
        if places < room:
            room = places
        else:
            total, room = total + places, places
        times = _TIMES.get(part, 1)
    return total, words


def _born(text: str) -> Iterator[Found]:
    for start, end in windows(text, whole_words(_WORDS_OF_DATES, text), reach=60):
        for date in _DATES.finditer(text, start, end):
            told = date[0]
            is_dated = _SPELLED.search(told) and ("год" in told or _A_MONTH.search(told))
            if is_dated and _is_of_birth(text, *date.span()):
                yield date.span()


def _is_of_birth(text: str, start: int, end: int) -> bool:
    lead = text[max(0, start - 40) : start]
    return _BORN.search(lead) is not None or _BORN_AFTER.match(text, end) is not None

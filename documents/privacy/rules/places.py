"""Flats and rooms, after the word for one or joined to the house; the house and the street stay."""

import re

from documents.privacy.rules.marks import FLAT
from documents.privacy.rules.rule import NO, before, rule

_NO_MEASURE = re.compile(
    r" ?(?:град|°|окн|окон|комнат|м2|(?:кв\.? ?)?м(?:етр[а-я]{0,2})?(?![а-я])|квадрат|чел|дн[яе]|день|сут|час|"
    r"раз(?![а-я])|лет(?![а-я])|год|руб|тыс|этаж|шт|%)"
)
_ONE_OF = re.compile(r"(?<![а-я])(?:из|с|со|около|у|возле|жильцы|хозяин) $")
_WORD = r"(?<![а-я])(?:кв(?:арт(?:ир[аыеу]?(?:ой)?)?|-ра)?|комн(?:ат[аыеу])?|ком(?=[. ]))(?![а-я-])\.?,?"
_FLAT = rf"{_WORD} ?(?:{NO})? ?[0-9]{{1,4}}(?:/[0-9]{{1,3}})?(?:[ -]?[а-д](?![а-я]))?(?![0-9])"
_JOINED = r"(?<=[0-9а-д]) ?- ?(?P<take>[0-9]{1,3}[а-д]?)(?![0-9]|[./-][0-9])"
_HOUSE = r"[0-9]{1,3} ?[а-д]?"
_LIVES = re.compile(
    r"(?:прож|прожив|живу|живет|живем|адрес|зарегистр|регистрац|пропис|почтой|квартир|общежит|(?<![а-я])от "
    r"(?:гр|потреб|жит))"
)


def _is_measured(text: str, start: int, end: int) -> bool:
    return _NO_MEASURE.match(text, end) is not None


def _nobody_lives(text: str, start: int, end: int) -> bool:
    found = text[max(0, start - 90) : start]
    return not _LIVES.search(found)


def _is_counted(text: str, start: int, end: int) -> bool:
    # «22 квартиры без тепла» are many, «из 22 квартиры» is one.
    counts = text[end - 1] == "ы" and "-" not in text[start:end]
    return counts and _ONE_OF.search(before(text, start, 10)) is None


FLATS = (
    rule(
        FLAT,
        r"(?<![а-я])(?:квартир|комнат)(?:ах|ы|ам) ?(?:№№|№)? ?[0-9]{1,4}[а-д]?"
        r"(?:(?: ?, ?| и | ?- ?)[0-9]{1,4}(?![0-9])){1,30}",
        "квартир",
        "комнат",
        unless=_is_measured,
    ),
    rule(FLAT, _FLAT, "кв", "ком", unless=_is_measured),
    rule(
        FLAT,
        r"(?<![0-9])[0-9]{1,4}(?:-?(?:я|й|ю|ой|ей))? (?:квартир|комнат)[аыеу]й?(?![а-я])",
        "квартир",
        "комнат",
        unless=_is_counted,
    ),
    # A flat joined to its house, where the words before say that somebody lives there.
    rule(FLAT, rf"(?:, ?|д\.? ?|дом ?|[а-я] ){_HOUSE}{_JOINED}", "-", unless=_nobody_lives),
)

FLATS_IN_FIELDS = (
    rule(FLAT, rf"{_HOUSE}{_JOINED}(?= ?$)", "-"),
    rule(FLAT, rf"{_HOUSE},? (?P<take>[0-9]{{1,4}}) ?$"),
)

"""Phones: mobile and town numbers, of here and of other countries, however their digits are grouped."""

import re

from documents.privacy.rules.marks import PHONE
from documents.privacy.rules.rule import BETWEEN, END, GAP, opening, rule
from documents.privacy.rules.surroundings import (
    is_a_sum,
    is_measured,
    is_numbered,
    is_of_a_paper,
    is_of_an_office,
)

_EXTENSION = r"(?:,? ?(?:доб(?:авочный)?|доп|вн|ext)[. :№]{1,3}[0-9]{1,6})?"

_DIGITS = re.compile(r"[0-9]")
_FREE_OF_CHARGE = re.compile(r"[78]800")


def _digits(text: str, start: int, end: int) -> str:
    return "".join(_DIGITS.findall(text[start:end]))


def _is_no_phone(text: str, start: int, end: int) -> bool:
    number = _digits(text, start, min(end, start + 24))
    if _FREE_OF_CHARGE.match(number):
        return True
    if is_a_sum(text, start, end) or is_of_a_paper(text, start, end):
        return True
    return number[1:2] != "9" and is_of_an_office(text, start, end)


def _is_no_mobile(text: str, start: int, end: int) -> bool:
    return is_measured(text, start, end) or is_numbered(text, start, end)


def _is_no_town_phone(text: str, start: int, end: int) -> bool:
    return _is_no_mobile(text, start, end) or is_of_an_office(text, start, end)


def _is_no_short_phone(text: str, start: int, end: int) -> bool:
    return not 5 <= len(_digits(text, start, end)) <= 7 or _is_no_town_phone(text, start, end)


PHONES = (
    rule(PHONE, rf"\+{GAP}7(?:{GAP}[0-9]){{10}}{END}{_EXTENSION}", "+", unless=_is_no_phone),
    rule(
        PHONE,
        rf"{opening('[(78]')}(?:(?<=[78])|(?<=[(])[78]){GAP}[3489](?:{GAP}[0-9]){{9}}{END}{_EXTENSION}",
        unless=_is_no_phone,
    ),
    rule(PHONE, rf"\+[1-9][0-9]{{0,2}}(?:{GAP}[0-9]){{8,12}}{END}{_EXTENSION}", "+"),
    rule(PHONE, rf"{opening('[(9]')}(?:(?<=9)|(?<=[(])9)(?:{GAP}[0-9]){{9}}{END}", unless=_is_no_mobile),
    # A city code in brackets, or before a number in hyphens; otherwise six digits could be anything.
    rule(
        PHONE, rf"\([348][0-9]{{2,4}}\)(?:{GAP}[0-9]){{5,7}}{END}{_EXTENSION}", "(", unless=_is_no_town_phone
    ),
    rule(
        PHONE,
        rf"{opening('[348]')}[0-9]{{2,4}}[ )-]{{1,3}}[0-9]{{1,3}}-[0-9]{{2}}-[0-9]{{2}}{END}{_EXTENSION}",
        "-",
        unless=_is_no_town_phone,
    ),
)

# By its first letter, as `opening`.
_CALLED = (
    rf"[тсмпзд](?<![а-я].)(?:(?<=т)(?<!\..)\.? ?(?=[0-9])|(?:(?<=т)ел(?:ефон[а-я]{{0,3}}|ефончик)?|(?<=с)от(?:овый)?|"
    rf"(?<=м)об(?:ильный)?|(?:(?<=п)озвони|(?<=з)вони)[а-я]{{0,4}}|(?<=д)ом(?=\.? "
    rf"?[0-9][ -][0-9]{{2}}[ -][0-9]{{2}})\.?)(?![а-я]){BETWEEN}{{0,30}})"
)

SHORT_PHONES = (
    # After all other numbers: what is left beside the word is short.
    rule(
        PHONE,
        rf"{_CALLED}(?P<take>[0-9]{{1,3}}(?:[ .-]?[0-9]{{1,3}}){{1,3}})(?![0-9:,]*[0-9]|[0-9:])",
        "т.",
        " т ",
        "тел",
        "звони",
        "сот",
        "моб",
        "дом",
        unless=_is_no_short_phone,
    ),
    rule(
        PHONE,
        rf"{opening('[2-9]', against=('[0-9.,/:-]',))}-[0-9]{{2}}-[0-9]{{2}}(?![0-9]|[-.,/][0-9])",
        "-",
        unless=_is_no_town_phone,
    ),
)

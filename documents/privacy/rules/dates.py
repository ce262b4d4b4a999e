"""Dates of birth: full dates beside a word of birth, or behind the name of a person."""

import re
from collections.abc import Iterator

from documents.privacy.rules.draft import Draft
from documents.privacy.rules.marks import BIRTH, FILLER, NAME_BLOT, NAME_SIGN

_MONTH = r"(?:янв|фев|мар|апр|ма[йяе]|июн|июл|авг|сен|окт|ноя|дек)[а-я]{0,5}\.?"
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_SIGN = r"(?:[./-]| [./-] )"
_DATE = (
    rf"(?<![0-9])(?:[0-9]{{1,2}}{_SIGN}(?:[0-9]{{1,2}}|[ivxх]{{1,4}}){_SIGN}(?:{_YEAR}|[0-9]{{2}}(?![0-9]))"
    rf"|[«\"]?[0-9]{{1,2}}[»\"]? {_MONTH} {_YEAR}|{_YEAR} ?г?\.?, [0-9]{{1,2}} {_MONTH}(?![а-я])"
    rf"|[0-9]{{1,2}}{_SIGN}[0-9]{{1,2}}{_SIGN}(?:{_YEAR}|[0-9]{{2}}(?![0-9]))"
    rf"|[0-9]{{1,2}}(?:-?(?:го|е))?[ .-]{{1,2}}(?:{_MONTH}|[ivxх]{{1,4}})[ .-]{{1,2}}{_YEAR}"
    rf"|{_YEAR}[ ./-][0-9]{{2}}[ ./-][0-9]{{2}}(?![0-9]))(?: ?(?:года?(?![а-я])|г(?![а-я]|\.? ?р)\.?))?"
)
_SHORT_DATE = rf"(?:[0-9]{{1,2}}(?:-?(?:го|е))? {_MONTH}(?![а-я])|{_YEAR})"
_A_DATE = re.compile(_DATE)
_A_SHORT_DATE = re.compile(
    rf"(?:рожд[а-я]{{0,5}}|родил[а-я]{{1,4}})(?: я| он| она)?[ :.,-]{{0,3}}(?P<after>{_SHORT_DATE})"
    rf"|(?<![0-9])(?P<before>{_YEAR})(?= ?(?:года? рожд|г\.? ?р(?![а-я])|г/р))"
)
_BORN_BEFORE = re.compile(
    r"(?:(?:рожд[а-я]{0,5}|родил[а-я]{1,4})[^0-9\n]{0,20}|(?<![а-я])(?:д\.? ?р\.?|г/?р)[ :.,-]{0,3})$"
)
_DATED = re.compile(r"(?<![а-я])дат[ауы] $")
_BORN_BEHIND = re.compile(r"[ .,]{0,3}(?:года? рожд|рожд|г\.? ?р(?![а-я])|г/р|гр(?![а-я]))")
_IN_BRACKETS = re.compile(rf"{NAME_BLOT} ?\($")
_BEHIND_A_NAME = re.compile(rf"{NAME_BLOT}[ ,;]{{1,3}}$")
_LONG_AGO = re.compile(r"(?:19[0-9]{2}|200[0-9]|201[0-5]|[./-][3-9][0-9])(?![0-9])")
_DIGITS = re.compile(r"[0-9]+")
_QUOTES = '«"'


def take_birth_dates(draft: Draft) -> None:
    """Take out dates of birth; names must have been taken out before."""
    text = draft.text
    found = [date.span() for date in _dates(text) if _is_of_birth(text, *date.span())]
    draft.take(found, BIRTH)
    if any(word in text for word in ("рожд", "родил", "г.р", "г. р", "г/р")):
        short = (date.span(date.lastgroup or 0) for date in _A_SHORT_DATE.finditer(draft.text))
        draft.take(short, BIRTH)


def _dates(text: str) -> Iterator[re.Match[str]]:
    """Yield the dates of a text: each begins with a digit, or with the quotation mark before it."""
    done = 0
    for digits in _DIGITS.finditer(text):
        first = digits.start()
        is_quoted = first > done and text[first - 1] in _QUOTES
        for start in (first - 1, first) if is_quoted else (first,):
            date = _A_DATE.match(text, start) if start >= done else None
            if date:
                done = date.end()
                yield date
                break


def _is_of_birth(text: str, start: int, end: int) -> bool:
    lead = text[max(0, start - 40) : start]
    is_announced = "рожд" in lead or "родил" in lead or "р" in lead[-5:]
    if (is_announced and _BORN_BEFORE.search(lead)) or _BORN_BEHIND.match(text, end):
        return True
    if lead.endswith(("дата ", "дату ", "даты ")) and _DATED.search(lead):
        return _LONG_AGO.search(text, start, end) is not None
    # Behind a name: in brackets, or of so long ago that no paper bears it.
    if FILLER not in lead and NAME_SIGN not in lead:
        return False
    if _IN_BRACKETS.search(lead) and text.startswith(")", end):
        return True
    return _BEHIND_A_NAME.search(lead) is not None and _LONG_AGO.search(text, start, end) is not None

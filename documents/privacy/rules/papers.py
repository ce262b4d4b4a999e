"""Numbers of a person's papers: passports, insurance, tax numbers, cards, accounts, certificates, licence plates."""

import re

from documents.privacy.rules.marks import ACCOUNT, CARD, DOCUMENT, PASSPORT, PLATE, POLICY, SNILS, TAXPAYER
from documents.privacy.rules.rule import BETWEEN, END, GAP, NO, digits, opening, rule
from documents.privacy.rules.surroundings import is_measured, is_numbered, is_of_a_paper, is_of_a_prescription

_START = opening("[0-9]")
_NO_YEAR = r"(?:(?<=1)(?!9[0-9]{2} )|(?<=2)(?!0[0-9]{2} )|(?<![12]))"
"""After the first of four digits: they are no year."""

_CAR = re.compile(r"осаго|каско|автограждан")


def is_snils(number: str) -> bool:
    """Return whether eleven digits carry the check sum of an insurance number; the lowest numbers carry none."""
    found, check = number[:9], int(number[9:])
    if int(found) <= 1_001_998:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(found, range(9, 0, -1), strict=True))
    return total % 101 % 100 == check


def _is_no_bare_snils(text: str, start: int, end: int) -> bool:
    # Eleven digits from 7 or 8 are a phone much more often.
    number = text[start:end]
    return number[0] in "78" or not is_snils(number)


def _is_no_grouped_snils(text: str, start: int, end: int) -> bool:
    # A number without its check sum may be mistyped, or the number of a paper, or an address of a network.
    told = text[start:end]
    if is_snils("".join(one for one in told if one.isdigit())):
        return False
    return is_of_a_paper(text, start, end) or not ("-" in told or " " in told)


def _is_of_a_car(text: str, start: int, end: int) -> bool:
    return _CAR.search(text, max(0, start - 50), start) is not None


def _is_of_an_organization(text: str, start: int, end: int) -> bool:
    # The first digits of an account tell whose it is: 405 to 407 are firms', 408.1 and 423 people's.
    number = "".join(one for one in text[start:end] if one.isdigit())
    return len(number) == 20 and number[:3] not in {"408", "423", "426"}


SNILS_RULES = (
    rule(SNILS, rf"снилс(?![а-я]){BETWEEN}{{0,30}}(?P<take>{digits(11)}){END}", "снилс"),
    # Three groups of three and one of two, whatever stands between them.
    rule(
        SNILS,
        rf"{_START}[0-9]{{2}}[ ./·•_-]{{1,2}}[0-9]{{3}}[ ./·•_-]{{1,2}}[0-9]{{3}}[ ./·•_-]{{0,2}}[0-9]{{2}}{END}",
        unless=_is_no_grouped_snils,
    ),
    rule(SNILS, rf"{_START}[0-9]{{10}}{END}", unless=_is_no_bare_snils),
)

_POLICY_WORD = r"(?:(?<![а-я])(?:полис[а-я]{0,3}|омс|енп)(?![а-я]))"
POLICY_RULES = (
    rule(
        POLICY,
        rf"{_POLICY_WORD}{BETWEEN}{{0,45}}(?P<take>{digits(16)}){END}",
        "полис",
        "омс",
        "енп",
        unless=_is_of_a_car,
    ),
)

_SERIES = rf"[ .,:;/()-]{{0,3}}(?:(?:{NO}|серия|сери[ия])[ .:№]{{0,3}})?"
_PASSPORT_WORD = (
    r"(?:паспорт[а-я]{0,4}|(?<![а-я])сери[яию](?![а-я])|документ[а-я]{0,2}(?=:? (?:паспорт|удостов|личн)))"
)

EXPLAINED = (
    rule(
        POLICY,
        rf"{_POLICY_WORD}{BETWEEN}{{0,25}}(?P<take>[0-9](?:{GAP}[0-9]){{5,19}}){END}",
        "полис",
        "омс",
        "енп",
        unless=_is_of_a_car,
    ),
    rule(TAXPAYER, rf"(?<![а-я])инн(?![а-я]){BETWEEN}{{0,20}}(?P<take>{digits(12)}){END}", "инн"),
    rule(TAXPAYER, rf"(?<![а-я])огрнип(?![а-я]){BETWEEN}{{0,20}}(?P<take>{digits(15)}){END}", "огрнип"),
    rule(
        PASSPORT,
        rf"{_PASSPORT_WORD}{BETWEEN}{{0,40}}(?P<take>[0-9](?:{_SERIES}[0-9]){{9}}){END}",
        "паспорт",
        "сери",
        unless=is_of_a_prescription,
    ),
    rule(
        PASSPORT,
        rf"{_PASSPORT_WORD}{BETWEEN}{{0,40}}(?P<take>[0-9]{{2}}[ .-]?[0-9]{{2}})(?=[^0-9]{{1,4}}{NO})",
        "паспорт",
    ),
    rule(
        PASSPORT,
        rf"паспорт[а-я]{{0,4}}{BETWEEN}{{0,30}}(?<![\w])(?P<take>[a-zа-я]{{1,2}} ?[0-9]{{3,4}} ?[0-9]{{3,5}}){END}",
        "паспорт",
    ),
    rule(
        ACCOUNT,
        rf"(?<![а-я])(?:код (?:абонента|плательщика)|абонент[^0-9\n]{{0,40}} "
        rf"код)[ :№]{{1,3}}(?P<take>[0-9](?:{GAP}[0-9]){{4,13}}){END}",
        "код",
    ),
    rule(
        ACCOUNT,
        rf"(?<![0-9])(?:40[0-9]|42[36])(?:{GAP}[0-9]){{17}}{END}",
        "40",
        "42",
        unless=_is_of_an_organization,
    ),
    rule(
        ACCOUNT,
        r"(?:(?<![а-я])лицев[а-я]{2,3}(?: сч[её]?т[а-я]{0,2})?|(?<![а-я])л/?с(?![а-я])|расчетн[а-я]{2,3} счет[а-я]{0,2})"
        rf"{BETWEEN}{{0,15}}(?P<take>[0-9](?:{GAP}[0-9]){{4,21}}){END}",
        "лицев",
        "л/с",
        "лс",
        "расчетн",
        unless=_is_of_an_organization,
    ),
    rule(
        ACCOUNT,
        rf"(?<![а-я])(?:на|мой|счет[а-я]{{0,2}}){BETWEEN}{{0,15}}(?P<take>{_START}(?:{GAP}[0-9]){{19}}){END}",
        "счет",
        unless=_is_of_an_organization,
    ),
    rule(
        CARD,
        rf"(?<![а-я])карт[а-я]{{1,4}}{BETWEEN}{{0,30}}(?P<take>{digits(16)}(?:{GAP}[0-9]{{2,3}})?){END}",
        "карт",
    ),
)

BARE = (
    rule(
        CARD,
        rf"{opening('[2-6]', against=('[0-9-]',))}[0-9]{{3}}(?:[ .-]{{0,2}}[0-9]{{4}}){{3}}(?![0-9-])",
        unless=is_of_a_paper,
    ),
    # Series and number without a word: in the groups of a passport, or where no paper and no size is spoken of.
    rule(
        PASSPORT,
        rf"{_START}[0-9][ .·-][0-9]{{2}}(?: ?№ ?|[ ·]){digits(6)}{END}",
        unless=lambda text, start, end: (
            is_measured(text, start, end) or is_of_a_prescription(text, start, end)
        ),
    ),
    rule(
        PASSPORT,
        rf"{_START}{_NO_YEAR}[0-9]{{3}} (?:№ ?)?[0-9]{{6}}{END}",
        unless=lambda text, start, end: is_numbered(text, start, end) or is_measured(text, start, end),
    ),
)

_ROMAN = r"[ivxlіхуm1](?<!\w.)[ivxlіхуm1]{0,5}"
_PAPER_OF_A_PERSON = (
    r"(?:удостоверени[а-я]{1,3}|свидетельств[а-я]{1,3}|св-в[оае]|военн[а-я]{2,3} билет[а-я]{0,2}|"
    r"билет[а-я]{0,2}|водительск[а-я]{2,4}"
    r"(?: (?:права|удостоверени[а-я]))?|права(?![а-я])|доверенност[а-я]{1,2}|жительство|диплом[а-я]{0,2}|"
    r"аттестат[а-я]{0,2}|"
    r"справк[а-я]{1,2}(?= мсэ)|загранпаспорт[а-я]{0,2}|сертификат[а-я]{0,2}|личн[а-я]{2,3} номер[а-я]{0,2}|"
    r"удост\.|свид\.|трудов[а-я]{2,3} книжк[а-я]{1,2})"
)
_BODY = (
    r"(?:[0-9]{2}[ -]?){0,2}(?:[а-яa-z]{1,4}(?:[ -][ivx0-9]{1,4}|[ivx]{1,4})?[ -]?)?"
    rf"(?:{NO} ?)?[0-9]{{4,10}}(?:[ -][0-9]{{2,7}})?{END}"
)
_LICENCE_LETTERS = "авекмнорстухabekmhopctyx"

CERTIFICATES = (
    # A Roman number, two letters, six digits: births, marriages and the like.
    rule(DOCUMENT, rf"{_ROMAN} ?- ?[а-яa-z]{{2}}[ ,.:-]{{0,2}}(?:{NO} ?)?[0-9]{{3}} ?[0-9]{{3}}{END}"),
    rule(
        DOCUMENT,
        rf"(?<![а-я])(?P<take>(?:мсэ|втэ)[ -]?[0-9]{{2,4}}{BETWEEN}{{1,12}}[0-9]{{4,8}}){END}",
        "мсэ",
        "втэ",
    ),
    rule(
        DOCUMENT,
        r"(?<![а-я])(?:ипра?|пенсионное)[ :]{1,2}№ ?(?P<take>[0-9][0-9./-]{4,18}(?:[а-я](?![а-я])|[0-9]))",
        "ипр",
        "пенсионн",
    ),
    rule(DOCUMENT, rf"[а-яa-z](?= ?-)(?<!\w.) ?- ?[ivx]{{1,4}} (?:№ ?)?[0-9]{{6}}{END}"),
    rule(
        DOCUMENT,
        rf"{_PAPER_OF_A_PERSON}{BETWEEN}{{0,40}}?[ :(№](?P<take>{_BODY})",
        "удост",
        "свид",
        "св-в",
        "билет",
        "водит",
        "права",
        "доверенн",
        "жительств",
        "диплом",
        "аттестат",
        "справк",
        "загран",
        "сертифик",
        "личн",
        "трудов",
    ),
    rule(
        PLATE,
        rf"[{_LICENCE_LETTERS}](?=[ -]?[0-9])(?<!\w.)[ -]?[0-9]{{3}}[ -]?[{_LICENCE_LETTERS}]{{2}}"
        r"(?:[ ,/|-]{0,3}[0-9]{2,3}(?: ?rus)?)?(?![\w])",
    ),
    # Trailers, tractors, motorcycles: letters and digits in other orders, after the word for what bears them.
    rule(
        PLATE,
        rf"(?:прицеп|трактор|мотоцикл|скутер|гос\.? ?номер|госномер|гос\.? ?знак|номер)[а-я]{{0,2}}[^0-9\n]{{0,12}}?"
        rf"(?<!\w)(?P<take>[{_LICENCE_LETTERS}]{{2}} ?[0-9]{{4}}(?: ?[0-9]{{2,3}})?|[0-9]{{2}} "
        rf"?[{_LICENCE_LETTERS}]{{2}} ?[0-9]{{4}}|[0-9]{{4}} ?[{_LICENCE_LETTERS}]{{2}}(?: "
        rf"?[0-9]{{2,3}})?)(?!\w)",
        "прицеп",
        "трактор",
        "мотоцикл",
        "скутер",
        "гос",
        "номер",
    ),
)

"""Redaction of free text: what would tell who wrote, or speaks of a third person, becomes a bracketed Russian word.

Order matters: links and addresses first, then numbers that a word beside them explains, then bare numbers, then names.
Houses, streets, days, times, routes, temperatures, sums and numbers of acts stay: the work needs them.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from documents.privacy.names import PHONE, redact_names

EMAIL = "[эл. почта]"
PROFILE = "[ссылка на профиль]"
CARD = "[номер карты]"
ACCOUNT = "[номер счёта]"
PASSPORT = "[паспорт]"
SNILS = "[СНИЛС]"
POLICY = "[полис]"
TAXPAYER = "[ИНН]"
FLAT = "[квартира]"
DOCUMENT = "[документ]"

RedactionRule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]

_GAP = r"[\s()./‑–—−-]"
"""What people put between the digits of a phone."""

_MONEY = r"(?!\s*(?:руб|₽|р\.|тыс|млн|коп))"


def _rule(pattern: str, put: str | Callable[[re.Match[str]], str]) -> RedactionRule:
    return re.compile(pattern, re.IGNORECASE), put


def _keep_lead(word: str) -> Callable[[re.Match[str]], str]:
    """Replace all but the group `lead`, which names what follows and may stay."""
    return lambda match: f"{match['lead']}{word}"


def _local_phone(match: re.Match[str]) -> str:
    number = match[0][len(match["lead"]) :]
    digits = sum(char.isdigit() for char in number)
    return f"{match['lead']}{PHONE}" if 5 <= digits <= 7 else match[0]


LINKS: tuple[RedactionRule, ...] = (
    _rule(r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", EMAIL),
    _rule(
        r"(?<![a-z0-9._+-])[a-z0-9._+-]{1,64}\s{0,3}[\[(]?\s?\b(?:собака|at)\b\s?[\])]?\s{0,3}"
        r"[\w-]{1,63}\.(?:ru|com|net|org|рф)\b",
        EMAIL,
    ),
    # Pages of communities and single posts of communities are open sources and stay; anything else may be a person.
    _rule(
        r"(?:https?://)?(?:www\.|m\.)?(?:vk\.com|vk\.ru|vkontakte\.ru)/"
        r"(?!(?:club|public|event|wall-|photo-|video-|album-|topic-|feed\b|im\b))@?[\w.]+[^\s,;)]*",
        PROFILE,
    ),
    _rule(r"(?:https?://)?(?:www\.|m\.)?ok\.ru/(?!group|video|topic)[\w.]+[^\s,;)]*", PROFILE),
    _rule(
        r"(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|instagram\.com|facebook\.com|max\.ru)/[\w.@+]+[^\s,;)]*",
        PROFILE,
    ),
    _rule(r"(?<![\w@.])@[a-z_][\w.]{3,}", PROFILE),
    _rule(r"\b(?:vk|вк)\s*:?\s*id\d{3,}\b", PROFILE),
)

EXPLAINED: tuple[RedactionRule, ...] = (
    _rule(
        r"(?P<lead>\bснилс\b[^\d\n\[\]]{0,20})\d{3}[\s-]?\d{3}[\s-]?\d{3}[\s-]?\d{2}(?!\d)", _keep_lead(SNILS)
    ),
    _rule(r"(?P<lead>\b(?:полис\w*|омс|енп)\b[^\d\n\[\]]{0,25})\d[\d\s-]{4,20}\d", _keep_lead(POLICY)),
    _rule(r"(?P<lead>\bинн\b[^\d\n\[\]]{0,12})\d{12}(?!\d)", _keep_lead(TAXPAYER)),
    _rule(
        r"(?P<lead>\b(?:паспорт\w*|сери[яию])\b[^\d\n\[\]]{0,30})\d{2}\s?\d{2}(?:[\s,-]*(?:№|n|ном(?:ер|\.))?[\s]*)\d{6}(?!\d)",
        _keep_lead(PASSPORT),
    ),
    _rule(
        r"(?P<lead>\b(?:карт[аыуе]\w*|карточк\w+)\b[^\d\n\[\]]{0,20})\d{4}(?:[\s-]?\d{4}){3}(?!\d)",
        _keep_lead(CARD),
    ),
    _rule(
        r"(?P<lead>\b(?:лицев\w+\s+сч[её]т\w*|л/с|р/с|расч[её]тн\w+\s+сч[её]т\w*)[^\d\n\[\]]{0,15})\d[\d\s-]{4,22}\d",
        _keep_lead(ACCOUNT),
    ),
)

BARE: tuple[RedactionRule, ...] = (
    _rule(r"(?<!\d)\d{20}(?!\d)", ACCOUNT),
    _rule(rf"(?<![\w+])(?:\+\s?7|[78]){_GAP}{{0,3}}[3489](?:{_GAP}{{0,3}}\d){{9}}(?!\d){_MONEY}", PHONE),
    _rule(r"(?<!\d)\d{3}[\s-]\d{3}[\s-]\d{3}[\s-]\d{2}(?!\d)", SNILS),
    _rule(r"(?<![\d-])\d{4}(?:[\s-]?\d{4}){3}(?![\d-])", CARD),
    _rule(rf"(?<![\d+№])(?<!\d[-–])\(?9\d\d\)?(?:{_GAP}{{0,2}}\d){{7}}(?!\d){_MONEY}", PHONE),
    # A city code in brackets; without brackets six digits could be anything.
    _rule(rf"\(\d{{3,5}}\)(?:{_GAP}{{0,2}}\d){{5,7}}(?!\d)", PHONE),
    # Series and number without a word; 19xx and 20xx are years.
    _rule(rf"(?<!\d)(?!(?:19|20)\d\d\s)\d{{2}}\s?\d{{2}}\s(?:№\s?)?\d{{6}}(?!\d){_MONEY}", PASSPORT),
    # Certificates of birth, marriage and the like: a Roman number, two letters, six digits.
    _rule(r"\b[ivxl]{1,6}\s?-\s?[а-яё]{2}\s*(?:№|n|номер)?\s*\d{6}(?!\d)", DOCUMENT),
    # Other countries.
    _rule(rf"(?<![\w+])\+(?!7)\d{{1,3}}(?:{_GAP}{{0,2}}\d){{8,11}}(?!\d)", PHONE),
)

LOCAL: tuple[RedactionRule, ...] = (
    # A short local number is only told from others by the word before it.
    _rule(
        r"(?P<lead>(?<![а-яё.])т\.\s?(?=\d)|\b(?:тел(?:ефон\w*)?\b|сот(?:овый)?\b|моб(?:ильный)?\b|(?:по)?звони\w*)[^\d\n\[\]]{0,15})"
        r"\d{1,3}(?:[\s‑–—-]?\d{1,3}){1,3}(?![\d:,]\d|[\d:])" + _MONEY,
        _local_phone,
    ),
)
"""After all other numbers: what is left beside the word is short."""

_NO_MEASURE = (
    r"(?!\s*(?:град|°|окн|комнат|м²|м2|(?:кв\.?\s*)?м\b|квадрат|чел|дн|день|сут|час|раз\b|лет|год|руб|тыс))"
)
"""What follows is no number of a flat but a temperature, a size or a count."""

FLATS: tuple[RedactionRule, ...] = (
    _rule(
        rf"\bквартир(?:ах|ы|ам)\s*(?:№№|№)?\s*\d+[а-д]?\b{_NO_MEASURE}(?:(?:\s*,\s*|\s+и\s+|\s*-\s*)\d+\b)*",
        FLAT,
    ),
    _rule(
        rf"\bкв(?:арт(?:ир[аыеу]?(?:ой)?)?|-ра)?(?![а-яё-])\.?\s*(?:№|n|номер)?\s*\d+[а-д]?\b{_NO_MEASURE}",
        FLAT,
    ),
    _rule(r"\b\d+(?:-?(?:я|й|ю|ой|ей))\s+квартир[аыеу]\w*", FLAT),
)


# A case is redacted anew at every write, and its texts mostly stay what they were.
@lru_cache(maxsize=512)
def redact(text: str) -> str:
    """Return the text with everything replaced that tells who wrote or speaks of a third person; empty for an empty text.

    Redacting twice changes nothing more. It is a net, not a proof: texts flagged sensitive are withheld as a whole.
    """
    for rules in (LINKS, EXPLAINED, BARE, LOCAL, FLATS):
        for pattern, put in rules:
            text = pattern.sub(put, text)
    return redact_names(text)

"""The bracketed Russian words that stand in a redacted text for what was taken out."""

NAME = "[ФИО]"
PHONE = "[телефон]"
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
PLATE = "[госномер]"
BIRTH = "[дата рождения]"

MARKS = (
    NAME,
    PHONE,
    EMAIL,
    PROFILE,
    CARD,
    ACCOUNT,
    PASSPORT,
    SNILS,
    POLICY,
    TAXPAYER,
    FLAT,
    DOCUMENT,
    PLATE,
    BIRTH,
)

BLOTS = {mark: chr(0xE000 + number) for number, mark in enumerate(MARKS)}
"""What stands for each mark while a text is redacted: characters that nobody writes."""

FILLER = "\ue0ff"
"""What follows the first character of a blot, up to the length of what was taken out."""

NAME_SIGN, PHONE_SIGN = BLOTS[NAME], BLOTS[PHONE]
NAME_BLOT, PHONE_BLOT = f"{NAME_SIGN}{FILLER}*", f"{PHONE_SIGN}{FILLER}*"
"""Patterns of what stands where a name or a phone was taken out."""


def blot_of(mark: str) -> str:
    """Return the character that stands for a mark in the working form."""
    return BLOTS[mark]

"""What everybody may see of an applicant: initials, the last digits of a phone, a masked e-mail, no address."""

import re

from documents.kernel.text.canonical import canonical_line

ADDRESS = "адрес скрыт"
STARS = "***"


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FORMER_NAME = re.compile(r"\([^)]*\)?")
_SPACED_HYPHEN = re.compile(r"\s*[-‐‑–—]\s*")
_NO_PART = frozenset("ип кфх гр гражданин гражданка г-н г-жа господин госпожа".split())
_PATRONYMIC = re.compile(r".{2,}(?:вич|вна|ьич|мич|кич|ична)", re.IGNORECASE)


def mask_name(full_name: str | None) -> str | None:
    """Return initials of given name and patronymic, «И. И.», the surname left out; None where there is no name.

    A double surname is one word, a former one in brackets none. Of two words both initials are kept, of one the one: the
    order of name and surname is not known.
    """
    plain = _SPACED_HYPHEN.sub("-", _FORMER_NAME.sub(" ", canonical_line(full_name or "")))
    words = [word for word in _WORD.findall(plain) if word.casefold() not in _NO_PART]
    if not words:
        return None
    return " ".join(f"{word[0].upper()}." for word in _without_surname(words))


def _without_surname(words: list[str]) -> list[str]:
    if len(words) < 3:
        return words
    # «Пётр Сергеевич Котов» and «П. С. Котов» end with the surname; otherwise it comes first.
    is_last = _PATRONYMIC.fullmatch(words[1]) or len(words[0]) == len(words[1]) == 1
    return words[:2] if is_last else words[1:3]


_EXTENSION = re.compile(r"[,;]?\s*(?:доб|вн|ext|#|x\s?(?=\d))", re.IGNORECASE)


def mask_phone(phone: str | None) -> str | None:
    """Return the last four digits of a full number, `+7 *** ***-12-34`; of a short one the last two; None where there is
    none. An extension is left out."""
    digits = re.sub(r"\D", "", _EXTENSION.split(phone or "")[0])
    if not digits:
        return STARS if phone and phone.strip() else None
    if len(digits) < 10:
        return f"{STARS}-{digits[-2:]}" if len(digits) > 3 else STARS
    code = "+7" if len(digits) == 10 or (len(digits) == 11 and digits[0] in "78") else "+**"
    return f"{code} *** ***-{digits[-4:-2]}-{digits[-2:]}"


def mask_email(email: str | None) -> str | None:
    """Return the first letter (of names of three letters and more) and the domain, `i***@mail.ru`; None where there is
    none."""
    if not email or not email.strip():
        return None
    name, at, domain = email.strip().rpartition("@")
    if not at:
        return STARS
    first = name[0] if len(name) >= 3 else ""
    return f"{first}{STARS}@{domain}"


def mask_address(address: str | None) -> str | None:
    """Return «адрес скрыт» for any address; None where there is none."""
    return ADDRESS if address and address.strip() else None

"""What everybody may see of an applicant: initials, the last digits of a phone, a masked e-mail, no address."""

import re

from documents.privacy.contacts import normal_phone

ADDRESS = "адрес скрыт"
STARS = "***"


def mask_name(full_name: str | None) -> str | None:
    """Return initials of given name and patronymic, «И. И.», the surname left out; None where there is no name.

    Of two words both initials are kept, of one the one: the order of name and surname is not known.
    """
    words = re.findall(r"[^\W\d_]+", full_name or "")
    if not words:
        return None
    kept = words[1:3] if len(words) >= 3 else words
    return " ".join(f"{word[0].upper()}." for word in kept)


def mask_phone(phone: str | None) -> str | None:
    """Return the last four digits of a full number without its extension, `+7 *** ***-12-34`; of a short one the last two;
    None where there is none."""
    digits = normal_phone(phone) or re.sub(r"\D", "", phone or "")
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

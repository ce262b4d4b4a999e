"""Phones and e-mails in the one spelling in which they are compared: exactly, never by a part."""

import re

PHONE, EMAIL = "phone", "email"
SHORTEST_PHONE_DIGITS, LONGEST_PHONE_DIGITS = 5, 15

_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+")


def normal_phone(phone: str | None) -> str | None:
    """Return the digits of a phone, Russian ones as 7 and ten digits whatever stood before; None for what is no phone."""
    digits = re.sub(r"\D", "", phone or "")
    if not SHORTEST_PHONE_DIGITS <= len(digits) <= LONGEST_PHONE_DIGITS:
        return None
    if len(digits) == 10:
        return f"7{digits}"
    if len(digits) == 11 and digits[0] == "8":
        return f"7{digits[1:]}"
    return digits


def normal_email(email: str | None) -> str | None:
    """Return an address without spaces around it and without capitals; None for what is no address."""
    found = (email or "").strip().casefold()
    return found if _EMAIL.fullmatch(found) else None

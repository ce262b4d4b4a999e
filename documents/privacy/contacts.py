"""Phones and e-mails in the one spelling in which they are compared: exactly, never by a part."""

import re

import phonenumbers
from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from documents.kernel.text.canonical import canonical_line
from documents.kernel.text.matching import matching

PHONE, EMAIL = "phone", "email"
PHONE_LIMIT, EMAIL_LIMIT = 60, 254
"""Characters of the longest phone with its extension, and of the longest address (RFC 5321)."""

REGION = "RU"
SHORTEST_LOCAL_DIGITS, LONGEST_LOCAL_DIGITS = 5, 7
"""Digits of a number within its town, as clerks write it down: «2-14-55»."""

# Nothing is delivered from here: `.example`, under which the demo lives, is a domain like others.
SPECIAL_USE_DOMAIN_NAMES.clear()

_LOCAL = re.compile(r"[\d ()-]+")


def normal_phone(phone: str | None) -> str | None:
    """Return the digits of a phone, country code first and without the extension; None for what is no phone.

    Russian numbers begin with 7 whatever was written before them; a number within its town stays as short as it is.
    """
    written = matching(phone or "").strip()
    digits = re.sub(r"\D", "", written)
    if _LOCAL.fullmatch(written) and SHORTEST_LOCAL_DIGITS <= len(digits) <= LONGEST_LOCAL_DIGITS:
        return digits
    try:
        found = phonenumbers.parse(written, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(found):
        return None
    return f"{found.country_code}{phonenumbers.national_significant_number(found)}"


def is_phone(phone: str) -> bool:
    """Return whether it can be a phone, with or without an extension."""
    return normal_phone(phone) is not None


def normal_email(email: str | None) -> str | None:
    """Return an address in small letters, its domain spelled in its own script (`почта.рф`); None for what is no address."""
    try:
        found = validate_email(canonical_line(email or ""), check_deliverability=False)
    except EmailNotValidError:
        return None
    return found.normalized.casefold() if "." in found.domain else None


def is_email(email: str) -> bool:
    """Return whether it can be an e-mail address."""
    return normal_email(email) is not None

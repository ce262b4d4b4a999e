"""Numbers never stored, СНИЛС and medical policy: inputs with one are refused, citizens' own texts lose it (§5.6)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from auth.errors import Invalid, Problem
from documents.kernel.names import camel
from documents.kernel.text.matching import matched
from documents.kernel.write.operation import general_check
from documents.privacy.redaction import POLICY, SNILS

CITIZENS_OWN = frozenset(
    {
        ("register_submission", "text"),
        ("register_incident", "publications"),
        ("add_publication", "publication"),
    }
)
"""Operation and fact: what citizens wrote is never refused, its numbers are masked instead."""

NAMES_SOMETHING = re.compile(r"(?:^|_)(?:ids?|urls?|via|kind|code|channel|sectors?)$")
"""Facts that are ids, links or codes of ours, or numbers of another system."""

_GAP = r"[ \-./_,()]{0,3}"
"""What people put between the digits of a number, in the matching form: all dashes are one there, and all spaces."""

_EXPLAINED = re.compile(
    rf"\bснилс\b[^\d\n\[\]]{{0,20}}(?P<snils>\d(?:{_GAP}\d){{10}})(?!\d)"
    rf"|\b(?:полис\w*|омс|енп)\b[^\d\n\[\]]{{0,25}}(?P<policy>\d(?:{_GAP}\d){{15}})(?!\d)"
)
"""Numbers that a word before them names."""

_GROUPED = re.compile(rf"(?<!\d)(?<!\d[-.])\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{2}}(?![-.]?\d)")
_OWN_FORM = re.compile(r"\d{3}-\d{3}-\d{3}[ -]\d{2}")
"""How the number stands on the card: nothing else is written so."""


def is_snils(digits: str) -> bool:
    """Return whether eleven digits carry the check sum of an insurance number; the lowest numbers carry none."""
    number, check = digits[:9], int(digits[9:])
    if int(number) <= 1_001_998:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, range(9, 0, -1), strict=True))
    return total % 101 % 100 == check


def mask_forbidden(text: str) -> str:
    """Return a citizen's text as it is stored: numbers of СНИЛС and policies replaced by a bracketed word, however they are
    written; the rest as received."""
    form = matched(text)
    for start, end, put in reversed(_forbidden(form.text)):
        first, last = form.span(start, end)
        text = text[:first] + put + text[last:]
    return text


def _forbidden(text: str) -> list[tuple[int, int, str]]:
    """Where such numbers stand in a matching form, in their order, and what is put there."""
    found: dict[int, tuple[int, int, str]] = {}
    for match in _EXPLAINED.finditer(text):
        group, put = ("snils", SNILS) if match["snils"] else ("policy", POLICY)
        found[match.start(group)] = (*match.span(group), put)
    for match in _GROUPED.finditer(text):
        taken = any(start <= match.start() < end for start, end, _ in found.values())
        if not taken and _is_snils_alone(match[0]):
            found[match.start()] = (*match.span(), SNILS)
    return [found[start] for start in sorted(found)]


def _is_snils_alone(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    # Eleven digits in a row from 7 or 8 are a phone much more often.
    is_phone = written == digits and digits[0] in "78"
    return _OWN_FORM.fullmatch(written) is not None or (not is_phone and is_snils(digits))


def no_forbidden_numbers(operation: str, facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each text of an input that holds a СНИЛС or the number of a policy, with its path."""
    for name, value in facts.items():
        if (operation, name) not in CITIZENS_OWN:
            yield from _in(value, (name,))


def _in(value: Any, path: tuple[str, ...]) -> Iterable[Problem]:
    if isinstance(value, str):
        if not NAMES_SOMETHING.search(path[-1]) and mask_forbidden(value) != value:
            yield Invalid("forbidden_number", path=tuple(camel(one) for one in path))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _in(inner, (*path, str(name)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _in(inner, (*path, str(index)))


general_check(no_forbidden_numbers)

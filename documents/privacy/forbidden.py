"""Numbers never stored, СНИЛС and medical policy: inputs with one are refused, citizens' own texts lose it (§5.6)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from auth.errors import Invalid, Problem
from documents.kernel.names import camel
from documents.kernel.write.operation import general_check
from documents.privacy.redaction import FORBIDDEN, SNILS

CITIZENS_OWN = frozenset({("register_submission", "text"), ("register_incident", "publications")})
"""Operation and fact: what citizens wrote is never refused, its numbers are masked instead."""

NAMES_SOMETHING = re.compile(r"(?:^|_)(?:ids?|urls?|via|kind|code|channel|sectors?)$")
"""Facts that are ids, links or codes of ours, or numbers of another system."""

_BARE = re.compile(r"(?<![\d+])\d{11}(?!\d)")


def is_snils(digits: str) -> bool:
    """Return whether eleven digits carry the check sum of an insurance number; the lowest numbers carry none."""
    number, check = digits[:9], int(digits[9:])
    if int(number) <= 1_001_998:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, range(9, 0, -1), strict=True))
    return total % 101 % 100 == check


def mask_forbidden(text: str) -> str:
    """Return a citizen's text as it is stored: numbers of СНИЛС and policies replaced by a bracketed word, the rest as
    received."""
    for pattern, put in FORBIDDEN:
        text = pattern.sub(put, text)
    return _BARE.sub(lambda match: SNILS if _is_bare_snils(match[0]) else match[0], text)


def _is_bare_snils(digits: str) -> bool:
    # Eleven digits from 7 or 8 are a phone much more often.
    return digits[0] not in "78" and is_snils(digits)


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

"""Numbers never stored, СНИЛС and medical policy: inputs with one are refused, citizens' own texts lose it (§5.6)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from auth.errors import Invalid, Problem
from documents.kernel.names import camel
from documents.kernel.write.operation import general_check
from documents.privacy.rules.draft import Draft
from documents.privacy.rules.papers import POLICY_RULES, SNILS_RULES
from documents.privacy.rules.rule import apply_rules
from documents.privacy.rules.spelled import take_spelled_insurance

CITIZENS_OWN = frozenset(
    {
        ("register_submission", "text"),
        ("register_incident", "publications"),
        ("add_publication", "publication"),
        ("record_details", "text"),
        ("record_satisfaction", "comment"),
        ("rate_by_link", "comment"),
    }
)
"""Operation and fact: what citizens wrote is never refused, its numbers are masked instead."""

NAMES_SOMETHING = re.compile(
    r"(?:^|_)(?:ids?|urls?|via|kind|code|channel|sectors?|digest|hash|secret|marks?)$"
)
"""Facts that are ids, links or codes of ours, alone or in a list, what we have drawn or hashed, or numbers of another
system. Of some 3 000 digests one has the digits of a СНИЛС in it."""

SHORT = 1_000
"""Characters up to which a text is remembered for a while; many of the longest would fill the memory."""

_ELEVEN_DIGITS = re.compile(r"(?:\d\D{0,3}?){11}")
_ANNOUNCED = ("снилс", "полис", "омс", "енп")


def mask_forbidden(text: str) -> str:
    """Return a citizen's text as it is stored: numbers of СНИЛС and policies replaced by a bracketed word, the rest as
    received."""
    return _masked_short(text) if len(text) <= SHORT else _masked(text)


def _masked(text: str) -> str:
    draft = Draft(text)
    if not (_ELEVEN_DIGITS.search(draft.text) or any(word in draft.text for word in _ANNOUNCED)):
        return text
    apply_rules(draft, (*POLICY_RULES, *SNILS_RULES))
    take_spelled_insurance(draft)
    return draft.redacted()


# What comes in is looked at where it is read, where it is checked and where it is stored: mostly the same short texts.
_masked_short = lru_cache(maxsize=2_048)(_masked)


def no_forbidden_numbers(operation: str, facts: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield a problem for each text of an input that holds a СНИЛС or the number of a policy, with its path."""
    for path, text in looked_at(operation, facts):
        if mask_forbidden(text) != text:
            yield Invalid("forbidden_number", path=tuple(camel(one) for one in path))


def looked_at(operation: str, facts: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each text of an input that may hold such a number by mistake, with its path."""
    for name, value in facts.items():
        if (operation, name) not in CITIZENS_OWN:
            yield from _in(value, name, (name,))


def _in(value: Any, name: str, path: tuple[str, ...]) -> Iterable[tuple[tuple[str, ...], str]]:
    if isinstance(value, str):
        if not NAMES_SOMETHING.search(name):
            yield path, value
    elif isinstance(value, Mapping):
        for inner_name, inner in value.items():
            yield from _in(inner, str(inner_name), (*path, str(inner_name)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _in(inner, name, (*path, str(index)))


general_check(no_forbidden_numbers)

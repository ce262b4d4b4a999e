"""What a search of cases asks of the store: a number or its beginning, words, and what a case is filed under."""

import re
from collections.abc import Sequence
from typing import Any

from auth.errors import BadRequest
from documents.cases.filing import FilingPrefix, filed_terms
from documents.kernel.names import camel
from documents.kernel.read.conditions import add
from documents.kernel.search import SearchWords, search_words
from documents.kernel.text.matching import matching

TERMS = "search_terms"
BEHIND_ALL = "\uffff"
"""Behind every character that a term can have."""

# A number begins with its year, an incident's with its letters; other digits («105», a house) are looked for in the text.
_NUMBER = re.compile(
    r"\W*(?:(?P<incident>(?:им|im)\W{0,2})(?=\d)|(?=(?:19|20)\d\d(?!\d)))(?P<number>\d+(?:-\d*)?)\W*"
)


def add_search(where: dict[str, Any], text: str) -> None:
    """Require that a case has the number, or all words. Raises: BAD_REQUEST (`too_short`) where the text has neither."""
    found = sought_words(text)
    if isinstance(found, str):
        where["number"] = {"$gte": found, "$lt": found + BEHIND_ALL}
        return
    condition: dict[str, Any] = {"$all": list(found.terms)} if found.terms else {}
    if found.last is not None:
        condition["$in"] = list(found.last.terms)
    add(where, TERMS, found.terms[0] if len(found.terms) == 1 and found.last is None else condition)


def sought_words(text: str) -> SearchWords | str:
    """Return what a search asks for: the beginning of a number as text, or words. Raises: BAD_REQUEST (`too_short`)."""
    prefix = number_prefix(text)
    if prefix is not None:
        return prefix
    found = search_words(text)
    if not found.terms and found.last is None:
        raise BadRequest("too_short", path=("filter", "search"))
    return found


def add_filed(where: dict[str, Any], heading: FilingPrefix, values: Sequence[str], *, name: str) -> None:
    """Require that a case is filed under one of the values. Raises: BAD_REQUEST (`too_short`) where one names nothing."""
    keys = [filed_terms(heading, [value]) for value in values]
    if not all(keys):
        raise BadRequest("too_short", path=("filter", camel(name)))
    terms = sorted({term for found in keys for term in found})
    add(where, TERMS, terms[0] if len(terms) == 1 else {"$in": terms})


def number_prefix(text: str) -> str | None:
    """Return the beginning of a number of a case, copied with the signs around it; None for other words and numbers."""
    found = _NUMBER.fullmatch(matching(text))
    if found is None:
        return None
    return f"ИМ-{found['number']}" if found["incident"] else found["number"]

"""The gist of a demo case: drawn from what its text says, so that summary and text tell one matter."""

import re

from documents.kernel.search import terms
from documents.privacy.redaction import redact
from seed.municipality.settlements import SETTLEMENTS

MOST_LETTERS = 110
"""A gist is one line of a list."""

MOSTLY = 0.75
"""The share of its words that a text must say for a written summary to be of the same matter."""

_ABBREVIATED = "".join(
    rf"(?<!\b{one}\.)" for one in ("ул", "д", "кв", "г", "дн", "тел", "пос", "им", "ст", "стр")
)
_SENTENCES = re.compile(rf"{_ABBREVIATED}(?<=[.!?…])\s+|\n+")
_INTRODUCED = re.compile(r"^(меня зовут|звоните|телефон|тел\.|добрый день|здравствуйте)", re.IGNORECASE)
_PLACES = tuple(str(row["title"]) for row in SETTLEMENTS)
_ASIDE = re.compile(r"\s*[(:]")


def gist_of(title: str, written: str, text: str) -> str:
    """Return the summary of a text on a topic: the written one where the text says what it says, else the topic and the
    text's own first clause that names nobody."""
    if tells_of(written, text):
        return written
    about, clause = _ASIDE.split(title)[0], _first_clause(text)
    return f"{about}: {clause}" if clause else about


def tells_of(summary: str, text: str) -> bool:
    """Return whether a text says most of the words of a summary."""
    wanted = {one for one in terms(summary) if len(one) > 3}
    return bool(wanted) and len(wanted & set(terms(text))) >= MOSTLY * len(wanted)


def _first_clause(text: str) -> str:
    for sentence in _SENTENCES.split(text):
        one = sentence.strip().rstrip(".!?… ")
        if one and redact(one) == one and not _INTRODUCED.match(one):
            return _lowered(_short(one))
    return ""


def _short(sentence: str) -> str:
    if len(sentence) <= MOST_LETTERS:
        return sentence
    head = sentence[:MOST_LETTERS]
    end = max(head.rfind(sign) for sign in (",", ":", ";", " —"))
    return head[:end] if end > 0 else f"{head[: head.rfind(' ')]}…"


def _lowered(clause: str) -> str:
    # Abbreviations and names of places keep their capitals.
    is_name = clause[1:2].isupper() or clause.startswith(_PLACES)
    return clause if is_name else clause[:1].lower() + clause[1:]

"""Search terms: what a text is found by, the same for what is stored and for what is asked."""

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from documents.kernel.text.matching import matching

_STEMMER = snowballstemmer.stemmer("russian")
_TOKEN = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"(\d+)([^\W\d_]*)")
# Redaction leaves bracketed words («[телефон]»): they say nothing about the text and would all match each other.
_REPLACED = re.compile(r"\[[^\[\]\n]{1,40}\]")
LONGEST_TERM = 64
"""Characters of a term; what is longer is no word, and its beginning tells it from others."""

STOP_WORDS = frozenset(
    (
        "без бы был была были было быть во вот вы да для до ее ей если есть еще же за из или им их как ко ли мне мы на "
        "над нам нас не ни но об он она они оно от перед по под при про со так там то тут ты уж уже чем что чтобы эта "
        "эти это этот"
    ).split()
)
"""Words that nobody searches for: they stand in questions as people speak, and not always in what is sought."""


def terms(text: str) -> list[str]:
    """Return the terms of a text, sorted, each once: stems of words of two letters and more, and numbers.

    A number with letters behind it («105А») is found by both. Bracketed words are left out, since redaction writes them.
    Empty for a text without words and numbers.
    """
    return sorted({term for token in _tokens(text) for term in (*_numbers(token), _term(token))})


def query_terms(text: str) -> list[str]:
    """Return the terms that a search asks for, each once, the longest first: the rarest of them should be looked up in the
    index.

    Empty where the query has no word of two letters, no number, or nothing but words that nobody searches for.
    """
    return sorted({_term(token) for token in _tokens(text)}, key=lambda term: (-len(term), term))


def _tokens(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(matching(_REPLACED.sub(" ", text))):
        if (len(token) > 1 and token not in STOP_WORDS) or token.isdigit():
            yield token[:LONGEST_TERM]


def _numbers(token: str) -> Iterator[str]:
    found = _NUMBERED.fullmatch(token)
    if found is not None and found[2]:
        yield found[1]


def _term(token: str) -> str:
    return _stem(token) if token.isalpha() else token


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))

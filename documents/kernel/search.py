"""Search terms: the stems of the words of a text, the same for what is stored and for what is asked."""

import re
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("russian")
_WORD = re.compile(r"[^\W\d_]{2,}")
# Redaction leaves bracketed words («[телефон]»): they say nothing about the text and would all match each other.
_REPLACED = re.compile(r"\[[^\[\]\n]{1,40}\]")


def terms(text: str) -> list[str]:
    """Return the stems of the words of a text, sorted, each once: words of two letters and more, case and ё apart.

    Bracketed words are left out, since redaction writes them. Empty for a text without words.
    """
    return sorted(set(_stems(text)))


def query_terms(text: str) -> list[str]:
    """Return the stems that a search asks for, each once, the longest first: the rarest of them should be looked up in the
    index.

    Empty where the query has no word of two letters.
    """
    return sorted(set(_stems(text)), key=lambda term: (-len(term), term))


def _stems(text: str) -> list[str]:
    plain = _REPLACED.sub(" ", text).casefold().replace("ё", "е")
    return [_stem(word) for word in _WORD.findall(plain)]


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))

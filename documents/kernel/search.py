"""Search terms: what a text is found by, the same for what is stored and for what is asked."""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from documents.kernel.text.matching import matched, matching

_STEMMER = snowballstemmer.stemmer("russian")
_ONE_AT_A_TIME = threading.Lock()
_TOKEN = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"(\d+)([^\W\d_]*)")
# Redaction leaves bracketed words («[телефон]»): they say nothing about the text and would all match each other.
_REPLACED = re.compile(r"\[[^\[\]\n]{1,40}\]")
LONGEST_TERM = 64
"""Characters of a term; what is longer is no word, and its beginning tells it from others."""

SHORTEST_BEGINNING = 3
LONGEST_BEGINNING = 12
"""Letters from which the last word of a search is taken for the beginning of one, since two stand at the beginning of too
many, and letters by which beginnings differ."""

BEGUN = "^"
"""Stands before a beginning among the terms of a text; no word holds it."""

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


@dataclass(frozen=True)
class Beginning:
    """A word that may be unfinished: `stem` is what it is found by if it is whole, `typed` what it begins with, cut."""

    stem: str
    typed: str

    def begins(self, term: str) -> bool:
        """Tell whether a stored term is this word or a word that goes on from it; numbers with letters are whole."""
        return term == self.stem or (term.isalpha() and term.startswith(self.typed))

    @property
    def terms(self) -> tuple[str, ...]:
        """The stored terms one of which the word is found by."""
        return tuple(sorted({self.stem, self.typed, f"{BEGUN}{self.typed}"}))


@dataclass(frozen=True)
class SearchWords:
    """What a search asks for: terms that must all be there, and a last word that may be unfinished."""

    terms: tuple[str, ...]
    last: Beginning | None


def search_words(text: str) -> SearchWords:
    """Return what a search asks for, the longest term first; nothing where `query_terms` finds nothing.

    The last word may be unfinished where it has three letters and no digits: «комсомол» is the beginning of
    «Комсомольская», a number is whole.
    """
    found = list(_tokens(text))
    if not found or not _may_go_on(found[-1]) or _all_tokens(text)[-1][:LONGEST_TERM] != found[-1]:
        return SearchWords(tuple(query_terms(text)), None)
    *others, typed = found
    stems = sorted({_term(token) for token in others}, key=lambda term: (-len(term), term))
    return SearchWords(tuple(stems), Beginning(_stem(typed), typed[:LONGEST_BEGINNING]))


def found_at(text: str, sought: SearchWords) -> list[tuple[int, int]]:
    """Return where the words of a search stand in a text, from the first to the last; each once."""
    hidden = _REPLACED.sub(lambda found: " " * len(found[0]), text)
    form = matched(hidden)
    return [
        form.span(*token.span())
        for token in _TOKEN.finditer(form.text)
        if _is_sought(token[0][:LONGEST_TERM], sought)
    ]


def _is_sought(token: str, sought: SearchWords) -> bool:
    if token in STOP_WORDS or (len(token) == 1 and not token.isdigit()):
        return False
    terms_of_it = (*_numbers(token), _term(token))
    if any(one in sought.terms for one in terms_of_it):
        return True
    return sought.last is not None and any(map(sought.last.begins, terms_of_it))


def beginnings(words: Iterable[str]) -> list[str]:
    """Return the terms by which words are found while they are being typed, given their terms: each beginning once."""
    return sorted(
        {
            f"{BEGUN}{word[:length]}"
            for word in words
            if word.isalpha()
            for length in range(SHORTEST_BEGINNING, min(len(word), LONGEST_BEGINNING + 1))
        }
    )


# What is found by its words is worked out anew at every write, and its texts mostly stay what they were.
@lru_cache(maxsize=64)
def found_by(text: str) -> tuple[str, ...]:
    """Return all terms by which a text is found: those of its words, and their beginnings."""
    words = terms(text)
    return (*words, *beginnings(words))


def _may_go_on(token: str) -> bool:
    return token.isalpha() and SHORTEST_BEGINNING <= len(token) < LONGEST_TERM


def _all_tokens(text: str) -> list[str]:
    return _TOKEN.findall(matching(_REPLACED.sub(" ", text)))


def _tokens(text: str) -> Iterator[str]:
    for token in _all_tokens(text):
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
    # The stemmer keeps the word that it works on in itself, and long texts are worked on in threads.
    with _ONE_AT_A_TIME:
        return str(_STEMMER.stemWord(word))

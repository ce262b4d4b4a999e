"""What redaction is told quickly it would be told slowly too: short cuts beside the plain ways that they stand for."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.privacy.rules.draft import Draft
from documents.privacy.rules.name_classes import WORD, class_of_small, words_of
from documents.privacy.rules.name_places import is_of_a_place
from documents.privacy.rules.name_surroundings import FAMOUS, PLACES, SHORT_PLACES
from documents.privacy.rules.spelled import chains_of, chains_within
from tests.rules.redaction_corpus import messages
from tests.rules.redaction_table import LEFT, TAKEN_OUT

NEAR = "восемь девятьсот тринадцать 5 12 345 плюс семь двадцать пятого мая иванович мария Анна-Мария ул. им. г. Гагарина"
PIECES = [
    *NEAR.split(),
    *(word for text in (*LEFT, *(text for text, _ in TAKEN_OUT)) for word in text.split()),
]
SIGNS = [
    " ",
    " ",
    " ",
    "\n",
    ". ",
    ", ",
    "-",
    "'",
    " - ",
    " (",
    " «",
    "",
    "  ",
    "\u0301",
    "\u200b",
    "Ё",
    "1",
    "[ФИО]",
]
MIXTURES = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SIGNS)), max_size=60).map(
    lambda drawn: "".join(piece + sign for piece, sign in drawn)
)


def are_words_those_of_a_walk(text: str) -> bool:
    """Whether words of names are the ones that a walk from word to word finds."""
    draft = Draft(text)
    words = [(one[0], one.start(), draft.shape[one.start()].isupper()) for one in WORD.finditer(draft.text)]
    plain = [(word, start) for word, start, is_capital in words if is_capital or class_of_small(word)]
    return [(one.text, one.start) for one in words_of(draft)] == plain


def are_chains_those_of_a_walk(text: str) -> bool:
    """Whether numbers in words are the ones that a walk through the whole text finds."""
    folded = Draft(text).text
    return chains_of(folded) == chains_within(folded, 0, len(folded))


def are_places_those_of_the_last_word(text: str) -> bool:
    """Whether the word before is looked for among all that stands before."""
    folded = Draft(text).text
    return all(
        is_of_a_place(folded, one.start()) == plainly_of_a_place(folded, one.start())
        for one in WORD.finditer(folded)
    )


def plainly_of_a_place(text: str, start: int) -> bool:
    lead = text[max(0, start - 24) : start].rstrip(" «\"'„“-")
    word = (WORD.findall(lead) or [""])[-1]
    sign = lead[lead.rfind(word) + len(word) :].strip(" ") if word else None
    is_named = sign in ("", ".") and (word in PLACES or (word in SHORT_PLACES and f"{word}." in lead))
    return is_named or FAMOUS.match(text, start) is not None


SHORT_CUTS = (are_words_those_of_a_walk, are_chains_those_of_a_walk, are_places_those_of_the_last_word)


@pytest.mark.parametrize("short_cut", SHORT_CUTS, ids=lambda one: one.__name__)
def test_on_the_messages_of_the_second_hand_short_cuts_lead_where_plain_ways_do(
    short_cut: Callable[[str], bool],
) -> None:
    texts = [message.text for message in messages()]
    assert [text for text in (*texts, "\n".join(texts)) if not short_cut(text)] == []


@given(MIXTURES)
@example(" Иван, я")
@example("Отчет\nОчирова")
@example("снилс " + "12 " * 60 + "два")
def test_on_any_mixture_they_do_too(text: str) -> None:
    assert [short_cut.__name__ for short_cut in SHORT_CUTS if not short_cut(text)] == []

"""Which passwords are taken: long ones that are not made of common pieces, or of the person's own name (III.6)."""

from collections.abc import Collection, Iterable

from auth.crypto.password_words import INSTEAD, common_words, folded, spelled

SHORTEST_CHARACTERS = 12
LONGEST_CHARACTERS = 200
FEWEST_DIFFERENT = 5
"""A password of fewer different characters is a pattern, whatever its length."""

SHORTEST_OWN_WORD = 3
"""Shorter pieces of a login or a name stand in too many words to mean anything."""


def broken_rule(password: str, own: Iterable[str] = ()) -> tuple[str, int | None] | None:
    """Name the rule that a new password breaks, with its limit in characters; None for a good one.

    `own` are the login and the names of whoever will use it. There are no rules of composition: neither digits nor
    signs are asked for. `too_short` and `too_long` count characters.
    """
    if len(password) < SHORTEST_CHARACTERS:
        return "too_short", SHORTEST_CHARACTERS
    if len(password) > LONGEST_CHARACTERS:
        return "too_long", LONGEST_CHARACTERS
    if _is_made_of(password, common_words()):
        return "common_password", None
    words = {piece for text in own for piece in _pieces(text)}
    if words and _is_made_of(password, common_words() | spelled(words)):
        return "personal_password", None
    return None


def _is_made_of(password: str, words: Collection[str]) -> bool:
    """Whether a password is nothing but a pattern, or nothing but these words with digits and signs about them."""
    text = folded(password)
    if len(set(text)) < FEWEST_DIFFERENT or _repeats(text):
        return True
    return _splits(text, words)


def _repeats(text: str) -> bool:
    # A text that stands in itself doubled, without its ends, is some beginning of it over and over.
    return (text + text).index(text, 1) < min(len(text), SHORTEST_CHARACTERS)


def _splits(text: str, words: Collection[str]) -> bool:
    """Whether the text falls apart into words, digits and signs without a rest; signs may stand for letters."""
    read = text.translate(INSTEAD)
    longest = max(map(len, words))
    reached = [True] + [False] * len(text)
    for end in range(1, len(text) + 1):
        if reached[end - 1] and not text[end - 1].isalpha():
            reached[end] = True
            continue
        starts = (start for start in range(max(0, end - longest), end - 1) if reached[start])
        reached[end] = any(text[start:end] in words or read[start:end] in words for start in starts)
    return reached[-1]


def _pieces(text: str) -> Iterable[str]:
    cut = "".join(letter if letter.isalnum() else " " for letter in folded(text))
    return (piece for piece in cut.split() if len(piece) >= SHORTEST_OWN_WORD)

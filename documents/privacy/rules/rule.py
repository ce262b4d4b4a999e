"""What a rule is: a pattern over the matching form, the mark it leaves, and what in the surroundings speaks against it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from documents.privacy.rules.draft import Draft, Found

Unless = Callable[[str, int, int], bool]
"""Given the working form and where something was found: whether it is something else."""

GAP = r"[ \n()./·•_*-]{0,3}"
"""What people put between the digits of one number, whatever the number is."""

BETWEEN = r"[^0-9\n\[\]\ue000-\ue0ff]"
"""What may stand between a word and the number that it announces: no other number, and nothing that was taken out."""

_NUMBERS = re.compile(r"[0-9][0-9 ().-]*")
_STOPS = re.compile(r"[\n\ue000-\ue0ff]")

REACH = 130
"""How far around a word or a number a rule looks; the longest match is shorter."""

END = r"(?![0-9])"
"""Where a number ends: a letter may follow at once, another digit may not."""

NO = r"(?:№|n(?![a-z])|номера?(?![а-я])|ном\.)"
"""What announces a number."""


def digits(number: int) -> str:
    """Return a pattern of that many digits with gaps between them."""
    return rf"[0-9](?:{GAP}[0-9]){{{number - 1}}}"


def opening(first: str, *, against: tuple[str, ...] = ("[0-9+]", "[0-9][.,:-]")) -> str:
    """Return a pattern of the first sign of a number with none of `against` right before it.

    What stands before is looked at behind the sign: a pattern that begins with signs leaps from one to the next, one that
    begins by looking back stops at every letter.
    """
    return first + "".join(f"(?<!{one}{first})" for one in against)


@dataclass(frozen=True, slots=True)
class RedactionRule:
    """`pattern` takes its group `take`, or all that it matches. A match holds one of `needs`, or a digit where there are
    none: only their surroundings are looked at."""

    mark: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ()
    unless: Unless | None = None


def rule(mark: str, pattern: str, *needs: str, unless: Unless | None = None) -> RedactionRule:
    """Return a rule from the text of its pattern; all patterns are over small letters without «ё»."""
    return RedactionRule(mark, re.compile(pattern), needs, unless)


def apply_rules(draft: Draft, rules: Iterable[RedactionRule]) -> None:
    """Take out of a draft what the rules find, one after another: each sees what those before it left."""
    around_digits = windows(draft.text, [one.span() for one in _NUMBERS.finditer(draft.text)])
    known = dict[str, list[Found]]()
    for one in rules:
        text = draft.text
        places = windows(text, _known_occurrences(known, text, one.needs)) if one.needs else around_digits
        if not places:
            continue
        group: int | str = "take" if "take" in one.pattern.groupindex else 0
        found = [
            match.span(group) for start, end in places for match in one.pattern.finditer(text, start, end)
        ]
        draft.take([span for span in found if not (one.unless and one.unless(text, *span))], one.mark)


def windows(text: str, places: Iterable[Found], *, reach: int = REACH) -> list[Found]:
    """Return what lies around some places, which must come in their order, so far that no match there is cut."""
    found = list[Found]()
    begun, ended = -1, -1
    for start, end in places:
        begins = start - reach if start > reach else 0
        if begins > ended:
            if begun >= 0:
                found.append((begun, ended))
            begun = begins
        ended = end + reach
    if begun >= 0:
        found.append((begun, min(ended, len(text))))
    return found


def _known_occurrences(known: dict[str, list[Found]], text: str, needs: Iterable[str]) -> list[Found]:
    """Where some words stand, in order. What stood there before may be taken out by now, and nothing comes: a word that
    did not stand there is not looked for again."""
    found = list[Found]()
    for need in needs:
        places = known.get(need)
        if places is None or not all(text.startswith(need, start) for start, _ in places):
            places = known[need] = places_of(text, need)
        found += places
    return sorted(found)


_place_in = str.find
"""Where a word begins in a text, from a place on; -1 where it does not. `.find()` is a reading of the store."""


def occurrences(text: str, needs: Iterable[str]) -> list[Found]:
    """Return where some words stand, in order."""
    return sorted(found for need in needs for found in places_of(text, need))


def places_of(text: str, word: str) -> list[Found]:
    """Return where a word stands, in order."""
    found, length = list[Found](), len(word)
    start = _place_in(text, word)
    while start >= 0:
        found.append((start, start + length))
        start = _place_in(text, word, start + length)
    return found


def before(text: str, place: int, length: int) -> str:
    """Return what stands before a place, at most so many characters, up to the start of the line or what was taken out."""
    return _STOPS.split(text[max(0, place - length) : place])[-1]

"""Names that the words before them announce: «меня зовут», «гр.», «сосед», «врач»."""

import re
from collections.abc import Iterator
from functools import lru_cache

from documents.privacy.rules.draft import Found
from documents.privacy.rules.name_classes import (
    FATHERS_NAME,
    GIVEN_NAME,
    INITIAL,
    LOUD,
    NO_NAME,
    SMALL_FATHERS,
    SMALL_GIVEN,
    SURELY_SURNAME,
    NameWord,
    end_of,
)
from documents.privacy.rules.name_places import has_a_house, is_a_title
from documents.privacy.rules.name_surroundings import KIN, NAMED, SAYINGS, VERB_ENDS, WORK
from documents.privacy.rules.name_words import GIVEN

_LEAD = re.compile(r"(?P<word>[a-zа-я]+(?:-[а-я]+)?)(?P<sign>\.?[ :,;(«\"—-]{0,4}|\.? ?\n)$")
_BESIDE_A_LEAD = ' :,;(«"—-.\n'
_MYSELF, _PAUSE = re.compile(r"(?<![а-я])я $"), re.compile(r"[а-я-]+ ?[,.]")
_PHRASES = re.compile(
    r"(?:(?:мо[ей]|на|чье|чужое|ваше) имя|имя мо[ей]|имя(?=:)|"
    r"(?:зовут|звать|кличут|звали) (?:его|ее|меня|нас|мужа|жену|сына|дочь)|"
    r"с вами (?:был|была)|\n ?от|^от|пишет вам|представил(?:ся|ась) как|назвал(?:ся|ась)(?: как)?|(?<![а-я])я ?,|"
    r"\n ?подписи:?\n|фамилия(?: и имя)?(?: у (?:него|нее))?|ф\. ?и\. ?о\.?)[ :,—(«\"-]{1,4}$"
)
_BESIDE_A_PHRASE = ' :,—(«"-'
_ENDS_OF_PHRASES = (
    *"имя мое мой его ее меня нас мужа жену сына дочь был была от вам как ся сь я фамилия него о о.".split(),
    "\n",
)
"""On what the phrases end: most words are behind none, and are told so at once."""


def by_lead(text: str, rows: list[list[NameWord]]) -> Iterator[Found]:
    """Yield names that the words before them announce."""
    for row in rows:
        for place, word in enumerate(row):
            if word.kind == INITIAL or (word.kind == NO_NAME and word.text not in GIVEN):
                continue
            strength = _lead_of(text, word.start)
            if strength and _may_follow(text, word, strength):
                some = [word]
                for other in row[place + 1 : place + 3]:
                    if other.kind in (NO_NAME, SMALL_GIVEN) or text[some[-1].end : other.start] == "\n":
                        break
                    some.append(other)
                yield some[0].start, end_of(text, some)


def _lead_of(text: str, start: int) -> str:
    """What is said before a word: `named` for a person, `kin` for somebody's kin, `work` for a post."""
    before = text[max(0, start - 36) : start]
    may_be = before.rstrip(_BESIDE_A_PHRASE).endswith(_ENDS_OF_PHRASES)
    if may_be and (_PHRASES.search(before) or (_MYSELF.search(before) and _PAUSE.match(text, start))):
        return "named"
    # The word alone, with the signs behind it.
    lead = before[before.rfind(" ", 0, len(before.rstrip(_BESIDE_A_LEAD))) + 1 :]
    strength, length = _strength_of(lead)
    return "" if strength and SAYINGS.match(text, start - length) else strength


@lru_cache(maxsize=20_000)
def _strength_of(lead: str) -> tuple[str, int]:
    """The strength of a word with the signs behind it, and how long both are."""
    found = _LEAD.search(lead)
    return (_strength(found["word"], found["sign"]), len(found[0])) if found else ("", 0)


def _strength(word: str, sign: str) -> str:
    if word in NAMED:
        is_cut = sign.startswith(".") and word not in ("гр", "фио", "ип")
        return "" if is_cut or (word == "ип" and "«" in sign) else "named"
    if "\n" in sign or sign.strip() not in ("", "-", "(", ":", ","):
        return ""
    if word in KIN:
        return "work" if "," in sign else "kin"
    return "work" if word in WORK else ""


_LATIN_NAME = re.compile(r"[a-z]{2,} [a-z]{3,}(?![\w])")


def _may_follow(text: str, word: NameWord, strength: str) -> bool:
    if has_a_house(text, word.end) or (is_a_title(text, word.start) and strength != "named"):
        return False
    if word.kind in _NAMES:
        return True
    if word.kind == NO_NAME:
        return strength == "named"
    if word.kind == LOUD:
        return strength == "named" and _LATIN_NAME.match(text, word.start) is not None
    return strength in ("named", "kin") and not _is_no_noun(text, word)


_NAMES = frozenset({SURELY_SURNAME, GIVEN_NAME, FATHERS_NAME, SMALL_GIVEN, SMALL_FATHERS})
_ADJECTIVE_ENDS = ("ского", "ской", "скому", "ском", "ская", "ское", "ные", "ный", "ая")


def _is_no_noun(text: str, word: NameWord) -> bool:
    is_adjective = word.text.endswith(_ADJECTIVE_ENDS) and text[word.end + 1 : word.end + 2].islower()
    return is_adjective or word.text.endswith(VERB_ENDS)

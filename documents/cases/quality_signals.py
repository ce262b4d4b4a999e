"""What can be computed of the quality of an answer before people read it: hints to its reviewer, whose verdict is his own.

A hint is no finding: an answer without any may be bad, and one that has some may be good.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from documents.cases.document import Case
from documents.kernel.read.reference import Snapshot
from documents.kernel.search import terms
from documents.kernel.text.matching import matching
from documents.privacy.masking import mask_email, mask_name, mask_phone
from documents.privacy.redaction import taken_out
from documents.privacy.rules.marks import EMAIL, NAME, PHONE
from documents.response_templates.rendering import PLACE


class QualitySignal(StrEnum):
    """What is noticed about an answer."""

    NOT_ON_QUESTION = "NOT_ON_QUESTION"
    NO_TERM = "NO_TERM"
    NO_UNIT = "NO_UNIT"
    TEMPLATE_ONLY = "TEMPLATE_ONLY"
    OTHERS_DATA = "OTHERS_DATA"


SIGNALS: Mapping[QualitySignal, str] = {
    QualitySignal.NOT_ON_QUESTION: "Слова вопроса в ответе не встречаются",
    QualitySignal.NO_TERM: "Не назван срок",
    QualitySignal.NO_UNIT: "Не назван ответственный орган",
    QualitySignal.TEMPLATE_ONLY: "Повторяет шаблон ответа",
    QualitySignal.OTHERS_DATA: "Возможны персональные данные третьих лиц",
}
"""The values in Russian."""

FEWEST_QUESTION_TERMS = 4
"""A question of fewer words is too short to be looked for in its answer."""

SHORTEST_TERM = 3
"""Characters of a word that tells what a question is about."""

TEMPLATE_SHARE = 0.9
"""Share of the characters of an answer from which on it says nothing but the template."""

SHORTEST_PIECE = 12
"""Characters of a piece of a template; what is shorter stands in any letter."""

IN_MEMORY = "officials"
"""The name under which a state of the directory keeps who its officials are."""

_MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
_TERM = re.compile(
    rf"\d{{1,2}}\.\d{{1,2}}(?:\.\d{{2,4}})?|\d{{1,2}}-?(?:го)?\s+(?:{_MONTHS})"
    r"|\b(?:сегодня|завтра|вчера|ежедневно|еженедельно|ежемесячно|круглосуточно)\b"
    r"|(?:в течение|до конца|к концу|не позднее|раз в)\s+\w+"
    r"|(?:кажд|следующ|текущ|эт)\w+\s+(?:ден|дн|год|сезон|лет|выходн)\w*"
    r"|\b(?:квартал|полугоди|недел|месяц|весной|летом|осенью|зимой)"
    r"|\d+\s*(?:-?х\s+)?(?:рабочих\s+|календарных\s+)?(?:дн|ден|сут|час|недел|месяц)"
)
_UNIT = re.compile(
    r"\b(?:администраци|управлени|отдел|департамент|комитет|министерств|учреждени|предприяти|служб|центр|подрядчик"
    r"|подрядн|компани|организаци|школ|больниц|поликлиник|мку|мбу|мбоу|муп|гку|гбу|кгбуз|ооо|пао|ао|еддс|дрсу|тсж|жэк)\w*"
)


@dataclass(frozen=True)
class Known:
    """Whose names and contacts an answer may hold: officials', and its own applicant's, known by their masks."""

    names: frozenset[str]
    contacts: frozenset[str]
    masks: frozenset[str]


def signals_of(reference: Snapshot, case: Case, text: str) -> list[str]:
    """Return what is noticed about an answer to a case, in the order of the enumeration; empty for nothing."""
    templates = (one["text"] for one in reference.rows("response_templates"))
    noticed = {
        QualitySignal.NOT_ON_QUESTION: is_off_the_question(_question(case), text),
        QualitySignal.NO_TERM: not names_a_term(text),
        QualitySignal.NO_UNIT: not names_a_unit(text, _bodies(reference)),
        QualitySignal.TEMPLATE_ONLY: is_a_template(text, templates),
        QualitySignal.OTHERS_DATA: holds_others_data(text, _known(reference, case)),
    }
    return [signal.value for signal in QualitySignal if noticed[signal]]


def is_off_the_question(question: str, text: str) -> bool:
    """Return whether no word of a question stands in its answer; never of a question of a few words."""
    asked = {one for one in terms(question) if len(one) >= SHORTEST_TERM}
    return len(asked) >= FEWEST_QUESTION_TERMS and asked.isdisjoint(terms(text))


def names_a_term(text: str) -> bool:
    """Return whether a text says when: a day, a time from now, or how often."""
    return _TERM.search(matching(text)) is not None


def names_a_unit(text: str, bodies: Iterable[str]) -> bool:
    """Return whether a text says who: one of the bodies by its name, or a body at all."""
    told = matching(text)
    return _UNIT.search(told) is not None or any(_name_of_body(one) in told for one in bodies)


def is_a_template(text: str, templates: Iterable[str]) -> bool:
    """Return whether a text is hardly more than one of the templates with its places filled."""
    told = _squeezed(text)
    return bool(told) and any(_covered(told, one) >= TEMPLATE_SHARE * len(told) for one in templates)


def holds_others_data(text: str, known: Known) -> bool:
    """Return whether something stands in a text that tells of a person who is neither an official nor the applicant."""
    return any(not _is_known(mark, piece, known) for mark, piece in taken_out(text))


def _covered(told: str, template: str) -> int:
    """How many characters of a text a template accounts for: its pieces between the places, and what fills these."""
    pattern = _pattern_of(template)
    found = pattern.search(told) if pattern is not None else None
    return len(found[0]) if found is not None else 0


# Answers come by the dozen between two changes of a template, or of a body.
@lru_cache(maxsize=512)
def _pattern_of(template: str) -> re.Pattern[str] | None:
    pieces = [_squeezed(one) for one in PLACE.split(template)[::2]]
    pattern = ".{0,80}?".join(re.escape(one) for one in pieces if one)
    return re.compile(pattern) if sum(map(len, pieces)) >= SHORTEST_PIECE else None


@lru_cache(maxsize=4_096)
def _name_of_body(name: str) -> str:
    return matching(name)


def _squeezed(text: str) -> str:
    return " ".join(matching(text).replace("…", " ").replace("...", " ").split())


def _is_known(mark: str, piece: str, known: Known) -> bool:
    if mark == NAME:
        words = frozenset(matching(piece).replace(".", " ").split())
        return any(words <= frozenset(one.split()) for one in known.names) or mask_name(piece) in known.masks
    if mark == PHONE:
        return _digits(piece) in known.contacts or mask_phone(piece) in known.masks
    if mark == EMAIL:
        return matching(piece) in known.contacts or mask_email(piece) in known.masks
    return False


def _known(reference: Snapshot, case: Case) -> Known:
    names, contacts = _officials(reference)
    masked = case.applicant.model_dump().values() if case.applicant is not None else ()
    return Known(names=names, contacts=contacts, masks=frozenset(one for one in masked if one))


def _officials(reference: Snapshot) -> tuple[frozenset[str], frozenset[str]]:
    """Names and contacts of all officials, gathered once for a state of the directory: there are hundreds."""
    found: tuple[frozenset[str], frozenset[str]] | None = reference.memo.get(IN_MEMORY)
    if found is None:
        people = list(reference.rows("persons"))
        contacts = [_digits(one["work_phone"]) for one in people if one.get("work_phone")]
        contacts += [matching(one["work_email"]) for one in people if one.get("work_email")]
        names = (name for one in people for name in _names(one["full_name"]))
        found = reference.memo[IN_MEMORY] = frozenset(names), frozenset(contacts)
    return found


def _names(full_name: str) -> Iterator[str]:
    """A name in full, and with initials."""
    surname, *given = matching(full_name).split()
    yield " ".join((surname, *given))
    yield " ".join((surname, *(one[0] for one in given)))


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-10:]


def _bodies(reference: Snapshot) -> list[str]:
    return [one["short_name"] for one in reference.rows("organizations")]


def _question(case: Case) -> str:
    return " ".join([case.text, *(one.text for one in case.publications)])

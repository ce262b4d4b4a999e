"""THE table of the states of other systems: which code has which words, and what it comes to here (§5.2 of the domain).

None of them moves a case here: what happened there is told as history, and whether ours follows is for people. One asks
them: that the applicant says «not solved» of our answer is a request to open the case again.
"""

from collections.abc import Mapping
from typing import NamedTuple

from documents.cases.statuses import CaseStatus
from documents.kernel.text.matching import name_key


class SourceWord(NamedTuple):
    """A state of another system: its code there, the words that go with it, and the status that it comes to here."""

    code: str
    words: str
    status: CaseStatus


NEW = SourceWord("MODERATION_NEW", "На модерации", CaseStatus.NEW)
ACCEPTED = SourceWord("MODERATION_ACCEPT", "На рассмотрении", CaseStatus.ACCEPTED)
DECLINED = SourceWord("MODERATION_DECLINE", "Отклонено", CaseStatus.REJECTED)
FORWARDED = SourceWord("FORWARD_TO_PARENT", "Направлено по компетенции", CaseStatus.ACCEPTED)
PASSED_DOWN = SourceWord(
    "FORWARD_TO_SUBORDINATE", "Направлено в подведомственную организацию", CaseStatus.ACCEPTED
)
GIVEN = SourceWord("SET_EXECUTOR", "Назначен исполнитель", CaseStatus.ASSIGNED)
WORKED_ON = SourceWord("TAKE_TO_WORK", "В работе", CaseStatus.IN_PROGRESS)
POSTPONED = SourceWord("POSTPONE", "Отложено", CaseStatus.POSTPONED)
ANSWERED = SourceWord("SEND_RESPONSE", "Получен ответ", CaseStatus.ANSWERED)

DISPUTED = SourceWord("Не решено", "Не решено", CaseStatus.REOPENED)

SOLVED = SourceWord("Решено", "Решено", CaseStatus.CLOSED)
EXPLAINED = SourceWord("Даны разъяснения", "Даны разъяснения", CaseStatus.CLOSED)
UNSOLVED = SourceWord("Не решено", "Не решено", CaseStatus.IN_PROGRESS)
PUT_OFF = SourceWord("Отложено", "Отложено", CaseStatus.POSTPONED)
REPLIED = SourceWord("Дан ответ", "Дан ответ", CaseStatus.REPLIED)
ENDED = SourceWord("Закрыт", "Закрыт", CaseStatus.CLOSED)

POS_WORDS = (
    NEW,
    ACCEPTED,
    DECLINED,
    FORWARDED,
    PASSED_DOWN,
    GIVEN,
    WORKED_ON,
    POSTPONED,
    ANSWERED,
    DISPUTED,
)
INCIDENT_WORDS = (SOLVED, EXPLAINED, UNSOLVED, PUT_OFF, REPLIED, ENDED)

ASKS_AGAIN: Mapping[str, str] = {"MESSAGE": DISPUTED.code}
"""Kind of a case → the state there by which an answered one is asked to be opened again."""

_WORDS: Mapping[str, str] = {one.code: one.words for one in (*POS_WORDS, *INCIDENT_WORDS)}


def words_of(code: str) -> str | None:
    """Return the words of a code; None for one that nobody here knows."""
    return _WORDS.get(code)


def known_states(words: tuple[SourceWord, ...]) -> Mapping[str, SourceWord]:
    """Return the states of a system by what they are called there, code or words, however they are spelled."""
    return {name_key(name): one for one in words for name in (one.words, one.code)}

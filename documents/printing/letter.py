"""What stands in a letter with an answer or a notice, in the form of Russian offices: composed once, set in two formats.

Pure: who asks was let in before, and what is personal was opened for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from documents.cases.vocabulary import ResponseKind
from documents.kernel.calendar import Calendar
from documents.response_templates.rendering import addressed

Row = Mapping[str, Any]

DAY = "%d.%m.%Y"

SUBJECTS: Mapping[ResponseKind, str] = {
    ResponseKind.FINAL: "О рассмотрении {what}",
    ResponseKind.SHARED_ANSWER: "О рассмотрении {what}",
    ResponseKind.INTERMEDIATE: "О ходе рассмотрения {what}",
    ResponseKind.NOTICE_OF_FORWARDING: "О направлении {what} по компетенции",
    ResponseKind.NOTICE_OF_EXTENSION: "О продлении срока рассмотрения {what}",
    ResponseKind.NOTICE_OF_NO_ANSWER: "Об оставлении {what} без ответа по существу",
    ResponseKind.REQUEST_FOR_DETAILS: "О запросе сведений, нужных для рассмотрения {what}",
}
"""Kind of a response → the subject of its letter."""

WHAT: Mapping[str, str] = {"MESSAGE": "сообщения", "APPEAL": "обращения"}

WOMEN, MEN = ("вна", "чна", "шна", "кызы"), ("вич", "ьич", "мич", "кич", "оглы")
"""How patronymics end."""

GREETED = ("здравствуйте", "уважаем", "добрый день", "добрый вечер")
"""How a text begins that greets by itself."""


@dataclass(frozen=True)
class Letter:
    """All the words of a letter, in the order in which they stand; empty where there are none."""

    body: str
    body_above: str
    number: str
    on: str
    reference: str
    addressee: tuple[str, ...]
    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    signer_position: str
    signer_name: str
    executor: str
    executor_phone: str


@dataclass(frozen=True)
class Parties:
    """Who is in a letter, as rows of the directory: the answering body and the one above it, who signs, who wrote it; and
    the applicant in plain words, empty for nobody."""

    body: Row | None
    body_above: Row | None
    signer: Row | None
    executor: Row | None
    applicant: Mapping[str, str | None]


def letter_of(case: Row, response: Row, parties: Parties, calendar: Calendar) -> Letter:
    """Return the letter with one response of a message or appeal. Its day is that on which it was sent, or else approved."""
    given = parties.applicant.get("full_name")
    text = addressed(response["text"], given)
    what = WHAT[case["kind"]]
    return Letter(
        body=_named(parties.body),
        body_above=_named(parties.body_above),
        number=f"{case['number']}/{response['no']}",
        on=_day(calendar, response.get("sent_at") or response.get("approved_at")),
        reference=f"На № {case['number']} от {_day(calendar, case['received_at'])}",
        addressee=_addressee(parties.applicant),
        subject=SUBJECTS[ResponseKind(response["kind"])].format(what=what),
        salutation="" if text.lower().startswith(GREETED) else salutation(given),
        paragraphs=tuple(line for line in map(str.strip, text.splitlines()) if line),
        signer_position=(parties.signer or {}).get("position") or "",
        signer_name=initialled((parties.signer or {}).get("full_name")),
        executor=(parties.executor or {}).get("full_name") or "",
        executor_phone=(parties.executor or {}).get("work_phone") or "",
    )


def salutation(full_name: str | None) -> str:
    """Return the greeting: by given name and patronymic where the name has three words, else to nobody by name."""
    words = (full_name or "").split()
    if len(words) != 3:
        return "Здравствуйте!"
    _, name, patronymic = words
    if patronymic.lower().endswith(WOMEN):
        return f"Уважаемая {name} {patronymic}!"
    return f"{'Уважаемый' if patronymic.lower().endswith(MEN) else 'Уважаемый(-ая)'} {name} {patronymic}!"


def initialled(full_name: str | None) -> str:
    """Return a name as it stands beside a signature: «И. И. Иванов»; one of one word as it is."""
    surname, *given = (full_name or "").split() or [""]
    return " ".join([*(f"{one[0]}." for one in given), surname])


def _addressee(applicant: Mapping[str, str | None]) -> tuple[str, ...]:
    return tuple(one for one in map(applicant.get, ("full_name", "address")) if one) or ("Заявителю",)


def _named(organization: Row | None) -> str:
    return str(organization["name"]) if organization is not None else ""


def _day(calendar: Calendar, moment: datetime | None) -> str:
    return f"{calendar.local(moment):{DAY}}" if moment is not None else ""

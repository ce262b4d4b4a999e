"""Writes letters by e-mail: an answer or a notice as it was approved, with the case it belongs to, and the link by which a
body without accounts answers."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from documents.cases.labels import LABELS
from documents.cases.linking import AnsweringLink
from documents.cases.rating import RatingLink
from documents.cases.vocabulary import ResponseKind
from documents.kernel.calendar import Calendar
from documents.kernel.write.letters import Letter
from documents.response_templates.rendering import addressed

Row = Mapping[str, Any]

NOUNS: Mapping[str, tuple[str, str]] = {
    "MESSAGE": ("сообщение", "Сообщение"),
    "APPEAL": ("обращение", "Обращение"),
    "INCIDENT": ("инцидент", "Инцидент"),
}
"""Kind of a case → what a subject calls it, and what a letter does."""

SIGNED = "Муниципальный центр управления"
NOT_ANSWERED = "Письмо отправлено автоматически. Чтобы обратиться снова, подайте новое обращение."
AUTOMATIC = "Письмо отправлено автоматически, отвечать на него не нужно."
RATED = "Оцените ответ по ссылке"
STYLE = "font-family:Arial,sans-serif;font-size:16px;line-height:1.5;color:#1c2733"


def answer_letter(
    name: str,
    to: str,
    case: Row,
    response: Row,
    *,
    full_name: str | None,
    rating: RatingLink | None,
    calendar: Calendar,
    now: datetime,
) -> Letter:
    """Return the letter that brings an answer or a notice of a stored case to its applicant, in plain text and HTML.

    Who wrote is greeted by name where the words have a place for it. `rating` is where they say what they think of the
    answer, as a whole address; None where that is not asked.
    """
    kind, words = ResponseKind(response["kind"]), addressed(response["text"], full_name)
    noun, heading = NOUNS[case["kind"]]
    about = "Ответ" if kind is ResponseKind.FINAL else LABELS[ResponseKind][kind]
    subject = f"{about}: {noun} № {case['number']}"
    of_which = f"{heading} № {case['number']} от {calendar.local(case['received_at']):%d.%m.%Y}"
    until = "" if rating is None else f"{calendar.local(rating.ends_at):%d.%m.%Y}"
    asked = "" if rating is None else f"{RATED} до {until}: {rating.path}\n\n"
    text = f"{of_which}\n\n{words}\n\n{SIGNED}\n\n{asked}{NOT_ANSWERED}\n"
    paragraphs = "".join(
        f'<p style="margin:0 0 12px">{escape(one)}</p>' for one in words.split("\n") if one.strip()
    )
    html = (
        f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
        f'<body style="margin:0;padding:24px;background:#ffffff;{STYLE}">'
        f'<h1 style="font-size:20px;margin:0 0 16px">{escape(of_which)}</h1>{paragraphs}'
        f'<p style="margin:24px 0 0">{escape(SIGNED)}</p>{_asked_in_html(rating, until)}'
        f'<p style="font-size:13px;color:#5b6773;margin:12px 0 0">{escape(NOT_ANSWERED)}</p></body></html>'
    )
    return Letter(name, to, subject, text, html, now)


def link_letter(
    name: str, to: str, case: Row, link: AnsweringLink, *, calendar: Calendar, now: datetime
) -> Letter:
    """Return the letter that brings a body the link by which it reads what was routed to it and answers. Of the case it says
    the number alone: who reads the letter need not be who may read more."""
    noun, _ = NOUNS[case["kind"]]
    due, until = _due(case, calendar), f"{calendar.local(link.ends_at):%d.%m.%Y}"
    subject = f"Направлено {noun} № {case['number']}: нужен ответ до {due}"
    lines = (
        f"Вашей организации направлено {noun} № {case['number']}. Ответ нужен до {due}.",
        "Прочитать и ответить можно по ссылке, без учётной записи:",
    )
    closing = (
        f"Ссылка действует до {until} и принимает один ответ. Не пересылайте её тем, кто не готовит ответ.",
        "Если это не по вашей части, сообщите об этом в муниципальный центр управления.",
    )
    text = "\n\n".join((*lines, link.path, *closing, SIGNED, AUTOMATIC)) + "\n"
    shown = "".join(f'<p style="margin:0 0 12px">{escape(one)}</p>' for one in lines)
    after = "".join(f'<p style="margin:0 0 12px">{escape(one)}</p>' for one in closing)
    html = (
        f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
        f'<body style="margin:0;padding:24px;background:#ffffff;{STYLE}">'
        f'<h1 style="font-size:20px;margin:0 0 16px">{escape(subject)}</h1>{shown}'
        f'<p style="margin:0 0 16px"><a href="{escape(link.path)}">Открыть и ответить</a></p>{after}'
        f'<p style="margin:24px 0 0">{escape(SIGNED)}</p>'
        f'<p style="font-size:13px;color:#5b6773;margin:12px 0 0">{escape(AUTOMATIC)}</p></body></html>'
    )
    return Letter(name, to, subject, text, html, now)


def _due(case: Row, calendar: Calendar) -> str:
    """By when a case is to be answered: of an incident the hour, else the last day, at whose end the time is over."""
    if case["kind"] == "INCIDENT":
        return f"{calendar.local(case['due_at']):%H:%M %d.%m.%Y}"
    return f"{calendar.day_of(case['due_at'] - datetime.resolution):%d.%m.%Y} включительно"


def _asked_in_html(rating: RatingLink | None, until: str) -> str:
    if rating is None:
        return ""
    link = f'<a href="{escape(rating.path)}">{RATED}</a> до {until}.'
    return f'<p style="margin:12px 0 0">{link}</p>'

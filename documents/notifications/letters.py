"""Writes letters: text and HTML of one notification, or of a day's; never a name, a contact or a text of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from documents.kernel.calendar import Calendar
from documents.kernel.ids import global_id
from documents.kernel.write.letters import Letter

SENDER = "Пульт управления МЦУ"
REASON = "Вы получили это письмо, потому что уведомление касается вас. Настроить уведомления можно в Пульте."
STYLE = "font-family:Arial,sans-serif;font-size:16px;line-height:1.5;color:#1c2733"


@dataclass(frozen=True)
class LetterLine:
    """What a letter says of one notification: its title, when it was, and where the object is; None out of sight."""

    title: str
    at: datetime
    link: str


def link_to(public_url: str, type_name: str | None, object_id: str) -> str:
    """Return where an object is opened. Its id stands behind the `#`, which no server is sent and no log keeps."""
    return public_url if type_name is None else f"{public_url}#{global_id(type_name, object_id)}"


def letter_of(
    name: str, to: str, lines: Sequence[LetterLine], *, calendar: Calendar, now: datetime
) -> Letter:
    """Return the letter that tells of these notifications, one or several."""
    heading = lines[0].title if len(lines) == 1 else f"Уведомления: {len(lines)}"
    told = [(line, f"{calendar.local(line.at):%d.%m.%Y, %H:%M}") for line in lines]
    text = "\n\n".join(f"{line.title}\n{when}\n{line.link}" for line, when in told)
    items = "".join(
        f'<li style="margin:0 0 16px"><a href="{escape(line.link, quote=True)}" style="color:#0b57a4">'
        f'{escape(line.title)}</a><br><span style="color:#5b6773">{when}</span></li>'
        for line, when in told
    )
    html = (
        f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{escape(heading)}</title></head>'
        f'<body style="margin:0;padding:24px;background:#ffffff;{STYLE}">'
        f'<h1 style="font-size:20px;margin:0 0 16px">{escape(SENDER)}</h1>'
        f'<ul style="margin:0;padding:0;list-style:none">{items}</ul>'
        f'<p style="font-size:13px;color:#5b6773;margin:24px 0 0">{escape(REASON)}</p></body></html>'
    )
    return Letter(name, to, f"Пульт: {heading}", f"{SENDER}\n\n{text}\n\n{REASON}\n", html, now)

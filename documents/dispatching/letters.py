"""Writes the letter that brings an official the extract of a protocol, and the link to acknowledge it where he has no
account. Of the protocol it says the number and the day alone: all else stands in the extract that goes with it."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from documents.kernel.write.letters import Enclosure, Letter
from documents.printing.minutes import PrintedProtocol

SIGNED = "Муниципальный центр управления"
AUTOMATIC = "Письмо отправлено автоматически, отвечать на него не нужно."
GIVEN = "Протоколом заседания муниципального центра управления вам даны поручения. Выписка приложена."
BY_LINK = "Подтвердите, что ознакомились, по ссылке (действует до {}, учётная запись не нужна):"
NOT_PASSED_ON = "Не пересылайте ссылку: отметка по ней ставится за вас."
SIGNING_IN = "Подтвердите, что ознакомились, в системе «Пульт»:"
OTHERWISE = "О том, что ознакомились, сообщите секретарю заседания."
Lines = tuple[str, ...]

STYLE = "font-family:Arial,sans-serif;font-size:16px;line-height:1.5;color:#1c2733"


@dataclass(frozen=True)
class AcknowledgingDoor:
    """Where an official acknowledges: a whole address, and the day until which it opens where it is a link of his own."""

    address: str
    until: str | None = None


def extract_letter(
    name: str,
    to: str,
    paper: PrintedProtocol,
    enclosed: bytes,
    *,
    door: AcknowledgingDoor | None,
    now: datetime,
) -> Letter:
    """Return the letter with the extract, in plain text and HTML; without a `door` he acknowledges otherwise."""
    subject = f"Выписка из протокола № {paper.number} от {paper.on}"
    lines, after = _said(door)
    text = "\n\n".join((subject, *lines, *after, SIGNED, AUTOMATIC)) + "\n"
    html = (
        f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
        f'<body style="margin:0;padding:24px;background:#ffffff;{STYLE}">'
        f'<h1 style="font-size:20px;margin:0 0 16px">{escape(subject)}</h1>{_paragraphs(*lines)}'
        f"{_opened(door)}{_paragraphs(*after[1:])}"
        f'<p style="margin:24px 0 0">{escape(SIGNED)}</p>'
        f'<p style="font-size:13px;color:#5b6773;margin:12px 0 0">{escape(AUTOMATIC)}</p></body></html>'
    )
    extract = Enclosure(f"{paper.name}.pdf", "application/pdf", enclosed)
    return Letter(name, to, subject, text, html, now, (extract,))


def _said(door: AcknowledgingDoor | None) -> tuple[Lines, Lines]:
    """What is said before the address, and from there on."""
    if door is None:
        return (GIVEN, OTHERWISE), ()
    if door.until is None:
        return (GIVEN, SIGNING_IN), (door.address,)
    return (GIVEN, BY_LINK.format(door.until)), (door.address, NOT_PASSED_ON)


def _opened(door: AcknowledgingDoor | None) -> str:
    if door is None:
        return ""
    return f'<p style="margin:0 0 16px"><a href="{escape(door.address)}">Открыть и подтвердить</a></p>'


def _paragraphs(*lines: str) -> str:
    return "".join(f'<p style="margin:0 0 12px">{escape(one)}</p>' for one in lines)

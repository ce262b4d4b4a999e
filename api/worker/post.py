"""How letters leave: through a mail server, or in development onto a page of this installation."""

from datetime import UTC
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from api.settings import Settings
from documents.kernel.store.connection import Store
from documents.kernel.write.letters import Letter, LetterRefused, Post
from documents.notifications.kept_letters import keep_letter

SECONDS = 20
"""How long a mail server may take for one letter."""

PERMANENT = 500
"""From this code on a server says that trying again is of no use (RFC 5321)."""

log = structlog.get_logger("api.worker.mail")


class MailServer:
    """Sends letters through SMTP, each in a conversation of its own; with TLS where the server offers it, with a login
    over TLS alone."""

    def __init__(self, url: str, sender: str, public_url: str) -> None:
        self.public_url = public_url
        self._at = urlsplit(url)
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        """Send one letter. Raises: LetterRefused where the server refuses the address for good; aiosmtplib.SMTPException,
        OSError."""
        try:
            await self._sent(letter)
        except aiosmtplib.SMTPRecipientsRefused as error:
            if all(one.code >= PERMANENT for one in error.recipients):
                raise LetterRefused from error
            raise
        log.info("letter_sent", letter=letter.name)

    async def _sent(self, letter: Letter) -> None:
        at, is_tls = self._at, self._at.scheme == "smtps"
        await aiosmtplib.send(
            message_of(letter, self._sender),
            hostname=at.hostname,
            port=at.port or (465 if is_tls else 25),
            username=unquote(at.username) if at.username else None,
            password=unquote(at.password) if at.password else None,
            use_tls=is_tls,
            # A password goes over TLS or not at all; without one TLS is used where it is offered.
            start_tls=True if at.username and not is_tls else None,
            timeout=SECONDS,
        )


class LetterBox:
    """Keeps letters where `/dev/mail` shows them, and sends none: for development."""

    def __init__(self, store: Store, public_url: str) -> None:
        self.public_url = public_url
        self._store = store

    async def send(self, letter: Letter) -> None:
        """Keep one letter."""
        await keep_letter(self._store, letter)
        log.info("letter_kept", letter=letter.name)


def post_of(settings: Settings, store: Store) -> Post | None:
    """Return how letters leave this installation; None in production without a mail server."""
    if settings.smtp_url is not None:
        url = settings.smtp_url.get_secret_value()
        return MailServer(url, settings.mail_from, settings.public_url)
    return None if settings.is_production else LetterBox(store, settings.public_url)


def message_of(letter: Letter, sender: str) -> MIMEMultipart:
    """Return the letter as it goes over the wire: plain text, HTML for who prefers that, and what is enclosed."""
    words = MIMEMultipart("alternative")
    words.attach(MIMEText(letter.text, "plain", "utf-8"))
    words.attach(MIMEText(letter.html, "html", "utf-8"))
    message = MIMEMultipart("mixed") if letter.enclosed else words
    message["From"] = sender
    message["To"] = letter.to
    # Folded by `Header`: the newer policies lose a blank where a long Russian line is broken.
    subject: Any = Header(letter.subject, "utf-8")
    message["Subject"] = subject
    message["Date"] = format_datetime(letter.at.replace(tzinfo=UTC))
    message["Message-ID"] = f"<{letter.name}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.enclosed:
        message.attach(words)
    for one in letter.enclosed:
        _, _, subtype = one.media_type.partition("/")
        part = MIMEApplication(one.content, subtype)
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", one.name))
        message.attach(part)
    return message

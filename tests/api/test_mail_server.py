"""Letters over a real conversation with a mail server: over TLS, behind a login, and never a password in the clear."""

import ssl
from pathlib import Path

import aiosmtplib
import pytest

from api.worker.post import MailServer
from documents.kernel.write.letters import Letter
from tests.support.certificates import own_certificate
from tests.support.mail import MailServerHere, serving_mail
from tests.support.town import NOW

LOGIN = "pult:s%40fe"
PLAIN = "pult:s@fe"
LETTER = Letter(
    "letter-1", "head@example.org", "Назначено вам", "Откройте Пульт.", "<p>Откройте Пульт.</p>", NOW
)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    return own_certificate(tmp_path_factory.mktemp("mail"))


@pytest.fixture
def trusted(tls: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """What the server speaks with, trusted by whoever asks the system whom to trust."""
    context, certificate = tls
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    return context


async def send(here: MailServerHere, login: str = "") -> None:
    address = here.url.replace(f"{here.login}@", f"{login}@") if here.login else here.url
    await MailServer(address, "pult@example.org", "https://pult.example.org/").send(LETTER)


async def test_tls_is_used_where_it_is_offered(trusted: ssl.SSLContext) -> None:
    with serving_mail(tls=trusted) as here:
        await send(here)
    assert [one["Subject"] for one in here.letters] == ["Назначено вам"]
    assert here.over_tls == [True]


@pytest.mark.parametrize("is_implicit", [False, True])
async def test_a_login_goes_over_tls_with_the_letter_behind_it(
    trusted: ssl.SSLContext, is_implicit: bool
) -> None:
    with serving_mail(tls=trusted, is_implicit=is_implicit, login=PLAIN) as here:
        await send(here, LOGIN)
    assert here.logins == [(PLAIN, True)]
    assert here.over_tls == [True]


async def test_a_wrong_password_is_refused_and_nothing_is_sent(trusted: ssl.SSLContext) -> None:
    with serving_mail(tls=trusted, login=PLAIN) as here, pytest.raises(aiosmtplib.SMTPAuthenticationError):
        await send(here, "pult:wrong")
    assert here.letters == []


async def test_a_password_never_goes_out_in_the_clear() -> None:
    with serving_mail(login=PLAIN) as here, pytest.raises(aiosmtplib.SMTPException):
        await send(here, LOGIN)
    assert (here.logins, here.letters) == ([], [])


@pytest.mark.parametrize("is_implicit", [False, True])
async def test_a_server_that_nobody_vouches_for_is_told_nothing(
    tls: tuple[ssl.SSLContext, Path], is_implicit: bool
) -> None:
    refusals = (aiosmtplib.SMTPException, ssl.SSLError)
    with (
        serving_mail(tls=tls[0], is_implicit=is_implicit, login=PLAIN) as here,
        pytest.raises(refusals),
    ):
        await send(here, LOGIN)
    assert (here.logins, here.letters) == ([], [])

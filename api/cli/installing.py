"""The command `init`: an empty database becomes an installation, with a way in for its first administrator."""

import sys
from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.settings import read_settings, tell_refusal
from api.clock import utc_now
from api.dev.reaching import reachable_store
from api.process import Process, no_keys, run_process
from api.settings import Settings
from auth.crypto.tokens import new_one_time_token, refresh_digest
from auth.errors import Problem, Problems
from documents.installation.releases import refuse_other_release
from documents.installation.standing import administrators
from documents.kernel.text.canonical import canonical_line
from seed.installing import Invited, Standing, install, invite_again, standing

app = module_app()
command = app.command

EXIT_REFUSED = 1
"""Nothing was installed, and no link was made; each line on stderr says why."""

REFUSED = {
    Standing.DEMO: "The database holds the demo municipality: an installation needs a database of its own.",
    Standing.FOREIGN: "The database holds data that are not of an installation: nothing was changed. "
    "Name an empty one (PULT_DATABASE, or MONGODB_URL).",
}
STANDS = "The installation stands: the decree is loaded, and {login} administers.\n"
UNUSED = (
    "The invitation of {login} has not been used yet{until}. "
    "Where its token was lost, `python -m api init --new-link` issues another.\n"
)
NAME_WANTED = (
    "Say who administers: --administrator 'Фамилия Имя Отчество', and --login, which is «admin» otherwise.\n"
)

FullName = Annotated[
    str | None, typer.Option("--administrator", help="Full name of the first administrator, an official.")
]
Login = Annotated[str, typer.Option("--login", help="Login of the first administrator.")]
NewLink = Annotated[
    bool,
    typer.Option(
        "--new-link", help="Issue another one-time token, as long as no administrator has set a password."
    ),
]


@command(name="init")
def init_command(*, name: FullName = None, login: Login = "admin", new_link: NewLink = False) -> None:
    """Make an installation: load the decree into an empty database, invite the first administrator.

    In the database of MONGODB_URL, or in the embedded store under VAR_DIR. All of it is one transaction: stopped at any
    moment, it is run again. Where it was run before it changes nothing and says so. The one-time token is shown once.

    Exit code 0: the installation stands; 1: refused; 2: settings, keys or database do not allow it.
    """
    settings = read_settings()
    try:
        with ended_in_words(), reachable_store(settings) as prepared:
            found = run_process(prepared, _found, keys=no_keys, reads_only=True, any_release=True)
            _proceed(prepared, found, name=name, login=login, new_link=new_link)
    except (Problem, Problems) as refusal:
        tell_refusal(refusal)
        raise typer.Exit(EXIT_REFUSED) from refusal


def _proceed(settings: Settings, found: Standing, *, name: str | None, login: str, new_link: bool) -> None:
    if found in REFUSED:
        sys.stderr.write(f"{REFUSED[found]}\n")
        raise typer.Exit(EXIT_REFUSED)
    if found is Standing.INSTALLED:
        if new_link:
            _tell_token(settings, *run_process(settings, _invited_again))
        else:
            sys.stdout.write(run_process(settings, _told))
        return
    if name is None:
        sys.stderr.write(NAME_WANTED)
        raise typer.Exit(EXIT_REFUSED)
    invited, token = run_process(settings, partial(_installed, name=canonical_line(name), login=login))
    sys.stdout.write(f"The decree is loaded, and {invited.full_name} is the administrator.\n")
    _tell_token(settings, invited, token)


async def _found(process: Process) -> Standing:
    found = await standing(process.store, process.container.reference.snapshot.collections["settings"].keys())
    if found is Standing.INSTALLED:
        await refuse_other_release(process.store)
    return found


async def _installed(process: Process, *, name: str, login: str) -> tuple[Invited, str]:
    token = new_one_time_token()
    invited = await install(
        process.container,
        full_name=name,
        login=login,
        invitation_digest=refresh_digest(token),
        now=utc_now(),
    )
    return invited, token


async def _invited_again(process: Process) -> tuple[Invited, str]:
    token = new_one_time_token()
    invited = await invite_again(process.container, invitation_digest=refresh_digest(token), now=utc_now())
    return invited, token


async def _told(process: Process) -> str:
    """What stands, in words."""
    rows = await administrators(process.store, process.container.reference.snapshot)
    signing_in = [row for row in rows if row["password_hash"] is not None]
    login = ", ".join(sorted(row["login"] for row in signing_in or rows))
    told = STANDS.format(login=login)
    if signing_in or not rows:
        return told
    ends: datetime | None = max(
        (row["invitation_ends_at"] for row in rows if row["invitation_ends_at"]), default=None
    )
    until = (
        f" (it holds until {_moment(ends)})" if ends is not None and ends > utc_now() else ", and has ended"
    )
    return told + UNUSED.format(login=login, until=until)


def _tell_token(settings: Settings, invited: Invited, token: str) -> None:
    address = f"http://{settings.host}:{settings.port}/auth/invitation"
    sys.stdout.write(
        f"The one-time token of {invited.login}, shown only now; it holds until {_moment(invited.ends_at)}:\n\n  {token}\n\n"
        "Start `python -m api serve`, then set a password with it (at your own address behind a proxy):\n\n"
        f"  curl -s {address} --data-urlencode token={token} --data-urlencode 'password=…'\n"
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"

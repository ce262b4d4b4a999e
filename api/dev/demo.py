"""`python -m api dev`: the embedded store, the demo municipality on first start, the server, and where to look."""

import asyncio
import contextlib
import random
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from types import FrameType
from typing import Any

import orjson
import uvloop
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.clock import utc_now
from api.dev.beside import WorkerBeside
from api.dev.reaching import write_private
from api.dev.supervising import supervised_store
from api.dev.telling import in_lines, say
from api.process import Process, open_process
from api.serving import serve
from api.settings import Settings
from schema.build import schema
from seed.loading import DemoAccount, Loader, is_loaded, is_unfinished

SEED = 302
"""The one random seed of the demo; with the day it decides every row."""

LOCAL, EIGHT_HOURS = timedelta(hours=7), timedelta(hours=8)
"""Asia/Krasnoyarsk has had no other offset since 2014."""

LOADING_TAKES = "This is done once and takes half a minute to two minutes."

QUERY = """{ viewer { roles } cases(first: 5, filter: {isOverdue: true}) { nodes { number status summary dueAt } } }"""


def run_dev(settings: Settings) -> None:
    """Start everything that development needs and serve until it is told to stop."""
    console = Console(stderr=False, highlight=False, soft_wrap=True)
    fresh = settings.model_copy(update={"replace_indexes": True})
    if settings.mongodb_url is None:
        say(console, "Starting the store.")
    with _ended_in_order(), supervised_store(fresh) as (prepared, supervisor):
        _seed(prepared, console)
        worker = WorkerBeside(prepared)
        if supervisor is not None:
            supervisor.holds_back(worker)

        def ready(port: int) -> None:
            worker.begin()
            _say_where(prepared, port, console)

        try:
            serve(
                prepared,
                schema,
                on_open=supervisor.holds_back if supervisor is not None else None,
                on_ready=ready,
            )
        finally:
            worker.end()


@contextlib.contextmanager
def _ended_in_order() -> Iterator[None]:
    """Make the signals that end a process unwind it, so that the embedded server is never left behind."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(128 + signal.SIGINT) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _seed(settings: Settings, console: Console) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        accounts = runner.run(load_demo(settings, console))
    if accounts is None:
        say(console, "The demo municipality is loaded already: starting the server.")
    else:
        shown = [account.shown() for account in accounts]
        write_private(settings.demo_accounts_path, orjson.dumps(shown, option=orjson.OPT_INDENT_2))


async def load_demo(settings: Settings, console: Console) -> list[DemoAccount] | None:
    """Load the demo where the database is empty; None where it stands already. Raises: NotEmpty."""
    new_id = demo_ids()
    async with open_process(settings, new_id=new_id) as process:
        if await is_loaded(process.container):
            return None
        if not await is_unfinished(process.container):
            return await _load(process, console)
        say(console, "The last loading of the demo was cut short: starting over.")
        await process.store.drop()
    async with open_process(settings, new_id=new_id) as process:
        return await _load(process, console)


async def _load(process: Process, console: Console) -> list[DemoAccount]:
    today = process.settings.seed_today or last_morning(utc_now())
    say(
        console,
        f"First start: loading the decree and a demo municipality as of {today}. {LOADING_TAKES}",
    )
    loader = Loader(process.container, today=today, seed=SEED, passwords=random.SystemRandom())
    if not console.is_terminal:
        return await loader.load(in_lines(console))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("Demo municipality", total=None)
        return await loader.load(
            lambda words, done, total: bar.update(task, description=words, completed=done, total=total)
        )


def demo_ids() -> Callable[[], str]:
    """Return what draws ids: the same ones, in the same order, at every loading."""
    ids = random.Random(SEED)
    return lambda: f"{ids.getrandbits(96):024x}"


def last_morning(now: datetime) -> date:
    """Return the local day whose 08:00 came last: the demo ends with that moment, and nothing of it lies in the future."""
    return (now + LOCAL - EIGHT_HOURS).date()


def _demo_accounts(settings: Settings) -> list[dict[str, Any]]:
    if not settings.demo_accounts_path.exists():
        return []
    found: list[dict[str, Any]] = orjson.loads(settings.demo_accounts_path.read_bytes())
    return found


def _say_where(settings: Settings, port: int, console: Console) -> None:
    base = f"http://{settings.host}:{port}"
    console.print(f"\n[bold]Pult[/bold] is ready: {base}/graphql (open it in a browser)")
    console.print(f"  schema     {base}/graphql/schema.graphql")
    console.print(f"  a query    {QUERY}", markup=False)
    console.print(
        f"  a token    curl -s {base}/auth/token -d grant_type=password -d username=… -d password=…"
    )
    console.print(f"  logins     {settings.demo_accounts_path}, also on the page:")
    accounts = _demo_accounts(settings)
    for account in (one for one in accounts if "login" in one):
        console.print(f"    {account['login']:<24}{account['password']:<20}{', '.join(account['roles'])}")
    console.print(
        f"  a partner  curl -s {base}/auth/token -d grant_type=client_credentials -u client:secret",
        markup=False,
    )
    for client in (one for one in accounts if "clientId" in one):
        console.print(f"    {client['clientId']:<24}{client['clientSecret']}", markup=False)
    sys.stdout.flush()

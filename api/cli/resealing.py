"""The command `reseal`: after a new key of personal data was added, everything is sealed again under it."""

import sys
from collections.abc import Sequence

import typer

from api.cli.commands import module_app
from api.cli.endings import ended_in_words
from api.cli.progress import told_by_collection
from api.cli.settings import read_settings
from api.dev.reaching import existing_store
from api.process import Process, run_process
from auth.crypto.sealing import Vault
from documents.aggregates import RECORDS
from documents.privacy.resealing import Resealed, reseal

app = module_app()
command = app.command

EXIT_LEFT = 1
"""Values are left that the newest key does not open; each line on stderr says of which kind and how many."""


@command(name="reseal")
def reseal_command() -> None:
    """Seal all personal data again under the newest key.

    In the database of MONGODB_URL, or in the embedded store under VAR_DIR, even while the application is running. It may be
    stopped at any moment: run again, it goes on with the rest.

    Exit code 0: no value needs an older key any more; 1: some still do; 2: settings, keys or database do not allow it.
    """
    settings = read_settings()
    again = "What has been sealed again stays sealed: run this again."
    with ended_in_words(gone=again), existing_store(settings) as prepared:
        vault, results = run_process(prepared, _resealed)
    for one in results:
        sys.stdout.write(_figures(one))
        sys.stderr.writelines(f"{line}\n" for line in _complaints(one))
    if not all(one.is_complete for one in results):
        raise typer.Exit(EXIT_LEFT)
    sys.stdout.write(_goodbye(vault))


async def _resealed(process: Process) -> tuple[Vault, list[Resealed]]:
    vault = process.container.vault
    assert vault is not None
    with told_by_collection() as told:
        results = await reseal(process.store, vault, RECORDS, told=told)
    return vault, results


def _figures(one: Resealed) -> str:
    left = one.left.total() + one.unknown.total() + one.broken
    return f"{one.collection}: {one.looked_at} values looked at, {one.resealed} sealed again, {left} left\n"


def _complaints(one: Resealed) -> Sequence[str]:
    """What is left of one kind and why, a line each."""
    lines = [
        f'{one.collection}: {count} values need the key "{key}", which is not available: add it and run this again.'
        for key, count in sorted(one.unknown.items())
    ]
    lines += [
        f'{one.collection}: {count} values were sealed under the older key "{key}" in the meantime: start every process '
        "with the new key, and run this again."
        for key, count in sorted(one.left.items())
    ]
    if one.broken:
        lines.append(
            f"{one.collection}: {one.broken} values cannot be opened where they are stored: they were altered or moved."
        )
    return lines


def _goodbye(vault: Vault) -> str:
    *older, newest = vault.key_ids
    told = f'Every value is sealed under the key "{newest}"'
    if not older:
        return f"{told}.\n"
    return f"{told}; no longer needed here: {', '.join(older)}. Earlier backups still need them.\n"

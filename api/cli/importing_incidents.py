"""The command `import-incidents`: an export of «Инцидент Менеджмент» from a file."""

from api.cli.commands import module_app
from api.cli.importing import ImportedFile, OnlyForeseen, import_file

app = module_app()
command = app.command


@command(name="import-incidents")
def import_incidents_command(*, file: ImportedFile, dry_run: OnlyForeseen = False) -> None:
    """Import incidents from a file: JSON, NDJSON, CSV or XLSX.

    The file is read as a whole first: one that is broken leaves nothing. Each record is registered once; one that comes
    again changes what nobody has changed here, and what people have decided is a conflict for people. Stopped anywhere,
    run it again.

    Exit code 0: all were taken, or with --dry-run: would be; 1: some were refused or are in conflict; 2: settings, database
    or file do not allow it.
    """
    import_file("incidents", file, is_dry=dry_run)

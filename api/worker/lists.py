"""What a worker reads in the name of somebody else: lists for exports, with a file to write them into, and selections."""

import secrets
import tempfile
from contextlib import AbstractContextManager
from typing import BinaryIO, cast

from api.settings import Settings
from documents.container import Container
from documents.kernel.write.lists import Lists
from documents.kernel.write.outgoing import Selections
from schema.build import schema
from schema.cursors import Cursors
from schema.exports.reading import ExportReader
from schema.webhooks.selections import SelectionReader

KEY_BYTES = 32


def selections_of(container: Container) -> Selections:
    """Return how selections of webhooks are run in this process."""
    core = schema._schema  # noqa: SLF001  # Strawberry has no door to the finished schema
    return SelectionReader(core, container, Cursors(secrets.token_bytes(KEY_BYTES)))


def lists_of(container: Container, settings: Settings) -> Lists:
    """Return how lists are read in this process."""
    folder = settings.var_dir if settings.var_dir.is_dir() else None

    def spool() -> AbstractContextManager[BinaryIO]:
        return cast("AbstractContextManager[BinaryIO]", tempfile.TemporaryFile(dir=folder))

    core = schema._schema  # noqa: SLF001  # Strawberry has no door to the finished schema
    return ExportReader(core, container, Cursors(secrets.token_bytes(KEY_BYTES)), spool)

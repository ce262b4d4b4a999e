"""What is inside of a backup: a compressed tar archive of rows as they are stored, with what they add up to at its end.

What it is about, then `<collection>/<piece>.bson` (rows one after another, as other programs write them), then the manifest.
"""

import contextlib
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import orjson
from bson.errors import InvalidBSON
from bson.raw_bson import RawBSONDocument

from api.backups.sealing import BackupUnfit

FORMAT = 1
ABOUT, MANIFEST = "about.json", "manifest.json"
ROWS = ".bson"

PIECE_BYTES = 4 * 1024 * 1024
"""How much of a collection is in memory at once; a row is never divided."""

MODULUS = 1 << 256


@dataclass
class RowSum:
    """What the rows of one collection add up to, in whatever order they come: how many, and the sum of their digests."""

    rows: int = 0
    total: int = 0

    def add(self, row: bytes) -> None:
        """Count one row in."""
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(row).digest(), "big")) % MODULUS

    def shown(self) -> dict[str, Any]:
        """Return it as the manifest has it."""
        return {"rows": self.rows, "digest": f"{self.total:064x}"}


@dataclass
class NewArchive:
    """An archive while it is written."""

    archive: tarfile.TarFile
    now: float
    tallies: dict[str, RowSum] = field(default_factory=dict)

    def rows(self, collection: str, pieces: Iterable[bytes]) -> None:
        """Add some rows of a collection as one piece."""
        tally = self.tallies[collection]
        content = io.BytesIO()
        for row in pieces:
            tally.add(row)
            content.write(row)
        self.add(f"{collection}/{tally.rows:012d}{ROWS}", content.getvalue())

    def add(self, name: str, content: bytes) -> None:
        """Add a member."""
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = len(content), 0o600, int(self.now)
        self.archive.addfile(member, io.BytesIO(content))


@contextlib.contextmanager
def written_to(sink: BinaryIO, about: Mapping[str, Any], *, now: float) -> Iterator[NewArchive]:
    """Give an archive to add rows to while the block runs; what they add up to comes last."""
    with tarfile.open(fileobj=sink, mode="w|gz") as archive:
        writing = NewArchive(archive, now)
        writing.add(ABOUT, orjson.dumps({"format": FORMAT, **about}))
        yield writing
        writing.add(MANIFEST, orjson.dumps({name: tally.shown() for name, tally in writing.tallies.items()}))


@dataclass
class OldArchive:
    """An archive while it is read."""

    archive: tarfile.TarFile
    about: Mapping[str, Any]
    tallies: dict[str, RowSum] = field(default_factory=dict)

    def pieces(self) -> Iterator[tuple[str, list[RawBSONDocument]]]:
        """Yield rows, some of one collection at a time. Raises: BackupUnfit where they are not what the manifest says."""
        for name, content in _members(self.archive):
            if name == MANIFEST:
                self._compare(orjson.loads(content))
                return
            collection = name.rpartition("/")[0]
            tally = self.tallies.setdefault(collection, RowSum())
            rows = list(_rows(content))
            for row in rows:
                tally.add(bytes(row.raw))
            yield collection, rows
        raise BackupUnfit("The backup ends before its manifest: it was cut short.")

    def _compare(self, manifest: Mapping[str, Any]) -> None:
        for name in manifest:
            self.tallies.setdefault(name, RowSum())
        read = {name: tally.shown() for name, tally in self.tallies.items()}
        if read != manifest:
            differ = sorted(name for name in read if read[name] != manifest.get(name))
            raise BackupUnfit(f"The backup does not hold what its manifest says: {', '.join(differ)}.")


@contextlib.contextmanager
def read_from(source: BinaryIO) -> Iterator[OldArchive]:
    """Give an archive to read rows from while the block runs. Raises: BackupUnfit."""
    try:
        with tarfile.open(fileobj=source, mode="r|gz") as archive:
            name, content = next(_members(archive), ("", b"{}"))
            about = orjson.loads(content) if name == ABOUT else {}
            if about.get("format") != FORMAT:
                raise BackupUnfit(
                    f"The backup is of a format that this release does not read: {about.get('format')}."
                )
            yield OldArchive(archive, about)
    except (tarfile.TarError, EOFError, zlib.error, orjson.JSONDecodeError, InvalidBSON) as error:
        raise BackupUnfit(f"The backup cannot be read: {error}.") from error


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    # Going over an archive begins at its first member again, which a stream cannot.
    while (member := archive.next()) is not None:
        content = archive.extractfile(member)
        if content is not None:
            yield member.name, content.read()


def _rows(content: bytes) -> Iterator[RawBSONDocument]:
    place = 0
    while place < len(content):
        size = int.from_bytes(content[place : place + 4], "little")
        if size < 5 or place + size > len(content):
            raise InvalidBSON("a row is longer than its piece")
        yield RawBSONDocument(content[place : place + size])
        place += size

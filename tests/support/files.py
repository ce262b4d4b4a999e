"""Files for tests: small ones of each kind, drawn or packed here, and uploads that wait to be attached."""

import io
import zipfile
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

from PIL import Image

from documents.files.document import Attachment
from documents.files.storing import begin_upload, end_upload, store_content
from documents.files.vocabulary import ScanStatus
from tests.support.town import Town

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PLACE = "56.2092 89.5150"
"""Where a picture says that it was taken."""


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """A picture with a red left half, so that turning it shows."""
    drawn = Image.new("RGB", size, "white")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    drawn.save(written, kind, **options)
    return written.getvalue()


def photograph() -> bytes:
    """A picture as a phone makes it: lying on its side, with the place and the owner beside it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = PLACE
    exif[0x013B] = "Кудеярова Аглая"
    return picture(exif=exif.tobytes(), comment=PLACE.encode())


def package(*entries: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A packed folder."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return written.getvalue()


def letter(*more: tuple[str, bytes]) -> bytes:
    """A document of an office, as far as its entries say."""
    return package(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"), *more)


async def waiting(
    town: Town,
    login: str,
    *,
    content: bytes = PDF,
    name: str = "scan.pdf",
    mime: str = "application/pdf",
    file_id: str | None = None,
    scan: ScanStatus = ScanStatus.NOT_SCANNED,
) -> str:
    """An upload of somebody that waits to be attached; its id."""
    file_id = file_id or f"file-{town.container.runner.new_id()}"
    await begin_upload(
        town.store, file_id, account_id=f"account-{login}", most_waiting=200, name=name, now=town.now
    )
    await store_content(town.store, file_id, _once(content), now=town.now)
    row = await end_upload(
        town.store,
        file_id,
        name=name,
        size_bytes=len(content),
        mime=mime,
        sha256=sha256(content).hexdigest(),
        scan=scan,
        now=town.now,
    )
    assert row is not None
    return file_id


def attachment(town: Town, file_id: str, **facts: Any) -> Attachment:
    """A file as an object would keep it."""
    given: dict[str, Any] = {
        "name": "scan.pdf",
        "size_bytes": len(PDF),
        "mime": "application/pdf",
        "sha256": sha256(PDF).hexdigest(),
        "added_at": town.now,
        "added_by_id": "person-pos",
    }
    return Attachment(id=file_id, **{**given, **facts})


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content

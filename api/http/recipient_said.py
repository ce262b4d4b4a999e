"""What a body says that answers by a link: the fields of a form or of JSON, and the files that came with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from typing import Any, BinaryIO

from api.http.multipart import FormPart, parts_of
from api.http.receiving import MEGABYTE
from auth.errors import Invalid, Problem
from documents.cases.checks import TEXT_LIMIT, text_within
from documents.files.showing import id_of_upload
from documents.kernel.text.canonical import canonical_text

LONGEST_BODY_BYTES = 4 * 65_536
"""An answer as long as may be, each of its letters written as JSON may write it."""

MOST_FILES = 20

text_given = text_within("text", "text", TEXT_LIMIT)


@dataclass(frozen=True)
class GivenAnswer:
    """What was filled in: the text, the files by their ids, and what is wrong with it."""

    text: str = ""
    file_ids: tuple[str, ...] = ()
    wrong: tuple[Problem, ...] = ()


def read_answer(fields: Mapping[str, Any]) -> GivenAnswer:
    """Return what the fields of a form or of a JSON object say: `text`, in its canonical form, and `fileIds`."""
    given, ids = fields.get("text") or "", fields.get("fileIds") or []
    if not isinstance(given, str):
        return GivenAnswer(wrong=(Invalid("wrong_value", path="text"),))
    text = canonical_text(given)
    if not isinstance(ids, list) or len(ids) > MOST_FILES or not all(isinstance(one, str) for one in ids):
        return GivenAnswer(text, wrong=(Invalid("wrong_value", path="fileIds"),))
    known = [id_of_upload(one) for one in ids]
    wrong: list[Problem] = [
        Invalid("unknown_file", path=("fileIds", str(index)))
        for index, one in enumerate(known)
        if one is None
    ]
    wrong += text_given({"text": text})
    return GivenAnswer(text, tuple(one for one in known if one is not None), tuple(wrong))


def form_parts(sent: BinaryIO, boundary: bytes) -> Sequence[FormPart]:
    """Return the parts of a form that lies in a file. Raises: ValueError."""
    sent.flush()
    with mmap(sent.fileno(), 0, access=ACCESS_READ) as whole:
        return parts_of(whole, boundary)


def text_of(sent: BinaryIO, parts: Sequence[FormPart]) -> str:
    """Return the field `text` of a form, empty where there is none. Raises: ValueError for one too long to be read, or not
    UTF-8."""
    part = next((one for one in parts if one.name == "text" and one.filename is None), None)
    if part is None:
        return ""
    if part.size_bytes > LONGEST_BODY_BYTES:
        raise ValueError("a text longer than any may be")
    sent.seek(part.start)
    return sent.read(part.size_bytes).decode("utf-8")


def copy_part(sent: BinaryIO, part: FormPart, alone: BinaryIO) -> None:
    """Write the content of one part into a file of its own."""
    sent.seek(part.start)
    left = part.size_bytes
    while left > 0 and (piece := sent.read(min(left, MEGABYTE))):
        alone.write(piece)
        left -= len(piece)
    alone.flush()

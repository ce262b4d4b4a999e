"""The words of a case by who may read them: the case itself, remarks, files, notes, and what redaction takes out of each."""

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import cache, partial

from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.ratings import CHECKED
from api.leaks.ratings import PATH as RATED
from api.leaks.stored_words import redacted, remarks
from api.leaks.truth import REMARKS, Truth, gid

May = Callable[[Asker], bool]


def of_case(truth: Truth, type_name: str, row: Row) -> Iterator[tuple[str | None, str, May]]:
    """Yield each word of a case that not everybody may read: the text, its path, and who may."""
    seen = partial(sees, truth, type_name, row["_id"])
    yield gid(type_name, row), "id", seen
    yield row["_id"], "id", seen
    yield row["number"], "number", seen
    yield (
        row["location"].get("flat"),
        "location.flat",
        partial(sees_field, truth, type_name, row, "location.flat"),
    )
    masked = partial(sees_field, truth, type_name, row, "applicant")
    for path, text in (row.get("applicant") or {}).items():
        # An incident has authors, not an applicant: nobody is shown one.
        may = nobody if type_name == "Incident" else masked
        yield text, f"applicant.{path}", may
    parts = [("text", row), *(("responses.text", one) for one in row["responses"])]
    parts += [("publications.text", one) for one in row["publications"]]
    for path, part in parts:
        yield part["text_redacted"], path, partial(_reads, truth, type_name, row, ("PLAIN", "REDACTED"))
        plainly = partial(_reads, truth, type_name, row, ("PLAIN",))
        if part["text"] != part["text_redacted"]:
            yield part["text"], f"{path} (без обезличивания)", plainly
            for piece in _taken_out(part["text"], part["text_redacted"]):
                yield piece, f"{path} (без обезличивания)", plainly
    for one in row.get("deliveries") or ():
        yield one["number"], "deliveries.number", seen
    for one in row.get("source_states") or ():
        # Codes that the table knows stand in every second case.
        yield None if one["status"] else one["code"], "source_states.code", seen
    yield from _of_remarks(truth, type_name, row)
    yield from _of_files(truth, type_name, row)
    yield from _of_notes(truth, type_name, row)
    yield from _of_ratings(truth, type_name, row)
    yield from _of_drafts(truth, type_name, row)
    for one in row["publications"]:
        for path in ("url", "reply_url", "author_handle"):
            yield (
                one.get(path),
                f"publications.{path}",
                partial(sees_field, truth, type_name, row, f"publications.{path}"),
            )


def _of_remarks(truth: Truth, type_name: str, row: Row) -> Iterator[tuple[str | None, str, May]]:
    """What officials wrote: without personal data for who sees the case, as it was written for who reads it in plain."""
    seen = partial(sees, truth, type_name, row["_id"])
    plainly = partial(_reads, truth, type_name, row, ("PLAIN",))
    for path in REMARKS:
        for text in filter(None, remarks(row, path)):
            told = redacted(path, text)
            yield told, path, seen
            for piece in (text, *_taken_out(text, told)) if text != told else ():
                yield piece, f"{path} (без обезличивания)", plainly


def _of_files(truth: Truth, type_name: str, row: Row) -> Iterator[tuple[str | None, str, May]]:
    """The words about each file: without personal data for who sees the file, as they are for who also reads the case so."""
    for file in row.get("attachments") or ():
        sees = partial(_reads_file, truth, file["id"])
        plainly = partial(_reads_file_in_plain, truth, type_name, row, file["id"])
        yield file["id"], "attachments.id", sees
        for key in ("name", "caption"):
            text = file[key]
            told = text and redacted(f"attachments.{key}", text)
            yield told, f"attachments.{key}", sees
            for piece in (text, *_taken_out(text, told)) if text and text != told else ():
                yield piece, f"attachments.{key} (без обезличивания)", plainly


def _of_notes(truth: Truth, type_name: str, row: Row) -> Iterator[tuple[str | None, str, May]]:
    """Notes and earlier words: without personal data for who may read them, as they are for who also reads the case so."""
    for path, told_to in (("notes", truth.notes), ("earlier_wordings", truth.earlier_wordings)):
        for place, one in enumerate(row.get(path) or ()):
            reads = partial(_is_among, truth, type_name, row, told_to, path, place)
            told = redacted(f"{path}.text", one["text"])
            yield told, f"{path}.text", reads
            for piece in (one["text"], *_taken_out(one["text"], told)) if told != one["text"] else ():
                plainly = partial(_reads, truth, type_name, row, ("PLAIN",))
                yield piece, f"{path}.text (без обезличивания)", partial(_both, reads, plainly)


def _of_ratings(truth: Truth, type_name: str, row: Row) -> Iterator[tuple[str | None, str, May]]:
    """What residents said of the answers, and what was found of them: without personal data for who may read it, as it
    is for who also reads the case so; and what their links are known by, for nobody."""
    for path in (RATED, CHECKED):
        head, _, key = path.partition(".")
        reads = partial(sees_field, truth, type_name, row, head)
        plainly = partial(_both, reads, partial(_reads, truth, type_name, row, ("PLAIN",)))
        for text in filter(None, (one[key] for one in row.get(head) or ())):
            told = redacted(path, text)
            yield told, path, reads
            for piece in (text, *_taken_out(text, told)) if text != told else ():
                yield piece, f"{path} (без обезличивания)", plainly
    given = [one["link"] for one in row["routings"] if one.get("link")]
    for link in (*(row.get("guest_links") or ()), *given):
        yield link["digest"], "guest_links.digest", nobody
        yield link["nonce"], "guest_links.nonce", nobody


def _of_drafts(truth: Truth, type_name: str, row: Row) -> Iterator[tuple[str | None, str, May]]:
    """Wordings of a draft: without personal data for who works on the answer, as they are for who also reads the case so."""
    works = partial(_works_on, truth, type_name, row)
    reads = partial(_both, works, partial(_reads, truth, type_name, row, ("PLAIN", "REDACTED")))
    plainly = partial(_both, works, partial(_reads, truth, type_name, row, ("PLAIN",)))
    for one in row.get("drafts") or ():
        text, told = one["text"], one["text_redacted"]
        yield told, "drafts.text", reads
        for piece in (text, *_taken_out(text, told)) if told != text else ():
            yield piece, "drafts.text (без обезличивания)", plainly


def _works_on(truth: Truth, type_name: str, row: Row, asker: Asker) -> bool:
    return truth.is_visible(asker, type_name, row["_id"]) and bool(truth.drafts(asker, row))


def _is_among(
    truth: Truth,
    type_name: str,
    row: Row,
    told_to: Callable[[Asker, Row], list[Row]],
    path: str,
    place: int,
    asker: Asker,
) -> bool:
    """Whether the item at a place of a list is told to the asker."""
    alone = {**row, path: [row[path][place]]}
    return truth.is_visible(asker, type_name, row["_id"]) and bool(told_to(asker, alone))


def _both(first: May, second: May, asker: Asker) -> bool:
    return first(asker) and second(asker)


def _reads_file(truth: Truth, file_id: str, asker: Asker) -> bool:
    return truth.reads_file(asker, file_id)


def _reads_file_in_plain(truth: Truth, type_name: str, row: Row, file_id: str, asker: Asker) -> bool:
    return truth.reads_file(asker, file_id) and _reads(truth, type_name, row, ("PLAIN",), asker)


def nobody(asker: Asker) -> bool:
    """Return False: nobody may read it."""
    return False


def sees(truth: Truth, type_name: str, row_id: str, asker: Asker) -> bool:
    """Return whether the asker may see an object."""
    return truth.may_know(asker, type_name, row_id)


def sees_field(truth: Truth, type_name: str, row: Row, path: str, asker: Asker) -> bool:
    """Return whether the asker may see a field of an object that may be withheld."""
    return truth.is_visible(asker, type_name, row["_id"]) and path not in truth.withheld(
        asker, type_name, row
    )


def _reads(truth: Truth, type_name: str, row: Row, modes: tuple[str, ...], asker: Asker) -> bool:
    return truth.is_visible(asker, type_name, row["_id"]) and truth.mode(asker, row) in modes


@cache
def _taken_out(text: str, redacted: str) -> tuple[str, ...]:
    """The pieces that redaction took out of a text."""
    before, after = text.split(" "), redacted.split(" ")
    return tuple(
        " ".join(before[start:end]).strip(" .,;:()«»")
        for tag, start, end, _, _ in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if tag in ("replace", "delete")
    )

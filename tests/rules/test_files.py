"""What a file is: told by its content, called by a sound name, made safe; and which part of it is asked for."""

import io
import zipfile
from typing import Any

import pytest
from PIL import Image

from api.http.ranges import ByteRange, NoSuchRange, is_known, is_same, range_of
from api.http.sending import disposition
from auth.errors import Invalid
from documents.files import packages, pictures
from documents.files.inspecting import Inspected, inspect
from documents.files.naming import NAME_LIMIT, canonical_name
from tests.support.files import PDF, PLACE, letter, package, photograph, picture

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 40
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def looked_at(content: bytes, name: str = "", declared: str | None = None) -> tuple[Inspected, bytes]:
    made = io.BytesIO()
    found = inspect(io.BytesIO(content), made, size_bytes=len(content), name=name, declared=declared)
    return found, made.getvalue()


def refused(content: bytes, name: str = "", declared: str | None = None) -> dict[str, Any]:
    with pytest.raises(Invalid) as caught:
        looked_at(content, name, declared)
    return caught.value.facts | {"path": caught.value.path}


@pytest.mark.parametrize(
    ("content", "name", "mime"),
    [
        (picture("JPEG"), "двор.JPG", "image/jpeg"),
        (picture("PNG"), "plan.png", "image/png"),
        (picture("WEBP"), "yard.webp", "image/webp"),
        (PDF, "ответ.pdf", "application/pdf"),
        (letter(), "письмо.docx", WORD),
        (package(("mimetype", OPEN_TEXT.encode()), ("content.xml", b"<x/>")), "акт.odt", OPEN_TEXT),
        ("Уважаемый заявитель!".encode("cp1251"), "ответ.txt", "text/plain"),
        ("улица;дом\nЛенина;5\n".encode(), "адреса.csv", "text/csv"),
        ("Ответ".encode("utf-16"), "ответ.txt", "text/plain"),
        (MP4, "яма.mp4", "video/mp4"),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, name: str, mime: str) -> None:
    found, _ = looked_at(content, name)
    assert found.kind.mime == mime
    assert found.name == name[:-3] + "jpg" if name.endswith("JPG") else found.name == name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00" + b"\x00" * 200, "setup.exe"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "plan.svg"),
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "page.html"),
        (b"GIF89a" + b"\x00" * 40, "cat.gif"),
        (package(("run.js", b"alert(1)")), "all.zip"),
        (b"\x00\x01\x02\x03" * 50, "raw.txt"),
    ],
)
def test_refuses_what_is_not_on_the_list(content: bytes, name: str) -> None:
    assert refused(content, name) == {"rule": "unsupported_file", "path": ("content",)}


def test_refuses_a_name_and_a_declared_type_that_say_something_else() -> None:
    assert refused(PDF, "photo.jpg") == {
        "rule": "type_mismatch",
        "found": "application/pdf",
        "path": ("name",),
    }
    told = refused(PDF, "letter.pdf", "image/png")
    assert (told["rule"], told["path"]) == ("type_mismatch", ("contentType",))
    found, _ = looked_at(picture("PNG"), "photo", "image/jpeg")
    assert (found.kind.mime, found.name) == ("image/png", "photo.png")


def test_refuses_an_empty_file() -> None:
    assert refused(b"", "scan.pdf")["rule"] == "empty_file"


def test_a_picture_is_turned_and_loses_where_and_by_whom_it_was_taken() -> None:
    sent = photograph()
    assert PLACE.encode() in sent
    found, made = looked_at(sent, "IMG_0001.jpg")
    assert found.is_made_anew
    assert PLACE.encode() not in made
    with Image.open(io.BytesIO(made)) as shown:
        assert shown.size == (30, 40)
        assert not shown.getexif()
        assert "comment" not in shown.info
        red, white = shown.getpixel((15, 5)), shown.getpixel((15, 35))
    assert isinstance(red, tuple)
    assert isinstance(white, tuple)
    assert red[1] < 60
    assert white[1] > 200


def test_a_picture_with_gaps_keeps_them_as_png_and_needs_none_as_jpeg() -> None:
    drawn = Image.new("P", (4, 4))
    drawn.info["transparency"] = 0
    written = io.BytesIO()
    drawn.save(written, "PNG", transparency=0)
    _, made = looked_at(written.getvalue(), "plan.png")
    with Image.open(io.BytesIO(made)) as shown:
        assert shown.mode == "RGBA"
        assert shown.getpixel((0, 0)) == (0, 0, 0, 0)


def test_refuses_a_picture_that_would_burst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1_000_000)
    told = refused(picture("PNG", (1_001, 1_000)), "plan.png")
    assert (told["rule"], told["limit"]) == ("picture_too_large", 1)


def test_refuses_a_picture_that_breaks_off() -> None:
    assert refused(picture("PNG", (200, 200))[:60], "plan.png")["rule"] == "damaged"


def test_refuses_a_document_that_would_burst_whatever_it_says_of_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = letter(("word/media/zeros.bin", bytes(40 * 1024 * 1024)))
    assert refused(bomb, "письмо.docx")["rule"] == "packed_too_tightly"
    monkeypatch.setattr(packages, "MOST_ENTRIES", 3)
    many = letter(*((f"word/{number}.xml", b"<x/>") for number in range(4)))
    assert refused(many, "письмо.docx")["rule"] == "packed_too_tightly"


def test_refuses_a_document_whose_entry_is_larger_than_it_says() -> None:
    sound = letter(("word/media/a.bin", bytes(9 * 1024 * 1024)))
    size = (9 * 1024 * 1024).to_bytes(4, "little")
    lying = sound.replace(size, (10).to_bytes(4, "little"))
    assert lying != sound
    assert refused(lying, "письмо.docx")["rule"] == "damaged"


def test_refuses_macros_and_broken_packages() -> None:
    assert refused(letter(("word/vbaProject.bin", b"x")), "a.docx")["rule"] == "has_macros"
    assert refused(letter()[:-30], "a.docx")["rule"] == "damaged"
    assert (
        refused(package(("mimetype", b"application/epub+zip"), compression=zipfile.ZIP_STORED), "a.odt")[
            "rule"
        ]
        == "unsupported_file"
    )


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Мария\\скан.pdf", "скан.pdf"),
        ("  скан   1 .PDF ", "скан 1.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ('что?"<b>.pdf', "что___b_.pdf"),
        (".pdf", "file.pdf"),
        ("", "file.pdf"),
        ("письмо от 12.05.2026", "письмо от 12.05.2026.pdf"),
    ],
)
def test_a_name_is_stored_in_one_safe_form(given: str, stored: str) -> None:
    assert canonical_name(given, ("pdf",)) == stored
    assert canonical_name(stored, ("pdf",)) == stored


def test_a_long_name_keeps_its_extension() -> None:
    name = canonical_name("а" * 500 + ".pdf", ("pdf",))
    assert len(name) == NAME_LIMIT
    assert name.endswith("а.pdf")


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        (None, None),
        ("bytes=0-9", ByteRange(0, 10)),
        ("bytes=90-", ByteRange(90, 100)),
        ("bytes=90-1000", ByteRange(90, 100)),
        ("bytes=-10", ByteRange(90, 100)),
        ("bytes=-1000", ByteRange(0, 100)),
        ("bytes=0-1,5-6", None),
        ("bytes=9-1", None),
        ("items=0-1", None),
        ("bytes=-", None),
    ],
)
def test_one_range_is_understood_and_all_else_asks_for_the_whole(
    asked: str | None, part: ByteRange | None
) -> None:
    assert range_of(asked, 100) == part


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=500-600", "bytes=-0"])
def test_a_range_behind_the_end_is_told(asked: str) -> None:
    with pytest.raises(NoSuchRange):
        range_of(asked, 100)


def test_a_tag_is_known_in_any_of_its_spellings() -> None:
    assert is_known('"a"', 'W/"a"')
    assert is_known('"a"', '"b", "a"')
    assert is_known('"a"', "*")
    assert not is_known('"a"', None)
    assert not is_known('"a"', '"b"')
    assert is_same('"a"', None)
    assert not is_same('"a"', "Wed, 21 Oct 2026 07:28:00 GMT")


def test_a_name_in_any_letters_leaves_in_a_header() -> None:
    told = disposition('яма "5".pdf', is_shown=False)
    assert told == ("attachment; filename=\"___ _5_.pdf\"; filename*=UTF-8''%D1%8F%D0%BC%D0%B0%20%225%22.pdf")
    assert told.isascii()
    assert disposition("a.pdf", is_shown=True).startswith("inline; ")

"""Forms with files: what parts them, what lies where, and what is no form."""

import pytest

from api.http.multipart import MOST_PARTS, FormPart, boundary_of, parts_of


def form(*parts: bytes, boundary: bytes = b"x1") -> bytes:
    return (
        b"".join(b"--" + boundary + b"\r\n" + one + b"\r\n" for one in parts) + b"--" + boundary + b"--\r\n"
    )


TEXT = b'Content-Disposition: form-data; name="text"\r\n\r\n' + "Сделано".encode()
FILE = (
    b'Content-Disposition: form-data; name="files"; filename="' + 'Акт %22 1.txt"'.encode() + b"\r\n"
    b"Content-Type: text/plain\r\n\r\none\r\n--x\r\ntwo"
)
EMPTY = b'content-disposition: form-data; name="files"; filename=""\r\n\r\n'


@pytest.mark.parametrize(
    ("said", "boundary"),
    [
        ("multipart/form-data; boundary=x1", b"x1"),
        ('Multipart/Form-Data; charset=utf-8; boundary="a b"', b"a b"),
        ("multipart/form-data", None),
        ("multipart/form-data; boundary=", None),
        (f"multipart/form-data; boundary={'x' * 71}", None),
        ("multipart/mixed; boundary=x1", None),
        ("application/json", None),
        ("", None),
    ],
)
def test_the_type_says_what_parts_the_parts(said: str, boundary: bytes | None) -> None:
    assert boundary_of(said) == boundary


def test_each_part_lies_where_it_says() -> None:
    body = form(TEXT, FILE, EMPTY)
    text, file, empty = parts_of(body, b"x1")
    assert (text.name, text.filename, body[text.start : text.stop].decode()) == ("text", None, "Сделано")
    assert (file.filename, file.media_type) == ('Акт " 1.txt', "text/plain")
    assert body[file.start : file.stop] == b"one\r\n--x\r\ntwo"
    assert (empty.filename, empty.size_bytes) == ("", 0)
    assert parts_of(b"--x1--", b"x1") == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nothing",
        b"--x1",
        b"--x1 \r\n",
        b"--x1\r\n",
        b"--x1\r\n\r\n\r\n--x1--",
        b"--x1\r\nContent-Disposition: form-data\r\n\r\na\r\n--x1--",
        b'--x1\r\nContent-Disposition: attachment; name="a"\r\n\r\na\r\n--x1--',
        b'--x1\r\nContent-Disposition: form-data; name="a"\r\n\r\nwithout an end',
        b'--x1\r\nContent-Disposition: form-data; name="\xff"\r\n\r\na\r\n--x1--',
        b"--x1\r\nX: " + b"a" * 5_000 + b'\r\nContent-Disposition: form-data; name="a"\r\n\r\na\r\n--x1--',
        form(*[TEXT] * (MOST_PARTS + 1)),
    ],
)
def test_what_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # a matter of the text
        parts_of(body, b"x1")


def test_a_part_tells_its_size() -> None:
    assert FormPart("a", None, None, 3, 10).size_bytes == 7

"""What goes through the wire as text: moments, days, ids and cursors."""

import base64
from datetime import UTC, date, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.answers import encode
from auth.errors import BadRequest
from documents.kernel.ids import MalformedId, global_id, read_global_id
from schema.cursors import Cursors
from schema.ids import decoded
from schema.scalars import read_day, read_moment, write_day, write_moment

MOMENTS = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
KEY = bytes(range(32))


@given(MOMENTS)
def test_a_moment_comes_back_as_it_was(moment: datetime) -> None:
    text = orjson.loads(encode(write_moment(moment)))

    assert text.endswith("Z")
    assert read_moment(text) == moment


def test_a_moment_with_an_offset_becomes_naive_utc() -> None:
    assert read_moment("2026-04-07T10:00:00+07:00") == datetime(2026, 4, 7, 3)
    written = write_moment(datetime(2026, 4, 7, 10, tzinfo=timezone(timedelta(hours=7))))
    assert encode(written) == b'"2026-04-07T03:00:00Z"'
    assert read_moment("2026-04-07t03:00:00.123456z") == datetime(2026, 4, 7, 3, 0, 0, 123_000)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-07T10:00:00",
        "2026-04-07",
        "20260407T100000Z",
        "2026-W15-2T10:00:00Z",
        "2026-02-30T10:00:00Z",
        "0001-01-01T00:00:00+07:00",
        "2026-04-07 10:00:00Z",
        "",
        1_775_000_000,
        None,
    ],
)
def test_anything_else_is_no_moment(text: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_moment(text)


def test_a_day_is_an_iso_day_and_no_moment() -> None:
    assert write_day(date(2026, 4, 7)) == write_day("2026-04-07") == "2026-04-07"
    assert read_day("2026-04-07") == date(2026, 4, 7)
    for wrong in ("2026-4-7", "2026-02-30", "2026-W15-2", "20260407", 20_260_407):
        with pytest.raises(ValueError, match=r".+"):
            read_day(wrong)
    with pytest.raises(ValueError, match=r".+"):
        write_day(datetime(2026, 4, 7, tzinfo=UTC))


@given(st.sampled_from(["Message", "Person"]), st.text(min_size=1, max_size=40))
def test_a_global_id_has_one_spelling(type_name: str, record_id: str) -> None:
    text = global_id(type_name, record_id)

    assert read_global_id(text) == (type_name, record_id)
    for other in (text + "=", text + "\n", "!" + text):
        with pytest.raises(MalformedId):
            read_global_id(other)


def test_an_id_of_nothing_or_of_another_type_is_a_bad_request() -> None:
    assert decoded(global_id("Topic", "t1"), "Topic", path=("id",)) == "t1"
    for text, rule in (
        (global_id("Person", "p1"), "wrong_type"),
        ("@@@", "malformed_id"),
        ("", "malformed_id"),
    ):
        with pytest.raises(BadRequest) as refused:
            decoded(text, "Topic", path=("id",))
        assert refused.value.facts["rule"] == rule


@given(st.text(max_size=60), st.sampled_from(["sort_received:ASC", "sort_received:DESC"]))
def test_a_cursor_gives_its_value_back_in_its_own_list_only(value: str, order: str) -> None:
    cursors = Cursors(KEY)
    sealed = cursors.seal(value, order=order)

    assert cursors.open(sealed, order=order, path="after") == value
    assert sealed == cursors.seal(value, order=order)
    with pytest.raises(BadRequest):
        cursors.open(sealed, order="sort_due:ASC", path="after")
    with pytest.raises(BadRequest):
        Cursors(KEY[::-1]).open(sealed, order=order, path="after")


def test_a_cursor_shows_nothing_of_its_value_and_cannot_be_changed() -> None:
    cursors = Cursors(KEY)
    sealed = cursors.seal("2026-04-07T03:00:00.000|case-17", order="sort_received:DESC")
    raw = bytearray(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))

    assert b"case-17" not in raw
    raw[0] ^= 1
    forged = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    for text in (forged, "", "@@@", "кириллица", sealed[:-4]):
        with pytest.raises(BadRequest):
            cursors.open(text, order="sort_received:DESC", path="before")

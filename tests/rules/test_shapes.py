"""What a value of an input may be: the form in which it is kept, and the rules that it is held to."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.errors import Invalid
from documents.center.setting_checks import stored_value
from documents.center.settings import DISTRICT_BOX, SETTINGS
from documents.kernel import shapes
from documents.kernel.text.links import is_url
from documents.privacy.contacts import is_email, is_phone, normal_email, normal_phone
from documents.privacy.masking import mask_phone


def rule_of(shape: shapes.ValueShape | shapes.ListShape, value: Any) -> str | None:
    """Return the name of the rule that a value breaks as it is kept."""
    read = shape.read(value) if isinstance(shape, shapes.ValueShape) else value
    rule = shape.broken(read)
    return rule.name if rule else None


@pytest.mark.parametrize(
    ("shape", "value", "rule"),
    [
        (shapes.line(5), "  а \n б  ", None),
        (shapes.line(5), "абвгде", "too_long"),
        (shapes.text(5), "а\r\nб", None),
        (shapes.whole(0, 9), 9, None),
        (shapes.whole(0, 9), -1, "out_of_range"),
        (shapes.day(), date(1900, 1, 1), None),
        (shapes.day(), date(9999, 12, 31), "out_of_range"),
        (shapes.day(), date(26, 11, 20), "out_of_range"),
        (shapes.moment(), datetime(2100, 12, 31, 23, 59, 59, 999000), None),
        (shapes.moment(), datetime(2101, 1, 1), "out_of_range"),
        (shapes.moment(), datetime(1, 1, 1), "out_of_range"),
        (shapes.token("id", 9, "malformed_id"), "abc", None),
        (shapes.token("id", 9, "malformed_id"), "abc" * 9, "malformed_id"),
        (shapes.token("id", 9, "malformed_id"), "\ud800", "malformed_id"),
        (shapes.degrees("latitude", 90, setting="x"), 56.2, None),
        (shapes.degrees("latitude", 90, setting="x"), 999.0, "out_of_range"),
        (shapes.degrees("latitude", 90, setting="x"), float("nan"), "out_of_range"),
        (shapes.degrees("latitude", 90, setting="x"), float("inf"), "out_of_range"),
        (shapes.ListShape(most=2), [1, 2, 3], "too_many"),
        (shapes.ListShape(least=1), [], "too_few"),
        (shapes.facts_of_any_form(5), {"a": [1, 2.5, "б"]}, None),
        (shapes.facts_of_any_form(5), [1] * 9, "too_many"),
        (shapes.facts_of_any_form(5), {"a": float("inf")}, "wrong_value"),
    ],
)
def test_holds_a_value_to_its_rules(
    shape: shapes.ValueShape | shapes.ListShape, value: Any, rule: str | None
) -> None:
    assert rule_of(shape, value) == rule


def test_keeps_free_form_facts_in_the_form_of_text() -> None:
    assert shapes.facts_of_any_form(9).read({" а ": ["б\u200b", 1, None]}) == {"а": ["б", 1, None]}


@pytest.mark.parametrize("url", ["HTTPS://vk.com/wall-1_2", "https://почта.рф/я?x=1#y", "http://[::1]/a"])
def test_takes_links_of_the_web_however_they_are_spelled(url: str) -> None:
    assert is_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "vk.com/x",
        "ftp://a.ru/x",
        "https://",
        "https:vk.com",
        "https:\\\\vk.com",
        "https:///vk.com",
        "https://vk.com/a b",
    ],
)
def test_takes_nothing_else_for_a_link(url: str) -> None:
    assert not is_url(url)


@pytest.mark.parametrize(
    ("phone", "normal"),
    [
        ("8 (913) 555-77-01 доб. 12", "79135557701"),
        ("89135557701", "79135557701"),
        ("+7 913 555‑77‑01", "79135557701"),
        ("９１３５５５７７０１", "79135557701"),
        ("(39157) 2-14-55", "73915721455"),
        ("2-14-55", "21455"),
        ("+375 29 123-45-67", "375291234567"),
        ("+7 701 555 01 42", "77015550142"),
        ("abc", None),
        ("12", None),
        ("1" * 40, None),
        (None, None),
    ],
)
def test_reads_phones_in_one_spelling(phone: str | None, normal: str | None) -> None:
    assert normal_phone(phone) == normal
    assert is_phone(phone or "") is (normal is not None)


def test_a_mask_shows_the_end_of_the_number_and_not_of_its_extension() -> None:
    assert mask_phone("8 (913) 555-77-01 доб. 12") == "+7 *** ***-77-01"


@pytest.mark.parametrize(
    ("email", "normal"),
    [
        ("marina.kotova@xn--80a1acny.xn--p1ai", "marina.kotova@почта.рф"),
        ("Marina.Kotova@ПОЧТА.рф ", "marina.kotova@почта.рф"),
        ("анднреи\u0306@почта.рф", "анднрей@почта.рф"),
        ("somebody@bogotol.example", "somebody@bogotol.example"),
        ("a@b", None),
        ("a b@c.ru", None),
        ("o..b@mail.ru", None),
        (None, None),
    ],
)
def test_reads_addresses_in_one_spelling(email: str | None, normal: str | None) -> None:
    assert normal_email(email) == normal
    assert is_email(email or "") is (normal is not None)


@given(st.text(max_size=40))
def test_reads_any_text_as_a_contact_or_as_none(text: str) -> None:
    phone, email = normal_phone(text), normal_email(text)
    assert phone is None or (phone.isascii() and phone.isdigit())
    assert email is None or "@" in email


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ([88.4, 55.5, 90.6, 57.3], None),
        ([1, 2, 3], "wrong_value"),
        (["а"] * 4, "wrong_value"),
        ([90, 55, 88, 57], "out_of_range"),
        ([0.0, 0.0, float("nan"), 1.0], "out_of_range"),
        ([True, 0, 1, 1], "wrong_value"),
    ],
)
def test_the_box_of_the_district_is_west_south_east_north(value: Any, rule: str | None) -> None:
    if rule is None:
        assert stored_value(SETTINGS[DISTRICT_BOX], value) == value
    else:
        with pytest.raises(Invalid) as caught:
            stored_value(SETTINGS[DISTRICT_BOX], value)
        assert caught.value.facts["rule"] == rule

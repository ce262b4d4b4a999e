"""Houses and flats: one form for every way to write the same, and what was written together taken apart."""

import pytest

from documents.cases.addresses import PlaceRemark, remarks_on
from documents.cases.filing import house_key
from documents.cases.house_numbers import flat_number, house_and_flat
from documents.privacy.redaction import redact_place


@pytest.mark.parametrize(
    ("written", "house", "flat"),
    [
        ("5", "5", None),
        ("5а", "5а", None),
        ("5 А", "5а", None),
        ("5-А", "5а", None),
        ("5A", "5а", None),
        ("д. 5", "5", None),
        ("дом № 5", "5", None),
        ("5/2", "5/2", None),
        ("5А / 2", "5а/2", None),
        ("5 к. 2", "5к2", None),
        ("5 к 2", "5к2", None),
        ("5, корпус 2", "5к2", None),
        ("5 стр. 1", "5с1", None),
        ("5с", "5с", None),
        ("д. 5 к. 2 кв. 17", "5к2", "17"),
        ("дом 5 корпус 2, квартира 17", "5к2", "17"),
        ("5/2-17", "5/2", "17"),
        ("5-17", "5", "17"),
        ("5 17", "5", "17"),
        ("5, 17", "5", "17"),
        ("5а-3б", "5а", "3б"),
        ("5, кв. № 17", "5", "17"),
        ("48кв12", "48", "12"),
    ],
)
def test_a_house_has_one_form_and_the_flat_behind_it_stands_apart(
    written: str, house: str, flat: str | None
) -> None:
    assert house_and_flat(written) == (house, flat)
    assert house_and_flat(house) == (house, None)
    assert house_key(house) == house


@pytest.mark.parametrize(
    "written", ["", "у пруда", "12, 14 и 16", "17 кв", "напротив школы № 3", "5 кв. 17, код 12"]
)
def test_other_words_are_no_house(written: str) -> None:
    assert house_and_flat(written) is None


@pytest.mark.parametrize("written", ["48-12", "48 12", "48, 12", "48 кв. 12", "48а-12", "48/2-12"])
def test_what_redaction_takes_for_a_flat_is_split_off_as_one(written: str) -> None:
    found = house_and_flat(written)
    assert found is not None
    assert found[1] == "12"
    assert "12" not in redact_place(written)


def test_a_flat_is_its_number() -> None:
    assert [flat_number(one) for one in ("17", "кв. 17", "квартира №17", "17 А")] == ["17", "17", "17", "17а"]
    assert flat_number("цоколь") == "цоколь"


def test_no_house_is_found_by_somebodys_flat() -> None:
    assert house_key("48 кв. 12") != house_key("48")


def test_what_was_not_recognized_is_said() -> None:
    assert list(remarks_on({"street": "Ленина", "street_id": "lenina", "house": "5к2"})) == []
    assert list(remarks_on({"street": "Ленина", "house": "у пруда"})) == [
        PlaceRemark.STREET_NOT_IN_DIRECTORY,
        PlaceRemark.HOUSE_NOT_READ,
    ]
    assert list(remarks_on({})) == []

"""Streets, houses, tags and numbers of other systems: written differently and still the same."""

import pytest

from documents.cases.filing import FilingPrefix, filed_terms, house_key, street_key
from documents.kernel.search import terms


@pytest.mark.parametrize(
    "written",
    [
        "Кирова",
        "кирова",
        "ул. Кирова",
        "ул.Кирова",
        "УЛИЦА КИРОВА",
        "Кирова ул.",
        "Kирова",
        "«Кирова»",
        "ул. им. Кирова",
    ],
)
def test_a_street_is_one_however_it_is_written(written: str) -> None:
    assert street_key(written) == "улица кирова"


def test_a_street_of_another_kind_is_another_street() -> None:
    assert street_key("пер. Кирова") == street_key("Кирова переулок") != street_key("Кирова")
    assert street_key("пр-кт Мира") == street_key("проспект Мира") != street_key("пл. Мира")


def test_a_street_may_be_called_by_what_is_a_kind_elsewhere() -> None:
    assert street_key("Набережная") == street_key("ул. Набережная") == "улица набережная"
    assert street_key("40 лет Октября") == street_key("ул. 40 лет Октября")


@pytest.mark.parametrize(
    "written", ["48а", "48 А", "48-А", "48A", "48 A", "д. 48а", "дом 48 а", "д48а", "«48а»"]
)
def test_a_house_is_one_however_it_is_written(written: str) -> None:
    assert house_key(written) == "48а"


@pytest.mark.parametrize(
    ("one", "other"),
    [("48/2", "48 / 2"), ("48 корп. 2", "48к2"), ("48, корпус 2", "48 к 2"), ("48 стр. 1", "48с1")],
)
def test_parts_of_a_house_are_written_in_several_ways(one: str, other: str) -> None:
    assert house_key(one) == house_key(other) != house_key("48")


def test_numbers_of_a_house_that_stand_apart_do_not_run_together() -> None:
    assert house_key("48 2") == house_key("48-2") != house_key("482")
    assert house_key("12д") == house_key("д. 12 Д") == "12д"


def test_what_redaction_wrote_is_no_part_of_a_place() -> None:
    assert house_key("48-[квартира]") == house_key("48 [квартира]") == "48"
    assert street_key("[телефон]") == house_key("[телефон]") == ""


def test_what_names_nothing_is_filed_nowhere() -> None:
    assert (
        filed_terms(FilingPrefix.STREET, [None, "", " - "]) == filed_terms(FilingPrefix.HOUSE, ["дом"]) == []
    )


def test_tags_and_numbers_are_compared_as_names_are() -> None:
    assert filed_terms(FilingPrefix.TAG, ["Ёлка", "ЕЛКА", "зима"]) == ["tag:елка", "tag:зима"]
    assert filed_terms(FilingPrefix.EXTERNAL_ID, ["ПОС-7"]) == filed_terms(
        FilingPrefix.EXTERNAL_ID, ["пос\u20117"]
    )


@pytest.mark.parametrize("text", ["street:улица кирова", "tag:зима", "house:48а"])
def test_no_text_is_taken_for_what_a_case_is_filed_under(text: str) -> None:
    assert not any(term.startswith(tuple(FilingPrefix)) for term in terms(text))

"""Masked applicants, search terms, and the labels of the vocabulary."""

from enum import StrEnum
from inspect import getmembers, isclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.cases import labels, vocabulary
from documents.kernel.search import BEGUN, LONGEST_BEGINNING, beginnings, query_terms, search_words, terms
from documents.privacy.masking import mask_address, mask_email, mask_name, mask_phone
from documents.privacy.redaction import redact


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Иванов Иван Иванович", "И. И."),
        ("Петрова Мария Сергеевна", "М. С."),
        ("мария петрова", "М. П."),
        ("Мария", "М."),
        ("Салтыков-Щедрин Михаил Евграфович", "М. Е."),
        ("Иванова-Петрова Светлана Ильинична", "С. И."),
        ("Иванова (Сидорова) Анна Сергеевна", "А. С."),
        ("Салтыков - Щедрин М. Е.", "М. Е."),
        ("Серге\u0438\u0306чук Андре\u0438\u0306 Николаевич", "А. Н."),
        ("ИП Котов Пётр Сергеевич", "П. С."),
        ("Анна Сергеевна Иванова", "А. С."),
        ("П. С. Котов", "П. С."),
        ("Гусейнов Ильгар Мамед оглы", "И. М."),
        ("Котов О'Нил", "К. О."),
        ("  ", None),
        ("", None),
        (None, None),
        ("123", None),
    ],
)
def test_keeps_initials_of_a_name(name: str | None, masked: str | None) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+7 913 555-12-34", "+7 *** ***-12-34"),
        ("8 (913) 555 12 34", "+7 *** ***-12-34"),
        ("9135551234", "+7 *** ***-12-34"),
        ("8 (913) 555-77-01 доб. 12", "+7 *** ***-77-01"),
        ("+7 913 555 77 01, доб. 1234", "+7 *** ***-77-01"),
        ("2-12-34 вн. 5", "***-34"),
        ("+375 29 123-45-67", "+** *** ***-45-67"),
        ("2-12-34", "***-34"),
        ("112", "***"),
        ("нет", "***"),
        ("", None),
        (" ", None),
        (None, None),
    ],
)
def test_keeps_the_last_digits_of_a_phone(phone: str | None, masked: str | None) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("email", "masked"),
    [
        ("ivanova@mail.ru", "i***@mail.ru"),
        ("iv@mail.ru", "***@mail.ru"),
        ("не помню", "***"),
        ("", None),
        (None, None),
    ],
)
def test_keeps_the_domain_of_an_email(email: str | None, masked: str | None) -> None:
    assert mask_email(email) == masked


def test_keeps_nothing_of_an_address() -> None:
    assert mask_address("г. Боготол, ул. Кирова, 5") == "адрес скрыт"
    assert mask_address(" ") is None
    assert mask_address(None) is None


@given(st.text(max_size=30))
def test_a_mask_never_shows_more_than_it_may(text: str) -> None:
    shown = "".join(char for char in mask_phone(text) or "" if char.isdigit())
    assert len(shown) <= 5
    assert len(mask_name(text) or "") <= 8


def test_words_meet_in_their_stems() -> None:
    assert set(terms("Дороги чистят плохо")) >= set(query_terms("дорога"))
    assert terms("Ёлка") == terms("елка") == terms("ЕЛКИ")
    assert terms("мусор, мусора, МУСОР!") == terms("мусор")


def test_single_letters_are_no_words() -> None:
    assert terms("а б в") == query_terms("а б в") == []
    assert terms("") == query_terms(" - ") == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("школа 3 Зыряновская", "Зыряновская школа № 3, нет света"),
        ("105", "Маршрут 105А не ходит"),
        ("105А", "Маршрут 105A не ходит"),
        ("№ 3", "Школа №3"),
        ("ямы на дороге Кургузово", "Яма дорога разбита возле Кургузово"),
        ("водоснабжение", "Водо\u00adснабже\u00adние"),
        ("канализация", "Кана\u200bлизация"),
        ("замок", "За\u0301мок сломан, зáмок"),
        ("районный майский", "Раи\u0306онныи\u0306 маи\u0306скии\u0306 праздник"),
        ("Раи\u0306онныи\u0306", "районный"),
        ("ёлки", "елка"),
        ("школьной 14", "У дома Школьная 14 яма"),
    ],
)
def test_finds_what_people_type(query: str, text: str) -> None:
    assert query_terms(query)
    assert set(query_terms(query)) <= set(terms(text))


@pytest.mark.parametrize(
    ("query", "text"),
    [("школа 3", "школа 7"), ("105А", "маршрут 105"), ("105", "маршрут 1055"), ("дорога", "на")],
)
def test_does_not_find_another_number_or_word(query: str, text: str) -> None:
    assert not set(query_terms(query)) <= set(terms(text))


def test_words_that_nobody_searches_for_are_no_question() -> None:
    assert query_terms("на во для что") == query_terms("что это") == []


def test_what_redaction_wrote_is_not_found() -> None:
    assert terms(redact("тел. 89131234567")) == terms("тел.")
    assert query_terms("[телефон]") == []


def is_found(query: str, text: str) -> bool:
    """Whether a search, as it is typed so far, finds a text."""
    sought, words = search_words(query), terms(text)
    stored = {*words, *beginnings(words)}
    is_last_there = sought.last is None or not stored.isdisjoint(sought.last.terms)
    # What is looked up among the terms is what the words themselves say.
    assert is_last_there is (sought.last is None or any(map(sought.last.begins, words)))
    return stored.issuperset(sought.terms) and is_last_there


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("комсомол", "На улице Комсомольской темно"),
        ("Комсомольска", "На улице Комсомольской темно"),
        ("яма на комс", "Яма на Комсомольской"),
        ("газо", "Нет газопровода"),
        ("водосн", "ВОДОСНАБЖЕНИЕ"),
        ("дорога", "Дорог не чистят"),
        ("14 шко", "Школьная, 14"),
        ("водоснабжен", "Водоснабжение"),
        ("электроснабжени", "Электроснабжение"),
        ("электроснабжающ", "Электроснабжающая организация"),
    ],
)
def test_finds_by_a_last_word_that_is_still_being_typed(query: str, text: str) -> None:
    assert is_found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("комс яма", "Яма на Комсомольской"),  # only the last word may be unfinished
        ("га", "Газопровод"),  # two letters are a word, and no beginning
        ("газо", "Газета"),  # what lies between the stem and the typed letters goes on from neither
        ("10", "Маршрут 105"),
        ("105а", "Маршрут 105ав"),
        ("комсомол и", "Комсомольская"),
    ],
)
def test_does_not_take_other_words_for_beginnings(query: str, text: str) -> None:
    assert not is_found(query, text)


@given(st.text(max_size=60))
def test_a_search_that_asks_for_words_asks_for_them_with_the_last_one_too(text: str) -> None:
    sought = search_words(text)
    asked = {*sought.terms, *([sought.last.stem] if sought.last else [])}
    assert asked == set(query_terms(text))
    assert (
        sought.last is None
        or sought.last.stem[:LONGEST_BEGINNING] == sought.last.typed[: len(sought.last.stem)]
    )


@given(st.text(max_size=60), st.text(min_size=3, max_size=20))
def test_what_is_stored_of_beginnings_says_what_the_words_say(text: str, query: str) -> None:
    is_found(query, text)
    for word in text.split():
        is_found(word[:5], text)


def test_beginnings_are_of_words_alone_and_no_longer_than_they_tell_words_apart() -> None:
    assert beginnings(["яма", "105", "105а", "до", "дорог"]) == ["^дор", "^доро"]
    longest = beginnings(["высокопревосходительств"])[-1]
    assert longest == BEGUN + "высокопревос"
    assert len(longest) == len(BEGUN) + LONGEST_BEGINNING


def test_a_search_asks_for_its_longest_word_first() -> None:
    assert query_terms("на перекрёстке яма") == ["перекрестк", "ям"]


@given(st.text(max_size=60))
def test_what_is_stored_is_found_by_the_same_words(text: str) -> None:
    assert set(query_terms(text)) <= set(terms(text))


ENUMS = [
    found
    for _, found in getmembers(vocabulary, isclass)
    if issubclass(found, StrEnum) and found is not StrEnum
]


@pytest.mark.parametrize("enum", ENUMS)
def test_every_value_has_its_own_russian_label(enum: type[StrEnum]) -> None:
    told = [labels.label(value) for value in enum]
    assert list(labels.LABELS[enum]) == [value.value for value in enum]
    assert len(set(told)) == len(told)


def test_labels_stand_at_their_values() -> None:
    assert labels.label(vocabulary.Outcome.NOT_RESOLVED) == "Не решено"
    assert labels.label(vocabulary.ChannelKind.EDDS_112) == "ЕДДС (112)"
    assert labels.label(vocabulary.RejectionReason.EMERGENCY_CALL_112) == "Экстренная ситуация: звонить 112"
    assert len(ENUMS) == len(labels.LABELS)

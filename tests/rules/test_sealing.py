"""Sealed values open where they were sealed and nowhere else; keys can be changed; marks find equal values only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.crypto.sealing import SealBroken, Vault, key_of
from documents.privacy.contacts import normal_email, normal_phone
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET, VAULT

NEWER = "Jw3Ke8Vz1Qy6Hn4Td9Gs2Lx7Rb5Mc0Uf"
PLACE = "applicants:1:phone"


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200))
def test_what_is_sealed_opens_in_its_place(text: str) -> None:
    sealed = VAULT.seal(text, place=PLACE)
    assert VAULT.open(sealed, place=PLACE) == text
    assert sealed.startswith("v1.t1.")


def test_a_sealed_value_shows_neither_the_text_nor_its_length() -> None:
    short, longer = (VAULT.seal(text, place=PLACE) for text in ("Ан", "Анна"))
    assert "Ан" not in short
    assert len(short) == len(longer)


def test_equal_texts_in_two_places_are_not_equal_sealed() -> None:
    assert VAULT.seal("Анна", place=PLACE) != VAULT.seal("Анна", place="applicants:2:phone")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sealed: sealed[:-6] + ("AAAAAA" if sealed[-6:] != "AAAAAA" else "BBBBBB"),
        lambda sealed: sealed.replace("v1.t1", "v1.t2"),
        lambda sealed: sealed.replace("v1.", "v2."),
        lambda sealed: "Анна",
        lambda sealed: "v1.t1.",
        lambda sealed: "v1.t1.Ж",
    ],
)
def test_an_altered_value_does_not_open(spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(SealBroken):
        VAULT.open(spoil(VAULT.seal("Анна", place=PLACE)), place=PLACE)


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(SealBroken):
        VAULT.open(VAULT.seal("Анна", place=PLACE), place="applicants:2:phone")


@pytest.mark.parametrize("text", ["", "Анна", "v1.t1.", "v2.t1.AAAA", "v1.T!.AAAA", "v1"])
def test_what_is_no_sealed_value_names_no_key(text: str) -> None:
    assert key_of(text) is None


def test_after_a_change_of_key_the_old_one_opens_and_the_new_one_seals() -> None:
    both = Vault({"t1": PERSONAL_SECRET, "t2": NEWER}, search_secret=SEARCH_SECRET)
    old, new = VAULT.seal("Анна", place=PLACE), both.seal("Анна", place=PLACE)
    assert both.open(old, place=PLACE) == both.open(new, place=PLACE) == "Анна"
    assert both.key_ids == ("t1", "t2")
    assert (key_of(old), key_of(new)) == both.key_ids
    assert not both.is_current(old)
    assert both.is_current(new)
    with pytest.raises(SealBroken):
        VAULT.open(new, place=PLACE)


def test_marks_are_equal_for_equal_values_under_one_secret_only() -> None:
    other = Vault({"t1": PERSONAL_SECRET}, search_secret=NEWER)
    assert VAULT.mark("phone", "79000001234") == VAULT.mark("phone", "79000001234")
    assert len({VAULT.mark("phone", "1"), VAULT.mark("email", "1"), other.mark("phone", "1")}) == 3


@pytest.mark.parametrize(
    ("phone", "normal"),
    [
        ("+7 (900) 000-12-34", "79000001234"),
        ("8 900 000 12 34", "79000001234"),
        ("9000001234", "79000001234"),
        ("2-12-34", "21234"),
        ("+375 29 123-45-67", "375291234567"),
        ("1234", None),
        ("нет", None),
        ("", None),
        (None, None),
        ("8 900 000 12 34, 8 900 000 12 35", None),
    ],
)
def test_phones_are_compared_in_one_spelling(phone: str | None, normal: str | None) -> None:
    assert normal_phone(phone) == normal


@pytest.mark.parametrize(
    ("email", "normal"),
    [
        (" Anna@Mail.RU ", "anna@mail.ru"),
        ("anna@mail", None),
        ("anna", None),
        ("a b@mail.ru", None),
        (None, None),
    ],
)
def test_addresses_are_compared_in_one_spelling(email: str | None, normal: str | None) -> None:
    assert normal_email(email) == normal


@pytest.mark.parametrize(
    ("secrets", "search_secret", "words"),
    [
        ({}, SEARCH_SECRET, "without a key"),
        ({"a key": PERSONAL_SECRET}, SEARCH_SECRET, "the id of a key"),
        ({"t1": "short"}, SEARCH_SECRET, "at least 32"),
        ({"t1": PERSONAL_SECRET}, "short", "at least 32"),
        ({"t1": PERSONAL_SECRET}, PERSONAL_SECRET, "a secret of its own"),
    ],
)
def test_keys_that_would_protect_nothing_are_refused(
    secrets: dict[str, str], search_secret: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Vault(secrets, search_secret=search_secret)


def test_a_check_value_is_that_of_its_secret_whatever_the_id_and_says_nothing_of_it() -> None:
    one = Vault({"1": PERSONAL_SECRET}, search_secret=SEARCH_SECRET).check_values
    two = Vault({"2": PERSONAL_SECRET}, search_secret=NEWER).check_values
    assert one["sealing 1"] == two["sealing 2"]
    assert one["marks"] != two["marks"]
    assert all(len(value) == 22 and value not in PERSONAL_SECRET for value in one.values())

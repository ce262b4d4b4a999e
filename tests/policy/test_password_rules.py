"""Which passwords are taken: length, our own list of common ones, and nothing about composition."""

import time

import pytest

from auth.crypto.password_rules import LONGEST_CHARACTERS, SHORTEST_CHARACTERS, broken_rule
from auth.crypto.password_words import common_words

OWN = ("lead.roads", "Кузнецова Марфа Ильинична")


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "000000000000",
        "202020202020",
        "31.12.1999 23:59",
        "qwertyuiop12",
        "йцукенгшщзхъ",
        "1qaz2wsx3edc",
        "zxcvbnmasdfgh",
        "abcdefghijklm",
        "Красноярск2026",
        "krasnoyarsk2026",
        "rhfcyjzhcr2026",  # the same town with the Latin layout on
        "Ьщысщц_Ьщысщц_",  # Moscow with the Russian one
        "Сентябрь-2026",
        "sentyabr2026!",
        "пароль123456",
        "gfhjkm123456",
        "P@ssw0rd12345",
        "passwordpassword",
        "ПриветПривет1",
        "natasha19871987",
        "Администратор1",
        "letmeinletmein",
        "москва-любовь-2",
        "9876543210987",
        "aaaaaabbbbbb",
        "кот7кот7кот7кот7",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert broken_rule(password) == ("common_password", None)


@pytest.mark.parametrize(
    "password", ["lead.roads2026", "MarfaIlinichna1", "кузнецова1985!", "vfhafbkmbybxyf1", "leadleadroads"]
)
def test_ones_own_login_and_names_are_refused(password: str) -> None:
    assert broken_rule(password, OWN) == ("personal_password", None)
    assert broken_rule(password) is None or password == "leadleadroads"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "семь вёрст до небес",
        "тихая речка под мостом",
        "xK4vQm9TzW2p",
        "клюква растёт медленно",
        "purplegiraffetakesabus",
        "мойкотлюбитселёдку",
    ],
)
def test_long_and_unusual_is_enough_without_signs_or_capitals(password: str) -> None:
    assert broken_rule(password, OWN) is None


def test_length_is_counted_in_characters() -> None:
    unusual = "ёжик, пчела и 🦔" * 20
    assert broken_rule(unusual[: SHORTEST_CHARACTERS - 1]) == ("too_short", SHORTEST_CHARACTERS)
    assert broken_rule(unusual[:SHORTEST_CHARACTERS]) is None
    assert broken_rule("клюква" + "я" * LONGEST_CHARACTERS) == ("too_long", LONGEST_CHARACTERS)
    assert broken_rule("клюква, брусника, " * 11) is None


def test_the_longest_password_is_judged_in_no_time() -> None:
    common_words()
    began = time.perf_counter()
    for _ in range(20):
        broken_rule("qwerty" * 33, OWN)
        broken_rule("клюква " * 28, OWN)
    assert time.perf_counter() - began < 2

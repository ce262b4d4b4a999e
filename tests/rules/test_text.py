"""One form of text: what is stored, what is taken for the same, and where each compared character came from."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.kernel.text.canonical import canonical_line, canonical_text
from documents.kernel.text.characters import is_blank
from documents.kernel.text.matching import matched, matching, name_key

ODD = "\u00ad\u200b\u200c\u200d\u200e\u202e\u2060\u2066\ufeff\ufe0f\u20e3\u0301\u0306\u0308\x00\x07\r\n\t\u2028\u00a0\u3000"
ODD += "\u2800\u3164\u115f\uffff\ufffc〈№…ﬁйёЁЙиебвАaBxX5８٣²½—–−‑👨👩🏴☎ß\U000e0067\U000e007f"
TEXTS = st.text(
    st.one_of(st.sampled_from(ODD), st.characters(), st.sampled_from("абвгдеАБВ abc019.,-@")), max_size=40
)
NOTHING = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}
DRAWN_AS_NOTHING = set("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\U0001d159") | {
    chr(code)
    for start, end in ((0xFE00, 0xFE10), (0xFFF0, 0xFFF9), (0xFDD0, 0xFDF0), (0xE0000, 0xE1000))
    for code in range(start, end)
}
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


def visible(text: str) -> list[str]:
    """Return what can be seen of a text, decomposed: marks come in an order of their own."""
    return sorted(
        one
        for one in unicodedata.normalize("NFD", text)
        if unicodedata.category(one) not in NOTHING
        and one not in DRAWN_AS_NOTHING
        and ord(one) & 0xFFFE != 0xFFFE
    )


@given(TEXTS)
def test_storing_twice_changes_nothing_more(text: str) -> None:
    assert canonical_text(canonical_text(text)) == canonical_text(text)
    assert canonical_line(canonical_line(text)) == canonical_line(text)


@given(TEXTS)
def test_loses_nothing_that_can_be_seen(text: str) -> None:
    if is_blank(text):
        assert not canonical_text(text)
        assert not canonical_line(text)
    else:
        assert visible(canonical_text(text)) == visible(canonical_line(text)) == visible(text)


@given(TEXTS)
def test_can_be_written_as_utf_8(text: str) -> None:
    assert canonical_text(text).encode().decode() == canonical_text(text)


@given(TEXTS)
def test_a_line_has_no_break_and_no_two_spaces(text: str) -> None:
    line = canonical_line(text)
    assert line == " ".join(line.split())


@given(TEXTS)
def test_comparing_sees_no_difference_between_forms_of_one_text(text: str) -> None:
    assert matching(matching(text)) == matching(text)
    assert matching(unicodedata.normalize("NFD", text)) == matching(unicodedata.normalize("NFC", text))
    assert name_key(name_key(text)) == name_key(text) == name_key(canonical_line(text))


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_each_compared_character_knows_where_it_came_from(text: str, one: int, other: int) -> None:
    found = matched(text)
    assert found.text == matching(text)
    assert len(found.positions) == len(found.text) + 1
    assert list(found.positions) == sorted(found.positions)
    assert found.positions[-1] == len(text)
    start, end = sorted((min(one, len(found.text)), min(other, len(found.text))))
    first, last = found.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert (first < last) is (start < end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b\u200b",
        "\u2800",
        "\u3164",
        "\u115f",
        "\ufeff",
        "\u200b\u2060",
        "\u00ad",
        "\u202e",
        "\n\t\u00a0",
        "\u0301",
        "\ufe0f",
    ],
)
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not canonical_text(text)
    assert not canonical_line(text)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("  Яма на дороге \r\n", "Яма на дороге"),
        ("Первая\r\nвторая\rтретья\u2028четвёртая", "Первая\nвторая\nтретья\nчетвёртая"),
        ("Яма\x00\x07 на\x1b дороге\u202e!\uffff", "Яма на дороге!"),
        ("Водо\u00adснабже\u00adние, кана\u200bлизация", "Водоснабжение, канализация"),
        ("Сергеи\u0306чук, е\u0308лка", "Сергейчук, ёлка"),
        ("Спи\u200b\u0306сок", "Спи\u0306сок".replace("и\u0306", "й")),
        ("Столбец\tдва\n\n  отступ", "Столбец\tдва\n\n  отступ"),
        (
            f"Семья {FAMILY}, флаг {SCOTLAND}, ☎\ufe0f 8\ufe0f\u20e39\ufe0f\u20e3",
            f"Семья {FAMILY}, флаг {SCOTLAND}, ☎\ufe0f 8\ufe0f\u20e39\ufe0f\u20e3",
        ),
        ("сло\u200dво\ufe0f", "слово"),
        ("пара \ud83d без второй", "пара  без второй"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_stores_what_can_be_seen_in_one_spelling(written: str, stored: str) -> None:
    assert canonical_text(written) == stored


def test_stores_a_line_with_single_spaces() -> None:
    assert canonical_line(" Дорога\u00a0 в\tсело\r\n\u3000Зыряновское \u2800") == "Дорога в село Зыряновское"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлочные базары", "Елочные  базары "),
        ("Ёлочные базары", "Е\u0308лочные\u00a0базары"),
        ("Елочные базары", "Eлочные базары"),
        ("Елочные базары", "Елоч\u200bные базары"),
        ("МАРИЯ", "MAPИЯ"),
        ("зáмок", "ЗАМОК"),
        ("за\u0301мок", "замок"),
        ("№ 2026-001417", "№\u00a0２０２６–٠٠١٤١٧"),
        ("маршрут 105А", "маршрут 105A"),
        ("Школа «Радуга»", 'Школа "Радуга"'),
        ("дом 8\ufe0f\u20e3", "дом 8"),
        ("kotova@mail.ru", "kоtоvа@mail.ru"),
    ],
)
def test_takes_for_the_same_what_people_do(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("й", "и"),
        ("Боготол", "Боготол (село)"),
        ("кот", "ток"),
        ("№ 3", "no 3"),
        ("5", "6"),
        ("дом 5а", "дом 5б"),
        ("тел", "мел"),
    ],
)
def test_keeps_apart_what_differs(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    "address",
    ["c5@mail.ru", "a@75a.ru", "www.5a.ru", "kotova75a@mail.ru", "75a.b@mail.ru", "https://vk.com/5a"],
)
def test_leaves_addresses_in_their_own_letters(address: str) -> None:
    assert matching(address) == address


@pytest.mark.parametrize(
    ("text", "part", "found"),
    [
        ("Меня зовут Сергеи\u0306чук.", "сергейчук", "Сергеи\u0306чук"),
        ("тел 8\u200b913\u200b555", "8913555", "8\u200b913\u200b555"),
        ("8\ufe0f\u20e39\ufe0f\u20e3 дома", "89", "8\ufe0f\u20e39\ufe0f\u20e3"),
        ("ждём…", "ждем", "ждём"),
        ("ждём… Котова", "котова", "Котова"),
        ("за\u0301мок", "замок", "за\u0301мок"),
    ],
)
def test_finds_the_original_of_a_part(text: str, part: str, found: str) -> None:
    form = matched(text)
    at = form.text.index(part)
    start, end = form.span(at, at + len(part))
    assert text[start:end] == found


def test_a_part_of_what_is_compared_as_several_is_the_whole() -> None:
    form = matched("ждём… нас")
    assert form.text == "ждем... нас"
    assert form.span(5, 6) == (4, 5)


def test_twice_the_text_takes_twice_the_steps() -> None:
    text = "Прошу убрать ёлку у дома 105A, зáмок сломан… " * 100
    assert steps_of(text * 2) <= 2.1 * steps_of(text)


def steps_of(text: str) -> int:
    """How many calls, of ours and of the interpreter's own functions, bring a text into the compared form."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        matched(text)
    finally:
        sys.setprofile(None)
    return calls

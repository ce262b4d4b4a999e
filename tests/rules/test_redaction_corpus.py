"""The marked messages are what they claim: well formed, varied, and marked wherever a name comes back."""

import re
import unicodedata
from collections import Counter

import pytest

from tests.rules.redaction_corpus import Channel, Kind, Message, Stretch, messages, read

MESSAGES = messages()

AT_LEAST = {
    Kind.NAME: 300,
    Kind.FIRST_NAME: 40,
    Kind.PHONE: 120,
    Kind.NUMBER_WORDS: 20,
    Kind.EMAIL: 25,
    Kind.ADDRESS_FLAT: 50,
    Kind.SNILS: 20,
    Kind.POLICY: 12,
    Kind.PASSPORT: 25,
    Kind.INN: 15,
    Kind.ACCOUNT: 15,
    Kind.CARD: 12,
    Kind.PLATE: 20,
    Kind.BIRTH_DATE: 30,
    Kind.PROFILE: 25,
    Kind.DOCUMENT: 30,
    Kind.OFFICIAL: 5,
}

DISGUISES = {
    "letters of two alphabets in one word": r"[а-яё][a-z]|[a-z][а-яё]",
    "letters in two characters": "[\u0306\u0308]",
    "characters without width": "[\u00ad\u200b\u200d\u2060\ufeff]",
    "digits of full width": "[\uff10-\uff19]",
    "digits on a key": "\u20e3",
}

DIGITS = {Kind.SNILS: {11}, Kind.POLICY: {16}, Kind.CARD: {16}, Kind.INN: {12, 15}}


def test_numbers_three_hundred_messages_in_order() -> None:
    assert [message.number for message in MESSAGES] == list(range(1, 301))


def test_writes_no_message_twice() -> None:
    assert len({message.text for message in MESSAGES}) == len(MESSAGES)


@pytest.mark.parametrize("channel", Channel)
def test_takes_messages_from_every_channel(channel: Channel) -> None:
    assert sum(message.channel is channel for message in MESSAGES) >= 30


@pytest.mark.parametrize("kind", Kind)
def test_marks_every_kind_often_enough_to_measure_it(kind: Kind) -> None:
    found = Counter(stretch.kind for message in MESSAGES for stretch in message.personal)
    assert found[kind] >= AT_LEAST[kind]


def test_most_messages_hold_what_is_easily_taken_for_personal() -> None:
    assert sum(bool(message.stays) for message in MESSAGES) >= 0.4 * len(MESSAGES)


def test_some_messages_hold_nothing_personal() -> None:
    assert sum(not message.personal for message in MESSAGES) >= 30


def test_messages_are_as_long_as_residents_write_them() -> None:
    lengths = [len(message.text) for message in MESSAGES]
    assert min(lengths) >= 20
    assert max(lengths) <= 3000
    assert sum(length > 900 for length in lengths) in range(3, 10)
    assert sum(300 < length <= 900 for length in lengths) >= 40


@pytest.mark.parametrize("disguise", DISGUISES)
def test_disguises_are_met_in_several_messages(disguise: str) -> None:
    met = re.compile(DISGUISES[disguise], re.IGNORECASE)
    assert sum(met.search(message.text) is not None for message in MESSAGES) >= 5


@pytest.mark.parametrize("kind", DIGITS)
def test_a_number_has_the_digits_of_its_kind(kind: Kind) -> None:
    told = [
        message.told_by(stretch)
        for message in MESSAGES
        for stretch in message.personal
        if stretch.kind is kind
    ]
    assert [number for number in told if digits_in(number) not in DIGITS[kind]] == []


def digits_in(text: str) -> int:
    return sum(character.isdigit() for character in unicodedata.normalize("NFKC", text))


def test_a_name_that_is_marked_once_is_marked_wherever_it_stands() -> None:
    left = {
        message.number: told
        for message in MESSAGES
        if (told := names_in(message) & words_of(message.unmarked()))
    }
    assert left == {}


def names_in(message: Message) -> set[str]:
    return {
        word
        for stretch in message.personal
        if stretch.kind in {Kind.NAME, Kind.FIRST_NAME, Kind.OFFICIAL}
        for word in words_of(message.told_by(stretch))
        if len(word) > 3
    }


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def test_reads_a_message_into_its_text_and_the_stretches_that_were_marked() -> None:
    [message] = read("# explained\n\n=== 007 vk\nЭто [[profile|[id1|Вася]]],\nдом {{5}}, \\u0438!\n")
    assert message == Message(
        7,
        Channel.VK,
        "Это [id1|Вася],\nдом 5, и!",
        (Stretch(Kind.PROFILE, 4, 14),),
        (Stretch(None, 20, 21),),
    )
    assert message.told_by(message.personal[0]) == "[id1|Вася]"
    assert message.unmarked() == "Это  ,\nдом  , и!"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("[[phone|112", id="not closed"),
        pytest.param("112]]", id="not opened"),
        pytest.param("[[phone|]]", id="empty"),
        pytest.param("[[phone|112 ]]", id="with a space of its surroundings"),
        pytest.param("[[hobby|лыжи]]", id="of an unknown kind"),
        pytest.param("[[name|Анна {{Кирова}}]]", id="within another"),
        pytest.param("{{Кирова [[phone|112]]}}", id="around another"),
        pytest.param("а\\u20b", id="an escape of three digits"),
    ],
)
def test_refuses_a_malformed_mark(body: str) -> None:
    with pytest.raises(ValueError, match=r"^message 001: "):
        list(read(f"=== 001 call\n{body}\n"))


@pytest.mark.parametrize("heading", ["001 fax", "one call", "001"])
def test_refuses_a_heading_without_number_or_channel(heading: str) -> None:
    with pytest.raises(ValueError, match=r"^message "):
        list(read(f"=== {heading}\nЯма\n"))

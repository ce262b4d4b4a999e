"""What redaction finds in three hundred messages by another hand, and how its work grows."""

import functools
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

from documents.kernel.text.matching import matched, matching
from documents.privacy import rules
from documents.privacy.redaction import redact
from documents.privacy.rules.draft import Draft
from documents.privacy.rules.rule import RedactionRule
from tests.rules.redaction_corpus import Kind, messages
from tests.rules.redaction_figures import Figures, figures_of

MESSAGES = messages()

LEAST_RECALL, LEAST_PRECISION = 0.95, 0.97
LEAST_OF_NUMBERS = 0.97
LONGEST_MATCH = 1_000
NUMBERS = (Kind.PHONE, Kind.EMAIL, Kind.SNILS, Kind.POLICY, Kind.PASSPORT, Kind.INN, Kind.ACCOUNT, Kind.CARD)

HEAVY = [
    *(
        "8 ",
        "12-",
        "1",
        "9О",
        "кв. 5, ",
        "тел. ",
        "(",
        "снилс ",
        "паспорт ",
        "01.02.1960 ",
        "один ",
        "первого ",
    ),
    *(
        "А",
        "А ",
        "Аа ",
        "Иванов ",
        "Анна-",
        "зовут ",
        "Я ,",
        "Иванова И.",
        "ИванОва",
        "KOTA ",
        "Иван Петров, ",
    ),
    *("a.", "a@", "a собака ", "vk.com/", "[id1|", "«", "й\u0306", "\u200b8"),
]


@functools.cache
def figures() -> Figures:
    """What redaction finds in the messages."""
    return figures_of(MESSAGES)


def test_finds_what_is_marked() -> None:
    assert figures().recall >= LEAST_RECALL, "\n".join(figures().missed)


def test_takes_little_that_is_not_marked() -> None:
    assert figures().precision >= LEAST_PRECISION, "\n".join(figures().wrong)
    assert figures().traps_hit <= 0.01 * figures().traps, "\n".join(figures().wrong)


@pytest.mark.parametrize("kind", NUMBERS)
def test_finds_numbers_and_addresses_of_mail_nearly_always(kind: Kind) -> None:
    assert figures().recall_of(kind) >= LEAST_OF_NUMBERS, "\n".join(figures().missed)


def test_a_second_run_changes_no_message() -> None:
    once = {message.number: redact(message.text) for message in MESSAGES}
    assert {number: redact(text) for number, text in once.items()} == once


def test_the_working_form_is_the_matching_form_but_for_letters_put_for_digits() -> None:
    for message in MESSAGES:
        draft = Draft(message.text)
        assert list(draft.positions) == list(matched(message.text).positions)
        differing = {
            (one, other)
            for one, other in zip(matching(message.text), draft.text, strict=True)
            if one != other and not "\ue000" <= other <= "\ue0ff"
        }
        assert all(other in "013авсенкмортху" for _, other in differing), message.number


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.iter_modules(rules.__path__):
        named = vars(importlib.import_module(f"{rules.__name__}.{module.name}"))
        for name, value in named.items():
            for number, one in enumerate(value if isinstance(value, tuple) else ()):
                if isinstance(one, RedactionRule):
                    yield f"{module.name}.{name}[{number}]", one.pattern


def test_every_rule_looks_at_a_bounded_stretch() -> None:
    found = list(patterns())
    assert len(found) >= 40
    parse = sys.modules["re._parser"].parse
    assert [name for name, one in found if parse(one.pattern).getwidth()[1] > LONGEST_MATCH] == []


def calls_in(text: str) -> int:
    """How many functions a redaction calls, those written in C among them: work that no clock measures."""
    count = 0

    def on_event(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    redact.cache_clear()
    sys.setprofile(on_event)
    try:
        redact(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", HEAVY)
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    times = 2_000 // len(piece)
    shorter, longer = piece * times, piece * 2 * times
    redact(longer)  # what is kept of words is kept now
    assert calls_in(longer) <= 2.2 * calls_in(shorter) + 200

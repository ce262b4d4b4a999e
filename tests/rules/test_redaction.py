"""Redaction takes out what tells who wrote, leaves what the work needs, and is at rest after one run."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.privacy.redaction import redact
from tests.rules.redaction_table import LEFT, TAKEN_OUT

ALL = [text for text, _ in TAKEN_OUT] + list(LEFT)


@pytest.mark.parametrize(("text", "after"), TAKEN_OUT, ids=lambda value: value[:30])
def test_takes_out_what_tells_who_wrote(text: str, after: str) -> None:
    assert redact(text) == after


@pytest.mark.parametrize("text", LEFT, ids=lambda value: value[:30])
def test_leaves_what_the_work_needs(text: str) -> None:
    assert redact(text) == text


def test_the_table_is_as_long_as_it_has_to_be() -> None:
    assert len(TAKEN_OUT) >= 60
    assert len(LEFT) >= 40


@given(st.lists(st.sampled_from(ALL), max_size=4), st.sampled_from([" ", "\n", ". "]))
@example(["Директор школы Петрова Н.В. не отвечает", "8(39157)2-12-34"], " ")
@example(["лицевой счёт 1234567890", "(391) 212-34-56 приёмная"], " ")
@example(["ул. Советская, д. 12, кв. 5", "(391) 212-34-56 приёмная"], " ")
def test_a_second_run_changes_nothing(parts: list[str], between: str) -> None:
    once = redact(between.join(parts))
    assert redact(once) == once


@given(st.text(alphabet="абвАБВ012389 .,-()@+№\n", max_size=80))
def test_a_second_run_changes_nothing_on_any_text(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(st.sampled_from(TAKEN_OUT), st.sampled_from(TAKEN_OUT))
def test_one_line_after_another_is_redacted_like_each(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert redact(f"{first[0]}\n\n— {second[0]}") == f"{first[1]}\n\n— {second[1]}"


@pytest.mark.parametrize(
    "piece", ["8 ", "12-", "А", "А ", "Аа ", "Иванов ", "кв. 5, ", "a.", "тел. ", "(", "vk.com/", "Анна-"]
)
def test_the_longest_text_takes_no_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    started = time.perf_counter()
    redact(text)
    assert time.perf_counter() - started < 2

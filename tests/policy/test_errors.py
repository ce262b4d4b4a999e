"""Refusals: their public codes and facts, and a text in both languages for each."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from auth import errors
from auth.errors import PRECEDENCE, REQUEST_ERRORS, Problem, Problems, RequestError, one_each
from auth.texts.errors import BAD_REQUEST, BY_CODE, BY_RULE, DEADLINE, INVALID, Text

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "auth", "documents", "schema", "seed")
NOON = datetime(2026, 5, 14, 5, 0)

EXAMPLES: tuple[Problem, ...] = (
    errors.NotFound(),
    errors.Forbidden("protocol.sign"),
    errors.Invalid("too_long", ("text",), limit=4_000),
    errors.Stale(7),
    errors.InvalidTransition("NEW", "route_submission", ["accept_submission", "reject_submission"]),
    errors.DuplicateExternalId("case-1"),
    errors.DeadlineRule("already_due", NOON),
    errors.NotEffectiveCurator("person-2", NOON),
    errors.SignedImmutable(),
    errors.FourEyes(),
    errors.InactiveTarget(("recipientId",)),
    errors.IdempotencyKeyReused(),
    errors.LimitReached("items"),
    errors.Unauthenticated(),
    errors.BadRequest("page_size", ("first",), least=0, most=100),
    errors.CursorExpired(),
    errors.FilterForbidden("publications.authorHandle"),
    errors.QueryTooCostly(),
    errors.RateLimited(30),
    errors.Timeout(),
    errors.Internal(),
)


def test_the_codes_stand_in_the_order_of_the_contract() -> None:
    assert [one.code for one in PRECEDENCE] == [
        "NOT_FOUND",
        "FORBIDDEN",
        "INVALID",
        "STALE",
        "INVALID_TRANSITION",
        "DUPLICATE_EXTERNAL_ID",
        "DEADLINE_RULE",
        "NOT_EFFECTIVE_CURATOR",
        "SIGNED_IMMUTABLE",
        "FOUR_EYES",
        "INACTIVE_TARGET",
        "IDEMPOTENCY_KEY_REUSED",
        "LIMIT_REACHED",
    ]
    assert not any(issubclass(one, RequestError) for one in PRECEDENCE)
    assert all(issubclass(one, RequestError) for one in REQUEST_ERRORS)


def test_there_is_an_example_of_every_refusal() -> None:
    assert tuple(type(one) for one in EXAMPLES) == (*PRECEDENCE, *REQUEST_ERRORS)
    assert {one.code for one in EXAMPLES} == set(BY_CODE)


def test_the_tree_at_the_top_of_the_file_draws_every_refusal() -> None:
    drawn = dict(re.findall(r"[├└]── (\w+) +([A-Z_]{4,})\b", errors.__doc__ or ""))
    assert drawn == {type(one).__name__: one.code for one in EXAMPLES}


@pytest.mark.parametrize("problem", EXAMPLES, ids=lambda one: one.code)
def test_a_refusal_speaks_both_languages_and_leaves_no_gap(problem: Problem) -> None:
    russian, english = problem.message(), problem.message("en")
    assert re.search("[а-яё]", russian)
    assert not re.search("[а-яё]", english)
    assert not re.search("[{}…]", russian + english)
    assert problem.message("ru") == problem.message("fr") == russian


@pytest.mark.parametrize(("code", "rule"), sorted(BY_RULE))
def test_every_rule_has_one_sentence_in_both_languages(code: str, rule: str) -> None:
    text = BY_RULE[code, rule]
    assert re.search("[а-яё]", text.ru)
    assert not re.search("[а-яё]", text.en)
    assert text.ru.endswith(".")
    assert text.en.endswith(".")
    assert set(re.findall(r"{\w+}", text.ru)) == set(re.findall(r"{\w+}", text.en))


@pytest.mark.parametrize("rule", sorted({*INVALID, *BAD_REQUEST, *DEADLINE}))
def test_rules_are_words_in_snake_case(rule: str) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", rule)


def test_every_rule_that_the_code_names_has_its_text() -> None:
    texts = {"Invalid": INVALID, "BadRequest": BAD_REQUEST, "DeadlineRule": DEADLINE}
    unknown = [
        (path.relative_to(ROOT).as_posix(), kind, rule)
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for kind, rule in re.findall(
            r"\b(Invalid|BadRequest|DeadlineRule)\(\s*(?:rule=)?\"(\w+)\"", path.read_text(encoding="utf-8")
        )
        if rule not in texts[kind]
    ]
    assert unknown == []


def test_a_rule_without_a_text_of_its_own_is_told_by_its_code() -> None:
    assert errors.Invalid("unheard_of").message("en") == BY_CODE["INVALID"].en


@pytest.mark.parametrize(
    ("facts", "ru", "en"),
    [
        ({}, "Значение вне допустимых пределов.", "The value is out of range."),
        ({"least": 1}, "Значение вне допустимых пределов.", "The value is out of range."),
        (
            {"least": 1, "most": 30},
            "Значение вне допустимых пределов: от 1 до 30.",
            "The value is out of range: from 1 to 30.",
        ),
        (
            {"least": -89.5, "most": 90},
            "Значение вне допустимых пределов: от -89,5 до 90.",
            "The value is out of range: from -89.5 to 90.",
        ),
        (
            {"least": "1900-01-01", "most": "2100-12-31T23:59:59.999Z"},
            "Значение вне допустимых пределов: от 01.01.1900 до 31.12.2100.",
            "The value is out of range: from 1900-01-01 to 2100-12-31.",
        ),
    ],
)
def test_a_value_out_of_range_is_told_its_bounds_where_they_are_known(
    facts: dict[str, Any], ru: str, en: str
) -> None:
    for refused in (errors.Invalid("out_of_range", **facts), errors.BadRequest("out_of_range", **facts)):
        assert (refused.message("ru"), refused.message("en")) == (ru, en)


def test_a_fact_that_is_missing_leaves_a_gap_and_no_failure() -> None:
    assert (
        errors.Invalid("too_long").message("en") == "The value is too long: at most … characters are allowed."
    )


def test_a_list_in_a_text_is_joined() -> None:
    assert EXAMPLES[4].message("en").endswith("You may now use: accept_submission, reject_submission.")


def test_a_state_from_which_nothing_is_left_to_do_says_so() -> None:
    state, step = Text("Новое", "NEW"), Text("Направить получателю", "routeSubmission")
    problem = errors.InvalidTransition("NEW", "routeSubmission", [], state=state, step=step, ways=[])
    assert problem.message() == (
        "В состоянии «Новое» действие «Направить получателю» невозможно. Других доступных вам действий сейчас нет."
    )
    assert problem.message("en") == (
        "routeSubmission is not possible in the state NEW. There is nothing else you may do now."
    )


def test_facts_are_ready_for_json_under_their_public_names() -> None:
    assert errors.DeadlineRule("already_due", NOON).facts == {
        "rule": "already_due",
        "dueAt": "2026-05-14T05:00:00Z",
    }
    late = errors.DeadlineRule("beyond_maximum", NOON)
    assert late.message() == "Слишком поздно: укажите срок не позднее 14.05.2026 12:00 по местному времени."
    assert (
        late.message("en") == "This is too late: the latest possible moment is 2026-05-14 12:00 local time."
    )
    assert errors.DeadlineRule("extended_once", None).facts == {"rule": "extended_once", "dueAt": None}
    assert errors.NotEffectiveCurator(None, None).facts == {"curator": None, "until": None}
    assert errors.RateLimited().facts == {}
    assert errors.RateLimited(30).facts == {"retryAfterSeconds": 30}
    assert errors.InvalidTransition("NEW", "x", ("a",)).facts == {
        "status": "NEW",
        "event": "x",
        "allowed": ["a"],
    }


def test_the_id_of_a_duplicate_is_told_only_where_it_is_known() -> None:
    assert errors.DuplicateExternalId("case-1").facts == {"id": "case-1"}
    assert errors.DuplicateExternalId(None).facts == {}


def test_a_path_is_one_name_or_several() -> None:
    assert errors.Invalid("required", "text").path == ("text",)
    assert errors.Invalid("required", ["items", "0", "id"]).path == ("items", "0", "id")
    assert errors.NotFound().path == ()
    assert errors.Stale(3).path == ("expectedRevision",)


def test_several_problems_travel_together_and_never_none() -> None:
    together = Problems([errors.Invalid("required", "text"), errors.Invalid("too_long", "summary", limit=3)])
    assert [one.path for one in together.problems] == [("text",), ("summary",)]
    assert "INVALID text" in str(together)
    with pytest.raises(ValueError, match="without a problem"):
        Problems([])


def test_a_field_is_told_one_problem_and_what_is_about_no_field_all_of_its() -> None:
    first, second = errors.Invalid("required", ("text",)), errors.Invalid("too_long", ("text",), limit=9)
    whole = [errors.InactiveTarget(), errors.FourEyes()]
    assert one_each([first, *whole, second]) == [first, *whole]

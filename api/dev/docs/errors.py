"""docs/errors.md: the codes of refusals with their facts and texts, the rules of a value, the limits of a document."""

import re
from collections.abc import Iterator, Mapping

from api.dev.docs.markdown import code, opening, page, table
from api.http.answers import STATUS_OF
from auth import errors
from auth.errors import PRECEDENCE, REQUEST_ERRORS, NotFound, Problem
from auth.texts import errors as error_texts
from auth.texts.errors import Text
from schema.errors import VALIDATION_FAILED
from schema.refusals import LIMITS, limit_text

DRAWN = re.compile(r"[├└]── \w+ +([A-Z_]+) *(.*)")
"""A line of the tree at the top of `auth/errors.py`: the code and its facts."""

LEGEND = (
    (
        "A mutation answers what it refuses in `errors` of its payload; the request itself is refused in the top-level "
        "`errors`, with the code in `extensions.code`. Messages are Russian, in English with `Accept-Language: en`; a "
        "program reads code, path and facts, never the message. A name in braces is a fact, or tells one in words."
    ),
    (
        "`FORBIDDEN` on what the caller sees, or has just described, says which rule of the caller's roles decided, as "
        "`accessExplain` does; where no role gives the right it says that alone, whatever the id. `allowed` of "
        "`INVALID_TRANSITION` holds what the caller may do, and nothing that others may."
    ),
    "An object outside the caller's scope is `NOT_FOUND`, word for word as one that does not exist.",
)


def to_markdown() -> str:
    """Write every code, every rule with a text of its own, and the limits of a document."""
    lines = opening("Refusals", "`auth/errors.py`, `auth/texts/errors.py` and `schema/refusals.py`", *LEGEND)
    lines += ["## In the payload, in the order in which they are answered", ""]
    lines += table(("Code", "When", "Facts", "Russian", "English"), (_problem(one) for one in PRECEDENCE))
    lines += ["## In the top-level errors", ""]
    lines += table(
        ("Code", "When", "Facts", "HTTP", "Russian", "English"),
        [*(_request_error(one) for one in REQUEST_ERRORS), _validation_failed()],
    )
    lines += [
        (
            "Where HTTP says 200 / 400: a document at fault is 400 as `application/graphql-response+json` and 200 as "
            "`application/json`; a request that cannot be read is 400 as either. A refusal at a field has its `path` and "
            "stands beside the data of the other fields, with 200."
        ),
        "",
    ]
    for title, rules in (
        ("Rules of INVALID", error_texts.INVALID),
        ("Rules of BAD_REQUEST", error_texts.BAD_REQUEST),
        ("Rules of DEADLINE_RULE", error_texts.DEADLINE),
        ("Rules of FILTER_FORBIDDEN", error_texts.FORBIDDEN_FILTERS),
        ("Rules of QUERY_TOO_COSTLY", error_texts.TOO_COSTLY),
    ):
        lines += [f"## {title}", "", *table(("Rule", "Russian", "English"), _rules(rules))]
    lines += [
        "## Limits of a document (QUERY_TOO_COSTLY)",
        "",
        "Facts: `limit` (its name), `found`, `allowed`.",
        "",
    ]
    lines += table(("Limit", "Allowed", "Russian", "English"), _limits())
    return page(lines)


def drawn_facts() -> dict[str, str]:
    """Return code → its facts, as the tree at the top of `auth/errors.py` draws them."""
    drawn = dict(DRAWN.findall(errors.__doc__ or ""))
    # Beside this code stands what it hides, not a fact: it has none on purpose.
    return drawn | {NotFound.code: ""}


def _problem(problem: type[Problem]) -> tuple[str, ...]:
    text = error_texts.BY_CODE[problem.code]
    return code(problem.code), _when(problem), drawn_facts()[problem.code], text.ru, text.en


def _request_error(problem: type[Problem]) -> tuple[str, ...]:
    shown, when, facts, *texts = _problem(problem)
    status = STATUS_OF.get(problem.code)
    return shown, when, facts, str(status or "200 / 400"), *texts


def _validation_failed() -> tuple[str, ...]:
    when = "The document does not fit the schema."
    return (
        code(VALIDATION_FAILED),
        when,
        "",
        "200 / 400",
        "(as in English)",
        "What graphql-core says, with places.",
    )


def _when(problem: type[Problem]) -> str:
    return (problem.__doc__ or "").partition("\n\n")[0].replace("\n    ", " ")


def _rules(rules: Mapping[str, Text]) -> Iterator[tuple[str, ...]]:
    for rule, text in rules.items():
        yield code(rule), text.ru, text.en


def _limits() -> Iterator[tuple[str, ...]]:
    for limit in LIMITS:
        yield code(limit.name), str(limit.allowed), *limit_text(limit)

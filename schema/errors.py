"""Top-level errors as they leave the house: public codes, words in the caller's language, nothing of our insides."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import structlog
from graphql import GraphQLError

from auth.errors import BadRequest, Problem, Problems, Timeout
from auth.texts.errors import BY_CODE, Text
from documents.kernel.store.connection import is_away
from schema.document_errors import ValueRefused, original_cause, worded

VALIDATION_FAILED = "VALIDATION_FAILED"
ARGUMENT_AT_RUN_TIME = "Argument "
"""How graphql-core begins what it says about an argument that only a missing variable spoils."""

log = structlog.get_logger("schema")


class RequestRefused(BadRequest):
    """A request that makes no sense before any document is looked at; `text` says it in both languages."""

    def __init__(self, rule: str, text: Text, **facts: Any) -> None:
        super().__init__(rule, **facts)
        self._text = text

    def message(self, locale: str = "ru") -> str:
        """Return the text of its own, in English for `en`."""
        return self._text.en if locale == "en" else self._text.ru


def top_level_problem(problem: Problem, locale: str) -> dict[str, Any]:
    """Return a refusal as a top-level error, without a place in the document."""
    extensions: dict[str, Any] = {"code": problem.code}
    if problem.facts:
        extensions["facts"] = problem.facts
    if problem.path:
        extensions["path"] = list(problem.path)
    return {"message": problem.message(locale), "extensions": extensions}


def shown_syntax_error(error: GraphQLError, locale: str) -> dict[str, Any]:
    """Return a document that cannot be read as an error with its place."""
    return {
        "message": worded(error, locale),
        **_place(error),
        "extensions": {"code": "BAD_REQUEST", "facts": {"rule": "syntax"}},
    }


def shown_validation_errors(errors: Iterable[GraphQLError], locale: str) -> list[dict[str, Any]]:
    """Return what is wrong with a document against the schema, with places."""
    return [
        {"message": worded(error, locale), **_place(error), "extensions": {"code": VALIDATION_FAILED}}
        for error in errors
    ]


def shown_execution_errors(
    errors: Sequence[GraphQLError], locale: str, *, request_id: str
) -> list[dict[str, Any]]:
    """Return the errors of an execution; what we did not mean to say is logged and masked."""
    return [shown for error in errors for shown in _shown(error, locale, request_id=request_id)]


def masked_error(locale: str, *, request_id: str) -> dict[str, Any]:
    """Return an error of ours: a request id to quote, and nothing of its cause."""
    text = BY_CODE["INTERNAL"]
    return {
        "message": text.en if locale == "en" else text.ru,
        "extensions": {"code": "INTERNAL", "requestId": request_id},
    }


def is_meant(error: GraphQLError) -> bool:
    """Return whether an error of an execution says something to its caller, and is no failure of ours."""
    cause = original_cause(error)
    is_told = isinstance(cause, Problem | Problems | TimeoutError) or (cause is not None and is_away(cause))
    return is_told or _is_about_input(error, cause)


def code_of(error: Mapping[str, Any]) -> str:
    """Read the code of an error that was made here."""
    return str(error["extensions"]["code"])


def _shown(error: GraphQLError, locale: str, *, request_id: str) -> list[dict[str, Any]]:
    place = _place(error)
    cause = original_cause(error)
    if isinstance(cause, Problems):
        return [top_level_problem(one, locale) | place for one in cause.problems]
    if isinstance(cause, Problem):
        return [top_level_problem(cause, locale) | place]
    if isinstance(cause, TimeoutError) or (cause is not None and is_away(cause)):
        return [top_level_problem(Timeout(), locale) | place]
    if _is_about_input(error, cause) or isinstance(cause, ValueRefused):
        coercion = {"code": "BAD_REQUEST", "facts": {"rule": "coercion"}}
        return [{"message": worded(error, locale), **place, "extensions": coercion}]
    log.error(
        "resolver_failed",
        request_id=request_id,
        path=[str(step) for step in error.path or ()],
        error=type(cause or error).__name__,
        exc_info=cause or error,
    )
    return [masked_error(locale, request_id=request_id) | place]


def _is_about_input(error: GraphQLError, cause: Exception | None) -> bool:
    # Without a path nothing was executed: the variables did not fit, whatever a scalar said about it.
    return error.path is None or (cause is None and error.message.startswith(ARGUMENT_AT_RUN_TIME))


def _place(error: GraphQLError) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if error.locations:
        place["locations"] = [{"line": one.line, "column": one.column} for one in error.locations]
    if error.path is not None:
        place["path"] = list(error.path)
    return place

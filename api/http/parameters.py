"""The parameters of a GraphQL request, from a JSON body or from a URL, checked for their shapes only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson

from auth.texts.errors import Text
from schema.errors import RequestRefused

DEEPEST_JSON = 32
LONGEST_URL_FIELDS = 20

NOT_JSON = Text("Тело запроса не является JSON в кодировке UTF-8.", "The request body is not JSON in UTF-8.")
NOT_AN_OBJECT = Text("Тело запроса должно быть объектом JSON.", "The request body must be a JSON object.")
NO_BATCHES = Text(
    "Пакеты запросов не принимаются: отправляйте запросы по одному.",
    "Batches are not accepted: send one request at a time.",
)
TOO_NESTED = Text(
    f"Вложенность JSON больше {DEEPEST_JSON} уровней.",
    f"The JSON is nested deeper than {DEEPEST_JSON} levels.",
)
NO_QUERY = Text("Не указан параметр query (строка).", "The query parameter (a string) is missing.")
BOTH = Text("Укажите либо query, либо documentId.", "Specify either query or documentId, not both.")
SHA256 = "sha256:"
WRONG_TYPE = Text(
    "Параметр {parameter} имеет неверный тип.", "The {parameter} parameter is of the wrong type."
)
NOT_A_QUERY_STRING = Text("Строка параметров не в кодировке UTF-8.", "The query string is not UTF-8.")
TWICE = Text("Параметр указан более одного раза.", "A parameter is specified more than once.")


@dataclass(frozen=True)
class Parameters:
    """What a caller asks to run."""

    query: str
    """The text; empty where `document_id` names one that was registered."""
    operation_name: str | None
    variables: Mapping[str, Any]
    document_id: str | None = None


def from_body(body: bytes) -> Parameters:
    """Read the parameters of a POST. Raises: BAD_REQUEST for whatever is wrong with them."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RequestRefused("malformed_json", NOT_JSON) from error
    if isinstance(value, list):
        raise RequestRefused("batch", NO_BATCHES)
    if not isinstance(value, dict):
        raise RequestRefused("not_an_object", NOT_AN_OBJECT)
    return parameters_of(value)


def from_query_string(raw: bytes) -> Parameters:
    """Read the parameters of a GET; variables and extensions are JSON there. Raises: BAD_REQUEST."""
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=LONGEST_URL_FIELDS,
        )
    except ValueError as error:
        raise RequestRefused("malformed_url", NOT_A_QUERY_STRING) from error
    found: dict[str, Any] = dict(pairs)
    if len(found) != len(pairs):
        raise RequestRefused("given_twice", TWICE)
    for name in ("variables", "extensions"):
        if found.get(name):
            found[name] = _json_parameter(name, found[name])
        else:
            found.pop(name, None)
    if not found.get("operationName"):
        found.pop("operationName", None)
    return parameters_of(found)


def _json_parameter(name: str, text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _wrong_type(name) from error


def parameters_of(value: Mapping[str, Any]) -> Parameters:
    """Read the parameters of an object that was sent. Raises: BAD_REQUEST."""
    query, document_id = value.get("query"), document_id_of(value)
    if document_id is None and (not isinstance(query, str) or not query):
        raise RequestRefused("query_required", NO_QUERY)
    name = value.get("operationName")
    if name is not None and not isinstance(name, str):
        raise _wrong_type("operationName")
    for parameter in ("variables", "extensions"):
        if value.get(parameter) is not None and not isinstance(value[parameter], dict):
            raise _wrong_type(parameter)
    _refuse_deep(value)
    return Parameters(
        query if isinstance(query, str) else "", name or None, value.get("variables") or {}, document_id
    )


def document_id_of(value: Mapping[str, Any]) -> str | None:
    """Return what names a registered document: `documentId` (GraphQL over HTTP), or beside no text the hash that Apollo's
    clients send; None where the text itself was sent. Raises: BAD_REQUEST."""
    given, query = value.get("documentId"), value.get("query")
    if given is not None:
        if not isinstance(given, str):
            raise _wrong_type("documentId")
        if query:
            raise RequestRefused("query_and_document", BOTH)
        return given
    extensions = value.get("extensions")
    persisted = extensions.get("persistedQuery") if isinstance(extensions, dict) else None
    if query or not isinstance(persisted, dict):
        return None
    digest = persisted.get("sha256Hash")
    if not isinstance(digest, str):
        raise _wrong_type("extensions.persistedQuery.sha256Hash")
    return f"{SHA256}{digest}"


def _wrong_type(parameter: str) -> RequestRefused:
    text = Text(*(words.format(parameter=parameter) for words in WRONG_TYPE))
    return RequestRefused("wrong_type", text, parameter=parameter)


def _refuse_deep(value: Any) -> None:
    # Level by level, without recursion: what is deep must not be walked deeply.
    level = [value]
    for _ in range(DEEPEST_JSON):
        level = [inner for one in level for inner in _inside(one) if isinstance(inner, dict | list)]
        if not level:
            return
    raise RequestRefused("too_nested", TOO_NESTED)


def _inside(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value

"""How an answer of GeoReport v2 is written: as JSON, and as XML with the names that the specification gives its elements."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.responses import Response

from api.http.answers import encode, json_answer

OUTSIDE_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold in any spelling."""

HEADERS = {"Cache-Control": "no-store", "Vary": "Authorization, X-Api-Key"}


class AnswerForm(StrEnum):
    """The two forms that the specification knows, as they end an address."""

    JSON = "json"
    XML = "xml"


class Elements(NamedTuple):
    """How a document is called in XML: its root, the elements of a list in it, and those of lists further below by the field
    that holds them. Without `item` it is one object."""

    root: str
    item: str | None = None
    inner: Mapping[str, str] = {}


SERVICES = Elements("services", "service")
DEFINITION = Elements("service_definition", None, {"attributes": "attribute", "values": "value"})
REQUESTS = Elements("service_requests", "request")
UPDATES = Elements("service_request_updates", "request_update")
DISCOVERY = Elements("discovery", None, {"endpoints": "endpoint", "formats": "format"})
ERRORS = Elements("errors", "error")


def written(
    form: AnswerForm,
    elements: Elements,
    value: Any,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer that holds a value in a form."""
    told = {**HEADERS, **(headers or {})}
    if form is AnswerForm.JSON:
        return json_answer(value, status, headers=told)
    body = tostring(_document(elements, value), encoding="utf-8", xml_declaration=True)
    return Response(body, status, told, "text/xml; charset=utf-8")


def error_answer(
    form: AnswerForm, status: int, descriptions: Sequence[str], headers: Mapping[str, str] | None = None
) -> Response:
    """Return a refusal as the specification spells it: a code and a description each."""
    told = [{"code": status, "description": one} for one in descriptions]
    return written(form, ERRORS, told, status, headers)


def _document(elements: Elements, value: Any) -> Element:
    root = Element(elements.root)
    if elements.item is None:
        _fill(root, value, elements)
        return root
    for one in value:
        _fill(SubElement(root, elements.item), one, elements)
    return root


def _fill(element: Element, value: Mapping[str, Any], elements: Elements) -> None:
    for name, inner in value.items():
        below = SubElement(element, name)
        if isinstance(inner, list):
            for one in inner:
                item = SubElement(below, elements.inner[name])
                if isinstance(one, Mapping):
                    _fill(item, one, elements)
                else:
                    item.text = _text(one)
        else:
            below.text = _text(inner)


def _text(value: Any) -> str:
    """A value in XML; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, datetime | bool):
        return encode(value).decode().strip('"')
    return OUTSIDE_XML.sub("", str(value))


def form_of(path: str) -> AnswerForm:
    """Return the form that an address asks for; XML, which alone is obligatory, where it names another one or none."""
    return AnswerForm.JSON if path.endswith(f".{AnswerForm.JSON}") else AnswerForm.XML


def pieces(text: str) -> Iterator[str]:
    """Yield what stands between the commas of a parameter."""
    return (one.strip() for one in text.split(",") if one.strip())

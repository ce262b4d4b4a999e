"""Judges an answer: every object in it, every field that could be withheld, every text, whatever door gave it."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.leaks.asgi import Reply
from api.leaks.findings import CheckKind, Finding, Sort, Tally
from api.leaks.parts import COUNTED, ITEM_BY_ITEM, PARTS
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.restricted import Restricted
from api.leaks.stored_words import remarks
from api.leaks.texts import WORDS
from api.leaks.truth import CASE_TYPES, REMARKS, RESTRICTED, STORED_TYPES, Truth
from api.leaks.waiting import STEPS, step_of, waiting
from documents.kernel.ids import MalformedId, read_global_id
from documents.kernel.names import camel

READABLE = re.compile(rb"\d{4}-\d{2}-\d{2}|[0-9a-f]{16,}|\|")
"""What a cursor must not spell once its outer coding is taken off: days, ids, the seam of a sort value."""

BREAKING = frozenset({"INTERNAL", "TIMEOUT", "QUERY_TOO_COSTLY"})
"""Errors with which a door says nothing about rights: what was asked is not checked then."""

MASKED = ("fullName", "phone", "email", "address")
NAMES_OF_MASKED = {"fullName": "full_name"}


@dataclass(frozen=True)
class Probe:
    """One request as the report names it: the door, who asked, and the same request with `%s` for what to select."""

    door: str
    asker: Asker
    brief: str

    def repeat(self, selection: str) -> str:
        """Return the query with which a finding is seen again."""
        return self.brief.replace("%s", selection)


@dataclass(frozen=True)
class Judge:
    """The second opinion on answers."""

    truth: Truth
    restricted: Restricted
    tally: Tally

    def judge(self, asked: Probe, reply: Reply) -> None:
        """Compare all of an answer with what the asker may see, and note what is wrong."""
        self.texts(asked, reply)
        for code in BREAKING.intersection(reply.codes):
            self.note(asked, Sort.BROKEN, CheckKind.OBJECTS, f"ответ с ошибкой {code}")
        for value in _objects(reply.data):
            self._object(asked, value)
        for cursor in _cursors(reply.data):
            self._cursor(asked, cursor)

    def texts(self, asked: Probe, reply: Reply) -> None:
        """Look for values that the asker may read nowhere, in body, errors and headers."""
        self.count(asked, CheckKind.TEXTS, len(self.restricted.forbidden(asked.asker)))
        for raw in (reply.text, "\n".join(f"{key}: {value}" for key, value in reply.headers.items())):
            for owner in self.restricted.found_in(raw, asked.asker):
                place = f"{owner.type_name}.{owner.path}"
                self.note(asked, Sort.LEAK, CheckKind.TEXTS, place, (owner.type_name, owner.row_id))

    def note(
        self,
        asked: Probe,
        sort: Sort,
        check: CheckKind,
        place: str,
        about: tuple[str, str] | None = None,
        *,
        selection: str = "id",
    ) -> None:
        """Note what is wrong; `about` is the type and id of an object that shows it, `selection` what to ask of it."""
        is_stored = about is not None and about[0] in STORED_TYPES
        self.tally.add(
            Finding(
                sort,
                check,
                asked.door,
                asked.asker.label,
                place,
                example=":".join(about) if about else None,
                query=asked.repeat(selection) or None,
                objects=((STORED_TYPES[about[0]].collection, about[1]),) if about and is_stored else (),
            )
        )

    def count(self, asked: Probe, check: CheckKind, times: int = 1) -> None:
        """Note that something was compared."""
        self.tally.count(check, asked.door, asked.asker.label, times)

    def _object(self, asked: Probe, value: Mapping[str, Any]) -> None:
        type_name, row_id = _named(value)
        if type_name in PARTS:
            self.count(asked, CheckKind.OBJECTS)
            about = PARTS[type_name](self.truth, asked.asker, row_id)
            if about is not None:
                self.note(asked, Sort.LEAK, CheckKind.OBJECTS, f"{type_name} целиком", about)
            return
        if type_name not in STORED_TYPES:
            self.note(asked, Sort.UNCOVERED, CheckKind.COVER, f"тип {type_name}")
            return
        self.count(asked, CheckKind.OBJECTS)
        row = self.truth.by_type[type_name].get(row_id)
        if row is None:
            return  # made while the doors were asked
        name = (type_name, row_id)
        if not self.truth.may_know(asked.asker, type_name, row_id):
            self.note(asked, Sort.LEAK, CheckKind.OBJECTS, f"{type_name} целиком", name)
            return
        fields = {key.removeprefix(f"{type_name}_"): one for key, one in value.items()}
        withheld = self.truth.withheld(asked.asker, type_name, row)
        self._hidden_names(asked, name, fields, withheld)
        self._restricted_fields(asked, name, row, fields, withheld)
        self._words(asked, name, row, fields)
        self._offers(asked, name, fields)
        self._history(asked, name, row, fields, withheld)

    def _hidden_names(
        self, asked: Probe, name: tuple[str, str], fields: Mapping[str, Any], withheld: frozenset[str]
    ) -> None:
        if "hiddenFields" not in fields:
            return
        self.count(asked, CheckKind.HIDDEN_NAMES)
        told, expected = set(fields["hiddenFields"]), {camel(one) for one in withheld}
        # A relation to what one does not see is named as well; that it is null the walk over objects proves.
        relations = {one for one in told - expected if one in fields and fields[one] is None}
        for path in sorted(expected - told):
            place = f"{name[0]}.hiddenFields без {path}"
            self.note(asked, Sort.LEAK, CheckKind.HIDDEN_NAMES, place, name, selection="hiddenFields")
        for path in sorted(told - expected - relations):
            place = f"{name[0]}.hiddenFields с {path}"
            self.note(asked, Sort.MISSING, CheckKind.HIDDEN_NAMES, place, name, selection="hiddenFields")

    def _restricted_fields(
        self,
        asked: Probe,
        name: tuple[str, str],
        row: Row,
        fields: Mapping[str, Any],
        withheld: frozenset[str],
    ) -> None:
        for path in RESTRICTED.get(STORED_TYPES[name[0]].resource, ()):
            shown_path = camel(path)
            if shown_path.split(".")[0] not in fields:
                continue
            try:
                told = _at(fields, shown_path.split("."))
            except KeyError:
                continue  # without that by which its items are told apart: that is asked in another piece
            expected = self._expected(asked.asker, row, path, withheld)
            self.count(asked, CheckKind.FIELDS, max(1, len(told)))
            if told == expected:
                continue
            self._differs(asked, name, shown_path, told, expected)

    def _differs(
        self, asked: Probe, name: tuple[str, str], path: str, told: list[Any], expected: list[Any]
    ) -> None:
        """Note that a field reads otherwise than it should: more than that is a leak, less is not."""
        is_more = any(one is not None and one not in expected for one in told)
        sort = Sort.LEAK if is_more else Sort.MISSING
        self.note(asked, sort, CheckKind.FIELDS, f"{name[0]}.{path}", name, selection=_selection(path))

    def _words(self, asked: Probe, name: tuple[str, str], row: Row, fields: Mapping[str, Any]) -> None:
        """Compare what somebody wrote, and whoever sees the object may read, with what is stored."""
        for shown, stored in WORDS[name[0]].items():
            head = shown.partition(".")[0]
            if head not in fields:
                continue
            try:
                told = _strictly_at(fields, shown.split("."))
            except KeyError:
                continue  # a part of it was asked for
            self.count(asked, CheckKind.FIELDS)
            expected = _at(row, stored.split("."))
            if told != expected:
                self._differs(asked, name, shown, told, expected)

    def _offers(self, asked: Probe, name: tuple[str, str], fields: Mapping[str, Any]) -> None:
        """What a case offers somebody is what waits for him; of one object it may offer less than the lists say."""
        if name[0] not in CASE_TYPES:
            return
        for one in fields.get("allowedActions") or ():
            step = step_of(one["action"])
            if step in STEPS and one["allowed"]:
                self.count(asked, CheckKind.WAITING)
                if name[1] not in waiting(self.truth, asked.asker, step):
                    place = f"allowedActions: {step} предложено"
                    self.note(asked, Sort.LEAK, CheckKind.WAITING, place, name, selection=_OFFERS)

    def _expected(self, asker: Asker, row: Row, path: str, withheld: frozenset[str]) -> list[Any]:
        head, _, tail = path.partition(".")
        if head in ITEM_BY_ITEM:
            return ITEM_BY_ITEM[head](self.truth, asker, row, tail)
        if path in REMARKS:
            return self._remarks(asker, row, path)
        if head in ("responses", "publications"):
            if tail == "text":
                return [self.truth.expected_text(asker, row, one) for one in row[head]]
            told = (None if path in withheld else one.get(tail, LISTED.get(tail)) for one in row[head])
            return [leaf for one in told for leaf in (one if isinstance(one, list) else [one])]
        if path == "text":
            return [self.truth.expected_text(asker, row, row) if path not in withheld else None]
        value = None if path in withheld else row.get(head)
        if path == "applicant":
            value = value and {key: value.get(NAMES_OF_MASKED.get(key, key)) for key in MASKED}
        return [value.get(tail) if tail and value is not None else value]

    def _remarks(self, asker: Asker, row: Row, path: str) -> list[Any]:
        return [self.truth.expected_remark(asker, row, path, one) for one in remarks(row, path)]

    def _history(
        self,
        asked: Probe,
        name: tuple[str, str],
        row: Row,
        fields: Mapping[str, Any],
        withheld: frozenset[str],
    ) -> None:
        history = fields.get("history")
        if history is None:
            return
        entries = history["nodes"]
        self.count(asked, CheckKind.HISTORY, max(1, len(entries)))
        if entries and not self.truth.tells_history(asked.asker, name[0], row):
            self.note(asked, Sort.LEAK, CheckKind.HISTORY, f"{name[0]}.history", name, selection=_HISTORY)
        hidden = {camel(one) for one in withheld}
        for change in (one for entry in entries for one in entry.get("changes", ())):
            inside = [path for path in hidden if path.startswith(f"{change['field']}.")]
            valued = change.get("from") is not None or change.get("to") is not None
            if change["field"] in hidden or (inside and valued):
                place = f"{name[0]}.history: {change['field']}"
                self.note(asked, Sort.LEAK, CheckKind.HISTORY, place, name, selection=_HISTORY)

    def _cursor(self, asked: Probe, cursor: str) -> None:
        self.count(asked, CheckKind.CURSORS)
        try:
            inner = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except (ValueError, binascii.Error):
            inner = b""
        is_text = inner.isascii() and len(inner) > 3
        if READABLE.search(cursor.encode()) or (is_text and READABLE.search(inner)):
            self.note(asked, Sort.LEAK, CheckKind.CURSORS, "курсор содержит значение")


LISTED: Mapping[str, list[Any]] = {"signals": []}
"""Lists of values within a part of a case → what stands there where nothing was stored yet."""

_HISTORY = "history(first: 20) { nodes { name changes { field } } }"
_OFFERS = "allowedActions { action allowed }"


def _selection(path: str) -> str:
    """`publications.authorHandle` as a selection."""
    head, _, tail = path.partition(".")
    if head == "applicant":
        return "applicant { fullName }"
    if head == "ballots":
        return "ballots { order }"
    if path in ("satisfaction", "qualityChecks"):
        return f"{path} {{ at }}"
    if path in ("attachments", "notes"):
        return f"{path} {{ id }}"
    if path in ("linkedCases", "earlierWordings", "drafts"):
        return f"{path} {{ __typename }}"
    return f"{head} {{ {tail} }}" if tail else head


def _at(value: Any, path: list[str]) -> list[Any]:
    """All values at a path; of ballots who cast them, of files their ids, of an applicant the masked strings."""
    if isinstance(value, list):
        return [one for item in value for one in _at(item, path)]
    if not path:
        if isinstance(value, Mapping):
            return [{key: value[key] for key in MASKED if key in value}]
        return [value]
    if value is None:
        return [None]
    if len(path) == 1 and path[0] in NAMED_BY:
        return [NAMED_BY[path[0]](one) for one in value[path[0]]]
    return _at(value.get(path[0]), path[1:])


def _id_of(one: Row) -> str:
    return read_global_id((one.get("person") or one)["id"])[1]


NAMED_BY: Mapping[str, Callable[[Row], Any]] = {
    **dict.fromkeys(("ballots", "attachments", "notes"), _id_of),
    # Without an id they are counted; the words of each are compared by themselves.
    **dict.fromkeys(("linkedCases", "earlierWordings", "drafts"), lambda _: COUNTED),
}
"""List of which each item has its own rule → by what an item is told from the others."""


def _strictly_at(value: Any, path: list[str]) -> list[Any]:
    """All values at a path. Raises: KeyError where a part of it was not asked for."""
    if isinstance(value, list):
        return [one for item in value for one in _strictly_at(item, path)]
    if not path or value is None:
        return [value]
    return _strictly_at(value[path[0]], path[1:])


def _named(value: Mapping[str, Any]) -> tuple[str, str]:
    try:
        return read_global_id(value["id"])
    except MalformedId:
        return str(value.get("__typename")), ""


CONTAINERS = (dict, list)
"""What the JSON of an answer is made of, beside plain values."""


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        yield value
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, CONTAINERS):
            yield from _objects(one)


def _cursors(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key.endswith("ursor") and isinstance(one, str):
                yield one
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, CONTAINERS):
            yield from _cursors(one)

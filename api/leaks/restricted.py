"""Texts that must not stand in an answer: every restricted value of the installation, and who may never read it."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from api.leaks import rights
from api.leaks.applicants import WEBHOOK_KEYS
from api.leaks.case_words import May, nobody, of_case, sees, sees_field
from api.leaks.owners import Owner, ways_in
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.ratings import checks, ratings
from api.leaks.texts import OPEN, WORDS
from api.leaks.truth import (
    CASE_TYPES,
    OPENED_BY,
    REMARKS,
    RESTRICTED,
    STORED_TYPES,
    Truth,
    gid,
)

SHORTEST_TEXT, SHORTEST_NAME = 8, 6
"""Shorter values are compared where they stand (field by field), not looked for everywhere."""

TOKEN = re.compile(r"\w{3,}")
NUMBER = re.compile(r"\d{4}-\d{6}")
INCIDENTS = "ИМ-"
"""What the number of an incident has before the like of a message's."""

ELEMENTS = re.compile(r'>([^<]+)<|="([^"]*)"')
"""Texts of XML, and values of attributes."""

MARKED = re.compile("^…|[⟦⟧]|…$")
"""What stands in and around a piece of a text that a search has found."""

ESCAPES = re.compile(r"\\[nrt\"]")

CLOSED = tuple(
    one.type_name
    for one in STORED_TYPES.values()
    if one.read != "directory.read" and one.type_name not in CASE_TYPES
)
"""Papers and accounts: what somebody wrote in them only those who see them may read."""

CLIENT_NAME = ("Client", "client_name")
"""What `whoCan` tells of clients, so that who reads the audit knows it as well as who sees them."""


@dataclass
class Restricted:
    """All restricted values by their text, and for each asker those that may not be read anywhere."""

    truth: Truth
    owners: dict[str, list[Owner]] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)

    def forbidden(self, asker: Asker) -> Mapping[str, list[str]]:
        """Return rarest word → the values with it that the asker may read nowhere."""
        if "forbidden" not in asker.memo:
            found: dict[str, list[str]] = {}
            for text, owners in self.owners.items():
                if not any(one.may(asker) for one in owners):
                    found.setdefault(self.anchors[text], []).append(text)
            asker.memo["forbidden"] = found
        kept: Mapping[str, list[str]] = asker.memo["forbidden"]
        return kept

    def found_in(self, raw: str, asker: Asker) -> Iterator[Owner]:
        """Yield the first owner of each forbidden value that stands in an answer and in no text the asker may read."""
        forbidden, body = self.forbidden(asker), plain(raw)
        words = {word.casefold() for word in set(TOKEN.findall(body))}
        met = [one for word in words & forbidden.keys() for one in forbidden[word] if _stands_in(one, body)]
        strings = [(one, plain(one)) for one in _strings(raw)] if met else []
        for text in met:
            if not self._is_told_elsewhere(strings, text, asker):
                yield self.owners[text][0]

    def _is_told_elsewhere(self, strings: Iterable[tuple[str, str]], text: str, asker: Asker) -> bool:
        """Whether every string of the answer that holds the value is one that the asker may read as a whole."""
        whole = [one for one, bare in strings if _stands_in(text, bare)]
        return bool(whole) and all(self._is_readable(one, text, asker) for one in whole)

    def _is_readable(self, string: str, text: str, asker: Asker) -> bool:
        """Whether a string, what it is cut from, or of a list in one line each item that holds the value may be read."""
        items = [one for one in string.split(", ") if _stands_in(text, plain(one))]
        readable = self.readable(asker)
        if string in readable or (bool(items) and all(one in readable for one in items)):
            return True
        piece = MARKED.sub("", string)
        return piece != string and any(piece in " ".join(one.split()) for one in readable)

    def readable(self, asker: Asker) -> frozenset[str]:
        """Return every string that the asker may read as it is stored."""
        if "readable" not in asker.memo:
            asker.memo["readable"] = frozenset(self._readable(asker))
        kept: frozenset[str] = asker.memo["readable"]
        return kept

    def _readable(self, asker: Asker) -> Iterator[str]:
        truth = self.truth
        for type_name, rows in truth.by_type.items():
            for row_id in truth.visible(asker, type_name):
                yield from _leaves(shown(truth, asker, type_name, rows[row_id]))


def shown(truth: Truth, asker: Asker, type_name: str, row: Row) -> Any:
    """Return a row without what is withheld from the asker, texts as they should be read."""
    found = {
        key: value for key, value in row.items() if not key.endswith("_redacted") and key != "search_terms"
    }
    withheld = truth.withheld(asker, type_name, row)
    if type_name == "Protocol":
        # By what a link is known nobody reads, whoever sees the protocol.
        found["dispatches"] = [{**one, "link": None} for one in row["dispatches"]]
        found.pop("link_digests", None)
    if type_name == "Webhook":
        found = {key: value for key, value in found.items() if key not in WEBHOOK_KEYS}
    if type_name in CASE_TYPES:
        found["text"] = truth.expected_text(asker, row, row) if "text" not in withheld else None
        for name in ("responses", "publications"):
            found[name] = [
                {
                    key: value
                    for key, value in {**part, "text": truth.expected_text(asker, row, part)}.items()
                    if not key.endswith("_redacted") and f"{name}.{key}" not in withheld
                }
                for part in row[name]
            ]
        _remarks_as_read(truth, asker, row, found)
        found["satisfaction"] = [_without_copies(one) for one in ratings(truth, asker, row) or ()]
        found["quality_checks"] = [_without_copies(one) for one in checks(truth, asker, row) or ()]
        found.pop("guest_links", None)
        if "applicant" in withheld:
            found.pop("applicant")
    if type_name == "Meeting":
        voters = truth.ballots(asker, row)
        found["ballots"] = [one for one in row["ballots"] if one["person_id"] in voters]
    kept = {key: value for key, value in found.items() if key not in withheld}
    if type_name in CASE_TYPES:
        for name, told in (
            ("attachments", truth.attachments),
            ("notes", truth.notes),
            ("earlier_wordings", truth.earlier_wordings),
            ("linked_cases", truth.linked_cases),
            ("drafts", truth.drafts),
        ):
            kept[name] = [_without_copies(one) for one in told(asker, row)]
    return kept


def _without_copies(file: Row) -> Row:
    return {key: value for key, value in file.items() if not key.endswith("_redacted")}


def _remarks_as_read(truth: Truth, asker: Asker, row: Row, found: dict[str, Any]) -> None:
    for path in REMARKS:
        head, _, key = path.partition(".")
        told = partial(truth.expected_remark, asker, row, path)
        parts = found.get(head)
        if not key:
            found[head] = [told(one) for one in parts] if isinstance(parts, list) else told(parts)
        elif isinstance(parts, list):
            found[head] = [{**part, key: told(part.get(key))} for part in parts]
        elif parts:
            found[head] = {**parts, key: told(parts.get(key))}


def gather(truth: Truth) -> Restricted:
    """Gather the restricted values of all rows."""
    found = Restricted(truth)
    for type_name in CASE_TYPES:
        for row in truth.by_type[type_name].values():
            for text, path, may in of_case(truth, type_name, row):
                _put(found, text, Owner(type_name, row["_id"], path, may))
    _put_applicants(found, truth)
    _put_papers_and_people(found, truth)
    _put_ballots(found, truth)
    for text, owner in ways_in(truth):
        _put(found, text, owner)
    return _with_anchors(found)


def _put_applicants(found: Restricted, truth: Truth) -> None:
    for row in truth.data.rows("applicants"):
        case = truth.data.row("cases", row["case_id"])
        type_name = str(case["kind"]).capitalize() if case else "Message"
        for path in ("full_name", "phone", "email", "address"):
            _put(
                found, row.get(path), Owner(type_name, row["case_id"], f"applicant.{path} (открыто)", nobody)
            )


def _put_papers_and_people(found: Restricted, truth: Truth) -> None:
    for type_name in CLOSED:
        for row_id, row in truth.by_type[type_name].items():
            seen = partial(sees, truth, type_name, row_id)
            _put(found, gid(type_name, row), Owner(type_name, row_id, "id", seen))
            for shown_path, path in WORDS[type_name].items():
                may = partial(_knows_name, seen) if (type_name, path) == CLIENT_NAME else seen
                for text in _texts_at(row, path) if f"{type_name}.{shown_path}" not in OPEN else ():
                    _put(found, text, Owner(type_name, row_id, shown_path, may))
    for one in STORED_TYPES.values():
        for path in RESTRICTED[one.resource] if one.resource in OPENED_BY else ():
            for row_id, row in truth.by_type[one.type_name].items():
                may = partial(sees_field, truth, one.type_name, row, path)
                _put(found, row.get(path), Owner(one.type_name, row_id, path, may))


def _knows_name(seen: May, asker: Asker) -> bool:
    """Whoever reads the audit is told who did and who may do what, and so knows the clients by name."""
    return seen(asker) or rights.ever(asker.person, "audit.read")


def _put_ballots(found: Restricted, truth: Truth) -> None:
    """What was written on a ballot is read with that ballot."""
    for row_id, row in truth.by_type["Meeting"].items():
        for one in row["ballots"]:
            may = partial(_reads_ballot, truth, row_id, one["person_id"])
            _put(found, one["opinion"], Owner("Meeting", row_id, "ballots.opinion", may))


def _reads_ballot(truth: Truth, row_id: str, voter_id: str, asker: Asker) -> bool:
    row = truth.by_type["Meeting"][row_id]
    return sees(truth, "Meeting", row_id, asker) and voter_id in truth.ballots(asker, row)


def _texts_at(row: Row, path: str) -> Iterator[str]:
    """The texts at a stored path, through lists and parts."""
    values: list[Any] = [row]
    for key in path.split("."):
        values = [one for value in values for one in (value if isinstance(value, list) else [value])]
        values = [one.get(key) for one in values if one is not None]
    yield from _leaves(values)


def _put(found: Restricted, text: str | None, owner: Owner) -> None:
    is_name = owner.type_name == "Person" or owner.path.startswith(
        ("applicant", "publications.author_handle")
    )
    shortest = SHORTEST_NAME if is_name else SHORTEST_TEXT
    if text is not None and len(text) >= shortest and (told := _as_told(text)) is not None:
        found.owners.setdefault(told, []).append(owner)


@cache
def _as_told(text: str) -> str | None:
    return plain(json.dumps(text, ensure_ascii=False)[1:-1]) if TOKEN.search(text) else None


@cache
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in TOKEN.findall(text))


def _with_anchors(found: Restricted) -> Restricted:
    words = {text: _words_of(text) for text in found.owners}
    counted = Counter(word for each in words.values() for word in set(each))
    for text, each in words.items():
        if each:
            found.anchors[text] = min(each, key=lambda word: (counted[word], -len(word)))
    for text in [one for one in found.owners if one not in found.anchors]:
        del found.owners[text]
    return found


def _stands_in(text: str, body: str) -> bool:
    """Whether a value stands there; the number of a message within that of an incident, which is another case, does not."""
    if NUMBER.fullmatch(text) is None:
        return text in body
    return re.search(f"(?<!{INCIDENTS}){text}", body) is not None


def plain(raw: str) -> str:
    """Return a JSON text with its escapes as blanks, so that words stand alone."""
    return ESCAPES.sub(" ", raw)


def _strings(raw: str) -> Iterable[str]:
    try:
        return list(_leaves(json.loads(raw)))
    except ValueError:
        return _in_elements(raw) if raw.startswith("<?xml") else [raw]


def _in_elements(raw: str) -> Iterable[str]:
    """The texts of an answer in XML, those of attributes too."""
    for element, attribute in ELEMENTS.findall(raw):
        yield html.unescape(element or attribute)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)

"""What is planted: words that exist nowhere else, each with a plain statement of who may ever read it."""

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from documents.kernel.ids import global_id
from tests.policy import oracle

Seen = Callable[[oracle.Person], bool]

LETTERS = "bcdfghjklm"
MARKER = re.compile(f"zq[{LETTERS}]{{5}}")
NUMBER = re.compile(r"(?:ИМ-|З-)?2026-\d{6}")
TOKEN = re.compile(r"[A-Za-z0-9_-]{12,}")
READS = {
    "meeting": "meeting.read",
    "protocol": "protocol.read",
    "assignment": "assignment.read",
    "absence": "absence.read",
    "act": "policy.read",
    "policy": "policy.read",
    "person": "directory.read",
    "account": "account.manage",
    "client": "client.manage",
    "member": "directory.read",
}


@dataclass(frozen=True)
class Secret:
    """A word, a number or a global id, the object it belongs to, and who may read it."""

    text: str
    place: str
    about: str
    seen: Seen


@dataclass(frozen=True)
class Planted:
    """One object as the oracle knows it: its type and id, and the facts that decide who sees it."""

    type_name: str
    record_id: str
    document: Mapping[str, Any]

    @cached_property
    def global_id(self) -> str:
        """Its id as callers know it."""
        return global_id(self.type_name, self.record_id)

    def is_seen_by(self, person: oracle.Person) -> bool:
        """Whether the object itself may be seen, by the words of the matrix alone."""
        return oracle.reaches(person, self.read, self.document)

    @property
    def read(self) -> str:
        """The action under which it is read."""
        if self.document["resource"] == "case":
            return "incident.read" if self.document["kind"] == "INCIDENT" else "submission.read"
        return READS[self.document["resource"]]

    def hidden_from(self, person: oracle.Person) -> set[str]:
        """The paths (stored spelling) that are withheld from the person on this object."""
        if self.document["resource"] == "case":
            return oracle.hidden_fields(person, self.document)
        if self.document["resource"] == "person":
            may = oracle.reaches(person, "person.read_contacts", self.document)
            return set() if may else {"work_phone", "work_email"}
        return set()


@dataclass
class Secrets:
    """All that is planted, by its text."""

    by_text: dict[str, Secret] = field(default_factory=dict)
    _numbers: Any = field(default_factory=itertools.count)

    def marker(self, place: str, about: str, seen: Seen) -> str:
        """A new word of letters only, so that a search can ask for it."""
        digits = f"{next(self._numbers):05d}"
        return self.known("zq" + "".join(LETTERS[int(digit)] for digit in digits), place, about, seen)

    def known(self, text: str, place: str, about: str, seen: Seen) -> str:
        """Count a text that is there anyway (an id, a number) among the secrets."""
        self.by_text[text] = Secret(text, place, about, seen)
        return text

    def found_in(self, raw: str) -> set[str]:
        """The secrets that stand in an answer."""
        words = itertools.chain(MARKER.findall(raw), NUMBER.findall(raw), TOKEN.findall(raw))
        return {word for word in words if word in self.by_text}

    def allowed(self, person: oracle.Person) -> set[str]:
        """The secrets that the person may read somewhere."""
        return {text for text, secret in self.by_text.items() if secret.seen(person)}

    def leaks(self, raw: str, person: oracle.Person) -> list[str]:
        """What stands in an answer and is not for this person, in words."""
        wrong = sorted(text for text in self.found_in(raw) if not self.by_text[text].seen(person))
        return [f"{self.by_text[text].place} of {self.by_text[text].about}: {text}" for text in wrong]


class Objects:
    """Plants objects: each answers for who sees it, and for who sees one of its fields."""

    def __init__(self, secrets: Secrets) -> None:
        self.secrets = secrets
        self.planted: list[Planted] = []

    def add(self, type_name: str, record_id: str, document: Mapping[str, Any]) -> "Subject":
        """An object that is there; its id is a secret of those who see it."""
        planted = Planted(type_name, record_id, document)
        self.planted.append(planted)
        subject = Subject(self.secrets, planted)
        self.secrets.known(planted.global_id, f"{document['resource']}.id", record_id, subject.is_known_to)
        return subject


@dataclass(frozen=True)
class Subject:
    """One object while it is planted: makes the words that go into its fields."""

    secrets: Secrets
    planted: Planted

    def is_known_to(self, person: oracle.Person) -> bool:
        """Whether the person may know of the object: as one who sees it, or as oneself (`viewer`)."""
        return self.planted.is_seen_by(person) or self.planted.record_id == person.person_id

    def known(self, text: str, place: str) -> str:
        """A text that is there anyway, for all who see the object."""
        return self.secrets.known(text, self._named(place), self.planted.record_id, self.planted.is_seen_by)

    def open(self, place: str) -> str:
        """A word for all who see the object."""
        return self.secrets.marker(self._named(place), self.planted.record_id, self.planted.is_seen_by)

    def withheld(self, path: str, place: str | None = None) -> str:
        """A word in a field that is withheld from some of those who see the object."""
        planted = self.planted

        def seen(person: oracle.Person) -> bool:
            return planted.is_seen_by(person) and path not in planted.hidden_from(person)

        return self.secrets.marker(self._named(place or path), planted.record_id, seen)

    def plain(self, path: str) -> str:
        """A word that redaction takes out: for those who read the text as it is."""
        planted = self.planted

        def seen(person: oracle.Person) -> bool:
            return planted.is_seen_by(person) and oracle.text_mode(person, planted.document) == "PLAIN"

        return self.secrets.marker(self._named(f"{path} (plain)"), planted.record_id, seen)

    def nobodys(self, place: str) -> str:
        """A word that no door of today tells anybody."""
        return self.secrets.marker(self._named(place), self.planted.record_id, lambda person: False)

    def free_text(self, path: str) -> str:
        """A text with a word that redaction leaves, in a field that may be withheld, and one that it takes out."""
        return f"Погас фонарь {self.withheld(path)} у дома, пишите {self.plain(path)}@mail.ru"

    def _named(self, place: str) -> str:
        return f"{self.planted.document['resource']}.{place}"

"""Searching: a word finds a case where the asker may read it there, and only there; a contact, where it may be sought."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from api.leaks import rights
from api.leaks.answers import Probe
from api.leaks.asking import Driver, shown_as_all
from api.leaks.doors import DOORS, Listed
from api.leaks.findings import CheckKind, Sort
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.selection import shown_by
from api.leaks.stored_words import redacted
from api.leaks.truth import CASE_TYPES, Truth
from documents.kernel.ids import read_global_id
from documents.kernel.search import query_terms, search_words

WORD = re.compile(r"[^\W\d_]{4,}")
SOME = 30
FIRST = 60

TOGETHER = 3
"""Searches of one operation: one of two words lets the embedded store scan, and several people ask side by side."""

CONTACTS = {"applicantPhone": "phone", "applicantEmail": "email"}
"""Field of the filter → the stored contact that it looks for."""

NO_CONTACT = "-"
"""No phone and no e-mail: who may seek is told so, who may not is refused; a real search would write into the log."""

FOUND = "nodes { __typename ... on Node { id } ... on Case { highlights { field fragments } } } totalCount { value }"
"""What is found, with the pieces of text that tell where: they are judged as every answer is."""


@dataclass(frozen=True)
class Word:
    """A word to search for: the case and the text that it was taken from."""

    text: str
    place: str
    type_name: str
    row: Row


async def searched(driver: Driver, asker: Asker, name: str, types: tuple[str, ...]) -> None:
    """Search a list of cases by words of every kind of text, of cases that the asker sees and of others."""
    words = [one for one in _chosen(driver, asker) if one.type_name in types]
    for start in range(0, len(words), TOGETHER):
        batch = words[start : start + TOGETHER]
        # The word itself may be a personal datum: the report names the object, not the word.
        asked = Probe(name, asker, f'{{ {name}(first: 5, filter: {{search: "…"}}) {{ nodes {{ %s }} }} }}')
        document, variables = _searches(name, [one.text for one in batch])
        reply = await driver.ask(asked, document, variables)
        for number, word in enumerate(batch):
            page = reply.data.get(f"a{number}") or {"nodes": [], "totalCount": {"value": 0}}
            driver.tally.count(CheckKind.SEARCH, name, asker.label)
            told = [read_global_id(one["id"]) for one in page["nodes"]]
            _compare(driver, asked, word, types, told, page["totalCount"]["value"])


def _searches(name: str, words: list[str]) -> tuple[str, dict[str, str]]:
    """A document that searches for each of some words; it is the same for all words."""
    declared = ", ".join(f"$w{number}: String" for number in range(len(words)))
    calls = " ".join(
        f"a{number}: {name}(first: {FIRST}, filter: {{search: $w{number}}}) {{ ...All }}"
        for number in range(len(words))
    )
    document = shown_as_all(calls, shown_by(name), FOUND, declared=f"query({declared}) ")
    return document, {f"w{number}": one for number, one in enumerate(words)}


async def sought(driver: Driver, asker: Asker, name: str) -> None:
    """See whether somebody may seek a list by contacts of applicants, without seeking any."""
    may = rights.ever(asker.person, "applicant.read", without_reason=True)
    for field in CONTACTS:
        query = f'{{ {name}(first: 1, filter: {{{field}: "{NO_CONTACT}"}}) {{ totalCount {{ value }} }} }}'
        asked = Probe(name, asker, query)
        reply = await driver.ask(asked, query)
        driver.tally.count(CheckKind.SEARCH, name, asker.label)
        is_refused = reply.codes == ["FILTER_FORBIDDEN"]
        if is_refused is may:
            words = f"{field}: поиск по контакту {'отклонён' if may else 'не отклонён'}"
            driver.judge.note(asked, Sort.LEAK, CheckKind.SEARCH, words)


async def found_by_contact(driver: Driver, asker: Asker, name: str) -> None:
    """Seek applicants in earnest: those cases alone whose plain data the asker may see without a reason. Each is logged."""
    cases = [
        (type_name, row)
        for type_name, row in driver.truth.rows("Message", "Appeal")
        if rights.reaches(asker.person, "applicant.read", row, without_reason=True)
    ]
    for field, key in CONTACTS.items():
        for value in _contacts(driver.truth, key):
            holders = driver.truth.cases_of_contact(key, value)
            expected = {(type_name, row["_id"]) for type_name, row in cases if row["_id"] in holders}
            query = f'{{ {name}(first: 100, filter: {{{field}: "{value}"}}) {{ {FOUND} }} }}'
            asked = Probe(
                name, asker, f'{{ {name}(first: 100, filter: {{{field}: "…"}}) {{ nodes {{ %s }} }} }}'
            )
            page = (await driver.ask(asked, query)).data.get(name) or {
                "nodes": [],
                "totalCount": {"value": 0},
            }
            driver.tally.count(CheckKind.SEARCH, name, asker.label, max(1, len(expected)))
            told = {read_global_id(one["id"]) for one in page["nodes"]}
            if told - expected or page["totalCount"]["value"] > len(expected):
                about = next(iter(sorted(told - expected)), None)
                driver.judge.note(asked, Sort.LEAK, CheckKind.SEARCH, f"{field}: найдено чужое", about)
            elif told != expected:
                driver.judge.note(
                    asked, Sort.MISSING, CheckKind.SEARCH, f"{field}: не найдено", min(expected - told)
                )


def _contacts(truth: Truth, key: str) -> list[str]:
    """The contacts that most applicants have."""
    held = Counter(one[key] for one in truth.data.rows("applicants") if one.get(key))
    return [value for value, _ in held.most_common(4)]


def _chosen(driver: Driver, asker: Asker) -> list[Word]:
    """One word of each kind of text of each kind of case, seen and not, sensitive and not."""
    chosen: dict[tuple[object, ...], Word] = {}
    for one in _words(driver.truth):
        is_seen = driver.truth.is_visible(asker, one.type_name, one.row["_id"])
        chosen.setdefault((one.place, one.type_name, one.row["is_sensitive"], is_seen), one)
    found = list(chosen.values())
    if driver.sample is None:
        return found
    most = min(SOME, driver.sample)
    return found[:: max(1, len(found) // most)][:most]


def _words(truth: Truth) -> list[Word]:
    """The rarest word of each text of each case, and two words of each summary; the same whoever asks."""
    if "words" not in truth.memo:
        sources = list(_sources(truth))
        everywhere: Counter[str] = Counter()
        for _, _, _, words in sources:
            everywhere.update(set(words))
        truth.memo["words"] = [
            Word(text, place, type_name, row)
            for place, type_name, row, words in sources
            for text in _queries(place, sorted(set(words), key=lambda one: (everywhere[one], one)))
            if query_terms(text)
        ]
    found: list[Word] = truth.memo["words"]
    return found


def _queries(place: str, words: list[str]) -> Iterator[str]:
    yield from words[:1]
    if place == "summary" and len(words) > 1:
        yield f"{words[0]} {words[1]}"


def _sources(truth: Truth) -> Iterator[tuple[str, str, Row, list[str]]]:
    """The words of each text of each case; those that redaction takes out apart, and those of applicants."""
    applicants = {row["case_id"]: row for row in truth.data.rows("applicants")}
    for type_name, row in truth.rows(*CASE_TYPES):
        for place, text in _texts(row):
            yield place, type_name, row, WORD.findall(text or "")
        for place, part in _parts(row):
            plain, open_words = WORD.findall(part["text"]), set(WORD.findall(part["text_redacted"]))
            yield place, type_name, row, sorted(open_words)
            yield (
                f"{place} (без обезличивания)",
                type_name,
                row,
                [one for one in plain if one not in open_words],
            )
        for key in ("full_name", "email"):
            text = applicants.get(row["_id"], {}).get(key)
            yield f"applicant.{key}", type_name, row, WORD.findall(text or "")


def _texts(row: Row) -> Iterator[tuple[str, str | None]]:
    """What is written in a case besides the texts that are redacted."""
    yield "summary", redacted("summary", row.get("summary") or "")
    for key in ("flat", "description"):
        yield f"location.{key}", row["location"].get(key)
    for one in row["publications"]:
        yield "publications.author_handle", one.get("author_handle")
    for one in row["routings"]:
        yield "routings.reason", one.get("reason")


def _parts(row: Row) -> Iterator[tuple[str, Row]]:
    yield "text", row
    for name in ("responses", "publications"):
        yield from ((f"{name}.text", one) for one in row[name])


def _compare(
    driver: Driver, asked: Probe, word: Word, types: tuple[str, ...], told: list[tuple[str, str]], total: int
) -> None:
    """Exactly the cases that the asker sees and whose open text holds the word; beyond a page their number alone."""
    truth = driver.truth
    holding = (one for one in _holding(truth, word) if one[0] in types)
    expected = {one for one in holding if truth.is_visible(asked.asker, *one)}
    for about in told:
        if about not in expected and about[1] in truth.by_type[about[0]]:
            is_seen = truth.is_visible(asked.asker, *about)
            words = f"найдено по скрытому тексту: {word.place}" if is_seen else "найдено чужое"
            driver.judge.note(asked, Sort.LEAK, CheckKind.SEARCH, f"search: {words}", about)
    missing = expected - set(told) if len(expected) <= FIRST else set()
    if missing:
        driver.judge.note(
            asked, Sort.MISSING, CheckKind.SEARCH, f"search: не найдено: {word.place}", min(missing)
        )
    if total > len(expected):
        driver.judge.note(asked, Sort.LEAK, CheckKind.SEARCH, "search: totalCount больше, чем можно найти")


def _holding(truth: Truth, word: Word) -> frozenset[tuple[str, str]]:
    """The cases whose searched text holds a word, whoever asks."""
    known: dict[str, frozenset[tuple[str, str]]] = truth.memo.setdefault("holding", {})
    if word.text not in known:
        sought = search_words(word.text)
        known[word.text] = frozenset(
            case
            for case, stems in _stems(truth).items()
            if stems.issuperset(sought.terms) and (sought.last is None or any(map(sought.last.begins, stems)))
        )
    return known[word.text]


def _stems(truth: Truth) -> dict[tuple[str, str], frozenset[str]]:
    """The stems of what is searched: of a sensitive case its summary, of others also their texts without personal data."""
    if "stems" not in truth.memo:
        found = truth.memo["stems"] = dict[tuple[str, str], frozenset[str]]()
        for type_name, row in truth.rows(*CASE_TYPES):
            texts = [redacted("summary", row.get("summary") or "")]
            if not row["is_sensitive"]:
                parts = (*row["publications"], *row["responses"])
                texts += [row["text_redacted"], *(one["text_redacted"] for one in parts)]
            found[type_name, row["_id"]] = frozenset(query_terms(" ".join(texts)))
    kept: dict[tuple[str, str], frozenset[str]] = truth.memo["stems"]
    return kept


def lists_with_search() -> dict[str, tuple[str, ...]]:
    """Tell the doors that can be searched for cases, with the types that each shows."""
    return {
        name: door.types
        for name, doors in DOORS.items()
        for door in doors
        if isinstance(door, Listed) and door.filters == "CaseFilter"
    }

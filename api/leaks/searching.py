"""Searching: a word that somebody may not read in a case must not find the case."""

import json
import re
from collections import Counter
from collections.abc import Iterator

from api.leaks import rights
from api.leaks.answers import Probe
from api.leaks.asking import ROOT_FIELDS, Driver
from api.leaks.doors import DOORS, Listed
from api.leaks.findings import CheckKind, Finding, Sort
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.restricted import shown
from api.leaks.truth import CASE_TYPES, STORED_TYPES
from documents.kernel.ids import read_global_id
from documents.kernel.search import query_terms

WORD = re.compile(r"[^\W\d_]{4,}")
SOME = 30
FIRST = 60

CONTACTS = ("applicantPhone", "applicantEmail")
NO_CONTACT = "-"
"""No phone and no e-mail: who may seek is told so, who may not is refused; a real search would write into the log."""


async def searched(driver: Driver, asker: Asker, name: str) -> None:
    """Search a list of cases by words of hidden texts, of applicants and of cases out of sight."""
    words = list(_words(driver, name))[: min(SOME, driver.sample or SOME)]
    for start in range(0, len(words), ROOT_FIELDS):
        batch = words[start : start + ROOT_FIELDS]
        calls = " ".join(
            f"a{number}: {name}(first: {FIRST}, filter: {{search: {json.dumps(word, ensure_ascii=False)}}}) "
            "{ nodes { __typename ... on Node { id } } totalCount { value } }"
            for number, word in enumerate(batch)
        )
        # The word itself may be a personal datum: the report names the object, not the word.
        asked = Probe(name, asker, f'{{ {name}(first: 5, filter: {{search: "…"}}) {{ nodes {{ %s }} }} }}')
        reply = await driver.ask(asked, f"{{ {calls} }}")
        for number, word in enumerate(batch):
            page = reply.data.get(f"a{number}") or {"nodes": [], "totalCount": {"value": 0}}
            driver.tally.count(CheckKind.SEARCH, name, asker.label)
            told = [read_global_id(one["id"]) for one in page["nodes"]]
            _compare(driver, asked, word, told, page["totalCount"]["value"])


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
            _note(driver, asked, f"{field}: поиск по контакту {'отклонён' if may else 'не отклонён'}", None)


def _words(driver: Driver, name: str) -> Iterator[str]:
    """Rare words of plain texts, flats' owners, handles and summaries: the same for everybody who asks."""
    if "words" not in driver.truth.memo:
        everywhere: Counter[str] = Counter()
        sources = list(_sources(driver))
        for words in sources:
            everywhere.update(words)
        step = max(1, len(sources) // 200)
        rare = (min(words, key=lambda one: (everywhere[one], one)) for words in sources[::step] if words)
        driver.truth.memo["words"] = list(dict.fromkeys(word for word in rare if query_terms(word)))
    found: list[str] = driver.truth.memo["words"]
    turn = max(1, len(found) // SOME)
    yield from found[::turn]


def _sources(driver: Driver) -> Iterator[set[str]]:
    """The words of each text, those that redaction takes out apart, and of each applicant."""
    for _, row in driver.truth.rows(*CASE_TYPES):
        for part in (row, *row["responses"], *row["publications"]):
            redacted = set(WORD.findall(part["text_redacted"]))
            yield redacted
            yield set(WORD.findall(part["text"])) - redacted
            yield set(WORD.findall(part.get("author_handle") or ""))
        yield set(WORD.findall(row.get("summary") or ""))
    for row in driver.truth.data.rows("applicants"):
        yield {word for key in ("full_name", "email") for word in WORD.findall(row.get(key) or "")}


def _compare(driver: Driver, asked: Probe, word: str, told: list[tuple[str, str]], total: int) -> None:
    asker, truth = asked.asker, driver.truth
    wanted = set(query_terms(word))
    for type_name, row_id in told:
        row = truth.by_type[type_name].get(row_id)
        if row is None:
            continue
        if not truth.is_visible(asker, type_name, row_id):
            _note(driver, asked, "search: найдено чужое", (type_name, row_id))
        elif not wanted <= _terms_of(driver, asker, type_name, row):
            _note(driver, asked, "search: найдено по скрытому тексту", (type_name, row_id))
    if total > len(told) and total <= FIRST:
        _note(driver, asked, "search: totalCount больше, чем показано", None)


def _terms_of(driver: Driver, asker: Asker, type_name: str, row: Row) -> set[str]:
    """The stems of all that the asker may read of a case."""
    found = shown(driver.truth, asker, type_name, row)
    texts = [found.get("summary"), found.get("text"), row["number"]]
    texts += [part.get("text") for name in ("responses", "publications") for part in found[name]]
    return {stem for text in texts if text for stem in query_terms(text)}


def _note(driver: Driver, asked: Probe, place: str, name: tuple[str, str] | None) -> None:
    driver.tally.add(
        Finding(
            Sort.LEAK,
            CheckKind.SEARCH,
            asked.door,
            asked.asker.label,
            place,
            example=f"{name[0]}:{name[1]}" if name else None,
            query=asked.repeat("id"),
            objects=((STORED_TYPES[name[0]].collection, name[1]),) if name else (),
        )
    )


def lists_with_search() -> list[str]:
    """Return the doors that can be searched for cases."""
    return [
        name
        for name, doors in DOORS.items()
        for door in doors
        if isinstance(door, Listed) and door.filters == "CaseFilter"
    ]

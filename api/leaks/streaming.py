"""The stream of changes by query: read page by page as each role, and held against what the role may see."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.leaks import rights
from api.leaks.answers import Probe
from api.leaks.asgi import Reply
from api.leaks.asking import Driver
from api.leaks.findings import CheckKind, Sort
from api.leaks.people import Asker
from api.leaks.truth import CASE_TYPES
from documents.kernel.ids import MalformedId, read_global_id
from documents.kernel.names import camel

PERMISSION = "event.read"
PAGE = "told: id position at name object { named: id } changedFields"
SOME_PAGES = 3
"""Pages that are read where only a sample is looked at."""


async def streamed(driver: Driver, asker: Asker, name: str) -> None:
    """Read the stream from its beginning: what is told is visible, or was lost; all that is visible is told."""
    told: set[tuple[str, str]] = set()
    after, pages, is_whole = "", 0, False
    while not is_whole and (driver.sample is None or pages < SOME_PAGES):
        document = f"{{ {name}(first: 100{after}) {{ nodes {{ {PAGE} }} endCursor hasNext }} }}"
        asked = Probe(name, asker, document)
        reply = await driver.ask(asked, document, is_judged=False)
        page = reply.data.get(name)
        driver.judge.texts(asked, _without_lost(reply, page))
        _is_for_them(driver, asked, page)
        if page is None:
            return
        for node in page["nodes"]:
            told |= _judged(driver, asked, node)
        after, is_whole, pages = f', after: "{page["endCursor"]}"', not page["hasNext"], pages + 1
    if is_whole:
        _all_told(driver, Probe(name, asker, f"{{ {name}(first: 100) {{ %s }} }}"), told)


async def stream_begun(driver: Driver, asker: Asker, name: str) -> None:
    """Ask for the place behind the last event: a place for who reads the stream, nothing for others."""
    asked = Probe(name, asker, f"{{ {name} }}")
    reply = await driver.ask(asked, asked.brief)
    _is_for_them(driver, asked, reply.data.get(name))


def _is_for_them(driver: Driver, asked: Probe, value: Any) -> None:
    is_entitled = rights.ever(asked.asker.person, PERMISSION)
    driver.tally.count(CheckKind.LIVE, asked.door, asked.asker.label)
    if is_entitled is not (value is not None):
        sort = Sort.MISSING if is_entitled else Sort.LEAK
        driver.judge.note(asked, sort, CheckKind.LIVE, f"поток событий и право {PERMISSION}")


def _without_lost(reply: Reply, page: Mapping[str, Any] | None) -> Reply:
    """An answer without the ids of what left the reader's view, which nothing else may tell."""
    text = reply.text
    for node in page["nodes"] if page is not None else ():
        if node["name"] is None:
            text = text.replace(node["object"]["named"], "")
    return replace(reply, text=text)


def _judged(driver: Driver, asked: Probe, node: Mapping[str, Any]) -> set[tuple[str, str]]:
    """What is told of one event: of what is visible the fields that are not withheld, of anything else its id alone."""
    driver.tally.count(CheckKind.LIVE, asked.door, asked.asker.label)
    try:
        type_name, row_id = read_global_id(node["object"]["named"])
    except MalformedId:
        type_name, row_id = "", ""
    row = driver.truth.by_type[type_name].get(row_id) if type_name in CASE_TYPES else None
    about = (type_name, row_id)
    if row is None:
        driver.judge.note(asked, Sort.LEAK, CheckKind.LIVE, f"событие: {type_name or node['object']}", about)
        return set()
    if node["name"] is None:
        if driver.truth.is_visible(asked.asker, *about):
            driver.judge.note(asked, Sort.MISSING, CheckKind.LIVE, f"событие: {type_name} потеряно", about)
        elif node["changedFields"] or node["at"] is not None:
            driver.judge.note(asked, Sort.LEAK, CheckKind.LIVE, f"событие: {type_name} не одним id", about)
        return set()
    if not driver.truth.is_visible(asked.asker, *about):
        driver.judge.note(asked, Sort.LEAK, CheckKind.LIVE, f"событие: {type_name}", about)
    withheld = {camel(one) for one in driver.truth.withheld(asked.asker, type_name, row)}
    for field in withheld.intersection(node["changedFields"]):
        driver.judge.note(asked, Sort.LEAK, CheckKind.LIVE, f"событие: {type_name}.{field}", about)
    return {about}


def _all_told(driver: Driver, asked: Probe, told: set[tuple[str, str]]) -> None:
    for type_name in CASE_TYPES:
        for row_id in driver.truth.visible(asked.asker, type_name):
            driver.tally.count(CheckKind.LIVE, asked.door, asked.asker.label)
            if (type_name, row_id) not in told:
                about = (type_name, row_id)
                driver.judge.note(
                    asked, Sort.MISSING, CheckKind.LIVE, f"событие: {type_name} не рассказано", about
                )

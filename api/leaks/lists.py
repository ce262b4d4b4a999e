"""Lists: page by page what is visible and nothing else, under every filter and in every order, with true totals."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.leaks.answers import Probe
from api.leaks.asking import ROOT_FIELDS, Driver, shown_as_all
from api.leaks.doors import Directory, Listed
from api.leaks.filters import FILTERS, NAMED_OBJECTS, ORDERS, in_order
from api.leaks.findings import CheckKind, Sort
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.selection import listed_by, pieces, query_fields, shallow_pieces, shown_by, type_names
from api.leaks.trials import Trial
from api.leaks.truth import CASE_TYPES
from api.leaks.waiting import STEPS_OF, waiting
from documents.kernel.ids import read_global_id

CAP = 10_000
PAGE = 100
ROWS_OF_A_TRIAL = 50
NUMBERS = 3
OF_CASES = "CaseOrder"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Trialled:
    """One question to a list: its arguments, the check it belongs to, where it is told, and the rows it must give."""

    arguments: str
    check: CheckKind
    place: str
    expected: Sequence[tuple[str, str]]
    loose: frozenset[tuple[str, str]] = frozenset()
    is_bound: bool = False


async def listed(driver: Driver, asker: Asker, name: str, door: Listed) -> None:
    """Read a list as somebody and compare it with what this person may see."""
    visible = _visible(driver, asker, door)
    ordered = in_order(visible, door.key, descending=door.descending)
    names = [_name(driver, door, row) for row in ordered]
    await _pages(driver, asker, name, names)
    await _backwards(driver, asker, name, names)
    now = driver.now()
    trials = [*_filtered(driver, asker, door, ordered, now), *_sorted(driver, asker, name, door, visible)]
    trials += _waiting(driver, asker, door, ordered)
    if door.filters == "CaseFilter":
        trials += _numbered(driver, asker, door, ordered)
    await _try(driver, asker, name, trials)


async def directory(driver: Driver, asker: Asker, name: str, door: Directory) -> None:
    """Read reference data as somebody, forwards and backwards; what is there of a kind is shown, all of it."""
    for piece in driver.in_turn(asker, name, _pieces(name)):
        size = driver.page_size(name, piece)
        for window in (f"first: {size}", f"last: {size}"):
            head = f"{name}({window})"
            shown = f"{head} {{ edges {{ cursor }} nodes {{ ...All }} totalCount {{ value }} }}"
            document = shown_as_all(shown, listed_by(name), piece)
            await driver.ask(Probe(name, asker, f"{{ {head} {{ nodes {{ %s }} }} }}"), document)
    now = driver.now()
    rows = [one for one in driver.truth.rows(door.type_name) if door.is_listed(one[1], now)]
    expected = [(one, row["_id"]) for one, row in rows if driver.truth.is_visible(asker, one, row["_id"])]
    given = f", filter: {{{door.whole}}}" if door.whole else ""
    query = f"{{ {name}(first: {PAGE}{given}) {{ nodes {{ id }} totalCount {{ value }} }} }}"
    asked = Probe(name, asker, query)
    page = (await driver.ask(asked, query)).data.get(name) or {"nodes": [], "totalCount": {"value": 0}}
    told = {read_global_id(one["id"]) for one in page["nodes"]}
    driver.tally.count(CheckKind.LISTS, name, asker.label, max(1, len(expected)))
    extra, missing = told - set(expected), set(expected) - told
    if extra or page["totalCount"]["value"] > len(expected):
        driver.judge.note(
            asked, Sort.LEAK, CheckKind.LISTS, f"{name}: лишняя строка", min(extra, default=None)
        )
    elif page["totalCount"]["value"] < len(expected) or (missing and len(expected) <= PAGE):
        driver.judge.note(
            asked, Sort.MISSING, CheckKind.LISTS, f"{name}: не показано", min(missing, default=None)
        )


def _pieces(name: str) -> tuple[str, ...]:
    shown = query_fields()[name]
    one = type_names(shown)
    return pieces(one[0]) if len(one) == 1 else pieces("Case" if "Incident" in one else "Submission")


def _visible(driver: Driver, asker: Asker, door: Listed) -> list[Row]:
    truth = driver.truth
    return [row for name, row in truth.rows(*door.types) if truth.is_visible(asker, name, row["_id"])]


def _name(driver: Driver, door: Listed, row: Row) -> tuple[str, str]:
    for one in door.types:
        if row["_id"] in driver.truth.by_type[one]:
            return one, row["_id"]
    raise KeyError(row["_id"])


async def _pages(driver: Driver, asker: Asker, name: str, expected: list[tuple[str, str]]) -> None:
    """The first page with all that there is to it; where nothing is sampled, all pages with what the objects themselves
    hold, on the door of the type alone."""
    alone = type_names(query_fields()[name])
    whole = driver.sample is None and len(alone) == 1
    pages = [(piece, False) for piece in driver.in_turn(asker, name, _pieces(name))]
    shallow = driver.in_turn(asker, name, shallow_pieces(alone[0])) if whole else []
    pages += [(piece, True) for piece in shallow]
    for number, (piece, to_the_end) in enumerate(pages):
        size = driver.page_size(name, piece)
        at_most = None if to_the_end else min(size, driver.sample or size)
        size = size if at_most is None else at_most
        after, place = None, 0
        while True:
            # A place is a variable: the second page of everybody is one document, and so are all behind it.
            declared, given = ("query($after: String!) ", ", after: $after") if after else ("", "")
            head = f"{name}(first: {size}{given})"
            shown = (
                f"{head} {{ edges {{ cursor node {{ __typename id }} }} nodes {{ ...All }} "
                f"pageInfo {{ hasNextPage endCursor }} {'totalCount { value }' if not place else ''} }}"
            )
            document = shown_as_all(shown, listed_by(name), piece, declared=declared)
            if driver.points(document) > 2_000:
                document = document.replace("edges { cursor node { __typename id } }", "edges { cursor }")
            told = head.replace("$after", f'"{after}"')
            asked = Probe(name, asker, f"{{ {told} {{ nodes {{ %s }} }} }}")
            reply = await driver.ask(asked, document, {"after": after} if after else None)
            page = reply.data.get(name) or {"nodes": [], "pageInfo": {"hasNextPage": False}}
            question = Trialled(f"first: {size}", CheckKind.LISTS, name, expected[place : place + size])
            _compare(driver, asked, question, page, total=len(expected) if not place and not number else None)
            place += size
            info = page["pageInfo"]
            if not info["hasNextPage"] or (at_most is not None and place >= at_most):
                break
            after = info["endCursor"]


async def _backwards(driver: Driver, asker: Asker, name: str, expected: list[tuple[str, str]]) -> None:
    """The last two pages, from behind: the rows alone, which have been shown above."""
    size = min(PAGE, driver.sample or PAGE) if len(expected) > PAGE else max(1, len(expected) // 2)
    before, end = None, len(expected)
    for _ in range(2):
        declared, given = ("query($before: String!) ", ", before: $before") if before else ("", "")
        head = f"{name}(last: {size}{given})"
        document = f"{declared}{{ {head} {{ nodes {{ __typename ... on Node {{ id }} }} pageInfo {{ startCursor }} }} }}"
        told = head.replace("$before", f'"{before}"')
        asked = Probe(name, asker, f"{{ {told} {{ nodes {{ %s }} }} }}")
        page = (await driver.ask(asked, document, {"before": before} if before else None)).data.get(name) or {
            "nodes": []
        }
        start = max(0, end - size)
        _compare(
            driver,
            asked,
            Trialled(f"last: {size}", CheckKind.LISTS, name, expected[start:end]),
            page,
            total=None,
        )
        if not page["nodes"] or start == 0:
            break
        before, end = page["pageInfo"]["startCursor"], start


def _filtered(
    driver: Driver, asker: Asker, door: Listed, ordered: list[Row], now: datetime
) -> Iterator[Trialled]:
    if door.filters is None:
        return
    everything = [row for _, row in driver.truth.rows(*door.types)]
    # The five lists of cases share one filter: its values are tried on one of them, one value on the others.
    is_shared = door.filters == "CaseFilter" and len(door.types) < 3
    if is_shared and (driver.sample is not None or "Appeal" in door.types):
        return
    most = 1 if driver.sample is not None or is_shared else 2
    for field, condition in FILTERS[door.filters].items():
        for trial in list(condition(everything, now))[:most]:
            expected = [row for row in ordered if trial.holds(row, asker, now)]
            if field in NAMED_OBJECTS:
                named, key = NAMED_OBJECTS[field]
                expected = [row for row in expected if driver.truth.is_visible(asker, named, row[key])]
            yield Trialled(
                f"filter: {{{field}: {trial.text}}}",
                CheckKind.FILTERS,
                f"filter.{field}",
                [_name(driver, door, row) for row in expected],
                _loose(driver, door, asker, ordered, trial, now),
                trial.is_bound,
            )


def _loose(
    driver: Driver, door: Listed, asker: Asker, rows: list[Row], trial: Trial, now: datetime
) -> frozenset[tuple[str, str]]:
    """Rows that the passing of a minute moves in or out of a filter."""
    soon = now + MINUTE
    moved = [row for row in rows if trial.holds(row, asker, now) != trial.holds(row, asker, soon)]
    return frozenset(_name(driver, door, row) for row in moved)


def _waiting(driver: Driver, asker: Asker, door: Listed, ordered: list[Row]) -> Iterator[Trialled]:
    """Each action that may be asked for alone, on each list that has some, and all of them at once."""
    name, steps = str(door.filters), STEPS_OF.get(str(door.filters), {})
    if not steps:
        return
    by_action = {action: waiting(driver.truth, asker, action, of=name) for action in steps}
    asked = [*((action, ids) for action, ids in by_action.items())]
    asked.append((", ".join(by_action), frozenset().union(*by_action.values())))
    for actions, ids in asked:
        yield Trialled(
            f"filter: {{allowedAction: [{actions}]}}",
            CheckKind.WAITING,
            f"filter.allowedAction {actions if actions in steps else 'все'}",
            [_name(driver, door, row) for row in ordered if row["_id"] in ids],
        )


def _numbered(driver: Driver, asker: Asker, door: Listed, ordered: list[Row]) -> Iterator[Trialled]:
    """Searches by number: those of others find what a number finds that was never given; a beginning, what is visible."""
    numbers = [row["number"] for row in ordered[:1]]
    hidden = [
        row
        for name, row in driver.truth.rows(*CASE_TYPES)
        if not driver.truth.is_visible(asker, name, row["_id"])
    ]
    numbers += [row["number"] for row in hidden[:: max(1, len(hidden) // NUMBERS)][:NUMBERS]]
    numbers += [one[:-2] for one in numbers[-1:]]
    for number in numbers:
        yield Trialled(
            f'filter: {{search: "{number}"}}',
            CheckKind.SEARCH,
            "filter.search по номеру",
            [_name(driver, door, row) for row in ordered if row["number"].startswith(number)],
        )


def _sorted(driver: Driver, asker: Asker, name: str, door: Listed, visible: list[Row]) -> Iterator[Trialled]:
    if "direction" in query_fields()[name].args:
        rows = in_order(visible, door.key, descending=not door.descending)
        direction = "ASC" if door.descending else "DESC"
        names = [_name(driver, door, row) for row in rows]
        yield Trialled(f"direction: {direction}", CheckKind.ORDERS, "direction", names)
    if door.orders is None:
        return
    for field, direction in itertools.product(orders_of(driver, asker, name, door.orders), ("ASC", "DESC")):
        rows = in_order(visible, ORDERS[door.orders][field], descending=direction == "DESC")
        yield Trialled(
            f"orderBy: {{field: {field}, direction: {direction}}}",
            CheckKind.ORDERS,
            f"orderBy.{field}",
            [_name(driver, door, row) for row in rows],
        )


def orders_of(driver: Driver, asker: Asker, name: str, orders: str) -> list[str]:
    """Return by what somebody asks a list to be ordered: by turns, where all lists of cases have it alike."""
    found = list(ORDERS[orders])
    return driver.in_turn(asker, name, found) if orders == OF_CASES else found


async def _try(driver: Driver, asker: Asker, name: str, trials: list[Trialled]) -> None:
    size = min(ROWS_OF_A_TRIAL, driver.sample or PAGE)
    body = "nodes { __typename ... on Node { id } } totalCount { value }"
    for start in range(0, len(trials), ROOT_FIELDS):
        batch = trials[start : start + ROOT_FIELDS]
        calls = " ".join(
            f"a{number}: {name}(first: {size}, {one.arguments}) {{ ...All }}"
            for number, one in enumerate(batch)
        )
        calls, declared, variables = _with_sought(calls)
        document = shown_as_all(calls, shown_by(name), body, declared=declared)
        reply = await driver.ask(
            Probe(name, asker, f"{{ {name}(first: 1) {{ nodes {{ %s }} }} }}"), document, variables
        )
        for number, one in enumerate(batch):
            page = reply.data.get(f"a{number}")
            asked = Probe(
                name,
                asker,
                f"{{ {name}(first: {size}, {one.arguments}) {{ nodes {{ id }} totalCount {{ value }} }} }}",
            )
            if page is None:
                if one.expected:
                    place = f"{one.place}: нет ответа {sorted(set(reply.codes))}"
                    driver.judge.note(asked, Sort.BROKEN, one.check, place)
                continue
            _compare(driver, asked, one, page, total=len(one.expected), size=size)


_SOUGHT = re.compile(r'search: "([^"\\]*)"')


def _with_sought(calls: str) -> tuple[str, str, dict[str, str]]:
    """Calls whose searches are variables, with what declares these: each asker is refused other numbers, by the same
    document."""
    sought = dict[str, str]()

    def named(found: re.Match[str]) -> str:
        name = f"s{len(sought)}"
        sought[name] = found[1]
        return f"search: ${name}"

    told = _SOUGHT.sub(named, calls)
    declared = f"query({', '.join(f'${name}: String' for name in sought)}) " if sought else ""
    return told, declared, sought


def _compare(
    driver: Driver,
    asked: Probe,
    question: Trialled,
    page: dict[str, object],
    *,
    total: int | None,
    size: int | None = None,
) -> None:
    """Rows in their order, and the total; what time itself moves is left aside."""
    rows = page["nodes"]
    assert isinstance(rows, list)
    told = [read_global_id(one["id"]) for one in rows]
    expected = list(question.expected[:size] if size is not None else question.expected)
    driver.tally.count(question.check, asked.door, asked.asker.label, max(1, len(expected)))
    if question.loose:
        return
    known = set(question.expected)
    extra = next((one for one in told if one not in known), None)
    missing = next((one for one in expected if one not in set(told)), None)
    if extra is not None:
        driver.judge.note(asked, Sort.LEAK, question.check, f"{question.place}: лишняя строка", extra)
    elif told != expected and not question.is_bound:
        sort = Sort.LEAK if question.check is CheckKind.ORDERS else Sort.MISSING
        place = f"{question.place}: другой порядок или состав"
        driver.judge.note(asked, sort, question.check, place, missing)
    if total is None or "totalCount" not in page:
        return
    value = page["totalCount"]["value"]  # type: ignore[index]
    driver.tally.count(CheckKind.TOTALS, asked.door, asked.asker.label)
    if value > min(total, CAP) or (value != min(total, CAP) and not question.is_bound):
        sort = Sort.LEAK if value > total else Sort.MISSING
        driver.judge.note(asked, sort, CheckKind.TOTALS, f"{question.place}: totalCount")

"""Doors behind a permission: empty for who has it not; explanations that tell hidden and unknown apart are a leak."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from api.leaks import rights
from api.leaks.answers import Probe
from api.leaks.asking import Driver
from api.leaks.doors import Explained, Gated
from api.leaks.findings import CheckKind, Sort
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.selection import pieces, shown_by
from api.leaks.trials import spelled
from api.leaks.truth import CASE_TYPES, REMARKS, RESTRICTED, STORED, gid
from documents.kernel.ids import global_id
from documents.kernel.names import camel

UNKNOWN = "0" * 24
INSTANT = timedelta(milliseconds=1)
FOURTH = 4

ACTIONS = {
    "Message": ("routeSubmission", "submission.read"),
    "Appeal": ("closeSubmission", "submission.read"),
    "Incident": ("routeIncident", "incident.read"),
    "Meeting": ("meeting.chair", "meeting.read"),
    "MemberProposal": ("decideProposal", "meeting.read"),
    "Protocol": ("signProtocol", "protocol.read"),
    "Assignment": ("acceptAssignmentReport", "assignment.read"),
}
"""Type → what is asked about its objects: an operation, and the permission to read."""

FIELDS = tuple(camel(one) for one in RESTRICTED["case"] if one not in REMARKS)
"""The fields of cases whose withholding is asked to be explained."""


async def gated(driver: Driver, asker: Asker, name: str, door: Gated) -> None:
    """Ask a field, and hold it against the permission; about oneself everybody may ask."""
    arguments = driver.some(door.arguments(driver.truth))
    is_entitled = rights.ever(asker.person, door.permission)
    own = global_id("Person", asker.person.person_id or "")
    shown = driver.pieces_of(name, arguments[0]) if arguments else ()
    for piece in driver.in_turn(asker, name, shown):
        values, _ = await driver.each(asker, name, arguments, piece)
        for argument, value in zip(arguments, values, strict=True):
            driver.tally.count(CheckKind.LOOKUPS, name, asker.label)
            if not (is_entitled or own in argument or _is_empty(value)):
                _tells(driver, asker, name, f"ответ без права {door.permission}", argument)


async def explained(driver: Driver, asker: Asker, name: str, door: Explained) -> None:
    """Ask about hidden objects and about ones that are not there, which must be told alike; and about some that are seen."""
    piece = pieces(shown_by(name))[0]
    for type_name in STORED:
        rows = driver.truth.rows(type_name)
        seen = {row["_id"] for _, row in rows if driver.truth.is_visible(asker, type_name, row["_id"])}
        hidden = driver.few([one for one in rows if one[1]["_id"] not in seen])
        shown = driver.few([one for one in rows if one[1]["_id"] in seen])
        for start, step in _questions(driver, asker, type_name, door):
            ids = [global_id(type_name, UNKNOWN), *(gid(*one) for one in hidden[::step])]
            arguments = [f'{start}, id: "{one}"' for one in ids]
            values, _ = await driver.each(asker, name, arguments if hidden else [], piece)
            for argument, value in zip(arguments[1:], values[1:], strict=False):
                driver.tally.count(CheckKind.LOOKUPS, name, asker.label)
                if value != values[0]:
                    _tells(driver, asker, name, "о скрытом сказано не то, что о неизвестном", argument)
            # What is said of an object that is seen, the judge reads.
            about = [f'{start}, id: "{gid(*one)}"' for one in shown[::FOURTH]]
            await driver.each(asker, name, about, piece)


def _questions(driver: Driver, asker: Asker, type_name: str, door: Explained) -> Iterator[tuple[str, int]]:
    """What is asked about objects: each action, about oneself and another; about every fourth case each withheld field."""
    for action in ACTIONS[type_name]:
        if door.only_mutations and "." in action:
            continue
        if not door.names_actor:
            yield f'action: "{action}"', 1
            continue
        for actor in _actors(driver, asker):
            yield f'actor: "{actor}", action: "{action}"', 1
    if door.names_actor and type_name in CASE_TYPES:
        actor, action = _actors(driver, asker)[-1], ACTIONS[type_name][1]
        for field in driver.in_turn(asker, "accessExplain", FIELDS):
            yield f'actor: "{actor}", action: "{action}", field: "{field}"', FOURTH


def _actors(driver: Driver, asker: Asker) -> list[str]:
    """Oneself, and somebody else."""
    me = asker.person.person_id
    others = [row["_id"] for row in driver.truth.data.rows("memberships") if row["person_id"] != me]
    people = [driver.truth.data.collections["memberships"][one]["person_id"] for one in others[:1]]
    return [global_id("Person", one) for one in ([me] if me else []) + people]


def _is_empty(value: Any) -> bool:
    """Nothing, an empty list, or a page of nothing."""
    return not value or (isinstance(value, dict) and value.get("nodes") == [])


def _tells(driver: Driver, asker: Asker, door: str, place: str, argument: str) -> None:
    given = f"({argument})" if argument else ""
    query = f"{{ {door}{given} {{ __typename }} }}"
    driver.note(asker, door, Sort.LEAK, CheckKind.LOOKUPS, place, query=query)


async def logged(driver: Driver, asker: Asker, name: str) -> None:
    """Read the log of access to personal data, whole, filtered and by periods."""
    rows = driver.truth.data.rows("personal_data_accesses")
    reads = rights.ever(asker.person, "access_log.read")
    people = sorted({row["person_id"] for row in rows if row.get("person_id")})[:3]
    cases = [row["case_id"] for row in rows if row.get("case_id")][:3]
    filters: list[tuple[str, Callable[[Row], bool]]] = [("", bool)]
    filters += [
        (_filter("personIds", f'["{global_id("Person", one)}"]'), _is("person_id", one)) for one in people
    ]
    for one in cases:
        kind = str((driver.truth.data.row("cases", one) or {"kind": "MESSAGE"})["kind"]).capitalize()
        filters.append((_filter("caseId", f'"{global_id(kind, one)}"'), _is("case_id", one)))
    shown_of = driver.in_turn(asker, name, pieces("PersonalDataAccess"))
    asked_of = [(text, holds, shown_of) for text, holds in filters]
    # What a line shows is judged above; of periods it is asked which lines they leave.
    asked_of += [(text, holds, ["kind"]) for text, holds in _periods(rows)]
    for text, holds, shown in asked_of:
        expected = [row for row in rows if holds(row)] if reads else []
        for piece in shown:
            size = driver.page_size(name, piece)
            head = f"{name}(first: {size}{text})"
            asked = Probe(name, asker, f"{{ {head} {{ nodes {{ at }} }} }}")
            document = f"{{ {head} {{ nodes {{ shownAt: at {piece} }} totalCount {{ value }} }} }}"
            page = (await driver.ask(asked, document)).data.get(name)
            _logged_total(driver, asked, page["totalCount"]["value"] if page else 0, len(expected))
            _logged_lines(driver, asked, page["nodes"] if page else [], expected, size)


def _logged_total(driver: Driver, asked: Probe, told: int, expected: int) -> None:
    driver.tally.count(CheckKind.TOTALS, asked.door, asked.asker.label)
    if told != expected:
        sort = Sort.LEAK if told > expected else Sort.MISSING
        driver.judge.note(asked, sort, CheckKind.TOTALS, "число строк журнала")


def _logged_lines(driver: Driver, asked: Probe, lines: list[Any], expected: list[Row], size: int) -> None:
    """The latest lines first, each at a moment at which the filter leaves one."""
    told = [datetime.fromisoformat(one["shownAt"]).astimezone(UTC).replace(tzinfo=None) for one in lines]
    there = sorted((row["at"] for row in expected), reverse=True)
    driver.tally.count(CheckKind.FILTERS, asked.door, asked.asker.label, max(1, len(told)))
    if told == there[:size]:
        return
    is_extra = bool(Counter(told) - Counter(there))
    words = "строка журнала вне отбора" if is_extra else "не те строки журнала"
    driver.judge.note(asked, Sort.LEAK if is_extra else Sort.MISSING, CheckKind.FILTERS, words)


def _periods(rows: list[Row]) -> Iterator[tuple[str, Callable[[Row], bool]]]:
    """Half-open periods whose ends are moments of lines: from one, up to one, between two, and after the last."""
    moments = sorted({row["at"] for row in rows})
    if not moments:
        return
    low, high, after = moments[len(moments) // 3], moments[2 * len(moments) // 3], moments[-1] + INSTANT
    for start, end in ((low, None), (None, high), (low, high), (low, after), (after, None)):
        if start is None or end is None or start < end:
            ends = [
                f'{word}: "{spelled(one)}"' for word, one in (("from", start), ("to", end)) if one is not None
            ]
            yield _filter("at", f"{{{', '.join(ends)}}}"), partial(_is_within, start, end)


def _is_within(start: datetime | None, end: datetime | None, row: Row) -> bool:
    return (start is None or start <= row["at"]) and (end is None or row["at"] < end)


def _filter(field: str, value: str) -> str:
    return f", filter: {{{field}: {value}}}"


def _is(key: str, value: str) -> Callable[[Row], bool]:
    return lambda row: bool(row.get(key) == value)

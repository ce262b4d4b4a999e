"""Doors behind a permission: empty for who has it not; explanations that tell hidden and unknown apart are a leak."""

from collections.abc import Callable
from typing import Any

from api.leaks import rights
from api.leaks.answers import Asked
from api.leaks.asking import Driver
from api.leaks.doors import Explained, Gated
from api.leaks.findings import Check, Finding, Sort
from api.leaks.people import Asker
from api.leaks.pipelines import Row
from api.leaks.selection import pieces, shown_by
from api.leaks.truth import STORED, gid
from documents.kernel.ids import global_id

UNKNOWN = "0" * 24
MOST = 6
"""Objects of a type that are asked about."""

ACTIONS = {
    "Message": ("routeSubmission", "submission.read"),
    "Appeal": ("closeSubmission", "submission.read"),
    "Incident": ("routeIncident", "incident.read"),
    "Meeting": ("meeting.chair", "meeting.read"),
    "Protocol": ("signProtocol", "protocol.read"),
    "Assignment": ("acceptAssignmentReport", "assignment.read"),
}
"""Type → what is asked about its objects: an operation, and the permission to read."""


async def gated(driver: Driver, asker: Asker, name: str, door: Gated) -> None:
    """This function will ask a field, and hold it against the permission; about oneself everybody may ask."""
    arguments = driver.some(door.arguments(driver.truth))
    is_entitled = rights.ever(asker.person, door.permission)
    own = global_id("Person", asker.person.person_id or "")
    for piece in driver.pieces_of(name, arguments[0]) if arguments else ():
        values, _ = await driver.each(asker, name, arguments, piece)
        for argument, value in zip(arguments, values, strict=True):
            driver.tally.count(Check.LOOKUPS, name, asker.label)
            if not (is_entitled or own in argument or _is_empty(value)):
                _note(driver, asker, name, f"ответ без права {door.permission}", argument)


async def explained(driver: Driver, asker: Asker, name: str, door: Explained) -> None:
    """This function will ask about hidden objects and about ones that are not there: the answers must be the same."""
    piece = pieces(shown_by(name))[0]
    for type_name in STORED:
        chosen = driver.some(_hidden(driver, asker, type_name))[:MOST]
        if not chosen:
            continue
        for action in ACTIONS[type_name]:
            for actor in _actors(driver, asker) if door.argument else [""]:
                start = f'{door.argument}: "{actor}", action: "{action}"' if actor else f'action: "{action}"'
                ids = [global_id(type_name, UNKNOWN), *(gid(type_name, row) for row in chosen)]
                arguments = [f'{start}, id: "{one}"' for one in ids]
                values, _ = await driver.each(asker, name, arguments, piece)
                for argument, value in zip(arguments[1:], values[1:], strict=True):
                    driver.tally.count(Check.LOOKUPS, name, asker.label)
                    if value != values[0]:
                        _note(driver, asker, name, "о скрытом сказано не то, что о неизвестном", argument)


def _actors(driver: Driver, asker: Asker) -> list[str]:
    """Oneself, and somebody else."""
    me = asker.person.person_id
    others = [row["_id"] for row in driver.truth.data.rows("memberships") if row["person_id"] != me]
    people = [driver.truth.data.collections["memberships"][one]["person_id"] for one in others[:1]]
    return [global_id("Person", one) for one in ([me] if me else []) + people]


def _hidden(driver: Driver, asker: Asker, type_name: str) -> list[Row]:
    seen = driver.truth.visible(asker, type_name)
    return [row for row_id, row in driver.truth.by_type[type_name].items() if row_id not in seen]


def _is_empty(value: Any) -> bool:
    """Nothing, an empty list, or a page of nothing."""
    return not value or (isinstance(value, dict) and value.get("nodes") == [])


def _note(driver: Driver, asker: Asker, door: str, place: str, argument: str) -> None:
    given = f"({argument})" if argument else ""
    query = f"{{ {door}{given} {{ __typename }} }}"
    driver.tally.add(Finding(Sort.LEAK, Check.LOOKUPS, door, asker.label, place, query=query))


async def logged(driver: Driver, asker: Asker, name: str) -> None:
    """This function will read the log of access to personal data, whole and filtered, and count its lines."""
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
    for text, holds in filters:
        for piece in pieces("PersonalDataAccess"):
            head = f"{name}(first: {driver.page_size(name, piece)}{text})"
            asked = Asked(name, asker, f"{{ {head} {{ nodes {{ at }} }} }}")
            document = f"{{ {head} {{ nodes {{ {piece} }} totalCount {{ value }} }} }}"
            page = (await driver.ask(asked, document)).data.get(name)
            told = page["totalCount"]["value"] if page else 0
            expected = sum(1 for row in rows if holds(row)) if reads else 0
            driver.tally.count(Check.TOTALS, name, asker.label)
            if told != expected:
                sort = Sort.LEAK if told > expected else Sort.MISSING
                driver.tally.add(
                    Finding(sort, Check.TOTALS, name, asker.label, "число строк журнала", query=asked.brief)
                )


def _filter(field: str, value: str) -> str:
    return f", filter: {{{field}: {value}}}"


def _is(key: str, value: str) -> Callable[[Row], bool]:
    return lambda row: bool(row.get(key) == value)

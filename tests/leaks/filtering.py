"""Filters and orders give no oracle: each leaves the rows that it leaves to who sees all, cut to what one may see."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import timedelta

from graphql import GraphQLEnumType, GraphQLInputObjectType, get_named_type

from api.leaks.selection import CORE, type_names
from documents.kernel.ids import global_id
from documents.kernel.names import camel
from schema.cases.waiting import CaseAction
from tests.leaks.calls import field_of
from tests.leaks.town_planted import asking, person_id
from tests.leaks.world import World
from tests.support.town import NOW

ALL_SEEING = "HD"


def _period(start_days: int, end_days: int) -> str:
    start, end = NOW + timedelta(days=start_days), NOW + timedelta(days=end_days)
    return f'{{from: "{start.isoformat()}Z", to: "{end.isoformat()}Z"}}'


FLAGS = ("true", "false")
DAYS = ('{from: "2026-06-01", to: "2026-07-01"}', '{to: "2026-06-01"}')


def _ids(type_name: str, *names: str) -> tuple[str, ...]:
    return tuple(f'["{global_id(type_name, name)}"]' for name in names)


FILTERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "CaseFilter": {
        "kind": ("[MESSAGE]", "[APPEAL, INCIDENT]"),
        "status": ("[NEW]", "[ASSIGNED, IN_PROGRESS]"),
        "sector": ("[ROADS]", "[EDUCATION, ENERGY]"),
        "outsideSectors": FLAGS,
        "topicIds": _ids("Topic", "holes", "meals"),
        "channel": ('["epgu"]', '["vk", "page-comments"]'),
        "regime": ("[MESSAGE]", "[APPEAL_59FZ]"),
        "priority": ("[NORMAL]", "[HIGH]"),
        "recipientIds": _ids("Organization", "schools", "road-repair"),
        "assigneeIds": _ids("Person", person_id("AS"), "person-elsewhere"),
        "assignedToMe": (),
        "unassigned": FLAGS,
        "settlementIds": _ids("Settlement", "bogotol"),
        "receivedAt": (_period(-40, -10), _period(-10, 0)),
        "routedAt": (_period(-40, -10), _period(-10, 0)),
        "dueAt": (_period(0, 10), _period(10, 40)),
        "updatedAt": (_period(-1, 1),),
        "isOverdue": FLAGS,
        "isDueSoon": FLAGS,
        "wasReturned": FLAGS,
        "allowedAction": (),
        "applicantPhone": (),
        "applicantEmail": (),
        "search": ('"2026-1000"', '"ИМ-2026"', '"фонарь"', '"фонарь погас"'),
    },
    "MeetingFilter": {"status": ("[HELD]", "[DRAFT]"), "form": ("[IN_PERSON]",), "year": ("2026", "2025")},
    "ProtocolFilter": {
        "status": ("[SIGNED]", "[DRAFT, IN_REVIEW]"),
        "form": ("[IN_PERSON]",),
        "year": ("2026",),
        "date": ('{from: "2026-05-01"}',),
        "meetingIds": _ids("Meeting", "meeting-review", "meeting-held"),
    },
    "AssignmentFilter": {
        "status": ("[ISSUED]", "[DRAFT]"),
        "responsibleIds": _ids("Person", person_id("AS"), "person-elsewhere"),
        "organizationIds": _ids("Organization", "road-repair", "administration"),
        "controllerIds": _ids("Person", person_id("HD")),
        "protocolIds": _ids("Protocol", "protocol-review"),
        "assignedToMe": (),
        "dueOn": DAYS,
        "isOverdue": FLAGS,
    },
}
"""Filter → field → values to try. `assignedToMe`, `allowedAction` and contacts differ by who asks and have checks of
their own."""

PUBLIC: Mapping[str, str] = {
    "AccountFilter": "the administrator alone asks with it, and nothing of an account is withheld from him",
    "ClientFilter": "as above",
    "TopicFilter": "reference data, of which nothing is withheld from who may read it",
    "SettlementFilter": "as above",
    "OrganizationFilter": "as above",
    "PersonalDataAccessFilter": "whoever sees a line of the log sees all of them",
    "MemberFilter": "as above: it looks at roles, sectors and persons, never at contacts",
}
"""Filters that can tell nothing, and why."""

LISTS = {
    "cases": "CaseFilter",
    "meetings": "MeetingFilter",
    "protocols": "ProtocolFilter",
    "assignments": "AssignmentFilter",
}


def unfiltered() -> list[str]:
    """Filter inputs and fields of them that nothing here tries."""
    inputs = {
        name: one
        for name, one in CORE.type_map.items()
        if isinstance(one, GraphQLInputObjectType) and name.endswith("Filter")
    }
    missing = sorted(set(inputs) ^ {*FILTERS, *PUBLIC})
    for name, fields in FILTERS.items():
        missing += sorted(f"{name}.{one}" for one in set(inputs[name].fields) ^ set(fields))
    return missing


def conditions(name: str) -> list[str]:
    """Every filter of a list with each of its values, one field at a time."""
    fields = FILTERS[LISTS[name]]
    return [f"{field}: {value}" for field, values in fields.items() for value in values]


def orders(name: str) -> list[str]:
    """Every order of a list, both ways."""
    shown = get_named_type(field_of(name).args["orderBy"].type)
    assert isinstance(shown, GraphQLInputObjectType)
    fields = get_named_type(shown.fields["field"].type)
    assert isinstance(fields, GraphQLEnumType)
    return [
        f"{{field: {one}, direction: {way}}}"
        for one, way in itertools.product(fields.values, ("ASC", "DESC"))
    ]


async def filters(world: World, login: str) -> list[str]:
    """Each filter leaves this person what it leaves the head, cut to what the person may see; counts say the same."""
    asked = {name: [f"filter: {{{one}}}" for one in conditions(name)] for name in LISTS}
    return await _compare(world, login, asked, in_order=False)


async def sorting(world: World, login: str) -> list[str]:
    """Each order shows this person's rows as they stand in the head's list."""
    asked = {name: [f"orderBy: {one}" for one in orders(name)] for name in LISTS}
    return await _compare(world, login, asked, in_order=True)


async def mine(world: World, login: str) -> list[str]:
    """«Assigned to me» is what is mine, of what I see."""
    person, wrong = asking(login), []
    for name, key in (("cases", "assignee_id"), ("assignments", "responsible_id")):
        seen = [one for one in world.of(*type_names(field_of(name))) if one.is_seen_by(person)]
        for flag in (True, False):
            expected = {
                one.global_id
                for one in seen
                if (person.person_id is not None and one.document.get(key) == person.person_id) is flag
            }
            found = await _rows(world, login, name, [f"filter: {{assignedToMe: {str(flag).lower()}}}"])
            if set(found[0][0]) != expected:
                wrong.append(f"{login} {name} assignedToMe {flag}: {len(found[0][0])}, not {len(expected)}")
    return wrong


async def waiting(world: World, login: str) -> list[str]:
    """«What waits for me» is what offers me the action, of what I see."""
    wrong = []
    every = await world.ask(login, "{ cases(first: 100) { nodes { id allowedActions { action allowed } } } }")
    nodes = every.data["cases"]["nodes"]
    asked = [f"filter: {{allowedAction: [{one.name}]}}" for one in CaseAction]
    found = await _rows(world, login, "cases", asked)
    for action, (ids, total) in zip(CaseAction, found, strict=True):
        offered = {"action": camel(action.lower()), "allowed": True}
        expected = [one["id"] for one in nodes if offered in one["allowedActions"]]
        if ids != expected or total != len(expected):
            wrong.append(f"{login} cases allowedAction {action}: {len(ids)} of {total}, not {len(expected)}")
    return wrong


async def _compare(world: World, login: str, asked: Mapping[str, list[str]], *, in_order: bool) -> list[str]:
    person, wrong = asking(login), []
    for name, arguments in asked.items():
        seen = world.seen(person, *type_names(field_of(name)))
        key = ("head", *arguments)
        if key not in world.memo:
            world.memo[key] = await _rows(world, ALL_SEEING, name, arguments)
        found = await _rows(world, login, name, arguments)
        for argument, (ids, total), (all_ids, _) in zip(arguments, found, world.memo[key], strict=True):
            expected = [one for one in all_ids if one in seen]
            if (ids if in_order else sorted(ids)) != (expected if in_order else sorted(expected)):
                wrong.append(f"{login} {name} {argument}: {len(ids)} rows, not {len(expected)}")
            if total != len(expected):
                wrong.append(f"{login} {name} {argument}: counts {total}, not {len(expected)}")
    return wrong


async def _rows(world: World, login: str, name: str, arguments: Sequence[str]) -> list[tuple[list[str], int]]:
    """Global ids in their order and the total count, for each argument."""
    asked = " ".join(
        f"a{number}: {name}(first: 100, {one}) {{ nodes {{ id }} totalCount {{ value }} }}"
        for number, one in enumerate(arguments)
    )
    answer = await world.ask(login, f"{{ {asked} }}")
    assert not answer.errors, answer.errors
    pages = [answer.data[f"a{number}"] for number in range(len(arguments))]
    return [([one["id"] for one in page["nodes"]], page["totalCount"]["value"]) for page in pages]

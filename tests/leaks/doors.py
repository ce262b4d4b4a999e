"""The register of doors: how each root field of the schema is called, and what of the planted objects it shows."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.leaks.selection import CORE, everything, type_names
from auth.policy.table import FIELDS
from documents.kernel.ids import global_id
from documents.kernel.names import camel
from tests.leaks.calls import CREATING, MOVING, field_of, shown_by
from tests.leaks.secrets_planted import Planted
from tests.leaks.town_planted import person_id
from tests.leaks.world import World


@dataclass(frozen=True)
class Call:
    """One document to send. `shows` are the types whose visible objects it must show, all of them: a door that shows
    nothing must not pass for a tight one."""

    document: str
    shows: tuple[str, ...] = ()


Door = Callable[[World, str], Iterable[Call]]


def listed(world: World, name: str) -> Iterator[Call]:
    """A connection: forwards with everything, backwards, and an impossible page."""
    names = type_names(field_of(name))
    yield Call(f"{{ {name}(first: 100) {everything(shown_by(name))} }}", names)
    yield Call(
        f"{{ {name}(last: 100) {{ nodes {{ __typename ... on Node {{ id }} }} totalCount {{ value }} }} }}"
    )
    yield Call(f"{{ {name}(first: 1000) {{ totalCount {{ value }} }} }}")


def alone(world: World, name: str) -> Iterator[Call]:
    """One object: by the id of each that it could show, and of one that it cannot."""
    names = type_names(field_of(name))
    # Histories of cases, and what hangs on them, are asked at the doors of one kind.
    selection = everything(shown_by(name), deep=len(names) == 1)
    fragment = f"fragment All on {shown_by(name)} {selection}"
    yield Call(_aliased(name, [f'id: "{one.global_id}"' for one in world.of(*names)]) + fragment, names)
    strange = next(one for one in world.planted if one.type_name not in names)
    yield Call(
        _aliased(name, [f'id: "{strange.global_id}"', f'id: "{global_id(names[0], "none")}"']) + fragment
    )


def numbered(world: World, name: str) -> Iterator[Call]:
    """One object by its id or its number."""
    yield from alone(world, name)
    names = type_names(field_of(name))
    fragment = f"fragment All on {shown_by(name)} {everything(shown_by(name), deep=False)}"
    yield Call(
        _aliased(name, [f'number: "{_number(world, one)}"' for one in world.of(*names)]) + fragment, names
    )
    # By a number of another kind nothing is found, and nothing told.
    others = [one for one in world.of("Message", "Appeal", "Incident") if one.type_name not in names]
    if others:
        yield Call(_aliased(name, [f'number: "{_number(world, one)}"' for one in others[:6]]) + fragment)


def members(world: World, name: str) -> Iterator[Call]:
    """The composition: of the decree's roles, and with the technical ones, which are shown when asked for."""
    roles = " ".join(CORE.type_map["Role"].values)  # type: ignore[attr-defined]
    arguments = f"first: 100, filter: {{role: [{roles}]}}"
    yield Call(f"{{ members({arguments}) {everything(shown_by(name))} }}", ("Membership",))
    for call in listed(world, name):
        yield Call(call.document)


def protocol(world: World, name: str) -> Iterator[Call]:
    """A protocol by its id, or by number and year."""
    yield from alone(world, name)
    yield Call(f"{{ protocol(number: 1, year: 2026) {everything('Protocol')} }}")


def looked_up(world: World, name: str) -> Iterator[Call]:
    """Objects by global id alone, of whatever type."""
    ids = [one.global_id for one in world.planted]
    every = tuple({one.type_name: None for one in world.planted})
    if name == "nodes":
        document = f"{{ a: nodes(ids: %s) {everything('Node')} b: nodes(ids: %s) {{ __typename id }} }}"
        yield Call(document % (json.dumps(ids[:100]), json.dumps(ids[100:])), every)
        return
    fragment = f"fragment All on Node {everything('Node', deep=False)}"
    yield Call(_aliased(name, [f'id: "{one}"' for one in ids]) + fragment, every)


def plain(world: World, name: str) -> Iterator[Call]:
    """A field without arguments that must be given."""
    yield Call(f"{{ {name} {everything(shown_by(name))} }}")


def asked(arguments: str) -> Door:
    """A field with these arguments."""

    def door(world: World, name: str) -> Iterator[Call]:
        yield Call(f"{{ {name}({arguments}) {everything(shown_by(name))} }}")

    return door


ABOUT: Mapping[str, tuple[str, str]] = {
    "Message": ("routeSubmission", "submission.read"),
    "Appeal": ("closeSubmission", "submission.read"),
    "Incident": ("routeIncident", "incident.read"),
    "Protocol": ("signProtocol", "protocol.read"),
    "Meeting": ("meeting.chair", "meeting.read"),
    "Assignment": ("acceptAssignmentReport", "assignment.read"),
}
"""Type → what is asked about its objects: an operation, and the permission to read."""

FIELDS_OF_CASES = tuple(camel(one.path) for one in FIELDS if one.resource == "case")


def explained(world: World, name: str) -> Iterator[Call]:
    """Why somebody may do it, about a fourth of the objects: about several people, and each field that can be withheld.
    That all which are not seen are explained alike has a check of its own."""
    selection = everything(shown_by(name))
    for actor in ("HD", "SL", "AS"):
        arguments = [
            f'actor: "{global_id("Person", person_id(actor))}", action: "{action}", id: "{one.global_id}"'
            for one in world.of(*ABOUT)[::4]
            for action in ABOUT[one.type_name]
        ]
        yield Call(_aliased(name, arguments) + f"fragment All on AccessExplanation {selection}")
    arguments = [
        f'actor: "{global_id("Person", person_id("AS"))}", action: "{ABOUT[one.type_name][1]}", '
        f'id: "{one.global_id}", field: "{field}"'
        for one in world.of("Message", "Appeal", "Incident")[::4]
        for field in FIELDS_OF_CASES
    ]
    yield Call(_aliased(name, arguments) + f"fragment All on AccessExplanation {selection}")


def permitted(world: World, name: str) -> Iterator[Call]:
    """Who may do it, about every object."""
    arguments = [f'action: "{ABOUT[one.type_name][0]}", id: "{one.global_id}"' for one in world.of(*ABOUT)]
    yield Call(_aliased(name, arguments) + f"fragment All on WhoCan {everything('WhoCan')}")


def _aliased(name: str, arguments: Iterable[str]) -> str:
    asked = (f"a{number}: {name}({one}) {{ ...All }}" for number, one in enumerate(arguments))
    return f"{{ {' '.join(asked)} }} "


def _number(world: World, planted: Planted) -> str:
    secrets = world.secrets.by_text.values()
    return next(
        one.text for one in secrets if one.about == planted.record_id and one.place.endswith(".number")
    )


QUERIES: Mapping[str, Door] = {
    **dict.fromkeys(("cases", "submissions", "messages", "appeals", "incidents"), listed),
    **dict.fromkeys(("meetings", "protocols", "assignments"), listed),
    **dict.fromkeys(("organizations", "topics", "settlements"), listed),
    "members": members,
    **dict.fromkeys(("legalActs", "curatorAbsences", "accounts", "clients"), listed),
    **dict.fromkeys(("case", "submission", "message", "appeal", "incident"), numbered),
    **dict.fromkeys(("meeting", "assignment", "person"), alone),
    "protocol": protocol,
    **dict.fromkeys(("node", "nodes"), looked_up),
    **dict.fromkeys(("viewer", "center", "sectors", "channels", "enumLabels", "deadlinePolicies"), plain),
    **dict.fromkeys(("settings", "caseReasons", "sessions"), plain),
    "effectiveCurator": asked('at: "2026-05-05T00:00:00Z"'),
    "roleHistory": asked(f'personId: "{global_id("Person", person_id("HD"))}", first: 100'),
    "whyHad": asked(f'personId: "{global_id("Person", person_id("HD"))}", permission: "protocol.sign"'),
    "topic": asked(f'id: "{global_id("Topic", "holes")}"'),
    "organization": asked(f'id: "{global_id("Organization", "schools")}"'),
    "dueDatePreview": asked('from: "2026-06-01T00:00:00Z", unit: WORKING_DAYS, amount: 3'),
    "calendar": asked('from: "2026-06-01", to: "2026-06-08"'),
    "accessExplain": explained,
    "whoCan": permitted,
    "accessMatrix": asked("role: CENTER_HEAD"),
    "referenceChangePreview": asked(f'kind: TOPIC, id: "{global_id("Topic", "holes")}"'),
    "calendarChangePreview": asked('date: "2026-06-15", kind: DAY_OFF'),
    "settingChangePreview": asked('name: "fourEyes"'),
    "personalDataAccessLog": asked("first: 100"),
    "personalDataAccessCounts": asked('from: "2026-06-01", to: "2026-06-08"'),
    "caseCounts": asked("by: [STATUS, SECTOR]"),
}
"""Root field of a query → how it is called."""


def uncovered() -> list[str]:
    """Root fields that no door of the register covers, and doors that the schema no longer has."""
    assert CORE.query_type is not None
    assert CORE.mutation_type is not None
    there = {*CORE.query_type.fields, *CORE.mutation_type.fields}
    return sorted(there ^ {*QUERIES, *CREATING, *MOVING})

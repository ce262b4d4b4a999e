"""The checks: what is wrong with the answers that somebody gets, as sentences; none for a tight house."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from documents.kernel.names import camel
from tests.leaks.calls import CREATING, MOVING, mutating
from tests.leaks.doors import QUERIES, Call
from tests.leaks.secrets_planted import Planted
from tests.leaks.town_planted import asking
from tests.leaks.world import Answer, World
from tests.policy import oracle

CASES = ("Message", "Appeal", "Incident")
REFUSALS = frozenset(
    """NOT_FOUND FORBIDDEN INVALID STALE INVALID_TRANSITION DUPLICATE_EXTERNAL_ID INACTIVE_TARGET""".split()
)


async def reads(world: World, login: str, names: Iterable[str] = tuple(QUERIES)) -> list[str]:
    """Every query door: nothing comes out that is not for this person, and what is for them does."""
    person = asking(login)
    wrong: list[str] = []
    for name in names:
        for call in QUERIES[name](world, name):
            answer = await world.ask(login, call.document)
            wrong += [f"{login} {name}: {one}" for one in told(world, answer, person)]
            wrong += [f"{login} {name}: {one}" for one in _missing(world, answer, person, call)]
            wrong += [f"{login} {name}: {one}" for one in hidden(world, answer, person)]
    return wrong


def told(world: World, answer: Answer, person: oracle.Person) -> list[str]:
    broken = [f"the answer broke: {one}" for one in answer.errors if one["extensions"]["code"] == "INTERNAL"]
    return broken + world.secrets.leaks(answer.raw, person)


def _missing(world: World, answer: Answer, person: oracle.Person, call: Call) -> list[str]:
    """Objects and words that this person may see and was not shown by a door that shows them all."""
    if not call.shows:
        return []
    shown = world.secrets.found_in(answer.raw)
    wanted = world.seen(person, *call.shows)
    return [f"not shown: {one}" for one in sorted(wanted - shown)]


def hidden(world: World, answer: Answer, person: oracle.Person) -> list[str]:
    """`hiddenFields` names what is withheld by rights, exactly, on every object; histories name none of it."""
    wrong = []
    for row in answer.rows():
        planted = world.by_global_id(row["id"])
        expected = {camel(path) for path in planted.hidden_from(person)} if planted else set()
        if set(row["hiddenFields"]) != expected:
            wrong.append(
                f"hiddenFields of {row['id']}: {sorted(row['hiddenFields'])}, not {sorted(expected)}"
            )
        named = _changed(row) & expected
        if named:
            wrong.append(f"the history of {row['id']} names {sorted(named)}")
    return wrong


def _changed(row: Mapping[str, Any]) -> set[str]:
    histories = [value for key, value in row.items() if key.endswith("history") and value]
    return {change["field"] for one in histories for entry in one["nodes"] for change in entry["changes"]}


SHOWING = """personalDataAccessLog cases meetings protocols assignments legalActs curatorAbsences
    deadlinePolicies nodes viewer""".split()
"""Doors that show all there is between them."""


async def words_shown(world: World, login: str) -> list[str]:
    """Every word that this person may read comes out of some door: the oracle and the house agree both ways.

    But for those of histories, which tell less than the rights would allow: no text, and no part of what is withheld.
    """
    raws = []
    for name in SHOWING:
        first = next(iter(QUERIES[name](world, name)))
        raws.append((await world.ask(login, first.document)).raw)
    shown = set().union(*(world.secrets.found_in(raw) for raw in raws))
    missing = [world.secrets.by_text[one] for one in sorted(world.secrets.allowed(asking(login)) - shown)]
    return [
        f"{login} is not shown {one.place} of {one.about}"
        for one in missing
        if not one.place.endswith("in the history")
    ]


async def mutations(world: World, login: str) -> list[str]:
    """Every mutation, on something seen and something not: it is refused, and neither payload nor error tells more."""
    person = asking(login)
    before = await world.town.event_count()
    wrong: list[str] = []
    for name in (*CREATING, *MOVING):
        targets: Sequence[Planted | None] = [None]
        if name in MOVING:
            targets = _targets(world, person, MOVING[name])
        document, inputs = mutating(name, [one.global_id if one else None for one in targets])
        answer = await world.ask(login, document, **inputs)
        wrong += [f"{login} {name}: {one}" for one in told(world, answer, person)]
        wrong += [f"{login} {name}: {one}" for one in hidden(world, answer, person)]
        wrong += [f"{login} {name}: {one}" for one in _refusals(answer, person, targets)]
    if await world.town.event_count() != before:
        wrong.append(f"{login} changed something")
    return wrong


def _targets(world: World, person: oracle.Person, type_names: Sequence[str]) -> list[Planted]:
    """Of the objects that a mutation could name: two that are seen and two that are not, the sensitive ones first."""
    there = sorted(world.of(*type_names), key=lambda one: not one.document.get("is_sensitive"))
    seen = [one for one in there if one.is_seen_by(person)]
    return [*seen[:2], *seen[-1:], *[one for one in there if one not in seen][:2]]


def _refusals(answer: Answer, person: oracle.Person, targets: Sequence[Planted | None]) -> list[str]:
    wrong = [f"was not refused: {key}" for key, value in answer.data.items() if value and not value["errors"]]
    for index, target in enumerate(targets):
        payload = answer.data.get(f"a{index}") or {"errors": []}
        codes = {one["code"] for one in payload["errors"]}
        if target is not None and not target.is_seen_by(person) and codes - {"NOT_FOUND", "FORBIDDEN"}:
            wrong.append(f"{codes} tells that {target.record_id} is there")
        wrong += [f"strange refusal {code}" for code in codes - REFUSALS]
    return wrong


async def unseen_are_refused_as_unknown(world: World, login: str) -> list[str]:
    """What is not seen is refused word for word as what is not there, by every mutation."""
    person = asking(login)
    wrong = []
    for name, type_names in MOVING.items():
        hidden = next((one for one in world.of(*type_names) if not one.is_seen_by(person)), None)
        if hidden is None:
            continue
        unknown = Planted(hidden.type_name, "nothing", {}).global_id
        document, inputs = mutating(name, [hidden.global_id, unknown])
        answer = await world.ask(login, document, **inputs)
        if answer.data["a0"] != answer.data["a1"]:
            wrong.append(f"{login} {name}: {answer.data['a0']} is not {answer.data['a1']}")
    return wrong


async def counts(world: World, login: str) -> list[str]:
    """`totalCount` is how many the person may see."""
    person = asking(login)
    wrong = []
    lists = {
        **dict.fromkeys(("cases",), CASES),
        "submissions": CASES[:2],
        "messages": ("Message",),
        "appeals": ("Appeal",),
        "incidents": ("Incident",),
        "meetings": ("Meeting",),
        "protocols": ("Protocol",),
        "assignments": ("Assignment",),
        "curatorAbsences": ("CuratorAbsence",),
        "legalActs": ("LegalAct",),
    }
    document = " ".join(f"{name}(first: 0) {{ totalCount {{ value }} }}" for name in lists)
    answer = await world.ask(login, f"{{ {document} }}")
    for name, type_names in lists.items():
        value = answer.data[name]["totalCount"]["value"]
        expected = len(world.seen(person, *type_names))
        if value != expected:
            wrong.append(f"{login} counts {value} {name} and may see {expected}")
    return wrong


DIMENSIONS = ("STATUS", "KIND", "SECTOR", "RECIPIENT", "TOPIC", "SETTLEMENT", "CHANNEL", "OVERDUE")
FREE_FILTERS = ('search: "zqbbbbb"', 'assigneeIds: ["%s"]', "isOverdue: true", "wasReturned: false")


async def case_counts(world: World, login: str) -> list[str]:
    """Who counts what he cannot list gets rounded figures, the leadership true ones; nobody counts what he may not count."""
    person = asking(login)
    counted = [one for one in world.of(*CASES) if oracle.reaches(person, "case.count", one.document)]
    unseen = [one for one in counted if not one.is_seen_by(person)]
    is_exact = not unseen or any(seat.column == "LD" for seat in person.seats)
    cuts = [*([one] for one in DIMENSIONS), *map(list, itertools.combinations(DIMENSIONS, 2))]
    asked = " ".join(
        f"a{number}: caseCounts(by: [{', '.join(cut)}]) {{ total {{ count }} isRounded "
        "groups { key { code } count } }"
        for number, cut in enumerate(cuts)
    )
    answer = await world.ask(login, f"{{ {asked} }}")
    wrong = [f"{login} caseCounts: {one}" for one in answer.errors]
    nothing = {"total": {"count": 0}, "isRounded": not is_exact, "groups": []}
    for number, cut in enumerate(cuts):
        found = (answer.data or {}).get(f"a{number}") or nothing
        wrong += [
            f"{login} counts by {cut}: {one}" for one in _figures(found, person, counted, unseen, is_exact)
        ]
    return wrong + await _narrow_counts(world, login, is_free=not unseen, is_exact=is_exact)


def _figures(
    found: Any,
    person: oracle.Person,
    counted: Sequence[Planted],
    unseen: Sequence[Planted],
    is_exact: bool,  # how the figures must be
) -> list[str]:
    """What is wrong with one table: a total that is not the true one, or beside it, rounded past what is one's own."""
    total, seen = found["total"]["count"], len(counted) - len(unseen)
    if found["isRounded"] is is_exact:
        return [f"isRounded {found['isRounded']}"]
    if is_exact:
        return [] if total == len(counted) else [f"{total}, not {len(counted)}"]
    # What lies in a sector that one leads could be listed; nothing else may be told but rounded.
    own = {sector for seat in person.seats for sector in seat.sectors}
    told = [one["count"] for one in found["groups"] if own.isdisjoint(key["code"] for key in one["key"])]
    wrong = [] if (total - seen) % 5 == 0 and abs(total - len(counted)) < 5 else [f"the total {total}"]
    return wrong + ([f"not rounded: {told}"] if not seen and any(one % 5 for one in told) else [])


async def _narrow_counts(world: World, login: str, *, is_free: bool, is_exact: bool) -> list[str]:
    """A search or a free filter of counts is refused to who cannot list what is counted; the leadership may not search."""
    if is_free:
        return []
    wrong = []
    for condition in FREE_FILTERS[:1] if is_exact else FREE_FILTERS:
        text = condition % world.of("Person")[0].global_id if "%s" in condition else condition
        answer = await world.ask(login, f"{{ caseCounts(filter: {{{text}}}) {{ total {{ count }} }} }}")
        if answer.codes != ["FILTER_FORBIDDEN"]:
            wrong.append(f"{login} may count with {condition}: {answer.raw}")
    return wrong


async def searches(world: World, login: str) -> list[str]:
    """A word is found only in what everybody who sees the case may read: summaries, and ordinary texts redacted."""
    person = asking(login)
    wanted = [
        one
        for one in world.secrets.by_text.values()
        if one.place.startswith("case.") and one.text.startswith("zq")
    ]
    # One word of each place, of a case that is seen and of one that is not, sensitive and not.
    chosen: dict[Any, tuple[str, set[str]]] = {}
    by_record = {one.record_id: one for one in world.of(*CASES)}
    for secret in wanted:
        case = by_record[secret.about]
        is_open = secret.place == "case.summary" or (
            secret.place in ("case.text", "case.publications.text") and not case.document["is_sensitive"]
        )
        found = {case.global_id} if is_open and case.is_seen_by(person) else set()
        key = (secret.place, case.type_name, case.document["is_sensitive"], case.is_seen_by(person))
        chosen.setdefault(key, (secret.text, found))
    asked = " ".join(
        f'a{number}: cases(first: 5, filter: {{search: "{text}"}}) {{ nodes {{ id }} totalCount {{ value }} }}'
        for number, (text, _) in enumerate(chosen.values())
    )
    answer = await world.ask(login, f"{{ {asked} }}")
    wrong = [f"{login} search: {one}" for one in answer.errors]
    for number, (key, (text, expected)) in enumerate(chosen.items()):
        page = answer.data[f"a{number}"]
        ids = {one["id"] for one in page["nodes"]}
        if ids != expected or page["totalCount"]["value"] != len(expected):
            wrong.append(
                f"{login} finds {len(ids)} cases by {text}, a word of {key}, and should find {len(expected)}"
            )
    return wrong

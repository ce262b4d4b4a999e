"""Mutations that are refused: what is hidden is refused word for word as what is not there, and nothing more is told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.leaks.answers import Probe
from api.leaks.asking import Driver
from api.leaks.findings import CheckKind, Sort
from api.leaks.mutations import MUTATIONS, UNKNOWN, Made, Moved, Several, given, input_of
from api.leaks.people import Asker
from api.leaks.selection import mutation_fields, pieces, shown_by
from api.leaks.truth import gid
from documents.kernel.ids import global_id

ERRORS = "errors { code message path facts }"
ERRORS_ALONE = re.compile(r"__typename errors \{[^{}]*\}")
"""A piece that shows nothing else: they are asked for with each other one."""

SEEN, UNSEEN = 2, 2
"""How many visible objects and how many hidden ones a mutation names: sensitive ones first, and the last that is seen."""

REFUSALS = frozenset(
    """NOT_FOUND FORBIDDEN INVALID STALE INVALID_TRANSITION DUPLICATE_EXTERNAL_ID INACTIVE_TARGET""".split()
)
"""The codes with which a call of the register can be refused."""

OF_HIDDEN = frozenset({"NOT_FOUND", "FORBIDDEN"})

Input = Mapping[str, Any]


async def refused(driver: Driver, asker: Asker, name: str) -> None:
    """Call a mutation on what the asker sees and on what he does not, so that it is refused, and read the payloads."""
    mutation = MUTATIONS[name]
    inputs, hidden = (
        _of_data(driver, asker, name) if isinstance(mutation, Made) else _of_objects(driver, asker, name)
    )
    most = _most_calls(driver, asker, name)
    for number, piece in enumerate(shown_in_turn(name, driver.turns.get(asker.account_id))):
        # The id of a result says again what was asked with.
        asked = f"results {{ {ERRORS} }} {ERRORS}" if isinstance(mutation, Several) else f"{ERRORS} {piece}"
        told = await called(driver, asker, name, inputs, asked, at_once=most)
        if isinstance(mutation, Several):
            told = [_of_the_one(payload) for payload in told]
        for index, payload in enumerate(told):
            driver.tally.count(CheckKind.REFUSALS, name, asker.label)
            for sort, place in _wrong(payload, is_hidden=index in hidden and not isinstance(mutation, Made)):
                driver.note(asker, name, sort, CheckKind.REFUSALS, place)
        if number:
            continue
        for index in range(hidden.stop) if isinstance(mutation, Moved) and mutation.shows else ():
            _compare_shown(driver, asker, name, told[index], is_hidden=index in hidden)
        for index in hidden:
            if told[index] != told[-1]:
                place = "о скрытом сказано не то, что о несуществующем"
                driver.note(asker, name, Sort.LEAK, CheckKind.REFUSALS, place)


def shown_in_turn(name: str, turn: int | None) -> tuple[str, ...]:
    """Return the pieces of what a mutation shows: all of them, or for an asker whose turn is told the one that it is for.

    What payloads of one type show is read by one function, whichever mutation was called. So each asker meets every piece
    with one of the mutations of the type, and each mutation shows every piece to one of the askers; a type with fewer
    mutations than pieces shows all of them each time.
    """
    shown = shown_by(name)
    found, alike = pieces(shown), sorted(one for one in mutation_fields() if shown_by(one) == shown)
    of_objects = [one for one in found if ERRORS_ALONE.fullmatch(one) is None]
    if turn is None or not of_objects or len(alike) < len(of_objects):
        return found
    return (of_objects[(turn + alike.index(name)) % len(of_objects)],)


def _of_objects(driver: Driver, asker: Asker, name: str) -> tuple[list[Input], range]:
    """Inputs that name visible objects, hidden ones, and last one that is not there; the places of the hidden ones."""
    truth, types = driver.truth, MUTATIONS[name].types  # type: ignore[union-attr]  # one that names objects
    rows = sorted(truth.rows(*types), key=lambda one: not one[1].get("is_sensitive"))
    seen = [one for one in rows if truth.is_visible(asker, one[0], one[1]["_id"])]
    hidden = [one for one in rows if not truth.is_visible(asker, one[0], one[1]["_id"])]
    shown = driver.in_turn(asker, name, [*seen[:SEEN], *seen[SEEN:][-1:]])
    unseen = driver.in_turn(asker, name, hidden[:UNSEEN])
    unknown = global_id((unseen or rows)[0][0], UNKNOWN) if rows else global_id(types[0], UNKNOWN)
    targets = [*(gid(*one) for one in (*shown, *unseen)), unknown]
    return [given(truth, name, one) for one in targets], range(len(shown), len(shown) + len(unseen))


def _of_data(driver: Driver, asker: Asker, name: str) -> tuple[list[Input], range]:
    """The input of the register; where it names what not everybody sees, also with hidden objects and with none."""
    truth, mutation = driver.truth, MUTATIONS[name]
    first = given(truth, name)
    if not isinstance(mutation, Made) or mutation.hides is None:
        return [first], range(0)
    key, type_name = mutation.hides
    rows = truth.rows(type_name)
    hidden = [one for one in rows if not truth.is_visible(asker, type_name, one[1]["_id"])]
    unseen = driver.in_turn(asker, name, hidden[:UNSEEN])
    named = [*(gid(*one) for one in unseen), global_id(type_name, UNKNOWN)]
    return [first, *({**first, key: one} for one in named)], range(1, 1 + len(unseen))


def _most_calls(driver: Driver, asker: Asker, name: str) -> int:
    """Of how many objects a mutation is called at most: visible ones and hidden ones, and one that is not there."""
    mutation = MUTATIONS[name]
    seen, unseen = (1, 1) if asker.account_id in driver.turns else (SEEN + 1, UNSEEN)
    if not isinstance(mutation, Made):
        return seen + unseen + 1
    return 1 if mutation.hides is None else 1 + unseen + 1


async def called(
    driver: Driver,
    asker: Asker,
    name: str,
    inputs: Sequence[Input],
    body: str,
    *,
    is_judged: bool = True,
    at_once: int | None = None,
) -> list[Mapping[str, Any] | None]:
    """Call a mutation once for each input, several in a request; gives the payloads, judged as every answer is.

    With `at_once`, each request has as many calls, filled up with the last input, where nothing is done anyway: the document
    is the same for whoever sees more or fewer objects.
    """
    payloads: list[Mapping[str, Any] | None] = []
    size = driver.affordable(mutation_document(name, 1, body), body)
    size = min(at_once, size) if at_once is not None else size
    for start in range(0, len(inputs), size):
        missing = max(0, start + size - len(inputs)) if at_once is not None else 0
        batch = [*inputs[start : start + size], *[inputs[-1]] * missing]
        brief = f"mutation($input: {input_of(name).name}!) {{ {name}(input: $input) {{ %s }} }}"
        variables = {f"i{number}": one for number, one in enumerate(batch)}
        document = mutation_document(name, len(batch), body)
        asked = Probe(name, asker, brief)
        reply = await driver.ask(asked, document, variables, is_judged=is_judged)
        payloads += [reply.data.get(f"a{number}") for number in range(len(batch))]
    return payloads[: len(inputs)]


def mutation_document(name: str, times: int, body: str) -> str:
    """Return a document that calls a mutation several times, each with a variable of its own."""
    declared = ", ".join(f"$i{number}: {input_of(name).name}!" for number in range(times))
    calls = " ".join(f"a{number}: {name}(input: $i{number}) {{ ...All }}" for number in range(times))
    return f"mutation({declared}) {{ {calls} }} fragment All on {shown_by(name)} {{ {body} }}"


def shown(payload: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the object that a payload shows beside its errors; None where it shows none."""
    values = (value for key, value in (payload or {}).items() if key not in ("errors", "__typename"))
    return next((one for one in values if one), None)


def _of_the_one(payload: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What a mutation of several objects says of the only one that was named, as a single mutation would say it."""
    results = (payload or {}).get("results")
    if payload is None or not results:
        return payload
    return {"errors": [*payload["errors"], *results[0]["errors"]]}


def _compare_shown(
    driver: Driver, asker: Asker, name: str, payload: Mapping[str, Any] | None, *, is_hidden: bool
) -> None:
    """A payload shows what it is about to whoever sees that, refused or not."""
    if payload is not None and (shown(payload) is None) is not is_hidden:
        sort, place = (Sort.LEAK, "отказ показывает скрытое") if is_hidden else (Sort.MISSING, "не показано")
        driver.note(asker, name, sort, CheckKind.REFUSALS, place)


def _wrong(payload: Mapping[str, Any] | None, *, is_hidden: bool) -> Iterator[tuple[Sort, str]]:
    if payload is None:
        yield Sort.BROKEN, "изменение не ответило"
        return
    codes = {one["code"] for one in payload["errors"]}
    if not codes:
        yield Sort.BROKEN, "изменение не отклонено"
    if is_hidden and codes - OF_HIDDEN:
        yield Sort.LEAK, "отказ говорит, что скрытое есть"
    for code in sorted(codes - REFUSALS):
        yield Sort.BROKEN, f"незнакомый отказ {code}"

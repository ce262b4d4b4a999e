"""Every kind of mistake at every kind of place: both executors give the same bytes, errors included."""

from collections.abc import Callable
from typing import Any

import pytest
from graphql import parse, validate

from schema.engine.counters import figures, forget
from tests.engine.comparing import Pair, apart, difference
from tests.engine.drawing import good, pattern
from tests.engine.mistakes import MISSING, MISTAKES, Path, put
from tests.engine.planted import CORE, ROOTS

PLACES: tuple[tuple[str, str, Path], ...] = (
    ("message", "{ id }", ("id",)),
    ("message", "{ id summary }", ("summary",)),
    ("message", "{ id number __typename }", ("__type",)),
    ("messages", "{ id number }", (1, "number")),
    ("messages", "{ id number }", (1,)),
    ("messages", "{ id }", ()),
    ("message", "{ id ageHours }", ("age_hours",)),
    ("message", "{ id isSensitive }", ("is_sensitive",)),
    ("message", "{ id isActionable }", ("is_actionable",)),
    ("message", "{ location { latitude street } }", ("location", "latitude")),
    ("message", "{ id location { latitude } }", ("location",)),
    ("message", "{ id receivedAt }", ("received_at",)),
    ("message", "{ id routedAt }", ("routed_at",)),
    ("message", "{ id deadline { legalDueOn policyCode } }", ("deadline", "legal_due_on")),
    ("protocol", "{ id date }", ("date",)),
    ("message", "{ id status }", ("status",)),
    ("message", "{ id outcome }", ("outcome",)),
    ("message", "{ id hiddenFields }", ("hidden_fields",)),
    ("message", "{ id hiddenFields }", ("hidden_fields", 1)),
    ("message", "{ id coAssignees { id fullName } }", ("co_assignees",)),
    ("message", "{ id coAssignees { id fullName } }", ("co_assignees", 0)),
    ("message", "{ id sector { title __typename } }", ("sector",)),
    ("message", "{ id sector { title leads { id } } }", ("sector", "title")),
    ("message", "{ id recipient { name parent { name } } allowedActions { action } }", ("recipient", "name")),
    ("message", "{ id recipient { name parent { name } } }", ("recipient", "parent_id")),
    ("case", "{ id number ... on Message { text } }", ("number",)),
    ("case", "{ id __typename }", ("__type",)),
    ("cases", "{ id status ... on Submission { text } ... on Incident { importance } }", (0, "__type")),
    ("cases", "{ id text: summary }", (1,)),
    ("openCases", "{ id number }", (1, "number")),
    ("openCases", "{ id number allowedActions { allowed } }", (0, "number")),
    ("page", "{ nodes { id } totalCount { value precision } }", ("total_count",)),
    ("page", "{ edges { cursor node { id } } pageInfo { hasNextPage } }", ("edges", 0, "node")),
    ("page", "{ edges { cursor node { id } } pageInfo { hasNextPage endCursor } }", ("page_info",)),
    ("anything", "{ __typename ... on Node { id } ... on Person { fullName } }", (0, "__type")),
    ("problems", "{ message facts }", (0, "facts")),
    ("problems", "{ code path }", (0, "code")),
    ("probe", "{ title leaf { text ratio } }", ("leaf",)),
    ("probe", "{ title leaves { number } }", ("leaves", 0)),
    ("probe", "{ title more { number } }", ("more", 0)),
    ("probe", "{ title tables }", ("tables",)),
    ("probe", "{ title tables }", ("tables", 0)),
    ("probe", "{ title tables }", ("tables", 0, 1)),
    ("probe", "{ counted note later inner { title sure } }", ("inner", "title")),
    ("probe", "{ title inners { sure surelyLater note later another { text } } }", ("inners", 1, "note")),
)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place[0]} {place[1]} {place[2]}")
def test_a_mistake_gives_the_same_bytes(place: tuple[str, str, Path]) -> None:
    name, selection, path = place
    document = parse(f"{{ {name} {selection} }}")
    assert not validate(CORE, document)
    forget()

    row = pattern(ROOTS[name].type)

    async def differences() -> list[str]:
        pair = Pair(document)
        found = [await pair.compared(lambda: row, times=2)]
        found += [await pair.compared(_with(row, path, mistake)) for mistake in MISTAKES]
        found += [await pair.compared(lambda: row)]
        return [one for _, one in found if one]

    found = apart(differences)
    assert not found, f"{len(found)} differ\n" + "\n".join(found[:3])
    assert figures()["plans"] > 0


def test_a_row_of_another_type_gives_the_same_bytes() -> None:
    document = parse("{ message { id sector { id title } } }")

    def value() -> Any:
        return good(ROOTS["message"].type) | {"sector": good(CORE.type_map["Topic"])}

    assert not apart(lambda: difference(document, value))


def test_a_resolver_that_fails_beside_a_plain_row() -> None:
    document = parse("{ probes { title sure surelyLater later inners { title sure later } } }")

    def value() -> Any:
        rows = good(ROOTS["probes"].type)
        rows[1]["note"] = rows[0]["inners"][1]["note"] = "fails"
        return rows

    assert not apart(lambda: difference(document, value))


def _with(row: Any, path: Path, mistake: Callable[[], Any]) -> Callable[[], Any]:
    def value() -> Any:
        wrong = put(row, path, mistake())
        return None if wrong is MISSING else wrong

    return value

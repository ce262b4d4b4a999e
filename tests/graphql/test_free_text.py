"""No field of a case tells who wrote or whom it concerns to those who may not read the case in plain."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_interface_type,
    is_object_type,
    is_scalar_type,
)

from documents.cases.decision import CaseDecision
from documents.cases.delivery import Delivery
from documents.cases.document import Location, Publication, Rejection, Response
from documents.cases.free_text import FREE_TEXT, LISTED
from documents.cases.quality import QualityCheck
from documents.cases.remarks import DraftVersion
from documents.cases.routed import Routing
from documents.cases.satisfaction import SatisfactionRating
from documents.kernel.ids import global_id
from documents.kernel.names import camel
from schema.build import schema
from tests.support.asking import ask
from tests.support.cases import put_case
from tests.support.town import PEOPLE, Town

PIECES = ("8 913 555-01-42", "kotova.marina@mail.ru", "Котова", "Петровна", "кв. 12", "112-233-445 95")
PLANTED = "Котова Марина Петровна, кв. 12, тел. 8 913 555-01-42, kotova.marina@mail.ru, СНИЛС 112-233-445 95"

REDACTED = frozenset(
    (
        *(
            camel(f"{place}.{name}" if place else name)
            for place, names in FREE_TEXT.items()
            for name in names
        ),
        *LISTED,
    )
)
WITHHELD = frozenset({"location.flat", "publications.url", "publications.authorHandle"})
MASKED = frozenset({"applicant.fullName", "applicant.phone", "applicant.email", "applicant.address"})
OURS = frozenset(
    {
        "number",
        "externalSystem",
        "externalId",
        "sourceState.code",
        "sourceState.words",
        "sourceStates.code",
        "sourceStates.words",
        "deadline.policy",
        "deadline.policyCode",
        "deadline.steps.rule",
        "deadline.steps.note",
        "responses.returnCriteria",
        "deliveries.number",
        "responses.letter.docxUrl",
        "responses.letter.pdfUrl",
        "publications.replyUrl",
        "attachments.mime",
        "attachments.url",
        "attachments.duplicates.number",
        "mergedInto.number",
        "mergedCases.number",
        "satisfaction.mergedCase.number",
        "splitFrom.number",
        "splitInto.number",
        "linkedCases.number",
        "reception.number",
        "replacedBy.number",
        "replaces.number",
        "hiddenFields",
        "highlights.field",
        "allowedActions.title",
        "allowedActions.filterValue",
        "allowedActions.permission",
        "allowedActions.reasons.message",
        "allowedActions.reasons.rule",
    }
)
"""Codes, numbers here and in other systems, links of our own replies and texts of the server: nobody writes them freely."""

EXCERPTS = frozenset({"highlights.fragments"})
"""Pieces of those texts as each reader reads them, where a list was searched: tests/graphql/test_highlights.py."""

PLAIN = frozenset({"head", "pos"})
"""Who reads such a case in plain, by the rights of `applicant.read`."""

READERS = sorted(set(PEOPLE) - PLAIN)
KINDS = ("MESSAGE", "APPEAL", "INCIDENT")


def strings(schema: GraphQLSchema, kind: GraphQLObjectType, prefix: str = "") -> Iterator[str]:
    """The paths of the texts of a type and of the values in it; other objects have their own rights."""
    node = schema.type_map["Node"]
    assert is_interface_type(node)
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        if is_scalar_type(inner) and inner.name == "String":
            yield prefix + name
        elif is_object_type(inner) and node not in inner.interfaces and not field.args:
            yield from strings(schema, inner, f"{prefix}{name}.")


def texts_by_type() -> dict[str, list[str]]:
    core = schema._schema
    case = core.type_map["Case"]
    assert is_interface_type(case)
    return {kind.name: list(strings(core, kind)) for kind in core.get_possible_types(case)}


TEXTS = texts_by_type()


@pytest.mark.parametrize("type_name", TEXTS)
def test_every_text_of_a_case_has_a_decision(type_name: str) -> None:
    decided = [REDACTED, WITHHELD, MASKED, OURS, EXCERPTS]
    without = [path for path in TEXTS[type_name] if sum(path in some for some in decided) != 1]
    assert without == []


def test_every_decision_is_about_a_text_that_is_there() -> None:
    known = {path for found in TEXTS.values() for path in found}
    assert known >= REDACTED | WITHHELD | MASKED | OURS | EXCERPTS


def selection(found: list[str]) -> str:
    """Fields by their paths as a query asks for them; what the server says itself is not asked for."""
    tree: dict[str, Any] = {}
    for path in found:
        if path in REDACTED | WITHHELD:
            at = tree
            for name in path.split("."):
                at = at.setdefault(name, {})
    return _written(tree)


def _written(tree: dict[str, Any]) -> str:
    return " ".join(f"{name} {{ {_written(inner)} }}" if inner else name for name, inner in tree.items())


async def planted(town: Town, kind: str, case_id: str, *, is_sensitive: bool) -> str:
    """A case with somebody's data in each of its texts, as if no check had looked at its inputs."""
    moment = {"at": town.now, "by_id": "person-pos", "to_organization_id": "roads"}
    await put_case(
        town,
        case_id,
        kind=kind,
        status="ASSIGNED",
        is_sensitive=is_sensitive,
        summary=PLANTED,
        text=PLANTED,
        tags=[PLANTED],
        location=Location(street=PLANTED, house="48 кв. 12", flat="12", description=PLANTED),
        routings=[Routing(**moment, reason=PLANTED, return_reason=PLANTED)],
        responses=[
            Response(no=1, text=PLANTED, author_id="person-pos", status="RETURNED", return_reason=PLANTED)
        ],
        decisions=[CaseDecision(kind="POSTPONED", at=town.now, by_id="person-pos", reason=PLANTED)],
        satisfaction=[
            SatisfactionRating(
                answer_no=1, score=1, solved=False, comment=PLANTED, source="LINK", at=town.now
            )
        ],
        quality_checks=[
            QualityCheck(
                answer_no=1,
                is_before_sending=False,
                criteria=[],
                verdict="FAILED",
                comment=PLANTED,
                at=town.now,
                by_id="person-pos",
            )
        ],
        drafts=[DraftVersion(text=PLANTED, saved_at=town.now, saved_by_id="person-pos")],
        deliveries=[Delivery(response_no=1, status="RETURNED", at=town.now, note=PLANTED)],
        rejection=Rejection(reason="OBSCENE_OR_THREATENING", comment=PLANTED),
        publications=[Publication(url="https://vk.com/wall-1_2", author_handle="kotova", text=PLANTED)],
    )
    return global_id(kind.capitalize(), case_id)


async def as_before(town: Town, case_id: str) -> None:
    """Take away what is stored redacted beside the summary and the place, as in rows of an earlier version."""
    keys = ("summary_redacted", "location.description_redacted", "location.house_redacted")
    await town.store.collection("cases").update_one({"_id": case_id}, {"$unset": dict.fromkeys(keys, "")})


@pytest.mark.parametrize("is_sensitive", [False, True])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("login", READERS)
async def test_tells_nobody_s_data_in_any_text(
    town: Town, login: str, kind: str, *, is_sensitive: bool
) -> None:
    case_id = f"free-{kind}-{login}-{is_sensitive}"
    node = await planted(town, kind, case_id, is_sensitive=is_sensitive)
    await as_before(town, case_id)
    type_name = kind.capitalize()
    fields = f"__typename ... on {type_name} {{ {selection(TEXTS[type_name])} }}"
    history = f"... on {type_name} {{ history(first: 50) {{ nodes {{ changes {{ field from to }} }} }} }}"
    shown = await ask(town, login, f"query($id: ID!) {{ node(id: $id) {{ {fields} {history} }} }}", id=node)
    listed = await ask(town, login, f"{{ cases(first: 100) {{ nodes {{ id {fields} }} }} }}")
    told = repr(shown["node"]) + repr([one for one in listed["cases"]["nodes"] if one["id"] == node])
    assert [piece for piece in PIECES if piece in told] == []
    if shown["node"] is not None:
        assert "[ФИО]" in shown["node"]["summary"]
        assert shown["node"]["location"]["house"] == "48 [квартира]"


@pytest.mark.parametrize("kind", KINDS)
async def test_shows_every_text_as_it_is_to_who_may_read_the_case(town: Town, kind: str) -> None:
    node = await planted(town, kind, f"plain-{kind}", is_sensitive=False)
    fields = selection(TEXTS[kind.capitalize()])
    query = f"query($id: ID!) {{ node(id: $id) {{ ... on {kind.capitalize()} {{ {fields} }} }} }}"
    shown = (await ask(town, "pos", query, id=node))["node"]
    texts = (shown["summary"], shown["location"]["description"], shown["routings"][0]["reason"])
    assert texts == (PLANTED,) * 3


@pytest.mark.parametrize("word", ["Котова", "kotova"])
async def test_a_search_does_not_find_what_was_taken_out(town: Town, word: str) -> None:
    node = await planted(town, "MESSAGE", f"searched-{word}", is_sensitive=False)
    query = "query($s: String) { cases(first: 100, filter: {search: $s}) { nodes { id } } }"
    for login in ("info", "pos"):
        found = await ask(town, login, query, s=word)
        assert node not in [one["id"] for one in found["cases"]["nodes"]]

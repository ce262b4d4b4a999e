"""Declared means enforced: every root field does what its `@requires` says, for everybody who has not the right."""

from collections.abc import AsyncIterator
from inspect import isawaitable
from typing import Any

import pytest
import strawberry
from graphql import parse, subscribe
from strawberry.schema.config import StrawberryConfig

from api.leaks.rights import CELLS
from auth.actions import Action
from auth.errors import Forbidden
from documents.accounts.clients import OFFERED
from documents.accounts.document import Account
from documents.cases.resource import CASES
from documents.kernel.ids import global_id
from documents.organizations.document import Person
from schema.build import schema, sdl
from schema.center.mutations import SettingPayload
from schema.context import Context, GraphInfo
from schema.directory.types import Topic
from schema.enforcing import enforce
from schema.engine.rows import read
from schema.nodes import FORBIDDEN, asking, query
from schema.problems import mutation
from schema.scalars import SCALARS
from tests.support.asking import CURSORS, ask
from tests.support.cases import registered
from tests.support.doors_walked import Walk, may, printed, undeclared
from tests.support.town import FOUNDED, PEOPLE, Town

CORE = schema._schema
LOGINS = ("nobody", *PEOPLE, "partner")


@pytest.fixture(scope="module", autouse=True)
async def peopled(town: Town) -> None:
    """An official without any role, and a case that could be told."""
    nobody = Person(id="person-nobody", full_name="nobody", updated_at=FOUNDED)
    account = Account(id="account-nobody", login="nobody", person_id=nobody.id, updated_at=FOUNDED)
    await town.load([nobody, account, *map(_client, OFFERED)])
    await registered(town)


def _client(action: Action) -> Account:
    """A partner's client that was registered for this action alone."""
    return Account(
        id=f"account-{action.value}",
        login=action.value,
        client_name="Партнёр",
        client_system="PARTNER",
        client_actions=[action.value],
        updated_at=FOUNDED,
    )


@pytest.fixture
def walk(town: Town) -> Walk:
    return Walk(CORE, sdl(), town)


def turn_of(request: pytest.FixtureRequest, number: int) -> int | None:
    """The number of who asks where a plain run shares the fields; None where `--all-differences` asks all of everybody."""
    return None if request.config.getoption("--all-differences") else number


def test_every_root_field_declares_a_permission_that_there_is() -> None:
    assert undeclared(CORE, sdl()) == []


@pytest.mark.parametrize("login", LOGINS)
async def test_who_has_no_permission_of_a_field_is_told_nothing_and_costs_nothing(
    walk: Walk, login: str, request: pytest.FixtureRequest
) -> None:
    """In a plain run each role asks every third field, and who has none asks all."""
    turn = None if login == "nobody" else turn_of(request, LOGINS.index(login))
    assert await walk.refused(await walk.town.who(login), turn=turn) == []


@pytest.mark.parametrize("action", OFFERED)
async def test_a_client_opens_only_the_fields_of_what_it_was_registered_for(
    walk: Walk, action: Action, request: pytest.FixtureRequest
) -> None:
    turn = turn_of(request, list(OFFERED).index(action))
    assert await walk.refused(await walk.town.who(action.value), turn=turn) == []


async def test_who_is_not_signed_in_is_told_so_by_every_field(walk: Walk) -> None:
    assert await walk.anonymous() == []


async def test_every_field_refuses_somebody_and_lets_somebody_in(town: Town) -> None:
    everybody = [await town.who(login) for login in LOGINS]
    for name, told in printed(sdl()).items():
        if not told.is_open:
            let_in = [may(who, told.actions) for who in everybody]
            assert set(let_in) == {True, False}, name


async def test_who_has_one_of_the_permissions_comes_to_the_data(town: Town) -> None:
    for login in ("pos", "info"):
        page = (await ask(town, login, "{ cases(first: 1) { nodes { id } } }"))["cases"]
        assert len(page["nodes"]) == 1


@pytest.mark.parametrize(
    ("action", "seen"), [(Action.SUBMISSION_READ, ["Message"]), (Action.INCIDENT_READ, ["Incident"])]
)
async def test_a_client_sees_the_kinds_of_case_that_it_was_registered_for(
    walk: Walk, action: Action, seen: list[str]
) -> None:
    town = walk.town
    message = await registered(town)
    incident = await _incident(town)
    rows, keys = town.store.collection("cases"), "access_keys"
    await rows.update_many({keys: "system:PARTNER"}, {"$set": {keys: []}})
    await rows.update_many({"_id": {"$in": [message.id, incident]}}, {"$set": {keys: ["system:PARTNER"]}})
    ids = [global_id("Message", message.id), global_id("Incident", incident)]
    document = f"""{{ cases(first: 5) {{ nodes {{ __typename }} totalCount {{ value }} }}
      messages(first: 5) {{ nodes {{ __typename }} }} incidents(first: 5) {{ nodes {{ __typename }} }}
      first: case(id: "{ids[0]}") {{ __typename }} second: case(id: "{ids[1]}") {{ __typename }}
      node(id: "{ids[0]}") {{ __typename }} nodes(ids: ["{ids[0]}", "{ids[1]}"]) {{ __typename }} }}"""

    data, codes, _ = await walk.ask(await town.who(action.value), document)

    assert codes == []
    assert [one["__typename"] for one in data["cases"]["nodes"]] == seen
    assert data["cases"]["totalCount"]["value"] == 1
    kinds = {"messages": "Message", "incidents": "Incident"}
    for name, kind in kinds.items():
        assert [one["__typename"] for one in data[name]["nodes"]] == ([kind] if [kind] == seen else [])
    shown = [one and one["__typename"] for one in (data["first"], data["second"], *data["nodes"])]
    expected = ["Message", None] if seen == ["Message"] else [None, "Incident"]
    assert shown == expected * 2
    assert (data["node"] is not None) is (seen == ["Message"])
    assert CASES.read_of("INCIDENT") is Action.INCIDENT_READ


async def _incident(town: Town) -> str:
    case = await registered(town)
    row = case.to_row() | {"_id": f"{case.id}-incident", "kind": "INCIDENT", "number": f"ИМ-{case.number}"}
    row |= {key: f"{value}-i" for key, value in row.items() if key.startswith("sort_")}
    await town.store.collection("cases").insert_one(row)
    return str(row["_id"])


async def test_about_oneself_everybody_may_ask_and_about_others_only_who_may(walk: Walk) -> None:
    for name, told in printed(walk.sdl).items():
        if told.unless_oneself is None:
            continue
        for login in ("nobody", "member"):
            who = await walk.town.who(login)
            oneself = f'"{global_id("Person", str(who.person_id))}"'
            _, codes, _ = await walk.ask(who, walk.query(name, **{told.unless_oneself: oneself}))
            assert codes == [], name
    own = walk.query("whyHad", personId=f'"{global_id("Person", "person-nobody")}"')
    data, _, _ = await walk.ask(await walk.town.who("nobody"), own)
    assert data["whyHad"] is not None


BAD = {"first": "1000", "id": '"?"', "amount": "0", "to": '"2020-01-01"', "actor": '"?"', "personId": '"?"'}
"""Arguments that are wrong whoever asks."""
WRONG = [
    (name, argument)
    for name, field in CORE.query_type.fields.items()  # type: ignore[union-attr]
    for argument in BAD
    if argument in field.args
]


@pytest.mark.parametrize(("name", "argument"), WRONG)
async def test_a_wrong_argument_is_told_to_everybody_but_where_the_field_is_forbidden(
    walk: Walk, name: str, argument: str
) -> None:
    wrong = walk.query(name, **{argument: BAD[argument]})
    told = printed(walk.sdl)[name]
    for login in ("nobody", "head", "admin"):
        who = await walk.town.who(login)
        is_open = told.is_open or may(who, told.actions)
        data, codes, sent = await walk.ask(who, wrong)
        assert codes == (["BAD_REQUEST"] if is_open or told.otherwise is None else [FORBIDDEN])
        assert (data[name], sent) == (None, [])


# Tests of the test: schemas with a field that does other than it declares.


# Types are shared with the schema itself, which must not be built with another default resolver.
CONFIG = StrawberryConfig(default_resolver=read, scalar_map=SCALARS)


def planted(fields: dict[str, Any], *, mutations: dict[str, Any] | None = None) -> strawberry.Schema:
    """A schema of these root fields, as Strawberry makes it: nothing is enforced."""
    root = strawberry.type(type("Query", (), fields))
    moving = strawberry.type(type("Mutation", (), mutations)) if mutations else None
    return strawberry.Schema(query=root, mutation=moving, config=CONFIG)


def walking(town: Town, built: strawberry.Schema) -> Walk:
    return Walk(built._schema, built.as_str(), town)


async def _topics(info: GraphInfo) -> Any:
    return list(info.context.container.access.reference.rows("topics"))


async def _stored_topics(info: GraphInfo) -> Any:
    return await info.context.container.store.find("cases", {}, at_most=1) and []


DECLARED = asking(Action.DIRECTORY_READ, "Topics.")


async def test_a_resolver_that_ignores_the_declaration_is_caught(town: Town) -> None:
    nobody = await town.who("nobody")
    for resolver, words in ((_topics, "topics: answers"), (_stored_topics, "topics: sends ['find cases']")):
        fields = {"topics": strawberry.field(resolver, graphql_type=list[Topic] | None, **DECLARED)}
        found = await walking(town, planted(fields)).refused(nobody)
        assert len(found) == 1
        assert found[0].startswith(words)


async def test_a_resolver_that_ignores_the_declaration_is_stopped_where_it_is_enforced(town: Town) -> None:
    for resolver in (_topics, _stored_topics):
        built = planted({"topics": strawberry.field(resolver, graphql_type=list[Topic] | None, **DECLARED)})
        enforce(built._schema)
        assert await walking(town, built).refused(await town.who("nobody")) == []
        data, _, _ = await walking(town, built).ask(await town.who("member"), "{ topics { __typename } }")
        assert bool(data["topics"]) is (resolver is _topics)


async def test_a_field_that_answers_instead_of_refusing_is_caught(town: Town) -> None:
    async def nothing(info: GraphInfo) -> Any:
        return None

    forbidden = asking(Action.AUDIT_READ, "A topic.", otherwise=FORBIDDEN)
    built = planted({"topic": strawberry.field(nothing, graphql_type=Topic | None, **forbidden)})
    found = await walking(town, built).refused(await town.who("nobody"))
    assert found == ["topic: is refused with [] instead of FORBIDDEN"]


def test_a_field_without_a_declaration_is_caught_and_builds_no_schema() -> None:
    built = planted({"topics": strawberry.field(_topics, graphql_type=list[Topic] | None, description="x")})
    assert undeclared(built._schema, built.as_str()) == ["topics declares nothing"]
    with pytest.raises(TypeError, match=r"Query\.topics declares no permission"):
        enforce(built._schema)


def test_a_mutation_without_a_declaration_builds_no_schema() -> None:
    fine = {"topics": query(Action.DIRECTORY_READ, list[Topic], "Topics.")(_topics)}
    bare = {"updateSetting": strawberry.mutation(_topics, graphql_type=list[Topic] | None, description="x")}
    with pytest.raises(TypeError, match=r"Mutation\.updateSetting declares no permission"):
        enforce(planted(fine, mutations=bare)._schema)


@pytest.mark.parametrize("more", [{"otherwise": "TEAPOT"}, {"unless_oneself": "personId"}])
def test_what_cannot_be_enforced_builds_no_schema(more: dict[str, str]) -> None:
    odd = query(Action.DIRECTORY_READ, list[Topic], "Topics.", **more)(_topics)
    with pytest.raises(TypeError, match=r"Query\.topics declares what cannot be enforced"):
        enforce(planted({"topics": odd})._schema)


def test_a_page_with_more_to_it_must_say_how_it_is_empty() -> None:
    @strawberry.type(description="x")
    class OddConnection:
        nodes: list[Topic]
        unread: int

    built = planted({"odd": query(Action.DIRECTORY_READ, OddConnection, "Odd.")(_topics)})
    with pytest.raises(TypeError, match="how is OddConnection empty"):
        enforce(built._schema)


async def test_a_mutation_that_ignores_its_operation_is_caught(town: Town) -> None:
    @mutation(Action.REFERENCE_MANAGE, SettingPayload, "Change a setting.")
    async def update_setting(info: GraphInfo, given: int) -> Any:
        return {"setting": None, "errors": []}

    topics = query(Action.DIRECTORY_READ, list[Topic], "Topics.")(_topics)
    built = planted({"topics": topics}, mutations={"update_setting": update_setting})
    enforce(built._schema)

    class Simple(Walk):
        def mutation(self, name: str) -> tuple[str, dict[str, Any]]:
            return f"mutation {{ a0: {name}(given: 1) {{ setting {{ name }} errors {{ code facts }} }} }}", {}

    found = await Simple(built._schema, built.as_str(), town).refused(await town.who("head"))
    assert found == ["updateSetting: is refused with [], []"]


async def test_a_walk_asks_as_many_fields_as_there_are_rights_that_somebody_lacks(walk: Walk) -> None:
    nobody = await walk.town.who("nobody")
    asked = [name for name, told in printed(walk.sdl).items() if not told.is_open]
    assert len(asked) > 90
    assert not any(may(nobody, told.actions) for told in printed(walk.sdl).values())
    assert set(CELLS) >= {one for name in asked for one in printed(walk.sdl)[name].actions}


async def test_a_subscription_is_behind_what_it_declares_too(town: Town) -> None:
    @strawberry.type
    class Subscription:
        @strawberry.subscription(**asking(Action.AUDIT_READ, "Ticks."))
        async def ticks(self) -> AsyncIterator[int]:
            yield 1

        @strawberry.subscription(**asking(Action.AUDIT_READ, "Ticks.", otherwise=FORBIDDEN))
        async def alarms(self) -> AsyncIterator[int]:
            yield 1

    root = strawberry.type(type("Query", (), {"topics": query(None, list[Topic], "Topics.")(_topics)}))
    built = strawberry.Schema(query=root, subscription=Subscription, config=CONFIG)
    enforce(built._schema)

    async def events(login: str, name: str) -> Any:
        who = await town.who(login)
        context = Context(container=town.container, cursors=CURSORS, now=town.now, who=who)
        source = await _subscribed(built, f"subscription {{ {name} }}", context)
        if not hasattr(source, "__aiter__"):
            return [error.original_error for error in source.errors]
        return [result.data[name] async for result in source]

    assert await events("head", "ticks") == [1]
    assert await events("member", "ticks") == []
    (refused,) = await events("member", "alarms")
    assert isinstance(refused, Forbidden)


async def _subscribed(built: strawberry.Schema, document: str, context: Context) -> Any:
    found: Any = subscribe(built._schema, parse(document), context_value=context)
    return await found if isawaitable(found) else found

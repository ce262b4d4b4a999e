"""Walks every root field of a schema as somebody who may not ask it, and says where it does other than it declares.

What is declared is read from the printed SDL, who has a right from the matrix of rights: nothing is taken from the code
that enforces.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import isawaitable
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    ObjectTypeDefinitionNode,
    StringValueNode,
    create_source_event_stream,
    execute,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
    parse,
)

from api.leaks.mutating import mutation_document
from api.leaks.mutations import MUTATIONS, SCALARS, STALE, Moved, input_of
from api.leaks.rights import CELLS
from api.leaks.selection import everything, shown_by
from api.leaks.truth import STORED_TYPES
from auth.errors import Problem
from auth.principal import Principal
from auth.roles import COLUMN
from documents.kernel.ids import global_id, read_global_id
from schema.context import Context
from schema.engine.executor import StockExecutor
from schema.live.following import Interest
from tests.support.asking import CORE, CURSORS
from tests.support.commands import Command
from tests.support.town import Town

NONE = "none"
FOLLOWING = "subscription"
COLUMN_OF = {role: column for column, role in COLUMN.items()}

ANOTHER = global_id("Person", "person-curator")
"""Somebody whom those who are walked are not."""

TARGET = "nothing"
"""The id of an object that is not there, which whoever may see such objects is shown as well as a hidden one."""

EMPTY_PAGE = {
    "nodes": [],
    "edges": [],
    "pageInfo": {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None},
    "totalCount": {"value": 0, "precision": "EXACT"},
}
PAGE = """{ nodes { __typename } edges { cursor } totalCount { value precision }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"""

VALUES: Mapping[str, str] = {
    "first": "5",
    "text": '"{{номер}}"',
    "lastDays": "30",
    "ids": f'["{global_id("Topic", "holes")}"]',
    "from": '"2026-06-08"',
    "to": '"2026-06-15"',
    "unit": "WORKING_DAYS",
    "amount": "3",
    "role": "CURATOR",
    "kind": "TOPIC",
    "list": "CASES",
    "date": '"2026-12-25"',
    "name": '"fourEyes"',
    "action": '"closeSubmission"',
    "permission": '"protocol.sign"',
    "personId": f'"{ANOTHER}"',
    "actor": f'"{ANOTHER}"',
}
"""Argument of a query → a sound value; `id` depends on the field."""

OF_NO_NODE = {"CalendarDay": "directory.read", "Setting": "policy.read"}
"""Types of objects without an id → the permission to read them."""

ABOUT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "Case",
            "Submission",
            "SimilarCase",
            "ProblemChain",
            "RenderedTemplate",
            "Node",
            "AccessExplanation",
            "WhoCan",
        ),
        "Message",
    ),
    "ReferenceChangePreview": "Topic",
    "ProtocolVerification": "Protocol",
}
"""What a field shows → the type that its `id` is of, where that is not the same."""


@dataclass(frozen=True)
class Printed:
    """What the SDL says of a root field: the permissions of which one opens it, the error, the argument of oneself."""

    actions: tuple[str, ...]
    otherwise: str | None
    unless_oneself: str | None

    @property
    def is_open(self) -> bool:
        """Whether being signed in is enough."""
        return self.actions == (NONE,)


@cache
def printed(sdl: str) -> Mapping[str, Printed]:
    """Root field → what the SDL says of it; a field that says nothing has no actions."""
    roots = ("Query", "Mutation", "Subscription")
    return {
        field.name.value: _printed(field)
        for definition in parse(sdl).definitions
        if isinstance(definition, ObjectTypeDefinitionNode) and definition.name.value in roots
        for field in definition.fields or ()
    }


def _printed(field: Any) -> Printed:
    said = [
        {
            one.name.value: one.value.value
            for one in directive.arguments
            if isinstance(one.value, StringValueNode)
        }
        for directive in field.directives or ()
        if directive.name.value == "requires"
    ]
    more = said[0] if said else {}
    actions = tuple(one["action"] for one in said)
    return Printed(actions, more.get("otherwise"), more.get("unlessOneself"))


def undeclared(core: GraphQLSchema, sdl: str) -> list[str]:
    """The root fields that the SDL shows without a permission that there is."""
    told = printed(sdl)
    return [
        f"{name} declares nothing"
        for name in _root_fields(core)
        if not told[name].actions or not set(told[name].actions) <= {*CELLS, NONE}
    ]


def may(who: Principal, actions: Iterable[str]) -> bool:
    """Whether the matrix gives one of the permissions to one of the roles; to a client, of those it was registered for."""
    registered = None if who.actions is None else {action.value for action in who.actions}
    return any(
        (registered is None or action in registered)
        and any(CELLS[action][COLUMN_OF[role]] not in ("", "Propose") for role in who.roles)
        for action in actions
        if action != NONE
    )


@dataclass(frozen=True)
class Walk:
    """A schema with its SDL, over a town."""

    core: GraphQLSchema
    sdl: str
    town: Town

    async def refused(self, who: Principal, *, turn: int | None = None) -> list[str]:
        """What is wrong, in words, with what `who` is answered by the fields of which `who` has no permission; with a turn
        every third of them is asked, beginning with another one in the next."""
        wrong: list[str] = []
        asked = list(printed(self.sdl).items())
        for name, told in asked if turn is None else asked[turn % 3 :: 3]:
            if told.actions and not told.is_open and not may(who, told.actions):
                mutates = self.core.mutation_type is not None and name in self.core.mutation_type.fields
                found = self._mutation(who, name, told) if mutates else self._query(who, name, told)
                wrong += [f"{name}: {one}" async for one in found]
        return wrong

    async def anonymous(self) -> list[str]:
        """The root fields that answer somebody who is not signed in other than UNAUTHENTICATED, or send a command."""
        wrong = []
        for name in _root_fields(self.core):
            mutates = self.core.mutation_type is not None and name in self.core.mutation_type.fields
            document, given = self.mutation(name) if mutates else (self.query(name), {})
            _, codes, sent = await self.ask(None, document, given)
            if codes != ["UNAUTHENTICATED"] or sent:
                wrong.append(f"{name}: {codes} and {sent}")
        return wrong

    async def _query(self, who: Principal, name: str, told: Printed) -> Any:
        data, codes, sent = await self.ask(who, self.query(name))
        if sent:
            yield f"sends {[f'{one.name} {one.collection}' for one in sent]}"
        if codes != ([told.otherwise] if told.otherwise else []):
            yield f"is refused with {codes} instead of {told.otherwise}"
        expected = None if told.otherwise else self._empty(name)
        if data.get(name) != expected:
            yield f"answers {data.get(name)} instead of {expected}"

    async def _mutation(self, who: Principal, name: str, told: Printed) -> Any:
        document, given = self.mutation(name)
        data, codes, sent = await self.ask(who, document, given)
        payload = dict((data or {}).get("a0") or {})
        errors, _ = payload.pop("errors", []), payload.pop("__typename", None)
        if codes or [one["code"] for one in errors] != ["FORBIDDEN"]:
            yield f"is refused with {codes}, {errors}"
        if any(one["facts"] != {"action": told.actions[0]} for one in errors):
            yield f"names {errors} instead of {told.actions}"
        if any(value is not None and not _is_seen(who, value) for value in payload.values()):
            yield f"shows {payload}"
        # Who is asking and whether that still holds is looked up; and what was named, for who may see such objects.
        named = read_global_id(given["i0"]["id"])[1] if "id" in given.get("i0", {}) else None
        for one in sent:
            is_own = one.filter.get("_id") in (who.account_id, named)
            if one.name != "find" or not (one.collection == "versions" or is_own):
                yield f"sends {one.name} {one.collection} {dict(one.filter)}"

    async def ask(
        self, who: Principal | None, document: str, variables: Mapping[str, Any] | None = None
    ) -> tuple[Any, list[str], list[Command]]:
        """The data, the codes of the top-level errors, and the commands that were sent."""
        context = Context(container=self.town.container, cursors=CURSORS, now=self.town.now, who=who)
        with self.town.recorder.capturing() as captured:
            result = await self._answered(document, variables or {}, context)
        codes = []
        for error in result.errors or ():
            assert isinstance(error.original_error, Problem), error
            codes.append(error.original_error.code)
        return result.data or {}, codes, captured.commands

    async def _answered(
        self, document: str, variables: Mapping[str, Any], context: Context
    ) -> ExecutionResult:
        if document.startswith(FOLLOWING):
            return await self._followed(document, context)
        found = execute(self.core, read(document), variable_values=dict(variables), context_value=context)
        return await found if isawaitable(found) else found

    async def _followed(self, document: str, context: Context) -> ExecutionResult:
        """What somebody who subscribes is answered: data say that there is something to follow."""
        executor = StockExecutor.build(self.core, read(document), None, context)
        assert not isinstance(executor, list), executor
        found = create_source_event_stream(executor)
        stream = await found if isawaitable(found) else found
        if isinstance(stream, ExecutionResult):
            return stream
        (name,) = re.findall(r"{ (\w+)", document)[:1]
        return ExecutionResult({name: "followed"} if isinstance(stream, Interest) else {})

    def query(self, name: str, **instead: str) -> str:
        """A document that asks a query field, with sound arguments but for those given."""
        field = _root_fields(self.core)[name]
        given = {**dict(_arguments(field)), **instead}
        arguments = ", ".join(f"{argument}: {value}" for argument, value in given.items())
        shown = get_named_type(field.type)
        is_object = hasattr(shown, "fields") or hasattr(shown, "types")
        body = PAGE if shown.name.endswith("Connection") else "{ __typename }" if is_object else ""
        root = self.core.subscription_type
        kind = f"{FOLLOWING} " if root is not None and name in root.fields else ""
        return f"{kind}{{ {name}{f'({arguments})' if arguments else ''} {body} }}"

    def mutation(self, name: str) -> tuple[str, dict[str, Any]]:
        """A document that calls a mutation on something that is not there, and its variables."""
        register, shown = MUTATIONS[name], input_of(name)
        given = _required(shown)
        if "expectedRevision" in shown.fields:
            given["expectedRevision"] = STALE
        if isinstance(register, Moved):
            given |= {**register.given, "id": global_id(register.types[0], TARGET)}
        return mutation_document(name, 1, _payload(CORE.type_map[shown_by(name)])), {"i0": given}

    def _empty(self, name: str) -> Any:
        shown = get_nullable_type(_root_fields(self.core)[name].type)
        if isinstance(shown, GraphQLList):
            return []
        return EMPTY_PAGE if str(shown).endswith("Connection") else None


@cache
def read(document: str) -> DocumentNode:
    """A document, read once for all who ask it."""
    return parse(document)


def _payload(shown: Any) -> str:
    """A selection of all errors, and of what is shown beside them that it is, and its type: the leak check asks the rest."""
    asked = ["__typename"]
    for name, field in shown.fields.items():
        inner = get_named_type(field.type)
        body = everything(inner.name) if name == "errors" else "{ __typename }"
        asked += [name] if is_leaf_type(inner) else [name, body]
    return " ".join(asked)


def _required(shown: GraphQLInputObjectType) -> dict[str, Any]:
    """What an input must have, of the right types and without a meaning."""
    return {name: _value(one.type) for name, one in shown.fields.items() if is_required_input_field(one)}


def _value(shown: GraphQLInputType) -> Any:
    if isinstance(shown, GraphQLNonNull):
        return _value(shown.of_type)
    if isinstance(shown, GraphQLList):
        return [_value(shown.of_type)]
    if isinstance(shown, GraphQLInputObjectType):
        return _required(shown)
    if isinstance(shown, GraphQLEnumType):
        return next(iter(shown.values))
    return {"ID": ANOTHER, **SCALARS}.get(shown.name, "")


def _is_seen(who: Principal, shown: Mapping[str, Any]) -> bool:
    """A refusal carries the object as it is to those who may see it (contract, §2)."""
    name = str(shown["__typename"])
    return may(who, [OF_NO_NODE.get(name) or STORED_TYPES[name].read])


def _root_fields(core: GraphQLSchema) -> dict[str, GraphQLField]:
    roots = (core.query_type, core.mutation_type, core.subscription_type)
    return {name: field for root in roots if root is not None for name, field in root.fields.items()}


def _arguments(field: GraphQLField) -> Iterator[tuple[str, str]]:
    shown = get_named_type(field.type)
    for name, argument in field.args.items():
        if name == "id":
            yield name, f'"{global_id(ABOUT.get(shown.name, shown.name), TARGET)}"'
        elif str(argument.type) == "DateTime!":
            yield name, '"2026-06-01T00:00:00Z"'
        elif is_required_argument(argument) or name in ("first", "text"):
            yield name, VALUES[name]

"""Root fields do what they declare: nobody comes to the data behind one without a permission that its `@requires` names."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    get_nullable_type,
)
from graphql.pyutils import is_awaitable

from auth.actions import Action
from auth.errors import Forbidden
from auth.policy.decide import may_ever
from auth.principal import Principal
from documents.kernel.frozen import frozen
from documents.kernel.ids import MalformedId, read_global_id
from documents.kernel.read.paging import Count
from documents.kernel.write.operation import NO_PERMISSION
from schema.connections import shown_count
from schema.context import Closed, Context
from schema.nodes import FORBIDDEN, Requires

Resolver = Callable[..., Any]
ResolveInfo = GraphQLResolveInfo[Context]

OFFICIAL = "Person"
"""The type of those who ask."""

NO_PAGE: Mapping[str, Any] = MappingProxyType(
    {
        "nodes": frozen(),
        "edges": frozen(),
        "page_info": MappingProxyType(
            {"has_next_page": False, "has_previous_page": False, "start_cursor": None, "end_cursor": None}
        ),
        "total_count": shown_count(Count(0, exact=True)),
    }
)
"""The page of a list that is closed to whoever asks."""

PAGE_FIELDS = frozenset({"nodes", "edges", "pageInfo", "totalCount"})


@dataclass(frozen=True)
class Declared:
    """What opens a root field: being signed in where there are no `actions`, else any one of them, or asking about
    oneself in the argument `unless_oneself`. `otherwise` names the error for everybody else; None answers nothing."""

    actions: tuple[Action, ...]
    otherwise: str | None
    unless_oneself: str | None

    def opens_to(self, who: Principal, arguments: Mapping[str, Any]) -> bool:
        """Tell whether somebody may ask the field with these arguments."""
        if not self.actions or any(may_ever(who, action) for action in self.actions):
            return True
        return self.unless_oneself is not None and _is_oneself(who, arguments.get(self.unless_oneself, ""))


def declared_at(name: str, field: GraphQLField) -> Declared:
    """Return what a root field declares. Raises: TypeError where it declares nothing, or what cannot be enforced."""
    definition = field.extensions.get("strawberry-definition")
    found = [one for one in getattr(definition, "directives", ()) if isinstance(one, Requires)]
    if not found:
        raise TypeError(f"{name} declares no permission: use `query` or `mutation`")
    actions = tuple(Action(one.action) for one in found if one.action != NO_PERMISSION)
    otherwise, oneself = found[0].otherwise or None, found[0].unless_oneself or None
    agree = all((one.otherwise or None, one.unless_oneself or None) == (otherwise, oneself) for one in found)
    if not agree or otherwise not in (None, FORBIDDEN) or (oneself is not None and oneself not in field.args):
        raise TypeError(f"{name} declares what cannot be enforced: {found}")
    return Declared(actions, otherwise, oneself)


def enforce(core: GraphQLSchema) -> None:
    """Put every query and subscription field behind what it declares.

    Mutations declare what their operations ask for, which `changes` enforces. Raises: TypeError for a root field that
    declares nothing or what cannot be enforced, or whose empty answer is not known.
    """
    for root in (core.query_type, core.mutation_type, core.subscription_type):
        for name, field in root.fields.items() if root is not None else ():
            declared = declared_at(f"{root}.{name}", field)
            if root is core.query_type:
                # What is one's own is closed to nobody who is signed in.
                empty = _empty(name, field.type) if declared.actions else None
                field.resolve = _answering(field.resolve, declared, empty)
            elif root is core.subscription_type:
                field.subscribe = _streaming(field.subscribe, declared)


def _answering(resolve: Resolver | None, declared: Declared, empty: Any) -> Resolver:
    assert resolve is not None, "Strawberry gives every field its resolver"
    open_resolve: Resolver = resolve

    def answer(source: Any, info: ResolveInfo, **arguments: Any) -> Any:
        if declared.opens_to(info.context.principal, arguments):
            return open_resolve(source, info, **arguments)
        _refuse(declared)
        return _nothing(open_resolve, source, info, arguments, empty)

    return answer


def _streaming(subscribe: Resolver | None, declared: Declared) -> Resolver:
    assert subscribe is not None, "Strawberry gives every subscription its stream"
    open_subscribe: Resolver = subscribe

    def stream(source: Any, info: ResolveInfo, **arguments: Any) -> Any:
        if declared.opens_to(info.context.principal, arguments):
            return open_subscribe(source, info, **arguments)
        _refuse(declared)
        return _silence()

    return stream


def _refuse(declared: Declared) -> None:
    if declared.otherwise == FORBIDDEN:
        raise Forbidden(action=declared.actions[0].value)


async def _nothing(
    resolve: Resolver, source: Any, info: ResolveInfo, arguments: Mapping[str, Any], empty: Any
) -> Any:
    """Answer nothing. What is wrong with the arguments by themselves is told all the same: the resolver is let look at
    them, with an office in which there is nothing to be had, and what it answers is dropped. Raises: BAD_REQUEST."""
    try:
        found = resolve(source, info._replace(context=info.context.closed()), **arguments)
        if is_awaitable(found):
            await found
    except Closed:
        pass  # the arguments were sound
    return empty


async def _silence() -> AsyncIterator[Any]:
    """Stream no event, and end."""
    no_events: tuple[Any, ...] = ()
    for event in no_events:
        yield event


def _empty(name: str, shown: GraphQLOutputType) -> Any:
    """Return what a field of this type answers to whom it is closed: an empty list, an empty page, or null."""
    inner = get_nullable_type(shown)
    if isinstance(inner, GraphQLList):
        return frozen()
    if isinstance(inner, GraphQLObjectType) and inner.name.endswith("Connection"):
        if inner.fields.keys() != PAGE_FIELDS:
            raise TypeError(f"{name}: how is {inner.name} empty?")
        return NO_PAGE
    return None


def _is_oneself(who: Principal, text: Any) -> bool:
    try:
        return who.person_id is not None and read_global_id(text) == (OFFICIAL, who.person_id)
    except MalformedId:
        return False

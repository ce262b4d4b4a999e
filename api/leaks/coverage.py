"""What the check would miss: doors, types, arguments, filters, withheld fields and addresses that its tables do not know."""

from collections.abc import Iterable, Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    get_named_type,
)

from api.http.app import Application
from api.leaks.counting import DIMENSIONS
from api.leaks.doors import ARGUMENTS, DOORS, ROUTES, Listed, Single
from api.leaks.filters import FILTERS, ORDERS, PUBLIC, PUBLIC_ORDERS
from api.leaks.findings import CheckKind, Finding, Sort, Tally
from api.leaks.selection import ALSO_ASKED, CORE, query_fields
from api.leaks.truth import RESTRICTED, STORED_TYPES
from api.leaks.waiting import STEPS
from auth.policy.table import FIELDS, ITEMS

OF_HISTORY = frozenset({"first", "after"})
EVERYBODY = "все"


def cover(tally: Tally, app: Application) -> None:
    """Note everything that the tables of the check do not know."""
    tables = (*_doors(), *_arguments(), *_types(), *_filters(), *_enumerations(), *_withheld(), *_routes(app))
    for place, words in tables:
        tally.add(Finding(Sort.UNCOVERED, CheckKind.COVER, place, EVERYBODY, words))
    known = (DOORS, STORED_TYPES, FILTERS, PUBLIC, ORDERS, RESTRICTED, ROUTES, DIMENSIONS, STEPS)
    tally.count(CheckKind.COVER, "схема и адреса", EVERYBODY, sum(len(table) for table in known))


def not_driven() -> list[str]:
    """Return the mutations and subscriptions: listed in the report, never asked, since asking would write."""
    roots = (CORE.mutation_type, CORE.subscription_type)
    return sorted(name for root in roots if root is not None for name in root.fields)


def payload_types_without_twin() -> list[str]:
    """Return types of objects that a mutation shows and no query door does."""
    reachable = _reached(one.type for one in query_fields().values())
    mutations = CORE.mutation_type.fields.values() if CORE.mutation_type is not None else ()
    shown = _reached(one.type for one in mutations)
    return sorted(name for name in shown - reachable if _is_node(name))


def _doors() -> Iterator[tuple[str, str]]:
    for name in query_fields().keys() - DOORS.keys():
        yield name, "новая дверь: добавьте строку в DOORS (api/leaks/doors.py)"
    for name in DOORS.keys() - query_fields().keys():
        yield name, "двери больше нет: уберите строку из DOORS"
    for name, ways in DOORS.items():
        for door in ways:
            if isinstance(door, Listed) and name in query_fields():
                yield from _arguments_of_list(name, door)
    for name, field in query_fields().items():
        asked = any(isinstance(door, Single) and door.numbers is not None for door in DOORS.get(name, ()))
        if ("number" in field.args) is not asked:
            yield name, "номер объекта: опишите в DOORS, как по нему спрашивают (BY_NUMBER)"


def _arguments_of_list(name: str, door: Listed) -> Iterator[tuple[str, str]]:
    arguments = query_fields()[name].args
    for argument, known in (("filter", door.filters), ("orderBy", door.orders)):
        there = get_named_type(arguments[argument].type).name if argument in arguments else None
        if there != known:
            yield name, f"аргумент {argument} ({there}) не тот, что в DOORS ({known})"


def _arguments() -> Iterator[tuple[str, str]]:
    for name, field in query_fields().items():
        for argument in field.args.keys() - ARGUMENTS:
            yield name, f"новый аргумент {argument}: опишите его в DOORS и ARGUMENTS"
    for shown in CORE.type_map.values():
        roots = (CORE.query_type, CORE.mutation_type, CORE.subscription_type)
        if isinstance(shown, GraphQLObjectType) and shown not in roots and not shown.name.startswith("__"):
            for name, field in shown.fields.items():
                place = f"{shown.name}.{name}"
                for argument in field.args.keys() - OF_HISTORY - ALSO_ASKED.get(place, {}).keys():
                    yield (
                        place,
                        f"новый аргумент поля: {argument}; опишите его в ALSO_ASKED (api/leaks/selection.py)",
                    )


def _types() -> Iterator[tuple[str, str]]:
    for name in CORE.type_map:
        if _is_node(name) and name not in STORED_TYPES:
            yield name, "новый тип: добавьте строку в STORED_TYPES (api/leaks/truth.py)"
    for name in payload_types_without_twin():
        yield name, "показывает только мутация: у типа нет двери-запроса"


def _filters() -> Iterator[tuple[str, str]]:
    for name, shown in CORE.type_map.items():
        if not isinstance(shown, GraphQLInputObjectType):
            continue
        if name.endswith("Filter"):
            known = set(FILTERS.get(name, ())) | set(PUBLIC[name][1] if name in PUBLIC else ())
            for field in sorted(shown.fields.keys() - known):
                yield f"{name}.{field}", "новый фильтр: добавьте строку в FILTERS (api/leaks/filters.py)"
            for field in sorted(known - shown.fields.keys()):
                yield f"{name}.{field}", "фильтра больше нет: уберите строку"
        elif name.endswith("Order") and name not in PUBLIC_ORDERS:
            values = get_named_type(shown.fields["field"].type)
            assert isinstance(values, GraphQLEnumType)
            for value in sorted(values.values.keys() ^ ORDERS.get(name, {}).keys()):
                yield (
                    f"{name}.{value}",
                    "порядок не описан в ORDERS (api/leaks/filters.py) или больше не существует",
                )


def _enumerations() -> Iterator[tuple[str, str]]:
    tables = (
        ("CountDimension", DIMENSIONS, "разрез не описан в DIMENSIONS (api/leaks/counting.py)"),
        ("CaseAction", STEPS, "действие не описано в STEPS (api/leaks/waiting.py)"),
    )
    for name, known, words in tables:
        values = CORE.type_map[name]
        assert isinstance(values, GraphQLEnumType)
        for value in sorted(values.values.keys() ^ known.keys()):
            yield f"{name}.{value}", f"{words} или больше не существует"


def _withheld() -> Iterator[tuple[str, str]]:
    withheld = [(one.resource, one.path) for one in FIELDS] + [(one.resource, one.path) for one in ITEMS]
    for resource, path in withheld:
        if path not in RESTRICTED.get(resource, ()):
            yield (
                f"{resource}.{path}",
                "поле или его строки скрываются правами: добавьте его в RESTRICTED (api/leaks/truth.py)",
            )


def _routes(app: Application) -> Iterator[tuple[str, str]]:
    there = {getattr(route, "path", str(route)) for route in app.routes}
    for path in sorted(there ^ ROUTES.keys()):
        yield path, "адрес не описан в ROUTES (api/leaks/doors.py) или больше не существует"


def _is_node(name: str) -> bool:
    shown = CORE.type_map[name]
    return isinstance(shown, GraphQLObjectType) and any(one.name == "Node" for one in shown.interfaces)


def _reached(found: Iterable[object]) -> set[str]:
    """The names of all types that can be reached from these."""
    reached: set[str] = set()
    waiting = [get_named_type(one) for one in found]  # type: ignore[call-overload]
    while waiting:
        one = waiting.pop()
        if one.name in reached:
            continue
        reached.add(one.name)
        if isinstance(one, GraphQLInterfaceType):
            waiting += CORE.get_possible_types(one)
        if isinstance(one, GraphQLObjectType | GraphQLInterfaceType):
            waiting += [get_named_type(field.type) for field in one.fields.values()]
    return reached

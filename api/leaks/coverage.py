"""What the check would miss: whatever is in the built schema or in the table of addresses, and in no register here."""

from collections.abc import Iterable, Iterator, Mapping

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    get_named_type,
)
from starlette.routing import Route

from api.http.addresses import ADDRESSES as TABLE
from api.http.app import Application
from api.leaks.addresses import ADDRESSES, described
from api.leaks.counting import DIMENSIONS
from api.leaks.doors import DOORS, REFERENCE_KINDS
from api.leaks.filters import FILTERS, ORDERS, PERIODS, PUBLIC, PUBLIC_ORDERS
from api.leaks.findings import CheckKind, Finding, Sort, Tally
from api.leaks.live import not_followed
from api.leaks.mutations import IDS, MUTATIONS, SCALARS, Moved, input_fields, input_of
from api.leaks.quality_counting import MEASURES
from api.leaks.rating_counts import RATING_DIMENSIONS
from api.leaks.selection import ALSO_ASKED, CORE, is_node, mutation_fields, query_fields, reached
from api.leaks.texts import CODES, WORDS
from api.leaks.truth import RESTRICTED, STORED_TYPES
from api.leaks.unread import unread
from api.leaks.waiting import STEPS_OF
from auth.policy.table import FIELDS, ITEMS

EVERYBODY = "все"
OF_HISTORY = frozenset({"first", "after"})
OF_OBJECTS = ("HistoryConnection", "WebhookDeliveryConnection")
"""Pages below objects, which take these arguments and show a first page without any."""

ORDER = frozenset({"field", "direction"})

FROM_ROWS = """AssignmentStatus CaseKind CaseStatus ClockKind LegalRegime MeetingForm MeetingStatus
    OrganizationKind OrganizationState Outcome Priority ProposalStatus ProtocolStatus ResponseStatus
    SectorCode""".split()
"""Enumerations of filters: what is tried are the values that stand in rows."""

FROM_SCHEMA = """ControlScope DayKind DeadlineStart DeadlineUnit ExportList Importance NotificationKind PolicyFact ReasonKind
    Role RoutingHours StreetKind""".split()
"""Enumerations of which every value is asked for, as the schema has them."""

SELECTING: Mapping[str, frozenset[str] | None] = {
    **dict.fromkeys((*FROM_ROWS, *FROM_SCHEMA)),
    "OrderDirection": frozenset({"ASC", "DESC"}),
    "CountDimension": frozenset(DIMENSIONS),
    "RatingDimension": frozenset(RATING_DIMENSIONS),
    "QualityDimension": frozenset(MEASURES),
    **{name.replace("Filter", "Action"): frozenset(steps) for name, steps in STEPS_OF.items()},
    "UnmatchedReferenceKind": None,
    "ReferenceKind": frozenset(REFERENCE_KINDS),
    **{f"{name}Field": frozenset(known) for name, known in {**ORDERS, **PUBLIC_ORDERS}.items()},
}
"""Enumeration that selects what a query shows → its known values; None where they are taken from rows or schema."""


def cover(tally: Tally, app: Application) -> None:
    """Note everything that the registers of the check do not know."""
    missed = (
        *_doors(),
        *_inner_arguments(),
        *_narrowings(),
        *_enumerations(),
        *_mutations(),
        *_types(),
        *unread(),
        *_withheld(),
        *_addresses(app),
    )
    for place, words in missed:
        tally.add(Finding(Sort.UNCOVERED, CheckKind.COVER, place, EVERYBODY, words))
    known = (
        DOORS,
        MUTATIONS,
        IDS,
        STORED_TYPES,
        FILTERS,
        PUBLIC,
        ORDERS,
        SELECTING,
        RESTRICTED,
        WORDS,
        CODES,
        ADDRESSES,
    )
    tally.count(CheckKind.COVER, "схема и адреса", EVERYBODY, sum(len(table) for table in known))


def not_driven() -> list[str]:
    """List the mutations, which the command never asks, since asking would write."""
    return sorted(mutation_fields())


def payload_types_without_twin() -> list[str]:
    """List the types of objects that a mutation shows and no query door does."""
    shown = {one.name for one in reached(mutation_fields().values())}
    seen = {one.name for one in reached(query_fields().values())}
    return sorted(name for name in shown - seen if is_node(CORE.type_map[name]))


def _doors() -> Iterator[tuple[str, str]]:
    """Query fields and their arguments: each as the register knows it."""
    yield from _differences(query_fields(), DOORS, "дверь", "DOORS (api/leaks/doors.py)")
    for name, field in query_fields().items():
        ways = DOORS.get(name, ())
        given = frozenset[str]().union(*(door.gives for door in ways))
        for argument in sorted(field.args.keys() ^ given if ways else ()):
            yield (
                name,
                f"аргумент {argument}: новый, или его больше нет; опишите в DOORS (api/leaks/doors.py)",
            )
        for door in ways:
            known = {
                "filter": getattr(door, "filters", None),
                "orderBy": getattr(door, "orders", None),
            }
            for argument, type_name in known.items():
                there = get_named_type(field.args[argument].type).name if argument in field.args else None
                if there != type_name:
                    yield name, f"аргумент {argument} ({there}) не тот, что в DOORS ({type_name})"
    yield from not_followed()


def _inner_arguments() -> Iterator[tuple[str, str]]:
    """Arguments of fields below the doors."""
    roots = (CORE.query_type, CORE.mutation_type, CORE.subscription_type)
    for shown in CORE.type_map.values():
        if not isinstance(shown, GraphQLObjectType) or shown in roots or shown.name.startswith("__"):
            continue
        for name, field in shown.fields.items():
            place = f"{shown.name}.{name}"
            known = OF_HISTORY if get_named_type(field.type).name in OF_OBJECTS else frozenset[str]()
            for argument in sorted(field.args.keys() - known - ALSO_ASKED.get(place, {}).keys()):
                yield place, f"новый аргумент поля: {argument}; опишите в ALSO_ASKED (api/leaks/selection.py)"


def _narrowings() -> Iterator[tuple[str, str]]:
    """Inputs of queries, whatever they are called: filters, orders and periods, field by field."""
    for name, fields in _inputs_of_queries().items():
        if name in PERIODS:
            continue
        known = ORDER if name in {**ORDERS, **PUBLIC_ORDERS} else frozenset(FILTERS.get(name, ()))
        known |= PUBLIC[name][1] if name in PUBLIC else frozenset()
        for field in sorted(fields ^ known):
            yield f"{name}.{field}", "новый фильтр, или его больше нет: FILTERS (api/leaks/filters.py)"
    for name in sorted({*FILTERS, *PUBLIC, *ORDERS, *PUBLIC_ORDERS} - _inputs_of_queries().keys()):
        yield name, "такого отбора или порядка больше нет: уберите строку (api/leaks/filters.py)"


def _inputs_of_queries() -> dict[str, frozenset[str]]:
    """Input → its fields, for all inputs that arguments of queries take."""
    return {
        one.name: frozenset(one.fields)
        for one in _types_of_arguments()
        if isinstance(one, GraphQLInputObjectType)
    }


def _types_of_arguments() -> Iterator[GraphQLNamedType]:
    """The types of all that can be given to queries: to doors, and to fields below them."""
    shown = [one for one in reached(query_fields().values()) if isinstance(one, GraphQLObjectType)]
    fields = [*query_fields().values(), *(field for one in shown for field in one.fields.values())]
    waiting = [get_named_type(argument.type) for one in fields for argument in one.args.values()]
    seen: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one.name not in seen:
            seen.add(one.name)
            yield one
            if isinstance(one, GraphQLInputObjectType):
                waiting += [get_named_type(field.type) for field in one.fields.values()]


def _enumerations() -> Iterator[tuple[str, str]]:
    there = {one.name: one for one in _types_of_arguments() if isinstance(one, GraphQLEnumType)}
    yield from _differences(there, SELECTING, "перечисление", "SELECTING (api/leaks/coverage.py)")
    for name, known in SELECTING.items():
        if name in there and known is not None:
            for value in sorted(there[name].values.keys() ^ known):
                yield (
                    f"{name}.{value}",
                    f"значение не описано или больше не существует: {_TABLES.get(name, 'filters.py')}",
                )


_TABLES = {
    "CountDimension": "DIMENSIONS (api/leaks/counting.py)",
    "QualityDimension": "MEASURES (api/leaks/quality_counting.py)",
    **{name.replace("Filter", "Action"): "STEPS или STEPS_OF (api/leaks/waiting.py)" for name in STEPS_OF},
    "ReferenceKind": "REFERENCE_KINDS (api/leaks/doors.py)",
}


def _mutations() -> Iterator[tuple[str, str]]:
    yield from _differences(mutation_fields(), MUTATIONS, "изменение", "MUTATIONS (api/leaks/mutations.py)")
    for name, field in mutation_fields().items():
        for argument in sorted(field.args.keys() ^ {"input"}):
            yield name, f"аргумент изменения {argument}: проверка знает только input"
        mutation = MUTATIONS.get(name)
        if isinstance(mutation, Moved) and "id" not in input_of(name).fields:
            yield name, "называет объект не полем id: опишите в MUTATIONS (api/leaks/mutations.py)"
        if (
            isinstance(mutation, Moved)
            and not {"expectedRevision", *mutation.given} & input_of(name).fields.keys()
        ):
            yield name, "не принимает версию: опишите в MUTATIONS, чем вызов отклоняется"
    for shown, name, inner in input_fields():
        if inner.name == "ID" and name not in {"id", *IDS}:
            yield (
                f"{shown}.{name}",
                "новый id во входных данных: добавьте строку в IDS (api/leaks/mutations.py)",
            )
        elif isinstance(inner, GraphQLScalarType) and inner.name not in {"ID", *SCALARS}:
            yield f"{shown}.{name}", "новый вид значений: добавьте строку в SCALARS (api/leaks/mutations.py)"


def _types() -> Iterator[tuple[str, str]]:
    there = {name: one for name, one in CORE.type_map.items() if is_node(one)}
    yield from _differences(there, STORED_TYPES, "тип", "STORED_TYPES (api/leaks/truth.py)")
    for name in payload_types_without_twin():
        yield name, "показывает только мутация: у типа нет двери-запроса"


def _withheld() -> Iterator[tuple[str, str]]:
    withheld = [(one.resource, one.path) for one in FIELDS] + [(one.resource, one.path) for one in ITEMS]
    for resource, path in withheld:
        if path not in RESTRICTED.get(resource, ()):
            yield (
                f"{resource}.{path}",
                "поле или его строки скрываются правами: добавьте его в RESTRICTED (api/leaks/truth.py)",
            )


def _addresses(app: Application) -> Iterator[tuple[str, str]]:
    """Addresses by the application's table, and by what it really serves, method by method."""
    there = {(one.path, method) for one in TABLE for method in one.methods}
    there |= {
        (one.path, method)
        for one in app.routes
        if isinstance(one, Route)
        for method in (one.methods or {"GET"}) - {"HEAD"}
    }
    there |= {(str(getattr(one, "path", one)), "?") for one in app.routes if not isinstance(one, Route)}
    for path, method in sorted(there ^ set(described())):
        yield path, f"{method}: адрес не описан в ADDRESSES (api/leaks/addresses.py) или больше не существует"


def _differences(
    there: Iterable[str], known: Iterable[str], what: str, table: str
) -> Iterator[tuple[str, str]]:
    for name in sorted(set(there) - set(known)):
        yield name, f"новое: {what}; добавьте строку в {table}"
    for name in sorted(set(known) - set(there)):
        yield name, f"{what}: больше нет; уберите строку из {table}"

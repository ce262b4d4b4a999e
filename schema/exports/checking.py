"""What is looked at before an export is kept: the list is open, its columns are there, and it takes the filter itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphql import GraphQLError, get_nullable_type
from graphql.utilities import validate_input_value

from auth.actions import Action
from auth.errors import FilterForbidden, Forbidden, Invalid, Problem, Problems, RequestError
from auth.policy.decide import may_ever
from auth.principal import Principal
from auth.texts.invalid import INVALID
from documents.disclosures.operations import refused_reason
from documents.disclosures.vocabulary import RevealField
from documents.exports.vocabulary import ExportList
from documents.saved_filters.rules import personal_data
from schema.context import Context
from schema.document_errors import original_cause
from schema.exports.asking import FILTER, ORDER, Asking, ExportedList
from schema.exports.columns import COLUMNS
from schema.exports.reading import declared_of, is_open

PERSONAL = "personalData"

OF_CASES = frozenset(
    {
        ExportList.APPEALS,
        ExportList.CASES,
        ExportList.INCIDENTS,
        ExportList.MESSAGES,
        ExportList.SUBMISSIONS,
    }
)
"""The lists whose rows have an applicant."""


def demand_open(shown: ExportedList, who: Principal) -> None:
    """Refuse a list that is closed to who asks. Raises: FORBIDDEN."""
    if not is_open(shown, who):
        raise Forbidden(action=declared_of(shown).actions[0].value)


def refused_columns(shown: ExportedList, columns: Sequence[str]) -> list[Problem]:
    """Return what is wrong with the columns of an export."""
    known = COLUMNS[shown.name].heads
    found: list[Problem] = []
    if not columns:
        found.append(Invalid("too_few", path=("columns",), limit=1))
    for index, column in enumerate(columns):
        path = ("columns", str(index))
        if column not in known:
            found.append(Invalid("unknown_column", path=path))
        elif column in columns[:index]:
            found.append(Invalid("duplicate", path=path))
    return found


def refused_filter(shown: ExportedList, given: Any) -> list[Problem]:
    """Return what is wrong with the form of a filter: it is kept, so it holds no personal data."""
    return _refused_form(shown, FILTER, given) or [*personal_data(given)]


def refused_order(shown: ExportedList, order: Any) -> list[Problem]:
    """Return what is wrong with the form of an order; none need be given."""
    return _refused_form(shown, ORDER, order) if order is not None else []


def _refused_form(shown: ExportedList, name: str, given: Any) -> list[Problem]:
    """What the SDL would refuse of an argument of the list."""
    if not isinstance(given, Mapping):
        return [Invalid("wrong_value", path=(name,))]
    argument = shown.arguments.get(name)
    if argument is None:
        return [Invalid("unknown_value", path=(name, one)) for one in given]
    found: list[Problem] = []

    def note(_error: GraphQLError, path: list[str | int]) -> None:
        found.append(Invalid("wrong_value", path=(name, *map(str, path))))

    type_: Any = get_nullable_type(argument.type)
    validate_input_value(dict(given), type_, note)
    return found


def refused_personal(
    who: Principal, shown: ExportedList, personal: Sequence[RevealField], reason: str | None
) -> list[Problem]:
    """Return what is wrong with what is to be written in plain. Raises: FORBIDDEN where that is not for who asks."""
    if not personal:
        return []
    if not may_ever(who, Action.EXPORT_PERSONAL_DATA):
        raise Forbidden(action=Action.EXPORT_PERSONAL_DATA.value, path=(PERSONAL,))
    found: list[Problem] = []
    if shown.name not in OF_CASES:
        found.append(Invalid("unknown_value", path=(PERSONAL,)))
    for index, one in enumerate(personal):
        if one is RevealField.TEXT or one in personal[:index]:
            rule = "unknown_value" if one is RevealField.TEXT else "duplicate"
            found.append(Invalid(rule, path=(PERSONAL, str(index))))
    problem = refused_reason(reason)
    return [*found, *([problem] if problem is not None else [])]


async def try_list(
    context: Context,
    shown: ExportedList,
    columns: Sequence[str],
    given: Mapping[str, Any],
    order: Mapping[str, Any] | None,
) -> None:
    """Ask the list itself for nothing, with the filter and the order: what it would refuse is refused now. Raises: INVALID;
    FORBIDDEN where they look at what who asks never sees."""
    own = replace(context, memo={}, needs={}, call=None, refused_form=())
    result = await Asking(shown, columns, given, order).page(own, first=0)
    problems: list[Problem] = []
    for error in result.errors or ():
        cause = original_cause(error)
        if isinstance(cause, FilterForbidden):
            raise Forbidden(action=declared_of(shown).actions[0].value, path=(FILTER,)) from error
        if isinstance(cause, RequestError) and "rule" in cause.facts:
            problems.append(_of_filter(cause))
        elif error.path is None:
            problems.append(Invalid("wrong_value", path=(FILTER,)))
        else:
            raise error
    if problems:
        raise Problems(problems)


def _of_filter(cause: RequestError) -> Problem:
    rule, facts = str(cause.facts["rule"]), {name: one for name, one in cause.facts.items() if name != "rule"}
    path = cause.path if cause.path[:1] in ((FILTER,), (ORDER,)) else (FILTER, *cause.path)
    return Invalid(rule, path=path, **facts) if rule in INVALID else Invalid("wrong_value", path=path)

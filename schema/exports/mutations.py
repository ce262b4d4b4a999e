"""The mutation that asks for an export."""

from collections.abc import Mapping
from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from auth.errors import Invalid, Problem, Problems
from auth.principal import Principal
from documents.disclosures.vocabulary import RevealField
from documents.exports.keeping import ask_export, export_of
from documents.exports.rules import rights_of
from documents.exports.vocabulary import ExportFormat, ExportList
from documents.idempotency.calls import Earlier
from documents.kernel import shapes
from schema.context import GraphInfo
from schema.exports.asking import listed, usual_columns
from schema.exports.checking import (
    demand_open,
    refused_columns,
    refused_filter,
    refused_order,
    refused_personal,
    try_list,
)
from schema.exports.types import Export, shown_export
from schema.owned import answered
from schema.problems import IDEMPOTENCY_KEY, ProblemType, mutation
from schema.shapes.kinds import Code, Many, ShortComment

MOST_VALUES = 1_000

ListFilter = Annotated[JSON, shapes.facts_of_any_form(MOST_VALUES)]
"""A filter or an order as a client writes it in JSON: which one it is the list says."""

EXPORT_ID = "export_id"
"""Under which name the export is kept for a repeat of the call."""


@strawberry.input(description="A list to write into a file.")
class CreateExportInput:
    list_: ExportList = strawberry.field(name="list", description="The list; its own permission opens it.")
    filter: ListFilter | None = strawberry.field(
        default=None,
        description=(
            "The filter, as the list takes it in `filter`: of `MESSAGES` a `CaseFilter`. Refused with personal data among "
            "its words, as in `saveFilter`."
        ),
    )
    order_by: ListFilter | None = strawberry.field(
        default=None,
        description=(
            "The order of the rows, as the list takes it in `orderBy`: of `MESSAGES` a `CaseOrder`. Its own if absent."
        ),
    )
    format: ExportFormat = strawberry.field(description="The form of the file.")
    columns: Many[Code] | None = strawberry.field(
        default=None,
        description=(
            "Paths of fields of the list's rows, such as `number` or `topic.title`, in the order of the file: see "
            "`exportColumns`. The usual ones if absent."
        ),
    )

    personal_data: Many[RevealField] | None = strawberry.field(
        default=None,
        description=(
            "What of applicants to write in plain, beside what the list shows; each row is logged with the reason. "
            "Permission: `export.personal_data`; of lists of cases alone, and never `TEXT`."
        ),
    )
    reason: ShortComment | None = strawberry.field(
        default=None,
        description="Why plain data are needed: at least ten letters, required with `personalData`. Never the data itself.",
    )


@strawberry.type(description="The result of `createExport`.")
class ExportPayload:
    export: Export | None = strawberry.field(
        description="The export, which waits to be made; null if the mutation was refused."
    )
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type
class ExportMutations:
    @mutation(
        None,
        ExportPayload,
        "Have a list written into a file, under your own rights and as you see it; at most 20 a day. The list's own "
        "permission is asked: now, while the file is made, and when it is fetched.",
    )
    async def create_export(self, info: GraphInfo, input: CreateExportInput) -> Any:
        context = info.context
        store = context.container.store

        async def work(who: Principal) -> Mapping[str, Any]:
            wanted = listed(info._raw_info.schema, input.list_)  # noqa: SLF001  # Strawberry hides the built schema
            demand_open(wanted, who)
            columns = [*input.columns] if input.columns is not None else [*usual_columns(input.list_)]
            given: Any = input.filter if input.filter is not None else {}
            personal = [*(input.personal_data or ())]
            problems: list[Problem] = [
                *refused_columns(wanted, columns),
                *refused_filter(wanted, given),
                *refused_order(wanted, input.order_by),
                *refused_personal(who, wanted, personal, input.reason),
            ]
            if who.person_id is None and context.call is None:
                problems.append(Invalid("required", path=(IDEMPOTENCY_KEY,)))
            if problems:
                raise Problems(problems)
            order: Any = input.order_by
            await try_list(context, wanted, columns, given, order)
            row = await ask_export(
                store,
                context.container.runner.new_id(),
                account_id=who.account_id,
                scope=who.scope,
                rights=rights_of(who),
                list_name=input.list_.value,
                given=given,
                order=order,
                columns=columns,
                form=input.format.value,
                now=context.now,
                personal=[one.value for one in personal],
                reason=input.reason if personal else None,
            )
            if context.call is not None:
                context.call.kept = {EXPORT_ID: row["_id"]}
            return row

        async def shown(who: Principal, earlier: Earlier | None, row: Mapping[str, Any] | None) -> Any:
            if earlier is not None:
                row = await export_of(store, earlier.kept[EXPORT_ID], who.account_id, context.now)
            return shown_export(row) if row is not None else None

        return await answered(info, "export", work, shown)

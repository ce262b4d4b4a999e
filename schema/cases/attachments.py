"""Mutations on the files of cases, and which other cases carry the same file."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import strawberry
from strawberry.dataloader import DataLoader

from auth.actions import Action
from documents.cases import operations
from documents.cases.resource import CASES
from documents.files.attaching import CAPTION_LIMIT
from documents.files.showing import FILE
from documents.kernel import shapes
from documents.kernel.read.paging import Window
from documents.kernel.write.operation import Operation
from schema.cases.types import Case
from schema.context import GraphInfo
from schema.extending import extend
from schema.files.types import FileType
from schema.problems import Ids, ProblemType, mutation, run
from schema.shapes.kinds import Id, Revision

Row = Mapping[str, Any]

CASE_TYPES = ("Message", "Appeal", "Incident")

Caption = Annotated[str, shapes.line(CAPTION_LIMIT)]


@strawberry.input(description="An uploaded file to attach to a case.")
class AttachFileInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    file_id: Id = strawberry.field(
        description="What `PUT /files` answered as `id`, within 24 hours, to the same account."
    )
    caption: Caption | None = strawberry.field(
        default=None, description="What it shows, in words; at most 500 characters."
    )
    is_public: bool = strawberry.field(
        default=False,
        description="Whether it is meant to be shown to the public along with the answer, once it is cleared.",
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="A changed description of an attached file.")
class UpdateAttachmentInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    file_id: Id = strawberry.field(description="The attached file.")
    caption: Caption | None = strawberry.field(
        default=strawberry.UNSET, description="What it shows, in words; null clears it."
    )
    is_public: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Whether it is meant for the public; never null."
    )
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.input(description="An attached file.")
class AttachmentInput:
    id: Id = strawberry.field(description="The message, appeal or incident.")
    file_id: Id = strawberry.field(description="The attached file.")
    expected_revision: Revision | None = strawberry.field(
        default=None, description="The revision you were looking at."
    )


@strawberry.type(description="The result of a mutation on the files of a case.")
class AttachmentPayload:
    case: Case | None = strawberry.field(description="Its current state; null if you cannot see it.")
    errors: list[ProblemType] = strawberry.field(description="Why it was refused; empty on success.")


@strawberry.type(description="Another file with the same content.")
class FileDuplicate:
    case_id: strawberry.ID = strawberry.field(description="Global id of the case that carries it.")
    number: str = strawberry.field(description="Number of that case.")
    file_id: strawberry.ID = strawberry.field(description="The file itself.")


@extend(FileType)
class FileDuplicates:
    @strawberry.field(
        description=(
            "Files of cases with the same content, of those that you may see; those of the latest cases first, at most 20."
        ),
        graphql_type=list[FileDuplicate],
    )
    async def duplicates(self, info: GraphInfo, file: strawberry.Parent[Row]) -> Any:
        loader = info.context.memo.get(DUPLICATES)
        if loader is None:
            loader = info.context.memo[DUPLICATES] = DataLoader(load_fn=_carriers(info), cache=False)
        found: list[Row] = await loader.load(file["sha256"])
        return [one for one in found if one["file_id"] != file["id"]][:MOST_DUPLICATES]


DUPLICATES, MOST_DUPLICATES, MOST_CARRIERS = "loader of duplicates", 20, 100
COMPARED = frozenset({"id", "number", "attachments"})


def _carriers(info: GraphInfo) -> Callable[[list[str]], Any]:
    """All that the files of one answer ask for in one command: the cases that carry the same content."""
    context = info.context

    async def load(hashes: list[str]) -> list[list[Row]]:
        page = await context.container.access.page(
            CASES,
            context.principal,
            context.now,
            order=CASES.order(None, None),
            window=Window(first=MOST_CARRIERS),
            where={"file_hashes": {"$in": sorted(set(hashes))}},
            fields=COMPARED,
        )
        return [
            [
                {"case_id": row["id"], "number": row["number"], "file_id": one["id"]}
                for row in page.rows
                for one in row["attachments"]
                if one["sha256"] == sha256
            ]
            for sha256 in hashes
        ]

    return load


async def _case(info: GraphInfo, operation: Operation, input: Any, facts: Mapping[str, Any]) -> Any:
    ids = Ids()
    return await run(
        info,
        operation,
        CASES,
        shown_as="case",
        ids=ids,
        target_id=ids.one(input.id, CASE_TYPES, path="id"),
        expected_revision=input.expected_revision,
        facts={"file_id": ids.one(input.file_id, FILE, path="fileId"), **facts},
    )


@strawberry.type
class AttachmentMutations:
    @mutation(Action.CASE_ATTACH, AttachmentPayload, "Attach an uploaded file to a case.")
    async def attach_file(self, info: GraphInfo, input: AttachFileInput) -> Any:
        facts = {"caption": input.caption, "is_public": input.is_public}
        return await _case(info, operations.attach_file, input, facts)

    @mutation(
        Action.CASE_ATTACH,
        AttachmentPayload,
        "Change the caption of an attached file, or whether it is meant for the public.",
    )
    async def update_attachment(self, info: GraphInfo, input: UpdateAttachmentInput) -> Any:
        given = {"caption": input.caption, "is_public": input.is_public}
        fields = {name: value for name, value in given.items() if value is not strawberry.UNSET}
        return await _case(info, operations.update_attachment, input, {"fields": fields})

    @mutation(
        Action.CASE_ATTACH,
        AttachmentPayload,
        "Confirm that an attached file holds no personal data: whoever sees the case sees it from then on. Requires the "
        "right to formalize the case as well.",
    )
    async def clear_attachment(self, info: GraphInfo, input: AttachmentInput) -> Any:
        return await _case(info, operations.clear_attachment, input, {})

    @mutation(
        Action.CASE_ATTACH,
        AttachmentPayload,
        "Take a file off a case. Its content is removed 30 days later.",
    )
    async def detach_file(self, info: GraphInfo, input: AttachmentInput) -> Any:
        return await _case(info, operations.detach_file, input, {})

"""The endpoint of exports: a finished file for who asked for it, while they have the rights that it was made under."""

import structlog
from graphql import GraphQLSchema
from starlette.requests import Request
from starlette.responses import Response

from api.http.authentication import Authentication, request_id_of
from api.http.files import answered
from api.http.linked import LinkedReading, linked_id
from api.http.sending import content_answer
from auth.errors import NotFound
from documents.container import Container
from documents.exports.keeping import export_content, export_of
from documents.exports.rules import rights_of
from documents.exports.vocabulary import MIME, ExportFormat, ExportList, ExportStatus
from schema.cursors import Cursors
from schema.exports.asking import listed
from schema.exports.reading import is_open
from schema.files.links import EXPORTS

PARAMETER = "export_id"

log = structlog.get_logger("api.http.exports")


class ExportEndpoint:
    """Answers `/exports/{export_id}`. What is not one's own, not ready, over, or of other rights is answered as not
    there."""

    def __init__(
        self,
        core: GraphQLSchema,
        container: Container,
        authentication: Authentication,
        cursors: Cursors,
    ) -> None:
        self._core = core
        self._container = container
        self._signing_in = LinkedReading(container, authentication, cursors, EXPORTS)

    async def answer(self, request: Request) -> Response:
        """Give a file, or a part of it."""
        return await answered(request, self._given)

    async def _given(self, request: Request) -> Response:
        reader = await self._signing_in.reader(request, PARAMETER)
        store, export_id = self._container.store, linked_id(request, PARAMETER, EXPORTS)
        row = await export_of(store, export_id, reader.who.account_id, reader.now)
        if row is None or row["status"] != ExportStatus.READY.value:
            raise NotFound
        # Asked again: a file that was made under other rights is given to nobody.
        if row["rights"] != rights_of(reader.who) or not is_open(
            listed(self._core, row["list_name"]), reader.who
        ):
            raise NotFound
        log.info("export_fetched", request_id=request_id_of(request), export_id=export_id)
        form = ExportFormat(row["form"])
        stored = {**row, "_id": row["content_id"], "mime": MIME[form]}
        name = f"{ExportList(row['list_name']).lower()}-{row['asked_at']:%Y-%m-%d}.{form.lower()}"
        return content_answer(request, store, stored, name, export_content)

"""The endpoint of Open311: GeoReport v2 for a partner's client with its key, over messages on the channels that allow it."""

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from graphql import GraphQLSchema
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.http.answers import STATUS_OF, headers_of
from api.http.authentication import Authentication, request_id_of
from api.http.bodies import BodyRefused, read_body, receive_by
from api.http.client_keys import ClientKeys
from api.http.negotiation import is_form, locale_of
from api.http.principals import principal_of
from api.open311 import asking
from api.open311.asking import Contexts, Questions
from api.open311.forms import (
    DEFINITION,
    DISCOVERY,
    REQUESTS,
    SERVICES,
    UPDATES,
    AnswerForm,
    Elements,
    error_answer,
    form_of,
    written,
)
from api.open311.given import FIELD_OF, SentFields, fields_of, message_in
from api.open311.reading import CivicTool
from api.open311.refusing import (
    BODY,
    METHOD,
    NO_CHANNELS,
    NO_KEY,
    NOT_A_CLIENT,
    NOT_FOUND,
    UNKNOWN_FORM,
    UNKNOWN_JURISDICTION,
    Open311Refused,
)
from api.open311.told import told_discovery, told_registered
from api.settings import Settings
from auth.errors import BadRequest, Problem, Problems, Unauthenticated
from documents.budgets.spending import Budgets
from documents.center.settings import OPEN311_CHANNELS, OPEN311_JURISDICTION, setting
from documents.container import Container
from documents.kernel.ids import global_id
from documents.kernel.read.reference import Snapshot

PREFIX = "/open311/v2/"
BODY_BYTES = 256 * 1024
CREATED = 201
CODES: Mapping[str, int] = {**STATUS_OF, "NOT_FOUND": 404, "DUPLICATE_EXTERNAL_ID": 409}

ToolAnswer = Callable[[CivicTool, SentFields, Request], Awaitable[tuple[Elements, Any]]]

log = structlog.get_logger("api.http.open311")


class Rejected(Exception):
    """What was sent is not registered, for the reasons that the mutation gives."""

    def __init__(self, problems: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(problems[0]["code"])
        self.status = CODES.get(str(problems[0]["code"]), 400)
        self.descriptions = [_said(one) for one in problems]


class Open311Endpoint:
    """Answers `/open311/v2/…` as GeoReport v2 says, refusals included; what it shows it asks of the schema as the client."""

    def __init__(
        self,
        core: GraphQLSchema,
        container: Container,
        authentication: Authentication,
        settings: Settings,
        contexts: Contexts,
        budgets: Budgets,
    ) -> None:
        self._container = container
        self._keys = ClientKeys(container.store, authentication, refuses_demo=settings.is_production)
        self._settings = settings
        self._questions = Questions(core, contexts, budgets)

    async def services(self, request: Request) -> Response:
        """List what may be reported."""

        async def answer(client: CivicTool, _given: SentFields, _request: Request) -> tuple[Elements, Any]:
            return SERVICES, await client.services()

        return await self._answered(request, answer)

    async def service(self, request: Request) -> Response:
        """Show what may be said of one service."""

        async def answer(client: CivicTool, _given: SentFields, asked: Request) -> tuple[Elements, Any]:
            return DEFINITION, await client.definition(asked.path_params["code"])

        return await self._answered(request, answer)

    async def requests(self, request: Request) -> Response:
        """List messages, or register one."""

        async def answer(client: CivicTool, given: SentFields, asked: Request) -> tuple[Elements, Any]:
            if asked.method == "POST":
                return REQUESTS, told_registered(await self._registered(client, given, asked))
            return REQUESTS, await client.requests(given)

        return await self._answered(request, answer)

    async def request(self, request: Request) -> Response:
        """Show one message."""

        async def answer(client: CivicTool, _given: SentFields, asked: Request) -> tuple[Elements, Any]:
            return REQUESTS, await client.request(asked.path_params["number"])

        return await self._answered(request, answer)

    async def token(self, request: Request) -> Response:
        """Tell the number of a message by its id."""

        async def answer(client: CivicTool, _given: SentFields, asked: Request) -> tuple[Elements, Any]:
            return REQUESTS, await client.token(asked.path_params["token"])

        return await self._answered(request, answer)

    async def updates(self, request: Request) -> Response:
        """List what applicants were told."""

        async def answer(client: CivicTool, given: SentFields, _request: Request) -> tuple[Elements, Any]:
            return UPDATES, await client.updates(given)

        return await self._answered(request, answer)

    async def discovery(self, request: Request) -> Response:
        """Tell what is served where."""

        async def answer(_client: CivicTool, _given: SentFields, asked: Request) -> tuple[Elements, Any]:
            snapshot = await self._container.reference.current()
            address = f"{asked.url.scheme}://{asked.url.netloc}{PREFIX.rstrip('/')}"
            return DISCOVERY, told_discovery(address, setting(snapshot, "center_name", default=""))

        return await self._answered(request, answer)

    async def _answered(self, request: Request, answer: ToolAnswer) -> Response:
        form, locale = form_of(request.url.path), locale_of(request)
        try:
            if request.path_params["form"] not in set(AnswerForm):
                raise Open311Refused(406, UNKNOWN_FORM)
            given = await self._given(request)
            client = await self._client(request, given)
            elements, value = await answer(client, given, request)
        except Open311Refused as refused:
            return error_answer(form, refused.status, [refused.described(locale)], refused.headers)
        except Rejected as rejected:
            return error_answer(form, rejected.status, rejected.descriptions)
        except Unauthenticated as problem:
            return error_answer(form, 401, [NO_KEY.en if locale == "en" else NO_KEY.ru], headers_of(problem))
        except (Problem, Problems) as error:
            problems = error.problems if isinstance(error, Problems) else (error,)
            status = CODES.get(problems[0].code, 400)
            # An id of something else names nothing here, as one that nobody knows.
            if isinstance(problems[0], BadRequest) and {"code", "token"} & request.path_params.keys():
                status = 404
            return error_answer(
                form, status, [one.message(locale) for one in problems], headers_of(problems[0])
            )
        return written(form, elements, value, CREATED if request.method == "POST" else 200)

    async def _given(self, request: Request) -> dict[str, str]:
        """The fields of the address, and of the form that was sent. Raises: Open311Refused."""
        given = fields_of(request.scope["query_string"])
        if request.method != "POST":
            return given
        if not is_form(request):
            raise Open311Refused(400, BODY)
        try:
            body = await read_body(
                request.headers,
                request.receive,
                limit_bytes=BODY_BYTES,
                deadline_seconds=self._settings.receive_seconds,
                receive_by=receive_by(request.scope),
            )
        except BodyRefused as refused:
            raise Open311Refused(refused.status, BODY, headers={"Connection": "close"}) from refused
        return {**given, **fields_of(body)}

    async def _client(self, request: Request, given: SentFields) -> CivicTool:
        """Who asks, on which channels. Raises: Unauthenticated, Open311Refused."""
        caller = await self._keys.caller(request, given)
        who = await principal_of(self._container, caller)
        if who.person_id is not None:
            raise Open311Refused(403, NOT_A_CLIENT)
        snapshot = await self._container.reference.current()
        named = given.get("jurisdiction_id")
        if named is not None and named != setting(snapshot, OPEN311_JURISDICTION, default=None):
            raise Open311Refused(404, UNKNOWN_JURISDICTION)
        channels = tuple(_open_channels(snapshot))
        if not channels:
            raise Open311Refused(403, NO_CHANNELS, setting=OPEN311_CHANNELS)
        return CivicTool(self._questions, caller, channels)

    async def _registered(
        self, client: CivicTool, given: SentFields, request: Request
    ) -> Mapping[str, Any] | None:
        """What a form registers, under the client's own right; None where the client may not see it. Raises: Rejected."""
        channel_id = _open_channels(await self._container.reference.current())[client.channels[0]]
        key = request.headers.get("idempotency-key") or str(uuid.uuid4())
        message = message_in(given, global_id("Channel", channel_id), key)
        payload = (await client.ask(asking.REGISTER, input=message))["registerSubmission"]
        if payload["errors"]:
            raise Rejected(payload["errors"])
        log.info("open311_registered", request_id=request_id_of(request))
        found: Mapping[str, Any] | None = payload["submission"]
        return found


def not_here(request: Request, error: HTTPException) -> Response:
    """Return the answer of an address or a method that is not there, as the specification spells it."""
    text = METHOD if error.status_code == 405 else NOT_FOUND
    words = text.en if locale_of(request) == "en" else text.ru
    return error_answer(form_of(request.url.path), error.status_code, [words], error.headers)


def _said(problem: Mapping[str, Any]) -> str:
    """A refusal of the mutation, behind the field of the form that it is about."""
    name = FIELD_OF.get(".".join(problem["path"] or ()))
    return f"{name}: {problem['message']}" if name else str(problem["message"])


def _open_channels(snapshot: Snapshot) -> dict[str, str]:
    """The channels that the setting names and that are in use: code → id, in the order of the setting."""
    rows = snapshot.collections.get("channels", {}).values()
    ids = {row["code"]: row["_id"] for row in rows if row["is_active"]}
    return {code: ids[code] for code in setting(snapshot, OPEN311_CHANNELS, default=()) if code in ids}

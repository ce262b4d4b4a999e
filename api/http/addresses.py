"""THE table of addresses: what is served, by which endpoint of the process."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.dev.ide_page import IdeEndpoints
from api.dev.mail_page import MailPage
from api.http.acknowledgement import AcknowledgementEndpoint
from api.http.calendars import CalendarEndpoints
from api.http.exports import ExportEndpoint
from api.http.files import FileEndpoints
from api.http.graphql import GraphQLEndpoint
from api.http.health import HealthEndpoints
from api.http.intake import IntakeEndpoint
from api.http.invitations import InvitationEndpoint
from api.http.letters import LetterEndpoint
from api.http.live.endpoint import LiveEndpoint
from api.http.metrics import MetricsEndpoint
from api.http.negotiation import prefers_html
from api.http.open311 import Open311Endpoint
from api.http.papers import PaperEndpoint
from api.http.rating import RatingEndpoint
from api.http.recipient import RecipientEndpoint
from api.http.reports import ReportEndpoint
from api.http.tokens import TokenEndpoints


@dataclass(frozen=True)
class Endpoints:
    """All endpoints of one process."""

    graphql: GraphQLEndpoint
    tokens: TokenEndpoints
    health: HealthEndpoints
    metrics: MetricsEndpoint
    ide: IdeEndpoints
    invitations: InvitationEndpoint | None = None
    files: FileEndpoints | None = None
    intake: IntakeEndpoint | None = None
    rating: RatingEndpoint | None = None
    letters: LetterEndpoint | None = None
    papers: PaperEndpoint | None = None
    reports: ReportEndpoint | None = None
    recipient: RecipientEndpoint | None = None
    acknowledgement: AcknowledgementEndpoint | None = None
    calendars: CalendarEndpoints | None = None
    exports: ExportEndpoint | None = None
    mail: MailPage | None = None
    live: LiveEndpoint | None = None
    open311: Open311Endpoint | None = None

    def routes(self) -> list[Route]:
        """List the routes of the addresses that this process answers."""
        answers = ((one, one.answer(self)) for one in ADDRESSES)
        return [Route(one.path, answer, methods=[*one.methods]) for one, answer in answers if answer]

    async def graphql_or_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Show the page to a browser, and answer any program; the method is one of both."""
        if scope["method"] != "POST":
            request = Request(scope, receive)
            if prefers_html(request):
                response = await self.ide.page(request)
                await response(scope, receive, send)
                return
        await self.graphql(scope, receive, send)


EndpointFunction = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Address:
    """One address: its methods (any other is answered 405), and which endpoint answers; None where that is not there."""

    path: str
    answer: Callable[[Endpoints], EndpointFunction | None]
    methods: tuple[str, ...] = ("GET",)


PROBED = ("/health/live", "/health/ready", "/metrics")
"""Asked by their numbers by who looks after the process, so whatever the name is."""

BOTH, POST, PUT = ("GET", "POST"), ("POST",), ("PUT",)

ADDRESSES: tuple[Address, ...] = (
    Address("/auth/invitation", lambda one: one.invitations.accept if one.invitations else None, POST),
    # Other methods come here and are answered 405; these two the application has taken before.
    Address("/graphql", lambda endpoints: endpoints.ide.page, ("GET", "POST")),
    Address("/graphql/schema.graphql", lambda endpoints: endpoints.ide.sdl),
    Address("/graphql/ide/demo-accounts", lambda endpoints: endpoints.ide.demo_accounts),
    Address("/graphql/ide/{name}", lambda endpoints: endpoints.ide.file),
    Address("/dev/mail", lambda endpoints: endpoints.mail.page if endpoints.mail else None),
    Address("/auth/token", lambda endpoints: endpoints.tokens.token, ("POST",)),
    Address("/auth/revoke", lambda endpoints: endpoints.tokens.revoke, ("POST",)),
    Address("/files", lambda endpoints: endpoints.files.upload if endpoints.files else None, PUT),
    Address("/files/{file_id}", lambda endpoints: endpoints.files.download if endpoints.files else None),
    Address("/exports/{export_id}", lambda one: one.exports.answer if one.exports else None),
    Address("/intake/{system}", lambda one: one.intake.take if one.intake else None, POST),
    Address("/open311/v2/discovery.{form}", lambda one: one.open311.discovery if one.open311 else None),
    Address("/open311/v2/services.{form}", lambda one: one.open311.services if one.open311 else None),
    Address("/open311/v2/services/{code}.{form}", lambda one: one.open311.service if one.open311 else None),
    Address("/open311/v2/requests.{form}", lambda one: one.open311.requests if one.open311 else None, BOTH),
    Address("/open311/v2/requests/{number}.{form}", lambda one: one.open311.request if one.open311 else None),
    Address("/open311/v2/tokens/{token}.{form}", lambda one: one.open311.token if one.open311 else None),
    Address(
        "/open311/v2/servicerequestupdates.{form}", lambda one: one.open311.updates if one.open311 else None
    ),
    Address("/rating/{token}", lambda one: one.rating.answer if one.rating else None, BOTH),
    Address("/recipient/{token}", lambda one: one.recipient.answer if one.recipient else None, BOTH),
    Address("/recipient/{token}/files", lambda one: one.recipient.upload if one.recipient else None, PUT),
    Address("/recipient/{token}/files/{file_id}", lambda one: one.recipient.file if one.recipient else None),
    Address(
        "/acknowledgement/{token}",
        lambda one: one.acknowledgement.answer if one.acknowledgement else None,
        BOTH,
    ),
    Address("/calendar/{token}.ics", lambda one: one.calendars.feed if one.calendars else None),
    Address("/meetings/{meeting_id}.ics", lambda one: one.calendars.meeting if one.calendars else None),
    Address("/letters/{case_id}/{name}", lambda one: one.letters.answer if one.letters else None),
    Address("/protocols/{name}", lambda one: one.papers.answer if one.papers else None),
    Address(
        "/protocols/{protocol_id}/extracts/{name}", lambda one: one.papers.extract if one.papers else None
    ),
    Address("/reports/decisions/{name}", lambda one: one.reports.answer if one.reports else None),
    Address("/.well-known/jwks.json", lambda endpoints: endpoints.tokens.keys),
    Address("/health/live", lambda endpoints: endpoints.health.live),
    Address("/health/ready", lambda endpoints: endpoints.health.ready),
    Address("/metrics", lambda endpoints: endpoints.metrics.told),
)
"""THE table of addresses: what is served, in the order in which it is looked for; it can be read without serving."""

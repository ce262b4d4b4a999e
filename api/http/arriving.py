"""How the parameters of a GraphQL request arrive: in a body of JSON within its bounds, or in the address."""

from api.http.bodies import BodyRefused, read_body, receive_by
from api.http.exchange import BODY_TEXTS, UNSUPPORTED_CODING, UNSUPPORTED_TYPE, EndpointRefusal
from api.http.negotiation import IDENTITY, is_encoded, is_json
from api.http.parameters import Parameters, from_body, from_query_string
from api.http.received import Received
from api.settings import Settings
from schema.errors import RequestRefused


async def parameters_in(received: Received, settings: Settings) -> Parameters:
    """Read what a request asks to run: from its body, or of a GET from its address.

    Raises: EndpointRefusal, BAD_REQUEST.
    """
    if received.method != "POST":
        return from_query_string(received.scope["query_string"])
    if not is_json(received):
        raise EndpointRefusal(415, RequestRefused("content_type", UNSUPPORTED_TYPE))
    if is_encoded(received):
        problem = RequestRefused("content_encoding", UNSUPPORTED_CODING)
        raise EndpointRefusal(415, problem, Accept_Encoding=IDENTITY)
    try:
        body = await read_body(
            received.headers,
            received.receive,
            limit_bytes=settings.graphql_body_bytes,
            deadline_seconds=settings.receive_seconds,
            receive_by=receive_by(received.scope),
        )
    except BodyRefused as error:
        problem = RequestRefused("body", BODY_TEXTS[error.status])
        raise EndpointRefusal(error.status, problem, Connection="close") from error
    return from_body(body)

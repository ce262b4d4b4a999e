"""Registered documents: a client names one by its hash, and the text that an administrator has registered is run."""

from collections.abc import Awaitable, Callable

from api.http.authentication import Caller
from api.http.parameters import SHA256, Parameters
from api.http.principals import principal_of
from auth.errors import Unauthenticated
from auth.texts.errors import Text
from documents.container import Container
from schema.errors import RequestRefused

Texts = Callable[[Caller, Parameters], Awaitable[str]]
"""Returns the text of the document that a caller asks to run. May raise Unauthenticated and BAD_REQUEST."""

UNKNOWN = Text(
    "Операция с таким хешем для этого клиента не зарегистрирована.",
    "No operation with this hash is registered for this client.",
)
ONLY_DOCUMENTS = Text(
    "Этот клиент выполняет только зарегистрированные операции: отправьте documentId.",
    "This client runs registered operations only: send documentId.",
)


def texts_of(container: Container | None) -> Texts:
    """Return what finds the texts that clients have registered; without a container nobody has any."""

    async def text_of(caller: Caller, parameters: Parameters) -> str:
        asked = parameters.document_id
        if caller.is_anonymous and asked is not None:
            # What would be said of a hash would tell who has registered it.
            raise Unauthenticated
        if container is None or caller.is_anonymous:
            return _free(parameters)
        who = await principal_of(container, caller)
        if asked is None and who.documents_only:
            raise RequestRefused("documents_only", ONLY_DOCUMENTS)
        found = who.documents.get(asked.removeprefix(SHA256).lower()) if asked is not None else None
        return _free(parameters) if found is None else found

    return text_of


def _free(parameters: Parameters) -> str:
    if parameters.document_id is not None:
        raise RequestRefused("unknown_document", UNKNOWN)
    return parameters.query

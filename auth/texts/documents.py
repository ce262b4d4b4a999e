"""What INVALID says of the documents that are registered for a partner's client, by rule."""

from collections.abc import Mapping
from types import MappingProxyType

from auth.texts.wording import Text

DOCUMENTS: Mapping[str, Text] = MappingProxyType(
    {
        "wrong_hash": Text(
            "Хеш не соответствует тексту: SHA-256 текста – {hash}.",
            "The hash is not that of the text: its SHA-256 is {hash}.",
        ),
        "document_unreadable": Text(
            "Документ GraphQL не читается: {reason}.", "The GraphQL document cannot be read: {reason}."
        ),
        "document_without_name": Text(
            "В документе должна быть ровно одна операция, и у неё – имя.",
            "A document must have exactly one operation, and that a name.",
        ),
        "document_over_limit": Text(
            "Документ превышает ограничение {limit}: {found}.",
            "The document is over the limit {limit}: {found}.",
        ),
        "document_too_costly": Text(
            "Операция стоит {cost} баллов, допускается не более {limit}.",
            "The operation costs {cost} points; the limit is {limit}.",
        ),
        "document_unfit": Text(
            "Документ не соответствует схеме: {reason}.", "The document does not fit the schema: {reason}."
        ),
        "document_not_for_client": Text(
            "Права клиента не открывают поле {field}.",
            "The client's permissions do not open the field {field}.",
        ),
    }
)

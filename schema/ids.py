"""Reading global ids in arguments: a malformed one, or one of another type, is a bad request."""

from auth.errors import BadRequest
from documents.kernel.ids import MalformedId, read_global_id


def decoded(text: str, *type_names: str, path: tuple[str, ...]) -> str:
    """Return the document id in a global id of one of the given types. Raises: BAD_REQUEST (`malformed_id`,
    `wrong_type`)."""
    try:
        type_name, record_id = read_global_id(text)
    except MalformedId as error:
        raise BadRequest("malformed_id", path=path) from error
    if type_name not in type_names:
        raise BadRequest("wrong_type", path=path)
    return record_id

"""Links as people paste them: any spelling of the scheme, names of hosts in any script."""

import re

from pydantic import HttpUrl, TypeAdapter, ValidationError

URL_LIMIT = 2_000
"""Characters of the longest link."""

# The library mends what is half a link («https:vk.com»); what is kept is what was pasted, so it must be whole.
_WHOLE = re.compile(r"https?://[^\s/?#\\][^\s\\]*", re.IGNORECASE)
_LINK = TypeAdapter(HttpUrl)


def is_url(url: str) -> bool:
    """Return whether it is an absolute link of the web."""
    if not _WHOLE.fullmatch(url):
        return False
    try:
        _LINK.validate_python(url)
    except ValidationError:
        return False
    return True

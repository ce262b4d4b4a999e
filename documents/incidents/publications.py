"""Publications of an incident: what one must say, and how the same post is recognized (I.2.2)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.errors import Invalid, Problem
from documents.cases.checks import TEXT_LIMIT
from documents.cases.document import Publication
from documents.cases.posts import post_key
from documents.kernel.aside import aside
from documents.kernel.text.characters import is_blank
from documents.kernel.text.links import is_url
from documents.privacy.forbidden import mask_forbidden

PUBLICATIONS_LIMIT = 100

Facts = Mapping[str, Any]
Path = tuple[str, ...]


def publications_given(facts: Facts) -> Iterable[Problem]:
    """Check the publications that a new incident comes with: at least one."""
    publications = facts.get("publications") or ()
    if not publications:
        yield Invalid("required", path=("publications",))
    if len(publications) > PUBLICATIONS_LIMIT:
        yield Invalid("too_many", path=("publications",), limit=PUBLICATIONS_LIMIT)
    for index, one in enumerate(publications):
        yield from _checked(one, ("publications", str(index)))


def publication_given(facts: Facts) -> Iterable[Problem]:
    """Check the one publication that an incident is given."""
    yield from _checked(facts["publication"], ("publication",))


def _checked(one: Facts, place: Path) -> Iterable[Problem]:
    if not is_url(str(one.get("url") or "")):
        yield Invalid("malformed_url", path=(*place, "url"))
    if is_blank(str(one.get("text") or "")):
        yield Invalid("required", path=(*place, "text"))
    elif len(one["text"]) > TEXT_LIMIT:
        yield Invalid("too_long", path=(*place, "text"), limit=TEXT_LIMIT)


async def publications_of(given: Sequence[Facts]) -> list[Publication]:
    """Return publications as they are stored: without numbers that are never kept."""
    characters = sum(len(one["text"]) for one in given)
    return await aside(lambda: [_publication_of(one) for one in given], characters=characters)


def _publication_of(given: Facts) -> Publication:
    return Publication(**{**given, "text": mask_forbidden(given["text"])})


def is_gathered(publications: Sequence[Publication], url: str) -> bool:
    """Return whether one of the publications is the post at this address, however it is written."""
    return post_key(url) in {post_key(one.url) for one in publications}

"""The tags of a case: which there are after some are put on and others taken off, however each is written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auth.errors import Invalid, LimitReached, Problem
from documents.kernel.text.matching import name_key

MOST_TAGS = 100

Facts = Mapping[str, Any]


def marks_given(facts: Facts) -> Iterable[Problem]:
    """Check that a tag is to be put on or taken off, and none both."""
    added = {name_key(one) for one in facts.get("add", ())}
    removed = facts.get("remove", ())
    if not (added or removed):
        yield Invalid("nothing_to_change")
    for index, one in enumerate(removed):
        if name_key(one) in added:
            yield Invalid("duplicate", path=("remove", str(index)))


def marked(tags: Sequence[str], *, add: Iterable[str], remove: Iterable[str]) -> list[str]:
    """Return the tags of a case with some put on and others taken off, in their order; one that is there keeps its spelling.

    Raises: INVALID (`nothing_to_change`) where that leaves them as they are; LIMIT_REACHED (`tagsPerCase`).
    """
    taken = {name_key(one) for one in remove}
    kept = {name_key(one): one for one in tags if name_key(one) not in taken}
    for one in add:
        kept.setdefault(name_key(one), one)
    found = list(kept.values())
    if found == list(tags):
        raise Invalid("nothing_to_change")
    if len(found) > max(MOST_TAGS, len(tags)):
        raise LimitReached("tagsPerCase", path=("add",))
    return found

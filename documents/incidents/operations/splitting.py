"""The operation on an incident of several matters: each takes its publications along (I.2.2)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from auth.actions import Action
from auth.errors import Invalid, Problem
from documents.cases import events
from documents.cases.checks import COMMENT_LIMIT, text_within
from documents.cases.document import Case, Publication
from documents.cases.posts import post_key
from documents.cases.self_routing import routed_by_rules
from documents.cases.splitting import part_of, parted, parts_given, refuse_more_parts
from documents.incidents.operations.intake import BY_ITSELF, KINDS
from documents.incidents.rules import MACHINE
from documents.kernel.write.change import Change
from documents.kernel.write.operation import operation

Facts = Mapping[str, Any]
Path = tuple[str, ...]

URLS = "publicationUrls"


def publications_named(facts: Facts) -> Iterable[Problem]:
    """Check that each part names publications, and that none of them is named twice."""
    met: set[str] = set()
    for index, one in enumerate(facts.get("parts") or ()):
        if not one.get("publication_urls"):
            yield Invalid("required", path=("parts", str(index), URLS))
    for path, key in _named(facts.get("parts") or ()):
        if key in met:
            yield Invalid("duplicate", path=path)
        met.add(key)


def _named(parts: Sequence[Facts]) -> Iterator[tuple[Path, str]]:
    for index, one in enumerate(parts):
        for number, url in enumerate(one.get("publication_urls") or ()):
            yield ("parts", str(index), URLS, str(number)), post_key(url)


@operation(
    title="Разделить инцидент на несколько",
    action=Action.INCIDENT_MERGE,
    record=Case,
    machine=MACHINE,
    kinds=KINDS,
    read=Action.INCIDENT_READ,
    checks=(parts_given, publications_named, text_within("reason", "reason", COMMENT_LIMIT)),
)
async def split_incident(change: Change, case: Case, *, parts: Sequence[Facts], reason: str) -> Case:
    """Split matters off, each with the publications that are about it; this incident goes on with the others, at least one.

    The term of each is counted from the first receipt. Raises: INVALID (`unknown_publication`, `nothing_left`),
    INACTIVE_TARGET.
    """
    refuse_more_parts(case, len(parts))
    gathered = {post_key(one.url): one for one in case.publications}
    for path, key in _named(parts):
        if key not in gathered:
            raise Invalid("unknown_publication", path=path)
    taken = {key for _, key in _named(parts)}
    left = [one for one in case.publications if post_key(one.url) not in taken]
    if not left:
        raise Invalid("nothing_left", path="parts")
    part_ids = []
    for index, one in enumerate(parts):
        posts = _of_part(case.publications, one["publication_urls"])
        part_id = await change.new_id()
        own = {"id": part_id, "status": MACHINE.initial, "publications": posts}
        part = await part_of(change, case, one, f"parts.{index}", **own)
        part_ids.append(part_id)
        await routed_by_rules(
            change, await change.create(part, events.INCIDENT_SPLIT_OFF), MACHINE, BY_ITSELF
        )
    return await change.save(
        case,
        events.INCIDENT_SPLIT,
        publications=[one.model_dump() for one in left],
        **parted(change, case, part_ids, reason=reason),
    )


def _of_part(publications: Sequence[Publication], urls: Sequence[str]) -> list[Publication]:
    keys = set(map(post_key, urls))
    return [one for one in publications if post_key(one.url) in keys]

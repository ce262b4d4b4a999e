"""The legal act that something rests on: one that is recorded already, or one recorded with what rests on it (III.1)."""

from collections.abc import Iterable, Mapping
from typing import Any

from auth.errors import Invalid, Problem
from documents.center.calendars import calendar_of
from documents.files.attaching import take_file
from documents.files.showing import id_of_upload
from documents.kernel.text.links import is_url
from documents.kernel.write.change import Change
from documents.legal_acts.document import LegalAct
from documents.legal_acts.events import RECORDED

LIMITS: Mapping[str, int] = {"kind": 50, "number": 100, "title": 1_000}
"""Fields that an act must have, and their longest values in characters."""

LONGEST_SOURCE = 2_000

Facts = Mapping[str, Any]
Path = tuple[str, ...]


def act_given(facts: Facts) -> Iterable[Problem]:
    """Check that exactly one act is named, by id or in full, and one in full says what it is and where its text stands."""
    act = facts.get("legal_act")
    if (act is None) == (facts.get("legal_act_id") is None):
        yield Invalid("exactly_one", path=("legalAct",))
    if act is not None:
        yield from act_problems(act, ("legalAct",))


def act_problems(act: Facts, place: Path) -> Iterable[Problem]:
    """Yield what is wrong with an act that is given in full at this place of an input."""
    for name, limit in LIMITS.items():
        text = str(act.get(name) or "").strip()
        if not text:
            yield Invalid("required", path=(*place, name))
        elif len(text) > limit:
            yield Invalid("too_long", path=(*place, name), limit=limit)
    url, file_id = act.get("url"), act.get("file_id")
    if not url and not file_id:
        yield Invalid("act_source_required", path=(*place, "url"))
    if url and not is_url(url):
        yield Invalid("malformed_url", path=(*place, "url"))
    if file_id and len(file_id) > LONGEST_SOURCE:
        yield Invalid("too_long", path=(*place, "fileId"), limit=LONGEST_SOURCE)


async def recorded_act(change: Change, act_id: str | None, *, path: str) -> LegalAct:
    """Return the act of this id. Raises: INVALID (`unknown_legal_act`) at the path."""
    found = await change.get(LegalAct, act_id or "")
    if found is None:
        raise Invalid("unknown_legal_act", path=(path,))
    return found


async def act_of(change: Change, legal_act_id: str | None, legal_act: Facts | None, *, is_demo: bool) -> str:
    """Return id of the act to rest on; an act given in full is recorded in the same transaction.

    Raises: INVALID (`unknown_legal_act`, `act_source_required`, `in_the_future`, `duplicate`).
    """
    if legal_act is None:
        found = await recorded_act(change, legal_act_id, path="legalActId")
        if not has_source(found):
            raise Invalid("act_source_required", path=("legalActId",))
        return found.id
    return (await store_act(change, legal_act, ("legalAct",), is_demo=is_demo)).id


async def store_act(change: Change, given: Facts, place: Path, *, is_demo: bool) -> LegalAct:
    """Record an act that is given in full at this place of an input; a file that was uploaded for it becomes its own.

    Raises: INVALID (`in_the_future`, `duplicate`, `unknown_file`, `infected`).
    """
    issued_on = str(given["issued_on"])
    today = calendar_of(change.reference).day_of(change.now)
    if issued_on > today.isoformat():
        raise Invalid("in_the_future", path=(*place, "issuedOn"))
    number = given["number"].strip()
    if await change.find(LegalAct, {"number": number, "issued_on": issued_on}):
        # One order often appoints several people: the second of them names the act that is there.
        raise Invalid("duplicate", path=(*place, "number"))
    act = LegalAct(
        id=await change.new_id(),
        updated_at=change.now,
        kind=given["kind"].strip(),
        number=number,
        issued_on=issued_on,
        title=given["title"].strip(),
        url=given.get("url"),
        is_demo=is_demo,
    )
    file_id = given.get("file_id")
    uploaded_id = id_of_upload(file_id)
    if uploaded_id is not None:
        act.files = [await take_file(change, act, uploaded_id, path=(*place, "fileId"))]
    else:
        act.file_id = file_id
    return await change.create(act, RECORDED)


def has_source(act: LegalAct) -> bool:
    """Return whether the text of an act stands somewhere: in a file, or where it is published."""
    return bool(act.files) or act.file_id is not None or act.url is not None


def has_file(act: LegalAct) -> bool:
    """Return whether the text of an act is on file: an address says where somebody else keeps it, and may change."""
    return bool(act.files) or act.file_id is not None

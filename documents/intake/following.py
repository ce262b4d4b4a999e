"""What a case becomes by what another system says of it: one field brings others with it."""

from collections.abc import Mapping
from typing import Any

from documents.cases.addresses import located
from documents.cases.clock import deadline_anew
from documents.cases.document import Case
from documents.cases.receipts import refuse_receipt, refuse_term_before
from documents.cases.targets import offered
from documents.kernel.write.change import Change

Facts = Mapping[str, Any]


def followed_fields(change: Change, case: Case, said: Facts) -> dict[str, Any]:
    """Return the fields of a case that takes what is said: the sector follows the topic, the term what it is counted from,
    and the street its settlement.

    Raises: INVALID (`unknown_topic`, `before_receipt`, `in_the_future`, `too_old`), INACTIVE_TARGET.
    """
    sets = dict(said)
    if "received_at" in said:
        refuse_receipt(change, said["received_at"])
        case = case.model_copy(update={"received_at": said["received_at"]})
        sets |= deadline_anew(change.reference, case)
    refuse_term_before(case.received_at, said.get("external_due_at"))
    if "topic_id" in said:
        topic = offered(change, "topics", said["topic_id"], path="topicId")
        assert topic is not None
        sets["sector_id"], sets["outside_sectors"] = topic["sector_id"], topic["sector_id"] is None
        sets["is_sensitive"] = case.is_sensitive or topic["is_sensitive"]
        sets |= deadline_anew(change.reference, case, topic_id=said["topic_id"])
    if "location" in said or "settlement_id" in said:
        sets |= _placed(change, case, said)
    if "text" in said and case.publications:
        posts = [one.model_dump() for one in case.publications]
        posts[0]["text"] = sets.pop("text")
        sets["publications"] = posts
    return sets


def _placed(change: Change, case: Case, said: Facts) -> dict[str, Any]:
    place = {**case.location.model_dump(), **(said.get("location") or {})}
    if "location" in said:
        place["street_id"] = None
    place, settlement_id = located(change.reference, place, said.get("settlement_id") or case.settlement_id)
    return {"location": place, "settlement_id": settlement_id}

"""Queries by shape, and whether the declared indexes serve them: told without asking the store."""

from collections.abc import Mapping
from dataclasses import dataclass

from documents.aggregates import RECORDS, STORED
from documents.kernel.read.access import KEYS
from tests.support.commands import Command
from tests.support.covering import Index, conditions, declared, is_bound

Reasons = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """What a query looks at, without its values: `bound` keys have their values named, `loose` ones are compared.

    `is_capped` where the store stops by itself (a page, a count up to a limit).
    """

    collection: str
    bound: tuple[str, ...]
    loose: tuple[str, ...]
    sort: tuple[str, ...]
    is_capped: bool = False


def shape_of(command: Command) -> Shape:
    """The shape of a captured command."""
    where = conditions(command.filter)
    # What stands under `$or` and the like is no condition that an index could begin with.
    where |= {key: {key: None} for key in command.filter if key.startswith("$") and key != "$and"}
    stages = command.body.get("pipeline", ())
    return Shape(
        command.collection,
        tuple(sorted(key for key, value in where.items() if is_bound(value))),
        tuple(sorted(key for key, value in where.items() if not is_bound(value))),
        tuple(command.sort),
        is_capped="limit" in command.body or any("$limit" in stage for stage in stages),
    )


@dataclass(frozen=True)
class Law:
    """What the documents promise of their indexes: collection → its indexes, and what is let pass, with the reason.

    `whole`: collection that is read as a whole. `few`: collection → key whose index leaves so few rows that anything may
    be looked at in them. `residual`: collection → key that may be looked at in the rows which an index has found, or
    that are counted. `counting`: the same where nothing is sorted. `grouped`: collection whose rows are counted without
    an end.
    """

    indexes: Mapping[str, Mapping[str, Index]]
    whole: Mapping[str, str]
    few: Reasons
    residual: Reasons
    counting: Reasons
    grouped: Mapping[str, str]

    def breach(self, shape: Shape) -> str | None:
        """What is wrong with a shape, in words; None where an index serves it or a reason stands for it."""
        name, looked_at = shape.collection, {*shape.bound, *shape.loose}
        indexes = list(self.indexes.get(name, {}).values())
        in_order_of_ids = looked_at == {"_id"} and shape.sort == ("_id",)
        if "_id" in shape.bound or in_order_of_ids or name in self.whole or self._are_few(name, looked_at):
            return None
        permitted = set(self.residual.get(name, ()))
        # Sorted by id is what one transaction reads for its guards: few rows, once an index has found them.
        is_sorted = bool(shape.sort) and shape.sort != ("_id",)
        if not is_sorted:
            permitted |= set(self.counting.get(name, ()))
            if looked_at <= permitted and (shape.is_capped or name in self.grouped):
                return None
        finds = _finds_in_order if is_sorted else _finds
        if any(finds(index, shape) and looked_at - set(index) <= permitted for index in indexes):
            return None
        words = f"{name}: {', '.join(shape.bound) or 'nothing'} named"
        words += f", {', '.join(shape.loose)} compared" if shape.loose else ""
        return words + (f", by {', '.join(shape.sort)}" if shape.sort else "")

    def _are_few(self, name: str, looked_at: set[str]) -> bool:
        leading = {index[0] for index in self.indexes.get(name, {}).values()}
        return bool(looked_at & leading & set(self.few.get(name, ())))


def _finds(index: Index, shape: Shape) -> bool:
    """Whether the rows stand together in the index; where there is a scope, it is what brings them together."""
    if KEYS in shape.bound:
        return index[0] == KEYS
    return index[0] in {*shape.bound, *shape.loose}


def _finds_in_order(index: Index, shape: Shape) -> bool:
    """Whether the keys of the sort stand in the index one behind the other, and only named ones before them."""
    ends = range(len(shape.sort), len(index) + 1)
    end = next((end for end in ends if index[end - len(shape.sort) : end] == shape.sort), None)
    if end is None:
        return False
    before = set(index[: end - len(shape.sort)])
    return before <= set(shape.bound) and (KEYS not in shape.bound or KEYS in before)


def breaches(law: Law, seen: Mapping[Shape, str]) -> list[str]:
    """The queries that no index serves, in words, each with the test that sent it first."""
    found = ((law.breach(shape), test) for shape, test in sorted(seen.items()))
    return [f"{words} — {test}" for words, test in found if words is not None]


LAW = Law(
    indexes={record.Settings.name: declared(record) for record in STORED},
    whole={
        record.collection_name(): "kept in memory, and read whole when it changes"
        for record in RECORDS
        if record.is_reference
    },
    few={
        "cases": {
            "number": "one row, or those whose number begins so",
            "applicant_phone_mark": "the few cases of one contact",
            "applicant_email_mark": "the few cases of one contact",
            "file_hashes": "the few cases that carry the same content",
            "proposal": "the few cases of which something is proposed",
            "to_examine": "the few cases whose low rating waits for a second look",
            "awaits": "the few cases that wait for the applicant",
            "delivery_state": "the few cases of which an answer came back, or is to go out by e-mail",
            "link_state": "the few cases whose link waits to go out, or to be opened",
            "likeness_keys": "what is alike is few cases; no index can hold it and access keys",
            "point": "the cases of one place on the map",
            "search_terms": "the words leave few rows; no index can hold words and access keys",
        },
        "meetings": {"agenda.sources.id": "the few meetings that dealt with one matter"},
        "protocols": {"meeting_id": "one protocol a meeting"},
        "sessions": {"account_id": "the sessions of one account"},
        "accounts": {"person_id": "the accounts of one person"},
        "assignments": {"protocol_id": "the few assignments of a protocol"},
    },
    residual={
        "cases": {
            "kind": "kind",
            "outside_sectors": "outsideSectors",
            "topic_id": "topicIds",
            "channel_id": "channel",
            "regime": "regime",
            "priority": "priority",
            "settlement_id": "settlementIds",
            "received_at": "receivedAt",
            "routed_at": "routedAt",
            "due_at": "dueAt",
            "updated_at": "updatedAt",
            "due_soon_at": "isDueSoon",
            "$nor": "isDueSoon",
            "was_returned": "wasReturned",
            "answered_at": "answeredAt",
            "is_repeat": "isRepeat",
            "outcome": "outcome",
            "source_status": "sourceStatus",
            "responses.status": "responseStatus",
            "delivery_state": "isUndelivered",
            "attachments.0": "hasAttachments",
            "clocks": "clock, lateClock, isLate",
        },
        "personal_data_accesses": {"at": "the order runs along it: a page stops at its end"},
        "accounts": {"is_active": "who may do something is asked of all that act, up to a limit"},
        "meetings": {"form": "form", "planned_at": "year", "$nor": "form"},
        "protocols": {"form": "form", "year": "year", "date": "date"},
        "assignments": {"controller_id": "controllerIds", "due_on": "dueOn"},
        "notifications": {
            "kind": "some twenty kinds of one person's rows",
            "read_at": "what one person has read: the order stops at the end of a page",
        },
        "unmatched_references": {
            "kind": "five values",
            "channel_id": "an officer sees the channels of the own desk alone",
            "target_id": "names are settled by and by: the rows are few",
            "name": "words of names, of which there are few",
        },
        "intake_conflicts": {
            "is_open": "the order runs along what arose last: a page stops at its end",
            "channel_id": "an officer sees the channels of the own desk alone",
        },
        "events": {"name": "signatures are looked up from a moment on, which the index finds"},
    },
    counting={
        "cases": {
            "overdue_at": "counted within a sector or a state, whose rows the index finds",
            "status": "what is open at a body is looked for in its rows",
            "$or": "counts by allowedAction, which group most of what they read",
        },
        "assignments": {"status": "what is open at a body is looked for in its rows"},
    },
    grouped={
        "cases": "the counts of everything, or of a period, group most of what they read",
        "assignments": "the workload of everybody counts all that is open, and what is done of one year",
    },
)
"""The law of this repository. For a list, `residual` names filters whose reasons `tests/graphql/test_indexes.py` gives."""

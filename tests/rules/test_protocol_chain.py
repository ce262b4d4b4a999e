"""The chain of a year as a pure function: numbers without gaps, contents, signatures and links."""

from datetime import datetime
from typing import Any

from documents.protocols.chain import FAULTS, ProtocolFault, broken_links, chain_hash, link_of
from documents.protocols.integrity import is_unchanged
from documents.protocols.rules import check_dissents, content_hash, has_item, series_of

Row = dict[str, Any]


def signed(number: int, before: Row | None) -> Row:
    """A signed protocol with its number, bound to the one before."""
    row: Row = {
        "number": number,
        "year": 2026,
        "items": [],
        "signed_by_id": "curator",
        "signed_at": datetime(2026, 6, 10, 5, 0, 0, 123_000),
        "signer_capacity": "CURATOR",
        "previous_hash": link_of(before),
    }
    row["content_hash"] = content_hash(row)
    return {**row, "chain_hash": chain_hash(row)}


def chain(length: int) -> list[Row]:
    """So many protocols of a year, each bound to the one before."""
    found: list[Row] = []
    for number in range(1, length + 1):
        found.append(signed(number, found[-1] if found else None))
    return found


def told(rows: list[Row], given: int = 0) -> list[tuple[int, ProtocolFault]]:
    return [(one.number, one.fault) for one in broken_links(rows, given)]


def test_a_whole_chain_has_no_breaks_in_whatever_order_it_is_read() -> None:
    assert told([]) == told(chain(3)) == told(chain(3)[::-1], 3) == []


def test_a_number_that_was_given_and_is_not_there_is_missing() -> None:
    one, two, three = chain(3)
    assert told([one, three], 3) == told([one, three], 2) == [(2, ProtocolFault.MISSING)]
    assert told([two, three], 3) == [(1, ProtocolFault.MISSING)]
    assert told([one, two], 3) == [(3, ProtocolFault.MISSING)]


def test_a_row_of_another_shape_is_changed_and_names_no_gaps() -> None:
    [one] = chain(1)
    odd = {**one, "number": 2**40, "items": "нет", "signed_at": b"?", "previous_hash": one["chain_hash"]}
    assert told([one, odd, {**one, "number": "2"}], 1) == [
        (2**40, ProtocolFault.CONTENT_CHANGED),
        (2**40, ProtocolFault.SIGNATURE_CHANGED),
    ]


def test_links_hash_to_the_millisecond_that_the_store_keeps() -> None:
    [one] = chain(1)
    finer = {**one, "signed_at": datetime(2026, 6, 10, 5, 0, 0, 123_456)}
    assert chain_hash(finer) == one["chain_hash"]
    assert chain_hash({**one, "signed_at": datetime(2026, 6, 10, 5, 0, 0, 124_000)}) != one["chain_hash"]


def test_a_year_begun_before_there_was_a_chain_goes_on_bound() -> None:
    old = {name: value for name, value in signed(1, None).items() if name != "chain_hash"}
    assert link_of(old) == old["content_hash"]
    new = signed(2, old)
    assert told([old]) == told([old, new]) == []
    assert told([old, {**new, "chain_hash": None}, signed(3, new)]) == [(3, ProtocolFault.LINK_BROKEN)]
    assert told([*chain(1), {**new, "chain_hash": None}]) == [(2, ProtocolFault.LINK_BROKEN)]


def test_every_break_has_its_words() -> None:
    assert set(FAULTS) == set(ProtocolFault)


def test_what_is_covered_since_later_is_hashed_only_where_it_holds_something() -> None:
    [one] = chain(1)
    bare = {**one, "dissents": [], "people": [], "corrects_id": None}
    assert content_hash(bare) == one["content_hash"]
    for name, value in (("dissents", [{"order": 1}]), ("people", [{}]), ("corrects_id", "another")):
        assert content_hash({**one, name: value}) != one["content_hash"], name


def test_a_decision_that_cancels_nothing_is_signed_as_before_there_was_such_a_kind() -> None:
    decision: Row = {"no": "1.1", "text": "Принять к сведению", "votes": None, "assignments": []}
    item: Row = {"order": 1, "title": "Разное", "heard": None, "spoke": []}

    def with_a_decision(**more: Any) -> Row:
        return {**chain(1)[0], "items": [{**item, "decisions": [{**decision, **more}]}]}

    old, new = with_a_decision(), with_a_decision(cancels=[])
    cancelling = with_a_decision(cancels=[{"assignment_id": "a", "number": "П-1"}])
    assert content_hash(old) == content_hash(new) != content_hash(cancelling)
    assert content_hash({}) == content_hash({"items": None}) != content_hash({"items": []})
    assert all(is_unchanged({**one, "content_hash": content_hash(one)}) for one in (old, new, cancelling))
    beside = with_a_decision(cancels=[{"assignment_id": "a", "number": "П-1", "assignment": {}}])
    assert is_unchanged({**beside, "content_hash": content_hash(cancelling)})


def test_a_dissenting_opinion_stands_on_a_question_that_there_is() -> None:
    protocol = {"items": [{"order": 1}, {"order": 2}], "dissents": [{"order": 2}, {"order": 3}]}
    assert check_dissents(protocol) == [(("dissents", "1", "order"), "unknown_question")]
    assert check_dissents({"items": []}) == []
    assert (has_item(protocol, 2), has_item(protocol, 3)) == (True, False)


def test_each_year_has_a_series_of_its_own() -> None:
    assert series_of(2026) != series_of(2027)


def test_the_hash_covers_what_a_file_is_and_is_called_and_not_where_it_lies() -> None:
    file = {"id": "1", "name": "Смета.pdf", "caption": "Смета", "sha256": "ab" * 32}
    signed = content_hash({"attachments": [file]})
    assert signed != content_hash({"attachments": []}) == content_hash({})
    assert signed == content_hash({"attachments": [{**file, "id": "2", "scan_status": "CLEAN"}]})
    for name in ("name", "caption", "sha256"):
        assert signed != content_hash({"attachments": [{**file, name: "другое"}]})

"""The chain of signatures: each signed protocol is bound to the one before it in its year, so that neither can be changed or
taken out without being noticed (invariants 8 and 11)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Any

from documents.protocols.integrity import is_unchanged

Row = Mapping[str, Any]

LINK_FIELDS = (
    "number",
    "year",
    "content_hash",
    "previous_hash",
    "signed_by_id",
    "signed_at",
    "signer_capacity",
)
"""What a link covers: what was signed, by whom, when and in which capacity, and the link before."""


MOST_NUMBERS = 10_000
"""Numbers of one year that are looked at; a center gives one or two a week."""


class ProtocolFault(StrEnum):
    """What is wrong with one signed protocol of a year."""

    MISSING = "MISSING"
    CONTENT_CHANGED = "CONTENT_CHANGED"
    SIGNATURE_CHANGED = "SIGNATURE_CHANGED"
    LINK_BROKEN = "LINK_BROKEN"


FAULTS: Mapping[ProtocolFault, str] = {
    ProtocolFault.MISSING: "Протокола с этим номером нет",
    ProtocolFault.CONTENT_CHANGED: "Содержание изменено после подписания",
    ProtocolFault.SIGNATURE_CHANGED: "Сведения о подписи изменены",
    ProtocolFault.LINK_BROKEN: "Не связан с предыдущим протоколом",
}


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """Where the chain of a year breaks, by the number of the protocol, and how."""

    number: int
    fault: ProtocolFault


def chain_hash(protocol: Row) -> str:
    """Return the SHA-256 (hex) that binds a signature to what it signs and to the link before, as canonical JSON."""
    content = {name: _plain(protocol.get(name)) for name in LINK_FIELDS}
    text = dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    # The store keeps milliseconds.
    return value.isoformat(timespec="milliseconds") if isinstance(value, datetime) else value


def link_of(protocol: Row | None) -> str | None:
    """Return what the next protocol is bound to; one signed before there was a chain stands in with the hash of its
    contents, and the first of a year is bound to nothing."""
    return None if protocol is None else protocol.get("chain_hash") or protocol.get("content_hash")


def broken_links(rows: Sequence[Row], given: int) -> Iterator[BrokenLink]:
    """Yield what is wrong with the signed protocols of one year, of which `given` numbers were given out, in their order."""
    by_number = {row["number"]: row for row in rows if isinstance(row["number"], int)}
    begun = False
    # A number past those that were given names no gap before it.
    for number in sorted({*range(1, min(given, MOST_NUMBERS) + 1), *by_number}):
        row = by_number.get(number)
        if row is None:
            yield BrokenLink(number, ProtocolFault.MISSING)
            continue
        if not _holds(is_unchanged, row):
            yield BrokenLink(number, ProtocolFault.CONTENT_CHANGED)
        yield from _link(row, by_number, begun=begun)
        begun = begun or row.get("chain_hash") is not None


def _link(row: Row, by_number: Mapping[int, Row], *, begun: bool) -> Iterator[BrokenLink]:
    number, kept = row["number"], row.get("chain_hash")
    if kept is None:
        # Signed before there was a chain: nothing stands before it that is bound.
        if begun:
            yield BrokenLink(number, ProtocolFault.LINK_BROKEN)
        return
    if not _holds(lambda one: kept == chain_hash(one), row):
        yield BrokenLink(number, ProtocolFault.SIGNATURE_CHANGED)
    is_known = number == 1 or number - 1 in by_number
    if is_known and row.get("previous_hash") != link_of(by_number.get(number - 1)):
        yield BrokenLink(number, ProtocolFault.LINK_BROKEN)


def _holds(judge: Callable[[Row], bool], row: Row) -> bool:
    """Whether something holds of a row; of one that has no shape of a protocol any more nothing does."""
    try:
        return judge(row)
    except (AttributeError, KeyError, TypeError, ValueError):
        return False

"""The documents of one process, put together: store, reference data, principals, reads and writes."""

from collections.abc import Callable
from dataclasses import dataclass

from auth.crypto.sealing import Vault
from documents.aggregates import LOCK_ROWS, RECORDS, WITHHOLDING, load_operations
from documents.kernel.read.access import Access
from documents.kernel.read.reference import Reference
from documents.kernel.store.connection import Store
from documents.kernel.write.runner import Runner
from documents.members.principals import Principals

#: A container without its operations could neither run nor explain any; whoever opens one has them all.
OPERATION_MODULES = load_operations()


@dataclass(frozen=True)
class Container:
    """What every endpoint holds to read and change documents under rights."""

    store: Store
    reference: Reference
    principals: Principals
    access: Access
    runner: Runner
    vault: Vault | None = None
    reads_only: bool = False
    """Whether nothing can be changed, and nobody may leave a trace."""


async def open_container(
    store: Store,
    *,
    new_id: Callable[[], str],
    monotonic: Callable[[], float],
    vault: Vault | None = None,
    reads_only: bool = False,
) -> Container:
    """Put the container together over an open store and load the reference data. Without a vault everything works but
    storing, finding and revealing applicants, which fail. With `reads_only` no row is made, so nothing can be changed."""
    reference = Reference(store, RECORDS, monotonic)
    await reference.refresh()
    container = container_over(store, reference, new_id=new_id, vault=vault, reads_only=reads_only)
    if not reads_only:
        await container.runner.prepare(LOCK_ROWS)
    return container


def container_over(
    store: Store,
    reference: Reference,
    *,
    new_id: Callable[[], str],
    vault: Vault | None = None,
    reads_only: bool = False,
) -> Container:
    """Put the container together over a store where the rows that are raised stand, and its reference data."""
    principals = Principals(store, reference)
    return Container(
        store=store,
        reference=reference,
        principals=principals,
        access=Access(store, reference, WITHHOLDING),
        runner=Runner(store, reference, principals, new_id, vault),
        vault=vault,
        reads_only=reads_only,
    )

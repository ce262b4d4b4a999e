"""That the keys of personal data are those which the data were sealed with; each is known by a stored value."""

from auth.crypto.sealing import MARKING, SEALING, SealBroken, Vault, key_of
from documents.applicants.document import Applicant
from documents.applicants.storing import opened
from documents.installation.document import KeyCheck
from documents.kernel.store.connection import Store, StoreUnsuitable
from documents.kernel.write import ledger
from documents.privacy.resealing import one_sealed

CHECKS = ledger.bookkeeping(KeyCheck)
MOST_KEYS = 1_000


class OtherKeys(StoreUnsuitable):
    """A key of personal data is another one than the data were sealed with."""


async def refuse_other_keys(store: Store, vault: Vault, *, notes: bool) -> None:
    """Refuse keys that are others than the data know under the same id; with `notes`, have new ones known from now on.

    Of data from before there were check values, one applicant is opened instead; what the key of the marks was is not known
    then. Raises: OtherKeys.
    """
    rows = await ledger.read_many(store, CHECKS, {}, at_most=MOST_KEYS)
    known = {row["_id"]: row["value"] for row in rows}
    for name, value in vault.check_values.items():
        if known.get(name, value) != value:
            raise OtherKeys(_words(name))
    unknown = {name: value for name, value in vault.check_values.items() if name not in known}
    if unknown and not known:
        await _open_one(store, vault)
    for name, value in unknown.items():
        if notes and not await ledger.add(store, CHECKS, {"_id": name, "value": value}):
            # Another process noted one at this moment: it is looked at again.
            await refuse_other_keys(store, vault, notes=False)


async def _open_one(store: Store, vault: Vault) -> None:
    """Open what is sealed of one applicant under the keys there are. Raises: OtherKeys."""
    row = await one_sealed(store, Applicant)
    if row is None:
        return
    keys = {key_of(row[name]) for name in Applicant.sealed if row.get(name) is not None}
    if not keys <= set(vault.key_ids):
        # A key that is not there opens nothing and spoils nothing: `reseal` tells of it.
        return
    try:
        opened(vault, row)
    except SealBroken:
        raise OtherKeys(_words(f"{SEALING}{min(map(str, keys))}")) from None


def _words(name: str) -> str:
    if name == MARKING:
        return (
            "PULT_SEARCH_KEY, or the file search.key, is another one than the applicants in this database are found by: "
            "put the former one back."
        )
    return (
        f'The key "{name.removeprefix(SEALING)}" of PULT_PERSONAL_KEYS, or of the files personal-*.key, is another one than '
        "the data in this database were sealed with: put the former one back, and give a new key an id of its own."
    )

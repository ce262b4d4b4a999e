"""What is stored sealed in plain for the judge alone: it is opened, so that it can be looked for in answers."""

from api.leaks.disputed import COLLECTION, with_conflicts
from api.leaks.pipelines import StoredRows
from auth.crypto.sealing import SealBroken, Vault
from documents.applicants.storing import opened


class CannotOpen(Exception):
    """What is stored sealed does not open with the keys that are there."""


def in_plain(data: StoredRows, vault: Vault | None) -> StoredRows:
    """Return the data with applicants and conflicts opened. Raises: CannotOpen."""
    if not data.rows("applicants") and not data.rows(COLLECTION):
        return data
    if vault is None:
        raise CannotOpen("Нет ключей персональных данных: задайте PULT_PERSONAL_KEYS или VAR_DIR установки.")
    try:
        plain = {row["_id"]: {**row, **opened(vault, row)} for row in data.rows("applicants")}
        return with_conflicts(StoredRows({**data.collections, "applicants": plain}), vault)
    except SealBroken as error:
        raise CannotOpen("Ключи персональных данных не открывают записанное этой установкой.") from error

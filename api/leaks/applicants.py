"""Applicants in plain for the judge alone: what is stored sealed is opened, so that it can be looked for in answers."""

from api.leaks.pipelines import StoredRows
from auth.crypto.sealing import SealBroken, Vault
from documents.applicants.storing import opened


class CannotOpen(Exception):
    """Stored applicants do not open with the keys that are there."""


def in_plain(data: StoredRows, vault: Vault | None) -> StoredRows:
    """Return the data with applicants opened. Raises: CannotOpen."""
    if not data.rows("applicants"):
        return data
    if vault is None:
        raise CannotOpen("Нет ключей персональных данных: задайте PULT_PERSONAL_KEYS или VAR_DIR установки.")
    try:
        plain = {row["_id"]: {**row, **opened(vault, row)} for row in data.rows("applicants")}
    except SealBroken as error:
        raise CannotOpen("Ключи персональных данных не открывают записанное этой установкой.") from error
    return StoredRows({**data.collections, "applicants": plain})

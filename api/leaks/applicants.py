"""What is stored sealed in plain for the judge alone: it is opened, so that it can be looked for in answers."""

from api.leaks.disputed import COLLECTION, with_conflicts
from api.leaks.pipelines import Row, StoredRows
from auth.crypto.sealing import SealBroken, Vault
from documents.applicants.storing import opened

WEBHOOKS = "webhooks"
WEBHOOK_KEYS = ("secret", "previous_secret")


class CannotOpen(Exception):
    """What is stored sealed does not open with the keys that are there."""


def in_plain(data: StoredRows, vault: Vault | None) -> StoredRows:
    """Return the data with applicants, conflicts and keys of webhooks opened. Raises: CannotOpen."""
    if not any(data.rows(one) for one in ("applicants", COLLECTION, WEBHOOKS)):
        return data
    if vault is None:
        raise CannotOpen("Нет ключей персональных данных: задайте PULT_PERSONAL_KEYS или VAR_DIR установки.")
    try:
        plain = {row["_id"]: {**row, **opened(vault, row)} for row in data.rows("applicants")}
        keys = {row["_id"]: _with_keys(row, vault) for row in data.rows(WEBHOOKS)}
        return with_conflicts(StoredRows({**data.collections, "applicants": plain, WEBHOOKS: keys}), vault)
    except SealBroken as error:
        raise CannotOpen("Ключи персональных данных не открывают записанное этой установкой.") from error


def _with_keys(row: Row, vault: Vault) -> Row:
    opened_keys = {
        name: vault.open(row[name], place=f"{WEBHOOKS}:{row['_id']}:{name}") if row.get(name) else None
        for name in WEBHOOK_KEYS
    }
    return {**row, **opened_keys}

"""Applicants in plain for the judge alone: what is stored sealed is opened, so that it can be looked for in answers."""

from typing import Any

from api.leaks.pipelines import Data
from auth.sealing import SealBroken, Vault
from documents.cases.applicants import SEALED


class CannotOpen(Exception):
    """Stored applicants do not open with the keys that are there."""


def in_plain(data: Data, vault: Vault | None) -> Data:
    """This function will give the data with applicants opened. Raises: CannotOpen."""
    if not data.rows("applicants"):
        return data
    if vault is None:
        raise CannotOpen("Нет ключей персональных данных: задайте PULT_PERSONAL_KEYS или VAR_DIR установки.")
    try:
        opened = {row["_id"]: _opened(row, vault) for row in data.rows("applicants")}
    except SealBroken as error:
        raise CannotOpen("Ключи персональных данных не открывают записанное этой установкой.") from error
    return Data({**data.collections, "applicants": opened})


def _opened(row: dict[str, Any], vault: Vault) -> dict[str, Any]:
    sealed = {name: row[name] for name in SEALED if row.get(name) is not None}
    place = f"applicants:{row['_id']}"
    return {**row, **{name: vault.open(text, place=f"{place}:{name}") for name, text in sealed.items()}}

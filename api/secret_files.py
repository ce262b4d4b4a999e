"""Secrets that are handed over as files: PULT_SECRET_FILE names the file that holds what PULT_SECRET would."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

SUFFIX = "_FILE"
FILED: Mapping[str, str] = {
    "mongodb_url": "MONGODB_URL",
    "secret": "PULT_SECRET",
    "personal_keys": "PULT_PERSONAL_KEYS",
    "search_key": "PULT_SEARCH_KEY",
}
"""Settings that may come by file, with their variables."""

LARGEST_BYTES = 65_536


class SettingsUnfit(ValueError):
    """A setting cannot be read; the sentence names its variable."""


class SecretFiles(PydanticBaseSettingsSource):
    """Reads those settings from the files that the environment names."""

    def get_field_value(
        self,
        field: FieldInfo,  # noqa: ARG002  # the library names the arguments
        field_name: str,
    ) -> tuple[Any, str, bool]:
        """Return the text of a file, None where no file is named. Raises: SettingsUnfit."""
        return secret_of(FILED[field_name], os.environ) if field_name in FILED else None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return what was read, by the names of the settings. Raises: SettingsUnfit."""
        found = {name: secret_of(variable, os.environ) for name, variable in FILED.items()}
        return {name: text for name, text in found.items() if text is not None}


def secret_of(variable: str, environment: Mapping[str, str]) -> str | None:
    """Return what the file of a variable holds, without the line break at its end; None where none is named.

    Raises: SettingsUnfit.
    """
    path = environment.get(f"{variable}{SUFFIX}")
    if not path:
        return None
    if environment.get(variable):
        raise SettingsUnfit(f"{variable} and {variable}{SUFFIX} are both set: leave one of them out.")
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
        text = content.decode().strip()
    except OSError as error:
        raise SettingsUnfit(
            f"{variable}{SUFFIX} names a file that cannot be read: {error.strerror}."
        ) from None
    except UnicodeDecodeError:
        raise SettingsUnfit(f"{variable}{SUFFIX} names a file that holds no text.") from None
    if not text or len(content) > LARGEST_BYTES:
        raise SettingsUnfit(f"{variable}{SUFFIX} names a file that holds no secret.")
    return text

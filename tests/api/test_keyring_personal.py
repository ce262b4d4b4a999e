"""Keys of personal data: development draws and keeps its own, a second file takes over, the settings come first."""

from pathlib import Path

import pytest

from api.keyring import KeysUnsafe, load_vault
from api.settings import Settings
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET, VAULT

PLACE = "applicants:1:phone"


def test_development_draws_its_keys_once_and_keeps_them_to_itself(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path)
    sealed = load_vault(settings).seal("Анна", place=PLACE)
    assert load_vault(settings).open(sealed, place=PLACE) == "Анна"
    files = sorted((tmp_path / "keys").iterdir())
    assert [path.name for path in files] == ["personal-1.key", "search.key"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_the_last_file_by_number_seals_and_the_earlier_ones_open(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path)
    old = load_vault(settings).seal("Анна", place=PLACE)
    for number in (2, 10):
        path = tmp_path / "keys" / f"personal-{number}.key"
        path.touch(mode=0o600)
        path.write_text(f"{PERSONAL_SECRET}{number}")
    vault = load_vault(settings)
    assert vault.seal("Анна", place=PLACE).startswith("v1.10.")
    assert vault.open(old, place=PLACE) == "Анна"


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path)
    load_vault(settings)
    (tmp_path / "keys" / "search.key").chmod(0o644)
    with pytest.raises(KeysUnsafe, match="chmod 600"):
        load_vault(settings)


def test_the_settings_come_before_the_files(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path, personal_keys=f"t1:{PERSONAL_SECRET}", search_key=SEARCH_SECRET)
    vault = load_vault(settings)
    assert vault.open(VAULT.seal("Анна", place=PLACE), place=PLACE) == "Анна"
    assert vault.mark("phone", "1") == VAULT.mark("phone", "1")
    assert not (tmp_path / "keys").exists()


def test_one_key_without_the_other_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeysUnsafe, match="go together"):
        load_vault(Settings(var_dir=tmp_path, search_key=SEARCH_SECRET))

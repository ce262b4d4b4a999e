"""`python -m api reseal`: a key of personal data is changed under a running installation, and the old one is removed."""

from pathlib import Path
from typing import Any

import pymongo
import pytest

from auth.crypto.sealing import key_of
from documents.applicants.document import Applicant
from documents.kernel.ids import global_id
from tests.support.programs import Ended, run
from tests.support.served_town import ServedTown
from tests.support.serving import serving
from tests.support.store import database_url

NEWER = "Jw3Ke8Vz1Qy6Hn4Td9Gs2Lx7Rb5Mc0Uf"
PHONE = "+7 900 000-77-31"
GONE = 'applicants: {} values need the key "1", which is not available: add it and run this again.\n'
BESIDE = "".join(
    f"{name}: 0 values looked at, 0 sealed again, 0 left\n"
    for name in ("intake_conflicts", "intake_records", "webhooks")
)
"""What is told of records that nobody sent here, of their conflicts, and of webhooks that nobody registered."""

DONE = 'Every value is sealed under the key "2"; no longer needed here: 1. Earlier backups still need them.\n'


def add_key(var_dir: Path) -> None:
    """Put a newer key beside the first one, as an operator does."""
    path = var_dir / "keys" / "personal-2.key"
    path.touch(mode=0o600)
    path.write_text(NEWER)


def register(town: ServedTown) -> str:
    """Register a message with an applicant at a server; its id."""
    given = {"regime": "MESSAGE", "channelId": global_id("Channel", "POST"), "text": "Яма у дома 5."}
    applicant = {"fullName": "Кудеярова Аглая", "phone": PHONE}
    payload = town.act("pos", "registerSubmission", "submission { id }", **given, applicant=applicant)
    assert payload["errors"] == []
    case_id: str = payload["submission"]["id"]
    return case_id


def revealed(town: ServedTown, case_id: str) -> Any:
    """The phone that a server shows."""
    given = {"id": case_id, "fields": ["PHONE"], "reason": "Звонок заявителю по его просьбе"}
    return town.act("pos", "revealApplicant", "revealed { phone }", **given)["revealed"]["phone"]


def keys_in(database: pymongo.database.Database[dict[str, Any]]) -> list[str | None]:
    """The keys that the stored values need, each once."""
    rows = database["applicants"].find({}).to_list()
    return sorted({key_of(row[name]) for row in rows for name in Applicant.sealed if row[name]}, key=str)


def reseal(store_url: str, town: ServedTown, var_dir: Path) -> Ended:
    name = town.database.name
    given = {"MONGODB_URL": database_url(store_url, name), "PULT_DATABASE": name, "VAR_DIR": str(var_dir)}
    return run("api", "reseal", **given)


def test_a_key_is_changed_while_the_application_runs(
    served_town: ServedTown, store_url: str, tmp_path: Path
) -> None:
    old = [register(served_town) for _ in range(3)]
    add_key(tmp_path)
    name = served_town.database.name
    with serving(database_url(store_url, name), tmp_path, PULT_DATABASE=name) as url:
        restarted = ServedTown(url, served_town.database)
        new = register(restarted)
        assert keys_in(served_town.database) == ["1", "2"]
        events = served_town.database["events"].count_documents({})

        done = reseal(store_url, served_town, tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"applicants: 8 values looked at, 6 sealed again, 0 left\n{BESIDE}{DONE}"
        assert keys_in(served_town.database) == ["2"]
        assert served_town.database["events"].count_documents({}) == events
        assert [revealed(restarted, one) for one in (*old, new)] == [PHONE] * 4

        again = reseal(store_url, served_town, tmp_path)
        assert again.returncode == 0
        assert again.stdout == f"applicants: 8 values looked at, 0 sealed again, 0 left\n{BESIDE}{DONE}"
    (tmp_path / "keys" / "personal-1.key").unlink()
    with serving(database_url(store_url, name), tmp_path, PULT_DATABASE=name) as url:
        assert [revealed(ServedTown(url, served_town.database), one) for one in (*old, new)] == [PHONE] * 4


def test_a_key_that_was_removed_too_early_is_told_and_nothing_is_lost(
    served_town: ServedTown, store_url: str, tmp_path: Path
) -> None:
    case_id = register(served_town)
    add_key(tmp_path)
    early = (tmp_path / "keys" / "personal-1.key").rename(tmp_path / "put-away")
    before = served_town.database["applicants"].find({}).to_list()

    refused = reseal(store_url, served_town, tmp_path)
    assert (refused.returncode, refused.stderr) == (1, GONE.format(2))
    assert refused.stdout == f"applicants: 2 values looked at, 0 sealed again, 2 left\n{BESIDE}"
    assert served_town.database["applicants"].find({}).to_list() == before
    assert revealed(served_town, case_id) == PHONE

    early.rename(tmp_path / "keys" / "personal-1.key")
    assert reseal(store_url, served_town, tmp_path).returncode == 0
    assert keys_in(served_town.database) == ["2"]


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PULT_SEARCH_KEY": ""}, "PULT_PERSONAL_KEYS and PULT_SEARCH_KEY go together\n"),
        ({"PULT_PERSONAL_KEYS": "", "PULT_SEARCH_KEY": "", "MONGODB_URL": ""}, "MONGODB_URL is not set"),
    ],
)
def test_without_keys_or_a_store_it_does_not_begin(
    environment: dict[str, str], words: str, store_url: str, tmp_path: Path
) -> None:
    given = {"PULT_PERSONAL_KEYS": f"2:{NEWER}", "PULT_SEARCH_KEY": NEWER[::-1], "MONGODB_URL": store_url}
    done = run("api", "reseal", **{**given, **environment, "VAR_DIR": str(tmp_path)})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(words)

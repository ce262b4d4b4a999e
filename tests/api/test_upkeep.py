"""`backup`, `restore` and `doctor` as an administrator runs them: beside a running application, and on a new machine."""

import threading
from pathlib import Path
from typing import Any

import pytest

from documents.kernel.ids import global_id
from tests.support.programs import Ended, run
from tests.support.served_town import ServedTown
from tests.support.serving import serving
from tests.support.standing import Database
from tests.support.store import database_url, own

PHONE = "+7 900 000-77-31"


@pytest.fixture
def elsewhere(served_town: ServedTown) -> Any:
    """The name of an empty database beside the town's."""
    name = own("elsewhere")
    client = served_town.database.client
    client.drop_database(name)
    yield name
    client.drop_database(name)


def command(store_url: str, database: str, var_dir: Path, *words: str, **given: str) -> Ended:
    """A command on one of the databases."""
    environment = {
        "MONGODB_URL": database_url(store_url, database),
        "PULT_DATABASE": database,
        "VAR_DIR": str(var_dir),
        **given,
    }
    return run("api", *words, **environment)


def new_key(tmp_path: Path) -> tuple[Path, str]:
    """A key's file and its recipient."""
    path = tmp_path / "backup.key"
    made = run("api", "backup-key", str(path))
    assert (made.returncode, made.stderr) == (0, "")
    assert path.stat().st_mode & 0o077 == 0
    return path, made.stdout.strip()


def register(town: ServedTown) -> str:
    """A message with an applicant; its id."""
    given = {"regime": "MESSAGE", "channelId": global_id("Channel", "POST"), "text": "Яма у дома 5."}
    applicant = {"fullName": "Кудеярова Аглая", "phone": PHONE}
    payload = town.act("pos", "registerSubmission", "submission { id }", **given, applicant=applicant)
    assert payload["errors"] == []
    case_id: str = payload["submission"]["id"]
    return case_id


def lines(ended: Ended) -> dict[str, tuple[bool, str]]:
    """Check → whether it is sound, and the words."""
    found = {}
    for line in ended.stdout.splitlines():
        check, _, words = line[2:].partition(": ")
        found[check] = (line.startswith("✓"), words)
    return found


def backed_up_at_work(town: ServedTown, store_url: str, var_dir: Path, file: Path, recipient: str) -> int:
    """Back a town up while messages are registered one after another; how many were meanwhile."""
    over = threading.Event()
    during: list[str] = []

    def work() -> None:
        while not over.is_set():
            during.append(register(town))

    worker = threading.Thread(target=work)
    worker.start()
    try:
        made = command(
            store_url, town.database.name, var_dir, "backup", str(file), BACKUP_RECIPIENTS=recipient
        )
    finally:
        over.set()
        worker.join()
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith(f"{file}: ")
    return len(during)


def test_an_installation_is_backed_up_while_it_works_and_lives_on_elsewhere(
    served_town: ServedTown, store_url: str, tmp_path: Path, elsewhere: str
) -> None:
    key, recipient = new_key(tmp_path)
    file, known = tmp_path / "town.age", register(served_town)
    assert backed_up_at_work(served_town, store_url, tmp_path, file, recipient) > 0

    dry = run("api", "restore", str(file), "--key", str(key), "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, "")
    assert dry.stdout.startswith(f"A backup of {served_town.database.name}, begun at ")
    restored = command(store_url, elsewhere, tmp_path, "restore", str(file), "--key", str(key))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "stored and read again, all as they were" in restored.stdout

    with serving(database_url(store_url, elsewhere), tmp_path, PULT_DATABASE=elsewhere) as url:
        again = ServedTown(url, served_town.database.client[elsewhere])
        given = {"id": known, "fields": ["PHONE"], "reason": "Звонок заявителю по его просьбе"}
        shown = again.act("pos", "revealApplicant", "revealed { phone }", **given)
        assert shown["revealed"]["phone"] == PHONE
        found = lines(command(store_url, elsewhere, tmp_path, "doctor"))
    # What was registered meanwhile is there whole, with its history, or not at all.
    assert found["data"][0], found
    assert {name for name, (is_sound, _) in found.items() if not is_sound} == {"backup", "jobs"}

    refused = command(store_url, elsewhere, tmp_path, "restore", str(file), "--key", str(key))
    assert refused.returncode == 1
    assert f"The database {elsewhere} holds data." in refused.stderr


def test_a_backup_says_in_a_sentence_why_there_is_none(
    unserved_town: Database, store_url: str, tmp_path: Path
) -> None:
    here, file = unserved_town.name, tmp_path / "town.age"
    for words, told in (
        (("backup", str(file)), "Nobody could open this backup: name a recipient"),
        (("backup", str(file), "--recipient", "age1nobody"), "A recipient is not one of age"),
        (("restore", str(file), "--key", str(file)), "cannot be read: FileNotFoundError."),
    ):
        ended = command(store_url, here, tmp_path, *words)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert told in ended.stderr
        assert "Traceback" not in ended.stderr
    assert not file.exists()


def test_nothing_serves_what_is_restored_only_in_part(
    unserved_town: Database, store_url: str, tmp_path: Path
) -> None:
    here = unserved_town.name
    unserved_town["maintenance"].insert_one({"_id": "restore"})
    for words in (("serve",), ("appoint-head", "--help"), ("reseal",)):
        ended = command(store_url, here, tmp_path, *words)
        if "--help" not in words:
            assert (ended.returncode, ended.stdout) == (2, "")
            assert (
                ended.stderr
                == "A restore into this database did not end: run `python -m api restore` again.\n"
            )


def test_the_doctor_finds_an_installation_sound(
    served_town: ServedTown, store_url: str, tmp_path: Path
) -> None:
    register(served_town)
    here = served_town.database.name
    _, recipient = new_key(tmp_path)
    made = command(store_url, here, tmp_path, "backup", str(tmp_path / "one.age"), "--recipient", recipient)
    assert made.returncode == 0
    ran = command(store_url, here, tmp_path, "jobs", "run", "remove_expired_sessions")
    assert ran.returncode == 0
    ended = command(store_url, here, tmp_path, "doctor")
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    found = lines(ended)
    assert set(found) == {
        "settings", "store", "clock", "database disk", "disk of VAR_DIR", "indexes", "personal keys", "backup",
        "jobs", "mail", "data",
    }  # fmt: skip
    assert found["data"][1] == "the invariants hold on 1 objects"
    assert found["backup"][1].startswith("the last one was made 0 hours ago")


def test_the_doctor_tells_what_is_amiss_and_no_word_of_anybody(
    served_town: ServedTown, store_url: str, tmp_path: Path
) -> None:
    register(served_town)
    database = served_town.database
    case = database["cases"].find_one({})
    assert case is not None
    database["cases"].update_one({"_id": case["_id"]}, {"$set": {"due_steps": [], "sort_number": "0"}})
    database["events"].delete_one({"object_id": case["_id"]})
    sealed = database["applicants"].find_one({})
    assert sealed is not None
    index = max(database["cases"].index_information())
    database["cases"].drop_index(index)
    database["applicants"].update_many({}, {"$set": {"phone": sealed["full_name"]}})
    ended = command(store_url, database.name, tmp_path, "doctor")
    assert (ended.returncode, ended.stderr) == (1, "")
    number = case["number"]
    told = [line for line in ended.stdout.splitlines() if line.startswith("✗")]
    assert told[0] == f"✗ indexes: missing: cases.{index}; a start of the application makes them"
    assert told[1] == "✗ personal keys: 1 values in applicants do not open with the keys that are there"
    assert set(told[2:]) == {
        "✗ backup: none was made yet: `python -m api backup --help`",
        "✗ jobs: no worker has run yet: `python -m api worker`",
        f"✗ data: {number}: a deadline without the steps that lead to it (17)",
        f"✗ data: {number}: access keys or sort values are not what the rules say",
        f"✗ data: {number}: its history tells 0 of 1 changes (27)",
    }
    assert "Кудеярова" not in ended.stdout

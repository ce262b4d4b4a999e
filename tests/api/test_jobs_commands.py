"""`jobs list` and `jobs run` as an administrator types them, over a town."""

from datetime import timedelta
from pathlib import Path

from api.clock import utc_now
from documents.kernel.write.jobs import Trigger, jobs
from tests.support.programs import Ended, run
from tests.support.standing import Database
from tests.support.store import database_url


def command(town: Database, store_url: str, var_dir: Path, *words: str, **given: str) -> Ended:
    """A command about jobs on the database of a town."""
    name = town.name
    environment = {
        "MONGODB_URL": database_url(store_url, name),
        "PULT_DATABASE": name,
        "VAR_DIR": str(var_dir),
        "COLUMNS": "200",
        "LOG_LEVEL": "WARNING",
        **given,
    }
    return run("api", "jobs", *words, **environment)


def test_jobs_are_listed_run_and_told_of(unserved_town: Database, store_url: str, tmp_path: Path) -> None:
    runnable = [one.name for one in jobs().values() if one.trigger is not Trigger.ALWAYS]
    listed = command(unserved_town, store_url, tmp_path, "list")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert all(name in listed.stdout for name in jobs())
    town = unserved_town
    town["cases"].insert_one(
        {
            "_id": "put-off",
            "kind": "MESSAGE",
            "number": "put-off",
            "status": "POSTPONED",
            "revision": 1,
            "channel_id": "POS",
            "postponed_until": utc_now() + timedelta(days=3),
            **dict.fromkeys(("received_at", "registered_at", "updated_at", "due_at"), utc_now()),
            "policy_code": "POS_STANDARD",
            "creator_id": "person-pos",
        }
    )
    early = command(unserved_town, store_url, tmp_path, "run", "resume_postponed_submissions")
    assert (early.returncode, early.stdout) == (0, "resume_postponed_submissions: Выполнено\n")
    assert town["cases"].find_one({"_id": "put-off"}, {"status": 1}) == {
        "_id": "put-off",
        "status": "POSTPONED",
    }
    later = f"{utc_now() + timedelta(days=4):%Y-%m-%dT%H:%M:%S}"
    late = command(
        unserved_town, store_url, tmp_path, "run", "resume_postponed_submissions", "--as-of", later
    )
    assert (late.returncode, late.stderr) == (0, "")
    assert town["cases"].find_one({"_id": "put-off"}, {"status": 1}) == {
        "_id": "put-off",
        "status": "IN_PROGRESS",
    }
    listed = command(unserved_town, store_url, tmp_path, "list")
    assert "done 1" in listed.stdout
    for wrong in ("no_such_job", "stamp_events"):
        refused = command(unserved_town, store_url, tmp_path, "run", wrong)
        assert refused.returncode == 2
        assert all(name in refused.stderr for name in runnable)


def test_a_clock_is_moved_in_development_only(
    unserved_town: Database, store_url: str, tmp_path: Path
) -> None:
    secrets = {
        "PULT_SECRET": "Zq3v9Lw0tYb7Xn5RkD2mPf8JhGcT1sUa",
        "PULT_PERSONAL_KEYS": "1:aUs1TcGhJ8fPm2DkR5nX7bYt0wL9v3qZ",
        "PULT_SEARCH_KEY": "bYt0wL9v3qZaUs1TcGhJ8fPm2DkR5nX7",
    }
    words = ("run", "resume_postponed_submissions", "--as-of", "2030-01-01T00:00:00")
    refused = command(unserved_town, store_url, tmp_path, *words, PULT_MODE="production", **secrets)
    assert refused.returncode == 2
    assert "development" in refused.stderr

"""`/health/ready` says that a process can work: its store takes writes, and not only answers."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from documents.kernel.store.maintenance import MAINTENANCE
from tests.support import web
from tests.support.lossy import lossy_way
from tests.support.served_town import ServedTown, until
from tests.support.serving import serving
from tests.support.standing import Database

WITHIN_SECONDS = 30
MANY = 1_000


def ready(url: str) -> tuple[int, str]:
    """What the door says."""
    answer = web.get(f"{url}/health/ready", timeout=20)
    return answer.status_code, answer.json()["status"]


@pytest.mark.embedded
def test_a_store_that_answers_and_takes_no_writes_is_not_ready(
    unserved_town: Database, store_url: str, tmp_path: Path
) -> None:
    port, name = urlsplit(store_url).port, unserved_town.name
    assert port is not None
    with lossy_way(port) as way:
        address = f"mongodb://127.0.0.1:{way.port}/{name}?directConnection=true"
        with serving(address, tmp_path, PULT_DATABASE=name) as url:
            assert ready(url) == (200, "ready")
            way.words, way.delivers, way.losing = MAINTENANCE.encode(), False, MANY
            assert ready(url) == (503, "store_does_not_answer")
            # Reading goes on: it lives, and a store that comes back finds it there.
            assert web.get(f"{url}/health/live", timeout=20).status_code == 200
            answer = ServedTown(url, unserved_town).ask("head", "{ viewer { login } }")
            assert answer == {"data": {"viewer": {"login": "head"}}}
            assert way.lost > 0
            way.losing = 0
            until(lambda: ready(url) == (200, "ready"), seconds=WITHIN_SECONDS)


def test_each_look_is_noted_in_the_store(shared_town: ServedTown) -> None:
    def looks() -> int:
        row = shared_town.database[MAINTENANCE].find_one({"_id": "readiness"})
        return 0 if row is None else int(row["looks"])

    before = looks()
    for _ in range(3):
        assert ready(shared_town.url) == (200, "ready")
    assert looks() == before + 3

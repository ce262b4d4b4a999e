"""The compose file and the image say what they promise; that they run nobody could try without a container engine."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from api.secret_files import FILED
from api.serving import SHUTDOWN_SECONDS
from api.settings import Settings
from api.worker.working import ENDING_SECONDS

ROOT = Path(__file__).resolve().parents[2]
SECRETS = "/run/secrets/"


@pytest.fixture(scope="module")
def composed() -> dict[str, Any]:
    """The file as the composing program reads it."""
    program = Path(sys.executable).with_name("docker-compose")
    asked = [str(program), "--profile", "tls", "--profile", "mail", "config", "--format", "json"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def seconds(text: str) -> int:
    """A duration as the file has it."""
    found = re.fullmatch(r"(?:(\d+)m)?(?:(\d+)s)?", text)
    assert found is not None, text
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def test_every_service_is_bounded_and_can_gain_nothing(composed: dict[str, Any]) -> None:
    assert set(composed["services"]) == {"mongo", "api", "worker", "proxy", "mail"}
    for name, service in composed["services"].items():
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert int(service["mem_limit"]) > 0 < service["pids_limit"], name
        assert service["restart"] == "unless-stopped", name


def test_no_secret_stands_in_the_environment(composed: dict[str, Any]) -> None:
    api = composed["services"]["api"]
    filed = {f"{variable}_FILE" for variable in FILED.values()}
    assert filed <= set(api["environment"])
    assert set(FILED.values()).isdisjoint(api["environment"])
    given = {f"{SECRETS}{one['source']}" for one in api["secrets"]}
    assert {api["environment"][name] for name in filed} == given
    mongo = composed["services"]["mongo"]
    assert not {"MONGO_INITDB_ROOT_PASSWORD"} & set(mongo["environment"])


def test_what_the_api_is_told_it_knows(composed: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {
        name: value
        for name, value in composed["services"]["api"]["environment"].items()
        if not name.endswith("_FILE")
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    secret = "Zq3v9Lw0tYb7Xn5RkD2mPf8JhGcT1sUa"
    monkeypatch.setenv("MONGODB_URL", "mongodb://mongo:27017/pult?replicaSet=pult")
    monkeypatch.setenv("PULT_SECRET", secret)
    monkeypatch.setenv("PULT_PERSONAL_KEYS", f"1:{secret[::-1]}")
    monkeypatch.setenv("PULT_SEARCH_KEY", f"{secret[16:]}{secret[:16]}")
    settings = Settings()
    assert settings.is_production
    assert str(settings.host) == "0.0.0.0"
    subnet = composed["networks"]["default"]["ipam"]["config"][0]["subnet"]
    assert settings.trusted_proxies == (subnet,)
    assert subnet in settings.health_networks


def test_the_api_has_time_to_end_what_it_began(composed: dict[str, Any]) -> None:
    assert seconds(composed["services"]["api"]["stop_grace_period"]) >= 2 * SHUTDOWN_SECONDS
    assert composed["services"]["api"]["depends_on"]["mongo"]["condition"] == "service_healthy"


def test_the_worker_is_the_same_application_and_has_time_to_give_its_leases_back(
    composed: dict[str, Any],
) -> None:
    worker, api = composed["services"]["worker"], composed["services"]["api"]
    assert worker["command"][-2:] == ["api", "worker"]
    assert (worker["image"], worker["environment"], worker["secrets"]) == (
        api["image"],
        api["environment"],
        api["secrets"],
    )
    assert "ports" not in worker
    assert seconds(worker["stop_grace_period"]) >= 2 * ENDING_SECONDS
    assert f":{Settings.model_fields['worker_port'].default}/health/live" in worker["healthcheck"]["test"][-1]


def test_the_store_is_a_replica_set_that_asks_who_is_there(composed: dict[str, Any]) -> None:
    mongo = composed["services"]["mongo"]
    assert "--replSet=pult" in mongo["command"]
    assert "--keyFile=/tmp/mongodb-key" in mongo["command"]
    assert "replSetInitiate" in mongo["healthcheck"]["test"][-1]
    assert "ports" not in mongo


def drawn_in(folder: Path) -> dict[str, str]:
    """What `make secrets` leaves in a folder."""
    done = subprocess.run(["make", "secrets"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_text() for path in (folder / ".secrets").iterdir()}


def test_secrets_are_drawn_once_and_differ(tmp_path: Path, composed: dict[str, Any]) -> None:
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    drawn = drawn_in(tmp_path)
    assert drawn_in(tmp_path) == drawn
    assert set(drawn) == {Path(one["file"]).name for one in composed["secrets"].values()}
    assert len(set(drawn.values())) == len(drawn)
    assert drawn["mongodb_password"] in drawn["mongodb_url"]
    assert drawn["pult_personal_keys"].startswith("1:")
    assert all(len(one) >= 40 for one in drawn.values())
    assert (tmp_path / ".secrets").stat().st_mode & 0o077 == 0

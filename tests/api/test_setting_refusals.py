"""Settings that are wrong end a command with a sentence for each that names its variable, and never with a traceback."""

import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.commands import app
from api.settings import Settings
from tests.api.conftest import STRONG_SECRET
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET

RUNNER = CliRunner()
URL = "mongodb://127.0.0.1:1/pult?replicaSet=pult"
PRODUCTION = {
    "PULT_MODE": "production",
    "MONGODB_URL": URL,
    "PULT_SECRET": STRONG_SECRET,
    "PULT_PERSONAL_KEYS": f"1:{PERSONAL_SECRET}",
    "PULT_SEARCH_KEY": SEARCH_SECRET,
}
LEVELS = "DEBUG, INFO, WARNING, ERROR, CRITICAL"

WRONG: tuple[tuple[Mapping[str, str], str], ...] = (
    ({"PORT": "http"}, "PORT must be a whole number."),
    ({"PORT": "70000"}, "PORT must be at most 65535."),
    ({"PORT": "-1"}, "PORT must be at least 0."),
    ({"PULT_MODE": "test"}, "PULT_MODE must be 'development' or 'production'."),
    ({"LOG_LEVEL": "loud"}, f"LOG_LEVEL must be one of {LEVELS}."),
    ({"LOG_LEVEL": "NOTSET"}, f"LOG_LEVEL must be one of {LEVELS}."),
    ({"MONGODB_URL": "localhost:27017"}, "MONGODB_URL must be the address of a MongoDB"),
    ({"MONGODB_URL": "mongodb://user:p@ss/word@host/pult"}, "MONGODB_URL must be the address of a MongoDB"),
    ({"PULT_DATABASE": "pult.main"}, "PULT_DATABASE must be at most 63 bytes long"),
    ({"PULT_DATABASE": "база" * 10}, "PULT_DATABASE must be at most 63 bytes long"),
    ({"PULT_DATABASE": "admin"}, "PULT_DATABASE must not be admin, which is the server's own."),
    (
        {"TRUSTED_PROXIES": "proxy"},
        "TRUSTED_PROXIES must name addresses or networks like 10.0.0.0/8, but has «proxy».",
    ),
    ({"TRUSTED_PROXIES": "*"}, "TRUSTED_PROXIES must name addresses."),
    ({"HEALTH_NETWORKS": "10.0.0.1/8"}, "HEALTH_NETWORKS must name addresses or networks"),
    ({"ALLOWED_HOSTS": "https://pult.example"}, "ALLOWED_HOSTS must name hosts without http://"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name hosts."),
    ({"CORS_ORIGINS": "pages.example"}, "CORS_ORIGINS must name origins like https://pages.example.ru"),
    ({"CORS_HEADERS": "a b"}, "CORS_HEADERS must name header fields like X-Trace-Id, but has «a b»."),
    ({"OPERATION_SECONDS": "0"}, "OPERATION_SECONDS must be more than 0."),
    ({"OPERATION_SECONDS": "long"}, "OPERATION_SECONDS must be a number."),
    ({"PULT_ENGINE": "perhaps"}, "PULT_ENGINE must be true or false."),
    ({"SEED_TODAY": "today"}, "SEED_TODAY must be a day like 2026-04-07."),
    ({"MONGODB_URL": ""}, "MONGODB_URL is not set."),
    ({"PULT_SECRET": "short"}, "PULT_SECRET must have at least 32 characters."),
    ({"PULT_SECRET": "ab" * 20}, "PULT_SECRET repeats too few characters."),
    ({"PULT_SECRET": PERSONAL_SECRET}, "PULT_SECRET and PULT_PERSONAL_KEYS must be different secrets."),
    ({"PULT_SECRET": SEARCH_SECRET}, "PULT_SECRET and PULT_SEARCH_KEY must be different secrets."),
    ({"PULT_PERSONAL_KEYS": f"1:{'xy' * 20}"}, "PULT_PERSONAL_KEYS repeats too few characters."),
    ({"PULT_PERSONAL_KEYS": f"1:{SEARCH_SECRET}"}, "needs a secret of its own."),
    ({"PULT_SEARCH_KEY": "z" * 40}, "PULT_SEARCH_KEY repeats too few characters."),
    ({"PULT_SEARCH_KEY": ""}, "PULT_SEARCH_KEY is not set."),
    (
        {"PULT_SECRET_FILE": "/nowhere/secret"},
        "PULT_SECRET and PULT_SECRET_FILE are both set: leave one of them out.",
    ),
    (
        {"PULT_SECRET": "", "PULT_SECRET_FILE": "/nowhere/secret"},
        "PULT_SECRET_FILE names a file that cannot be read: No such file or directory.",
    ),
    (
        {"PULT_PERSONAL_KEYS": "", "PULT_PERSONAL_KEYS_FILE": "/"},
        "PULT_PERSONAL_KEYS_FILE names a file that cannot be read: Is a directory.",
    ),
    (
        {"PULT_SEARCH_KEY_FILE": "/dev/null"},
        "PULT_SEARCH_KEY and PULT_SEARCH_KEY_FILE are both set: leave one of them out.",
    ),
    (
        {"MONGODB_URL": "", "MONGODB_URL_FILE": "/dev/null"},
        "MONGODB_URL_FILE names a file that holds no secret.",
    ),
)
"""What is set besides what production needs → how the sentence begins or ends that tells of it."""


@pytest.mark.parametrize(("changed", "sentence"), WRONG, ids=lambda one: str(one)[:60])
def test_a_wrong_setting_ends_with_a_sentence_that_names_it(
    changed: Mapping[str, str], sentence: str
) -> None:
    ended = RUNNER.invoke(app, ["serve"], env={**PRODUCTION, **changed})
    (line,) = ended.stderr.splitlines()
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert line.startswith(sentence) or line.endswith(sentence)
    assert line.endswith(".")
    assert not any(secret in line for secret in (STRONG_SECRET, PERSONAL_SECRET, SEARCH_SECRET, "p@ss"))


@pytest.mark.parametrize("below", ["", "deeper/var"])
def test_a_directory_that_is_a_file_is_refused_by_name(below: str, tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.touch()
    ended = RUNNER.invoke(app, ["serve"], env={**PRODUCTION, "VAR_DIR": str(place / below)})
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr == f"VAR_DIR must be a directory, but {place} is a file.\n"


def test_a_directory_that_cannot_be_made_is_refused_by_name() -> None:
    given = {"PULT_SECRET": "", "PULT_PERSONAL_KEYS": "", "PULT_SEARCH_KEY": "", "PULT_MODE": "development"}
    ended = RUNNER.invoke(app, ["serve"], env={**PRODUCTION, **given, "PORT": "0", "VAR_DIR": "/proc/pult"})
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith("VAR_DIR must be a directory that can be written to, but /proc")


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1", "no.such.host.invalid"])
def test_an_address_that_is_not_to_be_had_is_told(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        given = {"HOST": host, "PORT": str(taken.getsockname()[1])}
        ended = RUNNER.invoke(app, ["serve"], env={**PRODUCTION, **given})
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"HOST and PORT: nothing can listen at {host}:{given['PORT']}: ")
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("variable", ["MONGODB_URL", "PULT_SECRET", "PULT_PERSONAL_KEYS", "PULT_SEARCH_KEY"])
def test_a_secret_may_come_by_file(variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{PRODUCTION[variable]}\n")
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    given = Settings()
    monkeypatch.delenv(variable)
    monkeypatch.setenv(f"{variable}_FILE", str(file))
    assert Settings() == given


def test_several_wrong_settings_are_told_together() -> None:
    ended = RUNNER.invoke(app, ["serve"], env={**PRODUCTION, "PULT_SECRET": "short", "PULT_SEARCH_KEY": ""})
    assert ended.stderr.splitlines() == [
        "PULT_SECRET must have at least 32 characters.",
        "PULT_SEARCH_KEY is not set.",
    ]

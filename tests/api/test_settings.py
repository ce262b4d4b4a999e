"""Settings: read from the environment, refused where they are not fit for production."""

from typing import Any

import pytest
from pydantic import ValidationError

from api.doctor import mail_noticed
from api.settings import Mode, Settings
from tests.api.conftest import STRONG_SECRET
from tests.support.keys import PERSONAL_SECRET, SEARCH_SECRET

KEYS: dict[str, Any] = {"personal_keys": f"1:{PERSONAL_SECRET}", "search_key": SEARCH_SECRET}

URL = "mongodb://127.0.0.1/pult"


def test_reads_lists_with_commas_and_takes_empty_variables_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "pult.example.ru, 10.0.0.1")
    monkeypatch.setenv("PULT_MODE", "development")
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("MONGODB_URL", "")
    monkeypatch.setenv("SEED_TODAY", "2026-06-01")
    settings = Settings()
    assert settings.allowed_hosts == ("pult.example.ru", "10.0.0.1")
    assert (settings.mode, settings.port, settings.mongodb_url) == (Mode.DEVELOPMENT, 9000, None)
    assert str(settings.seed_today) == "2026-06-01"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"mongodb_url": None}, "MONGODB_URL"),
        ({"secret": None}, "PULT_SECRET"),
        ({"secret": "short"}, "PULT_SECRET"),
        ({"secret": "change-me-" + STRONG_SECRET}, "PULT_SECRET"),
        ({"secret": "ab" * 20}, "PULT_SECRET"),
        ({"allowed_hosts": ("*",)}, "ALLOWED_HOSTS"),
        ({"cors_origins": ("*",)}, "CORS_ORIGINS"),
        ({"personal_keys": None}, "PULT_PERSONAL_KEYS is not set"),
        ({"search_key": None}, "PULT_SEARCH_KEY is not set"),
        ({"personal_keys": "1:short"}, "at least 32 characters"),
        ({"personal_keys": PERSONAL_SECRET}, "the id of a key"),
        ({"personal_keys": f"1:{PERSONAL_SECRET},1:{STRONG_SECRET}"}, "have one id"),
        ({"personal_keys": f"a.b:{PERSONAL_SECRET}"}, "the id of a key"),
        ({"search_key": PERSONAL_SECRET}, "a secret of its own"),
        ({"search_key": "example-" + SEARCH_SECRET}, "PULT_SEARCH_KEY looks like"),
    ],
)
def test_production_refuses_what_is_fit_for_development_only(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], word: str
) -> None:
    monkeypatch.delenv("MONGODB_URL", raising=False)
    given = {"mode": "production", "mongodb_url": URL, "secret": STRONG_SECRET, **KEYS} | changes
    with pytest.raises(ValidationError, match=word):
        Settings(**given)


def test_production_starts_on_its_own_secrets() -> None:
    settings = Settings(mode=Mode.PRODUCTION, mongodb_url=URL, secret=STRONG_SECRET, **KEYS)
    assert settings.is_production


def test_settings_show_no_secrets() -> None:
    shown = repr(Settings(mongodb_url=URL, secret=STRONG_SECRET, **KEYS))
    assert STRONG_SECRET not in shown
    assert PERSONAL_SECRET not in shown
    assert SEARCH_SECRET not in shown
    assert URL not in shown


@pytest.mark.parametrize("changes", [{"port": 70_000}, {"health_networks": ("nonsense",)}, {"mode": "test"}])
def test_refuses_values_that_mean_nothing(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**changes)  # type: ignore[arg-type]  # that is the point


def test_the_doctor_says_when_production_sends_no_mail() -> None:
    fit: dict[str, Any] = {"mongodb_url": URL, "secret": STRONG_SECRET, **KEYS}
    found = {
        (mode, url): mail_noticed(Settings(mode=mode, smtp_url=url, **fit))
        for mode in (Mode.DEVELOPMENT, Mode.PRODUCTION)
        for url in (None, "smtp://pult:secret@mail.example.ru:587")
    }
    assert [where for where, one in found.items() if not one.is_sound] == [(Mode.PRODUCTION, None)]
    assert "SMTP_URL is not set" in found[Mode.PRODUCTION, None].words
    assert not any("secret" in one.words or "mail.example.ru" in one.words for one in found.values())
